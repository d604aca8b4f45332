// Package rulebook lists the dated rows that people keep up to date: rules of tax
// and duty with their thresholds, areas of customs, working weeks, holidays, pages
// of carriers, needs of addresses, forms of marketplaces and waits between tries.
// Each says where it comes from and when a person last looked whether it still
// holds. The package must not know what the rows mean to those who reckon with them.
package rulebook

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/delivery"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/marketplace"
	"github.com/dropledger/dropledger/services/parcel"
	"github.com/dropledger/dropledger/services/promise"
	"github.com/dropledger/dropledger/services/put"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/scorerule"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/taxrule"
)

// Kinds lists the kinds of rows by the names that put knows.
func Kinds() []string {
	return []string{
		taxrule.PutKind, taxrule.AreaKind, promise.WeekKind, promise.HolidayKind, parcel.CarrierKind, delivery.AddressKind, delivery.BoxKind,
		marketplace.SiteKind, forward.RetryKind, scorerule.Kind,
	}
}

// Row is one dated row. Fields are its values as put takes them; Stale tells that
// nobody has looked at its source for a quarter of a year.
type Row struct {
	ID        int64             `json:"-"` // tells rows of all kinds apart
	Record    int64             `json:"id"`
	Number    string            `json:"number"` // kind and place, as every list has a number
	Kind      string            `json:"kind"`
	Place     string            `json:"place"` // country, area or carrier
	Text      string            `json:"text"`
	ValidFrom model.Date        `json:"valid_from"`
	ValidTo   model.Date        `json:"valid_to"`
	Source    string            `json:"source"`
	CheckedOn model.Date        `json:"last_checked"`
	Stale     bool              `json:"stale"`
	Fields    map[string]string `json:"-"`
}

// Service lists and checks the rows of a book.
type Service struct {
	db  *store.DB
	put *put.Service
	tax *taxrule.Service
}

// New returns the dated rows of the book.
func New(db *store.DB, bus *event.Bus) *Service {
	return &Service{db, put.New(db, bus), taxrule.New(db, bus)}
}

