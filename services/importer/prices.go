package importer

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/importer/pricelist"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/product"
	"github.com/dropledger/dropledger/services/sourcing"
	"github.com/dropledger/dropledger/services/supplier"
)

const kindOffer, kindStock = "offer", "stock"

// mergePrices merges a supplier's price and stock list.
func (b *batch) mergePrices() error {
	if b.options.Supplier == "" {
		return model.FieldErrorf("supplier", "Say whose price list %s is. Nothing was changed.", b.file.Path)
	}
	s, err := supplier.ByNameTx(b.tx.DB, b.options.Supplier)
	if err != nil {
		return err
	}
	b.supplier, b.seen.Supplier = s.ID, s.Name
	m, err := b.mapping(s.ID)
	if err != nil {
		return err
	}
	items, err := pricelist.Read(b.ctx, b.src, m)
	if err != nil {
		return err
	}
	p := priceMerge{batch: b, supplier: &s, book: sourcing.NewBook(b.tx.DB), currency: m.Currency, seenIDs: map[int64]bool{}}
	if err := p.book.Preload(); err != nil {
		return err
	}
	if p.heirs, err = product.HeirsTx(b.tx); err != nil {
		return err
	}
	if p.counted, err = b.countedOn(); err != nil {
		return err
	}
	for i := range items {
		b.file.Records++
		if err := p.merge(&items[i]); err != nil {
			return err
		}
		if i%64 == 0 {
			if err := b.step("Reading prices"); err != nil {
				return err
			}
		}
	}
	if err := p.vanished(); err != nil {
		return err
	}
	b.file.mainCounts(kindOffer)
	if b.file.Created+b.file.Updated+b.file.Unchanged+b.file.Refused == 0 {
		b.file.mainCounts(kindStock) // a list of stock without prices
	}
	if err := priceDrawer(s.ID).keep(b.tx, m.Key, m); err != nil {
		return err
	}
	return b.resync(p.repriced)
}

// mapping is the one remembered for this supplier and header, else the proposed
// one; columns the person named go before both.
func (b *batch) mapping(supplierID int64) (pricelist.Mapping, error) {
	m := pricelist.ProposeFor(b.src)
	before, err := kept[pricelist.Mapping](b.q, priceDrawer(supplierID), m.Key)
	if err != nil {
		return m, err
	}
	if before != nil && before.Fields != nil {
		m = *before
	}
	if err := assignColumns(b, m.Fields, pricelist.Fields); err != nil {
		return m, err
	}
	w := b.options.Written
	m.Decimal, m.Dates, m.Currency = cmp.Or(w.Decimal, m.Decimal), cmp.Or(w.Dates, m.Dates), cmp.Or(w.Currency, m.Currency)
	b.seen.Mapping = &m
	return m, nil
}

// countedOn is the day a list's stock is taken to be counted: today, or the day
// this very file first came in, so that bringing it again changes nothing.
func (b *batch) countedOn() (model.Date, error) {
	var first string
	err := b.tx.Raw(`SELECT COALESCE(MIN(imported_at), '') FROM import_batch WHERE sha256 = ? AND supplier_id = ? AND undone_at = '' AND id <> ?`,
		b.src.SHA256(), b.supplier, b.id).Scan(&first).Error
	if err != nil || first == "" {
		return b.tx.Today, err
	}
	return model.Date(first[:10]), nil
}

// priceMerge merges the articles of one list.
type priceMerge struct {
	*batch
	supplier *model.Supplier
	book     *sourcing.Book
	currency model.Currency
	counted  model.Date
	seenIDs  map[int64]bool
	heirs    product.Heirs
	counts   bool // the list says how many there are
	repriced []int64
}

func (p *priceMerge) merge(it *pricelist.Item) error {
	if p.leave[it.Row] {
		it.Refused = true
		it.Problems = append(it.Problems, leftOut(it.Row, "", it.SupplierSKU))
	}
	p.file.problems(it.Problems)
	if it.Refused {
		p.seen.refused(p.batch, cmp.Or(it.SupplierSKU, it.SKU, it.EAN), []int32{int32(it.Row)}, it.Problems)
		return p.note(&trace{kind: kindOffer, outcome: "refused", row: it.Row, message: firstRefusal(it.Problems)})
	}
	id, made, err := p.product(it)
	if err == nil {
		id, err = p.heir(id, it)
	}
	if err != nil {
		return err
	}
	p.seenIDs[id] = true
	row := p.row(it)
	if made {
		row.Effects = append(row.Effects, Effect{Kind: NewArticle})
	}
	if err := p.change(&row, id, it); err != nil {
		return err
	}
	if made {
		row.Outcome, row.Was = order.Created, nil
	}
	p.seen.article(p.batch, row)
	return p.keepRepairs(it.Row, history.Subject{Kind: kindProduct, ID: id, Key: cmp.Or(it.SKU, it.SupplierSKU, it.EAN)})
}

