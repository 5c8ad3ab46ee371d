package acts_test

import (
	"slices"
	"strings"
	"testing"

	"chancery/internal/news"
)

// Three kinds of day: when a message was sent, when it was told of, and the
// day it was for; and what dates an act whose own sentence does not. One block
// a line; want is "doer > recipient act from..to" for the acts to be judged.
var days = []struct {
	name      string
	published news.Day
	page      string
	want      []string
}{
	{"sent, told and for: three days told apart", news.NewDay(2023, 9, 11), `
North Korea's leader Kim Jong Un sent a congratulatory message to Vietnamese President Vo Van Thuong on September 1 for Vietnam's National Day, state media reported on Sunday.`,
		[]string{"PRK > VNM congratulate 2023-09-01..2023-09-01"}},
	{"only told of: that day or the day before", news.NewDay(2023, 9, 3), `
North Korean leader Kim Jong Un congratulated Vietnamese President Vo Van Thuong, state media said on Sunday.`,
		[]string{"PRK > VNM congratulate 2023-09-02..2023-09-03"}},
	{"an agency's dateline dates the dispatch, the message's own day the message", news.NewDay(2019, 10, 12), `
HAVANA, Oct. 12 (Antillas) -- Cuban President Miguel Diaz-Canel on Thursday congratulated Vietnamese President Nguyen Phu Trong.`,
		[]string{"CUB > VNM congratulate 2019-10-10..2019-10-10"}},
	{"a readout: what was said on the call was said on its day", news.NewDay(2022, 5, 23), `
On May 20, Prime Minister Fumio Kishida of Japan spoke by telephone with Ferdinand Marcos Jr., President-elect of the Philippines.
Prime Minister Kishida congratulated President-elect Marcos on his victory.
President-elect Marcos thanked Prime Minister Kishida.`,
		[]string{"JPN <> PHL talk 2022-05-20..2022-05-20", "JPN > PHL congratulate 2022-05-20..2022-05-20", "PHL > JPN thank 2022-05-20..2022-05-20"}},
	{"a statement goes on in the next sentence", news.NewDay(2021, 4, 21), `
Russia expelled 20 Czech diplomats on Sunday.
The Russian Foreign Ministry accused the Czech Republic on Sunday of trying to please the United States. It also demanded an apology from the Czech Republic.`,
		[]string{"RUS > CZE accuse 2021-04-18..2021-04-18", "RUS > CZE demand 2021-04-18..2021-04-18", "RUS > CZE expel 2021-04-18..2021-04-18"}},
	{"another's words of another day are not drawn in", news.NewDay(2021, 4, 21), `
The Russian Foreign Ministry accused the Czech Republic on Sunday of trying to please the United States.
The Czech Foreign Ministry condemned Russia.`,
		[]string{"CZE > RUS condemn 2021-04-14..2021-04-21", "RUS > CZE accuse 2021-04-18..2021-04-18"}},
	{"an anniversary's history is no news", news.NewDay(2020, 9, 3), `
Vietnam marked its National Day on Wednesday. Cuban President Miguel Diaz-Canel sent a message of congratulations to Vietnamese President Nguyen Phu Trong on Tuesday.
In 1973, Cuba's leader Fidel Castro visited Vietnam.`,
		[]string{"CUB > VNM congratulate 2020-09-01..2020-09-01", "CUB > VNM visit 1973-01-01..1973-12-31"}},
	{"the day before a day that is told", news.NewDay(2023, 2, 12), `
Armenian Prime Minister Nikol Pashinyan telephoned Turkish President Recep Tayyip Erdogan the day after the magnitude 7.8 quake of 6 February and offered help.`,
		[]string{"ARM <> TUR call 2023-02-07..2023-02-07"}},
	{"so many hours earlier than a day that is told", news.NewDay(2021, 6, 24), `
Russia fired warning shots at a British ship on Wednesday.
Just 24 hours earlier Britain and Ukraine signed an agreement on board the ship.`,
		[]string{"GBR <> UKR sign agreement 2021-06-22..2021-06-22", "RUS > GBR attack 2021-06-23..2021-06-23"}},
	{"announced on one day, done on another", news.NewDay(2022, 1, 28), `
Rwanda said on Friday it would reopen its border with Uganda on January 31. Rwanda closed the border with Uganda in February 2019.`,
		[]string{"RWA > UGA close border 2019-02-01..2019-02-28", "RWA > UGA reopen border 2022-01-31..2022-01-31"}},
	{"year of a bare month after another year: the news's, not the history's", news.NewDay(2023, 5, 8), `
Japanese Prime Minister Fumio Kishida met South Korean President Yoon Suk Yeol on Sunday.
Japan restricted exports to South Korea in July 2019; it lifted the restrictions on South Korea in March.`,
		[]string{"JPN <> KOR meet 2023-05-07..2023-05-07", "JPN > KOR ease sanctions 2023-03-01..2023-03-31", "JPN > KOR restrict trade 2019-07-01..2019-07-31"}},
	{"an occasion's day is not the letter's where the letter has its own", news.NewDay(2023, 6, 15), `
Kim Jong Un sent a letter to Russian President Vladimir Putin on Monday to mark Russia Day, the newspaper Sinmun wrote on Thursday.`,
		[]string{"PRK > RUS congratulate 2023-06-12..2023-06-12"}},
	{"a protest is not of the day of what it protests against", news.NewDay(2021, 4, 19), `
Russia expressed a resolute protest to the Czech ambassador over the unfriendly steps taken on April 15 by the Czech Republic.`,
		[]string{"RUS > CZE protest 2021-04-12..2021-04-19"}},
	{"what was announced to be done is done on the announcement's day", news.NewDay(2021, 4, 20), `
On Saturday evening, Czech Prime Minister Andrej Babis announced that 18 employees of the Russian embassy would be expelled.`,
		[]string{"CZE > RUS expel 2021-04-17..2021-04-17"}},
	{"what was announced to have been done is of that day or the day before", news.NewDay(2021, 4, 20), `
The Czech Foreign Ministry said on Sunday that it had expelled 18 employees of the Russian embassy.`,
		[]string{"CZE > RUS expel 2021-04-17..2021-04-18"}},
	{"a British daily: said yesterday", news.NewDay(2021, 6, 24), `
London: Britain yesterday accused Russia of spreading falsehoods. Russia last night rejected Britain's accusation.`,
		[]string{"GBR > RUS accuse 2021-06-23..2021-06-23", "RUS > GBR deny 2021-06-23..2021-06-23"}},
}

func TestDays(t *testing.T) {
	z := analyzer(t)
	for _, c := range days {
		t.Run(c.name, func(t *testing.T) {
			text := strings.TrimPrefix(c.page, "\n")
			a := &news.Article{ID: "a", Text: text, Published: news.OneDay(c.published, "markup")}
			at := 0
			for line := range strings.SplitSeq(text, "\n") {
				a.Blocks = append(a.Blocks, news.Block{Span: news.Span{Start: at, End: at + len(line)}, Part: news.Body})
				at += len(line) + 1
			}
			var got []string
			for _, r := range z.AnalyzeFully(a).Reports {
				arrow, from, to := ">", countries(r.Source), countries(r.Target)
				if r.Reciprocal {
					cs := strings.Split(from, ",")
					slices.Sort(cs)
					arrow, from, to = "<>", cs[0], strings.Join(cs[1:], ",")
				}
				got = append(got, from+" "+arrow+" "+to+" "+r.Act+" "+r.Date.From.String()+".."+r.Date.To.String())
			}
			for _, w := range c.want {
				if !slices.Contains(got, w) {
					t.Errorf("want %s\nof   %s", w, strings.Join(got, "\n     "))
				}
			}
		})
	}
}
