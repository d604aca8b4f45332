package parcel

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

// Told is what a file or a pasted line tells of one parcel. What is empty is not
// told.
type Told struct {
	Tracking, Carrier  string
	Shipped, Delivered model.Date
	Pieces             []Piece
}

// Piece names what is in a parcel: an order or a purchase order, of which all
// that is left is meant unless SKU and Quantity say what. Order may also be the
// number of a purchase order, or both: PO-000012/#1001.
type Piece struct {
	Order, Purchase, SKU string
	Quantity             model.Quantity // 0: all that is left
}

// Brought is what became of a parcel that was told. Before is how it was, nil for
// a new one.
type Brought struct {
	ID      int64
	Outcome record.Outcome
	Before  *Facts
	Now     Facts
	Extra   model.Quantity // pieces beyond what was ordered
	Doubt   string         // what is odd about a number that was not known, for a person to look at
}

// Facts are what is kept of a parcel, to show what changes and to take it back.
type Facts struct {
	Tracking, Carrier           string
	PurchaseID                  int64
	Purchase                    string
	Shipped, Scanned, Delivered model.Date
	State                       model.ParcelState
	Verified                    model.Date
	Condition, NextStep         string
	ArchivedAt                  model.Instant
	Pieces                      []Kept
	Contents                    string // for people
	Orders                      []string
}

// Kept is what of an order line is in a parcel.
type Kept struct {
	LineID   int64
	Quantity model.Quantity
	Extra    model.Quantity
	Back     model.Quantity
}

// Bringer enters parcels that were told, within a transaction. Finish ends it.
type Bringer struct {
	tx        *store.Tx
	why       string
	concerned *concerned
}

// Begin starts entering parcels; why stands in their history.
func Begin(tx *store.Tx, why string) *Bringer { return &Bringer{tx, why, newConcerned()} }

// Bring creates a parcel or adds to it what was told. An error says what is
// wrong with this parcel; nothing of it was written then.
func (b *Bringer) Bring(number int, told *Told) (Brought, error) {
	in := Input{Tracking: told.Tracking, why: b.why}
	if told.Carrier != "" {
		in.Carrier = &told.Carrier
	}
	for to, from := range map[**string]model.Date{&in.Shipped: told.Shipped, &in.Delivered: told.Delivered} {
		if from != "" {
			day := string(from)
			*to = &day
		}
	}
	at, err := record.Check(Kind, number, &in)
	if err != nil {
		return Brought{}, err
	}
	old, err := b.stands(at, told, &in)
	if err != nil {
		return Brought{}, err
	}
	var out Brought
	if old != nil {
		before := factsOf(old)
		out.Before = &before
	}
	if out.Outcome, out.ID, err = put(b.tx, at, &in, b.concerned); err != nil {
		return Brought{}, err
	}
	if old != nil && old.ArchivedAt != "" {
		out.Outcome = record.Created // for people it is new again
	}
	now, err := load(b.tx, out.ID)
	if err != nil {
		return Brought{}, err
	}
	for _, l := range now.lines {
		out.Extra += l.Extra
	}
	out.Now = factsOf(now)
	if old == nil {
		out.Doubt = Doubt(now.Carrier, now.Tracking)
	}
	return out, nil
}

// stands is the parcel as the book has it, nil for a new one, with what was told
// of its pieces laid into the input.
func (b *Bringer) stands(at record.Ref, told *Told, in *Input) (*parcel, error) {
	old, err := current(b.tx, at, in)
	if err == nil && old != nil && old.ArchivedAt != "" {
		err = b.wake(at, old, in)
	}
	if err == nil {
		err = b.pieces(at, old, told, in)
	}
	return old, err
}

// wake brings a parcel back that went with an import that was taken back. One
// that a person put away stays away.
func (b *Bringer) wake(at record.Ref, old *parcel, in *Input) error {
	var why string
	err := b.tx.Raw(`SELECT why FROM history WHERE kind = ? AND record_id = ? AND field = 'archived' ORDER BY id DESC LIMIT 1`, Kind, old.ID).Scan(&why).Error
	if err != nil {
		return err
	}
	if !strings.HasPrefix(why, undoneBecause) {
		return at.Errorf("tracking", "this parcel was put away: bring it back first, if it is right")
	}
	no := false
	in.Archived = &no
	old.lines = nil
	return nil
}

const undoneBecause = "The import was taken back"

// pieces works out what is in the parcel from what was told and what is known.
func (b *Bringer) pieces(at record.Ref, old *parcel, told *Told, in *Input) error {
	given, purchases, err := b.resolved(resolving{b.tx, at, idOf(old), map[int64]model.Quantity{}}, told)
	if err != nil {
		return err
	}
	if err := b.oneSupplier(at, old, purchases); err != nil {
		return err
	}
	unsent := old == nil || old.PurchaseID == 0
	if len(purchases) == 1 && !purchases[0] && unsent {
		if err := b.tx.Raw(`SELECT number FROM purchase_order WHERE id = ?`, sorted(purchases)[0]).Scan(&in.purchase).Error; err != nil {
			return err
		}
		in.Purchase = &in.purchase
	}
	lines := laid(old, given)
	if len(lines) == 0 && in.Purchase == nil && len(told.Pieces) > 0 && unsent {
		return at.Errorf("lines", "all pieces of %s stand in other parcels: say which are in this one", cmp.Or(told.Pieces[0].Order, told.Pieces[0].Purchase))
	}
	if len(told.Pieces) > 0 || old == nil {
		in.pieces = lines
	}
	return nil
}

