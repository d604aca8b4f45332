package forward

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/file"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/store"
)

// note is what the book knows of one forwarding.
type note struct {
	ID, PurchaseID    int64
	Number, Supplier  string
	Folder, MessageID string
	Files             string // JSON of []sealed
	Orders, Lines     int

	warnings []string // what a person should know, blocking nothing
}

// one takes an approved purchase order through the four steps.
func (w *work) one(id int64) error {
	var d Dispatch
	err := w.db.Read(w.ctx, func(q *gorm.DB) (err error) {
		d, err = dispatch(q, id, w.db.Today())
		return err
	})
	if err != nil {
		return err
	}
	files, err := w.render(d)
	if err != nil {
		w.hold(d.Number, sentence(err)) // whatever a document trips over, the others go on
		return nil
	}
	n := note{PurchaseID: id, Number: d.Number, Supplier: d.Supplier.Name, Orders: len(d.Orders), Lines: d.lines()}
	if n.MessageID, err = newMessageID(); err != nil {
		return err
	}
	n.Folder = filepath.Join(w.options.Out, w.folders[d.SupplierID], file.SafeName(d.Number))
	p := newParcel(n.Folder, n.MessageID)
	w.sweep(n.Folder)
	all, err := p.stage(files)
	if err != nil {
		return w.held(d.Number, err)
	}
	if err := w.begin(&n, &d, all); err != nil {
		p.discard()
		return w.held(d.Number, err)
	}
	if err := p.place(); err != nil {
		w.hold(d.Number, sentence(err)+" It is ready to leave, and the next run goes on from here.")
		return nil
	}
	return w.finish(&n, all, files)
}

// render makes the documents and refuses names that would not be safe or equal.
func (w *work) render(d Dispatch) ([]File, error) {
	files, err := w.docs.Render(d)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, f := range files {
		key := strings.ToLower(f.Name)
		if f.Name != file.SafeName(f.Name) || seen[key] {
			return nil, model.Errorf(model.Internal, "The documents of %s have a file name that cannot be used: %q.", d.Number, f.Name)
		}
		seen[key] = true
	}
	if len(files) == 0 {
		return nil, model.Errorf(model.Internal, "There are no documents for %s.", d.Number)
	}
	return files, nil
}

// sentence is what to tell a person of a failure.
func sentence(err error) string {
	var known *model.Error
	if errors.As(err, &known) {
		return known.Message
	}
	return "Its documents could not be made (" + err.Error() + ")."
}

// sweep removes what a crash left of an earlier attempt of which nothing was
// noted; the purchase order is approved, so there is no note.
func (w *work) sweep(final string) {
	parent, name := filepath.Split(final)
	if _, ok := w.left[parent]; !ok {
		w.left[parent] = leftovers(parent)
	}
	for _, path := range w.left[parent][name] {
		_ = os.RemoveAll(path)
	}
}

// begin notes that the purchase order is about to leave, unless something
// speaks against it that was not so when its documents were made.
func (w *work) begin(n *note, d *Dispatch, all []sealed) error {
	text, err := json.Marshal(all)
	if err != nil {
		return err
	}
	n.Files = string(text)
	return w.db.Write(w.ctx, func(tx *store.Tx) error {
		found, err := purchase.Review(tx.DB, tx.Today, []int64{n.PurchaseID})
		if err != nil {
			return err
		}
		n.warnings = told(found[n.PurchaseID])
		if why := purchase.Blocked(found[n.PurchaseID]); why != "" {
			return model.Errorf(model.Refused, "%s", why)
		}
		now, err := dispatch(tx.DB, n.PurchaseID, d.Date)
		if err != nil {
			return err
		}
		if !reflect.DeepEqual(now, *d) {
			return model.Errorf(model.Conflict, "It was changed while its documents were made. Forward again.")
		}
		if err := purchase.Move(tx, n.PurchaseID, model.PurchaseQueued, ""); err != nil {
			return err
		}
		return insertNote(tx, n)
	})
}

// told are the warnings of a purchase order in words.
func told(all []purchase.Warning) []string {
	var words []string
	for _, w := range all {
		words = append(words, w.Message)
	}
	return words
}

