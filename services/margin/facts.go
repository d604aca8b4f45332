package margin

import (
	"cmp"
	"context"
	"slices"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/ledger"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/store"
)

// Fact is one cost behind a sheet, as it is known. Home is what the rows of the
// sheet bear of it, in the book's currency: of a fee on a whole order only the
// share of the lines that are looked at. Amount is all of it, in Currency.
type Fact struct {
	OrderID     int64
	Order, Shop string
	LineID      int64 // 0: of the whole order
	ProductID   int64
	SKU, Goods  string // of the line
	Type        string // that of a cost fact: product, own_stock, supplier_shipping, pick_pack, drop_fee, payment_fee or marketplace_fee
	State       string // estimated, quoted, invoiced or settled
	Supplier    string // "" for none
	Source      string // the document or rule it comes from; of several fees the names one after the other
	Dated       model.Date
	Recorded    model.Instant
	Home        model.Amount
	Whole       model.Amount // all of it, in the book's currency
	Amount      model.Amount
	Currency    model.Currency

	entry int64
}

// Evidence is the facts behind a sheet, the newest first. More tells that there
// are older ones beyond what was asked for.
type Evidence struct {
	Facts []Fact
	More  bool
}

// factTypes are the types of facts a kind of cost consists of.
var factTypes = map[PartName][]string{
	ProductPart:  {"product", "own_stock"},
	ShippingPart: {"supplier_shipping", "drop_fee", "pick_pack"},
	FeesPart:     {"payment_fee", "marketplace_fee"},
}

// Wanted says which facts are asked for: those of one kind, or with "" of all
// kinds, of at most so many of the newest orders.
type Wanted struct {
	Part   PartName
	Orders int
}

// Facts reads cost facts behind a sheet. They add up to what the sheet says of
// their orders.
func Facts(ctx context.Context, db *store.DB, q Query, w Wanted) (Evidence, error) {
	var e Evidence
	err := db.Read(ctx, func(tx *gorm.DB) error {
		s := search{tx: tx, q: &q, part: w.Part}
		if err := s.newest(w.Orders); err != nil || len(s.orders) == 0 {
			return err
		}
		for _, step := range []func() error{s.readLines, s.readFacts, s.readShares} {
			if err := step(); err != nil {
				return err
			}
		}
		e = Evidence{s.facts, s.more}
		return nil
	})
	return e, err
}

// search looks for facts.
type search struct {
	tx     *gorm.DB
	q      *Query
	part   PartName
	orders []int64
	more   bool
	lines  map[int64]bool // of these orders, that the sheet looks at
	dated  map[day]bool   // on which
	facts  []Fact
}

type day struct {
	order int64
	on    model.Date
}

// newest finds the orders.
func (s *search) newest(most int) error {
	t := query.New(`SELECT m.order_id, MAX(m.dated) FROM `)
	if err := s.q.source(s.tx, t); err != nil {
		return err
	}
	t.Add(` WHERE 1 = 1`).In("m.dated", s.q.Period)
	s.q.narrow(t)
	switch s.part {
	case ProductPart:
		t.Add(` AND m.cm1_cost <> 0`)
	case ShippingPart, FeesPart:
		t.Add(` AND m.cm2_cost <> 0`)
	}
	t.Add(` GROUP BY m.order_id ORDER BY 2 DESC, 1 DESC LIMIT ?`, most+1)
	err := t.Rows(s.tx, func(r query.Row) error {
		s.orders = append(s.orders, r.Int(0))
		return nil
	})
	if len(s.orders) > most {
		s.orders, s.more = s.orders[:most], true
	}
	return err
}

// readLines finds which of their lines, on which days, the sheet looks at.
func (s *search) readLines() error {
	s.lines, s.dated = map[int64]bool{}, map[day]bool{}
	t := query.New(`SELECT m.order_id, m.line_id, m.dated FROM `)
	if err := s.q.source(s.tx, t); err != nil {
		return err
	}
	t.Add(` WHERE m.order_id IN (`+list(s.orders)+`)`).In("m.dated", s.q.Period)
	s.q.narrow(t)
	return t.Rows(s.tx, func(r query.Row) error {
		s.lines[r.Int(1)], s.dated[day{r.Int(0), model.Date(r.Text(2))}] = true, true
		return nil
	})
}

