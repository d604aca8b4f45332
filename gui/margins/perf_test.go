package margins

import (
	"context"
	"fmt"
	"os"
	"testing"
	"syscall"
	"time"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/period"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/store/storetest"
)

func TestPerf(t *testing.T) {
	path := os.Getenv("MAR_BOOK")
	if path == "" {
		t.Skip("no book")
	}
	now := func() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) }
	db := storetest.OpenWith(t, store.Config{Path: path, Clock: now})
	b := guitest.Of(db)
	b.Clock = now
	c := &columns{f: format.New(format.Options{}), home: "EUR"}
	for _, w := range []wanted{
		{By: "product", Period: period.Named(period.Quarter), Compare: beforeThat},
		{By: "product", Period: period.Named(period.Quarter), Compare: none},
		{By: "country", Period: period.Named(period.Quarter), Compare: beforeThat},
		{By: "order", Period: period.Named(period.Quarter), Compare: beforeThat},
		{By: "month", Period: period.Named(period.All), Compare: beforeThat},
		{By: "product", Period: period.Named(period.All), Compare: beforeThat},
		{By: "order", Period: period.Named(period.All), Compare: beforeThat},
		{By: "product", Period: period.Named(period.Quarter), Compare: beforeThat, Known: "2026-11-22"},
	} {
		for i := range 2 {
			r := &reader{book: b, memory: &memory{db: db, kept: map[string]any{}}, name: c.label}
			c.w = w
			at := time.Now()
			cpu := used()
			step := func(name string) { fmt.Print(" ", name, " ", time.Since(at).Round(time.Millisecond), "/", (used() - cpu).Round(time.Millisecond)); at, cpu = time.Now(), used() }
			s, err := r.sheet(context.Background(), w)
			if err != nil {
				t.Fatal(err)
			}
			if i == 0 {
				continue
			}
			fmt.Print(w.By, " ", w.Period.Name, " ", w.Compare, " ", w.Known, " rows ", len(s.rows))
			step("sheet")
			p, err := r.parts(context.Background(), s)
			step("parts")
			a, err2 := r.agree(context.Background(), s)
			step("agree")
			x, err3 := r.behind(context.Background(), s, nil)
			step("behind all")
			_, err4 := r.behind(context.Background(), s, s.rows[:1])
			step("behind one")
			_, _ = r.sheet(context.Background(), w)
			step("again")
			fmt.Println(" ", err, err2, err3, err4, len(p), a.Off(), len(x.facts.Facts))
		}
	}
}

func used() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(0, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
