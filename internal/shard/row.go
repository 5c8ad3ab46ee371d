package shard

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"time"

	"chancery/internal/anybytes"
	"chancery/internal/news"
	"chancery/internal/store"
)

// row is a page with all that it yielded, or an input that gave no page, as the
// file has it. docs/scale.md documents the columns. Its texts are packed (see
// anybytes).
type row struct {
	ID        string   `parquet:"id"` // "" of an input that gave no page
	URL       string   `parquet:"url"`
	Path      string   `parquet:"path"` // of an input that gave no page, its name
	Fetched   string   `parquet:"fetched"`
	Media     string   `parquet:"media"`
	Charset   string   `parquet:"charset"`
	Body      []byte   `parquet:"body"`
	Text      string   `parquet:"text"`
	Article   string   `parquet:"article"`   // JSON; without the text
	Published string   `parquet:"published"` // JSON
	Clues     string   `parquet:"clues"`     // JSON
	Reports   []report `parquet:"reports,list"`
	Stage     string   `parquet:"skip_stage"`
	Reason    string   `parquet:"skip_reason"`
	Detail    string   `parquet:"skip_detail"`
}

type report struct {
	ID        string `parquet:"id"`
	Report    string `parquet:"report"` // JSON
	Withdrawn string `parquet:"withdrawn"`
}

// size is about how much memory the row takes.
func (r *row) size() int {
	n := 512 + len(r.ID) + len(r.URL) + len(r.Path) + len(r.Fetched) + len(r.Media) + len(r.Charset) + len(r.Body) + len(r.Text) +
		len(r.Article) + len(r.Published) + len(r.Clues) + len(r.Stage) + len(r.Reason) + len(r.Detail)
	for i := range r.Reports {
		n += 256 + len(r.Reports[i].ID) + len(r.Reports[i].Report) + len(r.Reports[i].Withdrawn)
	}
	return n
}

// Bounds of a row, far beyond what pages yield that are read at all.
const (
	maxRow     = 32 << 20 // bytes
	maxReports = 1 << 16
	maxMembers = 1 << 19 // of JSON, as members counts them, which take many times their bytes once they are decoded
)

var errLarge = errors.New("more than a shard file has of one page")

// check holds the row against its bounds.
func (r *row) check() error {
	n := members(r.Article) + members(r.Published) + members(r.Clues)
	for i := range r.Reports {
		n += members(r.Reports[i].Report)
	}
	if size := r.size(); size > maxRow || len(r.Reports) > maxReports || n > maxMembers {
		return fmt.Errorf("%w: %d bytes, %d reports, %d members", errLarge, size, len(r.Reports), n)
	}
	return nil
}

// members is how many objects, lists and members of lists a document in JSON has
// at most, and one more than maxMembers of one that has more.
func members(doc string) (n int) {
	var within []byte // the brackets that are open
	for i := 0; i < len(doc) && n <= maxMembers; i++ {
		switch c := doc[i]; c {
		case '"':
			for i++; i < len(doc) && doc[i] != '"'; i++ {
				if doc[i] == '\\' {
					i++
				}
			}
		case '{', '[':
			within = append(within, c)
			n++
		case '}', ']':
			within = within[:max(len(within)-1, 0)]
		case ',':
			if len(within) > 0 && within[len(within)-1] == '[' && i+1 < len(doc) && doc[i+1] != '{' { // an object is counted as that
				n++
			}
		}
	}
	return n
}

func rowOf(r *store.Reading) (out row, err error) {
	p := r.Page
	out = row{
		ID: p.ID(), URL: anybytes.Packed(p.URL), Path: anybytes.Packed(p.Path), Fetched: encodeTime(p.Fetched),
		Media: anybytes.Packed(p.Media), Charset: anybytes.Packed(p.Charset), Body: p.Body,
	}
	if r.Skip != nil {
		out.Stage, out.Reason, out.Detail = anybytes.Packed(r.Skip.Stage), anybytes.Packed(r.Skip.Reason), anybytes.Packed(r.Skip.Detail)
		return out, nil
	}
	a := *r.Article
	out.Text, a.Text = anybytes.Packed(a.Text), ""
	for _, doc := range []struct {
		to   *string
		from any
	}{{&out.Article, a}, {&out.Published, r.Published}, {&out.Clues, append([]news.Clue{}, r.Clues...)}} {
		if *doc.to, err = encode(doc.from); err != nil {
			return row{}, err
		}
	}
	out.Reports = make([]report, len(r.Reports))
	for i := range r.Reports {
		f := &r.Reports[i]
		out.Reports[i] = report{ID: anybytes.Packed(f.Report.ID), Withdrawn: anybytes.Packed(f.Withdrawn)}
		if out.Reports[i].Report, err = encode(f.Report); err != nil {
			return row{}, err
		}
	}
	return out, nil
}

