package orderbook

import (
	"slices"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/query"
)

// Amendment is what a supplier was asked, or is to be asked, to change of the
// order's part of a purchase order. Of an address there are no lines.
type Amendment struct {
	ID, PurchaseID   int64
	Number, Purchase string
	Supplier         string
	Kind             model.AmendmentKind
	State            model.AmendmentState
	Reason           string // why it was wanted
	Answer           string // why it was refused or did not arrive
	Created, Sent    model.Instant
	Answered         model.Date
	Lines            []Asked
}

// Asked is what is asked of one line: Before pieces are to become Wanted.
type Asked struct {
	LineID         int64
	Before, Wanted model.Quantity
}

// Cancels tells whether none of the order's pieces in it are to come.
func (a *Amendment) Cancels() bool {
	return len(a.Lines) > 0 && !slices.ContainsFunc(a.Lines, func(l Asked) bool { return l.Wanted > 0 })
}

// Open tells whether its answer is still to come.
func (a *Amendment) Open() bool { return a.State.Open() }

// readAmendments reads what suppliers were asked to change, but for what was
// withdrawn before they were.
func (d *Detail) readAmendments(q *gorm.DB) error {
	return query.New(`SELECT m.id, m.purchase_id, m.number, p.number, s.name, m.kind, m.state, m.reason, m.answer, m.created_at, m.sent_at, m.answered_on,
		COALESCE(l.line_id, 0), COALESCE(x.before, 0), COALESCE(x.quantity, 0)
		FROM amendment m JOIN purchase_order p ON p.id = m.purchase_id JOIN supplier s ON s.id = p.supplier_id
		LEFT JOIN amendment_line x ON x.amendment_id = m.id AND x.purchase_line_id IN (SELECT id FROM purchase_line WHERE order_id = ?)
		LEFT JOIN purchase_line l ON l.id = x.purchase_line_id
		WHERE m.state <> 'withdrawn' AND (m.order_id = ? OR l.id IS NOT NULL) AND m.purchase_id IN (SELECT purchase_id FROM purchase_line WHERE order_id = ?)
		ORDER BY m.id, l.position`, d.ID, d.ID, d.ID).Rows(q, func(r query.Row) error {
		if n := len(d.Amendments); n == 0 || d.Amendments[n-1].ID != r.Int(0) {
			d.Amendments = append(d.Amendments, Amendment{
				ID: r.Int(0), PurchaseID: r.Int(1), Number: r.Text(2), Purchase: r.Text(3), Supplier: r.Text(4), Kind: model.AmendmentKind(r.Text(5)),
				State: model.AmendmentState(r.Text(6)), Reason: r.Text(7), Answer: r.Text(8), Created: model.Instant(r.Text(9)), Sent: model.Instant(r.Text(10)),
				Answered: model.Date(r.Text(11)),
			})
		}
		if r.Int(12) != 0 {
			a := &d.Amendments[len(d.Amendments)-1]
			a.Lines = append(a.Lines, Asked{r.Int(12), model.Quantity(r.Int(13)), model.Quantity(r.Int(14))})
		}
		return nil
	})
}

// OfLine is the newest amendment that asks for fewer pieces of a line, nil for
// none.
func (d *Detail) OfLine(line int64) *Amendment {
	for i := range slices.Backward(d.Amendments) {
		if slices.ContainsFunc(d.Amendments[i].Lines, func(l Asked) bool { return l.LineID == line }) {
			return &d.Amendments[i]
		}
	}
	return nil
}

// Waiting is the first amendment without an answer, nil for none.
func (d *Detail) Waiting() *Amendment {
	for i := range d.Amendments {
		if d.Amendments[i].Open() {
			return &d.Amendments[i]
		}
	}
	return nil
}

// Stocked is a move of own stock for the order: pieces of a line that left a 3PL,
// or came back to it as they did not leave after all, with Quantity below nothing.
type Stocked struct {
	LineID    int64
	Warehouse string
	Quantity  model.Quantity
	On        model.Date
	Recorded  model.Instant
}

func (d *Detail) readStocked(q *gorm.DB) error {
	return query.New(`SELECT a.line_id, s.name, -m.quantity, m.moved_on, m.recorded_at FROM order_line l JOIN allocation a ON a.line_id = l.id
		JOIN stock_move m ON m.allocation_id = a.id JOIN supplier s ON s.id = m.supplier_id WHERE l.order_id = ? ORDER BY m.id`, d.ID).
		Rows(q, func(r query.Row) error {
			d.Stocked = append(d.Stocked, Stocked{r.Int(0), r.Text(1), model.Quantity(r.Int(2)), model.Date(r.Text(3)), model.Instant(r.Text(4))})
			return nil
		})
}