// idOf is the id of a parcel, 0 of none.
func idOf(p *parcel) int64 {
	if p == nil {
		return 0
	}
	return p.ID
}

// oneSupplier refuses purchase orders of another supplier than the one a parcel is
// known to come from: its number stands in the wrong row.
func (b *Bringer) oneSupplier(at record.Ref, old *parcel, purchases map[int64]bool) error {
	if old == nil || old.PurchaseID == 0 {
		return nil
	}
	var others []struct{ Number, Supplier string }
	ids, err := json.Marshal(sorted(purchases))
	if err != nil {
		return err
	}
	err = b.tx.Raw(`SELECT p.number, s.name AS supplier FROM purchase_order p JOIN supplier s ON s.id = p.supplier_id
		WHERE p.id IN (SELECT value FROM json_each(?)) AND p.supplier_id <> (SELECT supplier_id FROM purchase_order WHERE id = ?) ORDER BY p.id LIMIT 1`, string(ids), old.PurchaseID).Scan(&others).Error
	if err != nil || len(others) == 0 {
		return err
	}
	return at.Errorf("purchase", "this number is that of a parcel of %s, and %s went to %s, another supplier: one of them is not right", old.Purchase, others[0].Number, others[0].Supplier)
}

// resolved finds the order lines of the pieces told, how many there are of each,
// and the purchase orders they are due of.
func (b *Bringer) resolved(r resolving, told *Told) (given map[int64]model.Quantity, purchases map[int64]bool, err error) {
	purchases = map[int64]bool{}
	for i := range told.Pieces {
		found, purchase, err := r.resolve(told.Pieces[i])
		if err != nil {
			return nil, nil, err
		}
		purchases[purchase] = true
		for _, l := range found {
			r.given[l.LineID] += l.Quantity
		}
	}
	return r.given, purchases, nil
}

// laid are the pieces of a parcel with those given put over what it held.
func laid(old *parcel, given map[int64]model.Quantity) []piece {
	lines := []piece{}
	if old != nil {
		lines = slices.Clone(old.lines)
	}
	for line, n := range given {
		i := slices.IndexFunc(lines, func(p piece) bool { return p.LineID == line })
		switch {
		case n == 0:
		case i >= 0:
			lines[i].Quantity = n
		default:
			lines = append(lines, piece{LineID: line, Quantity: n})
		}
	}
	slices.SortFunc(lines, func(a, c piece) int { return cmp.Compare(a.LineID, c.LineID) })
	return lines
}

// TakeBack makes a parcel as it was before it was brought; a new one is put
// away, for a parcel is never deleted.
func (b *Bringer) TakeBack(id int64, before *Facts) error {
	old, err := load(b.tx, id)
	if err != nil {
		return err
	}
	now := *old
	if before == nil || before.ArchivedAt != "" {
		now.ArchivedAt = b.tx.Now
	} else {
		now.Tracking, now.TrackingKey = before.Tracking, trackingKey(before.Tracking)
		now.Carrier, now.CarrierKey = before.Carrier, model.NameKey(before.Carrier)
		now.PurchaseID, now.Purchase, now.ArchivedAt, now.VerifiedOn = before.PurchaseID, before.Purchase, before.ArchivedAt, before.Verified
		now.ShippedOn, now.ScannedOn, now.DeliveredOn, now.State = before.Shipped, before.Scanned, before.Delivered, before.State
		now.Condition, now.NextStep, now.lines = before.Condition, before.NextStep, nil
		for _, k := range before.Pieces {
			now.lines = append(now.lines, piece{LineID: k.LineID, Quantity: k.Quantity, Extra: k.Extra, Back: k.Back})
		}
		if err := name(b.tx, now.lines); err != nil {
			return err
		}
	}
	b.concerned.add(old)
	b.concerned.add(&now)
	changes := history.Diff(old.values(), now.values())
	if len(changes) == 0 {
		return nil
	}
	at := record.Ref{Kind: Kind, Key: old.Tracking}
	if err := now.save(b.tx, at); err != nil {
		return err
	}
	return history.Record(b.tx, now.subject(), changes, undoneBecause+": "+b.why)
}

// Finish gives the purchase orders concerned the state that their pieces make,
// and lists the orders concerned.
func (b *Bringer) Finish() ([]int64, error) {
	if err := b.concerned.settle(b.tx); err != nil {
		return nil, err
	}
	return b.concerned.orders(b.tx)
}

func factsOf(p *parcel) Facts {
	f := Facts{
		Tracking: p.Tracking, Carrier: p.Carrier, PurchaseID: p.PurchaseID, Purchase: p.Purchase, Shipped: p.ShippedOn, Scanned: p.ScannedOn,
		Delivered: p.DeliveredOn, State: p.State, Verified: p.VerifiedOn, Condition: p.Condition, NextStep: p.NextStep, ArchivedAt: p.ArchivedAt, Contents: p.contents(),
	}
	for _, l := range p.lines {
		f.Pieces = append(f.Pieces, Kept{l.LineID, l.Quantity, l.Extra, l.Back})
		if !slices.Contains(f.Orders, l.order) {
			f.Orders = append(f.Orders, l.order)
		}
	}
	return f
}
