package routing_test

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/routing"
)

// given is an allocation with what the book says of its line.
type given struct {
	ID, OrderID, LineID, SupplierID int64
	Quantity                        int64
	SKU, Country, PlacedOn          string
	Currency, TaxMode               string
	Pieces                          int64
	Price, Discount, Tax, Ship      model.Amount
	DeliverBy                       string
	Duties                          model.Amount
	Explanation                     string
}

// audit works every candidate of every allocation out anew.
func (w *world) audit() {
	var all []given
	w.Rows(&all, `SELECT a.id, l.order_id, a.line_id, a.supplier_id, a.quantity, l.sku, o.country, o.placed_on, o.currency, o.tax_mode, l.quantity AS pieces,
			l.price, l.discount, l.tax, l.shipping AS ship, COALESCE(p.deliver_by, '') AS deliver_by, o.duties, a.explanation
		FROM allocation a JOIN order_line l ON l.id = a.line_id JOIN sales_order o ON o.id = l.order_id LEFT JOIN promise p ON p.order_id = o.id
		WHERE o.number LIKE '#%' AND a.cancelled_at = '' ORDER BY a.id`)
	packed, taken := map[int64]map[int64]*crate{}, map[string]int64{}
	for i := range all {
		g := &all[i]
		if packed[g.OrderID] == nil {
			packed[g.OrderID] = map[int64]*crate{}
		}
		boxes := packed[g.OrderID]
		e, err := routing.ParseExplanation(g.Explanation)
		if err != nil {
			w.r.Fatal(err)
		}
		chosen := &e.Candidates[0]
		if chosen.SupplierID != g.SupplierID || int64(e.Quantity) != g.Quantity {
			w.r.Fatalf("it is with %d and %s is explained", g.SupplierID, chosen.Supplier)
		}
		for n := range e.Candidates {
			c := &e.Candidates[n]
			w.candidate(g, c, boxes, taken[fmt.Sprint(c.SupplierID, g.SKU)])
		}
		taken[fmt.Sprint(g.SupplierID, g.SKU)] += g.Quantity
		w.cheapest(&e)
		box := boxes[g.SupplierID].with(w.article(g), rat(chosen.Lines[1].Amount))
		box.late = max(box.late, w.lateDays(g, w.sellers[g.SupplierID], chosen))
		boxes[g.SupplierID] = box
		if i == len(all)-1 || all[i+1].OrderID != g.OrderID {
			w.surveyed(g, chosen)
		}
	}
}

// surveyed looks that who asks for another supplier sees the numbers that were
// kept: of the last allocation of an order nothing has changed since.
func (w *world) surveyed(g *given, chosen *routing.Candidate) {
	err := w.DB.Read(ctx, func(q *gorm.DB) error {
		e, err := routing.Survey(q, w.Today(), g.ID)
		for _, c := range e.Candidates {
			if c.OfferID == chosen.OfferID && c.Number != chosen.Number {
				w.r.Fatalf("%s of %s counts %s now, and %s when it was chosen\n%+v\n%+v", g.SKU, c.Supplier, c.Number, chosen.Number, c, *chosen)
			}
		}
		return err
	})
	if err != nil {
		w.r.Fatal(err)
	}
}

// cheapest looks that nobody able counts less than the one chosen, unless it is
// told that the order counts less so.
func (w *world) cheapest(e *routing.Explanation) {
	if slices.ContainsFunc(e.Why, func(s string) bool {
		return strings.Contains(s, ": together it counts ") || strings.HasPrefix(s, "Nobody can take all")
	}) {
		return
	}
	for _, c := range e.Candidates[1:] {
		if c.Gate == "" && rat(c.Number).Cmp(rat(e.Candidates[0].Number)) < 0 {
			w.r.Fatalf("%s counts %s and %s, which was chosen, %s", c.Supplier, c.Number, e.Chosen, e.Candidates[0].Number)
		}
	}
}

func rat(text string) *big.Rat { return num(text) }

func amountRat(a model.Amount) *big.Rat { return new(big.Rat).SetFrac64(int64(a), 10000) }

// exchange is the newest rate of a day.
func (w *world) exchange(currency, day string) *big.Rat {
	if currency == "EUR" {
		return num("1")
	}
	found := ""
	for _, r := range w.rates[currency] {
		if r[0] <= day {
			found = r[1]
		}
	}
	return num(found)
}

