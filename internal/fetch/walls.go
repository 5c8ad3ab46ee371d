package fetch

import (
	"bytes"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Walls stand before a page or a part of it. They are told by what they are
// made of, not by the words that a page about them may have, too: the addresses
// and scripts of those who sell them.
var (
	consentHosts = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^(?:consent|guce|cmp|privacy-?gate|myprivacy|choices)\.|\.consensu\.org$`)
	})
	consentPaths = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)/(?:consent|cookie-?(?:wall|consent)|privacy-?gate|gdpr)(?:/|\.html?|$)`)
	})
	challenges = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)/cdn-cgi/challenge-platform/|_cf_chl_opt|cf-browser-verification|captcha-delivery\.com|px-captcha|_Incapsula_Resource|/_sec/cp_challenge|sucuri_cloudproxy_js|ddos-guard/js-challenge|<title>\s*(?:just a moment|attention required!|access denied|pardon our interruption|are you a robot)`)
	})
	notFree = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)"isAccessibleForFree"\s*:\s*"?false\b|<meta[^>]{0,200}(?:content_tier["'][^>]{0,100}content=["'](?:locked|metered)|name=["'](?:paywall|access)["'][^>]{0,100}content=["'](?:true|locked|paid|premium))`)
	})
)

// A challenge is a page of its own, with little on it.
const maxChallenge = 64 << 10

// wall tells whether a page is a wall (ErrConsent, ErrChallenge), or has one
// before a part of it (ErrPaywall).
func wall(u *url.URL, media string, body []byte) error {
	switch {
	case !strings.Contains(media, "html") && (media != "" || !bytes.Contains(body[:min(len(body), 512)], []byte("<html"))):
		return nil
	case consentHosts().MatchString(u.Hostname()), consentPaths().MatchString(u.Path):
		return ErrConsent
	case len(body) < maxChallenge && challenges().Match(body) && words(body) < 300:
		return ErrChallenge
	case notFree().Match(body):
		return ErrPaywall
	}
	return nil
}

var markup = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?is)<(?:script|style)\b.*?</(?:script|style)>|<[^>]*>`)
})

// words is how many words a page shows.
func words(body []byte) int { return len(bytes.Fields(markup().ReplaceAll(body, []byte(" ")))) }

// A page that only sends on says little.
const (
	maxRefresh = 64 << 10
	fewWords   = 50
	soon       = 10 // seconds
)

var refresh = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?is)^\s*(\d+)(?:\.\d*)?\s*[;,]\s*url\s*=\s*(?:'([^']*)|"([^"]*)|(\S+))`)
})

var noScript = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?i)</?noscript\b[^>]*>`) })

// refreshes is where a page sends on by its markup (<meta http-equiv="refresh">),
// as those that count clicks do; "" where it is a page of its own, sends on to itself or
// to what is no page of the web.
func refreshes(from *url.URL, media string, body []byte) string {
	if !strings.Contains(media, "html") || len(body) > maxRefresh || !bytes.Contains(bytes.ToLower(body), []byte("refresh")) {
		return ""
	}
	body = noScript().ReplaceAll(body, nil) // what is for those without scripts is for us
	for z := html.NewTokenizer(bytes.NewReader(body)); z.Next() != html.ErrorToken; {
		tok := z.Token()
		if tok.DataAtom != atom.Meta {
			continue
		}
		of := map[string]string{}
		for _, a := range tok.Attr {
			of[a.Key] = a.Val
		}
		m := refresh().FindStringSubmatch(of["content"])
		if m == nil || !strings.EqualFold(of["http-equiv"], "refresh") {
			continue
		}
		if after, err := strconv.Atoi(m[1]); err == nil && after <= soon && words(body) < fewWords {
			to, err := from.Parse(strings.TrimSpace(m[2] + m[3] + m[4]))
			if err == nil {
				to, err = parse(to.String())
			}
			if err != nil || to.String() == from.String() {
				return ""
			}
			return to.String()
		}
		return ""
	}
	return ""
}
