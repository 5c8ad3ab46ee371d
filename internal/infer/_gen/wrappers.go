package main

import (
	"bytes"
	"go/format"
	"log"
	"text/template"
)

// wrapper gives a set of kernels the methods of package infer's kernels. The
// conversions to arrays and the indexing of last elements are the checks that
// the assembler stays in bounds.
var wrapper = template.Must(template.New("").Parse(`
// {{.Type}} runs the kernels for {{.Suffix}}.
type {{.Type}} struct{}

func ({{.Type}}) tile() (rows, panels int) { return {{.Rows}}, {{.Panels}} }

func ({{.Type}}) tileInt8(dst []float32, stride int, a *activations, first, rows int, w panels) {
	const columns = {{.Panels}} * strip
	checkTile(rows, {{.Rows}}, len(dst), stride, columns)
	if a.depth < 4 || a.depth%4 != 0 {
		panic("infer: depth of a tile")
	}
	values := a.values[first*a.depth:][:rows*a.depth]
	scales, shifts := a.scales[first:][:rows], a.shifts[first:][:rows]
	weights := w.weights[:a.depth*columns]
	sums, columnScales, bias := w.sums[:columns], w.scales[:columns], w.bias[:columns]
	tileInt8{{.Suffix}}(&dst[0], stride, &values[0], a.depth, rows, &weights[0], &sums[0], &columnScales[0], &bias[0], &scales[0], &shifts[0])
}

func ({{.Type}}) tileFloat(dst []float32, stride int, a []float32, aStride, rows int, columns []float32, columnsStride, depth int, bias []float32) {
	checkTile(rows, {{.Rows}}, len(dst), stride, strip)
	checkTile(rows, {{.Rows}}, len(a), aStride, depth)
	checkTile(depth, depth, len(columns), columnsStride, strip)
	bias = bias[:strip]
	tileFloat{{.Suffix}}(&dst[0], stride, &a[0], aStride, rows, &columns[0], columnsStride, depth, &bias[0])
}

func ({{.Type}}) quantise(dst []uint8, src, smooth []float32) (scale, shift float32) {
	n := strips(len(src))
	dst, smooth = dst[:n*strip], smooth[:n*strip]
	return quantise{{.Suffix}}(&dst[0], &src[0], &smooth[0], n)
}

func ({{.Type}}) gelu(x []float32) { gelu{{.Suffix}}(&x[0], strips(len(x))) }

func ({{.Type}}) softmax(x []float32, scale float32) {
	softmax{{.Suffix}}(&x[0], strips(len(x)), scale)
}

func ({{.Type}}) addNorm(x, add, gain, bias []float32, epsilon float32) {
	n := strips(len(x))
	add, gain, bias = add[:n*strip], gain[:n*strip], bias[:n*strip]
	addNorm{{.Suffix}}(&x[0], &add[0], &gain[0], &bias[0], n, one/float32(len(x)), epsilon)
}
`))

func wrappers(b *bytes.Buffer, typ string, m machine) {
	err := wrapper.Execute(b, map[string]any{"Type": typ, "Suffix": m.suffix(), "Rows": m.rows(), "Panels": m.panels()})
	if err != nil {
		log.Fatalf("writing wrappers: %v", err)
	}
}

// goFile declares the kernels in Go, with their wrappers.
func goFile(machines map[string]machine, order ...string) []byte {
	var b bytes.Buffer
	b.WriteString(header + "package infer\n")
	for _, typ := range order {
		wrappers(&b, typ, machines[typ])
		for _, k := range kernels {
			b.WriteString("\n//go:noescape\nfunc " + k.signature(machines[typ].suffix()) + "\n")
		}
	}
	text, err := format.Source(b.Bytes())
	if err != nil {
		log.Fatalf("formatting Go: %v", err)
	}
	return text
}
