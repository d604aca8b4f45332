package parcel

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/record"
)

// Awaited is the state of what a supplier has been asked to send and no parcel
// is known of. It stands in the board, not in the list of parcels.
const Awaited = "awaited"

// Row is a parcel in a list; in the board also the pieces of a purchase order
// that are awaited, whose ID is the purchase order's made negative. Unknown days
// are "". DaysLate counts from the day promised to the delivery, or to today
// while it is under way; negative is early.
type Row struct {
	ID         int64      `json:"id"`
	Number     string     `json:"number"` // the tracking number, as every list has a number
	Tracking   string     `json:"tracking"`
	Carrier    string     `json:"carrier"`
	Purchase   string     `json:"purchase"`
	PurchaseID int64      `json:"-"`
	Supplier   string     `json:"supplier"`
	SupplierID int64      `json:"-"`
	Orders     []string   `json:"orders"`
	Shipped    model.Date `json:"-"`
	FirstScan  model.Date `json:"-"`
	Delivered  model.Date `json:"-"`
	Verified   model.Date `json:"-"` // somebody looked after the delivery whether all is well
	Moved      model.Date `json:"-"` // the last day on which anything is known of it
	Promised   model.Date `json:"-"` // the earliest day any of its orders was promised for
	Late       bool       `json:"late"`
	DaysLate   int        `json:"-"` // where Promised is known
	Lines      []Line     `json:"lines"`
	Warnings   []string   `json:"warnings"`
	Attention  []Concern  `json:"attention"`
	Archived   bool       `json:"archived"`
	Version    int64      `json:"version"`
	State      string     `json:"state"`
	Condition  string     `json:"-"` // in which it came back to its sender
	NextStep   string     `json:"-"` // what is to be done with what came back

	Sent    model.Date          `json:"-"` // when the purchase order left
	Stands  model.PurchaseState `json:"-"` // the purchase order's state
	Open    bool                `json:"-"` // an order of it is not ended by its shop
	Missing model.Quantity      `json:"-"` // pieces that still have to be sent, or sent again
	since   model.Date
	short   bool // awaited pieces of an order of which all parcels ended
	untold  bool // awaited pieces of which nothing is told
}

// Line is some pieces of an order in a parcel.
type Line struct {
	Order    string         `json:"order"`
	Shop     string         `json:"shop"`
	SKU      string         `json:"sku"`
	Name     string         `json:"name"`
	Quantity model.Quantity `json:"quantity"`
	Extra    model.Quantity `json:"extra"`     // of them more than were ordered
	Back     model.Quantity `json:"came_back"` // of them came back to the sender
	Promised model.Date     `json:"-"`
	Customer string         `json:"-"`
	Email    string         `json:"-"`
	Country  string         `json:"-"`
	OrderID  int64          `json:"-"`
	waits    bool           // nothing says that these pieces were to be sent
	wanted   bool           // the order is not ended and they do not arrive by another parcel
}

// Passed tells whether news of a day come too late to change the state: something
// of a later day is known. They stand among what happened.
func (r *Row) Passed(state model.ParcelState, on model.Date) bool {
	return on < r.Moved && !state.Ended()
}

// MarshalJSON writes what is not known as null.
func (r Row) MarshalJSON() ([]byte, error) {
	type plain Row
	days := map[bool]*int{true: &r.DaysLate}[r.Promised != ""]
	return json.Marshal(struct {
		plain
		Carrier   *string     `json:"carrier"`
		Purchase  *string     `json:"purchase"`
		Supplier  *string     `json:"supplier"`
		Shipped   *model.Date `json:"shipped"`
		FirstScan *model.Date `json:"first_scan"`
		Delivered *model.Date `json:"delivered"`
		Verified  *model.Date `json:"verified"`
		Moved     *model.Date `json:"last_movement"`
		Promised  *model.Date `json:"promised"`
		Condition *string     `json:"condition"`
		NextStep  *string     `json:"next_step"`
		DaysLate  *int        `json:"days_late"`
	}{plain(r), known(r.Carrier), known(r.Purchase), known(r.Supplier), known(r.Shipped), known(r.FirstScan), known(r.Delivered), known(r.Verified), known(r.Moved), known(r.Promised), known(r.Condition), known(r.NextStep), days})
}

func known[T ~string](d T) *T {
	if d == "" {
		return nil
	}
	return &d
}

// States lists the states a list of parcels can be narrowed to.
func States() []string {
	var all []string
	for _, s := range model.ParcelStates() {
		all = append(all, string(s))
	}
	return append(all, record.StateArchived)
}

// List returns the parcels, the newest first.
func (s *Service) List(ctx context.Context, f record.Filter) ([]Row, error) {
	if err := f.Check(States()); err != nil {
		return nil, err
	}
	var rows []Row
	err := s.db.Read(ctx, func(q *gorm.DB) (err error) {
		rows, err = s.list(q, f)
		return err
	})
	return rows, err
}

func (s *Service) list(q *gorm.DB, f record.Filter) ([]Row, error) {
	limits, err := limitsOf(q)
	if err != nil {
		return nil, err
	}
	rows, err := read(q, filtered(f))
	if err != nil {
		return nil, err
	}
	for i := range rows {
		rows[i].judge(s.db.Today(), limits)
	}
	return rows, nil
}

