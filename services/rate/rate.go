// Package rate keeps exchange rates by day and finds the one that holds. It
// must not know what is converted.
package rate

import (
	"context"

	"github.com/shopspring/decimal"
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

// Kind is the kind of record in messages and in the history.
const Kind = "rate"

// Source of rates that say none.
const entered = "entered"

// Input is a rate as a form or the put command says it.
type Input struct {
	Date   model.Date     `json:"date" key:"yes" is:"date" doc:"The day of the rate. It holds until the next one."`
	From   model.Currency `json:"from" key:"yes" is:"currency" doc:"The currency of which one unit is priced."`
	To     model.Currency `json:"to" key:"yes" is:"currency" doc:"The currency it is priced in."`
	Rate   *record.Number `json:"rate" required:"yes" doc:"How many units of the second currency one unit of the first is worth."`
	Source *string        `json:"source" default:"entered" doc:"Where the rate was found, such as ECB."`
}

// row is a rate in the book.
type row struct {
	ID      int64           `json:"id"`
	Date    model.Date      `gorm:"column:rate_date" json:"date"`
	From    model.Currency  `gorm:"column:from_currency" json:"from"`
	To      model.Currency  `gorm:"column:to_currency" json:"to"`
	Value   decimal.Decimal `gorm:"column:rate" json:"rate"`
	Source  string          `json:"source"`
	Version int64           `json:"version"`
}

func (row) TableName() string { return "exchange_rate" }

// Row is a rate in a list; the rate is an exact decimal in a string.
type Row = row

// Service keeps the exchange rates of a book.
type Service struct {
	db  *store.DB
	bus *event.Bus
}

// New returns the exchange rates of the book.
func New(db *store.DB, bus *event.Bus) *Service { return &Service{db, bus} }

// Put creates or changes rates by day and currencies, all or none.
func (s *Service) Put(ctx context.Context, ins []Input) (record.Result, error) {
	return record.Batch[Input]{
		DB: s.db, Kind: Kind, One: put,
		Done: func(ids []int64) { s.bus.PricesChanged.Publish(ids) },
	}.Put(ctx, ins)
}

// List returns the newest rates first; limit 0 is all.
func (s *Service) List(ctx context.Context, limit int) ([]Row, error) {
	rows := []Row{}
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		q = q.Order("rate_date DESC, from_currency, to_currency")
		if limit > 0 {
			q = q.Limit(limit)
		}
		return q.Find(&rows).Error
	})
	return rows, err
}

func put(tx *store.Tx, at record.Ref, in *Input) (record.Outcome, int64, error) {
	if err := in.check(at); err != nil {
		return "", 0, err
	}
	var rows []row
	err := tx.Where("from_currency = ? AND to_currency = ? AND rate_date = ?", in.From, in.To, in.Date).Limit(1).Find(&rows).Error
	if err != nil {
		return "", 0, err
	}
	if len(rows) == 0 {
		r := row{Date: in.Date, From: in.From, To: in.To, Value: in.Rate.Decimal, Source: entered, Version: 1}
		record.Take(&r.Source, in.Source)
		if err := tx.Create(&r).Error; err != nil {
			return "", 0, err
		}
		return record.Created, r.ID, history.Record(tx, subject(&r, at), history.Created(), "")
	}
	old, r := rows[0], rows[0]
	if !in.Rate.Equal(old.Value) { // 1.10 says what 1.1 says
		r.Value = in.Rate.Decimal
	}
	record.Take(&r.Source, in.Source)
	changes := history.Diff(values(&old), values(&r))
	if len(changes) == 0 {
		return record.Unchanged, r.ID, nil
	}
	r.Version++
	if err := record.Saved(at, "date", tx.Select("rate", "source", "version").Updates(&r)); err != nil {
		return "", 0, err
	}
	return record.Updated, r.ID, history.Record(tx, subject(&r, at), changes, "")
}

func (in *Input) check(at record.Ref) error {
	switch {
	case in.From == in.To:
		return at.Errorf("to", "from and to are both %s: a rate needs two currencies", in.From)
	case !in.Rate.IsPositive():
		return at.Errorf("rate", "rate must be more than 0, not %s", in.Rate)
	}
	return nil
}

func values(r *row) []history.Value {
	return []history.Value{history.Of("rate", r.Value), history.Of("source", r.Source)}
}

func subject(r *row, at record.Ref) history.Subject {
	return history.Subject{Kind: Kind, ID: r.ID, Key: at.Key}
}
