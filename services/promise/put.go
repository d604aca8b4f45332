package promise

import (
	"context"
	"strings"
	"time"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/history"
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
	var old struct {
		ID      int64
		Name    string
		Source  string
		Checked string
	}
	err := tx.Raw(`SELECT id, name, source, checked_on AS checked FROM holiday WHERE country = ? AND COALESCE(supplier_id, 0) = ? AND day = ?`,
		in.Country, by, in.Day).Scan(&old).Error
	if err != nil {
		return "", 0, err
	}
	now := old
	record.Take(&now.Name, in.Name)
	record.Take(&now.Source, in.Source)
	record.Take(&now.Checked, in.Checked)
	of := history.Subject{Kind: HolidayKind, ID: old.ID, Key: at.Key}
	if old.ID == 0 {
		err := tx.Raw(`INSERT INTO holiday (country, supplier_id, day, name, source, checked_on) VALUES (?, ?, ?, ?, ?, ?) RETURNING id`,
			in.Country, store.OrNull(by), in.Day, now.Name, now.Source, now.Checked).Scan(&of.ID).Error
		if err != nil {
			return "", 0, err
		}
		return record.Created, of.ID, history.Record(tx, of, history.Created(), "")
	}
	changes := history.Diff([]history.Value{history.Of("name", old.Name), history.Of("source", old.Source), history.Of("last_checked", old.Checked)},
		[]history.Value{history.Of("name", now.Name), history.Of("source", now.Source), history.Of("last_checked", now.Checked)})
	if len(changes) == 0 {
		return record.Unchanged, old.ID, nil
	}
	err = tx.Exec(`UPDATE holiday SET name = ?, source = ?, checked_on = ?, version = version + 1 WHERE id = ?`, now.Name, now.Source, now.Checked, old.ID).Error
	if err != nil {
		return "", 0, err
	}
	return record.Updated, old.ID, history.Record(tx, of, changes, "")
}

// weekRow is what of a working week can change.
type weekRow struct {
	ID                               int64
	DaysOff, Zone, Source, CheckedOn string
}

func (w *weekRow) values() []history.Value {
	return []history.Value{history.Of("days_off", w.DaysOff), history.Of("time_zone", w.Zone), history.Of("source", w.Source), history.Of("last_checked", w.CheckedOn)}
}

func putWeek(tx *store.Tx, at record.Ref, in *WeekInput) (record.Outcome, int64, error) {
	var old weekRow
	err := tx.Raw(`SELECT id, days_off, time_zone AS zone, source, checked_on FROM work_week WHERE country = ? AND valid_from = ?`, in.Country, in.ValidFrom).Scan(&old).Error
	if err != nil {
		return "", 0, err
	}
	now := old
	if old.ID == 0 {
		now.DaysOff = "sat sun"
	}
	record.Take(&now.Zone, in.TimeZone)
	record.Take(&now.Source, in.Source)
	record.Take(&now.CheckedOn, in.Checked)
	if in.DaysOff != nil {
		if now.DaysOff, err = tidyDays(*in.DaysOff); err != nil {
			return "", 0, at.Because("days_off", err)
		}
	}
	of := history.Subject{Kind: WeekKind, ID: old.ID, Key: at.Key}
	if old.ID == 0 {
		err := tx.Raw(`INSERT INTO work_week (country, days_off, time_zone, valid_from, source, checked_on) VALUES (?, ?, ?, ?, ?, ?) RETURNING id`,
			in.Country, now.DaysOff, now.Zone, in.ValidFrom, now.Source, now.CheckedOn).Scan(&of.ID).Error
		if err != nil {
			return "", 0, err
		}
		return record.Created, of.ID, history.Record(tx, of, history.Created(), "")
	}
	changes := history.Diff(old.values(), now.values())
	if len(changes) == 0 {
		return record.Unchanged, old.ID, nil
	}
	err = tx.Exec(`UPDATE work_week SET days_off = ?, time_zone = ?, source = ?, checked_on = ?, version = version + 1 WHERE id = ?`,
		now.DaysOff, now.Zone, now.Source, now.CheckedOn, old.ID).Error
	if err != nil {
		return "", 0, err
	}
	return record.Updated, old.ID, history.Record(tx, of, changes, "")
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
	for d := time.Sunday; d <= time.Saturday; d++ {
		if off.Has(d) {
			words = append(words, strings.ToLower(d.String())[:3])
		}
	}
	return strings.Join(words, " "), nil
}
