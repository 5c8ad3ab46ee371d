// Package gomoji stands in for the module of this name, a table of emoji.
// go-trafilatura takes them out of authors' names, which Chancery reads itself.
package gomoji

// RemoveEmojis returns s as it is.
func RemoveEmojis(s string) string { return s }
