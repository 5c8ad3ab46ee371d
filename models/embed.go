// Package models carries the weights that the program runs on. Each has a
// card beside it: data, licences, scores, how to rebuild.
package models

import _ "embed"

//go:embed engine/en.bin
var engine []byte

// Engine is the file of the English encoder and its heads, in the format of
// internal/infer. It must not be changed.
func Engine() []byte { return engine }
