package forward

import (
	"context"
	"encoding/json"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/file"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/store"
)

// most is how many purchase orders take a step together.
const most = 32

// ready ends the sentence on a purchase order that could not be put in place.
const ready = " It is ready to leave, and the next run goes on from here."

// sending is a purchase order on its way through the four steps.
type sending struct {
	dispatch Dispatch
	note     note
	parcel   parcel
	files    []File
	sealed   []sealed
	why      error  // it waits
	broken   string // its documents cannot be made
	letter   *letter
}

// staged reads approved purchase orders and stages their documents together:
// the first step. It fails when ctx ends, and leaves nothing behind then.
func (w *work) staged(ids []int64) ([]*sending, error) {
	all, err := w.open(ids)
	if err != nil {
		return nil, err
	}
	if err := w.stage(all); err != nil {
		discard(all)
		return nil, err
	}
	return all, nil
}

// leave takes staged purchase orders through the other three steps together.
func (w *work) leave(all []*sending) error {
	live, err := w.waiting(all)
	if err != nil {
		discard(live)
		return err
	}
	if err := w.begin(live); err != nil {
		discard(live)
		for _, s := range live {
			if err := w.held(s.note.Number, err); err != nil {
				return err
			}
		}
		return nil
	}
	for _, s := range live {
		if s.why != nil {
			s.parcel.discard()
		}
	}
	if live, err = w.waiting(live); err != nil {
		return err
	}
	return w.finishAll(w.place(live))
}

// open reads what leaves, and names its folders.
func (w *work) open(ids []int64) ([]*sending, error) {
	all, err := w.load(ids, model.ByFolder)
	if err != nil {
		return nil, err
	}
	for _, s := range all {
		d := &s.dispatch
		if s.note.MessageID, err = newMessageID(); err != nil {
			return nil, err
		}
		s.note.Folder = filepath.Join(w.options.Out, w.folders[d.SupplierID], file.SafeName(d.Number))
		s.parcel = newParcel(s.note.Folder, s.note.MessageID)
		w.sweep(s.note.Folder)
	}
	return all, nil
}

// load reads what leaves.
func (w *work) load(ids []int64, by model.Channel) ([]*sending, error) {
	var ds []Dispatch
	err := w.db.Read(w.ctx, func(q *gorm.DB) (err error) {
		ds, err = dispatches(q, ids, w.db.Today())
		return err
	})
	all := make([]*sending, len(ds))
	for i, d := range ds {
		all[i] = &sending{dispatch: d, note: note{
			PurchaseID: d.PurchaseID, Number: d.Number, Purchase: d.Number, Supplier: d.Supplier.Name, Orders: len(d.Orders), Lines: d.lines(), Channel: by,
		}}
		all[i].note.amend(d.Amendment)
	}
	return all, err
}

// stage renders the documents, several at a time, and then brings all of them to
// the disk together, which is one wait instead of many. It fails when ctx ends.
func (w *work) stage(all []*sending) error {
	docs := w.gathered(all)
	if err := w.each(all, rendering(), func(s *sending) { w.stageOne(docs, s) }); err != nil {
		return err
	}
	if err := w.each(all, most, flushOne); err != nil {
		return err
	}
	return syncParents(all)
}

// rendering is how many documents are rendered at a time: one may wait for the
// disk or the book while another is rendered.
func rendering() int { return 2 * runtime.GOMAXPROCS(0) }

// each does one thing for all of them, several at once. It fails when ctx ends.
func (w *work) each(all []*sending, atOnce int, one func(*sending)) error {
	var next atomic.Int64
	var defect atomic.Pointer[any]
	var workers sync.WaitGroup
	for range min(len(all), atOnce) {
		workers.Go(func() {
			defer func() {
				if v := recover(); v != nil {
					defect.Store(&v)
				}
			}()
			for i := next.Add(1) - 1; int(i) < len(all) && w.ctx.Err() == nil; i = next.Add(1) - 1 {
				one(all[i])
			}
		})
	}
	workers.Wait()
	if v := defect.Load(); v != nil {
		panic(*v) // the job makes an error of it
	}
	return w.ctx.Err()
}

func (w *work) stageOne(docs Documents, s *sending) {
	files, err := render(docs, s.dispatch)
	if err != nil {
		s.broken = sentence(err) // whatever a document trips over, the others go on
		return
	}
	if _, takesMail := w.heads[s.dispatch.errand()]; w.drafted && takesMail {
		draft, err := w.draft(s, files)
		if err != nil {
			s.broken = sentence(err)
			return
		}
		files = append(files, draft)
	}
	s.files = files
	s.sealed, s.why = s.parcel.stage(files)
}

func flushOne(s *sending) {
	if s.why != nil || s.broken != "" {
		return
	}
	if s.why = s.parcel.flush(s.sealed); s.why != nil {
		s.parcel.discard()
	}
}

// syncParents makes the names in the suppliers' folders survive a power cut. A
// folder that fails keeps only those in it.
func syncParents(all []*sending) error {
	synced := map[string]error{}
	for _, s := range all {
		if s.why != nil || s.broken != "" {
			continue
		}
		parent := s.parcel.parent()
		err, known := synced[parent]
		if !known {
			err = syncFolder(parent)
			synced[parent] = err
		}
		if err != nil {
			s.parcel.discard()
			s.why = noFolder(parent, err)
		}
	}
	return nil
}

