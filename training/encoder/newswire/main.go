// Newswire writes sentences of diplomatic newswriting with their trees, in
// CoNLL-U, for the fitting of syntax: treebanks of the web hold few.
//
//	go run ./training/encoder/newswire 2400 >newswire.conllu
package main

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"os"
	"strconv"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "newswire:", err)
		os.Exit(1)
	}
}

func run(args []string, w io.Writer) error {
	n := 2400
	if len(args) > 0 {
		var err error
		if n, err = strconv.Atoi(args[0]); err != nil {
			return fmt.Errorf("how many sentences? %w", err)
		}
	}
	sentences, err := newswire(n, 1)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	for i, s := range sentences {
		fmt.Fprintf(out, "# newdoc id = newswire-%d\n", i)
		for j, t := range s {
			fmt.Fprintf(out, "%d\t%s\t_\t%s\t%s\t_\t%d\t%s\t_\t_\n", j+1, t.Text, t.UPOS, t.XPOS, t.Head+1, cmp.Or(t.Rel, "root"))
		}
		fmt.Fprintln(out)
	}
	return out.Flush()
}
