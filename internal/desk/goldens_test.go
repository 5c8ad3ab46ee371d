package desk

import (
	"bytes"
	"flag"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"
)

// renew has TestBrowser keep what it sees as what is to be seen.
var renew = flag.Bool("renew", false, "keep the pictures of the main pages as what they shall look like")

// Other machines have other fonts, so that no two pictures are alike: what is
// compared is how dark each cell of a picture is, and cells may have moved by one.
// TestTolerance and "other looks" in TestBrowser hold that other fonts pass and
// broken layouts do not.
const (
	size    = 20  // of a cell, in pixels
	unlike  = 16  // levels of grey by which a cell is another
	allowed = 2.5 // per cent of cells that may be: other fonts have 1.2 at most, broken layouts 4.6 at least
)

// shrunk is a picture as so many cells of grey.
func shrunk(img image.Image) *image.Gray {
	b := img.Bounds()
	out := image.NewGray(image.Rect(0, 0, b.Dx()/size, b.Dy()/size))
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			sum := 0
			for j := range size {
				for i := range size {
					g, _ := color.GrayModel.Convert(img.At(b.Min.X+x*size+i, b.Min.Y+y*size+j)).(color.Gray)
					sum += int(g.Y)
				}
			}
			out.SetGray(x, y, color.Gray{Y: uint8(sum / (size * size))})
		}
	}
	return out
}

// apart is the share of cells, per cent, that are like no cell at their place or
// beside it in the other picture; 100 of pictures of different sizes.
func apart(a, b *image.Gray) float64 {
	if a.Rect != b.Rect || a.Rect.Empty() {
		return 100
	}
	n := 0
	for y := range a.Rect.Dy() {
		for x := range a.Rect.Dx() {
			if lone(a.GrayAt(x, y).Y, b, x, y) || lone(b.GrayAt(x, y).Y, a, x, y) {
				n++
			}
		}
	}
	return 100 * float64(n) / float64(a.Rect.Dx()*a.Rect.Dy())
}

// lone reports whether a cell is like none around a place.
func lone(v uint8, in *image.Gray, x, y int) bool {
	for j := max(0, y-1); j <= min(in.Rect.Dy()-1, y+1); j++ {
		for i := max(0, x-1); i <= min(in.Rect.Dx()-1, x+1); i++ {
			if d := int(v) - int(in.GrayAt(i, j).Y); d < unlike && d > -unlike {
				return false
			}
		}
	}
	return true
}

// golden compares a picture with what is kept under a name.
func golden(t *testing.T, name string, img image.Image) {
	t.Helper()
	path := filepath.Join("testdata", "pictures", name+".png")
	got := shrunk(img)
	if *renew {
		var b bytes.Buffer
		if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, got); err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	const how = "look at it with: go test ./internal/desk -run TestBrowser/pictures -pictures FOLDER; where it is as it should be: … -run TestBrowser/pictures -renew"
	want, err := kept(path)
	if err != nil {
		t.Errorf("%s cannot be compared: %v; %s", name, err, how)
		return
	}
	if n := apart(got, want); n > allowed {
		t.Errorf("%s: %.1f%% of the picture is not as in %s, %g%% may be; %s", name, n, path, allowed, how)
	}
}

func kept(path string) (*image.Gray, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	img, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	if g, ok := img.(*image.Gray); ok {
		return g, nil
	}
	return shrunk(img), nil
}

// What moved by a cell passes; what is gone, or is of the other scheme, does not.
func TestTolerance(t *testing.T) {
	page := func(dx, words int, paper, ink uint8) *image.Gray {
		g := image.NewGray(image.Rect(0, 0, 480, 300))
		for i := range g.Pix {
			g.Pix[i] = paper
		}
		for y := 20; y < 20+words; y++ {
			for x := 40 + dx; x < 300+dx; x += 2 {
				if y%20 < 12 {
					g.SetGray(x, y, color.Gray{Y: ink})
				}
			}
		}
		return g
	}
	want := shrunk(page(0, 250, 250, 30))
	for name, c := range map[string]struct {
		img  image.Image
		well bool
	}{
		"the same": {page(0, 250, 250, 30), true}, "moved a little": {page(4, 250, 250, 30), true}, "half is gone": {page(0, 125, 250, 30), false},
		"moved far": {page(120, 250, 250, 30), false}, "dark": {page(0, 250, 20, 230), false},
	} {
		if n := apart(shrunk(c.img), want); (n <= allowed) != c.well {
			t.Errorf("%s: %.1f%% apart", name, n)
		}
	}
	if apart(shrunk(image.NewGray(image.Rect(0, 0, 480, 200))), want) < 100 {
		t.Error("another size")
	}
}
