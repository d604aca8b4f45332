package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports/scorecards"
	"github.com/dropledger/dropledger/services/score"
	"github.com/dropledger/dropledger/services/scorecard"
	"github.com/dropledger/dropledger/services/store"
)

type scoreCommand struct {
	Supplier string `arg:"" optional:"" help:"Only this supplier, with what would lift it; all by default."`
	Events   string `help:"What a metric rests on instead, such as otd; needs a supplier." placeholder:"METRIC"`
	Out      string `help:"Write the scorecard of a supplier into a file, .pdf or .xlsx." placeholder:"FILE"`
	Letter   bool   `help:"Write the review letter to the supplier instead, .pdf, with a draft of the e-mail beside it; nothing is sent."`
	Period   string `help:"What the letter is about, such as 2026-Q3; the last full quarter with orders by default." placeholder:"PERIOD"`
	Language string `help:"The language of the file: en, de, fr, es, it, nl, pl or zh." placeholder:"LANG"`
	Paper    string `help:"A4 or Letter; as the settings say by default." placeholder:"SIZE"`

	Compare []string       `help:"Set SUPPLIER and these beside each other, 2 to 6 in all, and recommend one; --out then writes .xlsx, .csv or .pdf." placeholder:"NAME" sep:"none"`
	Basket  map[string]int `help:"What is to be bought, such as LAMP=2; what sells most by default." placeholder:"SKU=N"`
	To      string         `help:"The country it goes to; where most of it goes by default." placeholder:"COUNTRY"`
}

// Run prints the scorecards.
func (c *scoreCommand) Run(a *app) error {
	db, err := a.look()
	if err != nil {
		return err
	}
	switch {
	case len(c.Compare) > 0:
		return word(c.compare(a, db))
	case c.Out != "" || c.Letter:
		return word(c.write(a, db))
	}
	s := scorecard.New(db, &a.bus)
	defer s.Close()
	if c.Events != "" {
		if c.Supplier == "" {
			return words(model.FieldErrorf("supplier", "Name the supplier whose %s is to be explained: dropledger score SUPPLIER --events %s.", c.Events, c.Events))
		}
		events, err := s.Events(a.ctx, c.Supplier, c.Events)
		if err != nil {
			return err
		}
		return a.print(map[string]any{"rows": events, "count": len(events)}, eventsText(events))
	}
	var cards []score.Card
	if c.Supplier == "" {
		cards, err = s.All(a.ctx)
	} else {
		var card score.Card
		if card, err = s.Of(a.ctx, c.Supplier); err == nil {
			card.Months, err = s.Months(a.ctx, c.Supplier)
		}
		cards = []score.Card{card}
	}
	if err != nil {
		return err
	}
	if cards == nil {
		cards = []score.Card{}
	}
	return a.print(map[string]any{"suppliers": cards}, cardsText(cards))
}

// compare sets suppliers side by side, on the terminal or in a file.
func (c *scoreCommand) compare(a *app, db *store.DB) error {
	if c.Letter || c.Events != "" {
		return model.FieldErrorf("compare", "A comparison goes with neither --letter nor --events.")
	}
	names := c.Compare
	if c.Supplier != "" {
		names = append([]string{c.Supplier}, names...)
	}
	p, err := scorecard.Propose(a.ctx, db, names)
	if err != nil {
		return err
	}
	if c.To != "" {
		p.Country = strings.ToUpper(c.To)
	}
	if len(c.Basket) > 0 {
		p.Basket = nil
		for _, sku := range slices.Sorted(maps.Keys(c.Basket)) {
			p.Basket = append(p.Basket, scorecard.Item{SKU: sku, Quantity: model.Quantity(c.Basket[sku])})
		}
	}
	found, err := scorecard.Compare(a.ctx, db, names, p.Country, p.Basket)
	if err != nil {
		return err
	}
	if c.Out == "" {
		return a.print(found, comparisonText(&found))
	}
	w, err := scorecards.New(db, program+" "+programVersion).Compare(a.ctx, scorecards.AskComparison{Of: found, Out: c.Out, Paper: c.Paper})
	if err != nil {
		return err
	}
	return a.print(w, wroteText(w))
}