// readFacts reads the facts that stand.
func (s *search) readFacts() error {
	t := query.New(`SELECT f.order_id, COALESCE(o.number, ''), COALESCE(h.name, ''), COALESCE(f.line_id, 0), COALESCE(l.product_id, 0), COALESCE(l.sku, ''),
		COALESCE(l.name, ''), f.type, f.state, COALESCE(n.name, ''), f.source, f.dated, f.recorded_at, f.base_amount, f.amount, f.currency, f.entry_id
		FROM cost_fact f LEFT JOIN sales_order o ON o.id = f.order_id LEFT JOIN shop h ON h.id = o.shop_id LEFT JOIN order_line l ON l.id = f.line_id
		LEFT JOIN supplier n ON n.id = f.supplier_id WHERE f.order_id IN (` + list(s.orders) + `)`)
	s.q.standing(t, "f")
	types := factTypes[s.part]
	err := t.Add(` ORDER BY f.id`).Rows(s.tx, func(r query.Row) error {
		f := Fact{
			OrderID: r.Int(0), Order: r.Text(1), Shop: r.Text(2), LineID: r.Int(3), ProductID: r.Int(4), SKU: r.Text(5), Goods: r.Text(6),
			Type: r.Text(7), State: r.Text(8), Supplier: r.Text(9), Source: r.Text(10), Dated: model.Date(r.Text(11)), Recorded: model.Instant(r.Text(12)),
			Home: r.Amount(13), Whole: r.Amount(13), Amount: r.Amount(14), Currency: model.Currency(r.Text(15)), entry: r.Int(16),
		}
		seen := s.dated[day{f.OrderID, f.Dated}] && (f.LineID == 0 || s.lines[f.LineID])
		if seen && (s.part == "" || slices.Contains(types, f.Type)) {
			s.take(f)
		}
		return nil
	})
	slices.SortStableFunc(s.facts, func(a, b Fact) int {
		return cmp.Or(cmp.Compare(b.Dated, a.Dated), cmp.Compare(b.OrderID, a.OrderID))
	})
	return err
}

// take keeps a fact. Fees of one type that one entry booked are one: the entry
// does not tell them apart by line.
func (s *search) take(f Fact) {
	for i := range s.facts {
		o := &s.facts[i]
		if f.LineID == 0 && o.LineID == 0 && o.entry == f.entry && o.Type == f.Type {
			o.Source += ", " + f.Source
			o.Home, o.Whole, o.Amount = o.Home.Add(f.Home), o.Whole.Add(f.Whole), o.Amount.Add(f.Amount)
			return
		}
	}
	s.facts = append(s.facts, f)
}

// feeAccounts are where the fees of a whole order are booked.
var feeAccounts = map[string]ledger.Account{"payment_fee": ledger.PaymentFees, "marketplace_fee": ledger.MarketplaceFees}

// readShares reads from the journal what the lines bear of fees on whole orders.
func (s *search) readShares() error {
	var entries []int64
	for i := range s.facts {
		if s.facts[i].LineID == 0 {
			entries = append(entries, s.facts[i].entry)
		}
	}
	if len(entries) == 0 {
		return nil
	}
	type share struct{ entry, account int64 }
	shares := map[share]model.Amount{}
	err := query.New(`SELECT p.entry_id, p.account_id, p.line_id, p.amount FROM posting p WHERE p.entry_id IN (`+list(entries)+`) AND p.line_id IS NOT NULL`).
		Rows(s.tx, func(r query.Row) error {
			if at := (share{r.Int(0), r.Int(1)}); s.lines[r.Int(2)] {
				shares[at] = shares[at].Add(r.Amount(3))
			}
			return nil
		})
	for i := range s.facts {
		if f := &s.facts[i]; f.LineID == 0 {
			f.Home = shares[share{f.entry, int64(feeAccounts[f.Type])}]
		}
	}
	return err
}

// Lowest reads the orders in a sheet that earned least up to CM3, at most so
// many, the lowest first.
func Lowest(ctx context.Context, db *store.DB, q Query, most int) ([]*Row, error) {
	q.By, q.Step = Order, ""
	var ids []int64
	err := db.Read(ctx, func(tx *gorm.DB) error {
		t := query.New(`SELECT m.order_id, SUM(m.goods - m.discount + m.shipping - m.refund - m.cm1_cost - m.cm2_cost - m.cm3_cost) FROM `)
		if err := q.source(tx, t); err != nil {
			return err
		}
		t.Add(` WHERE 1 = 1`).In("m.dated", q.Period)
		q.narrow(t)
		return t.Add(` GROUP BY m.order_id ORDER BY 2, 1 LIMIT ?`, most).Rows(tx, func(r query.Row) error {
			ids = append(ids, r.Int(0))
			return nil
		})
	})
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	q.Orders = ids
	rows, err := Rows(ctx, db, q)
	slices.SortStableFunc(rows, func(a, b *Row) int { return cmp.Compare(a.CM(3), b.CM(3)) })
	return rows, err
}
