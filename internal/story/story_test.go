package story

import (
	"strings"
	"testing"
)

func TestGroup(t *testing.T) {
	read := func(sentences ...string) (out Text) {
		for _, s := range sentences {
			out = append(out, strings.Fields(s))
		}
		return out
	}
	texts := []Text{
		read("The ferry Aurora sank off Tallinn with 40 people .", "Divers searched the wreck of the Aurora ."),
		read("A court in Lima fined the mine Cerro 12 million .", "The mine Cerro will appeal ."),
		read("Divers found the wreck of the ferry Aurora off Tallinn .", "All 40 people are safe ."),
		read("The mine Cerro appealed in Lima against a fine of 12 million ."),
		read("A comet was seen over the Andes ."),
		{},
	}
	got, err := Group(texts)
	if err != nil {
		t.Fatal(err)
	}
	want := []int{0, 1, 0, 1, 2, 3}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("groups %v, want %v", got, want)
		}
	}
	back := []Text{texts[5], texts[4], texts[3], texts[2], texts[1], texts[0]}
	if got, _ = Group(back); got[2] != got[4] || got[3] != got[5] || got[2] == got[3] {
		t.Errorf("in another order they are %v", got)
	}
	if got, err := Group(nil); err != nil || len(got) != 0 {
		t.Errorf("of nothing: %v, %v", got, err)
	}
	if _, err := Group(make([]Text, Most+1)); err == nil {
		t.Error("so many are not to be grouped")
	}
}
