package main

import (
	"fmt"
	"go/format"
	"log"
	"math"
	"slices"
	"strings"
)

// constants are the numbers that kernels share with the plain path.
var constants = slices.Concat([]constant{
	{"one", 1, ""},
	{"top", 255, "the highest activation"},
	{"perTop", 1.0 / 255, ""},
	{"tiny", 1e-30, "the least range of a row of activations"},
	{"log2e", math.Log2E, ""},
	{"expLeast", -80, "below it, exp is taken as exp(-80): still a normal number"},
	{"geluEnd", 4.5, "from it on, the tail of GELU is taken as constant"},
	{"geluSpan", 2 / 4.5, "maps 0…geluEnd to 0…2"},
	{"signedBy", 128, "what takes an unsigned byte to a signed one"},
},
	// 2^f for f in -½…½, minimax in relative error: 2.1e-7.
	polynomial("exp", 1, 0.6931472, 0.24022107, 0.05550297, 0.009676036, 0.001341),
	// u·(1-Φ(u)) for u in 0…geluEnd, in powers of 2u/geluEnd-1, minimax
	// in absolute error: 9e-6. Then GELU(x) = max(x,0) - that of |x|.
	polynomial("gelu", 0.02749987132847309, -0.1331237405538559, 0.24643637239933014, -0.14541535079479218, -0.20159564912319183, 0.42415541410446167, -0.20903705060482025, -0.1509784609079361, 0.1813722550868988, -0.004446867853403091, -0.04467490315437317, 0.009816637262701988),
)

type constant struct {
	name  string
	value float64
	doc   string
}

// polynomial names its coefficients p0 (the constant term), p1, ….
func polynomial(p string, coefficients ...float64) []constant {
	var cs []constant
	for i, c := range coefficients {
		cs = append(cs, constant{fmt.Sprint(p, i), c, ""})
	}
	return cs
}

// degree returns the degree of a polynomial among the constants.
func degree(p string) int {
	n := -1
	for slices.ContainsFunc(constants, func(c constant) bool { return c.name == fmt.Sprint(p, n+1) }) {
		n++
	}
	return n
}

func asmConstants() string {
	var b strings.Builder
	for _, c := range constants {
		fmt.Fprintf(&b, "\nDATA %s<>+0(SB)/4, $0x%08x // %g\nGLOBL %s<>(SB), RODATA|NOPTR, $4\n", c.name, math.Float32bits(float32(c.value)), float32(c.value), c.name)
	}
	return b.String()
}

func goConstants() []byte {
	var b strings.Builder
	b.WriteString(header + "package infer\n\n// What the kernels compute with; exp and gelu are polynomials, constant term first.\nconst (\n")
	for _, c := range constants {
		if strings.HasPrefix(c.name, "exp") && c.name != "expLeast" || strings.HasPrefix(c.name, "gelu") && c.name != "geluEnd" && c.name != "geluSpan" {
			continue
		}
		fmt.Fprintf(&b, "\t%s float32 = %g", c.name, float32(c.value))
		if c.doc != "" {
			fmt.Fprintf(&b, " // %s", c.doc)
		}
		b.WriteByte('\n')
	}
	b.WriteString(")\n\nvar (\n")
	for _, p := range []string{"exp", "gelu"} {
		fmt.Fprintf(&b, "\t%sPolynomial = [...]float32{", p)
		for i := range degree(p) + 1 {
			at := slices.IndexFunc(constants, func(c constant) bool { return c.name == fmt.Sprint(p, i) })
			fmt.Fprintf(&b, "%g, ", float32(constants[at].value))
		}
		b.WriteString("}\n")
	}
	b.WriteString(")\n")
	text, err := format.Source([]byte(b.String()))
	if err != nil {
		log.Fatalf("formatting constants: %v", err)
	}
	return text
}
