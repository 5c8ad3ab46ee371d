package infer

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// textOf returns the words behind pieces.
func textOf(text string, pieces []Piece) []string {
	var words []string
	for _, p := range pieces {
		words = append(words, text[p.Start:p.End])
	}
	return words
}

func TestTokenizerOffsets(t *testing.T) {
	tk, err := NewTokenizer([]string{"[UNK]", "[CLS]", "[SEP]", "cafe", "un", "##seen", "'", "s", "北", "京", "i", "##st"})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		text  string
		ids   []int32
		words []string
	}{
		{"Café's", []int32{3, 6, 7}, []string{"Café", "'", "s"}},
		{"cafe\u0301", []int32{3}, []string{"cafe"}},
		{" UNSEEN\tun", []int32{4, 5, 4}, []string{"UN", "SEEN", "un"}},
		{"北京", []int32{8, 9}, []string{"北", "京"}},
		{"un\u00adseen", []int32{4, 5}, []string{"un", "seen"}},
		{"İst", []int32{10, 11}, []string{"İ", "st"}},
		{"xyz un\xffseen", []int32{0, 4, 5}, []string{"xyz", "un", "seen"}},
		{"", nil, nil},
		{" \u200b\n", nil, nil},
	} {
		pieces := tk.Append(nil, test.text)
		var ids []int32
		for _, p := range pieces {
			ids = append(ids, p.ID)
		}
		if diff := cmp.Diff(test.ids, ids); diff != "" {
			t.Errorf("%q: ids (-want +got):\n%s", test.text, diff)
		}
		if diff := cmp.Diff(test.words, textOf(test.text, pieces)); diff != "" {
			t.Errorf("%q: words (-want +got):\n%s", test.text, diff)
		}
	}

	text := "Unseen café's \u200b"
	pieces, firsts := tk.AppendWords(nil, nil, text, []Word{{0, 6}, {7, 12}, {12, 14}, {15, 18}})
	if diff := cmp.Diff([]int{0, 2, 3, 5}, firsts); diff != "" {
		t.Errorf("firsts (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"Un", "seen", "café", "'", "s", "\u200b"}, textOf(text, pieces)); diff != "" {
		t.Errorf("words (-want +got):\n%s", diff)
	}
}

// TestTokenizerReference compares with the reference tokenizer on the sentences
// of a file, if CHANCERY_TOKENS names one: JSON objects of text, ids, and
// offsets in runes, a line each, for the vocabulary of minilm-l6.
func TestTokenizerReference(t *testing.T) {
	name := os.Getenv("CHANCERY_TOKENS")
	if name == "" {
		t.Skip("CHANCERY_TOKENS is not set")
	}
	f, err := os.Open(name)
	if err != nil {
		t.Skip(err)
	}
	defer f.Close()
	tk := parse(t, "minilm-l6.int8", Plain).Tokenizer
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	sentences, pieces, moved := 0, 0, 0
	for lines.Scan() {
		var want struct {
			Text    string
			IDs     []int32
			Offsets [][2]int
		}
		if err := json.Unmarshal(lines.Bytes(), &want); err != nil {
			t.Fatal(err)
		}
		var bytes []int // where each rune begins
		for i := range want.Text {
			bytes = append(bytes, i)
		}
		bytes = append(bytes, len(want.Text))
		got := tk.Append(nil, want.Text)
		ids := make([]int32, len(got))
		for i, p := range got {
			ids[i] = p.ID
		}
		if diff := cmp.Diff(want.IDs, ids); diff != "" {
			t.Errorf("%q: ids (-want +got):\n%s", want.Text, diff)
			continue
		}
		for i, p := range got {
			if p.Start != bytes[want.Offsets[i][0]] || p.End != bytes[want.Offsets[i][1]] {
				if moved++; moved < 10 {
					t.Logf("%q: %q is %q in the reference", want.Text, want.Text[p.Start:p.End], want.Text[bytes[want.Offsets[i][0]]:bytes[want.Offsets[i][1]]])
				}
			}
		}
		sentences, pieces = sentences+1, pieces+len(got)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d sentences, %d pieces, %d with other offsets", sentences, pieces, moved)
	if moved > pieces/1000 {
		t.Errorf("%d of %d pieces have other offsets than in the reference", moved, pieces)
	}
}

func FuzzTokenizer(f *testing.F) {
	for _, g := range goldens(f, "tiny") {
		f.Add(g.Text)
	}
	tk := parse(f, "tiny.int8", Plain).Tokenizer
	f.Fuzz(func(t *testing.T, text string) {
		at := 0
		for _, p := range tk.Append(nil, text) {
			// Pieces of one rune that decomposes share its bytes.
			if p.Start < at || p.End <= p.Start || p.End > len(text) {
				t.Fatalf("%q: piece %+v after %d", text, p, at)
			}
			at = p.Start
			if utf8.ValidString(text) && !utf8.ValidString(text[p.Start:p.End]) {
				t.Fatalf("%q: piece %+v is not on rune boundaries", text, p)
			}
		}
	})
}
