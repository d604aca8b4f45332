package marketplace

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

// SiteKind is the kind of record in messages and in the history.
const SiteKind = "market_site"

// Site is how a site asks for an order, from a day on.
type Site struct {
	ID          int64      `json:"id"`
	Name        string     `json:"site"`
	Key         string     `json:"-"`
	ValidFrom   model.Date `json:"valid_from"`
	Fields      []Part     `json:"fields"`
	Phone       string     `json:"phone"`
	Note        string     `json:"note"`
	Columns     []Column   `json:"columns"` // of its file, none where it takes none
	File        string     `json:"file"`    // csv or xlsx
	Source      string     `json:"source"`
	LastChecked string     `json:"last_checked"`
}

// SiteInput is a site as the put command says it.
type SiteInput struct {
	Site      string    `json:"site" key:"yes" is:"name" max:"60" doc:"The site, in any case."`
	ValidFrom string    `json:"valid_from" key:"yes" is:"date" doc:"The first day its form looks like this."`
	Fields    *[]string `json:"fields" values:"name company address1 address2 city zip province country phone email" default:"name company address1 address2 city zip province country phone" doc:"The parts of an address in the order of its form."`
	Phone     *string   `json:"phone" values:"as_given digits plus_digits" default:"as_given" doc:"How it takes a telephone number."`
	Note      *string   `json:"note" max:"200" default:"a request for neutral packing" doc:"What the seller is asked."`
	Columns   *[]Column `json:"columns" default:"none" doc:"The columns of the file that it takes for many orders."`
	File      *string   `json:"file" values:"csv xlsx" default:"csv" doc:"The kind of that file."`
	Source    *string   `json:"source" doc:"Where it was found."`
	Checked   *string   `json:"last_checked" is:"date" default:"never" doc:"When a person last compared it with the site."`
}

type siteRow struct {
	ID                                                    int64
	Site, SiteKey, ValidFrom                              string
	Fields, Phone, Note, Columns, File, Source, CheckedOn string
}

const siteColumns = `id, site, site_key, valid_from, fields, phone, note, columns, file, source, checked_on`

func (r *siteRow) site() (Site, error) {
	s := Site{
		ID: r.ID, Name: r.Site, Key: r.SiteKey, ValidFrom: model.Date(r.ValidFrom), Phone: r.Phone, Note: r.Note, Columns: []Column{}, File: r.File,
		Source: r.Source, LastChecked: r.CheckedOn,
	}
	for _, f := range strings.Fields(r.Fields) {
		s.Fields = append(s.Fields, Part(f))
	}
	if r.Columns == "" {
		return s, nil
	}
	if err := json.Unmarshal([]byte(r.Columns), &s.Columns); err != nil {
		return s, model.Errorf(model.Damaged, "The columns of %s cannot be read: enter them again.", r.Site).Because(err)
	}
	return s, nil
}

// Sites lists the forms by site, the latest first.
func (s *Service) Sites(ctx context.Context) ([]Site, error) {
	all := []Site{}
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		var rows []siteRow
		if err := q.Raw(`SELECT ` + siteColumns + ` FROM market_site ORDER BY site_key, valid_from DESC`).Scan(&rows).Error; err != nil {
			return err
		}
		for i := range rows {
			site, err := rows[i].site()
			if err != nil {
				return err
			}
			all = append(all, site)
		}
		return nil
	})
	return all, err
}

// siteOf is the form of a supplier's site on a day; one without a name where the
// supplier's site is not known.
func siteOf(q *gorm.DB, supplierID int64, on model.Date) (Site, error) {
	var r siteRow
	err := q.Raw(`SELECT `+siteColumns+` FROM market_site WHERE site_key = (SELECT site_key FROM storefront WHERE supplier_id = ?)
		AND valid_from <= ? ORDER BY valid_from DESC LIMIT 1`, supplierID, string(on)).Scan(&r).Error
	if err != nil || r.ID == 0 {
		return Site{Phone: AsGiven}, err
	}
	return r.site()
}

// PutSites creates or changes the forms of sites by site and day, all or none.
func (s *Service) PutSites(ctx context.Context, ins []SiteInput) (record.Result, error) {
	return record.Batch[SiteInput]{
		DB: s.db, Kind: SiteKind, One: putSite,
		Done: func([]int64) { s.bus.SettingsChanged.Publish(nil) },
	}.Put(ctx, ins)
}

func putSite(tx *store.Tx, at record.Ref, in *SiteInput) (record.Outcome, int64, error) {
	var old siteRow
	key := model.NameKey(in.Site)
	if err := tx.Raw(`SELECT `+siteColumns+` FROM market_site WHERE site_key = ? AND valid_from = ?`, key, in.ValidFrom).Scan(&old).Error; err != nil {
		return "", 0, err
	}
	now := old
	if old.ID == 0 {
		now.Phone, now.Fields, now.File = AsGiven, joined(generic), FileCSV
	}
	record.Take(&now.Phone, in.Phone)
	record.Take(&now.Note, in.Note)
	record.Take(&now.File, in.File)
	record.Take(&now.Source, in.Source)
	record.Take(&now.CheckedOn, in.Checked)
	if in.Fields != nil {
		if now.Fields = strings.Join(*in.Fields, " "); now.Fields == "" || doubled(*in.Fields) {
			return "", 0, at.Errorf("fields", "name each part of the address once, in the order of the form")
		}
	}
	if in.Columns != nil {
		text, err := columnText(at, *in.Columns)
		if err != nil {
			return "", 0, err
		}
		now.Columns = text
	}
	of := history.Subject{Kind: SiteKind, ID: old.ID, Key: at.Key}
	if old.ID == 0 {
		err := tx.Raw(`INSERT INTO market_site (site, site_key, valid_from, fields, phone, note, columns, file, source, checked_on)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
			in.Site, key, in.ValidFrom, now.Fields, now.Phone, now.Note, now.Columns, now.File, now.Source, now.CheckedOn).Scan(&of.ID).Error
		if err != nil {
			return "", 0, err
		}
		return record.Created, of.ID, history.Record(tx, of, history.Created(), "")
	}
	changes := history.Diff(old.values(), now.values())
	if len(changes) == 0 {
		return record.Unchanged, old.ID, nil
	}
	err := tx.Exec(`UPDATE market_site SET fields = ?, phone = ?, note = ?, columns = ?, file = ?, source = ?, checked_on = ?, version = version + 1 WHERE id = ?`,
		now.Fields, now.Phone, now.Note, now.Columns, now.File, now.Source, now.CheckedOn, old.ID).Error
	if err != nil {
		return "", 0, err
	}
	return record.Updated, old.ID, history.Record(tx, of, changes, "")
}

func (r *siteRow) values() []history.Value {
	return []history.Value{
		history.Of("fields", r.Fields), history.Of("phone", r.Phone), history.Of("note", r.Note), history.Of("columns", r.Columns), history.Of("file", r.File),
		history.Of("source", r.Source), history.Of("last_checked", r.CheckedOn),
	}
}

func joined(parts []Part) string {
	words := make([]string, len(parts))
	for i, p := range parts {
		words[i] = string(p)
	}
	return strings.Join(words, " ")
}

func doubled(words []string) bool {
	sorted := slices.Sorted(slices.Values(words))
	return len(slices.Compact(sorted)) < len(words)
}