// row is the article as the preview shows it before it is known what it changes.
func (p *priceMerge) row(it *pricelist.Item) ArticleRow {
	return ArticleRow{
		Row: it.Row, Outcome: order.Unchanged, SKU: it.SKU, Key: it.SupplierSKU, Currency: cmp.Or(it.Currency, p.currency, p.supplier.Currency),
		ArticleFacts: ArticleFacts{Name: it.Name, Cost: it.Cost, Stock: it.Stock, MOQ: it.MOQ},
	}
}

// change brings price and stock in and notes in the row what that changes.
func (p *priceMerge) change(row *ArticleRow, id int64, it *pricelist.Item) error {
	if it.Cost != nil && !it.NoDrop {
		if err := p.offer(id, it, row); err != nil {
			return err
		}
	}
	stock := it.Stock
	if it.NoDrop {
		stock = new(int64) // what may not be dropshipped is not there for us
		row.Effects = append(row.Effects, Effect{Kind: NotForDrop})
	}
	if stock == nil {
		return nil
	}
	p.counts = true
	row.Stock = stock
	return p.stock(id, model.Quantity(*stock), row)
}

// product finds the article in the catalogue: by the merchant's own SKU, by
// what this supplier called it before, by its barcode; else it is new.
func (p *priceMerge) product(it *pricelist.Item) (id int64, made bool, err error) {
	if it.SKU == "" {
		for _, q := range []struct{ query, value string }{
			{`SELECT product_id FROM offer WHERE supplier_id = ? AND supplier_sku = ? ORDER BY valid_from DESC LIMIT 1`, it.SupplierSKU},
			{`SELECT product_id FROM listing WHERE ? > 0 AND barcode = ? LIMIT 1`, it.EAN},
		} {
			if q.value == "" {
				continue
			}
			if err := p.tx.Raw(q.query, p.supplier.ID, q.value).Scan(&id).Error; err != nil || id != 0 {
				return id, false, err
			}
		}
	}
	sku := it.SKU
	for _, s := range []string{it.SupplierSKU, it.EAN} {
		if sku == "" {
			sku = s
		}
	}
	id, made, err = product.Ensure(p.tx, strings.Clone(sku), it.Name)
	if err == nil && made {
		err = p.note(&trace{kind: kindProduct, outcome: order.Created, id: id, row: it.Row})
	}
	return id, made, err
}

// heir is what a product was merged into, unless this supplier asks a price of
// its own for that: two rows would take turns in changing it.
func (p *priceMerge) heir(id int64, it *pricelist.Item) (int64, error) {
	into := p.heirs.Of(id)
	if into == id {
		return id, nil
	}
	var others int64
	err := p.tx.Raw(`SELECT COUNT(*) FROM offer WHERE supplier_id = ? AND product_id = ? AND supplier_sku <> ?`, p.supplier.ID, into, it.SupplierSKU).Scan(&others).Error
	if others > 0 {
		return id, err
	}
	return into, err
}

func (p *priceMerge) offer(productID int64, it *pricelist.Item, row *ArticleRow) error {
	breaks := it.Breaks
	if breaks == nil {
		breaks = []model.PriceBreak{}
	}
	outcome, id, before, err := p.book.ApplyOffer(p.tx, model.Offer{
		SupplierID: p.supplier.ID, ProductID: productID, SupplierSKU: it.SupplierSKU, Cost: *it.Cost, Currency: cmp.Or(it.Currency, p.currency), MOQ: it.MOQ,
		Multiple: it.Multiple, ValidFrom: it.ValidFrom, ValidTo: it.ValidTo, Breaks: breaks,
		Source: "price list " + p.file.name(), BatchID: &p.id,
	})
	if err != nil {
		return err
	}
	if outcome != order.Unchanged {
		p.repriced = append(p.repriced, productID)
		p.priced(row, it, outcome, before)
	}
	return p.noteBefore(&trace{kind: kindOffer, outcome: outcome, id: id, row: it.Row}, before)
}

// priced notes what a new price changes. before is the price there was.
func (p *priceMerge) priced(row *ArticleRow, it *pricelist.Item, outcome string, before *model.Offer) {
	if before == nil {
		row.Outcome = outcome
		row.Effects = append(row.Effects, Effect{Kind: FirstPrice})
		return
	}
	was := row.ArticleFacts
	was.Cost, was.MOQ = &before.Cost, before.MOQ
	row.Outcome, row.Was = order.Updated, &was
	if row.MOQ == 0 {
		was.MOQ = 0 // a list that does not say leaves it as it is
	}
	row.Currency = cmp.Or(it.Currency, p.currency, before.Currency)
	switch by := *row.Cost - before.Cost; {
	case before.Currency != row.Currency || by == 0:
		row.Effects = append(row.Effects, Effect{Kind: TermsChanged})
	case by > 0:
		row.Effects = append(row.Effects, Effect{Kind: PriceRises, Amount: by})
	default:
		row.Effects = append(row.Effects, Effect{Kind: PriceFalls, Amount: -by})
	}
	if p.options.DryRun && before.Cost != *row.Cost {
		p.file.Changes = append(p.file.Changes, Change{
			Kind: kindOffer, Key: row.Key, Row: row.Row, What: fmt.Sprintf("price %s → %s %s", before.Cost, *row.Cost, before.Currency),
		})
	}
}

