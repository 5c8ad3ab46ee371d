package extract

import (
	"strings"

	"chancery/internal/news"
)

// lineModel tells the body's lines from the others.
type lineModel struct{}

func loadLineModel() (*lineModel, error) { return &lineModel{}, nil }

// mark marks the body: the run of blocks with the most prose.
func (m *lineModel) mark(blocks []block) {
	best, from, to := 0, 0, 0
	sum, start := 0, 0
	seen := map[string]bool{}
	for i, b := range blocks {
		again := seen[b.text] || i+1 < len(blocks) && blocks[i+1].text == b.text
		seen[b.text] = true
		n := len(strings.Fields(b.text))
		v := -12 - n
		if !again && n >= 8 && endsSentence(b.text) && !b.list && !furniture.MatchString(b.text) {
			v = n
		}
		if sum <= 0 {
			sum, start = 0, i
		}
		sum += v
		if sum > best {
			best, from, to = sum, start, i+1
		}
	}
	for i := from; i < to; i++ {
		n := len(strings.Fields(blocks[i].text))
		switch {
		case n >= 6 && endsSentence(blocks[i].text) || n >= 20:
			blocks[i].part = news.Body
		case n >= 2 && n <= 12 && i > from && !furniture.MatchString(blocks[i].text):
			blocks[i].part = news.Heading
		}
	}
}
