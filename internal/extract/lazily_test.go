package extract

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestPatterns finds the slip in a regular expression that no page reached.
func TestPatterns(t *testing.T) {
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, file := range files {
		if !strings.HasSuffix(file.Name(), ".go") || strings.HasSuffix(file.Name(), "_test.go") {
			continue
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, file.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(x ast.Node) bool {
			call, ok := x.(*ast.CallExpr)
			if !ok {
				return true
			}
			if f, ok := call.Fun.(*ast.Ident); !ok || f.Name != "lazily" {
				return true
			}
			n++
			at := fset.Position(call.Pos())
			expr, ok := literal(call.Args[0])
			if !ok {
				t.Errorf("%v: lazily is for literals", at)
			} else if _, err := regexp.Compile(expr); err != nil {
				t.Errorf("%v: %v", at, err)
			}
			return true
		})
	}
	if n < 50 {
		t.Errorf("only %d regular expressions seen", n)
	}
}

// literal gives the value of a string literal, or of a sum of them.
func literal(x ast.Expr) (string, bool) {
	switch x := x.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(x.Value)
		return s, err == nil
	case *ast.BinaryExpr:
		left, ok := literal(x.X)
		right, ok2 := literal(x.Y)
		return left + right, ok && ok2 && x.Op == token.ADD
	}
	return "", false
}
