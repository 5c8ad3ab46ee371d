package extract

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/news"
)

// bylineNames are the persons or the desk that a byline names, nil if none.
func bylineNames(s string) []string {
	s = email().ReplaceAllString(s, " ")
	s = squeeze(inBrackets().ReplaceAllString(s, " "))
	labelled := false
	if m := bylineLabel().FindStringIndex(s); m != nil {
		s, labelled = s[m[1]:], true
	} else if m := bylineInside().FindStringIndex(s); m != nil && m[0] > 0 {
		s, labelled = s[m[0]:], true
	}
	if m := bylineOpen().FindStringIndex(s); m != nil {
		s, labelled = s[m[1]:], true
	}
	for _, piece := range bylinePieces(s) {
		if m := bylineOpen().FindStringIndex(piece); m != nil { // "03/01/2017 by Jane Roe"
			piece, labelled = piece[m[1]:], true
		}
		if head, _, _ := strings.Cut(piece, ","); isDesk(head) {
			return []string{head}
		}
		if names := namesIn(piece, labelled); names != nil {
			return names
		}
		if labelled {
			return nil // what stands first after "By" is the name or nothing is
		}
	}
	return nil
}

// bylineName is bylineNames as an article's author.
func bylineName(s string) string { return strings.Join(bylineNames(s), "; ") }

var (
	inBrackets   = lazily(`\([^()]{0,40}\)|\[[^\][]{0,40}\]`)
	bylineLabel  = lazily(`(?:^|[\s|/•·–—-])(?i:(?:text|words|writer|author|reporter|story|report|byline|автор|текст|autor|texte?)\s*:)\s*(?:(?i:by)\s+)?`)
	bylineInside = lazily(`\b(?:By|BY)\s+\p{Lu}`)
	bylineOpen   = lazily(`(?i)^(?:(?:written|reported|posted|published|story|text|report)\s+)?(?:by|von|par|por|di|da|od)\s*:?\s+`)
	bylineCut    = lazily(`(?i)\s*(?:[|•·;]|\s[-–—/]{1,2}(?:\s|$)|\bon\s|\b(?:published|posted|updated|added|modified|last updated|reading time|views?|comments?|follow us|input|created)\b|\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+(?:\d|[a-z]{3,9}\.?\s+\d)|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2}\b|\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b|\b\d{1,2}(?:st|nd|rd|th)?\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\b\d{1,2}[:.]\d{2}\b|\b(?:19|20)\d\d\b)`)
	bylineRest   = lazily(`(?i)(?:,|\s+(?:staff\s+(?:writer|reporter)s?|reporters?|correspondents?|news desk|contributor|editor|agencies|in|for|at|with)(?:\s|$)|\s+and\s+(?:news\s+)?agenc(?:y|ies)\b|\s/).*$`)
	nameJoint    = lazily(`\s+(?:and|AND|et|und|y|и)\s+|\s*&\s*|\s*;\s*`)
)

// bylinePieces cuts a byline where a date, a bar or a label stands.
func bylinePieces(s string) []string {
	var out []string
	for s != "" && len(out) < 6 {
		cut := bylineCut().FindStringIndex(s)
		if cut == nil {
			cut = []int{len(s), len(s)}
		}
		p := strings.Trim(s[:cut[0]], " ,|:;-–—/")
		if at := strings.Index(p, ". "); at > 3 && !strings.Contains(p[:at], " ") { // "Lima. Rosa Quispe, special envoy."
			p = strings.TrimSpace(p[at+2:])
		}
		if p != "" {
			out = append(out, p)
		}
		s = s[max(cut[1], 1):]
	}
	return out
}

// namesIn are the names of s, "Jane Roe and John Doe in Rome"; a single word is
// a name only where the line says that a name comes.
func namesIn(s string, labelled bool) []string {
	s = strings.Trim(s, " ,|:;-–—")
	whole := s
	parts := nameJoint().Split(s, -1)
	var out []string
	for i, p := range parts {
		for k, q := range strings.Split(p, ", ") {
			q = strings.TrimSpace(q)
			q = strings.Trim(bylineRest().ReplaceAllString(q, ""), " ,|:;-–—")
			if q == "" || !isName(q) || noName().MatchString(q) || !strings.Contains(q, " ") && (!labelled || len(parts) > 1 || k > 0) || isPost(q) {
				if k == 0 && i == 0 {
					return nil
				}
				break
			}
			if k > 0 && (len(parts) == 1 || !strings.Contains(q, " ")) { // "Jane Roe, Rome", "Jane Roe, Defence Editor"
				break
			}
			out = append(out, q)
		}
	}
	if len(parts) > 1 && len(out) < len(parts) && !agenciesToo().MatchString(whole) && len(out) > 0 && isName(bylineRest().ReplaceAllString(whole, "")) {
		return []string{bylineRest().ReplaceAllString(whole, "")} // "Department of Trade and Industry"
	}
	return out
}

