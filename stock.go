package main

import (
	"encoding/json"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/stock"
	"github.com/dropledger/dropledger/services/store"
)

type stockCommand struct {
	listFile
	Supplier string `help:"Only this 3PL."`
	Moves    bool   `xor:"what" help:"What moved, the newest first."`
	Fees     bool   `xor:"what" help:"What the 3PLs charge."`
	Lanes    bool   `xor:"what" help:"What the 3PLs take for sending a parcel."`
	Monthly  bool   `xor:"what" help:"What the 3PLs charge for no order: for taking goods in, and by the month for storage, the account and up to their least; what is due is booked first."`
	Limit    int    `help:"At most so many rows; 0 is all."`
}

// stockRow is what the merchant has of a product at a 3PL. Value and UnitCost
// are in Currency, the book's.
type stockRow struct {
	Supplier string         `json:"supplier"`
	SKU      string         `json:"sku"`
	Name     string         `json:"name"`
	OnHand   model.Quantity `json:"on_hand"`
	Reserved model.Quantity `json:"reserved"`
	Free     model.Quantity `json:"free"`
	Coming   model.Quantity `json:"coming"`
	UnitCost string         `json:"unit_cost"`
	Value    string         `json:"value"`
	Currency model.Currency `json:"currency"`
	LastMove *model.Date    `json:"last_move"`
}

// moveRow is a move with its amounts as decimal text.
type moveRow struct {
	stock.Move
	Currency model.Currency
}

// MarshalJSON writes the amounts as decimal text in the book's currency.
func (m moveRow) MarshalJSON() ([]byte, error) {
	type plain stock.Move
	return json.Marshal(struct {
		plain
		UnitCost string         `json:"unit_cost"`
		Value    string         `json:"value"`
		Currency model.Currency `json:"currency"`
	}{plain(m.Move), m.UnitCost.String(), m.Value.Text(m.Currency), m.Currency})
}

// feeRow and laneRow write their amounts as decimal text.
type feeRow struct{ stock.Fee }

// MarshalJSON writes the amount as decimal text.
func (f feeRow) MarshalJSON() ([]byte, error) {
	type plain stock.Fee
	return json.Marshal(struct {
		plain
		Amount string `json:"amount"`
	}{plain(f.Fee), f.Amount.String()})
}

type laneRow struct{ stock.Lane }

// MarshalJSON writes the amounts as decimal text.
func (l laneRow) MarshalJSON() ([]byte, error) {
	type plain stock.Lane
	return json.Marshal(struct {
		plain
		Cost  string `json:"cost"`
		Extra string `json:"extra"`
	}{plain(l.Lane), l.Cost.String(), l.Extra.String()})
}

// Run lists own stock, its moves, or what 3PLs charge.
func (c *stockCommand) Run(a *app) error {
	switch {
	case c.Moves:
		return list(a, listing{c.listFile, "Stock moves", []string{"id:id", "date:date", "supplier", "sku:id", "kind", "quantity:count", "balance:count", "unit_cost:amount", "value:amount", "currency", "purchase:id", "order:id", "reference", "reason"}}, c.moves(a))
	case c.Fees:
		return list(a, listing{c.listFile, "3PL fees", []string{"supplier", "fee", "per", "amount:amount", "currency", "pieces:count", "valid_from:date", "source", "last_checked:date"}}, func(db *store.DB) ([]feeRow, error) {
			s, err := c.asked(a, db)
			if err != nil {
				return nil, err
			}
			all, err := s.ListFees(a.ctx)
			return narrow(c, all, func(f stock.Fee) string { return f.Supplier }, func(f stock.Fee) feeRow { return feeRow{f} }), err
		})
	case c.Monthly:
		return c.monthly(a)
	case c.Lanes:
		return list(a, listing{c.listFile, "3PL shipping", []string{"supplier", "to", "service", "cost:amount", "extra:amount", "currency", "days_p50:count", "days_p90:count", "valid_from:date", "valid_to:date"}}, func(db *store.DB) ([]laneRow, error) {
			s, err := c.asked(a, db)
			if err != nil {
				return nil, err
			}
			all, err := s.ListLanes(a.ctx)
			return narrow(c, all, func(l stock.Lane) string { return l.Supplier }, func(l stock.Lane) laneRow { return laneRow{l} }), err
		})
	}
	return list(a, listing{c.listFile, "Own stock", []string{"supplier", "sku:id", "name", "on_hand:count", "reserved:count", "free:count", "coming:count", "unit_cost:amount", "value:amount", "currency", "last_move:date"}}, c.balances(a))
}

