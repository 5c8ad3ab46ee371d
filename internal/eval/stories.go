package eval

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"chancery/internal/story"
)

// StoryScores compare how documents are grouped into stories with ECB+'s
// subtopics, by B³ (Bagga and Baldwin 1998).
type StoryScores struct {
	PRF
	Documents, Wanted, Found int // documents; subtopics; groups
}

// StoryOptions say which topics are scored; zero is from the first, to the last.
type StoryOptions struct{ From, To int }

// storyName is ECB+'s name of a document: its topic, and whether it is of the
// topic's second subtopic.
var storyName = regexp.MustCompile(`^(\d+)_\d+ecb(plus)?\.xml$`)

// maxStory bounds a document's XML, in bytes.
const maxStory = 8 << 20

// Stories scores a folder in ECB+'s format: a folder a topic, in each
// N_Mecb.xml of one subtopic and N_Mecbplus.xml of the other. The documents of all
// topics are grouped at once.
func Stories(fsys fs.FS, o StoryOptions) (s StoryScores, err error) {
	var texts []story.Text
	var gold []string
	err = fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		m := storyName.FindStringSubmatch(path.Base(name))
		if m == nil {
			return nil
		}
		topic, err := strconv.Atoi(m[1])
		if err != nil || topic < o.From || o.To > 0 && topic > o.To {
			return nil //nolint:nilerr // a topic of so many digits is none
		}
		f, err := fsys.Open(name)
		if err != nil {
			return err
		}
		t, err := readStory(io.LimitReader(f, maxStory))
		if err := errors.Join(err, f.Close()); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		texts, gold = append(texts, t), append(gold, m[1]+m[2])
		return nil
	})
	switch {
	case err != nil:
		return s, err
	case len(texts) == 0:
		return s, errors.New("no document: want files named as 1_2ecb.xml and 1_2ecbplus.xml are")
	}
	groups, err := story.Group(texts)
	if err != nil {
		return s, err
	}
	ms := make([]mention, len(gold))
	for i, g := range groups {
		ms[i] = mention{key: gold[i], event: strconv.Itoa(g)}
	}
	s.PRF = bCubed(ms)
	s.Documents, s.Found = len(texts), slices.Max(groups)+1
	slices.Sort(gold)
	s.Wanted = len(slices.Compact(gold))
	return s, nil
}

// readStory reads the words of a document: <token sentence="0">word</token>.
func readStory(r io.Reader) (t story.Text, err error) {
	d := xml.NewDecoder(r)
	last := ""
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return t, nil
		}
		if err != nil {
			return nil, err
		}
		start, ok := tok.(xml.StartElement)
		if !ok || start.Name.Local != "token" {
			continue
		}
		var x struct {
			Sentence string `xml:"sentence,attr"`
			Word     string `xml:",chardata"`
		}
		if err := d.DecodeElement(&x, &start); err != nil {
			return nil, err
		}
		if len(t) == 0 || x.Sentence != last {
			t, last = append(t, nil), x.Sentence
		}
		if w := strings.TrimSpace(x.Word); w != "" {
			t[len(t)-1] = append(t[len(t)-1], w)
		}
	}
}

// String is the score in percent.
func (s StoryScores) String() string {
	return fmt.Sprintf("B³ %.1f (precision %.1f, recall %.1f): %d documents, %d subtopics, %d groups\n",
		100*s.F1, 100*s.P, 100*s.R, s.Documents, s.Wanted, s.Found)
}

// MarshalJSON implements json.Marshaler (docs/json.md).
func (s StoryScores) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		P         *float64 `json:"p"`
		R         *float64 `json:"r"`
		F1        *float64 `json:"f1"`
		Documents int      `json:"documents"`
		Subtopics int      `json:"subtopics"`
		Groups    int      `json:"groups"`
	}{number(s.P), number(s.R), number(s.F1), s.Documents, s.Wanted, s.Found})
}
