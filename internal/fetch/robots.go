package fetch

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// robots is what a robots.txt (RFC 9309) says to one program. The zero value
// allows all.
type robots struct {
	rules []rule
	delay time.Duration // Crawl-delay
}

// rule allows or forbids the addresses that begin as its pattern.
type rule struct {
	pattern string // normal; "*" is anything, "$" at its end the address' end
	allow   bool
}

// robotsSize is how much of a robots.txt is read, as the RFC wants at least.
const robotsSize = 500 << 10

// readRobots reads what is there for a product, else for all. What is none of
// it is as if it were not there.
func readRobots(body []byte, product string) *robots {
	if len(body) > robotsSize {
		body = body[:robotsSize]
		body = body[:bytes.LastIndexAny(body, "\r\n")+1] // half a rule forbids more than the whole
	}
	body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	var ours, all robots
	product = token(product)
	named := false       // there is a group for the product
	var groups []*robots // that the lines are of
	inNames := false
	for _, line := range strings.FieldsFunc(string(body), func(r rune) bool { return r == '\r' || r == '\n' }) {
		line, _, _ = strings.Cut(line, "#")
		name, value, _ := strings.Cut(line, ":")
		name, value = strings.ToLower(strings.TrimSpace(name)), strings.TrimSpace(value)
		switch name {
		case "user-agent":
			if !inNames {
				groups = nil
			}
			inNames = true
			switch {
			case strings.HasPrefix(value, "*"):
				groups = append(groups, &all)
			case product != "" && strings.EqualFold(token(value), product):
				groups, named = append(groups, &ours), true
			}
		case "allow", "disallow", "crawl-delay":
			inNames = false
			for _, g := range groups {
				g.say(name, value)
			}
		}
	}
	if named {
		return &ours
	}
	return &all
}

// token is the product that a name of an agent begins with.
func token(s string) string {
	end := strings.IndexFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' && r != '_'
	})
	if end < 0 {
		return s
	}
	return s[:end]
}

// say takes a line of a group.
func (r *robots) say(name, value string) {
	switch {
	case name == "crawl-delay":
		if s, err := strconv.ParseFloat(value, 64); err == nil && s > 0 {
			r.delay = time.Duration(min(s, maxDelay.Seconds()) * float64(time.Second))
		}
	case value != "": // an empty one says nothing
		if !strings.HasPrefix(value, "/") && !strings.HasPrefix(value, "*") {
			value = "/" + value
		}
		r.rules = append(r.rules, rule{normal(value), name == "allow"})
	}
}

// allows asks for a path with its query: the longest rule that matches decides,
// of two alike the one that allows.
func (r *robots) allows(path string) bool {
	path = normal(path)
	longest, allowed := -1, true
	for _, rule := range r.rules {
		n := len(rule.pattern)
		if (n > longest || n == longest && rule.allow) && rule.matches(path) {
			longest, allowed = n, rule.allow
		}
	}
	return allowed
}

func (r rule) matches(path string) bool {
	pattern, end := strings.CutSuffix(r.pattern, "$")
	parts := strings.Split(pattern, "*")
	rest, ok := strings.CutPrefix(path, parts[0])
	for i, part := range parts[1:] {
		if end && i == len(parts)-2 {
			return ok && strings.HasSuffix(rest, part)
		}
		if ok {
			_, rest, ok = strings.Cut(rest, part)
		}
	}
	return ok && (!end || rest == "")
}

// normal writes a path so that the same is written alike: what is no ASCII in
// percents, with capitals, and what needs none without.
func normal(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		code, err := strconv.ParseUint(s[min(i+1, len(s)):min(i+3, len(s))], 16, 8)
		switch escaped := c == '%' && err == nil && i+2 < len(s); {
		case escaped && isUnreserved(byte(code)):
			b.WriteByte(byte(code))
			i += 2
		case escaped:
			fmt.Fprintf(&b, "%%%02X", code)
			i += 2
		case c <= ' ' || c >= 0x7f:
			fmt.Fprintf(&b, "%%%02X", c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

func isUnreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0
}
