package mail

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

const newsletter = `From MAILER-DAEMON Fri Mar  1 10:20:30 2024
Return-Path: <news@post.example>
From: =?utf-8?q?The_Post=3A_D=C3=A9p=C3=AAches?= <news@post.example>
Subject: =?windows-1252?Q?Japan's_envoy_in_Manila_=96?= today
Date: Fri, 1 Mar 2024 19:20:30 +0900
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="b"

This is for old readers.
--b
Content-Type: text/plain; charset=utf-8

Plain words
--b
Content-Type: multipart/mixed; boundary=c

--c
Content-Type: text/html; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

<p>Caf=E9 talks =
in Manila</p>
--c
Content-Type: text/html
Content-Disposition: attachment; filename=x.html

<p>attached</p>
--c--
--b--
`

const saved = `From: <Saved by Blink>
Snapshot-Content-Location: https://post.example/manila
Subject: Manila
Date: Fri, 1 Mar 2024 10:20:30 -0000
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="----x"

------x
Content-Type: text/css
Content-Location: cid:css

p {}
------x
Content-Type: text/html
Content-Transfer-Encoding: base64
Content-Location: https://post.example/manila

PHA+TWFuaWxhPC9wPg==
------x--
`

func TestRead(t *testing.T) {
	at := time.Date(2024, 3, 1, 10, 20, 30, 0, time.UTC)
	l, err := Read(strings.NewReader(newsletter), 1000)
	if err != nil {
		t.Fatal(err)
	}
	if l.From != "The Post: Dépêches" || l.Subject != "Japan's envoy in Manila \u2013 today" || !l.Date.Equal(at) || !l.HTML || l.Saved() || l.UTF8() != "<p>Café talks in Manila</p>" {
		t.Errorf("%+v %q", l, l.UTF8())
	}
	l, err = Read(strings.NewReader(saved), 1000)
	if err != nil {
		t.Fatal(err)
	}
	if l.URL != "https://post.example/manila" || !l.Saved() || string(l.Body) != "<p>Manila</p>" || !l.Date.Equal(at) {
		t.Errorf("%+v", l)
	}
	l, err = Read(strings.NewReader("Subject: x\r\n\r\nwords"), 1000)
	if err != nil || l.HTML || string(l.Body) != "words" {
		t.Error(l, err)
	}
	forwarded := "Subject: Fwd\nContent-Type: multipart/mixed; boundary=f\n\n--f\nContent-Type: message/rfc822\n\n" + newsletter[strings.Index(newsletter, "From: "):] + "\n--f--\n"
	if l, err = Read(strings.NewReader(forwarded), 1000); err != nil || !l.HTML {
		t.Error(l, err)
	}
}

// TestHeaders reads what programs on a letter's way make of its header.
func TestHeaders(t *testing.T) {
	for _, tt := range []struct{ header, from, subject string }{
		{"Return-Path: <a@x>\r\n>From a@x Fri Mar  1\r\nno field at all\r\n and more of it\r\nFrom: The Post <a@x>\r\nSubject: One\r\n  two\r\n", "The Post", "One two"},
		{"From: =?gb2312?B?0MK7qsnn?= <a@x>\nsubject: x\n", "新华社", "x"},
		{"From: =?koi8-r?Q?=F4=E1=F3=F3?= <a@x>\n", "ТАСС", ""},
		{"From: The Post, Ltd. [News] <a@x>\n", "The Post, Ltd. [News]", ""},
		{"From: <a@x\n", "a@x", ""},
		{"From: a@x\n", "a@x", ""},
		{"From: Агентство <a@x>\nX: " + strings.Repeat("x", 100_000) + "\nSubject: y\n", "Агентство", "y"},
	} {
		l, err := Read(strings.NewReader(tt.header+"\nwords"), 1000)
		if err != nil || l.From != tt.from || l.Subject != tt.subject || string(l.Body) != "words" {
			t.Errorf("%.80q: %+v, %v", tt.header, l, err)
		}
	}
}

func TestBad(t *testing.T) {
	nested := "Subject: x\n"
	for i := range 3000 {
		nested += fmt.Sprintf("Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
	}
	parts := "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\nContent-Type: image/png\n\nx\n", 100_000)
	for _, tt := range []struct {
		name, body string
		want       error
	}{
		{"empty", "", ErrLetter}, {"lines only", "\n\n\n", ErrLetter}, {"no letter", "no header at all", ErrLetter}, {"markup", "<html>\n\n<p>words", ErrLetter}, {"long header", "Subject: x\nX: " + strings.Repeat("x", 2<<20), ErrLetter}, {"no words", "Subject: x\n\n \n", ErrNoWords},
		{"nested", nested, ErrNoWords}, {"parts", parts, ErrNoWords}, {"no boundary", "Content-Type: multipart/mixed\n\nx", ErrNoWords},
		{"long", "Subject: x\n\n" + strings.Repeat("long ", 1000), ErrTooLarge},
		{"base64 of anything", "Content-Transfer-Encoding: base64\n\n" + base64.StdEncoding.EncodeToString(bytes.Repeat([]byte("long "), 1000)), ErrTooLarge},
		{"no base64", "Content-Transfer-Encoding: base64\n\n!!!", ErrNoWords},
	} {
		if l, err := Read(strings.NewReader(tt.body), 1000); !errors.Is(err, tt.want) {
			t.Errorf("%s: %+v, %v", tt.name, l, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(newsletter))
	f.Add([]byte(saved))
	f.Add([]byte("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\nSubject: =?utf-8?b?\n\n--b--"))
	f.Fuzz(func(t *testing.T, b []byte) {
		l, err := Read(bytes.NewReader(b), 1<<16)
		if err == nil && (len(l.Body) == 0 || len(l.Body) > 1<<16) {
			t.Fatalf("%d bytes", len(l.Body))
		}
		if err == nil {
			l.UTF8()
		}
	})
}
