package parcel

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

// Input is a parcel as a form or the put command says it. What is nil keeps its
// value, or gets its default in a new parcel.
type Input struct {
	ID      int64 `json:"-"` // the parcel a form edits, so that its number can change; 0: found by number and carrier
	Version int64 `json:"-"` // what the form was filled with; 0: any

	Tracking  string             `json:"tracking" key:"yes" max:"80" doc:"The tracking number, one parcel of each carrier."`
	Carrier   *string            `json:"carrier" is:"name" max:"60" default:"unknown" doc:"The carrier."`
	Purchase  *string            `json:"purchase" max:"60" default:"the one its pieces stand in" doc:"The number of the purchase order it belongs to."`
	Shipped   *string            `json:"shipped" is:"date" default:"unknown" doc:"The day the supplier sent it."`
	FirstScan *string            `json:"first_scan" is:"date" default:"unknown" doc:"The day the carrier first scanned it."`
	Delivered *string            `json:"delivered" is:"date" default:"unknown" doc:"The day the customer got it."`
	State     *model.ParcelState `json:"state" values:"label_made shipped in_transit customs_hold out_for_delivery delivered returned lost" default:"as the dates say" doc:"How far it has come."`
	On        *string            `json:"on" is:"date" default:"today" doc:"The day the state was reached."`
	Note      *string            `json:"note" doc:"What the carrier says, or why it is corrected; kept with the day."`
	Lines     *[]LineInput       `json:"lines" default:"what is left of the purchase order" doc:"What is in it; it replaces all lines."`
	Verified  *string            `json:"verified" is:"date" default:"not yet" doc:"The day a person looked, after the delivery, whether all is well."`
	Condition *string            `json:"condition" values:"sealed opened damaged incomplete" empty:"yes" default:"unknown" doc:"How a parcel is that came back to its sender."`
	Next      *string            `json:"next_step" values:"send_again refund restock claim write_off" empty:"yes" default:"undecided" doc:"What is to be done with what came back."`
	Archived  *bool              `json:"archived" default:"false" doc:"True puts it away when it was entered by mistake: its pieces no longer count."`

	why      string  // for the history, in place of the note
	pieces   []piece // in place of Lines, where the order lines are known
	purchase string
	before   *parcel // as the book has it, nil for a new one
}