// others are the tables beside the rules of tax: the columns are in the order of
// names, the first of which is the place.
var others = []struct {
	kind, query string
	names       []string
	text        string // with the values of names by their place; "" is the column after them
}{
	{
		taxrule.AreaKind, `SELECT id, country, area, valid_from, valid_to, source, checked_on FROM tax_area ORDER BY area, country, valid_from`,
		[]string{"country", "area", "valid_from", "valid_to", "source", "last_checked"},
		"belongs to the area %[2]s",
	},
	{
		promise.WeekKind, `SELECT id, country, days_off, time_zone, valid_from, source, checked_on,
		CASE WHEN days_off = '' THEN 'works on every day' ELSE 'rests on ' || days_off END || CASE WHEN time_zone = '' THEN '' ELSE ', time zone ' || time_zone END FROM work_week ORDER BY country, valid_from`,
		[]string{"country", "days_off", "time_zone", "valid_from", "source", "last_checked"},
		"",
	},
	{
		promise.HolidayKind, `SELECT h.id, h.country, h.name, h.day, COALESCE(s.name, ''), h.source, h.checked_on FROM holiday h
		LEFT JOIN supplier s ON s.id = h.supplier_id ORDER BY h.day, h.country`,
		[]string{"country", "name", "day", "supplier", "source", "last_checked"},
		"%[2]s %[4]s",
	},
	{
		parcel.CarrierKind, `SELECT id, carrier, url, valid_from, source, checked_on FROM carrier_link ORDER BY carrier_key, valid_from`,
		[]string{"carrier", "url", "valid_from", "source", "last_checked"},
		"%[2]s",
	},
	{
		delivery.AddressKind, `SELECT id, country, valid_from, CASE WHEN zip = 1 THEN 'true' ELSE 'false' END, CASE WHEN province = 1 THEN 'true' ELSE 'false' END, CASE WHEN phone = 1 THEN 'true' ELSE 'false' END,
		CASE WHEN number = 1 THEN 'true' ELSE 'false' END, source, checked_on, 'an address needs street, city' || CASE WHEN zip = 1 THEN ', postcode' ELSE '' END || CASE WHEN province = 1 THEN ', state or province' ELSE '' END ||
		CASE WHEN number = 1 THEN ', house number' ELSE '' END || CASE WHEN phone = 1 THEN ', telephone' ELSE '' END FROM address_rule ORDER BY country <> '*', country, valid_from`,
		[]string{"country", "valid_from", "zip", "province", "phone", "house_number", "source", "last_checked"},
		"",
	},
	{
		delivery.BoxKind, `SELECT id, word, valid_from, CASE WHEN delivers = 1 THEN 'true' ELSE 'false' END, source, checked_on,
		CASE WHEN delivers = 1 THEN 'delivers to post office boxes' ELSE 'does not deliver to post office boxes' END FROM box_rule ORDER BY word, valid_from`,
		[]string{"word", "valid_from", "delivers", "source", "last_checked"},
		"",
	},
	{
		marketplace.SiteKind, `SELECT id, site, valid_from, fields, phone, note, source, checked_on, 'its form asks for ' || REPLACE(REPLACE(REPLACE(REPLACE(
		REPLACE(fields, ' ', ', '), 'address1', 'street'), 'address2', 'second line'), 'zip', 'postcode'), 'email', 'e-mail') ||
		CASE WHEN columns = '' THEN '' ELSE '; it takes a file' END FROM market_site ORDER BY site_key, valid_from`,
		[]string{"site", "valid_from", "fields", "phone", "note", "source", "last_checked"},
		"",
	},
	{
		forward.RetryKind, `SELECT id, CAST(tries AS TEXT), CAST(wait_minutes AS TEXT), valid_from, source, checked_on FROM retry_rule ORDER BY valid_from, tries`,
		[]string{"tries", "wait_minutes", "valid_from", "source", "last_checked"},
		"after try %[1]s wait %[2]s minutes",
	},
	{
		scorerule.Kind, `SELECT id, '*', valid_from, CAST(half_life_days AS TEXT), CAST(open_days AS TEXT), CAST(prior_orders AS TEXT), prior, worst_rate, worst_defects, price_step,
		class_a, class_b, class_c, weight_dispatch, weight_otd, weight_otif, weight_odr, weight_cancel, weight_acknowledgement, weight_price, weight_stock, weight_claims,
		source, checked_on, 'class A from ' || class_a || ', B from ' || class_b || ', C from ' || class_c || '; an order counts half after ' || half_life_days || ' days; weights ' ||
		weight_dispatch || ' dispatch, ' || weight_otd || ' delivery, ' || weight_otif || ' in full, ' || weight_odr || ' defects, ' || weight_cancel || ' cancelled, ' ||
		weight_acknowledgement || ' answers, ' || weight_price || ' prices, ' || weight_stock || ' stock, ' || weight_claims || ' claims' FROM score_rule ORDER BY valid_from`,
		[]string{
			"place", "valid_from", "half_life_days", "open_days", "prior_orders", "prior", "worst_rate", "worst_defects", "price_step", "class_a", "class_b", "class_c",
			"weight_dispatch", "weight_otd", "weight_otif", "weight_odr", "weight_cancel", "weight_acknowledgement", "weight_price", "weight_stock", "weight_claims",
			"source", "last_checked",
		},
		"",
	},
}

// apart keeps the ids of the kinds apart.
const apart = 1_000_000_000

