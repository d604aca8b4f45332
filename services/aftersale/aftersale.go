// Package aftersale keeps what went wrong with orders after they were given to
// a supplier: cases, and what is claimed for them. It must not know how they are
// counted against anyone, and it books nothing: money that goes back to a
// customer enters the books with the order's own refund.
package aftersale

import (
	"context"
	"slices"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

// Kind is the kind of record in messages and in the history.
const Kind = "case"

// Service keeps the cases of a book.
type Service struct {
	db  *store.DB
	bus *event.Bus
}

// New returns the cases of the book.
func New(db *store.DB, bus *event.Bus) *Service { return &Service{db, bus} }

// Put creates or changes cases by order, kind and day, all or none.
func (s *Service) Put(ctx context.Context, ins []Input) (record.Result, error) {
	var orders []int64
	return record.Batch[Input]{
		DB: s.db, Kind: Kind,
		One: func(tx *store.Tx, at record.Ref, in *Input) (record.Outcome, int64, error) {
			c, outcome, err := put(tx, at, in)
			if err != nil || outcome == record.Unchanged {
				return outcome, 0, err
			}
			orders = append(orders, c.OrderID)
			return outcome, c.ID, nil
		},
		Done: func([]int64) { s.bus.OrdersChanged.Publish(orders) },
	}.Put(ctx, ins)
}

// Archive puts a case that was entered by mistake away: it no longer counts.
func (s *Service) Archive(ctx context.Context, id int64) error { return s.archive(ctx, id, true) }

// Restore brings a case back that was put away.
func (s *Service) Restore(ctx context.Context, id int64) error { return s.archive(ctx, id, false) }

func (s *Service) archive(ctx context.Context, id int64, away bool) error {
	return s.db.Write(ctx, func(tx *store.Tx) error {
		c, err := load(tx, id)
		if err != nil {
			return err
		}
		_, err = s.Put(tx.Context(), []Input{{ID: id, Order: c.Order, Kind: c.Kind, Opened: string(c.OpenedOn), Archived: &away}})
		return err
	})
}

// sale is a case as it is kept.
type sale struct {
	ID         int64
	OrderID    int64
	Order      string // its number
	Currency   model.Currency
	PlacedOn   model.Date
	Kind       model.CaseKind
	OpenedOn   model.Date
	Resolution string
	ResolvedOn model.Date
	Refund     *model.Amount
	Note       string
	ArchivedAt model.Instant
	Version    int64

	lines []piece
	claim *model.Claim
}

// piece is what of an order line the case is about.
type piece struct {
	LineID   int64
	Quantity model.Quantity
	SKU      string
}

const selectCase = `SELECT c.id, c.order_id, o.number AS "order", o.currency, o.placed_on, c.kind, c.opened_on, c.resolution, c.resolved_on, c.refund, c.note,
	c.archived_at, c.version FROM sales_case c JOIN sales_order o ON o.id = c.order_id WHERE `

func load(tx *store.Tx, id int64) (*sale, error) {
	c, err := one(tx, `c.id = ?`, id)
	if err == nil && c == nil {
		err = model.Errorf(model.NotFound, "This case is no longer in the book: load the list again.")
	}
	return c, err
}

// one reads the case that fits, nil for none.
func one(tx *store.Tx, where string, args ...any) (*sale, error) {
	var c sale
	if err := tx.Raw(selectCase+where, args...).Scan(&c).Error; err != nil || c.ID == 0 {
		return nil, err
	}
	err := tx.Raw(`SELECT x.line_id, x.quantity, CASE l.sku WHEN '' THEN l.name ELSE l.sku END AS sku FROM sales_case_line x
		JOIN order_line l ON l.id = x.line_id WHERE x.case_id = ? ORDER BY x.line_id`, c.ID).Scan(&c.lines).Error
	if err != nil {
		return nil, err
	}
	var claims []claimRow
	if err := tx.Raw(`SELECT * FROM claim WHERE case_id = ?`, c.ID).Scan(&claims).Error; err != nil {
		return nil, err
	}
	if len(claims) > 0 {
		c.claim = claims[0].claim()
	}
	return &c, nil
}

// claimRow is a claim as it is kept.
type claimRow struct {
	Party                 string
	Amount                model.Amount
	Currency              model.Currency
	ClaimedOn, AnsweredOn model.Date
	Accepted, Credited    *model.Amount
}

func (r *claimRow) claim() *model.Claim {
	return &model.Claim{Party: r.Party, Amount: r.Amount, Currency: r.Currency, Claimed: r.ClaimedOn, Answered: r.AnsweredOn, Accepted: r.Accepted, Credited: r.Credited}
}

// put applies one record.
func put(tx *store.Tx, at record.Ref, in *Input) (*sale, record.Outcome, error) {
	old, err := current(tx, at, in)
	if err != nil {
		return nil, "", err
	}
	c := sale{Version: 1}
	if old != nil {
		if err := record.Editable(at, record.State{Version: old.Version, ArchivedAt: old.ArchivedAt}, in.Version, in.Archived); err != nil {
			return nil, "", err
		}
		c = *old
		c.lines = slices.Clone(old.lines)
	}
	if err := in.merge(tx, at, &c); err != nil {
		return nil, "", err
	}
	if old == nil {
		return create(tx, at, &c)
	}
	return update(tx, at, old, &c)
}

func create(tx *store.Tx, at record.Ref, c *sale) (*sale, record.Outcome, error) {
	r := tx.Raw(`INSERT INTO sales_case (order_id, kind, opened_on, resolution, resolved_on, refund, note, archived_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		c.OrderID, string(c.Kind), string(c.OpenedOn), c.Resolution, string(c.ResolvedOn), amount(c.Refund), c.Note, string(c.ArchivedAt)).Scan(&c.ID)
	if r.Error != nil {
		return nil, "", record.Saved(at, "opened", r)
	}
	if err := c.writeParts(tx); err != nil {
		return nil, "", err
	}
	return c, record.Created, history.Record(tx, c.subject(), history.Created(), "")
}

func update(tx *store.Tx, at record.Ref, old, c *sale) (*sale, record.Outcome, error) {
	changes := history.Diff(old.values(), c.values())
	if len(changes) == 0 {
		return c, record.Unchanged, nil
	}
	c.Version++
	r := tx.Exec(`UPDATE sales_case SET kind = ?, opened_on = ?, resolution = ?, resolved_on = ?, refund = ?, note = ?, archived_at = ?, version = ? WHERE id = ?`,
		string(c.Kind), string(c.OpenedOn), c.Resolution, string(c.ResolvedOn), amount(c.Refund), c.Note, string(c.ArchivedAt), c.Version, c.ID)
	if err := record.Saved(at, "opened", r); err != nil {
		return nil, "", err
	}
	if err := c.writeParts(tx); err != nil {
		return nil, "", err
	}
	return c, record.Updated, history.Record(tx, c.subject(), changes, "")
}

// writeParts writes the pieces and the claim.
func (c *sale) writeParts(tx *store.Tx) error {
	if err := tx.Exec(`DELETE FROM sales_case_line WHERE case_id = ?`, c.ID).Error; err != nil {
		return err
	}
	for _, l := range c.lines {
		if err := tx.Exec(`INSERT INTO sales_case_line (case_id, line_id, quantity) VALUES (?, ?, ?)`, c.ID, l.LineID, int64(l.Quantity)).Error; err != nil {
			return err
		}
	}
	if c.claim == nil {
		return nil
	}
	k := c.claim
	return tx.Exec(`INSERT INTO claim (case_id, party, amount, currency, claimed_on, answered_on, accepted, credited) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (case_id) DO UPDATE SET party = excluded.party, amount = excluded.amount, currency = excluded.currency, claimed_on = excluded.claimed_on,
			answered_on = excluded.answered_on, accepted = excluded.accepted, credited = excluded.credited`,
		c.ID, k.Party, int64(k.Amount), string(k.Currency), string(k.Claimed), string(k.Answered), amount(k.Accepted), amount(k.Credited)).Error
}

func amount(a *model.Amount) any {
	if a == nil {
		return nil
	}
	return int64(*a)
}

func (c *sale) subject() history.Subject {
	return history.Subject{Kind: Kind, ID: c.ID, Key: c.Order + " " + string(c.Kind) + " " + string(c.OpenedOn)}
}
