package rate_test

import (
	"fmt"
	"testing"

	"github.com/dropledger/dropledger/services/booktest"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/rate"
	"github.com/dropledger/dropledger/services/setting"
)

// small is the small book with its home currency set.
func small(t *testing.T) *booktest.Book {
	t.Helper()
	b := booktest.Small(t)
	if err := setting.New(b.DB, &event.Bus{}).Set(t.Context(), "book.currency", string(booktest.Home)); err != nil {
		t.Fatal(err)
	}
	return b
}

func TestUses_CountTheOrdersThatRestOnARate(t *testing.T) {
	b := small(t)
	uses, err := rate.New(b.DB, &event.Bus{}).Uses(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(uses); got != "[{USD 2020-01-01 5} {USD 2026-03-01 2}]" {
		t.Errorf("got %s", got)
	}
}

func TestGaps_NameTheOrdersThatWaitForARate(t *testing.T) {
	b := small(t)
	gaps, err := rate.New(b.DB, &event.Bus{}).Gaps(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(gaps); got != "[{GBP EUR 2026-02-22 2026-02-22 1}]" {
		t.Errorf("got %s", got)
	}
}
