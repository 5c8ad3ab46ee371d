package extract

import (
	"regexp"
	"sync"
)

// lazily gives a regular expression that is compiled when it is first asked
// for: compiling all of this package's takes longer than the rest of the
// program's start. TestPatterns compiles every one.
func lazily(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}
