package postgres

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgproto3"
)

// A database that starts is waited for, some time, and not by whom the context ends.
func TestOpening(t *testing.T) {
	starting, other := &pgconn.PgError{Code: "57P03"}, &pgconn.PgError{Code: "3D000"}
	synctest.Test(t, func(t *testing.T) {
		for _, test := range []struct {
			starts, ends time.Duration
			late         error
			want         error
			within       time.Duration
		}{
			{5 * time.Second, time.Hour, nil, nil, 8 * time.Second},
			{5 * time.Second, time.Hour, other, other, 8 * time.Second},
			{time.Hour, time.Hour, nil, starting, restart},
			{time.Hour, 3 * time.Second, nil, context.DeadlineExceeded, 3 * time.Second},
		} {
			ctx, cancel := context.WithTimeout(t.Context(), test.ends)
			began := time.Now()
			_, err := opening(ctx, func(context.Context) (*Store, error) {
				if time.Since(began) < test.starts {
					return nil, starting
				}
				return nil, test.late
			})
			cancel()
			if took := time.Since(began); !errors.Is(err, test.want) || took > test.within || errors.Is(test.want, starting) && took < restart-2*time.Second {
				t.Errorf("%+v: %v after %v", test, err, took)
			}
		}
	})
}

// What a server says as it starts is asked again; what it says then is told.
func TestOpensAgain(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		for _, code := range []string{"57P03", "57P01", "3D000"} {
			c, err := l.Accept()
			if err != nil {
				return
			}
			b := pgproto3.NewBackend(c, c)
			_, err = b.ReceiveStartupMessage()
			b.Send(&pgproto3.ErrorResponse{Severity: "FATAL", Code: code, Message: "no"})
			if err := errors.Join(err, b.Flush(), c.Close()); err != nil {
				t.Error(err)
			}
		}
	}()
	_, err = OpenReadOnly("postgres://u@" + l.Addr().String() + "/db?sslmode=disable")
	if err == nil || !strings.Contains(err.Error(), "no such database") {
		t.Error(err)
	}
}
