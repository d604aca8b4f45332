package delivery

import (
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

// AddressInput says what an address needs in a country, from a day on. What is
// nil keeps its value.
type AddressInput struct {
	Country   string     `json:"country" key:"yes" is:"destination" doc:"The country; * is all that have no rule of their own."`
	ValidFrom model.Date `json:"valid_from" key:"yes" is:"date" doc:"The first day it holds."`
	Zip       *bool      `json:"zip" default:"true" doc:"It needs a postcode."`
	Province  *bool      `json:"province" default:"false" doc:"It needs a state or province."`
	Phone     *bool      `json:"phone" default:"false" doc:"It needs a telephone number."`
	Number    *bool      `json:"house_number" default:"false" doc:"The street needs a house number."`
	Source    *string    `json:"source" max:"500" doc:"Where it was found."`
	Checked   *string    `json:"last_checked" is:"date" default:"never" doc:"When a person last looked whether it holds."`
}

// BoxInput says whether shipping services reach post office boxes, from a day
// on. What is nil keeps its value.
type BoxInput struct {
	Word      string     `json:"word" key:"yes" max:"60" doc:"A part of the name of a shipping service, such as dhl express; the longest that fits counts."`
	ValidFrom model.Date `json:"valid_from" key:"yes" is:"date" doc:"The first day it holds."`
	Delivers  *bool      `json:"delivers" default:"false" doc:"It delivers to post office boxes."`
	Source    *string    `json:"source" max:"500" doc:"Where it was found."`
	Checked   *string    `json:"last_checked" is:"date" default:"never" doc:"When a person last looked whether it holds."`
}

type addressRow struct {
	ID                           int64
	Zip, Province, Phone, Number bool
	Source, CheckedOn            string
}

func (r *addressRow) values() []history.Value {
	return []history.Value{
		history.Of("zip", r.Zip), history.Of("province", r.Province), history.Of("phone", r.Phone), history.Of("house_number", r.Number),
		history.Of("source", r.Source), history.Of("last_checked", r.CheckedOn),
	}
}

func putAddress(tx *store.Tx, at record.Ref, in *AddressInput) (record.Outcome, int64, error) {
	var old addressRow
	err := tx.Raw(`SELECT id, zip, province, phone, number, source, checked_on FROM address_rule WHERE country = ? AND valid_from = ?`,
		in.Country, string(in.ValidFrom)).Scan(&old).Error
	if err != nil {
		return "", 0, err
	}
	now := old
	if old.ID == 0 {
		now.Zip = true
	}
	record.Take(&now.Zip, in.Zip)
	record.Take(&now.Province, in.Province)
	record.Take(&now.Phone, in.Phone)
	record.Take(&now.Number, in.Number)
	record.Take(&now.Source, in.Source)
	record.Take(&now.CheckedOn, in.Checked)
	write := func() (id int64, err error) {
		err = tx.Raw(`INSERT INTO address_rule (country, valid_from, zip, province, phone, number, source, checked_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (country, valid_from) DO UPDATE SET zip = excluded.zip, province = excluded.province, phone = excluded.phone,
			number = excluded.number, source = excluded.source, checked_on = excluded.checked_on, version = version + 1 RETURNING id`,
			in.Country, string(in.ValidFrom), now.Zip, now.Province, now.Phone, now.Number, now.Source, now.CheckedOn).Scan(&id).Error
		return id, err
	}
	return keep(tx, history.Subject{Kind: AddressKind, ID: old.ID, Key: at.Key}, history.Diff(old.values(), now.values()), write)
}

type boxRow struct {
	ID                int64
	Delivers          bool
	Source, CheckedOn string
}

func (r *boxRow) values() []history.Value {
	return []history.Value{history.Of("delivers", r.Delivers), history.Of("source", r.Source), history.Of("last_checked", r.CheckedOn)}
}

func putBox(tx *store.Tx, at record.Ref, in *BoxInput) (record.Outcome, int64, error) {
	word := strings.ToLower(in.Word)
	var old boxRow
	err := tx.Raw(`SELECT id, delivers, source, checked_on FROM box_rule WHERE word = ? AND valid_from = ?`, word, string(in.ValidFrom)).Scan(&old).Error
	if err != nil {
		return "", 0, err
	}
	now := old
	record.Take(&now.Delivers, in.Delivers)
	record.Take(&now.Source, in.Source)
	record.Take(&now.CheckedOn, in.Checked)
	write := func() (id int64, err error) {
		err = tx.Raw(`INSERT INTO box_rule (word, valid_from, delivers, source, checked_on) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (word, valid_from) DO UPDATE SET delivers = excluded.delivers, source = excluded.source, checked_on = excluded.checked_on,
			version = version + 1 RETURNING id`, word, string(in.ValidFrom), now.Delivers, now.Source, now.CheckedOn).Scan(&id).Error
		return id, err
	}
	return keep(tx, history.Subject{Kind: BoxKind, ID: old.ID, Key: at.Key}, history.Diff(old.values(), now.values()), write)
}

// keep writes a rule that is new or changed, and its history.
func keep(tx *store.Tx, of history.Subject, changes []history.Change, write func() (int64, error)) (record.Outcome, int64, error) {
	outcome := record.Updated
	switch {
	case of.ID == 0:
		outcome, changes = record.Created, history.Created()
	case len(changes) == 0:
		return record.Unchanged, of.ID, nil
	}
	id, err := write()
	if err != nil {
		return "", 0, err
	}
	of.ID = id
	return outcome, id, history.Record(tx, of, changes, "")
}
