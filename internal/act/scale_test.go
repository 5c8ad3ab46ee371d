package act

import "testing"

// Every type has a quad and a root, every act a place on both scales that goes
// with its quad.
func TestScales(t *testing.T) {
	table, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for typ := range Types() {
		q := QuadOf(typ.Name)
		root := RootOf(typ.Name)
		if q == 0 || CAMEOQuad(root) == 0 {
			t.Errorf("%s: quad %d, root %q", typ.Name, q, root)
		}
		for _, mode := range append(typ.Modes, "") {
			v := Scale(typ.Name, mode)
			if cooperative := q <= MaterialCooperation; cooperative != (v > 0) && typ.Name != "REQUEST" {
				t.Errorf("%s %s: %v in quad %d", typ.Name, mode, v, q)
			}
		}
	}
	for a := range table.All() {
		if a.CAMEO == "" {
			continue
		}
		if _, ok := Goldstein(a.CAMEO); !ok || CAMEOQuad(a.CAMEO) == 0 {
			t.Errorf("%s: nothing known of %s", a.Name, a.CAMEO)
		}
	}
	for code, want := range map[string]float64{"0332": 5.2, "0334": 6, "1056": -5, "015": 0, "2041": -10, "190": -10, "1822": -9} {
		if v, ok := Goldstein(code); v != want || !ok {
			t.Errorf("%s: %v, %v", code, v, ok)
		}
	}
	if _, ok := Goldstein("99"); ok || QuadOf("") != 0 || CAMEOQuad("") != 0 || Scale("", "") != 0 {
		t.Error("nothing has a place")
	}
}
