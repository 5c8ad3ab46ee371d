package extract

import (
	"errors"
	"testing"

	"chancery/internal/news"
)

func TestEnglish(t *testing.T) {
	for _, test := range []struct{ name, text, stated, want string }{
		{"English", "The foreign minister of Peru met the ambassador of Ghana in Lima on Monday and thanked him for the aid that his country had sent after the floods. They spoke of trade, the ministry said.", "de", ""},
		{"telegrams", "Xi congratulates Vucic on national day. Putin, Lukashenko talk by phone. Trump lands in Tokyo. Macron visits Cairo, meets Sisi. Modi hails Quad ministers. Orban: no Ukraine aid from Hungary.", "en", ""},
		{"German", "Der französische Außenminister traf am Freitag in Berlin seine deutsche Kollegin. Die beiden sprachen über die Lage in der Ukraine und über weitere Sanktionen, wie das Auswärtige Amt mitteilte.", "de", "not English (de): kept, and not read"},
		{"French, said to be English", "Le ministre des Affaires étrangères a rencontré vendredi son homologue à Paris. Ils ont parlé de la situation en Ukraine et de nouvelles sanctions contre la Russie, a indiqué le Quai d'Orsay.", "en", "not English: kept, and not read"},
		{"Dutch", "De minister van Buitenlandse Zaken sprak vrijdag in Den Haag met zijn ambtgenoot uit België. Het gesprek ging over de oorlog in Oekraïne en over steun aan dat land, zei een woordvoerder.", "nl", "not English (nl): kept, and not read"},
		{"Russian", "Министр иностранных дел встретился в пятницу в Москве со своим китайским коллегой. Стороны обсудили положение на Украине и новые санкции, сообщили в министерстве. Переговоры продолжались два часа.", "ru", "not English (ru): kept, and not read"},
		{"too short", "Der Minister reist ab.", "de", ""},
	} {
		a := &news.Article{Text: test.text, Language: test.stated, Blocks: []news.Block{{Span: news.Span{End: len(test.text)}, Part: news.Body}}}
		got := ""
		if foreign, ok := errors.AsType[*ForeignError](English(a)); ok {
			got = foreign.Error()
		}
		if got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}
