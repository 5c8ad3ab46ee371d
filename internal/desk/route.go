package desk

import "net/http"

// Route is the pattern of the page that a request is for, for who counts them.
func (d *Desk) Route(r *http.Request) string {
	_, pattern := d.mux.Handler(r)
	return pattern
}
