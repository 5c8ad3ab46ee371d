package postgres

import "chancery/internal/anybytes"

// packed is a text as PostgreSQL takes it; unpacked gives it back.
func packed(s string) string { return anybytes.Packed(s) }

func unpacked(s string) string { return anybytes.Unpacked(s) }
