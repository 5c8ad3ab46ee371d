// Package eval measures the line against gold: what careful readers found in
// pages that the program reads too.
package eval

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"

	"chancery/internal/news"
)

// GoldPage is one line of a gold file: what a careful reader finds on a page.
// Published and all dates are the tightest interval that the page alone lets
// one defend; BodyStarts and BodyEnds are the article's first and last words.
type GoldPage struct {
	Page       string        `json:"page"` // relative to the folder of pages; "file.jsonl#2" for a record
	Title      *string       `json:"title"`
	Author     *string       `json:"author"` // null: the page names none
	Outlet     *string       `json:"outlet"`
	Published  news.Interval `json:"published"`
	BodyStarts string        `json:"body_starts"`
	BodyEnds   string        `json:"body_ends"`
	Events     []GoldEvent   `json:"events"`

	LeftOut []string `json:"-"` // fields of the page that gold's line has not, of which nothing is judged

	// actsOnly: gold says nothing of the page as a whole, and its names are the
	// page's words for the sides, whoever they are.
	actsOnly bool
}

// GoldEvent is one act that a page tells of.
type GoldEvent struct {
	Key            string        `json:"key"` // the same on every page that tells of the same act
	Source         []string      `json:"source"`
	SourceNames    []string      `json:"source_names"`
	Target         []string      `json:"target"`
	TargetNames    []string      `json:"target_names"`
	Type           []string      `json:"type"` // any of these is right
	Act            string        `json:"act"`
	Channel        *string       `json:"channel"` // null: the page does not say
	Date           news.Interval `json:"date"`
	Occasion       *GoldOccasion `json:"occasion"`
	Status         news.Status   `json:"status"`
	StatusAlso     []news.Status `json:"status_also"` // these are right too
	Background     bool          `json:"background"`
	Origin         []string      `json:"origin"` // whom the page ultimately cites; any is right
	ReplyTo        string        `json:"reply_to"`
	Reciprocal     bool          `json:"reciprocal"`
	Optional       bool          `json:"optional"`        // to find it is right, to miss it not wrong
	OptionalTarget bool          `json:"optional_target"` // likewise for the target
	LooseDate      bool          `json:"loose_date"`      // likewise for the date
	YearOpenFrom   int           `json:"year_open_from"`  // the page does not fix the year; 0 when it does

	LeftOut []string `json:"-"` // likewise of the event

	// Where it is told, of labels only: the numbers of its sentences as readers
	// were given them, and the words of the first that tell of it.
	Sentences []int  `json:"-"`
	Trigger   string `json:"-"`

	// The sentence that has the words for its origin, of labels only, and where
	// those stand, once the page is read.
	OriginIn int       `json:"-"`
	OriginAt news.Span `json:"-"`
}

// GoldOccasion is the occasion of an act.
type GoldOccasion struct {
	Name    string `json:"name"`
	Country string `json:"country"`
	Ordinal *int   `json:"ordinal"`
}

// ReadGold reads a gold file: one JSON object a line; empty lines are skipped.
func ReadGold(r io.Reader) ([]GoldPage, error) {
	var pages []GoldPage
	seen := map[string]bool{}
	in := bufio.NewReader(r)
	for n := 1; ; n++ {
		line, err := in.ReadBytes('\n')
		if err != nil && err != io.EOF {
			return nil, fmt.Errorf("read gold: %w", err)
		}
		if line = bytes.TrimSpace(line); len(line) > 0 {
			var p GoldPage
			if err := json.Unmarshal(line, &p); err != nil {
				return nil, fmt.Errorf("gold line %d: %w", n, plainly(err))
			}
			p.noteLeftOut(line)
			if p.Page == "" {
				return nil, fmt.Errorf("gold line %d: no page", n)
			}
			if seen[p.Page] {
				return nil, fmt.Errorf("gold line %d: page %s again", n, p.Page)
			}
			seen[p.Page] = true
			pages = append(pages, p)
		}
		if err == io.EOF {
			return pages, nil
		}
	}
}

// noteLeftOut notes which of the fields that are judged by what they say, even
// if that is nothing, a line has not.
func (p *GoldPage) noteLeftOut(line []byte) {
	var page map[string]json.RawMessage
	if json.Unmarshal(line, &page) != nil {
		return
	}
	missing := func(in map[string]json.RawMessage, fields ...string) (out []string) {
		for _, f := range fields {
			if _, ok := in[f]; !ok {
				out = append(out, f)
			}
		}
		return out
	}
	p.LeftOut = missing(page, "title", "author", "outlet")
	var events []map[string]json.RawMessage
	if json.Unmarshal(page["events"], &events) != nil {
		return
	}
	for i := range p.Events {
		p.Events[i].LeftOut = missing(events[i], "act", "status", "background")
	}
}

// plainly says a JSON error in the words of the format, not of this program.
func plainly(err error) error {
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Errorf("%s: %s in place of %s", wrong.Field, wrong.Value, map[reflect.Kind]string{
			reflect.String: "words", reflect.Slice: "a list", reflect.Struct: "an object", reflect.Bool: "true or false", reflect.Int: "a number",
		}[wrong.Type.Kind()])
	}
	if wrong, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Errorf("no JSON at its byte %d", wrong.Offset)
	}
	return err
}
