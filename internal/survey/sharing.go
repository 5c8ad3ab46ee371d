package survey

// Sharing is how long an answer to a request is the same for all who ask: nothing in
// it is of their cookies, or of who they are.
type Sharing int

// Alone is not at all.
const (
	Alone           Sharing = iota
	WhileEventsStay         // it depends on the survey alone
	ForASecond              // it depends on the ledger
)
