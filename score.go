package main

import (
	"fmt"
	"io"
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
}

// Run prints the scorecards.
func (c *scoreCommand) Run(a *app) error {
	db, err := a.look()
	if err != nil {
		return err
	}
	if c.Out != "" || c.Letter {
		return c.write(a, db)
	}
	s := scorecard.New(db, &a.bus)
	defer s.Close()
	if c.Events != "" {
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
	return a.print(w, strings.Join(append([]string{"Wrote " + strings.Join(w.Files, " and ") + "."}, w.Warnings...), "\n"))
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
