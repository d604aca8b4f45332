package taxrule

import (
	"context"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/dated"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

// AreaKind is the kind of record in messages and in the history.
const AreaKind = "tax_area"

// AreaInput says from when a country belongs to an area of customs and tax.
type AreaInput struct {
	Area      string      `json:"area" key:"yes" max:"8" doc:"The area, such as EU."`
	Country   string      `json:"country" key:"yes" is:"country" doc:"The country in it; XI is Northern Ireland."`
	ValidFrom model.Date  `json:"valid_from" key:"yes" is:"date" doc:"The first day it belongs to it."`
	ValidTo   *model.Date `json:"valid_to" is:"date" default:"open" doc:"The last day; empty is open."`
	Source    *string     `json:"source" max:"500" doc:"Where it was found."`
	CheckedOn *model.Date `json:"last_checked" is:"date" default:"today" doc:"The day on which it was last compared with the source."`
}

// PutAreas creates or changes which countries are in which area, all or none.
func (s *Service) PutAreas(ctx context.Context, ins []AreaInput) (record.Result, error) {
	return record.Batch[AreaInput]{
		DB: s.db, Kind: AreaKind, One: putArea,
		Done: func(ids []int64) { s.bus.PricesChanged.Publish(ids) },
	}.Put(ctx, ins)
}

func putArea(tx *store.Tx, at record.Ref, in *AreaInput) (record.Outcome, int64, error) {
	in.Area = strings.ToUpper(in.Area)
	if model.Country(in.Area).Valid() && in.Area != "EU" {
		return "", 0, at.Errorf("area", "area %q is a country: choose another name for the area", in.Area)
	}
	if in.ValidTo != nil && *in.ValidTo != "" && *in.ValidTo < in.ValidFrom {
		return "", 0, at.Errorf("valid_to", "valid_to %s is before valid_from %s", *in.ValidTo, in.ValidFrom)
	}
	until := textOf(in.ValidTo)
	if in.ValidTo == nil { // it keeps the day it has
		err := tx.Raw(`SELECT valid_to FROM tax_area WHERE area = ? AND country = ? AND valid_from = ?`, in.Area, in.Country, string(in.ValidFrom)).Scan(&until).Error
		if err != nil {
			return "", 0, err
		}
	}
	var other string
	err := tx.Raw(`SELECT area FROM tax_area WHERE country = ?1 AND NOT (area = ?2 AND valid_from = ?3)
		AND (?4 = '' OR valid_from <= ?4) AND (valid_to = '' OR valid_to >= ?3) LIMIT 1`, in.Country, in.Area, string(in.ValidFrom), until).Scan(&other).Error
	if err == nil && other != "" {
		err = at.Errorf("valid_from", "%s is in %s then: a country is in one area at a time. End that first", in.Country, other)
	}
	if err != nil {
		return "", 0, err
	}
	return dated.Row{
		Kind: AreaKind, Table: "tax_area",
		Key: []dated.Key{{Column: "area", Is: in.Area}, {Column: "country", Is: in.Country}, {Column: "valid_from", Is: string(in.ValidFrom)}},
		Values: []dated.Value{
			{Column: "valid_to", Name: "valid_to", Given: dated.Told(in.ValidTo)},
			{Column: "source", Name: "source", Given: in.Source},
			{Column: "checked_on", Name: "last_checked", Given: dated.Told(in.CheckedOn), Default: string(tx.Today)},
		},
	}.Put(tx, at)
}

func textOf(d *model.Date) string {
	if d == nil {
		return ""
	}
	return string(*d)
}

// Area is a country in an area, in a list.
type Area struct {
	ID        int64      `json:"id"`
	Area      string     `json:"area"`
	Country   string     `json:"country"`
	ValidFrom model.Date `json:"valid_from"`
	ValidTo   string     `json:"valid_to"`
	Source    string     `json:"source"`
	CheckedOn string     `json:"last_checked"`
	Version   int64      `json:"version"`
}

// Areas lists all areas with their countries.
func (s *Service) Areas(ctx context.Context) ([]Area, error) {
	rows := []Area{}
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		return q.Raw(`SELECT id, area, country, valid_from, valid_to, source, checked_on, version FROM tax_area ORDER BY area, country, valid_from`).Scan(&rows).Error
	})
	return rows, err
}
