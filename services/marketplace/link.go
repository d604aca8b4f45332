package marketplace

import (
	"context"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/near"
	"github.com/dropledger/dropledger/services/product"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/supplier"
)

// Kinds of record in messages and in the history.
const (
	LinkKind       = "market_link"
	StorefrontKind = "storefront"
)

// LinkInput is the page of a product at a supplier, from a day on.
type LinkInput struct {
	Supplier  string     `json:"supplier" key:"yes" is:"name" max:"120" doc:"The supplier."`
	SKU       string     `json:"sku" key:"yes" is:"sku" default:"the supplier's own page" doc:"Your SKU of the product."`
	ValidFrom model.Date `json:"valid_from" key:"yes" is:"date" default:"today" doc:"The first day the page is there."`
	URL       *string    `json:"url" max:"500" required:"yes" doc:"The address of the page, http or https."`
	Source    *string    `json:"source" doc:"Where it was found."`
	Checked   *string    `json:"last_checked" is:"date" default:"never" doc:"When a person last looked whether it works."`
}

// StorefrontInput says on which site a supplier sells.
type StorefrontInput struct {
	Supplier string `json:"supplier" key:"yes" is:"name" max:"120" doc:"The supplier."`
	Site     string `json:"site" max:"60" default:"none" doc:"The site, such as AliExpress. Its form tells in which order an address is copied."`
}

// Link is a page in a list.
type Link struct {
	ID          int64      `json:"id"`
	Supplier    string     `json:"supplier"`
	SKU         string     `json:"sku"`
	URL         string     `json:"url"`
	ValidFrom   model.Date `json:"valid_from"`
	Source      string     `json:"source"`
	LastChecked string     `json:"last_checked"`
}

// Links lists the pages by supplier and SKU, the latest first.
func (s *Service) Links(ctx context.Context) ([]Link, error) {
	rows := []Link{}
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		return q.Raw(`SELECT k.id, s.name AS supplier, COALESCE(p.sku, '') AS sku, k.url, k.valid_from, k.source, k.checked_on AS last_checked
			FROM market_link k JOIN supplier s ON s.id = k.supplier_id LEFT JOIN product p ON p.id = k.product_id
			ORDER BY s.name_key, p.sku, k.valid_from DESC`).Scan(&rows).Error
	})
	return rows, err
}

// PutLinks creates or changes pages by supplier, SKU and day, all or none.
func (s *Service) PutLinks(ctx context.Context, ins []LinkInput) (record.Result, error) {
	return record.Batch[LinkInput]{
		DB: s.db, Kind: LinkKind, One: putLink,
		Done: func([]int64) { s.bus.OffersChanged.Publish(nil) },
	}.Put(ctx, ins)
}

type linkRow struct {
	ID                     int64
	URL, Source, CheckedOn string
}

func (r *linkRow) values() []history.Value {
	return []history.Value{history.Of("url", r.URL), history.Of("source", r.Source), history.Of("last_checked", r.CheckedOn)}
}

func putLink(tx *store.Tx, at record.Ref, in *LinkInput) (record.Outcome, int64, error) {
	page, err := Page(*in.URL)
	if err != nil {
		return "", 0, at.Because("url", err)
	}
	by, err := supplier.ByNameTx(tx.DB, in.Supplier)
	if err != nil {
		return "", 0, at.Because("supplier", err)
	}
	var of int64
	if in.SKU != "" {
		p, err := product.BySKUTx(tx.DB, in.SKU)
		if err != nil {
			return "", 0, at.Because("sku", err)
		}
		of = p.ID
	}
	if in.ValidFrom == "" {
		in.ValidFrom = tx.Today
	}
	var old linkRow
	err = tx.Raw(`SELECT id, url, source, checked_on FROM market_link WHERE supplier_id = ? AND COALESCE(product_id, 0) = ? AND valid_from = ?`,
		by.ID, of, string(in.ValidFrom)).Scan(&old).Error
	if err != nil {
		return "", 0, err
	}
	now := old
	now.URL = page
	record.Take(&now.Source, in.Source)
	record.Take(&now.CheckedOn, in.Checked)
	subject := history.Subject{Kind: LinkKind, ID: old.ID, Key: at.Key}
	if old.ID == 0 {
		err := tx.Raw(`INSERT INTO market_link (supplier_id, product_id, valid_from, url, source, checked_on) VALUES (?, ?, ?, ?, ?, ?) RETURNING id`,
			by.ID, store.OrNull(of), string(in.ValidFrom), now.URL, now.Source, now.CheckedOn).Scan(&subject.ID).Error
		if err != nil {
			return "", 0, err
		}
		return record.Created, subject.ID, history.Record(tx, subject, history.Created(), "")
	}
	changes := history.Diff(old.values(), now.values())
	if len(changes) == 0 {
		return record.Unchanged, old.ID, nil
	}
	err = tx.Exec(`UPDATE market_link SET url = ?, source = ?, checked_on = ?, version = version + 1 WHERE id = ?`, now.URL, now.Source, now.CheckedOn, old.ID).Error
	if err != nil {
		return "", 0, err
	}
	return record.Updated, old.ID, history.Record(tx, subject, changes, "")
}

// PutStorefronts says on which sites suppliers sell, all or none.
func (s *Service) PutStorefronts(ctx context.Context, ins []StorefrontInput) (record.Result, error) {
	return record.Batch[StorefrontInput]{
		DB: s.db, Kind: StorefrontKind, One: putStorefront,
		Done: func(ids []int64) { s.bus.SuppliersChanged.Publish(ids) },
	}.Put(ctx, ins)
}

func putStorefront(tx *store.Tx, at record.Ref, in *StorefrontInput) (record.Outcome, int64, error) {
	by, err := supplier.ByNameTx(tx.DB, in.Supplier)
	if err != nil {
		return "", 0, at.Because("supplier", err)
	}
	var sites []string
	if err := tx.Raw(`SELECT DISTINCT site FROM market_site ORDER BY site`).Scan(&sites).Error; err != nil {
		return "", 0, err
	}
	key, known := model.NameKey(in.Site), in.Site == ""
	for _, s := range sites {
		known = known || model.NameKey(s) == key
	}
	if !known {
		return "", 0, at.Errorf("site", "the book knows no site called %s.%s Put a %s first", in.Site, near.Hint(in.Site, sites), SiteKind)
	}
	var old string
	if err := tx.Raw(`SELECT site_key FROM storefront WHERE supplier_id = ?`, by.ID).Scan(&old).Error; err != nil {
		return "", 0, err
	}
	outcome, save, args := record.Updated, `INSERT INTO storefront (supplier_id, site_key) VALUES (?, ?)
		ON CONFLICT (supplier_id) DO UPDATE SET site_key = excluded.site_key`, []any{by.ID, key}
	switch {
	case old == key:
		return record.Unchanged, by.ID, nil
	case old == "":
		outcome = record.Created
	case key == "":
		save, args = `DELETE FROM storefront WHERE supplier_id = ?`, []any{by.ID}
	}
	if err := tx.Exec(save, args...).Error; err != nil {
		return "", 0, err
	}
	of := history.Subject{Kind: supplier.Kind, ID: by.ID, Key: by.Name}
	return outcome, by.ID, history.Record(tx, of, []history.Change{{Field: "site", Old: old, New: key}}, "")
}
