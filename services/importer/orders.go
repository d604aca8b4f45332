package importer

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/importer/sheet"
	"github.com/dropledger/dropledger/services/importer/shopify"
	"github.com/dropledger/dropledger/services/order"
)

const kindOrder, kindLine, kindProduct = "order", "line", "product"

// mergeOrders merges a Shopify orders export.
func (b *batch) mergeOrders() error {
	asOf, err := b.newest()
	if err != nil {
		return err
	}
	b.asOf = string(asOf)
	reader, err := shopify.NewOrders(b.src)
	if err != nil {
		return err
	}
	if err := b.mergeAll(reader); err != nil {
		return err
	}
	if err := b.noteProducts(); err != nil {
		return err
	}
	b.file.mainCounts(kindOrder)
	return nil
}

// noteProducts tells of the products that orders named first.
func (b *batch) noteProducts() error {
	if b.looker != nil {
		if n := b.looker.NewProducts(); n > 0 {
			b.file.kind(kindProduct).Created += n
		}
		return nil
	}
	for _, id := range b.merger.NewProducts() {
		if err := b.note(&trace{kind: kindProduct, outcome: order.Created, id: id}); err != nil {
			return err
		}
	}
	return nil
}

// mergeAll merges the orders while the next ones are being read.
func (b *batch) mergeAll(reader *shopify.Orders) error {
	stop := make(chan struct{})
	defer close(stop)
	var shop *model.Shop
	for page := range readAhead(reader, stop) {
		for i := range page.orders {
			r := &page.orders[i]
			var err error
			if shop == nil {
				if shop, err = b.shop("Shopify", r.sales.Currency, page.orders); err != nil {
					return err
				}
			}
			if err := b.mergeOrder(r, shop); err != nil {
				return err
			}
		}
		if page.err != nil {
			return page.err
		}
		if err := b.step("Reading orders"); err != nil {
			return err
		}
	}
	return nil
}

// read is an order as the file has it and as a sales order.
type read struct {
	exported *shopify.Order
	sales    *model.Order
}

type page struct {
	orders []read
	err    error
}

const (
	ordersOfAPage = 64
	pagesAhead    = 4
)

// readAhead reads orders in a goroutine of its own, a few pages ahead of the
// merging, until the file ends, fails, or stop is closed.
func readAhead(reader *shopify.Orders, stop <-chan struct{}) <-chan page {
	pages := make(chan page, pagesAhead)
	go func() {
		defer close(pages)
		for {
			p := readPage(reader)
			ended := errors.Is(p.err, io.EOF)
			if ended {
				p.err = nil
			}
			select {
			case pages <- p:
			case <-stop:
				return
			}
			if ended || p.err != nil {
				return
			}
		}
	}()
	return pages
}

func readPage(reader *shopify.Orders) (p page) {
	defer func() {
		if r := recover(); r != nil { // a defect must not end the program with the book open
			p.err = model.Errorf(model.Internal, "The file could not be read: the program met a defect. Nothing was changed.").Because(fmt.Errorf("%v", r))
		}
	}()
	p.orders = make([]read, 0, ordersOfAPage)
	for len(p.orders) < ordersOfAPage {
		o, err := reader.Next()
		if err != nil {
			p.err = err
			return p
		}
		p.orders = append(p.orders, read{o, toOrder(o)})
	}
	return p
}

func (b *batch) mergeOrder(r *read, shop *model.Shop) error {
	f, o, sales := b.file, r.exported, r.sales
	f.Records += max(len(o.Lines), 1)
	if !o.Refused && (o.TaxMode == "" || !sales.AddsUp()) {
		refuseIncomplete(o)
	}
	if b.leave[o.FirstRow] {
		o.Refused = true
		o.Problems = append(o.Problems, leftOut(o.FirstRow, "Name", o.Number))
	}
	f.problems(o.Problems)
	if o.Refused {
		b.seen.refused(b, o.Number, o.Rows(), o.Problems)
		return b.note(&trace{kind: kindOrder, outcome: "refused", row: o.FirstRow, message: firstRefusal(o.Problems)})
	}
	f.sum(sales)
	m, err := b.mergeOne(sales, shop)
	if err != nil {
		return err
	}
	if err := b.told(&m, r, shop); err != nil {
		return err
	}
	lines := f.kind(kindLine)
	for range o.Lines {
		lines.count(m.Outcome)
	}
	if m.Outcome == order.Created {
		f.kind(kindOrder).count(m.Outcome) // the order itself carries the batch
		return nil
	}
	return b.note(&trace{kind: kindOrder, outcome: m.Outcome, id: m.ID, row: o.FirstRow, before: m.Before})
}

func (b *batch) mergeOne(sales *model.Order, shop *model.Shop) (order.Merged, error) {
	if b.looker != nil {
		return b.looker.Look(sales, shop, b.asOf)
	}
	return b.merger.Merge(sales, shop, b.asOf)
}

