package scorecards

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports/pdf"
	wording "github.com/dropledger/dropledger/services/letter"
	"github.com/dropledger/dropledger/services/mail"
	"github.com/dropledger/dropledger/services/score"
	"github.com/dropledger/dropledger/services/vetting"
)

// letter is the review as PDF, and the e-mail with it as a draft where it is known
// from whom and to whom.
func (p *Printer) letter(ctx context.Context, f *facts, a Ask, w *Written) ([]piece, error) {
	setup := p.setup(f, a, tongue(f.supplier.Language), f.supplier.Country)
	r := f.review(a.Period)
	var out bytes.Buffer
	warnings, err := r.WritePDF(&out, setup)
	if err != nil {
		return nil, err
	}
	w.Warnings = append(w.Warnings, warnings...)
	all := []piece{{a.Out, out.Bytes()}}
	server, err := mail.Load(ctx, p.db)
	if err != nil {
		return nil, err
	}
	to := f.recipient()
	switch {
	case to.Mail == "":
		w.Warnings = append(w.Warnings, "No draft of an e-mail was written: the supplier has no e-mail address. Enter one, or one of a contact.")
		return all, nil
	case server.From.Mail == "":
		w.Warnings = append(w.Warnings, "No draft of an e-mail was written: enter the sender's address in the settings.")
		return all, nil
	}
	words, _, err := wording.New(p.db, nil).Get(ctx, wording.Review, setup.Languages[0], f.supplier.Name)
	if err != nil {
		return nil, err
	}
	words = words.Fill(map[string]string{"period": r.PeriodIn(setup.Languages...), "supplier": f.supplier.Name, "merchant": f.merchant.Name})
	m := mail.Message{
		Date: p.db.Now().Time(), From: server.From, To: to, Subject: words.Subject, Text: words.Text,
		Files: []mail.File{{Name: filepath.Base(a.Out), Content: out.Bytes()}}, Draft: true,
	}
	if m.ID, err = mail.NewID(server.From.Mail); err != nil {
		return nil, err
	}
	draft, err := mail.Build(m)
	if err != nil {
		return nil, err
	}
	return append(all, piece{strings.TrimSuffix(a.Out, filepath.Ext(a.Out)) + ".eml", draft}), nil
}

// tongue is the language of documents for a supplier: de-at is de.
func tongue(language string) string {
	first, _, _ := strings.Cut(strings.ToLower(language), "-")
	return first
}

// recipient is the supplier's own address, else that of its first contact with one.
func (f *facts) recipient() mail.Address {
	if f.supplier.Email != "" {
		return mail.Address{Name: f.supplier.Name, Mail: f.supplier.Email}
	}
	for i := range f.contacts {
		if c := &f.contacts[i]; c.Email != "" {
			return mail.Address{Name: c.Name, Mail: c.Email}
		}
	}
	return mail.Address{}
}

// review is the letter about a period, the last one with orders for an empty one.
func (f *facts) review(about model.Period) *pdf.Review {
	if about == (model.Period{}) {
		about = f.lastQuarter()
	}
	t := f.card.Terms()
	r := &pdf.Review{
		Merchant: f.merchant, Supplier: pdf.Address{Name: f.supplier.Name, Country: f.supplier.Country, Email: f.recipient().Mail},
		Date: f.today, Period: about, Class: f.card.Class, Score: f.card.Score, Great: t.Cuts[0], Fine: t.Cuts[1], Actions: f.actions,
	}
	before := earlier(about)
	for i := range f.card.Performance.Metrics {
		m := &f.card.Performance.Metrics[i]
		x := pdf.Figure{Key: m.Key, Bad: m.Bad, Worst: t.Of[m.Key].Worst}
		if x.N, x.Value = within(m, about); x.N == 0 {
			continue
		}
		x.NBefore, x.Before = within(m, before)
		r.Figures = append(r.Figures, x)
		for _, c := range m.Cohorts {
			if c.Open && about.Contains(firstOf(c.Month)) && !slices.Contains(r.Open, c.Month) {
				r.Open = append(r.Open, c.Month)
			}
		}
	}
	slices.Sort(r.Open)
	for _, c := range f.papers {
		if c.Given == vetting.BySupplier && (c.State != vetting.CredentialHanded || c.Days != nil && *c.Days <= soon) {
			r.Papers = append(r.Papers, c)
		}
	}
	return r
}

// soon is in how many days a paper ends that is to be sent anew.
const soon = 60

func firstOf(month string) model.Date { return model.Date(month + "-01") }

// within counts the months of a period together, each by how many it has.
func within(m *score.Metric, p model.Period) (n int64, value decimal.NullDecimal) {
	var sum decimal.Decimal
	for _, c := range m.Cohorts {
		if p.Contains(firstOf(c.Month)) {
			n += c.N
			sum = sum.Add(c.Value.Mul(decimal.NewFromInt(c.N)))
		}
	}
	if n > 0 {
		value = decimal.NewNullDecimal(sum.DivRound(decimal.NewFromInt(n), 9))
	}
	return n, value
}

// earlier is the period of as many months right before another.
func earlier(p model.Period) model.Period {
	from, to := p.From.Time(), p.To.Time()
	months := (to.Year()-from.Year())*12 + int(to.Month()) - int(from.Month()) + 1
	return model.Period{From: model.DateOf(from.AddDate(0, -months, 0)), To: p.From.AddDays(-1)}
}

// lastQuarter is the newest quarter that is over, and that of today where only it
// has orders that are decided.
func (f *facts) lastQuarter() model.Period {
	day := f.today.Time()
	now, err := model.ParsePeriod(fmt.Sprintf("%04d-Q%d", day.Year(), (int(day.Month())+2)/3))
	if err != nil {
		return model.Period{From: f.today, To: f.today}
	}
	last := earlier(now)
	if !f.decidedIn(last) && f.decidedIn(now) {
		return now
	}
	return last
}

func (f *facts) decidedIn(p model.Period) bool {
	return slices.ContainsFunc(f.card.Performance.Metrics, func(m score.Metric) bool {
		n, _ := within(&m, p)
		return n > 0
	})
}