func (w *world) today(currency string) *big.Rat { return w.exchange(currency, w.day) }

// article is the line as customs sees it: what the customer pays without tax.
func (w *world) article(g *given) article {
	net := less(times(whole(g.Pieces), amountRat(g.Price)), amountRat(g.Discount))
	if g.TaxMode == "included" && g.Tax > 0 {
		net = less(net, shared(amountRat(g.Tax), []*big.Rat{net, amountRat(g.Ship)})[0])
	}
	value := cents(times(net, w.exchange(g.Currency, g.PlacedOn)))
	return article{w.hs[g.SKU], "CN", g.Quantity, shared(value, []*big.Rat{whole(g.Quantity), whole(g.Pieces - g.Quantity)})[0]}
}

// candidate compares one candidate with its own working out; so many pieces of it
// are given away already.
func (w *world) candidate(g *given, c *routing.Candidate, boxes map[int64]*crate, taken int64) {
	s, b := w.sellers[c.SupplierID], w.bids[c.OfferID]
	if c.Gate != "" {
		w.out(g, c, taken)
		return
	}
	want := w.own(g, s, boxes[c.SupplierID])
	payer := ""
	if b != nil {
		at := slices.IndexFunc(b.ways, func(x model.ShippingPrice) bool { return x.Service == c.Service })
		want, payer = w.bought(g, b, &b.ways[at], boxes[c.SupplierID]), b.ways[at].DutyPayer
		for i := range b.ways { // and no other service counts less
			other := w.bought(g, b, &b.ways[i], boxes[c.SupplierID])
			w.rest(g, c, s, other, b.ways[i].DutyPayer, w.stated(g, s, b.ways[i].DaysP90), boxes)
			if total(other).Cmp(rat(c.Number)) < 0 {
				w.r.Fatalf("%s counts %s by %s, and %s by %s", c.Supplier, c.Number, c.Service, total(other).FloatString(2), b.ways[i].Service)
			}
		}
	}
	w.rest(g, c, s, want, payer, w.lateDays(g, s, c), boxes)
	told := map[string]*big.Rat{}
	for _, l := range c.Lines {
		told[l.Kind] = rat(l.Amount)
	}
	for kind, amount := range want {
		if amount.Sign() == 0 && told[kind] == nil {
			continue
		}
		if told[kind] == nil || told[kind].Cmp(amount) != 0 {
			w.r.Fatalf("%s of %s to %s: %s is %v, must be %s\n%+v", g.SKU, c.Supplier, g.Country, kind, told[kind], amount.FloatString(2), *c)
		}
		delete(told, kind)
	}
	delete(told, "product")
	delete(told, "shipping")
	if len(told) > 0 || total(want).Cmp(rat(c.Number)) != 0 {
		w.r.Fatalf("%s: %v should not count, and the number %s should be %s", c.Supplier, told, c.Number, total(want).FloatString(2))
	}
}

// out looks that a gate keeps out whom it says it does.
func (w *world) out(g *given, c *routing.Candidate, taken int64) {
	b, right := w.bids[c.OfferID], false
	switch {
	case b == nil: // own stock, of 47 pieces
		right = c.Gate == "stock" && 47-taken < g.Quantity
	case c.Gate == "moq":
		right = g.Quantity < b.least
	case c.Gate == "multiple":
		right = g.Quantity%b.others != 0
	case c.Gate == "stock":
		right = b.stock >= 0 && b.stock-taken < g.Quantity
	}
	if !right {
		w.r.Fatalf("%s is out for %q, with %d given away", c.Supplier, c.Reason, taken)
	}
}

func total(parts map[string]*big.Rat) *big.Rat {
	n := num("0")
	for _, x := range parts {
		n = sum(n, x)
	}
	return n
}

