package main

import (
	"encoding/json"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func newVersion(a *app) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Print the versions of the program and of its stages",
		Long: `Version prints the program's version and those of its stages. A store made by
other versions of a stage is derived anew, from the pages it keeps, when it is
next read into.`,
		Example: "  chancery version\n  chancery version --json",
		Args:    args(cobra.NoArgs, "version takes no arguments"),
		RunE: func(*cobra.Command, []string) error {
			v := versions("")
			info := struct {
				Version   string `json:"version"`
				Go        string `json:"go"`
				Platform  string `json:"platform"`
				Extractor string `json:"extractor"`
				Analyser  string `json:"analyser"`
				Merger    string `json:"merger"`
			}{programVersion(), runtime.Version(), runtime.GOOS + "/" + runtime.GOARCH, v.Extractor, v.Analyser, v.Merger}
			if asJSON {
				return json.NewEncoder(a.out).Encode(info)
			}
			_, err := fmt.Fprintf(a.out, "chancery %s (%s, %s)\nextractor %s\nanalyser  %s\nmerger    %s\n",
				info.Version, info.Go, info.Platform, info.Extractor, info.Analyser, info.Merger)
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	return cmd
}

// programVersion is the module's, "devel" where it was built from a tree.
func programVersion() string {
	if b, ok := debug.ReadBuildInfo(); ok && b.Main.Version != "" && b.Main.Version != "(devel)" {
		return b.Main.Version
	}
	return "devel"
}