// LineInput is some pieces of one order.
type LineInput struct {
	Order    string          `json:"order" required:"yes" max:"60" doc:"The number of the order."`
	Shop     string          `json:"shop" is:"name" max:"120" default:"the only one with this order" doc:"The shop of the order."`
	SKU      string          `json:"sku" required:"yes" max:"200" doc:"The SKU of the order's line, the supplier's own, or the name of a line without one."`
	Quantity model.Quantity  `json:"quantity" required:"yes" range:"1..1000000" doc:"How many pieces."`
	Back     *model.Quantity `json:"came_back" range:"0..1000000" default:"all, once the parcel came back" doc:"How many of them came back to the sender."`
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func date(to *model.Date, from *string) {
	if from != nil {
		*to = model.Date(*from)
	}
}

// merge puts what was given into p, all but the lines.
func (in *Input) merge(tx *store.Tx, at record.Ref, p *parcel) error {
	if why := unusable(in.Tracking); why != "" && in.Tracking != p.Tracking {
		return at.Errorf("tracking", "tracking: %s", why)
	}
	p.Tracking, p.TrackingKey = in.Tracking, trackingKey(in.Tracking)
	if p.TrackingKey == "" {
		return at.Errorf("tracking", "tracking is missing")
	}
	if in.Carrier != nil {
		p.Carrier, p.CarrierKey = *in.Carrier, model.NameKey(*in.Carrier)
	}
	p.ArchivedAt = record.Archive(p.ArchivedAt, in.Archived, tx.Now)
	if in.Purchase != nil {
		var err error
		if p.PurchaseID, err = purchaseOf(tx, at, *in.Purchase); err != nil {
			return err
		}
	}
	date(&p.ShippedOn, in.Shipped)
	date(&p.ScannedOn, in.FirstScan)
	date(&p.DeliveredOn, in.Delivered)
	if err := in.advance(tx, at, p); err != nil {
		return err
	}
	date(&p.VerifiedOn, in.Verified)
	if p.State != model.Delivered {
		if text(in.Verified) != "" {
			return at.Errorf("verified", "verified: it was not delivered yet")
		}
		p.VerifiedOn = ""
	}
	if err := in.returned(at, p); err != nil {
		return err
	}
	return p.inOrder(tx, at)
}

// returned takes over how it came back; what did not come back has no such thing.
func (in *Input) returned(at record.Ref, p *parcel) error {
	if p.State == model.Returned {
		record.Take(&p.Condition, in.Condition)
		record.Take(&p.NextStep, in.Next)
		return nil
	}
	for field, given := range map[string]*string{"condition": in.Condition, "next_step": in.Next} {
		if text(given) != "" {
			return at.Errorf(field, "%s: it did not come back to its sender", field)
		}
	}
	p.Condition, p.NextStep = "", ""
	return nil
}

// unsaid stands for pieces of which nobody said how many came back.
const unsaid = -1

// cameBack counts what came back: what was said, else all of it. old is the parcel
// before, nil for a new one.
func (in *Input) cameBack(p, old *parcel) {
	fresh := in.Lines == nil && in.pieces == nil && (old == nil || old.State != model.Returned)
	for i := range p.lines {
		l := &p.lines[i]
		if in.pieces != nil {
			l.Back = unsaid
			if at := slices.IndexFunc(old.pieces(), func(k piece) bool { return k.LineID == l.LineID }); at >= 0 && old.State == model.Returned {
				l.Back = min(old.lines[at].Back, l.Quantity)
			}
		}
		switch {
		case p.State != model.Returned:
			l.Back = 0
		case fresh || l.Back == unsaid:
			l.Back = l.Quantity
		}
	}
}

// pieces are what is in the parcel, nothing in none.
func (p *parcel) pieces() []piece {
	if p == nil {
		return nil
	}
	return p.lines
}

// advance works the state out: the one that was given, else as far as the dates
// say. Without a new date a state never goes back.
func (in *Input) advance(tx *store.Tx, at record.Ref, p *parcel) error {
	on := tx.Today
	date(&on, in.On)
	if in.State == nil && text(in.Delivered) != "" && p.State == model.Returned {
		return at.Errorf("delivered", "delivered: it came back to its sender, whom it may have been delivered to: if the customer has it after all, say the state as well")
	}
	if in.State == nil {
		p.State = p.dated(in.Delivered != nil && p.State == model.Delivered)
		return nil
	}
	if *in.State == model.ParcelShipped && p.ShippedOn == "" {
		p.ShippedOn = on
	}
	if passed, err := in.passed(tx, on); err != nil || passed {
		return err
	}
	switch {
	case *in.State == model.Delivered && p.DeliveredOn == "":
		p.DeliveredOn = on
	case *in.State != model.Delivered && p.DeliveredOn != "":
		if text(in.Delivered) != "" {
			return at.Errorf("state", "state: it has a day of delivery, %s, so it is delivered: leave the day or the state out", p.DeliveredOn)
		}
		p.DeliveredOn = ""
	}
	p.State = *in.State
	return nil
}

// passed tells whether what is said of a day is over: something of a later day is
// known. News of carriers come in any order, and the last to come is not always
// the last that happened. An end is never over: a person says so.
func (in *Input) passed(tx *store.Tx, on model.Date) (bool, error) {
	if in.before == nil || in.On == nil || in.Delivered != nil || in.State.Ended() {
		return false, nil
	}
	b := in.before
	known := max(b.ShippedOn, b.ScannedOn, b.DeliveredOn)
	var noted model.Date
	err := tx.Raw(`SELECT COALESCE(MAX(happened_on), '') FROM parcel_event WHERE parcel_id = ?`, b.ID).Scan(&noted).Error
	return on < max(known, noted), err
}

// dated is the state the dates make, at least the one it has; back lets it fall
// back after its delivery was taken away.
func (p *parcel) dated(back bool) model.ParcelState {
	says := model.LabelMade
	switch {
	case p.DeliveredOn != "":
		return model.Delivered
	case p.ScannedOn != "":
		says = model.InTransit
	case p.ShippedOn != "":
		says = model.ParcelShipped
	}
	way := model.ParcelStates()
	if !back && slices.Index(way, p.State) > slices.Index(way, says) {
		return p.State
	}
	return says
}

// inOrder refuses days that cannot be. A carrier may scan before the day a
// supplier tells, so that is not looked at.
func (p *parcel) inOrder(tx *store.Tx, at record.Ref) error {
	latest := tx.Today.AddDays(1) // it may be tomorrow already where the parcel is
	for _, d := range []struct {
		field string
		day   model.Date
	}{{"shipped", p.ShippedOn}, {"first_scan", p.ScannedOn}, {"delivered", p.DeliveredOn}, {"verified", p.VerifiedOn}} {
		if d.day > latest {
			return at.Errorf(d.field, "%s: %s is still to come", d.field, d.day)
		}
	}
	if p.DeliveredOn != "" && p.ShippedOn > p.DeliveredOn {
		return at.Errorf("delivered", "delivered: %s is before it was shipped on %s", p.DeliveredOn, p.ShippedOn)
	}
	return nil
}

// enteredLate is by how many days an order may come in here after it was shipped: one
// typed afterwards counts as placed when it was typed.
const enteredLate = 30

// afterOrder refuses a day long before anything of the parcel was ordered, such as
// one of another year.
func (in *Input) afterOrder(tx *store.Tx, at record.Ref, p *parcel) error {
	var days []struct{ field, day string }
	for _, d := range []struct {
		field string
		given *string
	}{{"shipped", in.Shipped}, {"first_scan", in.FirstScan}, {"delivered", in.Delivered}, {"on", in.On}} {
		if day := text(d.given); day != "" {
			days = append(days, struct{ field, day string }{d.field, day})
		}
	}
	if len(days) == 0 || len(p.lines) == 0 {
		return nil
	}
	ids := make([]int64, len(p.lines))
	for i, l := range p.lines {
		ids[i] = l.LineID
	}
	var first struct {
		Number   string
		PlacedOn model.Date
	}
	err := tx.Raw(`SELECT o.number, o.placed_on FROM order_line l JOIN sales_order o ON o.id = l.order_id WHERE l.id IN ? AND o.placed_on <> ''
		ORDER BY o.placed_on, o.id LIMIT 1`, ids).Scan(&first).Error
	if err != nil || first.PlacedOn == "" {
		return err
	}
	for _, d := range days {
		if model.Date(d.day) < first.PlacedOn.AddDays(-enteredLate) {
			return at.Errorf(d.field, "%s: %s is long before order %s came in on %s", d.field, d.day, first.Number, first.PlacedOn)
		}
	}
	return nil
}

// note keeps what happened with its day, unless the parcel's own days tell it
// or it is known already; it tells whether anything was added.
func (p *parcel) note(tx *store.Tx, before model.ParcelState, in *Input) (bool, error) {
	note, on, state := text(in.Note), tx.Today, p.State
	date(&on, in.On)
	if in.State != nil {
		state = *in.State
	}
	told := state == model.LabelMade || state == model.ParcelShipped || state == model.Delivered ||
		state == model.InTransit && p.ScannedOn != "" && in.On == nil
	if note == "" && (told || before == state && in.On == nil) {
		return false, nil
	}
	if on > tx.Today.AddDays(1) {
		return false, model.FieldErrorf("on", "Parcel %q: on: %s is still to come", p.Tracking, on)
	}
	var n int64
	err := tx.Raw(`SELECT COUNT(*) FROM parcel_event WHERE parcel_id = ? AND state = ? AND note = ? AND (happened_on = ? OR ?)`,
		p.ID, string(state), note, string(on), in.On == nil && before == state).Scan(&n).Error
	if err != nil || n > 0 {
		return false, err
	}
	return true, tx.Exec(`INSERT INTO parcel_event (parcel_id, state, happened_on, note, recorded_at) VALUES (?, ?, ?, ?, ?)`,
		p.ID, string(state), string(on), note, string(tx.Now)).Error
}

// contents are the pieces in words, for the history.
func (p *parcel) contents() string {
	parts := make([]string, len(p.lines))
	for i, l := range p.lines {
		parts[i] = fmt.Sprintf("%d × %s", l.Quantity, l.ref)
		if p.State == model.Returned && l.Back < l.Quantity {
			parts[i] += fmt.Sprintf(" (%d came back)", l.Back)
		}
	}
	slices.Sort(parts)
	return strings.Join(parts, ", ")
}