// List returns all rows, those of tax first.
func (s *Service) List(ctx context.Context) ([]Row, error) {
	today := s.db.Today()
	rules, err := s.tax.List(ctx)
	if err != nil {
		return nil, err
	}
	rows := make([]Row, 0, len(rules)+100)
	for i := range rules {
		rows = append(rows, ofTax(&rules[i]))
	}
	err = s.db.Read(ctx, func(q *gorm.DB) error {
		for n, o := range others {
			err := query.New(o.query).Rows(q, func(r query.Row) error {
				row := Row{ID: int64(n+1)*apart + r.Int(0), Record: r.Int(0), Kind: o.kind, Place: r.Text(1), Fields: map[string]string{}}
				values := make([]any, len(o.names))
				for i, name := range o.names {
					row.Fields[name], values[i] = r.Text(i+1), r.Text(i+1)
				}
				if o.text != "" {
					row.Text = strings.TrimRight(fmt.Sprintf(o.text, values...), " ")
				} else {
					row.Text = r.Text(len(o.names) + 1)
				}
				row.ValidFrom, row.ValidTo = model.Date(row.Fields["valid_from"]), model.Date(row.Fields["valid_to"])
				if d := model.Date(row.Fields["day"]); d != "" {
					row.ValidFrom, row.ValidTo = d, d
				}
				row.Source, row.CheckedOn = row.Fields["source"], model.Date(row.Fields["last_checked"])
				row.Stale = row.CheckedOn == "" || row.CheckedOn.DaysUntil(today) > taxrule.StaleDays
				rows = append(rows, row)
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	for i := range rows {
		rows[i].Number = rows[i].Kind + " " + rows[i].Place
	}
	return rows, err
}

// CheckKind refuses what is not a kind of row; "" stands for all.
func CheckKind(kind string) error {
	if kind == "" || slices.Contains(Kinds(), kind) {
		return nil
	}
	return model.FieldErrorf("kind", "%q is not a kind of row: choose one of %s.", kind, strings.Join(Kinds(), ", "))
}

// Of returns the rows of a kind, all when kind is "".
func (s *Service) Of(ctx context.Context, kind string) ([]Row, error) {
	if err := CheckKind(kind); err != nil {
		return nil, err
	}
	rows, err := s.List(ctx)
	return slices.DeleteFunc(rows, func(r Row) bool { return kind != "" && r.Kind != kind }), err
}

func ofTax(r *taxrule.Row) Row {
	f := map[string]string{
		"country": r.Country, "kind": string(r.Kind), "hs": r.HS, "origin": r.Origin, "valid_from": string(r.ValidFrom), "value": r.Value, "currency": string(r.Currency),
		"per": r.Per, "basis": r.Basis, "taxed": strconv.FormatBool(r.Taxed), "counts": strconv.FormatBool(r.Counts), "up_to_currency": string(r.UpToIn), "source": r.Source, "last_checked": string(r.CheckedOn), "note": r.Note,
	}
	if r.UpTo != nil {
		f["up_to"] = *r.UpTo
	}
	row := Row{
		ID: r.ID, Record: r.ID, Kind: taxrule.PutKind, Place: r.Country, Text: r.Text, ValidFrom: r.ValidFrom, Source: r.Source, CheckedOn: r.CheckedOn,
		Stale: r.Stale, Fields: f,
	}
	if r.ValidTo != nil {
		row.ValidTo, f["valid_to"] = *r.ValidTo, string(*r.ValidTo)
	}
	return row
}

// YesNo is the type of a field that is "true" or "false".
const YesNo = "true or false"

// IsList tells whether a field is a list of words; its text has them in their
// order, with spaces between.
func IsList(f *record.Field) bool { return strings.HasPrefix(f.Type, "list") && f.Fields == nil }

// Fields are the fields of a kind in their order, as put takes them, but for lists
// of objects: a row is a line of texts.
func (s *Service) Fields(kind string) ([]record.Field, error) {
	schema, err := s.put.Schema(kind)
	return slices.DeleteFunc(slices.Clone(schema.Fields), func(f record.Field) bool { return f.Fields != nil }), err
}

// Fresh are the values with which a new row of a kind begins: those that hold now
// where a row is a whole set of them, none for the other kinds.
func (s *Service) Fresh(ctx context.Context, kind string) (map[string]string, error) {
	fields := map[string]string{}
	if kind != scorerule.Kind {
		return fields, nil
	}
	err := s.db.Read(ctx, func(q *gorm.DB) (err error) {
		fields, err = scorerule.Fields(q, s.db.Today())
		return err
	})
	return fields, err
}

// value is what put takes for the text of a field; keep tells that a field left
// empty is left out, since it cannot be empty.
func value(f *record.Field, text string) (v any, keep bool) {
	number := f.Type == "whole number" || f.Type == "decimal number"
	switch {
	case f.Type == YesNo:
		return text == "true", text == ""
	case IsList(f):
		return strings.Fields(text), text == ""
	case text == "" && number:
		return nil, f.Default == "" || f.Key || f.Required // null takes away what may be unknown
	case text == "":
		return "", f.Key || f.Required || len(f.Values) > 0 && !f.Empty
	case number:
		return json.Number(text), false
	}
	return text, false
}

// Put creates or changes a row by its fields. Those that a person left empty are
// emptied where they may be.
func (s *Service) Put(ctx context.Context, kind string, fields map[string]string) (record.Result, error) {
	known, err := s.Fields(kind)
	if err != nil {
		return record.Result{}, err
	}
	values := map[string]any{}
	for _, f := range known {
		text, given := fields[f.Name]
		if v, keep := value(&f, text); given && !keep {
			values[f.Name] = v
		}
	}
	data, err := json.Marshal(values)
	if err != nil {
		return record.Result{}, model.Errorf(model.Invalid, "A number is not written as one: write digits only.").Because(err)
	}
	return s.put.Put(ctx, kind, data)
}

// Checked notes that a person compared a row with its source today.
func (s *Service) Checked(ctx context.Context, r *Row) error {
	known, err := s.Fields(r.Kind)
	if err != nil {
		return err
	}
	fields := map[string]string{"last_checked": string(s.db.Today())}
	for _, f := range known {
		if f.Key || r.Kind == forward.RetryKind && f.Name != "last_checked" || f.Required {
			fields[f.Name] = r.Fields[f.Name]
		}
	}
	_, err = s.Put(ctx, r.Kind, fields)
	return err
}

// Past lists what was changed in a row, the oldest first.
func (s *Service) Past(ctx context.Context, r *Row) ([]history.Entry, error) {
	return history.New(s.db, nil).Of(ctx, r.Kind, r.Record)
}