// rowOfSkip is of an input that gave no page.
func rowOfSkip(k *store.Skip) row {
	return row{Path: anybytes.Packed(k.Name), Stage: anybytes.Packed(k.Stage), Reason: anybytes.Packed(k.Reason), Detail: anybytes.Packed(k.Detail)}
}

// reading is what the row was made of, but for where reports are filed, which is
// for merging to say. It holds what a ledger relies on: the page is that of its
// ID, and all spans lie in the text.
func (r *row) reading() (out store.Reading, err error) {
	skip := &store.Skip{
		Name: anybytes.Unpacked(r.Path), Page: r.ID,
		Stage: anybytes.Unpacked(r.Stage), Reason: anybytes.Unpacked(r.Reason), Detail: anybytes.Unpacked(r.Detail),
	}
	if r.ID == "" {
		return store.Reading{Skip: skip}, nil
	}
	p := &news.Page{
		URL: anybytes.Unpacked(r.URL), Path: skip.Name, Media: anybytes.Unpacked(r.Media), Charset: anybytes.Unpacked(r.Charset), Body: r.Body,
	}
	if p.Fetched, err = decodeTime(r.Fetched); err != nil {
		return out, err
	}
	if id := p.ID(); id != r.ID {
		return out, fmt.Errorf("page %s is called %s", id, r.ID)
	}
	out.Page = p
	if skip.Stage != "" {
		skip.Name = p.Name()
		out.Skip = skip
		return out, nil
	}
	out.Article = &news.Article{}
	if err := errors.Join(decode(r.Article, out.Article), decode(r.Published, &out.Published), decode(r.Clues, &out.Clues)); err != nil {
		return out, fmt.Errorf("page %s: %w", r.ID, err)
	}
	out.Article.Text = anybytes.Unpacked(r.Text)
	if len(out.Clues) == 0 {
		out.Clues = nil
	}
	if err := r.filed(&out); err != nil {
		return out, fmt.Errorf("page %s: %w", r.ID, err)
	}
	return out, nil
}

// filed adds the reports, and checks that what there is fits the article.
func (r *row) filed(out *store.Reading) error {
	a := out.Article
	if a.ID != r.ID {
		return fmt.Errorf("article %s", a.ID)
	}
	if err := a.Check(); err != nil {
		return err
	}
	for _, c := range out.Clues {
		if !c.Fits(a.Text) {
			return fmt.Errorf("a clue at %s does not lie in the text of %d bytes", c.Span, len(a.Text))
		}
	}
	out.Reports = make([]store.Filed, len(r.Reports))
	for i := range r.Reports {
		f := &out.Reports[i]
		f.Withdrawn = anybytes.Unpacked(r.Reports[i].Withdrawn)
		if err := decode(r.Reports[i].Report, &f.Report); err != nil {
			return fmt.Errorf("report %d: %w", i+1, err)
		}
		if id := anybytes.Unpacked(r.Reports[i].ID); f.Report.ID == "" || f.Report.ID != id {
			return fmt.Errorf("report %q is called %q", f.Report.ID, id)
		}
		if err := f.Report.Check(a); err != nil {
			return fmt.Errorf("report %s: %w", f.Report.ID, err)
		}
	}
	return nil
}

// lost is what package json writes in place of a byte that is not UTF-8.
const lost = `\ufffd`

// encode is v in JSON, its strings packed where JSON has no form for them.
func encode(v any) (string, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return "", err
	}
	doc := strings.TrimSuffix(b.String(), "\n")
	if !strings.Contains(doc, lost) && !strings.Contains(doc, anybytes.Mark) {
		return doc, nil
	}
	packed := reflect.New(reflect.TypeOf(v)).Elem()
	packed.Set(mapped(reflect.ValueOf(v), anybytes.Packed))
	b.Reset()
	err := enc.Encode(packed.Interface())
	return strings.TrimSuffix(b.String(), "\n"), err
}

// decode reads what encode made of a value into to, a pointer to a zero one.
func decode(doc string, to any) error {
	if err := json.Unmarshal([]byte(doc), to); err != nil {
		return err
	}
	if strings.Contains(doc, anybytes.Mark) {
		v := reflect.ValueOf(to).Elem()
		v.Set(mapped(v, anybytes.Unpacked))
	}
	return nil
}

// mapped is a copy of a value of package news with f of each of its strings.
func mapped(v reflect.Value, f func(string) string) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	switch v.Kind() {
	case reflect.String:
		out.SetString(f(v.String()))
	case reflect.Struct:
		for i := range v.NumField() {
			out.Field(i).Set(mapped(v.Field(i), f))
		}
	case reflect.Slice:
		if v.IsNil() {
			return v
		}
		out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		for i := range v.Len() {
			out.Index(i).Set(mapped(v.Index(i), f))
		}
	case reflect.Pointer:
		if v.IsNil() {
			return v
		}
		out.Set(reflect.New(v.Type().Elem()))
		out.Elem().Set(mapped(v.Elem(), f))
	default:
		return v
	}
	return out
}

func encodeTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

func decodeTime(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	return time.Parse(time.RFC3339Nano, s)
}
