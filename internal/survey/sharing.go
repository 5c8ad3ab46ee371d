package survey

// Sharing is how long an answer to a request is the same for all who ask.
type Sharing int

// Alone is not at all, and for all that bears a cookie or a token.
const (
	Alone           Sharing = iota
	WhileEventsStay         // it depends on the survey alone
	ForASecond              // it depends on the ledger
)
