package forward

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/amendment"
	"github.com/dropledger/dropledger/services/file"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/store"
)

// note is what the book knows of one forwarding.
type note struct {
	ID, PurchaseID    int64
	AmendmentID       int64  // 0: the purchase order itself leaves
	Number, Supplier  string // the number of what leaves
	Purchase          string // the number of the purchase order
	Folder, MessageID string
	Files             string // JSON of []sealed
	Orders, Lines     int
	Channel           model.Channel

	warnings []string // what a person should know, blocking nothing
}

// gathered are the documents, ready for those that leave together.
func (w *work) gathered(all []*sending) Documents {
	g, asks := w.docs.(Gatherer)
	if !asks {
		return w.docs
	}
	ds := make([]Dispatch, len(all))
	for i, s := range all {
		ds[i] = s.dispatch
	}
	return g.Gather(w.ctx, ds)
}

// render makes the documents and refuses names that would not be safe or equal.
func render(docs Documents, d Dispatch) ([]File, error) {
	files, err := docs.Render(d)
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
	err := tx.Raw(`INSERT INTO forwarding (purchase_id, amendment_id, channel, message_id, folder, files, state, started_at)
		VALUES (?, ?, ?, ?, ?, ?, 'sending', ?) RETURNING id`,
		n.PurchaseID, store.OrNull(n.AmendmentID), string(n.Channel), n.MessageID, n.Folder, n.Files, string(tx.Now)).Scan(&n.ID).Error
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

// ending is how a forwarding ended: the state of its purchase order and its own,
// and why.
type ending struct {
	to    model.PurchaseState
	state string
	why   string
}

// The endings that are the same for every way.
var (
	arrived = ending{model.PurchaseSent, StateSent, ""}
	// A forwarding that did not arrive stays as it was; its cancelled purchase
	// order tells the rest.
	missed = ending{model.PurchaseCancelled, StateUnknown, "it did not reach the supplier"}
	lost   = ending{model.PurchaseUnknown, StateUnknown, "neither the staging folder nor the final one was found whole"}
)

// settle writes down how a forwarding ended and brings the books along.
func (s *Service) settle(tx *store.Tx, n *note, e ending) error {
	orders, err := s.end(tx, n, e)
	if err != nil {
		return err
	}
	return s.rebook(tx, []int64{n.PurchaseID}, orders)
}

// end writes down how a forwarding ended and returns its sales orders, whose
// books are to be brought along.
func (s *Service) end(tx *store.Tx, n *note, e ending) ([]int64, error) {
	finished := tx.Now
	if e.to == model.PurchaseUnknown {
		finished = ""
	}
	err := tx.Exec(`UPDATE forwarding SET state = ?, finished_at = ? WHERE id = ?`, e.state, string(finished), n.ID).Error
	if err != nil {
		return nil, err
	}
	return s.move(tx, n, e)
}

// rebook brings the books of orders along and tells the screens.
func (s *Service) rebook(tx *store.Tx, purchases, orders []int64) error {
	if err := purchase.Rebook(tx, orders); err != nil {
		return err
	}
	tx.After(func() {
		s.bus.PurchasesChanged.Publish(purchases)
		if len(orders) == 0 {
			return // amendments change no order before they are answered
		}
		s.bus.OrdersChanged.Publish(orders)
		s.bus.BooksChanged.Publish(nil)
	})
	return nil
}

// move takes the purchase order along and returns its sales orders.
func (s *Service) move(tx *store.Tx, n *note, e ending) ([]int64, error) {
	if n.AmendmentID != 0 {
		return nil, amendment.Move(tx, n.AmendmentID, amended[e.to], e.why)
	}
	if e.to == model.PurchaseCancelled {
		return purchase.CancelTx(tx, n.PurchaseID, e.why)
	}
	if err := purchase.Move(tx, n.PurchaseID, e.to, e.why); err != nil {
		return nil, err
	}
	return purchase.Orders(tx.DB, []int64{n.PurchaseID})
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