// insertNote writes the row that keeps a purchase order from leaving twice.
func insertNote(tx *store.Tx, n *note) error {
	err := tx.Raw(`INSERT INTO forwarding (purchase_id, channel, message_id, folder, files, state, started_at)
		VALUES (?, ?, ?, ?, ?, 'sending', ?) RETURNING id`,
		n.PurchaseID, string(model.ByFolder), n.MessageID, n.Folder, n.Files, string(tx.Now)).Scan(&n.ID).Error
	switch {
	case err == nil:
		return nil
	case strings.Contains(err.Error(), "forwarded once only"):
		return model.Errorf(model.Refused, "%s holds pieces that already left with another purchase order. Cancel it; nothing was sent.", n.Number).Because(err)
	case errors.Is(err, gorm.ErrDuplicatedKey) || strings.Contains(err.Error(), "UNIQUE"):
		return model.Errorf(model.Conflict, "%s already left once. Look at its state in the outbox; nothing was sent.", n.Number).Because(err)
	}
	return err
}

// finish notes that the purchase order left: its prices are agreed now, so the
// books take its costs as quoted.
func (w *work) finish(n *note, all []sealed, files []File) error {
	// It has left, so the book must say so even when the run is being stopped.
	err := w.db.Write(context.WithoutCancel(w.ctx), func(tx *store.Tx) error { return w.settle(tx, n, model.PurchaseSent, "sent") })
	if err != nil {
		w.hold(n.Number, "It was written to "+n.Folder+", but the book could not note that. Forward again: nothing is sent twice. "+sentence(err))
		return nil
	}
	s := Sent{Purchase: n.Number, Supplier: n.Supplier, Orders: n.Orders, Lines: n.Lines, MessageID: n.MessageID}
	for _, f := range all {
		s.Files = append(s.Files, filepath.Join(n.Folder, f.Name))
	}
	s.Warnings = n.warnings
	for _, f := range files {
		s.Warnings = append(s.Warnings, f.Warnings...)
	}
	w.result.Sent = append(w.result.Sent, s)
	return nil
}

// settle writes down how a forwarding ended and brings the books along.
func (s *Service) settle(tx *store.Tx, n *note, to model.PurchaseState, state string) error {
	finished := tx.Now
	if to == model.PurchaseUnknown {
		finished = ""
	}
	err := tx.Exec(`UPDATE forwarding SET state = ?, finished_at = ? WHERE id = ?`, state, string(finished), n.ID).Error
	if err != nil {
		return err
	}
	orders, err := s.move(tx, n, to)
	if err != nil {
		return err
	}
	books, err := order.Begin(tx, 0)
	if err != nil {
		return err
	}
	if _, err := books.Resync(orders, nil); err != nil {
		return err
	}
	tx.After(func() {
		s.bus.PurchasesChanged.Publish([]int64{n.PurchaseID})
		s.bus.OrdersChanged.Publish(orders)
		s.bus.BooksChanged.Publish(nil)
	})
	return nil
}

// move takes the purchase order along and returns its sales orders.
func (s *Service) move(tx *store.Tx, n *note, to model.PurchaseState) ([]int64, error) {
	if to == model.PurchaseCancelled {
		return purchase.CancelTx(tx, n.PurchaseID, "it did not reach the supplier")
	}
	why := ""
	if to == model.PurchaseUnknown {
		why = "neither the staging folder nor the final one was found whole"
	}
	if err := purchase.Move(tx, n.PurchaseID, to, why); err != nil {
		return nil, err
	}
	var orders []int64
	err := tx.Raw(`SELECT DISTINCT order_id FROM purchase_line WHERE purchase_id = ? ORDER BY order_id`, n.PurchaseID).Scan(&orders).Error
	return orders, err
}

// newMessageID makes an id that no other message has and that says nothing of
// this computer.
func newMessageID() (string, error) {
	var b [16]byte
	if _, err := rand.Read(b[:]); err != nil {
		return "", err
	}
	h := hex.EncodeToString(b[:])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:] + "@dropledger.invalid", nil
}
