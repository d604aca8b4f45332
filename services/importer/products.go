package importer

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/importer/sheet"
	"github.com/dropledger/dropledger/services/importer/shopify"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/product"
	"github.com/dropledger/dropledger/services/setting"
)

const kindListing, kindCost = "listing", "standard_cost"

// listing is a product as one shop sells it.
type listing struct {
	ID        int64
	ShopID    int64
	ProductID int64
	ShopKey   string
	Title     string
	Price     *model.Amount
	CompareAt *model.Amount
	Currency  model.Currency
	Status    string
	Barcode   string
}

func (listing) TableName() string { return "listing" }

// standardCost is the shop's own "cost per item" from a day on.
type standardCost struct {
	ID        int64
	ProductID int64
	Cost      model.Amount
	Currency  model.Currency
	ValidFrom model.Date
	Source    string
	BatchID   *int64
}

func (standardCost) TableName() string { return "standard_cost" }

// mergeProducts merges a Shopify products export: products by SKU, their
// listing in this shop, and the cost per item where it is given.
func (b *batch) mergeProducts() error {
	home, err := setting.Home(b.tx.DB)
	if err != nil {
		return err
	}
	reader, err := shopify.NewProducts(b.src)
	if err != nil {
		return err
	}
	sh, err := b.shop("Shopify", home, nil)
	if err != nil {
		return err
	}
	m := productMerge{batch: b, shop: sh, currency: sh.Currency, costs: map[int64]model.Amount{}}
	if m.heirs, err = product.HeirsTx(b.tx); err != nil {
		return err
	}
	if m.currency == "" {
		m.currency = home
	}
	for n := 0; ; n++ {
		v, err := reader.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		b.file.Records++
		if err := m.merge(v); err != nil {
			return err
		}
		if n%64 == 0 {
			if err := b.step("Reading products"); err != nil {
				return err
			}
		}
	}
	b.file.Records += reader.Images()
	b.file.mainCounts(kindProduct)
	return b.resync(m.repriced)
}

// resync works margins out anew where costs changed. A preview need not.
func (b *batch) resync(products []int64) error {
	if b.options.DryRun {
		return nil
	}
	return b.merger.ResyncProducts(products, func(done, all int) error {
		if done%64 == 0 && b.progress != nil {
			b.progress(int64(done), int64(all), "Working out margins anew")
		}
		return b.ctx.Err()
	})
}

// productMerge merges the variants of one export.
type productMerge struct {
	*batch
	shop     *model.Shop
	currency model.Currency
	costs    map[int64]model.Amount // costs this file has set, by product
	heirs    product.Heirs
	repriced []int64
	filled   bool // the product of the variant at hand was completed
}

func (m *productMerge) merge(v *shopify.Variant) error {
	if m.leave[v.Row] {
		v.Refused = true
		v.Problems = append(v.Problems, leftOut(v.Row, "Handle", v.SKU))
	}
	m.file.problems(v.Problems)
	if v.Refused {
		m.seen.refused(m.batch, v.SKU, []int32{int32(v.Row)}, v.Problems)
		return m.note(&trace{kind: kindProduct, outcome: "refused", row: v.Row, message: firstRefusal(v.Problems)})
	}
	row := ArticleRow{Row: v.Row, SKU: v.SKU, Currency: m.currency, ArticleFacts: ArticleFacts{Name: v.Name(), Price: &v.Price, Cost: v.Cost, Status: v.Status}}
	was := row.ArticleFacts
	id, made, err := m.product(v)
	if err != nil {
		return err
	}
	listed, have, err := m.list(id, v)
	if err != nil {
		return err
	}
	cost, err := m.cost(id, v)
	if err != nil {
		return err
	}
	row.Outcome = order.Unchanged
	switch {
	case made || listed == order.Created:
		row.Outcome = order.Created
	case listed != order.Unchanged || cost != nil || m.filled:
		row.Outcome = order.Updated
	}
	if have != nil {
		was.Name, was.Price, was.Status = have.Title, have.Price, have.Status
	}
	row.Effects = listingEffects(made, listed, have, v)
	if cost != nil {
		was.Cost = cost.before
		row.Effects = append(row.Effects, Effect{Kind: cost.kind, On: cost.from})
	}
	if row.Outcome == order.Updated {
		row.Was = &was
	}
	m.seen.article(m.batch, row)
	m.file.kind(kindProduct).count(row.Outcome)
	return m.keepRepairs(v.Row, history.Subject{Kind: kindProduct, ID: id, Key: order.ProductKey(v.SKU, v.Name())})
}

func listingEffects(made bool, listed string, have *listing, v *shopify.Variant) []Effect {
	switch {
	case made:
		return []Effect{{Kind: NewArticle}}
	case listed == order.Created:
		return []Effect{{Kind: NewListing}}
	case have == nil || have.Price == nil || v.Price == *have.Price:
		return nil
	case v.Price > *have.Price:
		return []Effect{{Kind: PriceRises, Amount: v.Price - *have.Price}}
	}
	return []Effect{{Kind: PriceFalls, Amount: *have.Price - v.Price}}
}

