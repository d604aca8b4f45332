package supplier

import (
	"slices"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/record"
)

// Input is a supplier as a form or the put command says it. What is nil keeps
// its value, or gets its default in a new supplier.
type Input struct {
	ID      int64 `json:"-"` // the supplier a form edits, so that its name can change; 0: found by name
	Version int64 `json:"-"` // what the form was filled with, to notice that someone else saved meanwhile; 0: any

	Name             string              `json:"name" key:"yes" is:"name" max:"120" doc:"The name, in any case; no two suppliers share one."`
	Type             *model.SourcingType `json:"type" values:"marketplace wholesaler private_label agent third_party_logistics" default:"wholesaler" doc:"What kind of source it is."`
	Stage            *model.Stage        `json:"stage" values:"candidate vetting trial approved probation blocked" default:"candidate" doc:"How far it has been vetted. Only suppliers on trial, approved ones and those on probation receive orders."`
	StageReason      *string             `json:"stage_reason" max:"500" default:"none" doc:"Why the stage changes; kept in the history."`
	StageOn          *model.Date         `json:"stage_on" is:"date" default:"today" doc:"From which day the stage holds, for what is entered later; the history keeps when it was entered too."`
	Email            *string             `json:"email" is:"email" doc:"Where purchase orders go when they are sent by e-mail."`
	Country          *string             `json:"country" is:"country" doc:"Where the supplier sits."`
	Currency         *model.Currency     `json:"currency" is:"currency" default:"the book's home currency" doc:"The currency of its prices where an offer names no other."`
	Language         *string             `json:"language" is:"language" default:"en" doc:"The language of documents for the supplier."`
	HandlingDays     *int                `json:"handling_days" range:"0..365" default:"2" doc:"Working days from order to dispatch."`
	Cutoff           *string             `json:"cutoff" is:"time" default:"none" doc:"Local time of day until which an order counts for the same day."`
	ClaimDays        *int                `json:"claim_days" range:"0..3650" default:"30" doc:"Days after delivery in which a claim can be raised."`
	ShipsTo          *[]string           `json:"ships_to" is:"destination" default:"[\"*\"]" doc:"The countries it ships to; * is everywhere."`
	Channel          *model.Channel      `json:"channel" values:"folder email marketplace" default:"folder" doc:"How it takes orders: files in a folder, e-mail, or by hand on a marketplace."`
	Batching         *model.Batching     `json:"batching" values:"order hourly daily" default:"order" doc:"How orders are gathered into one purchase order."`
	TimeZone         *string             `json:"time_zone" is:"zone" default:"that of its country" doc:"The clock of its cut-off, such as Asia/Shanghai."`
	BatchLead        *int                `json:"batch_lead_minutes" range:"0..720" default:"15" doc:"How many minutes before the cut-off a daily purchase order leaves."`
	PaymentTermsDays *int                `json:"payment_terms_days" range:"0..3650" default:"0" doc:"Days until its invoice is due; 0 is paid with the order."`
	TaxNumber        *string             `json:"tax_number" max:"40" doc:"Its VAT or company number, by which the same supplier is recognised."`
	Website          *string             `json:"website" max:"200" doc:"Its page, such as https://example.com."`
	Languages        *[]string           `json:"languages" is:"language" default:"none" doc:"All languages it answers in; language is that of documents."`
	Currencies       *[]string           `json:"currencies" is:"currency" default:"none" doc:"All currencies it can be paid in; currency is that of its prices."`
	RequalifyOn      *model.Date         `json:"requalify_on" is:"date" default:"never" doc:"The day on which it is to be vetted again."`
	Archived         *bool               `json:"archived" default:"false" doc:"True puts it away, false brings it back."`
}

// fresh is a new supplier with the defaults.
func fresh(home model.Currency) model.Supplier {
	return model.Supplier{
		Type: model.Wholesaler, Stage: model.Candidate, Currency: home, Language: "en", HandlingDays: 2,
		ClaimDays: 30, Channel: model.ByFolder, Batching: model.PerOrder, BatchLead: 15, ShipsTo: []string{"*"}, Version: 1,
	}
}

// merge puts what was given into s.
func (in *Input) merge(s *model.Supplier, at record.Ref, now model.Instant) error {
	s.Name, s.NameKey = in.Name, model.NameKey(in.Name)
	record.Take(&s.Type, in.Type)
	record.Take(&s.Stage, in.Stage)
	record.Take(&s.Email, in.Email)
	record.Take(&s.Country, in.Country)
	record.Take(&s.Currency, in.Currency)
	record.Take(&s.Language, in.Language)
	record.Take(&s.HandlingDays, in.HandlingDays)
	record.Take(&s.Cutoff, in.Cutoff)
	record.Take(&s.ClaimDays, in.ClaimDays)
	record.Take(&s.Channel, in.Channel)
	record.Take(&s.Batching, in.Batching)
	record.Take(&s.TimeZone, in.TimeZone)
	record.Take(&s.BatchLead, in.BatchLead)
	record.Take(&s.PaymentTermsDays, in.PaymentTermsDays)
	record.Take(&s.TaxNumber, in.TaxNumber)
	record.Take(&s.Website, in.Website)
	record.Take(&s.RequalifyOn, in.RequalifyOn)
	takeWords(&s.Languages, in.Languages)
	takeWords(&s.Currencies, in.Currencies)
	if s.Currency == "" {
		return at.Errorf("currency", "currency must not be empty: write a code such as EUR")
	}
	if in.ShipsTo != nil {
		if s.ShipsTo = destinations(*in.ShipsTo); len(s.ShipsTo) == 0 {
			return at.Errorf("ships_to", "ships_to must name at least one country, or * for everywhere")
		}
	}
	s.ArchivedAt = record.Archive(s.ArchivedAt, in.Archived, now)
	return nil
}

// takeWords keeps a list of codes as one text.
func takeWords(to *string, from *[]string) {
	if from != nil {
		*to = strings.Join(strings.Fields(strings.Join(*from, " ")), " ")
	}
}

// destinations sorts the countries and drops those that say nothing new.
func destinations(list []string) []string {
	out := slices.DeleteFunc(slices.Clone(list), func(c string) bool { return c == "" })
	if slices.Contains(out, "*") {
		return []string{"*"}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// values lists the fields that a person can change.
func values(s *model.Supplier) []history.Value {
	return []history.Value{
		history.Of("name", s.Name), history.Of("type", s.Type), history.Of(stageField, s.Stage), history.Of("email", s.Email),
		history.Of("country", s.Country), history.Of("currency", s.Currency), history.Of("language", s.Language),
		history.Of("handling_days", s.HandlingDays), history.Of("cutoff", s.Cutoff), history.Of("claim_days", s.ClaimDays),
		history.Of("ships_to", strings.Join(s.ShipsTo, " ")), history.Of("channel", s.Channel), history.Of("batching", s.Batching),
		history.Of("time_zone", s.TimeZone), history.Of("batch_lead_minutes", s.BatchLead),
		history.Of("payment_terms_days", s.PaymentTermsDays), history.Of("tax_number", s.TaxNumber), history.Of("website", s.Website),
		history.Of("languages", s.Languages), history.Of("currencies", s.Currencies), history.Of("requalify_on", s.RequalifyOn),
		history.Of("archived", s.ArchivedAt != ""),
	}
}
