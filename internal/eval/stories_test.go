package eval

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

func TestStories(t *testing.T) {
	folder := os.DirFS("testdata/stories")
	s, err := Stories(folder, StoryOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if want := "B³ 100.0 (precision 100.0, recall 100.0): 6 documents, 3 subtopics, 3 groups\n"; s.String() != want {
		t.Errorf("%s, not %s", s, want)
	}
	if s, err = Stories(folder, StoryOptions{From: 2, To: 2}); err != nil || s.Documents != 2 {
		t.Errorf("topic 2: %s, %v", s, err)
	}
	for name, fsys := range map[string]fstest.MapFS{
		"no document": {"1/other.xml": &fstest.MapFile{}},
		"1_1ecb.xml":  {"1/1_1ecb.xml": &fstest.MapFile{Data: []byte("<Document><token>a</tok")}},
	} {
		if _, err := Stories(fsys, StoryOptions{}); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzReadStory(f *testing.F) {
	b, err := os.ReadFile("testdata/stories/1/1_1ecb.xml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(b))
	f.Add(`<token sentence="0"><b>x</b>y</token><token/>`)
	f.Fuzz(func(t *testing.T, doc string) {
		text, err := readStory(strings.NewReader(doc))
		if err != nil {
			return
		}
		for _, s := range text {
			for _, w := range s {
				if w == "" || w != strings.TrimSpace(w) {
					t.Errorf("word %q", w)
				}
			}
		}
	})
}
