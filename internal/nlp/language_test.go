package nlp

import (
	"errors"
	"strings"
	"testing"

	"chancery/internal/news"
)

func TestReads(t *testing.T) {
	spanish := "El gobierno de Chile agradeció el lunes a Perú por el envío de tres barcos con agua para las islas del norte, donde no llueve desde enero, y dijo que pagará los gastos antes de que termine el mes de mayo, según el ministerio."
	english := "The government of Chile thanked Peru on Monday for three ships with water for the islands in the north, where it has not rained since January, and said that it would pay the cost before the end of May, as the ministry told the press."
	for name, tt := range map[string]struct {
		language, body string
		foreign        bool
	}{
		"English":                {"en", english, false},
		"English called Spanish": {"es", english, false},
		"Spanish":                {"es", spanish, true},
		"Spanish of no language": {"", spanish, true},
		"short":                  {"es", "El gobierno de Chile agradeció el lunes a Perú.", false},
		"a short German page":    {"de", "Norwegen hat am Dienstag den Botschafter von Belarus einbestellt, nachdem zwei Fischer dort festgenommen worden waren, wie es hieß.", true},
		"a short English page":   {"nl", "Norway summoned the ambassador of Belarus on Tuesday after two fishermen were held there, as it said.", false},
		"a short Chinese page":   {"zh", strings.Repeat("智利政府星期一感谢秘鲁向北部群岛派出三艘运水船。", 2), true},
		"half and half":          {"es", spanish + " " + english, false},
		"Russian called English": {"en", strings.Repeat("Правительство Чили поблагодарило Перу в понедельник. ", 5), true},
		"Chinese":                {"zh", strings.Repeat("智利政府星期一感谢秘鲁向北部群岛派出三艘运水船。", 8), true},
		"a list of names":        {"mg", strings.Repeat("On 5 May Chile, Peru, Bolivia, Cuba, Spain, Italy, Malta, Tonga, Fiji and Samoa met in Geneva. ", 30), false},
	} {
		t.Run(name, func(t *testing.T) {
			a := &news.Article{Language: tt.language, Text: tt.body, Blocks: []news.Block{{Span: news.Span{End: len(tt.body)}, Part: news.Body}}}
			err := Reads(a)
			if _, is := errors.AsType[*Foreign](err); is != tt.foreign {
				t.Errorf("Reads = %v", err)
			}
		})
	}
}