var agenciesToo = lazily(`(?i)\bagenc(?:y|ies)\b|\bwires?\b|\bstaff\b`)

var noName = lazily(`(?i)^(?:the|an?|our|your|how|why|what|when|where|last|best|year|free)\s`)

// isPost holds for what somebody is instead of who.
func isPost(s string) bool { return post().MatchString(s) }

var post = lazily(`(?i)\b(?:editor|correspondent|reporter|writer|envoy|columnist|analyst|professor|minister|desk|news|agency|press|bureau)$`)

// isSigned holds for a line that between title and body can only say who wrote
// it: a name with a date, a post or a place, or a desk.
func (d *draft) isSigned(s string) bool {
	if n := len(strings.Fields(s)); n < 2 || n > 18 || len(s) > 160 || endsSentence(s) && !yearNamed().MatchString(s) || aVerb().MatchString(s) {
		return false
	}
	names := bylineNames(s)
	if len(names) == 0 || d.isOutlet(names[0]) {
		return false
	}
	rest := s
	for _, n := range names {
		fields := strings.Fields(n)
		if isDesk(n) {
			fields = nil
		}
		if len(fields) > 5 || slices.ContainsFunc(fields, func(f string) bool { return strings.ToLower(f) == f && !particles[f] }) {
			return false
		}
		rest = strings.Replace(rest, n, " ", 1)
	}
	return bylineLabel().MatchString(s) || bylineInside().MatchString(s) || yearNamed().MatchString(rest) || email().MatchString(rest) || inPlace().MatchString(rest) || isDesk(names[0])
}

// particles are the small words within persons' names.
var particles = map[string]bool{"de": true, "del": true, "la": true, "da": true, "dos": true, "do": true, "di": true, "van": true, "von": true, "der": true, "den": true, "al": true, "el": true,
	"bin": true, "ben": true, "ibn": true, "y": true, "e": true, "le": true, "du": true, "ter": true, "af": true}

func isDay(s string) bool {
	for _, p := range []func() *regexp.Regexp{monthDay, dayMonth, dotted, slashed, embeddedISO, cjkDate} {
		if p().MatchString(s) {
			return true
		}
	}
	return false
}

var inPlace = lazily(`^\s*(?:in|In)\s+\p{Lu}|(?i:\bagenc(?:y|ies)\b|\bspecial envoy\b|\bcorrespondent\b|\breporter\b|\bstaff writer)`)

// isOutlet holds for the outlet's own name.
func (d *draft) isOutlet(s string) bool {
	name := outletCore(s)
	return len(name) >= 3 && strings.HasPrefix(outletCore(d.outlet), name)
}

// signedAlone finds a name on a line of its own between title and body, that
// the article does not speak of.
func (d *draft) signedAlone(first int) string {
	title := slices.IndexFunc(d.blocks, func(b block) bool { return b.part == news.Title })
	if title < 0 || first-title > 8 {
		return ""
	}
	told := d.vocabulary(first)
	for i := title + 1; i < first; i++ {
		b := &d.blocks[i]
		fields := strings.Fields(b.text)
		if b.part != "" && b.part != news.Chrome && b.part != news.Heading || b.list || len(fields) < 2 || len(fields) > 4 || !isName(b.text) ||
			isSection(b.text) || newsName().MatchString(b.text) || d.isOutlet(b.text) || b.says().cued() != noCue || overlap(b.says(), told) > 0 || isPost(b.text) {
			continue
		}
		capital := true
		for _, f := range fields {
			r, _ := utf8.DecodeRuneInString(f)
			capital = capital && unicode.IsUpper(r)
		}
		near := i == first-1 || i == title+1 || d.blocks[i+1].part == news.Dateline || d.blocks[i-1].part == news.Dateline
		if capital && near && !shouts(b.text) {
			b.part = news.Byline
			return b.text
		}
	}
	return ""
}

// initials are how an author signs below a report: "L.T."
var initials = lazily(`^[(-]?\s*(?:\p{Lu}\.\s?){1,3}(?:\p{Lu}\.?)?\)?$`)
