package main

import (
	"cmp"
	"errors"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"chancery/internal/fetch"
	"chancery/internal/source"
	"chancery/internal/store/postgres"
	"chancery/internal/warc"
	"chancery/internal/web"
)

// webOptions say how addresses are fetched.
type webOptions struct {
	agent     string
	delay     time.Duration
	limit     int
	private   bool
	rude      bool
	noArchive bool
}

func (o *webOptions) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&o.agent, "agent", "", "call yourself `NAME` to servers, with how to reach you, as in: 'mylab/1.0 (+https://example.org/bot)'")
	f.DurationVar(&o.delay, "delay", fetch.DefaultDelay, "leave `TIME` between requests to one host")
	f.IntVar(&o.limit, "limit", web.DefaultLimit, "fetch at most `N` pages of one feed, sitemap or list")
	f.BoolVar(&o.private, "allow-private", false, "fetch from private, loopback and link-local addresses, too")
	f.BoolVar(&o.rude, "ignore-robots", false, "do not ask robots.txt; for your own sites")
	f.BoolVar(&o.noArchive, "no-archive", false, "do not keep what was fetched as WARC files beside the ledger")
}

// archiveOf is the folder with what was fetched for a ledger; "" for "", and for
// a database, which has none beside it.
func archiveOf(file string) string {
	if file == "" || postgres.Is(file) {
		return ""
	}
	return file + ".warc"
}

// client makes what fetches for a ledger; done closes it.
func (o *webOptions) client(file string) (c *fetch.Client, done func() error) {
	options := fetch.Options{Agent: cmp.Or(o.agent, "chancery/"+agentVersion()+" (reads news; robots.txt is heeded)"), Delay: o.delay, Private: o.private, Rude: o.rude}
	if o.delay <= 0 {
		options.Delay = -1
	}
	archive := &warc.Archive{Dir: archiveOf(file), Software: "chancery " + programVersion()}
	if archive.Dir != "" && !o.noArchive {
		options.Keep = archive
	}
	c = fetch.New(options)
	return c, func() error {
		c.Close()
		return archive.Close()
	}
}

// open makes what fetches pages for a run that reads the rest with src.
func (o *webOptions) open(file string, src *source.Reader) (*web.Web, func() error) {
	c, done := o.client(file)
	reader := source.Reader{MaxPage: src.MaxPage, OnNote: src.OnNote}
	return &web.Web{Client: c, Reader: &reader, Limit: o.limit}, done
}

// check says what is wrong with the options.
func (o *webOptions) check() error {
	if o.limit < 1 {
		return usageError{errors.New("--limit: want 1 or more")}
	}
	return nil
}

// agentVersion is the program's version as a User-Agent may hold it.
func agentVersion() string {
	v, _, _ := strings.Cut(strings.TrimSpace(programVersion()), " ")
	return cmp.Or(v, "0")
}

func isWebAddress(s string) bool {
	return strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://")
}
