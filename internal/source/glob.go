package source

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// Glob is a pattern for paths as ripgrep's --glob has it: "*" and "?" stop at a
// slash, "**" does not, "[a-z]" and "[!a-z]" are classes, "{a,b}" alternatives,
// "\" quotes. A pattern without a slash matches at any depth, one with a slash
// from the folder that is read; one that matches a folder matches all in it.
type Glob struct{ re *regexp.Regexp }

// ParseGlob reads a pattern.
func ParseGlob(pattern string) (Glob, error) {
	p := strings.TrimSuffix(pattern, "/")
	if p == "" {
		return Glob{}, fmt.Errorf("glob %q matches nothing", pattern)
	}
	var b strings.Builder
	b.WriteString("^")
	if !strings.Contains(p, "/") {
		b.WriteString("(?:.*/)?")
	}
	p = strings.TrimPrefix(p, "/")
	depth := 0
	for p != "" {
		re, rest, deeper, err := globToken(p, depth)
		if err != nil {
			return Glob{}, fmt.Errorf("glob %q: %w", pattern, err)
		}
		depth += deeper
		b.WriteString(re)
		p = rest
	}
	if depth > 0 {
		return Glob{}, fmt.Errorf("glob %q: { without }", pattern)
	}
	b.WriteString("(?:/.*)?$")
	re, err := regexp.Compile("(?s)" + b.String())
	if err != nil {
		return Glob{}, fmt.Errorf("glob %q cannot be read", pattern)
	}
	return Glob{re}, nil
}

// globToken turns the first token of p into a regular expression, depth braces
// deep, and gives the rest of p and by how many braces it is deeper.
func globToken(p string, depth int) (re, rest string, deeper int, err error) {
	switch {
	case strings.HasPrefix(p, "**/"):
		return "(?:.*/)?", p[3:], 0, nil
	case strings.HasPrefix(p, "**"):
		return ".*", p[2:], 0, nil
	case p[0] == '*':
		return "[^/]*", p[1:], 0, nil
	case p[0] == '?':
		return "[^/]", p[1:], 0, nil
	case p[0] == '{':
		return "(?:", p[1:], 1, nil
	case p[0] == '}' && depth > 0:
		return ")", p[1:], -1, nil
	case p[0] == ',' && depth > 0:
		return "|", p[1:], 0, nil
	case p[0] == '[':
		return globClass(p)
	case p[0] == '\\' && len(p) == 1:
		return "", "", 0, fmt.Errorf(`\ at the end`)
	case p[0] == '\\':
		p = p[1:]
	}
	r, n := utf8.DecodeRuneInString(p) // bytes that are no rune are one each
	return regexp.QuoteMeta(string(r)), p[n:], 0, nil
}

// globClass reads "[a-z]", "[!a-z]" or "[^a-z]".
func globClass(p string) (re, rest string, deeper int, err error) {
	not := ""
	in := p[1:]
	if in != "" && (in[0] == '!' || in[0] == '^') {
		not, in = "^/", in[1:]
	}
	end := strings.IndexByte(in, ']')
	if end == 0 { // a bracket that comes first is one of the class
		if end = strings.IndexByte(in[1:], ']'); end >= 0 {
			end++
		}
	}
	if end <= 0 {
		return "", "", 0, fmt.Errorf("[ without ]")
	}
	class := strings.NewReplacer(`\`, `\\`, `[`, `\[`, `]`, `\]`, `^`, `\^`).Replace(in[:end])
	return "[" + not + class + "]", in[end+1:], 0, nil
}

// Match reports whether the pattern matches a path with slashes, relative to
// the folder that is read.
func (g Glob) Match(path string) bool { return g.re != nil && g.re.MatchString(path) }

// chosen reports whether a file within a folder is to be read.
func (r *Reader) chosen(rel string) bool {
	return !matches(r.Exclude, rel) && (len(r.Include) == 0 || matches(r.Include, rel))
}

func matches(globs []Glob, rel string) bool {
	for _, g := range globs {
		if g.Match(rel) {
			return true
		}
	}
	return false
}