// told notes an order's outcome for the preview, and in the history the cells of
// it that a person mended.
func (b *batch) told(m *order.Merged, r *read, shop *model.Shop) error {
	if err := b.seen.order(b, r, m, shop.CashOnDelivery); err != nil {
		return err
	}
	if b.options.DryRun && m.Outcome == order.Updated {
		b.file.Changes = append(b.file.Changes, Change{
			Kind: kindOrder, Key: strings.Clone(r.exported.Number), Row: r.exported.FirstRow, What: order.Describe(m.Old, m.Now),
		})
	}
	if len(b.mended) == 0 {
		return nil
	}
	for _, row := range r.exported.Rows() {
		if err := b.keepRepairs(int(row), history.Subject{Kind: order.Kind, ID: m.ID, Key: shop.Name + " " + r.sales.Number}); err != nil {
			return err
		}
	}
	return nil
}

// refuseIncomplete keeps out an order whose lines do not account for its total:
// half of an order must not be booked or forwarded.
func refuseIncomplete(o *shopify.Order) {
	o.Refused = true
	for i := range o.Problems {
		if o.Problems[i].Code == shopify.LinesMissing {
			o.Problems[i].Severity = sheet.Refusal
			return
		}
	}
	o.Problems = append(o.Problems, sheet.Problem{
		Row: o.FirstRow, Column: "Total", Code: shopify.LinesMissing, Severity: sheet.Refusal,
		Message: "order " + o.Number + " does not add up: its lines, discount, shipping and taxes do not give its total, so lines are missing or the file was changed; export it again",
	})
}

func firstRefusal(problems []sheet.Problem) string {
	for _, p := range problems {
		if p.Severity == sheet.Refusal {
			return p.Message
		}
	}
	return ""
}

// toOrder turns an exported order into a sales order.
func toOrder(o *shopify.Order) *model.Order {
	s := &model.Order{
		Number: o.Number, ExternalID: o.ExternalID, PlacedAt: o.Created.At, PlacedOn: o.Created.On, PaidOn: o.Paid.On,
		FulfilledOn: o.Fulfilled.On, CancelledOn: o.Canceled.On, Currency: o.Currency, Payment: o.Payment, Fulfilment: o.Fulfilment,
		Subtotal: o.Subtotal, Shipping: o.Shipping, Tax: o.Taxes, Total: o.Total, Discount: o.Discount, Duties: o.Duties, Tip: o.Tip,
		Refunded: o.Refunded, Outstanding: o.Outstanding, TaxMode: o.TaxMode, TaxNames: o.TaxNames,
		ShipTo: contact(&o.ShipTo, o), Country: string(o.ShipTo.Country),
		PaymentMethod: o.PaymentMethod, ShippingMethod: o.ShippingMethod, DiscountCode: o.DiscountCode, Source: o.Source,
		Tags: o.Tags, Notes: o.Notes,
	}
	if o.Billing != (shopify.Address{}) {
		s.BillTo = contact(&o.Billing, o)
	}
	if s.Country == "" {
		s.Country = string(o.Billing.Country)
	}
	s.Lines = make([]model.OrderLine, len(o.Lines))
	for i := range o.Lines {
		l := &o.Lines[i]
		s.Lines[i] = model.OrderLine{
			Position: i + 1, SKU: l.SKU, Name: l.Name, Quantity: l.Quantity, Price: l.Price, Discount: l.Discount,
			Shippable: l.RequiresShipping && !l.Tip, Taxable: l.Taxable && !l.Tip, Fulfilment: l.Status, Row: l.Row,
		}
	}
	s.SpreadTotals()
	return s
}

func contact(a *shopify.Address, o *shopify.Order) model.Contact {
	c := model.Contact{
		Email: o.Email, Name: a.Name, Company: a.Company, Address1: a.Address1, Address2: a.Address2, City: a.City, Zip: a.Zip,
		Province: a.Province, Country: string(a.Country), Phone: a.Phone,
	}
	if c.Phone == "" {
		c.Phone = o.Phone
	}
	return c
}

// newest reads how new an export is: the latest moment any of its orders tells.
// It must be known before the first order is merged, hence a pass of its own;
// that pass also meets a broken file before anything is written.
func (b *batch) newest() (model.Instant, error) {
	src, err := sheet.OpenWith(b.src.Path(), b.options.Reading, sheet.Limits{})
	if err != nil {
		return "", err
	}
	defer func() { _ = src.Close() }() // it was only read
	if src.SHA256() != b.src.SHA256() {
		return "", model.Errorf(model.Conflict, "%s was changed while it was read: import it again", b.src.Path())
	}
	header, ok := src.FindHeader(shopify.OrdersLayout())
	if !ok {
		return "", nil // the reader says what is missing
	}
	if err := b.mend(src); err != nil {
		return "", err
	}
	var at []int
	for _, name := range []string{"Created at", "Paid at", "Fulfilled at", "Cancelled at"} {
		at = append(at, header.Columns.Of(name))
	}
	src.SkipTo(header.Row)
	var latest model.Instant
	for n := 0; ; n++ {
		r, err := src.Next()
		if errors.Is(err, io.EOF) {
			return latest, nil
		}
		if err != nil {
			return "", err
		}
		if n%4096 == 0 && b.ctx.Err() != nil {
			return "", b.ctx.Err()
		}
		for _, i := range at {
			cell := r.Cell(i)
			if cell == "" {
				continue
			}
			if when, _, err := sheet.ParseDateTime(cell); err == nil && when > latest {
				latest = when
			}
		}
	}
}
