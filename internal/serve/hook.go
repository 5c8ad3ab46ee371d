package serve

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"chancery/internal/query"
)

// Hook is an address that every change is posted to, in order, until it answers
// 2xx. How far it was told is kept in the ledger, so that nothing is lost when
// the server dies; what was posted right before that is posted again under the
// same ID. Posts are signed as Standard Webhooks has it: HMAC-SHA256 of
// "ID.TIMESTAMP.BODY" under Secret, in the header webhook-signature.
type Hook struct {
	URL    string
	Secret []byte
	Client *http.Client // nil is one that waits for 15 s
}

// Waits between tries.
const (
	firstWait = time.Second
	lastWait  = 5 * time.Minute
)

// host is what of the address may be told: the rest may be a secret.
func (h Hook) host() string {
	u, err := url.Parse(h.URL)
	if err != nil {
		return ""
	}
	return u.Host
}

// note is where the ledger keeps how far a hook was told.
func (h Hook) note() string {
	sum := sha256.Sum256([]byte(h.URL))
	return "webhook:" + base64.RawURLEncoding.EncodeToString(sum[:9])
}

// tell posts changes until ctx ends.
func (s *Server) tell(ctx context.Context, h Hook) {
	if h.Client == nil {
		h.Client = &http.Client{Timeout: 15 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	}
	wait := firstWait
	for ctx.Err() == nil {
		err := s.tellOnce(ctx, h)
		if err == nil {
			wait = firstWait
			continue
		}
		if ctx.Err() != nil {
			return
		}
		s.Log.Warn("a webhook was not told; it is tried again", "host", h.host(), "error", err, "wait", wait)
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
		wait = min(2*wait, lastWait)
	}
}

// tellOnce waits for changes and posts them; a new hook is told what comes
// from now on.
func (s *Server) tellOnce(ctx context.Context, h Hook) error {
	if err := s.Survey.Wait(ctx); err != nil {
		return err
	}
	kept, err := s.Store.Note(ctx, h.note())
	if err != nil {
		return err
	}
	if kept == "" {
		kept = strconv.FormatInt(s.Survey.Seq(), 10)
		if err := s.Store.SetNote(ctx, h.note(), kept); err != nil {
			return err
		}
	}
	seq, err := strconv.ParseInt(kept, 10, 64)
	if err != nil {
		return fmt.Errorf("how far a webhook was told: %w", err)
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-s.tidings.since(seq):
	}
	upTo := s.Survey.Seq()
	err = s.each(ctx, seq, query.Query{}, true, func(c change) error {
		body, err := json.Marshal(c)
		if err != nil {
			return err
		}
		begun := context.WithoutCancel(ctx) // a post is ended and noted, so that a stop doubles nothing
		if err := h.post(begun, strconv.FormatInt(c.Seq, 10), body, time.Now()); err != nil {
			return err
		}
		return s.Store.SetNote(begun, h.note(), strconv.FormatInt(c.Seq, 10))
	})
	if err != nil {
		return err
	}
	return s.Store.SetNote(ctx, h.note(), strconv.FormatInt(upTo, 10))
}

// Sign is the signature of a post.
func Sign(secret []byte, id, timestamp string, body []byte) string {
	m := hmac.New(sha256.New, secret)
	fmt.Fprintf(m, "%s.%s.", id, timestamp)
	m.Write(body)
	return "v1," + base64.StdEncoding.EncodeToString(m.Sum(nil))
}

func (h Hook) post(ctx context.Context, id string, body []byte, now time.Time) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, h.URL, bytes.NewReader(body))
	if err != nil {
		return errors.New("its address is none")
	}
	at := strconv.FormatInt(now.Unix(), 10)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Webhook-Id", id)
	req.Header.Set("Webhook-Timestamp", at)
	req.Header.Set("Webhook-Signature", Sign(h.Secret, id, at, body))
	resp, err := h.Client.Do(req)
	if whole, ok := errors.AsType[*url.Error](err); ok { // which has the address in it
		err = whole.Err
	}
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, io.LimitReader(resp.Body, 64<<10))
	if err = errors.Join(err, resp.Body.Close()); err != nil {
		return err
	}
	if resp.StatusCode/100 != 2 {
		return fmt.Errorf("it answered %s", resp.Status)
	}
	return nil
}
