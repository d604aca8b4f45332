package pdf

import (
	"fmt"
	"io"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/model/calc"
	"github.com/dropledger/dropledger/services/vetting"
)

// Review is a letter to a supplier about a period: what went well, the figures,
// and what is expected until when. It tells no costs, and nothing of how the
// supplier was vetted.
type Review struct {
	Merchant, Supplier Address
	Date               model.Date
	Period             model.Period
	Class              string // today, "" not rated
	Score              decimal.NullDecimal
	Great, Fine        decimal.Decimal // the points from which a figure went well, and below which it has to get better
	Figures            []Figure        // those with a count
	Open               []string        // months of the period that may still get worse
	Actions            []vetting.Action
	Papers             []vetting.CredentialRow // that the supplier is to send
}

// Figure is a measure of a period beside the period before. Value and Before are
// in percent; Worst is what earns nothing.
type Figure struct {
	Key           string
	Bad           bool // it counts what went wrong
	N, NBefore    int64
	Value, Before decimal.NullDecimal
	Worst         decimal.Decimal
}

// points is what the figure earns, from 0 to 100.
func (f *Figure) points() decimal.Decimal {
	best := hundredPercent
	if f.Bad {
		best = decimal.Zero
	}
	return calc.Points(f.Value.Decimal, f.Worst, best)
}

// Fewer observations than these tell nothing: of a figure, and of a change.
const (
	fewToTell   = 3
	fewToChange = 5
)

// better tells whether the figure got better by a point of percent or more.
func (f *Figure) better() bool {
	if !f.Before.Valid || f.N < fewToChange || f.NBefore < fewToChange {
		return false
	}
	change := f.Value.Decimal.Sub(f.Before.Decimal)
	if f.Bad {
		change = change.Neg()
	}
	return change.GreaterThanOrEqual(decimal.NewFromInt(1))
}

// letter is a review in the making.
type letter struct {
	*Review
	sheet
}

// WritePDF writes the letter. The warnings tell of text that could not be printed
// as it is.
func (r *Review) WritePDF(w io.Writer, setup Setup) (warnings []string, err error) {
	t := setup.speak()
	d := New(setup, t.t("review.title")+" "+r.Supplier.Name)
	d.cellPad = 1
	p := &letter{r, sheet{d: d, t: t}}
	span := t.span(r.Period)
	d.Section(join(" · ", t.t("review.title"), r.Supplier.Name, span))
	d.Letterhead(r.Merchant.sender(), t.t("review.title"), span)
	d.Blocks(r.Supplier.block(t.t("order.supplier"), r.Supplier.Reach()...))
	facts := []Fact{{t.t("date"), t.date(r.Date)}, {t.t("review.period"), t.date(r.Period.From) + " – " + t.date(r.Period.To)}}
	if r.Class != "" {
		facts = append(facts, Fact{t.t("review.class"), r.Class}, Fact{t.t("review.score"), p.known(r.Score) + " " + t.t("score.of100")})
	}
	d.Facts(facts...)
	p.paragraph(t.t("review.hello", r.Supplier.Name))
	if len(r.Figures) > 0 {
		p.paragraph(t.t("review.intro", span))
		p.well()
		p.figures()
		p.attention()
	} else {
		p.paragraph(t.t("review.none", span))
	}
	p.expected()
	d.need(4 * body.line())
	p.paragraph(t.t("review.answer"))
	p.sentence(t.t("review.regards"))
	p.sentence(r.Merchant.Name)
	return d.Write(w)
}

// span names a period: a quarter, or its days.
func (w words) span(p model.Period) string {
	from, to := p.From.Time(), p.To.Time()
	quarter := (int(from.Month()) + 2) / 3
	if q, err := model.ParsePeriod(fmt.Sprintf("%04d-Q%d", from.Year(), quarter)); err == nil && q == p {
		return w.t("review.quarter", fmt.Sprint(quarter), fmt.Sprint(to.Year()))
	}
	return w.t("review.span", w.date(p.From), w.date(p.To))
}

// PeriodIn names the period of the letter in the first of the languages.
func (r *Review) PeriodIn(languages ...string) string {
	t := speaking(languages)
	return t[:1].span(r.Period)
}

func (p *letter) paragraph(text string) {
	p.sentence(text)
	p.d.y += 2
}

// bullets writes sentences below each other.
func (p *letter) bullets(all []string) {
	for _, s := range all {
		p.sentence("•  " + s)
	}
	p.d.y += 3
}