// waiting holds those that have a reason to wait and returns the others. A
// failure that does not concern one purchase order only ends the run.
func (w *work) waiting(all []*sending) ([]*sending, error) {
	var live []*sending
	var failed error
	for _, s := range all {
		switch {
		case s.broken != "":
			w.fail(s.note.Number, s.broken)
		case s.why == nil:
			live = append(live, s)
		case failed == nil:
			failed = w.held(s.note.Number, s.why)
		}
	}
	return live, failed
}

func discard(all []*sending) {
	for _, s := range all {
		s.parcel.discard()
	}
}

// begin notes in one transaction that the purchase orders are about to leave,
// each unless something speaks against it that was not so when its documents
// were made; then it says why.
func (w *work) begin(all []*sending) error {
	ids := make([]int64, len(all))
	for i, s := range all {
		text, err := json.Marshal(s.sealed)
		if err != nil {
			return err
		}
		ids[i], s.note.Files = s.note.errand(), string(text)
	}
	if len(all) == 0 {
		return nil
	}
	return w.db.Write(w.ctx, func(tx *store.Tx) error {
		found, err := purchase.Blocks(tx.DB, tx.Today, ids)
		if err != nil {
			return err
		}
		now, err := dispatches(tx.DB, ids, all[0].dispatch.Date)
		if err != nil {
			return err
		}
		for i, s := range all {
			s.note.warnings = w.warned[ids[i]]
			s.why = nil
			if why := purchase.Blocked(found[ids[i]]); why != "" {
				s.why = model.Errorf(model.Refused, "%s", why)
				continue
			}
			if s.why, err = late(tx.DB, &s.note); s.why != nil || err != nil {
				continue
			}
			if !reflect.DeepEqual(now[i], s.dispatch) {
				s.why = model.Errorf(model.Conflict, "It was changed while its documents were made. Forward again.")
				continue
			}
			if s.why, err = alone(tx, func() error { return beginOne(tx, s) }); err != nil {
				return err
			}
		}
		return nil
	})
}

func beginOne(tx *store.Tx, s *sending) error {
	if err := s.note.queue(tx); err != nil {
		return err
	}
	if err := insertNote(tx, &s.note); err != nil || s.letter == nil {
		return err
	}
	return s.letter.insert(tx, &s.note, s.dispatch.SupplierID)
}

// alone runs fn so that a refusal takes back only what fn did.
func alone(tx *store.Tx, fn func() error) (refused, failed error) {
	if err := tx.Exec(`SAVEPOINT one`).Error; err != nil {
		return nil, err
	}
	switch err := fn(); model.CodeOf(err) {
	case "":
		return nil, tx.Exec(`RELEASE SAVEPOINT one`).Error
	case model.Refused, model.Conflict, model.NotFound:
		if failed := tx.Exec(`ROLLBACK TO SAVEPOINT one`).Error; failed != nil {
			return nil, failed
		}
		return err, tx.Exec(`RELEASE SAVEPOINT one`).Error
	default:
		return nil, err
	}
}

// place gives the folders their final names and returns those that got them.
func (w *work) place(all []*sending) []*sending {
	for _, s := range all {
		s.why = s.parcel.place()
	}
	synced := map[string]error{}
	var placed []*sending
	for _, s := range all {
		parent := s.parcel.parent()
		if _, known := synced[parent]; !known {
			synced[parent] = syncFolder(parent)
		}
		if s.why == nil {
			s.why = synced[parent]
		}
		if s.why != nil {
			w.fail(s.note.Number, sentence(s.why)+ready)
			continue
		}
		placed = append(placed, s)
	}
	return placed
}

// finishAll notes that the purchase orders left: their prices are agreed now,
// so the books take their costs as quoted. Where that fails for one, the others
// are noted one by one.
func (w *work) finishAll(all []*sending) error {
	if len(all) == 0 {
		return nil
	}
	// They have left, so the book must say so even when the run is being stopped.
	err := w.db.Write(context.WithoutCancel(w.ctx), func(tx *store.Tx) error {
		var purchases, orders []int64
		for _, s := range all {
			o, err := w.end(tx, &s.note, arrived)
			if err != nil {
				return err
			}
			purchases, orders = append(purchases, s.note.PurchaseID), append(orders, o...)
		}
		slices.Sort(orders)
		return w.rebook(tx, purchases, slices.Compact(orders))
	})
	for _, s := range all {
		if err != nil && len(all) > 1 {
			if err := w.finish(s); err != nil {
				return err
			}
			continue
		}
		w.sent(s, err)
	}
	return nil
}

// finish is finishAll for one.
func (w *work) finish(s *sending) error { return w.finishAll([]*sending{s}) }

// sent tells what became of a purchase order that is in its place.
func (w *work) sent(s *sending, failed error) {
	n := &s.note
	if failed != nil {
		w.fail(n.Number, "It was written to "+n.Folder+", but the book could not note that. Forward again: nothing is sent twice. "+sentence(failed))
		return
	}
	r := Sent{Purchase: n.Purchase, Amendment: n.amendmentNumber(), Supplier: n.Supplier, Orders: n.Orders, Lines: n.Lines, MessageID: n.MessageID, Warnings: n.warnings}
	for _, f := range s.sealed {
		r.Files = append(r.Files, filepath.Join(n.Folder, f.Name))
	}
	for _, f := range s.files {
		for _, w := range f.Warnings {
			if !slices.Contains(r.Warnings, w) { // the review may have told it already
				r.Warnings = append(r.Warnings, w)
			}
		}
	}
	w.result.Sent = append(w.result.Sent, r)
}