// chargeRow writes its amounts as decimal text; what a charge does not have is
// null.
type chargeRow struct{ stock.Charge }

// MarshalJSON writes the amounts as decimal text.
func (c chargeRow) MarshalJSON() ([]byte, error) {
	type plain stock.Charge
	only := func(a model.Amount, has bool) *string {
		if !has {
			return nil
		}
		s := a.Text(c.Currency)
		return &s
	}
	return json.Marshal(struct {
		plain
		Least   *string `json:"least"`
		Charged *string `json:"charged"`
		Amount  string  `json:"amount"`
		Base    string  `json:"base_amount"`
	}{plain(c.Charge), only(c.Least, c.Fee == stock.Minimum), only(c.Charge.Charged, c.Fee == stock.Minimum), c.Amount.Text(c.Currency), c.Base.Text(c.Home)})
}

// monthly books what is due and lists what 3PLs charge for no order.
func (c *stockCommand) monthly(a *app) error {
	db, err := a.change()
	if err != nil {
		return err
	}
	if err := stock.New(db, &a.bus).Accrue(a.ctx); err != nil {
		return err
	}
	columns := []string{"month", "date:date", "supplier", "fee", "sku:id", "piece_days:count", "pieces:count", "reference", "least:amount", "charged:amount", "amount:amount", "currency", "base_amount:amount", "entry:id", "source"}
	return list(a, listing{c.listFile, "Charges of 3PLs", columns}, func(db *store.DB) ([]chargeRow, error) {
		s, err := c.asked(a, db)
		if err != nil {
			return nil, err
		}
		all, err := s.Charges(a.ctx)
		return narrow(c, all, func(c stock.Charge) string { return c.Supplier }, func(c stock.Charge) chargeRow { return chargeRow{c} }), err
	})
}

// asked is the own stock of the book, once the 3PL that was named is one.
func (c *stockCommand) asked(a *app, db *store.DB) (*stock.Service, error) {
	s := stock.New(db, &a.bus)
	if c.Supplier == "" {
		return s, nil
	}
	return s, s.Known(a.ctx, c.Supplier)
}

// narrow keeps the rows that were asked for.
func narrow[T, R any](c *stockCommand, all []T, of func(T) string, row func(T) R) []R {
	rows := []R{}
	for _, x := range all {
		if c.Supplier != "" && model.NameKey(of(x)) != model.NameKey(c.Supplier) {
			continue
		}
		if c.Limit > 0 && len(rows) == c.Limit {
			break
		}
		rows = append(rows, row(x))
	}
	return rows
}

func (c *stockCommand) balances(a *app) func(*store.DB) ([]stockRow, error) {
	return func(db *store.DB) ([]stockRow, error) {
		s, err := c.asked(a, db)
		if err != nil {
			return nil, err
		}
		all, home, err := s.Standing(a.ctx)
		return narrow(c, all, func(b stock.Balance) string { return b.Supplier }, func(b stock.Balance) stockRow {
			r := stockRow{
				Supplier: b.Supplier, SKU: b.SKU, Name: b.Name, OnHand: b.OnHand, Reserved: b.Reserved, Free: b.Free(), Coming: b.Coming,
				UnitCost: b.UnitCost().String(), Value: b.Value.Text(home), Currency: home,
			}
			if b.Known {
				r.LastMove = &b.LastMove
			}
			return r
		}), err
	}
}

func (c *stockCommand) moves(a *app) func(*store.DB) ([]moveRow, error) {
	return func(db *store.DB) ([]moveRow, error) {
		s, err := c.asked(a, db)
		if err != nil {
			return nil, err
		}
		all, home, err := s.Moved(a.ctx)
		return narrow(c, all, func(m stock.Move) string { return m.Supplier }, func(m stock.Move) moveRow { return moveRow{m, home} }), err
	}
}
