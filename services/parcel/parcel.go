// Package parcel follows what left for customers until they have it: parcels,
// what is in them and what happened to them on the way, and which of them need
// a person. Purchase orders take their state from the pieces in their parcels.
//
// It must not know how orders are routed or forwarded, nor how anything looks.
package parcel

import (
	"context"
	"slices"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

// Kind is the kind of record in messages and in the history.
const Kind = "parcel"

// Service keeps the parcels of a book.
type Service struct {
	db  *store.DB
	bus *event.Bus
}

// New returns the parcels of the book.
func New(db *store.DB, bus *event.Bus) *Service { return &Service{db, bus} }

// parcel is a row of the table, as it is kept.
type parcel struct {
	ID          int64
	Tracking    string
	TrackingKey string
	Carrier     string
	CarrierKey  string
	PurchaseID  int64
	Purchase    string // its number
	ShippedOn   model.Date
	ScannedOn   model.Date
	DeliveredOn model.Date
	State       model.ParcelState
	CreatedAt   model.Instant
	VerifiedOn  model.Date // a person looked whether all is well, after the delivery
	ArchivedAt  model.Instant
	Condition   string // in which it came back to its sender, "" unknown
	NextStep    string // what is to be done with what came back, "" undecided
	Version     int64

	lines []piece
}

// piece is what of an order line is in a parcel. ref names it for people, order
// is its order's number.
type piece struct {
	LineID     int64
	Quantity   model.Quantity
	Extra      model.Quantity
	Back       model.Quantity // that came back to the sender
	ref, order string
}

// trackingKey is a number without blanks and case, as carriers compare them.
func trackingKey(s string) string { return strings.ToUpper(strings.Join(strings.Fields(s), "")) }

// Put creates or changes parcels by tracking number and carrier, all or none.
// The purchase orders concerned take the state their pieces make.
func (s *Service) Put(ctx context.Context, ins []Input) (record.Result, error) {
	var r record.Result
	err := s.db.Write(ctx, func(tx *store.Tx) error {
		c := newConcerned()
		var err error
		r, err = record.Batch[Input]{
			DB: s.db, Kind: Kind,
			One: func(tx *store.Tx, at record.Ref, in *Input) (record.Outcome, int64, error) { return put(tx, at, in, c) },
		}.Put(tx.Context(), ins)
		if err != nil || r.Created+r.Updated == 0 {
			return err
		}
		if err := c.settle(tx); err != nil {
			return err
		}
		orders, err := c.orders(tx)
		if err != nil {
			return err
		}
		tx.After(func() {
			s.bus.PurchasesChanged.Publish(nil)
			s.bus.OrdersChanged.Publish(orders)
		})
		return nil
	})
	if err != nil {
		return record.Result{}, err
	}
	return r, nil
}

// Archive puts a parcel that was entered by mistake away: its pieces no longer
// count. key is the tracking number, followed by a blank and the carrier where
// several carriers use it.
func (s *Service) Archive(ctx context.Context, key string) error { return s.archive(ctx, key, true) }

// Restore brings a parcel back that was put away.
func (s *Service) Restore(ctx context.Context, key string) error { return s.archive(ctx, key, false) }

func (s *Service) archive(ctx context.Context, key string, away bool) error {
	return s.db.Write(ctx, func(tx *store.Tx) error {
		id, err := find(tx.DB, key)
		if err != nil {
			return err
		}
		p, err := load(tx, id)
		if err != nil {
			return err
		}
		_, err = s.Put(tx.Context(), []Input{{ID: id, Tracking: p.Tracking, Archived: &away}})
		return err
	})
}

// concerned are the purchase orders and order lines that a put touched.
type concerned struct{ purchases, lines map[int64]bool }

func newConcerned() *concerned { return &concerned{map[int64]bool{}, map[int64]bool{}} }

func (c *concerned) add(p *parcel) {
	if p == nil {
		return
	}
	if p.PurchaseID != 0 {
		c.purchases[p.PurchaseID] = true
	}
	for _, l := range p.lines {
		c.lines[l.LineID] = true
	}
}

// orders lists the sales orders of the lines.
func (c *concerned) orders(tx *store.Tx) ([]int64, error) {
	return c.listed(tx, `SELECT DISTINCT order_id FROM order_line WHERE id IN (SELECT value FROM json_each(?)) ORDER BY order_id`)
}

func sorted(set map[int64]bool) []int64 {
	ids := make([]int64, 0, len(set))
	for id := range set {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// put applies one record.
func put(tx *store.Tx, at record.Ref, in *Input, c *concerned) (record.Outcome, int64, error) {
	old, err := current(tx, at, in)
	if err != nil {
		return "", 0, err
	}
	p := parcel{State: model.LabelMade, CreatedAt: tx.Now, Version: 1}
	if old != nil {
		if err := record.Editable(at, record.State{Version: old.Version, ArchivedAt: old.ArchivedAt}, in.Version, in.Archived); err != nil {
			return "", 0, err
		}
		p = *old
		p.lines = slices.Clone(old.lines)
	}
	in.before = old
	if err := in.merge(tx, at, &p); err != nil {
		return "", 0, err
	}
	if err := in.fill(tx, at, &p, old == nil); err != nil {
		return "", 0, err
	}
	if err := in.afterOrder(tx, at, &p); err != nil {
		return "", 0, err
	}
	in.cameBack(&p, old)
	c.add(old)
	c.add(&p)
	if old == nil {
		return create(tx, at, &p, in)
	}
	return update(tx, at, step{old, &p}, in)
}

// current returns the parcel the input is about, nil for a new one. Without a
// carrier the number must be one carrier's only; a parcel whose carrier was not
// known takes the one that is told.
func current(tx *store.Tx, at record.Ref, in *Input) (*parcel, error) {
	if in.ID != 0 {
		return load(tx, in.ID)
	}
	var rows []struct {
		ID         int64
		CarrierKey string
	}
	err := tx.Raw(`SELECT id, carrier_key FROM parcel WHERE tracking_key = ? ORDER BY id`, trackingKey(in.Tracking)).Scan(&rows).Error
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	if in.Carrier == nil {
		if len(rows) > 1 {
			return nil, at.Errorf("carrier", "%d carriers have a parcel of this number: say which carrier", len(rows))
		}
		return load(tx, rows[0].ID)
	}
	key := model.NameKey(*in.Carrier)
	for _, r := range rows {
		if r.CarrierKey == key {
			return load(tx, r.ID)
		}
	}
	for _, r := range rows {
		if r.CarrierKey == "" {
			return load(tx, r.ID)
		}
	}
	return nil, nil
}

const columns = `id, tracking, tracking_key, carrier, carrier_key, COALESCE(purchase_id, 0) AS purchase_id,
	COALESCE((SELECT number FROM purchase_order WHERE id = purchase_id), '') AS purchase, shipped_on, scanned_on, delivered_on,
	state, verified_on, created_at, archived_at, condition, next_step, version`

func load(tx *store.Tx, id int64) (*parcel, error) {
	var p parcel
	if err := tx.Raw(`SELECT `+columns+` FROM parcel WHERE id = ?`, id).Scan(&p).Error; err != nil {
		return nil, err
	}
	if p.ID == 0 {
		return nil, model.Errorf(model.NotFound, "This parcel is no longer in the book: load the list again.")
	}
	err := tx.Raw(`SELECT pl.line_id, pl.quantity, pl.extra, pl.back FROM parcel_line pl WHERE pl.parcel_id = ? ORDER BY pl.line_id`, id).Scan(&p.lines).Error
	if err != nil {
		return nil, err
	}
	return &p, name(tx, p.lines)
}

// name gives the pieces the words a person knows them by.
func name(tx *store.Tx, lines []piece) error {
	called, err := tx.Prepare(`SELECT o.number, l.sku, l.name FROM order_line l JOIN sales_order o ON o.id = l.order_id WHERE l.id = ?`)
	if err != nil {
		return err
	}
	for i := range lines {
		var number, sku, name string
		if err := called.QueryRow(lines[i].LineID).Scan(&number, &sku, &name); err != nil {
			return err
		}
		if sku == "" {
			sku = name
		}
		lines[i].ref, lines[i].order = number+" "+sku, number
	}
	return nil
}

func create(tx *store.Tx, at record.Ref, p *parcel, in *Input) (record.Outcome, int64, error) {
	r := tx.Raw(`INSERT INTO parcel (tracking, tracking_key, carrier, carrier_key, purchase_id, shipped_on, scanned_on, delivered_on, state, verified_on, created_at, archived_at,
		condition, next_step) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`, p.Tracking, p.TrackingKey, p.Carrier, p.CarrierKey, store.OrNull(p.PurchaseID),
		string(p.ShippedOn), string(p.ScannedOn), string(p.DeliveredOn), string(p.State), string(p.VerifiedOn), string(p.CreatedAt), string(p.ArchivedAt),
		p.Condition, p.NextStep).Scan(&p.ID)
	if r.Error != nil {
		return "", 0, record.Saved(at, "tracking", r)
	}
	if err := p.writeLines(tx); err != nil {
		return "", 0, err
	}
	if _, err := p.note(tx, "", in); err != nil {
		return "", 0, err
	}
	return record.Created, p.ID, history.Record(tx, p.subject(), history.Created(), in.why)
}

// step is a parcel before and after a change.
type step struct{ old, now *parcel }

func update(tx *store.Tx, at record.Ref, s step, in *Input) (record.Outcome, int64, error) {
	p := s.now
	changes := history.Diff(s.old.values(), p.values())
	noted, err := p.note(tx, s.old.State, in)
	if err != nil {
		return "", 0, err
	}
	if len(changes) == 0 {
		if noted {
			return record.Updated, p.ID, nil
		}
		return record.Unchanged, p.ID, nil
	}
	if err := p.save(tx, at); err != nil {
		return "", 0, err
	}
	why := in.why
	if why == "" {
		why = text(in.Note)
	}
	return record.Updated, p.ID, history.Record(tx, p.subject(), changes, why)
}

// save writes a parcel that was changed.
func (p *parcel) save(tx *store.Tx, at record.Ref) error {
	p.Version++
	r := tx.Exec(`UPDATE parcel SET tracking = ?, tracking_key = ?, carrier = ?, carrier_key = ?, purchase_id = ?, shipped_on = ?, scanned_on = ?,
		delivered_on = ?, state = ?, verified_on = ?, archived_at = ?, condition = ?, next_step = ?, version = ? WHERE id = ?`, p.Tracking, p.TrackingKey, p.Carrier, p.CarrierKey,
		store.OrNull(p.PurchaseID), string(p.ShippedOn), string(p.ScannedOn), string(p.DeliveredOn), string(p.State), string(p.VerifiedOn),
		string(p.ArchivedAt), p.Condition, p.NextStep, p.Version, p.ID)
	if err := record.Saved(at, "tracking", r); err != nil {
		return err
	}
	return p.writeLines(tx)
}

func (p *parcel) writeLines(tx *store.Tx) error {
	if err := tx.Exec(`DELETE FROM parcel_line WHERE parcel_id = ?`, p.ID).Error; err != nil {
		return err
	}
	add, err := tx.Prepare(`INSERT INTO parcel_line (parcel_id, line_id, quantity, extra, back) VALUES (?, ?, ?, ?, ?)`)
	if err != nil {
		return err
	}
	for _, l := range p.lines {
		if _, err := add.Exec(p.ID, l.LineID, int64(l.Quantity), int64(l.Extra), int64(l.Back)); err != nil {
			return err
		}
	}
	return nil
}

func (p *parcel) subject() history.Subject {
	return history.Subject{Kind: Kind, ID: p.ID, Key: p.Tracking}
}

// values lists what a person can change.
func (p *parcel) values() []history.Value {
	return []history.Value{
		history.Of("tracking", p.Tracking), history.Of("carrier", p.Carrier), history.Of("purchase", p.Purchase),
		history.Of("shipped", p.ShippedOn), history.Of("first_scan", p.ScannedOn), history.Of("delivered", p.DeliveredOn),
		history.Of("state", p.State), history.Of("verified", p.VerifiedOn),
		history.Of("condition", p.Condition), history.Of("next_step", p.NextStep), history.Of("lines", p.contents()), history.Of("archived", p.ArchivedAt != ""),
	}
}