func (p *letter) well() {
	var all []string
	t := p.t
	for i := range p.Figures {
		f := &p.Figures[i]
		switch {
		case f.better():
			all = append(all, t.t("review.well.better", t.metric(f.Key), p.known(f.Before), p.known(f.Value), fmt.Sprint(f.N)))
		case f.N >= fewToTell && f.points().GreaterThanOrEqual(p.Great):
			all = append(all, t.t("review.well.high", t.metric(f.Key), p.known(f.Value), fmt.Sprint(f.N)))
		}
	}
	for i := range p.Review.Actions {
		if a := &p.Review.Actions[i]; a.State == vetting.ActionDone && p.Period.Contains(a.EndedOn) {
			all = append(all, t.t("review.well.done", p.aim(a), t.date(a.EndedOn)))
		}
	}
	p.d.Bar(t.t("review.well"), "", 12)
	if len(all) == 0 {
		all = []string{t.t("review.well.none")}
	}
	p.bullets(all)
}

// aim is an action with what it changes.
func (p *letter) aim(a *vetting.Action) string { return join(", ", a.Title, p.t.change(a)) }

func (p *letter) figures() {
	t := p.t
	p.d.Bar(t.t("review.figures"), t.span(p.Period), 25)
	g := Grid{Columns: []GridColumn{
		{t.head("review.measure"), 64, false}, {t.head("review.count"), 20, true}, {t.head("review.value"), 26, true}, {t.head("review.before"), 34, true}, {t.head("review.change"), 26, true},
	}}
	for i := range p.Figures {
		f := &p.Figures[i]
		before, change := dash, dash
		if f.Before.Valid {
			before = t.t("review.of", p.known(f.Before), fmt.Sprint(f.NBefore))
			change = p.signed(f.Value.Decimal.Sub(f.Before.Decimal))
		}
		g.Rows = append(g.Rows, []string{t.metric(f.Key), fmt.Sprint(f.N), p.known(f.Value), before, change})
	}
	p.d.Grid(g)
	said := t.t("review.help")
	if len(p.Open) > 0 {
		months := make([]string, len(p.Open))
		for i, m := range p.Open {
			months[i] = t.monthName(m) + " " + m[:4]
		}
		said += " " + t.t("review.open", strings.Join(months, ", "))
	}
	p.say(said)
}

// signed writes a change with its sign.
func (p *letter) signed(n decimal.Decimal) string {
	if n.Round(1).IsPositive() {
		return "+" + p.number(n)
	}
	return p.number(n)
}

func (p *letter) attention() {
	var all []string
	for i := range p.Figures {
		if f := &p.Figures[i]; f.N >= fewToTell && f.points().LessThan(p.Fine) {
			all = append(all, p.t.t("review.well.high", p.t.metric(f.Key), p.known(f.Value), fmt.Sprint(f.N)))
		}
	}
	if len(all) == 0 {
		return
	}
	p.d.Bar(p.t.t("review.attention"), "", 12)
	p.bullets(all)
}

// expected lists what is open: actions by their day, and papers.
func (p *letter) expected() {
	t := p.t
	p.d.Bar(t.t("review.expected"), "", 20)
	g := Grid{Columns: []GridColumn{{t.head("review.what"), 74, false}, {t.head("review.aim"), 66, false}, {t.head("review.until"), 34, false}}}
	for i := range p.Review.Actions {
		a := &p.Review.Actions[i]
		if a.State != vetting.ActionOpen {
			continue
		}
		until := t.t("review.soon")
		if a.DueOn != "" {
			until = t.date(a.DueOn)
		}
		g.Rows = append(g.Rows, []string{a.Title, t.change(a), until})
	}
	for i := range p.Papers {
		g.Rows = append(g.Rows, p.paper(&p.Papers[i]))
	}
	if len(g.Rows) == 0 {
		p.paragraph(t.t("review.expected.none"))
		return
	}
	p.d.Grid(g)
}

// paper is a row for a document the supplier is to send.
func (p *letter) paper(c *vetting.CredentialRow) []string {
	t := p.t
	why, until := "", t.t("review.soon")
	switch c.State {
	case vetting.CredentialAsked:
		if c.AskedOn != "" {
			why = t.t("review.paper.asked", t.date(c.AskedOn))
		}
	case vetting.CredentialExpired:
		why = t.t("review.paper.expired", t.date(c.ExpiresOn))
	default:
		why, until = t.t("review.paper.expires", t.date(c.ExpiresOn)), t.date(c.ExpiresOn)
	}
	return []string{t.t("review.paper", c.Name), why, until}
}