const selectParcels = `SELECT p.id, p.tracking, p.carrier, COALESCE(p.purchase_id, 0), COALESCE(o.number, ''), COALESCE(o.state, ''), COALESCE(o.sent_at, ''),
	COALESCE(s.id, 0), COALESCE(s.name, ''), p.shipped_on, p.scanned_on, p.delivered_on,
	COALESCE((SELECT MAX(e.happened_on) FROM parcel_event e WHERE e.parcel_id = p.id), ''), p.state, p.archived_at, p.version, p.created_at, p.verified_on, p.condition, p.next_step
	FROM parcel p LEFT JOIN purchase_order o ON o.id = p.purchase_id LEFT JOIN supplier s ON s.id = o.supplier_id WHERE 1 = 1`

// which narrows a list of parcels p, for the parcels and for what is in them.
type which struct {
	where string
	args  []any
	limit int
}

func filtered(f record.Filter) which {
	w := which{limit: f.Limit}
	switch {
	case f.State == record.StateArchived:
		w.where = ` AND p.archived_at <> ''`
	case f.State != "":
		w.where, w.args = ` AND p.archived_at = '' AND p.state = ?`, []any{f.State}
	case !f.Archived:
		w.where = ` AND p.archived_at = ''`
	}
	return w
}

// underWay are the parcels that did not end well; it is spelt as their index is.
var underWay = which{where: ` AND p.archived_at = '' AND p.state <> 'delivered'`}

func (w which) add(t *query.Text) *query.Text {
	t.Add(w.where+` ORDER BY p.id DESC`, w.args...)
	if w.limit > 0 {
		t.Add(` LIMIT ?`, w.limit)
	}
	return t
}

