package news

// RecordMedia is the Media of a Page whose Body is a Record in JSON.
const RecordMedia = "application/vnd.chancery.record+json"

// Record is a page as another tool gave it: its words with what the tool says
// of them. Its statements come after those of the page's own markup.
type Record struct {
	HTML     string `json:"html,omitempty"`
	Text     string `json:"text,omitempty"` // where there is no HTML
	Title    string `json:"title,omitempty"`
	Date     string `json:"date,omitempty"` // of publication, as it stood
	Author   string `json:"author,omitempty"`
	Outlet   string `json:"outlet,omitempty"`
	Language string `json:"language,omitempty"`
}
