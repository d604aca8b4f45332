package scorecards

import (
	"context"
	"slices"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports/pdf"
	"github.com/dropledger/dropledger/services/score"
	"github.com/dropledger/dropledger/services/scorecard"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/supplier"
	"github.com/dropledger/dropledger/services/vetting"
)

// facts are all that the files of a supplier are made of.
type facts struct {
	today           model.Date
	now             model.Instant
	merchant        pdf.Address
	language, paper string // settings of documents
	supplier        model.Supplier
	card            score.Card
	sheet           vetting.Sheet
	events          []pdf.Mishap
	actions         []vetting.Action
	papers          []vetting.CredentialRow
	contacts        []vetting.Contact
}

// kept is for how many days what was done or dropped stays on a scorecard.
const kept = 365

func (p *Printer) read(ctx context.Context, name string) (*facts, error) {
	f := &facts{today: p.db.Today(), now: p.db.Now()}
	var err error
	if f.supplier, err = supplier.New(p.db, bus()).ByName(ctx, name); err != nil {
		return nil, err
	}
	if err = f.readSettings(ctx, setting.New(p.db, bus())); err != nil {
		return nil, err
	}
	v, of := vetting.New(p.db, bus()), vetting.Filter{Supplier: f.supplier.Name}
	if f.sheet, err = v.Sheet(ctx, f.supplier.Name); err != nil {
		return nil, err
	}
	if f.actions, err = v.Actions(ctx, of); err != nil {
		return nil, err
	}
	f.actions = slices.DeleteFunc(f.actions, func(a vetting.Action) bool {
		return a.State != vetting.ActionOpen && a.EndedOn < f.today.AddDays(-kept)
	})
	if f.papers, err = v.Credentials(ctx, of); err != nil {
		return nil, err
	}
	if f.contacts, err = v.Contacts(ctx, of); err != nil {
		return nil, err
	}
	s := scorecard.New(p.db, bus())
	defer s.Close()
	if f.card, err = s.Of(ctx, f.supplier.Name); err != nil {
		return nil, err
	}
	if f.card.Months, err = s.Months(ctx, f.supplier.Name); err != nil {
		return nil, err
	}
	f.events, err = mishaps(ctx, s, f.supplier.Name)
	return f, err
}

// readSettings reads who the merchant is and how documents are written.
func (f *facts) readSettings(ctx context.Context, s *setting.Service) error {
	var book string
	for key, to := range map[setting.Key]*string{
		setting.MerchantName: &f.merchant.Name, setting.BookName: &book, setting.MerchantAddress1: &f.merchant.Line1, setting.MerchantAddress2: &f.merchant.Line2,
		setting.MerchantCity: &f.merchant.City, setting.MerchantZip: &f.merchant.Zip, setting.MerchantCountry: &f.merchant.Country,
		setting.MerchantEmail: &f.merchant.Email, setting.MerchantPhone: &f.merchant.Phone,
		setting.DocumentLanguage: &f.language, setting.DocumentPaper: &f.paper,
	} {
		e, err := s.Get(ctx, string(key))
		if err != nil {
			return err
		}
		*to = e.Value
	}
	if f.merchant.Name == "" {
		f.merchant.Name = book
	}
	return nil
}

// mishaps reads what counted against the supplier, each order once and the newest
// first: a complaint says more than a late delivery.
func mishaps(ctx context.Context, s *score.Service, name string) ([]pdf.Mishap, error) {
	all, seen := []pdf.Mishap{}, map[int64]bool{}
	for _, metric := range []string{"odr", "otd"} {
		events, err := s.Events(ctx, name, metric)
		if err != nil {
			return nil, err
		}
		for _, e := range events {
			if !e.Good && !seen[e.OrderID] {
				seen[e.OrderID] = true
				all = append(all, pdf.Mishap{Event: e, Defect: metric == "odr"})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b pdf.Mishap) int { return strings.Compare(string(b.On), string(a.On)) })
	return all, nil
}

func (f *facts) scorecard() *pdf.Scorecard {
	return &pdf.Scorecard{Merchant: f.merchant, Date: f.today, Card: f.card, Sheet: f.sheet, Events: f.events, Actions: f.actions}
}
