package watch

import (
	"bufio"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"chancery/internal/store"
)

// DefaultEvery is how often a source is read that does not say.
const DefaultEvery = time.Hour

// Intervals that are taken.
const (
	minEvery = time.Second
	maxEvery = 365 * 24 * time.Hour
)

// ParseSources reads a file of sources: a line a source, its address or path
// first, in quotes where it has spaces, then
//
//	every DURATION   how often it is read, as 15m, 6h, 1d
//	name  WORDS      what to call it, to the end of the line
//
// A line that begins with "every" sets that for the lines below it; "#" begins
// a remark. Paths are relative to dir. Every source comes once.
func ParseSources(in io.Reader, dir string, every time.Duration) (out []store.Source, err error) {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 64<<10)
	seen := map[string]bool{}
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		bad := func(err error) ([]store.Source, error) { return nil, fmt.Errorf("line %d: %w", n, err) }
		if rest, ok := strings.CutPrefix(line, "every "); ok {
			if every, err = ParseEvery(strings.TrimSpace(rest)); err != nil {
				return bad(err)
			}
			continue
		}
		s, err := parseSource(line, every)
		if err != nil {
			return bad(err)
		}
		if !IsWeb(s.Address) {
			if !filepath.IsAbs(s.Address) {
				s.Address = filepath.Join(dir, s.Address)
			}
			s.Address = filepath.Clean(s.Address)
		}
		if seen[s.Address] {
			return bad(fmt.Errorf("%s stands above already", s.Address))
		}
		seen[s.Address] = true
		out = append(out, s)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read the sources: %w", err)
	}
	return out, nil
}

func parseSource(line string, every time.Duration) (s store.Source, err error) {
	s.Every = every
	address, rest, _ := strings.Cut(line, " ")
	if quoted, ok := strings.CutPrefix(line, `"`); ok {
		if address, rest, ok = strings.Cut(quoted, `"`); !ok {
			return s, fmt.Errorf("a quote without its end")
		}
	}
	if s.Address = strings.TrimSpace(address); s.Address == "" {
		return s, fmt.Errorf("no address")
	}
	if scheme, _, ok := strings.Cut(s.Address, "://"); ok && scheme != "http" && scheme != "https" {
		return s, fmt.Errorf("%s: only http and https are fetched", s.Address)
	}
	for rest = strings.TrimSpace(rest); rest != ""; {
		word, after, _ := strings.Cut(rest, " ")
		after = strings.TrimSpace(after)
		switch word {
		case "every":
			value, more, _ := strings.Cut(after, " ")
			if s.Every, err = ParseEvery(value); err != nil {
				return s, err
			}
			rest = strings.TrimSpace(more)
		case "name":
			s.Name, rest = strings.Trim(after, `"`), ""
		default:
			return s, fmt.Errorf(`%q: want "every DURATION" or "name WORDS"`, word)
		}
	}
	return s, nil
}

// ParseEvery reads a length of time: Go's, or days ("1d").
func ParseEvery(s string) (d time.Duration, err error) {
	if n, ok := strings.CutSuffix(s, "d"); ok {
		var days float64
		days, err = strconv.ParseFloat(n, 64)
		d = time.Duration(min(max(days, -1), 1e4) * float64(24*time.Hour))
	} else {
		d, err = time.ParseDuration(s)
	}
	if err != nil || d < minEvery || d > maxEvery {
		return 0, fmt.Errorf("every %s: want a time as 15m, 6h or 1d", s)
	}
	return d, nil
}
