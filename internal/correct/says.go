package correct

import (
	"cmp"
	"fmt"
	"strings"
)

// Says is what the correction says, in a line.
func (c *Correction) Says() string {
	entry := cmp.Or(c.Entry, "an entry")
	switch c.Do {
	case Undo:
		return "undo " + c.Undo
	case Set:
		return entry + ": " + strings.Join(c.Set.Says(), ", ")
	case Split:
		return fmt.Sprintf("%s: %d acts", entry, len(c.Apart))
	case Merge:
		return entry + ": the same act as another"
	case Accept:
		return entry + ": right"
	}
	return entry + ": no such act"
}

// Says are the fields in words: "date 2024-08-13".
func (f *Fields) Says() (out []string) {
	say := func(field, now string) {
		if now == "" {
			now = "none"
		}
		out = append(out, field+" "+now)
	}
	if f.Source != nil {
		say("source", sideText(*f.Source))
	}
	if f.Target != nil {
		say("target", sideText(*f.Target))
	}
	if f.Date != nil {
		say("date", dateText(*f.Date))
	}
	if f.Occasion != nil {
		say("occasion", occasionText(f.Occasion))
	}
	says(say, "reciprocal", f.Reciprocal)
	says(say, "type", f.Type)
	says(say, "act", f.Act)
	says(say, "channel", f.Channel)
	says(say, "status", f.Status)
	says(say, "background", f.Background)
	return out
}

func says[T any](say func(field, now string), field string, v *T) {
	if v != nil {
		say(field, fmt.Sprint(*v))
	}
}
