// Package models carries the weights that the program runs on. Each has a
// card beside it: data, licences, scores, how to rebuild.
package models

import _ "embed"

//go:embed engine/en.bin
var engine []byte

//go:embed acts/en.bin
var acts []byte

//go:embed acts/addition.bin
var actsAddition []byte

// Engine is the file of the English encoder and its heads, in the format of
// internal/infer. It must not be changed.
func Engine() []byte { return engine }

// Acts is the file of the English encoder of acts, and the addition to it that
// holds what was fitted since, with the heads. Neither must be changed.
func Acts() (file, addition []byte) { return acts, actsAddition }
