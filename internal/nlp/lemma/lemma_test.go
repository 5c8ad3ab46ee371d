package lemma

import "testing"

func TestLemma(t *testing.T) {
	m := New()
	for _, tt := range []struct{ form, xpos, upos, want string }{
		{"sent", "VBD", "VERB", "send"}, {"told", "VBD", "VERB", "tell"}, {"met", "VBD", "VERB", "meet"}, {"said", "VBD", "VERB", "say"},
		{"expelled", "VBD", "VERB", "expel"}, {"condemned", "VBN", "VERB", "condemn"}, {"urged", "VBD", "VERB", "urge"},
		{"accused", "VBN", "VERB", "accuse"}, {"denied", "VBD", "VERB", "deny"}, {"planned", "VBN", "VERB", "plan"},
		{"travelled", "VBD", "VERB", "travel"}, {"imposing", "VBG", "VERB", "impose"}, {"dying", "VBG", "VERB", "die"},
		{"pledged", "VBD", "VERB", "pledge"}, {"withdrew", "VBD", "VERB", "withdraw"}, {"overthrown", "VBN", "VERB", "overthrow"},
		{"vetoes", "VBZ", "VERB", "veto"}, {"accuses", "VBZ", "VERB", "accuse"}, {"denies", "VBZ", "VERB", "deny"}, {"pushes", "VBZ", "VERB", "push"},
		{"signed", "VBD", "VERB", "sign"}, {"visited", "VBD", "VERB", "visit"}, {"agreed", "VBD", "VERB", "agree"}, {"freed", "VBN", "VERB", "free"},
		{"re-elected", "VBN", "VERB", "re-elect"}, {"reaffirmed", "VBD", "VERB", "reaffirm"}, {"lambasted", "VBD", "VERB", "lambast"},
		{"was", "VBD", "AUX", "be"}, {"has", "VBZ", "AUX", "have"}, {"n’t", "RB", "PART", "not"}, {"’s", "POS", "PART", "'s"},
		{"ties", "NNS", "NOUN", "tie"}, {"countries", "NNS", "NOUN", "country"}, {"crises", "NNS", "NOUN", "crisis"}, {"women", "NNS", "NOUN", "woman"},
		{"embassies", "NNS", "NOUN", "embassy"}, {"responses", "NNS", "NOUN", "response"}, {"speeches", "NNS", "NOUN", "speech"}, {"missiles", "NNS", "NOUN", "missile"},
		{"Kim", "NNP", "PROPN", "Kim"}, {"Russian", "JJ", "ADJ", "russian"}, {"closer", "JJR", "ADJ", "close"}, {"biggest", "JJS", "ADJ", "big"},
	} {
		if got := m.Lemma(tt.form, tt.xpos, tt.upos); got != tt.want {
			t.Errorf("%s/%s: %q, not %q", tt.form, tt.xpos, got, tt.want)
		}
	}
}
