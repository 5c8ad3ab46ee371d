//go:build amd64 || arm64

package infer

// checkTile panics unless rows of the given width, a stride apart, lie in
// length and a tile can have so many.
func checkTile(rows, most, length, stride, width int) {
	if rows < 1 || rows > most || width < 1 || stride < 0 || (rows-1)*stride+width > length {
		panic("infer: tile out of bounds")
	}
}

// strips returns how many strips n lanes are.
func strips(n int) int {
	if n < strip || n%strip != 0 {
		panic("infer: row is not of whole strips")
	}
	return n / strip
}
