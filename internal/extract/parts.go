package extract

import (
	"regexp"
	"strings"
	"unicode"

	"chancery/internal/news"
)

var (
	bylineStart = regexp.MustCompile(`(?i)^(?:(?:written|reported|posted|published|story|text|report)\s+)?(?:by|von|par|por|di|da|od|автор:?|текст:?)\s*:?\s+\S`)
	bylineRole  = regexp.MustCompile(`(?i)^\S+(?:\s+\S+){1,3}[,|/–-]?\s+(?:staff\s+(?:writer|reporter)|reporter|correspondent|news desk|contributor|editor|views?|agencies)\b`)
	email       = regexp.MustCompile(`(?i)\b[\w.+-]{1,64}@((?:[\w-]{1,63}\.){1,4}[a-z]{2,12})\b`)
	agencyName  = regexp.MustCompile(`\b(?:AP|AFP|UPI|EPA|EFE|ANSA|DPA|dpa|PTI|ANI|APP|TASS|Tass|RIA|KCNA|IRNA|ISNA|MENA|SPA|WAM|KUNA|BNA|SANA|NNA|VNA|CNA|NHK|Kyodo|Jiji|Yonhap|Xinhua|Reuters|REUTERS|Bloomberg|Interfax|Sputnik|Anadolu|Associated Press|Agence France-Presse|Getty Images?|Getty|Shutterstock|Alamy|iStock|Newsis|NEWSIS|ITAR-TASS|Bernama|Antara|Belga|Lusa|TT|NTB|Ritzau|PAP|CTK|ČTK|MTI|BTA|Tanjug|Hina|Agerpres|Ukrinform|UNIAN|BelTA|Kazinform|AZERTAC|Azertac|Trend|ARMENPRESS|Prensa Latina|Notimex|Télam|Agencia Brasil|Agência Brasil|IANS|UNB|BSS|NNN|NAN|GNA|APS|MAP|TAP|Petra|WAFA|INA|Fars|Tasnim|Mehr|Handout|File|Pool)\b`)
	creditStart = regexp.MustCompile(`(?i)^(?:photos?|pictures?|images?|foto|fotos|bild|crédit|credits?|source|courtesy|file|video)\s*(?:credits?|by|courtesy(?: of)?)?\s*[:/|©]\s*\S|^\s*(?:©|\(c\)|ⓒ)\s*\S|^photo by\s`)
	clock       = regexp.MustCompile(`(?i)\b\d{1,2}[:.h]\d{2}\b(?:\s*[ap]\.?m\.?)?`)
	dateWord    = regexp.MustCompile(`(?i)^(?:last\s+)?(?:updated|published|posted|modified|first published|date|issued|created|input|registered|publié|veröffentlicht|aktualisiert|publicado|опубликовано)\b`)
	viewCount   = regexp.MustCompile(`(?i)^(?:views?|hits?|reads?|shares?|comments?)\s*:?\s*[\d,.]*[km]?\s*$|^[\d,.]+[km]?\s+(?:views?|reads?|hits?|shares?|comments?)$`)
	furniture   = regexp.MustCompile(`(?i)^(?:skip to|quick access|direct access|share (?:it|this|on)|follow us|sign (?:in|up)|log ?in|subscribe|menu|search|home|advertisement|sponsored|related|read (?:more|also|next)|you (?:may|might) (?:also )?like|most (?:read|popular|viewed)|latest|trending|popular|must[- ]reads?|next post|previous post|leave a (?:reply|comment)|comments?\b|your email|cookies?|we use cookies|privacy|terms|copyright|all rights|newsletter|click to|tags?\s*:|print|listen|view all|see also|recommended|more (?:from|on|in)|back to top|breaking news)`)
)

// isDateline reports whether a short line dates the page: a date and little else.
func isDateline(s string) bool {
	if len(s) > 140 {
		return false
	}
	_, ok := parseDay(s)
	loose := ok || monthDay.MatchString(s) || dayMonth.MatchString(s) || dotted.MatchString(s) || slashed.MatchString(s) || embeddedISO.MatchString(s)
	if !loose {
		return dateWord.MatchString(s) && clock.MatchString(s)
	}
	rest := letters(dateNoise.ReplaceAllString(s, " "))
	return len(rest) <= 12 || dateWord.MatchString(s) && len(rest) <= 30
}