// product finds the variant's product by SKU, makes it when it is new, and
// fills in what the book does not know yet. What a person entered stays.
func (m *productMerge) product(v *shopify.Variant) (id int64, made bool, err error) {
	m.filled = false
	key := order.ProductKey(v.SKU, v.Name())
	var p model.Product
	err = m.tx.Where("sku = ?", key).Take(&p).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		p = model.Product{SKU: strings.Clone(key), Name: v.Name(), Brand: v.Vendor, WeightG: v.Grams, Version: 1}
		if err := m.tx.Create(&p).Error; err != nil {
			return 0, false, err
		}
		return p.ID, true, m.keep(&trace{kind: kindProduct, outcome: order.Created, id: p.ID, row: v.Row})
	}
	if err != nil {
		return 0, false, err
	}
	if id := m.heirs.Of(p.ID); id != p.ID {
		return id, false, nil // what a merged one says is not said of the other
	}
	before := p
	if p.Name == "" {
		p.Name = v.Name()
	}
	if p.Brand == "" {
		p.Brand = v.Vendor
	}
	if p.WeightG == nil || *p.WeightG == 0 {
		p.WeightG = v.Grams
	}
	if p.Name == before.Name && p.Brand == before.Brand && p.WeightG == before.WeightG {
		return p.ID, false, nil
	}
	m.filled = true
	err = m.tx.Model(&p).Select("name", "brand", "weight_g").Updates(&p).Error
	if err != nil {
		return 0, false, err
	}
	return p.ID, false, m.keepUpdate(kindProduct, p.ID, v.Row, before)
}

// list brings the shop's listing up to date. It returns the one there was.
func (m *productMerge) list(productID int64, v *shopify.Variant) (string, *listing, error) {
	price := v.Price
	want := listing{
		ShopID: m.shop.ID, ProductID: productID, ShopKey: strings.ReplaceAll(v.Key(), "\x00", " / "), Title: v.Name(), Price: &price,
		CompareAt: v.CompareAt, Currency: m.currency, Status: v.Status, Barcode: v.Barcode,
	}
	var have listing
	err := m.tx.Where("shop_id = ? AND shop_key = ?", want.ShopID, want.ShopKey).Take(&have).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		if err := m.tx.Create(&want).Error; err != nil {
			return "", nil, err
		}
		return order.Created, nil, m.keep(&trace{kind: kindListing, outcome: order.Created, id: want.ID, row: v.Row})
	}
	if err != nil {
		return "", nil, err
	}
	want.ID = have.ID
	if sameListing(&want, &have) {
		return order.Unchanged, &have, nil
	}
	err = m.tx.Model(&want).Select("product_id", "title", "price", "compare_at", "currency", "status", "barcode").Updates(&want).Error
	if err != nil {
		return "", nil, err
	}
	if m.options.DryRun {
		m.file.Changes = append(m.file.Changes, Change{Kind: kindProduct, Key: v.SKU, Row: v.Row, What: describeListing(&have, &want)})
	}
	return order.Updated, &have, m.keepUpdate(kindListing, have.ID, v.Row, have)
}

func sameListing(a, b *listing) bool {
	x, y := *a, *b
	x.Price, y.Price, x.CompareAt, y.CompareAt = nil, nil, nil, nil
	return x == y && samePrice(a.Price, b.Price) && samePrice(a.CompareAt, b.CompareAt)
}

func samePrice(a, b *model.Amount) bool {
	return (a == nil) == (b == nil) && (a == nil || *a == *b)
}

func describeListing(old, now *listing) string {
	if !samePrice(old.Price, now.Price) && old.Price != nil && now.Price != nil {
		return fmt.Sprintf("price %s → %s", old.Price.Text(old.Currency), now.Price.Text(now.Currency))
	}
	if old.Status != now.Status {
		return fmt.Sprintf("status %s → %s", old.Status, now.Status)
	}
	return "title, product or barcode"
}

// costed says from when a cost holds, and what was known before.
type costed struct {
	kind   EffectKind
	from   model.Date // "" for ever
	before *model.Amount
}

// cost keeps the cost per item: the first one known counts since ever, a
// changed one from today on. It returns nil when nothing changes.
func (m *productMerge) cost(productID int64, v *shopify.Variant) (*costed, error) {
	if v.Cost == nil {
		return nil, nil
	}
	if set, ok := m.costs[productID]; ok {
		if set != *v.Cost {
			m.file.problems([]sheet.Problem{{
				Row: v.Row, Column: "Cost per item", Code: "duplicate", Severity: sheet.Warning,
				Message: "the SKU " + v.SKU + " stands in this file with two different costs; the first was taken",
			}})
		}
		return nil, nil
	}
	m.costs[productID] = *v.Cost
	var have []standardCost
	if err := m.tx.Where("product_id = ?", productID).Order("valid_from DESC").Limit(1).Find(&have).Error; err != nil {
		return nil, err
	}
	from, done := model.OpenStart, costed{kind: CostKnown}
	if len(have) > 0 {
		if have[0].Cost == *v.Cost && have[0].Currency == m.currency {
			return nil, nil
		}
		from = m.tx.Today
		done = costed{CostChanged, from, &have[0].Cost}
	}
	m.repriced = append(m.repriced, productID)
	if len(have) > 0 && have[0].ValidFrom == from {
		now := have[0]
		now.Cost, now.Currency = *v.Cost, m.currency
		err := m.tx.Model(&now).Select("cost", "currency").Updates(&now).Error
		return &done, errors.Join(err, m.keepUpdate(kindCost, now.ID, v.Row, have[0]))
	}
	row := standardCost{ProductID: productID, Cost: *v.Cost, Currency: m.currency, ValidFrom: from, Source: m.shop.Name, BatchID: &m.id}
	if err := m.tx.Create(&row).Error; err != nil {
		return nil, err
	}
	return &done, m.keep(&trace{kind: kindCost, outcome: order.Created, id: row.ID, row: v.Row})
}

func (b *batch) keepUpdate(kind string, id int64, row int, before any) error {
	text, err := json.Marshal(before)
	if err != nil {
		return err
	}
	return b.keep(&trace{kind: kind, outcome: order.Updated, id: id, row: row, before: string(text)})
}
