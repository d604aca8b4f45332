// Package overview puts together what the lists of suppliers and products show
// of each at a glance: what is offered, what was sold and earned lately, what is
// open and owed. It only reads, and adds nothing up that another part of the
// book already says. It must not know how lists are drawn.
package overview

import (
	"cmp"
	"sync"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/margin"
)

// Span is how many days "lately" is, today included; Short is the shorter one.
const (
	Span  = 90
	Short = 30
)

// Filter says which rows are wanted: with Archived those put away as well.
type Filter struct{ Archived bool }

// Earned is what a supplier's or product's lines brought in the last Span days,
// in the home currency, as the margin sheet has it.
type Earned struct {
	Orders   int64          // that brought revenue
	Quantity model.Quantity // pieces
	Net, CM2 model.Amount
}

// Share is CM2 in percent of Net with one decimal, false when there is no Net.
func (e Earned) Share() (decimal.Decimal, bool) { return model.PercentOf(e.CM2, e.Net, 1) }

func earned(r *margin.Row) Earned {
	if r == nil {
		return Earned{}
	}
	return Earned{Orders: r.Orders, Quantity: r.Quantity, Net: r.NetRevenue(), CM2: r.CM(2)}
}

// lately is the period of the last days that end today.
func lately(today model.Date, days int) model.Period {
	return model.Period{From: today.AddDays(1 - days), To: today}
}

func byName(a, b string) int { return cmp.Compare(model.NameKey(a), model.NameKey(b)) }

// together does pieces of reading at once and returns the first failure. Each
// sees one state of the book; a change that falls between them is on its way to
// the list already.
func together(pieces ...func() error) error {
	failed := make([]error, len(pieces))
	var all sync.WaitGroup
	for i, piece := range pieces {
		all.Go(func() { failed[i] = piece() })
	}
	all.Wait()
	return cmp.Or(failed...)
}
