package shop

import (
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/record"
)

// Input is a shop as a form or the put command says it. What is nil keeps its
// value, or gets its default in a new shop.
type Input struct {
	ID      int64 `json:"-"` // the shop a form edits, so that its name can change; 0: found by name
	Version int64 `json:"-"` // what the form was filled with, to notice that someone else saved meanwhile; 0: any

	Name           string          `json:"name" key:"yes" is:"name" max:"120" doc:"The name, in any case; no two shops share one."`
	Platform       *string         `json:"platform" max:"60" default:"other" doc:"What the shop runs on, such as shopify."`
	Currency       *model.Currency `json:"currency" is:"currency" default:"the book's home currency" doc:"The currency of the shop's prices and reports."`
	TimeZone       *string         `json:"time_zone" is:"zone" default:"UTC" doc:"The zone that decides on which day an order was placed, such as Europe/Berlin."`
	CashOnDelivery *bool           `json:"cash_on_delivery" default:"false" doc:"True when customers pay as the parcel is handed over: orders are forwarded before they are paid."`
	Archived       *bool           `json:"archived" default:"false" doc:"True puts it away, false brings it back."`
}

func fresh(home model.Currency) model.Shop {
	return model.Shop{Platform: "other", Currency: home, TimeZone: "UTC", Version: 1}
}

// merge puts what was given into s.
func (in *Input) merge(s *model.Shop, at record.Ref, now model.Instant) error {
	s.Name, s.NameKey = in.Name, model.NameKey(in.Name)
	record.Take(&s.Platform, in.Platform)
	record.Take(&s.Currency, in.Currency)
	record.Take(&s.TimeZone, in.TimeZone)
	record.Take(&s.CashOnDelivery, in.CashOnDelivery)
	s.ArchivedAt = record.Archive(s.ArchivedAt, in.Archived, now)
	switch {
	case s.Currency == "":
		return at.Errorf("currency", "currency must not be empty: write a code such as EUR")
	case s.TimeZone == "":
		return at.Errorf("time_zone", "time_zone must not be empty: write a zone such as Europe/Berlin or UTC")
	}
	return nil
}

// values lists the fields that a person can change.
func values(s *model.Shop) []history.Value {
	return []history.Value{
		history.Of("name", s.Name), history.Of("platform", s.Platform), history.Of("currency", s.Currency),
		history.Of("time_zone", s.TimeZone), history.Of("cash_on_delivery", s.CashOnDelivery), history.Of("archived", s.ArchivedAt != ""),
	}
}
