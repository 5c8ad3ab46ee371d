package eval

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"chancery/internal/news"
)

const tools = "../../../shared/tools"

// python runs one of the tools beside the repository and returns what it
// prints; without the tool or Python the test is skipped.
func python(t *testing.T, tool string, args ...string) []byte {
	t.Helper()
	tool = filepath.Join(tools, tool)
	if _, err := os.Stat(tool); errors.Is(err, fs.ErrNotExist) {
		t.Skip("no " + tool)
	}
	py, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3")
	}
	cmd := exec.CommandContext(t.Context(), py, append([]string{tool}, args...)...)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", tool, err, complaint.String())
	}
	return out
}

// compareScorer holds the scores to those that score.py gives the same ledger.
// Its rates have three decimals.
func compareScorer(t *testing.T, s *LedgerScores, events []news.Event, gold string) {
	t.Helper()
	ledger := filepath.Join(t.TempDir(), "ledger.jsonl")
	f, err := os.Create(ledger)
	if err != nil {
		t.Fatal(err)
	}
	for i := range events {
		if err := json.NewEncoder(f).Encode(&events[i]); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	var theirs map[string]*float64
	if err := json.Unmarshal(python(t, "score.py", ledger, gold, "--json"), &theirs); err != nil {
		t.Fatal(err)
	}
	ours := map[string]float64{
		"f1": s.Events.F1, "recall": s.Events.R, "precision": s.Events.P, "news_recall": s.NewsRecall.Score(),
		"found": float64(s.Events.Found), "missed": float64(s.Events.Missed), "extra": float64(s.Events.Spurious), "absorbed": float64(s.Events.Absorbed),
		"direction_errors": float64(s.DirectionErrors), "exact_day": s.ExactDay.Score(), "tight_date": s.TightDate.Score(),
		"status": s.Status.Score(), "background": s.Background.Score(), "channel": s.Channel.Score(),
		"occasion": s.Occasion.Score(), "origin": s.Origin.Score(), "merge_b3": s.Merge.F1,
	}
	for name, our := range ours {
		their, ok := theirs[name]
		switch {
		case !ok:
			t.Errorf("score.py has no %s", name)
		case their == nil && !math.IsNaN(our), their != nil && !(math.Abs(our-*their) < .00051):
			t.Errorf("%s is %v, by score.py %v", name, our, show64(their))
		}
	}
}

func show64(f *float64) any {
	if f == nil {
		return nil
	}
	return *f
}