func (p *priceMerge) stock(productID int64, quantity model.Quantity, row *ArticleRow) error {
	var had []int64
	err := p.tx.Raw(`SELECT quantity FROM stock_count WHERE supplier_id = ? AND product_id = ? ORDER BY counted_on DESC LIMIT 1`,
		p.supplier.ID, productID).Scan(&had).Error
	if err != nil {
		return err
	}
	outcome, id, before, err := p.book.ApplyStock(p.tx, model.StockCount{
		SupplierID: p.supplier.ID, ProductID: productID, Quantity: quantity, CountedOn: p.counted, BatchID: &p.id,
	})
	if err != nil {
		return err
	}
	if outcome != order.Unchanged {
		row.counted(had, quantity)
	}
	return p.noteBefore(&trace{kind: kindStock, outcome: outcome, id: id, row: row.Row}, before)
}

// counted notes what a new count changes; had is the one before, if any.
func (r *ArticleRow) counted(had []int64, now model.Quantity) {
	e := Effect{Kind: StockCounted, N: int(now)}
	switch {
	case len(had) > 0 && had[0] == int64(now):
		e.Kind = StockSame
	case now == 0:
		e.Kind = OutOfStock
	}
	r.Effects = append(r.Effects, e)
	if len(had) == 0 {
		if r.Was == nil && r.Outcome == order.Unchanged {
			r.Outcome = order.Created
		}
		return
	}
	if e.Kind == StockSame && r.Was == nil {
		return
	}
	if r.Was == nil {
		was := r.ArticleFacts
		r.Was = &was
	}
	r.Outcome, r.Was.Stock = order.Updated, &had[0]
}

// noteBefore keeps an outcome with what it replaced.
func (p *priceMerge) noteBefore(t *trace, before any) error {
	if t.outcome != order.Unchanged {
		b, err := json.Marshal(before)
		if err != nil {
			return err
		}
		t.before = string(b)
	}
	return p.note(t)
}

// vanished counts as gone what earlier lists of the supplier had in stock and
// this one leaves out. When more than a fifth is
// missing the list is probably only a part, and nothing is done.
func (p *priceMerge) vanished() error {
	if !p.counts {
		return nil
	}
	var had []int64
	err := p.tx.Raw(`SELECT s.product_id FROM stock_count s WHERE s.supplier_id = ? AND s.batch_id IS NOT NULL AND s.quantity > 0
		AND s.counted_on = (SELECT MAX(n.counted_on) FROM stock_count n WHERE n.supplier_id = s.supplier_id AND n.product_id = s.product_id)
		AND s.counted_on < ?`, p.supplier.ID, string(p.counted)).Scan(&had).Error
	if err != nil {
		return err
	}
	missing := slices.DeleteFunc(slices.Clone(had), func(id int64) bool { return p.seenIDs[id] })
	if len(missing) == 0 {
		return nil
	}
	if len(missing)*5 > len(had) {
		p.file.Notes = append(p.file.Notes, fmt.Sprintf("%d of the %d articles this supplier had in stock are not in this list. "+
			"It is probably only a part of the list, so their stock was left as it was.", len(missing), len(had)))
		return nil
	}
	for _, id := range missing {
		if err := p.stock(id, 0, &ArticleRow{}); err != nil { // no row of the file says so
			return err
		}
	}
	p.file.Notes = append(p.file.Notes, fmt.Sprintf("%d articles are no longer in the list and count as out of stock.", len(missing)))
	return nil
}

// takeBackPrice undoes one offer or stock count.
func (u *undoing) takeBackPrice(r record) error {
	if r.Kind == kindStock {
		before, err := was[model.StockCount](r)
		if err != nil {
			return err
		}
		return sourcing.UndoStock(u.tx, r.Outcome, r.RecordID, before)
	}
	var o struct{ ProductID, Given int64 }
	err := u.tx.Raw(`SELECT product_id, (SELECT COUNT(*) FROM allocation WHERE offer_id = offer.id) AS given FROM offer WHERE id = ?`, r.RecordID).Scan(&o).Error
	if err != nil {
		return err
	}
	if o.Given > 0 && r.Outcome == order.Created {
		return model.Errorf(model.Refused, "Lines were given to the supplier at one of its prices.")
	}
	u.repriced = append(u.repriced, o.ProductID)
	before, err := was[model.Offer](r)
	if err != nil {
		return err
	}
	return sourcing.UndoOffer(u.tx, r.Outcome, r.RecordID, before)
}

// was reads what a record replaced, nil for nothing.
func was[T any](r record) (*T, error) {
	var before *T
	if err := json.Unmarshal([]byte(r.Before), &before); err != nil {
		return nil, model.Errorf(model.Damaged, "What the import replaced (%s %d) cannot be read. Restore a backup instead.", r.Kind, r.RecordID).Because(err)
	}
	return before, nil
}
