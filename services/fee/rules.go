package fee

import (
	"context"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/record"
)

// Set is all fee rules of a book within one transaction. It belongs to the
// goroutine of the transaction.
type Set struct {
	all   []model.FeeRule
	found map[question][]model.FeeRule
}

type question struct {
	shop int64
	date model.Date
}

// Rules reads all fee rules that are in use.
func Rules(q *gorm.DB) (*Set, error) {
	s := &Set{found: map[question][]model.FeeRule{}}
	err := q.Where("archived_at = ''").Order("name, valid_from, id").Find(&s.all).Error
	return s, err
}

// For returns the rules that hold for an order of the shop booked on a day, by
// name. The caller must not change them.
func (s *Set) For(shopID int64, d model.Date) []model.FeeRule {
	asked := question{shopID, d}
	if r, ok := s.found[asked]; ok {
		return r
	}
	var rules []model.FeeRule
	for i := range s.all {
		if s.all[i].Applies(shopID, d) {
			rules = append(rules, s.all[i])
		}
	}
	s.found[asked] = rules
	return rules
}

// Row is a fee rule in a list. Amounts and the percentage are exact decimals in
// strings; null is none.
type Row struct {
	ID           int64          `json:"id"`
	Number       string         `json:"number"` // the name, as every list has a number
	Name         string         `json:"name"`
	ValidFrom    model.Date     `json:"valid_from"`
	ValidTo      *model.Date    `json:"valid_to"` // null: open
	Kind         string         `json:"kind"`
	Shop         *string        `json:"shop"` // null: every shop
	Base         model.FeeBase  `json:"base"`
	Percent      string         `json:"percent"`
	Fixed        record.Amount  `json:"fixed"`
	Currency     model.Currency `json:"currency"`
	Min          *record.Amount `json:"min"`
	Max          *record.Amount `json:"max"`
	KeptOnRefund bool           `json:"kept_on_refund"`
	Source       string         `json:"source"`
	CheckedOn    model.Date     `json:"checked_on"`
	Archived     bool           `json:"-"`
}

// List returns the fee rules in use by name and first day.
func (s *Service) List(ctx context.Context) ([]Row, error) { return s.list(ctx, "archived_at = ''") }

// All is List with the archived ones.
func (s *Service) All(ctx context.Context) ([]Row, error) { return s.list(ctx, "") }

func (s *Service) list(ctx context.Context, where string) ([]Row, error) {
	var rules []model.FeeRule
	names := map[int64]string{}
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		if err := q.Where(where).Order("name, valid_from, id").Find(&rules).Error; err != nil {
			return err
		}
		var shops []model.Shop
		err := q.Find(&shops).Error
		for _, shop := range shops {
			names[shop.ID] = shop.Name
		}
		return err
	})
	rows := make([]Row, len(rules))
	for i := range rules {
		rows[i] = rowOf(&rules[i], names)
	}
	return rows, err
}

func rowOf(r *model.FeeRule, shops map[int64]string) Row {
	row := Row{
		ID: r.ID, Number: r.Name, Name: r.Name, ValidFrom: r.ValidFrom, Kind: r.Kind, Base: r.Base, Percent: r.Percent.String(),
		Fixed: record.Amount(r.Fixed), Currency: r.Currency, Min: (*record.Amount)(r.MinFee), Max: (*record.Amount)(r.MaxFee),
		KeptOnRefund: r.KeptOnRefund, Source: r.Source, CheckedOn: r.CheckedOn,
		Archived: r.ArchivedAt != "",
	}
	if r.ValidTo != "" {
		row.ValidTo = &r.ValidTo
	}
	if r.ShopID != nil {
		name := shops[*r.ShopID]
		row.Shop = &name
	}
	return row
}
