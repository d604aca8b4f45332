package supplier

import (
	"context"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/record"
)

// Row is a supplier in a list. State is its stage, or "archived".
type Row struct {
	ID               int64              `json:"id"`
	Number           string             `json:"number"` // the name, as every list has a number
	Name             string             `json:"name"`
	Type             model.SourcingType `json:"type"`
	Stage            model.Stage        `json:"stage"`
	Email            string             `json:"email"`
	Country          string             `json:"country"`
	Currency         model.Currency     `json:"currency"`
	Language         string             `json:"language"`
	HandlingDays     int                `json:"handling_days"`
	Cutoff           string             `json:"cutoff"`
	ClaimDays        int                `json:"claim_days"`
	ShipsTo          []string           `json:"ships_to"`
	Channel          model.Channel      `json:"channel"`
	Batching         model.Batching     `json:"batching"`
	TimeZone         string             `json:"time_zone"`
	BatchLead        int                `json:"batch_lead_minutes"`
	PaymentTermsDays int                `json:"payment_terms_days"`
	TaxNumber        string             `json:"tax_number"`
	Website          string             `json:"website"`
	Languages        []string           `json:"languages"`
	Currencies       []string           `json:"currencies"`
	RequalifyOn      model.Date         `json:"requalify_on"`
	PaymentDaysNow   int                `json:"payment_days_now"`
	ClaimDaysNow     int                `json:"claim_days_now"`
	AgreedFrom       model.Date         `json:"agreed_from"` // first day of the agreement those two come from, "" of the record
	Archived         bool               `json:"archived"`
	Version          int64              `json:"version"`
	State            string             `json:"state"`
}

var states = []string{
	string(model.Candidate), string(model.Vetting), string(model.Trial), string(model.Approved),
	string(model.Probation), string(model.Blocked), record.StateArchived,
}

// List returns the suppliers by name.
func (s *Service) List(ctx context.Context, f record.Filter) ([]Row, error) {
	if err := f.Check(states); err != nil {
		return nil, err
	}
	var suppliers []model.Supplier
	var now map[int64]Terms
	err := s.db.Read(ctx, func(q *gorm.DB) (err error) {
		which := f.Apply(q.Order("name_key, id"))
		if f.State != "" && f.State != record.StateArchived {
			which = which.Where("stage = ?", f.State)
		}
		if suppliers, err = load(which, q); err != nil {
			return err
		}
		now, err = termsOf(q, s.db.Today(), 0)
		return err
	})
	rows := make([]Row, len(suppliers))
	for i := range suppliers {
		rows[i] = rowOf(&suppliers[i])
		t := now[rows[i].ID]
		rows[i].PaymentDaysNow, rows[i].ClaimDaysNow, rows[i].AgreedFrom = t.PaymentDays, t.ClaimDays, t.Agreed
	}
	return rows, err
}

func rowOf(s *model.Supplier) Row {
	r := Row{
		ID: s.ID, Number: s.Name, Name: s.Name, Type: s.Type, Stage: s.Stage, Email: s.Email, Country: s.Country,
		Currency: s.Currency, Language: s.Language, HandlingDays: s.HandlingDays, Cutoff: s.Cutoff, ClaimDays: s.ClaimDays,
		ShipsTo: s.ShipsTo, Channel: s.Channel, Batching: s.Batching, TimeZone: s.TimeZone, BatchLead: s.BatchLead, PaymentTermsDays: s.PaymentTermsDays,
		TaxNumber: s.TaxNumber, Website: s.Website, Languages: strings.Fields(s.Languages), Currencies: strings.Fields(s.Currencies),
		RequalifyOn: s.RequalifyOn, Archived: s.ArchivedAt != "", Version: s.Version, State: string(s.Stage),
	}
	if r.Archived {
		r.State = record.StateArchived
	}
	if r.ShipsTo == nil {
		r.ShipsTo = []string{}
	}
	return r
}