// comparisonText shows a comparison with its reasons.
func comparisonText(c *scorecard.Comparison) string {
	var b strings.Builder
	table(&b, func(w io.Writer) {
		fmt.Fprintln(w, "Supplier\tStage\tClass\tScore\tLanded "+string(c.Currency)+"\tWith defects\tDays P50\tP90\tPoints")
		for i := range c.Sides {
			s := &c.Sides[i]
			money := func(a *model.Amount) string {
				if a == nil {
					return "-"
				}
				return a.Text(c.Currency)
			}
			days := func(n *int) string {
				if n == nil {
					return "-"
				}
				return fmt.Sprint(*n)
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", s.Card.Name, s.Card.Stage, orDash(s.Card.Class), orDash(score.Text(s.Card.Score)),
				money(s.Price), money(s.Cost), days(s.P50), days(s.P90), orDash(score.Text(s.Points)))
		}
	})
	for i := range c.Sides {
		for _, r := range c.Sides[i].Risks {
			b.WriteString("\n" + c.Sides[i].Card.Name + ": " + r.Text)
		}
	}
	return b.String() + "\n\n" + strings.Join(c.Reasons, "\n")
}

// wroteText says which files were written, and what is missing in them.
func wroteText(w scorecards.Written) string {
	return strings.Join(append([]string{"Wrote " + strings.Join(w.Files, " and ") + "."}, w.Warnings...), "\n")
}

// write writes the files of one supplier.
func (c *scoreCommand) write(a *app, db *store.DB) error {
	ask := scorecards.Ask{Supplier: c.Supplier, Out: c.Out, Letter: c.Letter, Language: c.Language, Paper: c.Paper}
	if c.Supplier == "" {
		return model.FieldErrorf("supplier", "Name the supplier whose scorecard is to be written.")
	}
	if c.Period != "" {
		var err error
		if ask.Period, err = model.ParsePeriod(c.Period); err != nil {
			return err
		}
	}
	w, err := scorecards.New(db, program+" "+programVersion).Write(a.ctx, ask)
	if err != nil {
		return err
	}
	return a.print(w, wroteText(w))
}

// orDash is a figure, or a dash where it is not known.
func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// cardsText lists cards; one alone is shown with its metrics.
func cardsText(cards []score.Card) string {
	if len(cards) == 0 {
		return "There are no suppliers yet."
	}
	var b strings.Builder
	table(&b, func(w io.Writer) {
		fmt.Fprintln(w, "Supplier\tStage\tClass\tScore\tVetting\tPerformance\tOrders\tTrust")
		for i := range cards {
			c := &cards[i]
			p := &c.Performance
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%d\t%s\n", c.Name, c.Stage, orDash(c.Class), orDash(score.Text(c.Score)), orDash(score.Text(c.Vetted.Score)), orDash(score.Text(p.Score)), p.N, c.Trust)
		}
	})
	if len(cards) > 1 {
		return b.String()
	}
	c := &cards[0]
	b.WriteString("\n\n")
	table(&b, func(w io.Writer) {
		fmt.Fprintln(w, "Metric\tn\tPercent\tLow\tHigh\tPoints\tCounts %")
		for i := range c.Performance.Metrics {
			m := &c.Performance.Metrics[i]
			fmt.Fprintf(w, "%s\t%d\t%s\t%s\t%s\t%s\t%s\n", m.Label, m.N, orDash(score.Text(m.Value)), orDash(score.Text(m.Low)), orDash(score.Text(m.High)), orDash(score.Text(m.Points)), orDash(score.Text(m.Counts)))
		}
	})
	if len(c.Months) > 0 {
		b.WriteString("\n\n")
		table(&b, func(w io.Writer) {
			fmt.Fprintln(w, "End of\tScore\tClass\tOrders")
			for i := range c.Months {
				m := &c.Months[i].Card
				fmt.Fprintf(w, "%s\t%s\t%s\t%d\n", c.Months[i].Month, orDash(score.Text(m.Score)), orDash(m.Class), m.Performance.N)
			}
		})
	}
	if c.Lift != nil {
		b.WriteString("\n\n" + c.Lift.Why)
	}
	return b.String()
}

func eventsText(events []score.Event) string {
	if len(events) == 0 {
		return "Nothing counts in this figure yet."
	}
	var b strings.Builder
	table(&b, func(w io.Writer) {
		for _, e := range events {
			mark := "+"
			if !e.Good {
				mark = "-"
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", mark, e.On, orDash(e.Order), e.What)
		}
	})
	return b.String()
}

// table writes columns that stand below each other.
func table(b *strings.Builder, rows func(io.Writer)) {
	w := tabwriter.NewWriter(b, 0, 0, 2, ' ', 0)
	rows(w)
	_ = w.Flush() // a builder takes everything
	text := strings.TrimSuffix(b.String(), "\n")
	b.Reset()
	b.WriteString(text)
}