// read reads parcels with what is in them.
func read(q *gorm.DB, w which) ([]Row, error) {
	t := w.add(query.New(selectParcels))
	rows := []Row{}
	err := t.Rows(q, func(r query.Row) error {
		row := Row{
			ID: r.Int(0), Number: r.Text(1), Tracking: r.Text(1), Carrier: r.Text(2), PurchaseID: r.Int(3), Purchase: r.Text(4),
			Stands: model.PurchaseState(r.Text(5)), Sent: dayOf(r.Text(6)), SupplierID: r.Int(7), Supplier: r.Text(8),
			Shipped: model.Date(r.Text(9)), FirstScan: model.Date(r.Text(10)), Delivered: model.Date(r.Text(11)),
			State: r.Text(13), Archived: r.Text(14) != "", Version: r.Int(15), since: dayOf(r.Text(16)), Verified: model.Date(r.Text(17)), Condition: r.Text(18), NextStep: r.Text(19),
			Orders: []string{}, Lines: []Line{}, Warnings: []string{}, Attention: []Concern{},
		}
		row.Moved = max(row.Shipped, row.FirstScan, row.Delivered, model.Date(r.Text(12)))
		rows = append(rows, row)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return rows, readLines(q, rows, w)
}

func dayOf(instant string) model.Date {
	if len(instant) < len("2006-01-02") {
		return ""
	}
	return model.Date(instant[:len("2006-01-02")])
}

// A line waits when a supplier may still be chosen for it though its pieces are
// on their way already.
const selectLines = `SELECT x.parcel_id, o.number, h.name, l.sku, l.name, x.quantity, x.extra, COALESCE(m.deliver_by, ''), COALESCE(c.name, ''),
	COALESCE(c.email, ''), o.country, o.id, COALESCE(s.id, 0), COALESCE(s.name, ''),
	CASE WHEN o.cancelled_on = '' AND o.payment NOT IN ('voided', 'refunded') THEN 1 ELSE 0 END,
	CASE WHEN l.shippable = 1 AND l.fulfilment IN ('pending', 'partial') AND o.fulfilment NOT IN ('fulfilled', 'restocked')
		AND NOT EXISTS (SELECT 1 FROM allocation a WHERE a.line_id = l.id AND a.cancelled_at = '') THEN 1 ELSE 0 END,
	l.quantity, (SELECT COALESCE(SUM(y.quantity), 0) FROM parcel_line y JOIN parcel z ON z.id = y.parcel_id
		WHERE y.line_id = l.id AND z.archived_at = '' AND z.state NOT IN ('returned', 'lost')), x.back
	FROM parcel_line x JOIN order_line l ON l.id = x.line_id JOIN sales_order o ON o.id = l.order_id JOIN shop h ON h.id = o.shop_id
	LEFT JOIN promise m ON m.order_id = o.id LEFT JOIN contact c ON c.id = COALESCE(o.ship_to_id, o.bill_to_id) LEFT JOIN supplier s ON s.id = l.supplier_id`

// readLines reads what is in the parcels.
func readLines(q *gorm.DB, rows []Row, w which) error {
	at := make(map[int64]*Row, len(rows))
	for i := range rows {
		at[rows[i].ID] = &rows[i]
	}
	take := func(r query.Row) error {
		row := at[r.Int(0)]
		if row == nil {
			return nil
		}
		l := Line{
			Order: r.Text(1), Shop: r.Text(2), SKU: r.Text(3), Name: r.Text(4), Quantity: model.Quantity(r.Int(5)), Extra: model.Quantity(r.Int(6)),
			Promised: model.Date(r.Text(7)), Customer: r.Text(8), Email: r.Text(9), Country: r.Text(10), OrderID: r.Int(11), Back: model.Quantity(r.Int(18)),
		}
		if row.PurchaseID == 0 {
			row.SupplierID, row.Supplier = r.Int(12), r.Text(13)
			l.waits = r.Int(14) != 0 && r.Int(15) != 0
		}
		row.Open = row.Open || r.Int(14) != 0
		if missing := model.Quantity(r.Int(16) - r.Int(17)); r.Int(14) != 0 && missing > 0 {
			l.wanted = true
			row.Missing += min(missing, l.Quantity)
		}
		row.take(&l)
		return nil
	}
	t := query.New(selectLines + ` WHERE x.parcel_id IN (SELECT p.id FROM parcel p WHERE 1 = 1`)
	return w.add(t).Add(`) ORDER BY x.parcel_id, o.id, l.position`).Rows(q, take)
}

// take adds a line with what it says of the whole.
func (r *Row) take(l *Line) {
	if !slices.Contains(r.Orders, l.Order) {
		r.Orders = append(r.Orders, l.Order)
	}
	if l.Promised != "" && (r.Promised == "" || l.Promised < r.Promised) {
		r.Promised = l.Promised
	}
	r.Lines = append(r.Lines, *l)
	if l.Extra > 0 {
		r.Warnings = append(r.Warnings, fmt.Sprintf("%s of %s more than order %s asked for.", model.Pieces(l.Extra), l.called(), l.Order))
	}
	if l.waits {
		r.Warnings = append(r.Warnings, fmt.Sprintf("%s of order %s belongs to no purchase order: a supplier may still be chosen for it.", l.called(), l.Order))
	}
}

func (l *Line) called() string {
	if l.SKU != "" {
		return l.SKU
	}
	return l.Name
}

// find looks a parcel up by its number, with its carrier behind it where several
// carriers have one.
func find(q *gorm.DB, key string) (int64, error) {
	var ids []int64
	err := q.Raw(`SELECT id FROM parcel WHERE tracking_key = ? OR tracking_key || ' ' || carrier_key = ? ORDER BY id`,
		trackingKey(key), tail(key)).Scan(&ids).Error
	switch {
	case err != nil:
		return 0, err
	case len(ids) == 0:
		return 0, model.Errorf(model.NotFound, "There is no parcel %q in this book.", key)
	case len(ids) > 1:
		return 0, model.Errorf(model.Conflict, "%d carriers have a parcel %q: write the carrier behind the number.", len(ids), key)
	}
	return ids[0], nil
}

// tail is a key of number and carrier as find compares it.
func tail(key string) string {
	number, carrier, _ := strings.Cut(strings.TrimSpace(key), " ")
	return trackingKey(number) + " " + model.NameKey(carrier)
}

// Find looks a parcel up by its number and tells whether it was put away.
func (s *Service) Find(ctx context.Context, key string) (id int64, archived bool, err error) {
	err = s.db.Read(ctx, func(q *gorm.DB) error {
		if id, err = find(q, key); err != nil {
			return err
		}
		return q.Raw(`SELECT archived_at <> '' FROM parcel WHERE id = ?`, id).Scan(&archived).Error
	})
	return id, archived, err
}

// Event is something that happened to a parcel on a day.
type Event struct {
	On    model.Date        `json:"on"`
	State model.ParcelState `json:"state"`
	Note  string            `json:"note"`
}

// Events tells what happened to a parcel, the earliest first: its own days and
// what was noted on the way.
func (s *Service) Events(ctx context.Context, id int64) ([]Event, error) {
	var all []Event
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		var p parcel
		if err := q.Raw(`SELECT `+columns+` FROM parcel WHERE id = ?`, id).Scan(&p).Error; err != nil {
			return err
		}
		for _, e := range []Event{
			{dayOf(string(p.CreatedAt)), model.LabelMade, ""}, {p.ShippedOn, model.ParcelShipped, ""}, {p.ScannedOn, model.InTransit, ""}, {p.DeliveredOn, model.Delivered, ""},
		} {
			if e.On != "" && (e.State != model.LabelMade || p.ShippedOn == "" || e.On <= p.ShippedOn) {
				all = append(all, e)
			}
		}
		return query.New(`SELECT happened_on, state, note FROM parcel_event WHERE parcel_id = ? ORDER BY happened_on, id`, id).Rows(q, func(r query.Row) error {
			all = append(all, Event{model.Date(r.Text(0)), model.ParcelState(r.Text(1)), r.Text(2)})
			return nil
		})
	})
	way := model.ParcelStates()
	slices.SortStableFunc(all, func(a, b Event) int {
		if c := strings.Compare(string(a.On), string(b.On)); c != 0 {
			return c
		}
		return slices.Index(way, a.State) - slices.Index(way, b.State)
	})
	return all, err
}
