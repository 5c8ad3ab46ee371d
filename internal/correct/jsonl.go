package correct

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// longest bounds a line of corrections, in bytes.
const longest = 4 << 20

// Write writes corrections, a JSON object a line.
func Write(w io.Writer, all []Correction) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for i := range all {
		if err := enc.Encode(&all[i]); err != nil {
			return fmt.Errorf("write corrections: %w", err)
		}
	}
	return nil
}

// Read reads what Write wrote, and checks each line; empty ones are skipped.
func Read(r io.Reader) (out []Correction, err error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, longest)
	n := 0
	for lines.Scan() {
		n++
		line := bytes.TrimSpace(lines.Bytes())
		if len(line) == 0 {
			continue
		}
		var c Correction
		dec := json.NewDecoder(bytes.NewReader(line))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&c); err != nil {
			return nil, fmt.Errorf("corrections, line %d: %w", n, err)
		}
		if _, err := dec.Token(); !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("corrections, line %d: more than one object", n)
		}
		if err := c.Check(); err != nil {
			return nil, fmt.Errorf("corrections, line %d: %w", n, err)
		}
		out = append(out, c)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("corrections, line %d: %w", n+1, err)
	}
	return out, nil
}