var (
	embeddedISO = regexp.MustCompile(`\b(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}\b`)
	dateNoise   = regexp.MustCompile(`(?i)\b(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\b|\b(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?\b|\b(?:updated?|published|posted|last|modified|on|at|of|am|pm|a\.m|p\.m|gmt|utc|est|edt|kst|jst|ist|cet|cest|bst|msk|pst|pdt|et|date|the)\b`)
)

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, s)
}

// isCredit reports whether a short line credits an agency or a picture.
func isCredit(s string) bool {
	if len(s) > 160 || endsSentence(s) && len(s) > 80 {
		return false
	}
	if creditStart.MatchString(s) && len(strings.Fields(s)) <= 14 {
		return !strings.Contains(strings.ToLower(s), "rights reserved")
	}
	if !agencyName.MatchString(s) {
		return false
	}
	rest := agencyName.ReplaceAllString(s, " ")
	rest = creditNoise.ReplaceAllString(rest, " ")
	return len(letters(rest)) <= 2
}

var creditNoise = regexp.MustCompile(`(?i)\b(?:news|agency|photos?|via|and|the|with|from|source|images?|pictures?|service|press|file|courtesy|of|by)\b`)

// isByline reports whether a short line says who wrote the page.
func isByline(s string) bool {
	n := len(strings.Fields(s))
	if len(s) > 160 || n > 16 || n == 0 {
		return false
	}
	return bylineStart.MatchString(s) && !endsSentence(s) || bylineRole.MatchString(s) || email.MatchString(s) && n <= 6
}

// bylineName is the name in a byline, "" if it holds none.
func bylineName(s string) string {
	s = email.ReplaceAllString(s, " ")
	if loc := bylineStart.FindStringIndex(s); loc != nil {
		s = bylineOpen.ReplaceAllString(s, "")
	}
	for _, sep := range []string{"|", " - ", " – ", " — ", "•", "·", " on ", "(", ","} {
		if i := strings.Index(s, sep); i > 0 {
			s = s[:i]
		}
	}
	s = bylineTail.ReplaceAllString(squeeze(s), "")
	s = strings.Trim(s, " ,|:;-–—")
	fields := strings.Fields(s)
	if len(fields) == 0 || len(fields) > 6 || strings.ContainsAny(s, "0123456789@") {
		return ""
	}
	for _, f := range fields {
		if r := []rune(f)[0]; unicode.IsUpper(r) || !unicode.IsLower(r) && unicode.IsLetter(r) {
			return s
		}
	}
	return ""
}

var (
	bylineOpen = regexp.MustCompile(`(?i)^(?:(?:written|reported|posted|published|story|text|report)\s+)?(?:by|von|par|por|di|da|od|автор:?|текст:?)\s*:?\s+`)
	bylineTail = regexp.MustCompile(`(?i)\s+(?:staff\s+(?:writer|reporter)|reporter|correspondent|news desk|contributor|editor|views?|view|agencies|posted|published|updated|in)(?:\s.*)?$`)
)

// markAround tells the short lines above and below the body apart: bylines,
// datelines, credits, captions.
func (d *draft) markAround(first, last int) {
	if first < 0 {
		return
	}
	for i := max(0, first-15); i < min(len(d.blocks), last+8); i++ {
		b := &d.blocks[i]
		if b.part != "" && b.part != news.Chrome || i > first && i < last && b.where == 0 {
			continue
		}
		switch {
		case b.list && b.indent > 0, viewCount.MatchString(b.text):
		case isDateline(b.text):
			b.part = news.Dateline
		case isCredit(b.text):
			b.part = news.Credit
		case isByline(b.text), b.where&inByline != 0 && len(b.text) < 120 && i < first:
			b.part = news.Byline
		case b.where&inCaption != 0 && i > first && i < last:
			b.part = news.Caption
		}
	}
	for i := range d.blocks {
		b := &d.blocks[i]
		switch b.part {
		case news.Byline:
			if name := bylineName(b.text); name != "" && d.author == "" {
				d.author = name
			}
			if m := email.FindStringSubmatch(b.text); m != nil && d.outlet == "" {
				d.outlet = strings.ToLower(m[1])
			}
		case news.Credit:
			if d.title != "" && strings.HasPrefix(b.text, d.title) {
				continue // noted with the title
			}
			if !containsFold(d.credits, b.text) {
				d.credits = append(d.credits, b.text)
			}
		}
	}
}
