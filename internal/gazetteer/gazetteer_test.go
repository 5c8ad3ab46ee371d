package gazetteer

import (
	"testing"

	"chancery/internal/news"
)

func load(t testing.TB) *Gazetteer {
	t.Helper()
	g, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestHolders(t *testing.T) {
	g := load(t)
	for _, c := range []struct {
		country string
		role    Role
		day     string
		want    string
	}{
		{"RUS", HeadOfState, "2011-06-01", "Dmitry Medvedev"},
		{"RUS", ForeignMinister, "2024-05-09", "Sergei Lavrov"},
		{"PRK", Leader, "2012-01-01", "Kim Jong Un"},
	} {
		d, err := news.ParseDay(c.day)
		if err != nil {
			t.Fatal(err)
		}
		held := g.Holders(c.country, c.role, news.OneDay(d, ""))
		if len(held) != 1 || held[0].Person.Name != c.want {
			t.Errorf("Holders(%s, %s, %s) = %v, want %s", c.country, c.role, c.day, held, c.want)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Load(); err != nil {
			b.Fatal(err)
		}
	}
}
