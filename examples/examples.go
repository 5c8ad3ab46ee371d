// Package examples holds the pages to try the program on.
package examples

import "embed"

// Pages are the files of pages/; README.md says what they are.
//
//go:embed pages
var Pages embed.FS
