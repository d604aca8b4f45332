package pdf

import (
	"fmt"
	"io"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/score"
	"github.com/dropledger/dropledger/services/vetting"
)

// Scorecard is what the printed scorecard of a supplier says, as of a day. Events
// are what went wrong, the newest first, and Actions what the supplier is to
// improve.
type Scorecard struct {
	Merchant Address
	Date     model.Date
	Card     score.Card
	Sheet    vetting.Sheet
	Events   []Mishap
	Actions  []vetting.Action
}

// Mishap is an event that counted against a supplier.
type Mishap struct {
	score.Event
	Defect bool // of the order, else a delivery late
}

// mostEvents is how many events a scorecard shows where there is room for them,
// fewEvents how many it shows in any case.
const (
	mostEvents = 10
	fewEvents  = 3
)

// sheet is a scorecard in the making.
type sheet struct {
	*Scorecard
	d *Doc
	t words
}

// WritePDF writes the scorecard on one or two pages. The warnings tell of text
// that could not be printed as it is.
func (s *Scorecard) WritePDF(w io.Writer, setup Setup) (warnings []string, err error) {
	t := setup.speak()
	d := New(setup, t.t("score.title")+" "+s.Card.Name)
	d.cellPad = tight
	p := &sheet{s, d, t}
	d.Section(join(" · ", t.t("score.title"), s.Card.Name, t.date(s.Date), d.setup.Program))
	d.Letterhead(s.Merchant.sender(), t.t("score.title"), s.Card.Name)
	p.verdict()
	p.facts()
	p.gates()
	p.criteria()
	p.performance()
	p.months()
	p.lift()
	p.actions()
	p.events()
	return d.Write(w)
}

// facts are what stands beside the score.
func (p *sheet) facts() {
	c, v, t := &p.Card, &p.Sheet, p.t
	assessed := t.t("score.assessed.never")
	if a := v.Assessed; a != nil {
		assessed = join(", ", t.date(a.Date), a.Assessor)
		if !a.Finished {
			assessed = t.t("score.assessed.open", assessed)
		}
	}
	requalify := t.t("score.never")
	if v.RequalifyOn != "" {
		requalify = t.date(v.RequalifyOn)
		if in := v.RequalifyIn; in != nil && *in < 0 {
			requalify = t.t("score.overdue", requalify)
		}
	}
	orders := t.t("score.orders.count", fmt.Sprint(c.Performance.N), fmt.Sprint(c.Performance.Waiting), fmt.Sprint(c.Performance.Late))
	p.d.Facts(
		Fact{t.t("score.type"), t.t("score.type." + string(c.Type))},
		Fact{t.t("score.assessed"), assessed},
		Fact{t.t("score.template"), t.t("score.template.text", v.Template, fmt.Sprint(v.Number))},
		Fact{t.t("score.orders"), orders},
		Fact{t.t("score.requalify"), requalify},
	)
}

// known writes a number with one decimal, a dash when it is not known.
func (p *sheet) known(n decimal.NullDecimal) string {
	if !n.Valid {
		return dash
	}
	return p.number(n.Decimal)
}

func (p *sheet) number(n decimal.Decimal) string { return p.t.figure(n.StringFixed(1)) }

// told writes a number that came as text, a dash for nil.
func (p *sheet) told(s *string) string {
	n, err := decimal.NewFromString(textOf(s))
	if err != nil {
		return dash
	}
	return p.number(n)
}

// dash stands where nothing is known.
const dash = "–"

func textOf(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
