package extract

import (
	"math"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// fact is what one block shows on its own, before its neighbours are looked at.
type fact struct {
	words, runes int
	ends         bool // as a sentence does
	prose        bool // long and ending as sentences do
	cue          cue
	upper        float32 // share of words that open with a capital
	digits       float32 // share of characters
	common       float32 // share of function words
	you          float32 // share of words that address the reader
	commas       int
	stops        int // sentence ends within
	quotes       int
	bars         int // "|", "/", "»", "›", "·"
	allCaps      bool
	lowerStart   bool
	copies       int      // blocks of the page with the same words
	content      []uint64 // content words, as types
	names        []uint64 // capitalised words within sentences, as types
}

// cue is a class of wording that chrome is known by. Cues are evidence, never
// verdicts: real articles hold such lines too.
type cue uint8

const (
	noCue cue = iota
	cueShare
	cueComment
	cueRelated
	cueSubscribe
	cueCookie
	cueRights
	cueNav
	cueAd
	cueDate
	cueByline
	cueCredit
	cueCount
	cueTags
	cueBio
	numCues
)

// cueWords are looked for at a line's start, and within it where one of the
// hints is (in lower case; a hint is part of every wording that inside matches).
var cueWords = []struct {
	cue           cue
	start, inside func() *regexp.Regexp
	hints         []string
	opens         map[string]bool // first two letters of every wording that start matches, in lower case; nil: any
}{
	{cue: cueShare, opens: openings(`sh ra cl tw pi e- em pr fa wh te li co fo sa bo pa по`), start: lazily(`(?i)^(?:share|rate (?:this|it)|click to (?:rate|share|tweet|print|email)|\[total: |tweet|pin it|e-?mail (?:this|a friend)|print(?: this)?|facebook|twitter|whatsapp|telegram|linkedin|copy (?:the )?link|follow (?:us|@|on)|like us|listen|save|bookmark|teilen|partager|compartir|condividi|поделиться)\b`), inside: lazily(`(?i)\bshare (?:this|on|via|it)\b|\bfollow us on\b`),
		hints: []string{"share ", "follow us on"}},
	{cue: cueComment, opens: openings(`co re le po ad jo wr ko ко`), start: lazily(`(?i)^(?:\d+\s+)?(?:comments?|replies|reply|responses?|leave a|post a comment|add (?:a )?comment|join the (?:discussion|conversation)|write a comment|kommentare?|commentaires?|comentarios?|комментари)`), inside: lazily(`(?i)\byour e-?mail address will not be\b|\brequired fields\b|\b(?:log|sign) in to (?:comment|reply)\b|\bsays:$|\bviews? expressed in (?:the )?comments`),
		hints: []string{"your e", "required fields", "log in to", "sign in to", "logged", "says:", "comments"}},
	{cue: cueRelated, opens: openings(`re yo mo la tr po mu do al se ne pr up ed to in wh ke co fu si ex me le li à te чи по`), start: lazily(`(?i)^(?:related|you (?:may|might)|more (?:from|on|in|stories|news|about|like)|most (?:read|popular|viewed|shared|commented)|latest|trending|popular|must[- ]reads?|recommended|don'?t miss|also (?:read|see)|read (?:also|more|next|on)|see also|next (?:post|article|story|up)|prev(?:ious)?\b|up next|editor'?s? (?:pick|choice)|top stories|in (?:other news|this section)|what to read|keep reading|continue reading|further reading|similar|explore|mehr zum|lesen sie|lire aussi|à lire|lea (?:también|más)|te puede|leggi anche|читайте|по теме)`), inside: lazily(`(?i)\b(?:latest (?:news|stories|posts)|related (?:articles?|stories|posts|news|topics|content))\b`),
		hints: []string{"latest ", "related "}},
	{cue: cueSubscribe, inside: lazily(`(?i)\b(?:subscribe|newsletters?|sign[- ]?up|register (?:now|for)|free trial|get (?:the )?(?:latest|our|daily)|in your inbox|delivered to|become a (?:member|subscriber)|support (?:our|us|independent)|donate\b|download (?:the|our) app|join (?:us|our)|abonnieren|abonnez|suscr[ií]b|iscriviti|подпис)`),
		hints: []string{"subscri", "newsletter", "sign", "register ", "free trial", "get ", "inbox", "delivered to", "become a ", "support ", "donate", "download ", "join ", "abonn", "suscr", "iscriviti", "подпис"}},
	{cue: cueCookie, inside: lazily(`(?i)\b(?:cookies?|gdpr|consent|privacy (?:policy|notice|settings|preferences)|terms (?:of|and) (?:use|service|conditions)|datenschutz|personal data|by (?:clicking|continuing))\b`),
		hints: []string{"cookie", "gdpr", "consent", "privacy ", "terms ", "datenschutz", "personal data", "by "}},
	{cue: cueRights, inside: lazily(`(?i)(?:©|ⓒ|\(c\)\s?\d{4}|copyright|all rights reserved|rights reserved|may not be (?:published|reproduced|broadcast)|unauthori[sz]ed|impressum|powered by|disclaimer)`),
		hints: []string{"©", "ⓒ", "(c)", "copyright", "rights reserved", "may not be ", "unauthori", "impressum", "powered by", "disclaimer"}},
	{cue: cueNav, start: lazily(`(?i)^(?:skip to|jump to|quick access|direct access|home|menu|search|about(?: us)?|contact(?: us)?|log ?in|sign in|my account|register|navigation|toggle|back to|go to|close|view (?:all|more)|see (?:all|more)|show (?:all|more)|load more|categories|archives?|sections?|site ?map|advertise|careers|faqs?|help|terms|privacy|language|english|edition|startseite|accueil|inicio)\b|^(?:[^\s>»›/|]+\s+)?[»›>]\s`)},
	{cue: cueAd, opens: openings(`ad sp pr pa an we pu ре st ar sh bu or af`), start: lazily(`(?i)^(?:ad(?:vertisement|vertising|s)?|sponsored|promoted|paid (?:post|content)|anzeige|werbung|publicit[ée]|publicidad|реклама|story continues|article continues|shop now|buy now|order now|affiliate)\b`)},
	{cue: cueTags, opens: openings(`ta to ca fi po ke la sc mo et те`), start: lazily(`(?i)^(?:tags?|topics?|categor(?:y|ies)|filed under|posted in|keywords|labels|schlagw|mots[- ]cl|etiquetas|теги)\b\s*:?`)},
	{cue: cueBio, start: lazily(`(?i)^(?:about the author|author\b|the (?:author|writer) is|[\w.’' -]{4,40} is an? (?:[\w-]+ ){0,5}(?:reporter|journalist|writer|editor|correspondent|columnist|contributor|author|professor|researcher)\b|follow (?:him|her|them)\b|view all posts)`)},
}

// opensAs holds when low's first two runes are among the openings; lines that
// open with anything but two letters may be any.
func opensAs(low string, openings map[string]bool) bool {
	if openings == nil {
		return true
	}
	n := 0
	for i, r := range low {
		if n == 2 {
			return openings[low[:i]]
		}
		if !unicode.IsLetter(r) {
			return true
		}
		n++
	}
	return true
}

func openings(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

func cueOf(r *reading) cue {
	s := r.text
	switch {
	case len(s) > 600:
		return noCue
	case r.isDateline():
		return cueDate
	case r.isCount():
		return cueCount
	case r.isByline():
		return cueByline
	case r.isCredit():
		return cueCredit
	}
	low := strings.ToLower(s)
	for _, c := range cueWords {
		if c.start != nil && opensAs(low, c.opens) && c.start().MatchString(s) || c.inside != nil && containsAny(low, c.hints...) && c.inside().MatchString(s) {
			return c.cue
		}
	}
	return noCue
}

// factsOf reads every block on its own.
func factsOf(blocks []block) []fact {
	out := make([]fact, len(blocks))
	seen := make(map[string]int, len(blocks))
	keys := make([]string, len(blocks))
	for i := range blocks {
		r := blocks[i].says()
		out[i] = *r.words()
		out[i].cue = r.cued()
		keys[i] = squash(blocks[i].text)
		seen[keys[i]]++
	}
	for i := range out {
		out[i].copies = seen[keys[i]]
	}
	return out
}

// factOf reads a block's words; its cue is left to factsOf.
func factOf(s string) fact {
	var f fact
	f.runes = utf8.RuneCountInString(s)
	f.ends = endsSentence(s)
	var digits, upper, common, you int
	var hash []uint64
	start := true // of a sentence
	for w := range strings.FieldsSeq(s) {
		core := strings.TrimFunc(w, func(r rune) bool { return !isWordRune(r) })
		if core == "" {
			continue
		}
		f.words++
		first, size := utf8.DecodeRuneInString(core)
		cap := unicode.IsUpper(first)
		low := strings.ToLower(core)
		if cap {
			upper++
		}
		fn := functionWords[low]
		if fn {
			common++
		}
		if low == "you" || low == "your" || low == "we" || low == "our" || low == "us" {
			you++
		}
		if n := len(core); !fn && n > size && n < 40 && n >= 3 {
			hash = words(hash[:0], stem(low))
			for _, h := range hash {
				if len(f.content) < 4000 {
					f.content = append(f.content, h)
					if cap && !start {
						f.names = append(f.names, h)
					}
				}
			}
		}
		start = endsSentence(w)
		if start {
			f.stops++
		}
	}
	letters, capitals, unspacedRunes := 0, 0, 0
	for i, r := range s {
		switch {
		case unicode.IsDigit(r):
			digits++
		case unicode.IsLetter(r):
			letters++
			if unicode.IsUpper(r) {
				capitals++
			}
			if i == 0 {
				f.lowerStart = unicode.IsLower(r)
			}
			if unspaced(r) {
				unspacedRunes++
			}
		case r == ',' || r == '，' || r == '、' || r == '،':
			f.commas++
		case strings.ContainsRune("\"“”«»„", r):
			f.quotes++
		case strings.ContainsRune("|/›·", r):
			f.bars++
		case strings.ContainsRune("。！？", r):
			f.stops++
		}
	}
	f.words += unspacedRunes / 2 // about two characters a word
	f.allCaps = letters > 3 && capitals*10 > letters*8
	n := float32(max(f.words, 1))
	f.upper, f.common, f.you = float32(upper)/n, float32(common)/n, float32(you)/n
	f.digits = float32(digits) / float32(max(f.runes, 1))
	f.prose = f.ends && f.words >= 9 && (f.common > .15 || f.words >= 14)
	return f
}

// stem is a word's first six letters: "Pakistan", "Pakistani" and "Pakistan's"
// are one.
func stem(s string) string {
	n := 0
	for i := range s {
		if n == 6 {
			return s[:i]
		}
		n++
	}
	return s
}

// functionWords of the languages that news pages most often come in.
var functionWords = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(`the a an of to in on at for and or but by with from as is are was were be been has have had it its this that
		these those he she they his her their him them who which what when where will would could should may might can not no also after before
		over under about into than then there said says we you i our your us if so more most some any all out up down while during against between
		der die das den dem des ein eine einer einem einen und oder aber ist sind war waren hat haben wird werden nicht auch auf für mit von zu bei aus
		nach im am zum zur als wie dass sich es er sie wir ich ihr ihre über vor durch noch nur so um an
		le la les un une du de et ou mais est sont était ont a pas plus pour par sur dans avec ce cette ces qui que il elle ils elles nous vous son sa ses au aux en ne se
		el los las uno unos del y o pero es son era fue han ha no por para con sin sobre este esta estos lo su sus se al como más que
		il lo gli i una di e ma è sono ha hanno non per con su da nel della delle dei che si come più
		o os as um uma do da dos das e mas é são foi não por para com em no na que se ao mais
		de het een van en maar zijn was heeft niet op voor met bij uit naar dat die ook
		i w z na do nie się że jest to jak po za od o ale przez dla
		и в на с по не что это как из к за от для но был была о у же его
		och att det som en på är av för med till den har inte om ett
		ve bir bu da de için ile olarak çok en`) {
		m[w] = true
	}
	return m
}()

// frame is what a page shows as a whole: the run of blocks that looks like the
// article at first sight, and how the prose hangs together.
type frame struct {
	from, to   int // the densest run of prose, [from, to)
	lead       map[uint64]bool
	leadNames  map[uint64]bool
	bodyCount  map[uint64]int // in how many blocks of the run a word stands
	title      map[uint64]bool
	bridge     []float32 // per block: overlap of all prose from here on with all before
	nameBridge []float32
	window     []float32 // the same of the next few blocks only
	weakest    []float32 // smallest bridge at this block or above, within the run's reach
}

func frameOf(blocks []block, facts []fact) frame {
	var fr frame
	best, sum, start := 0, 0, 0
	for i, f := range facts {
		v := -10 - f.words
		if f.prose && f.copies == 1 && !blocks[i].list {
			v = f.words
		}
		if f.words == 0 {
			v = 0
		}
		if sum <= 0 {
			sum, start = 0, i
		}
		sum += v
		if sum > best {
			best, fr.from, fr.to = sum, start, i+1
		}
	}
	fr.lead, fr.leadNames, fr.title = map[uint64]bool{}, map[uint64]bool{}, map[uint64]bool{}
	fr.bodyCount = map[uint64]int{}
	leadWords := 0
	for i := fr.from; i < fr.to; i++ {
		f := &facts[i]
		once := map[uint64]bool{}
		for _, h := range f.content {
			if !once[h] {
				once[h] = true
				fr.bodyCount[h]++
			}
		}
		if leadWords < 150 {
			leadWords += f.words
			for _, h := range f.content {
				fr.lead[h] = true
			}
			for _, h := range f.names {
				fr.leadNames[h] = true
			}
		}
	}
	for i := max(0, fr.from-6); i < fr.from; i++ {
		if w := facts[i].words; w >= 4 && w <= 30 && facts[i].cue == noCue {
			for _, h := range facts[i].content {
				fr.title[h] = true
			}
		}
	}
	fr.bridge = bridges(facts, false)
	fr.nameBridge = bridges(facts, true)
	fr.window = make([]float32, len(facts))
	fr.weakest = make([]float32, len(facts))
	known := map[uint64]bool{}
	low := float32(1)
	for i := range facts {
		if !facts[i].prose {
			fr.window[i] = -1
		} else {
			hit, all, taken := 0, 0, 0
			for j := i; j < min(len(facts), i+12) && taken < 120; j++ {
				if !facts[j].prose {
					continue
				}
				taken += facts[j].words
				for _, h := range facts[j].content {
					all++
					if known[h] {
						hit++
					}
				}
			}
			fr.window[i] = float32(hit) / float32(max(all, 1))
			for _, h := range facts[i].content {
				known[h] = true
			}
		}
		if i > fr.from && facts[i].prose && fr.bridge[i] >= 0 {
			low = min(low, fr.bridge[i])
		}
		fr.weakest[i] = low
	}
	return fr
}

// bridges tells for every block what share of the words of the prose from here
// to the end also stand in the prose before: low where a second text begins.
// Linear: a word that first stands in block a and last in block b bridges every
// cut in between.
func bridges(facts []fact, names bool) []float32 {
	type reach struct{ first, last int }
	at := map[uint64]*reach{}
	for i := range facts {
		if !facts[i].prose {
			continue
		}
		list := facts[i].content
		if names {
			list = facts[i].names
		}
		for _, h := range list {
			if r := at[h]; r != nil {
				r.last = i
			} else {
				at[h] = &reach{i, i}
			}
		}
	}
	n := len(facts)
	over := make([]int, n+2)
	head := make([]int, n+2) // types first seen before the cut
	tail := make([]int, n+2) // types last seen at or after the cut
	for _, r := range at {
		over[r.first+1]++
		over[r.last+1]--
		head[r.first+1]++
		tail[r.last]++
	}
	out := make([]float32, n)
	o, h := 0, 0
	t := make([]int, n+1)
	for i := n - 1; i >= 0; i-- {
		t[i] = t[i+1] + tail[i]
	}
	for i := range n {
		o += over[i]
		h += head[i]
		small := min(h, t[i])
		if small == 0 {
			out[i] = -1
			continue
		}
		out[i] = float32(o) / float32(small)
	}
	return out
}

func logf(n int) float32 { return float32(math.Log1p(float64(max(n, 0)))) }

func bit(b bool) float32 {
	if b {
		return 1
	}
	return 0
}

// features gives every block's row. Text features come first, then, when the
// blocks come from markup, what only markup shows.
func features(blocks []block, facts []fact, markup *markupFacts) (rows []float32, width int) {
	fr := frameOf(blocks, facts)
	n := len(blocks)
	total, prose := 0, 0
	for _, f := range facts {
		total += f.words
		if f.prose {
			prose += f.words
		}
	}
	lastCue := make([]int, numCues) // index of the last short line of each cue
	for i := range lastCue {
		lastCue[i] = -1
	}
	nextProse := make([]int, n+1)
	nextProse[n] = n + 50
	for i := n - 1; i >= 0; i-- {
		nextProse[i] = nextProse[i+1]
		if facts[i].prose {
			nextProse[i] = i
		}
	}
	prevProse, before, proseBefore, lastShort := -50, 0, 0, -1
	for i := range blocks {
		f, b := &facts[i], &blocks[i]
		mark := len(rows)
		gapAfter := 0
		if i+1 < n {
			gapAfter = blocks[i+1].gap
		}
		rows = append(rows,
			logf(f.words), logf(f.runes), float32(f.runes)/float32(max(f.words, 1)), bit(f.ends), bit(f.prose),
			f.upper, f.digits, f.common, f.you, logf(f.commas), logf(f.stops), logf(f.quotes), logf(f.bars),
			bit(f.allCaps), bit(f.lowerStart), float32(min(f.copies, 5)),
			bit(strings.HasSuffix(b.text, ":")), bit(strings.HasSuffix(b.text, "…") || strings.HasSuffix(b.text, "...") || strings.HasSuffix(b.text, "[…]")),
			bit(strings.HasSuffix(b.text, "?")), bit(strings.Contains(b.text, "@")), bit(strings.Contains(b.text, "http") || strings.Contains(b.text, "www.")),
			bit(b.list), float32(min(b.indent, 12)), float32(min(b.gap, 3)), float32(min(gapAfter, 3)), bit(b.tail),
		)
		for c := cueShare; c < numCues; c++ {
			rows = append(rows, bit(f.cue == c))
		}
		// Where on the page.
		rows = append(rows,
			float32(i)/float32(n), logf(i), logf(n-1-i),
			float32(before)/float32(max(total, 1)), float32(proseBefore)/float32(max(prose, 1)), logf(proseBefore), logf(prose-proseBefore),
			bit(i >= fr.from && i < fr.to), signedLog(i-fr.from), signedLog(i-fr.to+1), float32(prose)/float32(max(total, 1)), logf(n),
		)
		// What stands around.
		for _, d := range []int{-3, -2, -1, 1, 2, 3} {
			if j := i + d; j >= 0 && j < n {
				g := &facts[j]
				rows = append(rows, logf(g.words), bit(g.ends), bit(g.prose), bit(g.cue != noCue), bit(blocks[j].list), g.common)
			} else {
				rows = append(rows, -1, -1, -1, -1, -1, -1)
			}
		}
		for _, w := range []int{4, 10} {
			var up, down, lists, cues int
			for j := max(0, i-w); j < i; j++ {
				if facts[j].prose {
					up += facts[j].words
				}
			}
			for j := i + 1; j <= min(n-1, i+w); j++ {
				if facts[j].prose {
					down += facts[j].words
				}
			}
			for j := max(0, i-w); j <= min(n-1, i+w); j++ {
				lists += int(bit(blocks[j].list))
				cues += int(bit(facts[j].cue != noCue))
			}
			rows = append(rows, logf(up), logf(down), float32(lists), float32(cues))
		}
		rows = append(rows, logf(i-prevProse), logf(nextProse[i+1]-i))
		for _, c := range []cue{cueShare, cueComment, cueRelated, cueSubscribe, cueCookie, cueRights, cueNav, cueAd, cueDate, cueByline, cueTags, cueBio} {
			if lastCue[c] < 0 {
				rows = append(rows, -1)
			} else {
				rows = append(rows, logf(i-lastCue[c]))
			}
		}
		rows = append(rows, logf(i-lastShort))
		// How it hangs together with the rest.
		var inLead, inBody, inTitle, namesLead, all, named int
		inRun := i >= fr.from && i < fr.to
		for _, h := range f.content {
			all++
			if fr.lead[h] {
				inLead++
			}
			if fr.bodyCount[h] > int(bit(inRun)) {
				inBody++
			}
			if fr.title[h] {
				inTitle++
			}
		}
		for _, h := range f.names {
			named++
			if fr.leadNames[h] || fr.title[h] {
				namesLead++
			}
		}
		if all == 0 {
			rows = append(rows, -1, -1, -1)
		} else {
			rows = append(rows, float32(inLead)/float32(all), float32(inBody)/float32(all), float32(inTitle)/float32(all))
		}
		if named == 0 {
			rows = append(rows, -1)
		} else {
			rows = append(rows, float32(namesLead)/float32(named))
		}
		rows = append(rows, fr.bridge[i], fr.nameBridge[i], fr.window[i], fr.weakest[i])
		if j := nextProse[i]; j < n { // the same at the prose that this line may head
			rows = append(rows, fr.bridge[j], fr.nameBridge[j], fr.window[j])
		} else {
			rows = append(rows, -1, -1, -1)
		}
		if markup != nil {
			rows = markup.append(rows, blocks, i)
		}
		width = len(rows) - mark

		before += f.words
		if f.prose {
			proseBefore += f.words
			prevProse = i
		} else if f.words > 0 && f.words < 9 {
			lastShort = i
		}
		if f.words <= 12 {
			lastCue[f.cue] = i
		}
	}
	return rows, width
}

func signedLog(n int) float32 {
	if n < 0 {
		return -logf(-n)
	}
	return logf(n)
}
