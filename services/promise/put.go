package promise

import (
	"context"
	"strings"
	"time"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/dated"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/supplier"
)

// Kinds of record in messages and in the history.
const (
	HolidayKind = "holiday"
	WeekKind    = "work_week"
)

// Service keeps the calendars that promises are reckoned by.
type Service struct {
	db  *store.DB
	bus *event.Bus
}

// New returns the calendars of the book.
func New(db *store.DB, bus *event.Bus) *Service { return &Service{db, bus} }

// HolidayInput is a day on which a country, or one supplier, does not work.
type HolidayInput struct {
	Country  string  `json:"country" key:"yes" is:"country" default:"the supplier's" doc:"The country that rests."`
	Day      string  `json:"day" key:"yes" is:"date" doc:"The day."`
	Supplier string  `json:"supplier" key:"yes" is:"name" max:"120" default:"the whole country" doc:"The supplier, when only that one is closed."`
	Name     *string `json:"name" doc:"What the day is called."`
	Source   *string `json:"source" doc:"Where it was found."`
	Checked  *string `json:"last_checked" is:"date" default:"never" doc:"When a person last looked whether it holds."`
}

// WeekInput says on which days of the week a country rests, from a day on.
type WeekInput struct {
	Country   string  `json:"country" key:"yes" is:"country" doc:"The country."`
	ValidFrom string  `json:"valid_from" key:"yes" is:"date" doc:"The first day it holds."`
	DaysOff   *string `json:"days_off" max:"60" default:"sat sun" doc:"The days off, such as fri sat."`
	TimeZone  *string `json:"time_zone" is:"zone" default:"none" doc:"The clock of the country, where it has one only."`
	Source    *string `json:"source" doc:"Where it was found."`
	Checked   *string `json:"last_checked" is:"date" default:"never" doc:"When a person last looked whether it holds."`
}

// PutHolidays creates or changes holidays by country, day and supplier, all or
// none. Promises that were made stay.
func (s *Service) PutHolidays(ctx context.Context, ins []HolidayInput) (record.Result, error) {
	return record.Batch[HolidayInput]{
		DB: s.db, Kind: HolidayKind, One: putHoliday,
		Done: func([]int64) { s.bus.SettingsChanged.Publish(nil) },
	}.Put(ctx, ins)
}

// PutWeeks creates or changes working weeks by country and day, all or none.
func (s *Service) PutWeeks(ctx context.Context, ins []WeekInput) (record.Result, error) {
	return record.Batch[WeekInput]{
		DB: s.db, Kind: WeekKind, One: putWeek,
		Done: func([]int64) { s.bus.SettingsChanged.Publish(nil) },
	}.Put(ctx, ins)
}

// Holiday is a holiday in a list.
type Holiday struct {
	ID       int64      `json:"id"`
	Country  string     `json:"country"`
	Supplier string     `json:"supplier"`
	Day      model.Date `json:"day"`
	Name     string     `json:"name"`
	Source   string     `json:"source"`
	Checked  string     `json:"last_checked"`
	Version  int64      `json:"version"`
}

// Holidays lists the holidays from a day on, the earliest first.
func (s *Service) Holidays(ctx context.Context, from model.Date) ([]Holiday, error) {
	rows := []Holiday{}
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		return q.Raw(`SELECT h.id, h.country, COALESCE(s.name, '') AS supplier, h.day, h.name, h.source, h.checked_on AS checked, h.version
			FROM holiday h LEFT JOIN supplier s ON s.id = h.supplier_id WHERE h.day >= ? ORDER BY h.day, h.country, h.id`, string(from)).Scan(&rows).Error
	})
	return rows, err
}

func putHoliday(tx *store.Tx, at record.Ref, in *HolidayInput) (record.Outcome, int64, error) {
	var by int64
	if in.Supplier != "" {
		s, err := supplier.ByNameTx(tx.DB, in.Supplier)
		if err != nil {
			return "", 0, at.Because("supplier", err)
		}
		by = s.ID
		if in.Country == "" {
			in.Country = s.Country
		}
	}
	if in.Country == "" && by == 0 {
		return "", 0, at.Errorf("country", "country is missing")
	}
	return dated.Row{
		Kind: HolidayKind, Table: "holiday",
		Key: []dated.Key{{Column: "country", Is: in.Country}, {Column: "supplier_id", Is: store.OrNull(by)}, {Column: "day", Is: in.Day}},
		Values: []dated.Value{
			{Column: "name", Name: "name", Given: in.Name},
			{Column: "source", Name: "source", Given: in.Source},
			{Column: "checked_on", Name: "last_checked", Given: in.Checked},
		},
	}.Put(tx, at)
}

func putWeek(tx *store.Tx, at record.Ref, in *WeekInput) (record.Outcome, int64, error) {
	if in.DaysOff != nil {
		off, err := tidyDays(*in.DaysOff)
		if err != nil {
			return "", 0, at.Because("days_off", err)
		}
		in.DaysOff = &off
	}
	return dated.Row{
		Kind: WeekKind, Table: "work_week",
		Key: []dated.Key{{Column: "country", Is: in.Country}, {Column: "valid_from", Is: in.ValidFrom}},
		Values: []dated.Value{
			{Column: "days_off", Name: "days_off", Given: in.DaysOff, Default: "sat sun"},
			{Column: "time_zone", Name: "time_zone", Given: in.TimeZone},
			{Column: "source", Name: "source", Given: in.Source},
			{Column: "checked_on", Name: "last_checked", Given: in.Checked},
		},
	}.Put(tx, at)
}

// tidyDays writes days off in one form; a week without a working day is refused.
func tidyDays(s string) (string, error) {
	off, err := daysOff(s)
	if err != nil {
		return "", err
	}
	if _, err := model.NewCalendar(off); err != nil {
		return "", err
	}
	var words []string
	for i := range 7 { // the week begins on Monday
		if d := (time.Monday + time.Weekday(i)) % 7; off.Has(d) {
			words = append(words, strings.ToLower(d.String())[:3])
		}
	}
	return strings.Join(words, " "), nil
}