// bought are the parts that the supplier's price makes, by one way of shipping.
func (w *world) bought(g *given, b *bid, way *model.ShippingPrice, box *crate) map[string]*big.Rat {
	unit, reached := b.cost, int64(0)
	for from, cost := range b.breaks {
		if g.Quantity >= from && from > reached {
			unit, reached = cost, from
		}
	}
	coins, rate := decimalsOf(b.currency), w.today(b.currency)
	p := map[string]*big.Rat{
		"product":  cents(times(to(times(num(unit), whole(g.Quantity)), coins), rate)),
		"shipping": cents(times(to(amountRat(way.Cost), coins), rate)),
	}
	foreign := num("0")
	if b.currency != "EUR" {
		foreign = sum(p["product"], p["shipping"])
	}
	if s := b.seller; s.fee != "" && (s.feePer != "order" || box == nil) {
		n := int64(1)
		if s.feePer == "piece" {
			n = g.Quantity
		}
		p["drop_fee"] = cents(times(num(s.fee), whole(n), w.today(s.feeIn)))
		if s.feeIn != "EUR" {
			foreign = sum(foreign, p["drop_fee"])
		}
	}
	w.converts(p, foreign)
	return p
}

// own are the parts of the merchant's own pieces at a 3PL.
func (w *world) own(g *given, s *seller, box *crate) map[string]*big.Rat {
	if !s.own {
		return nil
	}
	there := int64(0)
	if box != nil {
		for _, a := range box.goods {
			there += a.pieces
		}
	}
	parcel := func(first, further string, n int64) *big.Rat {
		if n == 0 {
			return num("0")
		}
		return sum(num(first), times(num(further), whole(n-1)))
	}
	more := func(first, further string) *big.Rat {
		return less(parcel(first, further, there+g.Quantity), parcel(first, further, there))
	}
	rate := w.today("USD")
	p := map[string]*big.Rat{
		"product":   cents(times(w.unit, whole(g.Quantity))),
		"shipping":  cents(times(to(more(s.lane, s.further), 2), rate)),
		"pick_pack": cents(times(more(sum(num(s.pick), num(s.pack)).FloatString(4), s.extra), rate)),
	}
	w.converts(p, sum(p["shipping"], p["pick_pack"]))
	return p
}

// converts adds what the bank takes for what is paid in another currency.
func (w *world) converts(p map[string]*big.Rat, foreign *big.Rat) {
	if percent := w.set["routing.conversion_percent"]; percent != "" {
		p["conversion"] = cents(times(num(percent), num("1/100"), foreign))
	}
}

// rest adds what does not come from the price: customs, a second parcel, late
// days and defects.
func (w *world) rest(g *given, c *routing.Candidate, s *seller, p map[string]*big.Rat, payer string, late int64, boxes map[int64]*crate) {
	mine := boxes[c.SupplierID]
	if payer == "" && (g.Duties > 0 || w.set["documents.incoterm"] == "DDP") {
		payer = "merchant"
	}
	if payer == "merchant" && s.country != "" && s.country != g.Country && (!union(s.country) || !union(g.Country)) {
		b := border{w.law, g.Country, g.PlacedOn, w.today}
		now, then := b.dues(mine.with(w.article(g), p["shipping"])), b.dues(mine)
		p["duty"], p["handling_fee"], p["import_tax"] = less(now.duty, then.duty), less(now.handling, then.handling), less(now.tax, then.tax)
	}
	if cost := w.set["routing.split_cost"]; cost != "" && mine == nil && len(boxes) > 0 {
		p["split"] = num(cost)
	}
	if cost := w.set["routing.late_day_cost"]; cost != "" && g.DeliverBy != "" {
		before := int64(0)
		for _, x := range boxes {
			before = max(before, x.late)
		}
		p["lateness"] = cents(times(num(cost), whole(max(0, late-before))))
	}
	if s.orders >= 10 {
		share := new(big.Rat).Quo(sum(times(num("10"), new(big.Rat).SetFrac64(w.back, w.sent)), whole(s.refunded)), whole(10+s.orders))
		p["defects"] = cents(times(share, sum(p["product"], p["shipping"])))
	}
}

// lateDays are how many days after the promise nine of ten orders come.
func (w *world) lateDays(g *given, s *seller, c *routing.Candidate) int64 {
	return w.stated(g, s, c.Days)
}

func (w *world) stated(g *given, s *seller, days *int) int64 {
	if days == nil || g.DeliverBy == "" {
		return 0
	}
	from := max(model.Date(g.DeliverBy), model.Date(w.day))
	return int64(max(0, from.DaysUntil(model.Date(w.day).AddDays(int(s.handling)+*days))))
}
