package forward

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/promise"
	"github.com/dropledger/dropledger/services/store"
)

// Wait is a purchase order that gathers what else comes before it leaves.
type Wait struct {
	PurchaseID int64
	Until      model.Instant
	Local      string     // the time of day on the supplier's clock
	On         model.Date // the day there, "" today
	Why        string     // a sentence
}

// waiter is what decides when a purchase order is due.
type waiter struct {
	ID         int64
	Number     string
	Supplier   string
	Batching   model.Batching
	Cutoff     string
	BatchLead  int
	Zone       string
	Country    string
	SupplierID int64
	Agreed     string // the days on which the supplier works, "" not agreed
	CreatedAt  model.Instant
	LastAt     model.Instant // when one left for the supplier the last time
}

// selectWaiters lists those of suppliers that do not take each order at once. A
// supplier without a zone has its country's.
const selectWaiters = `SELECT p.id, p.number, s.id AS supplier_id, s.name AS supplier, s.country, s.batching, s.cutoff, s.batch_lead, p.created_at,
	COALESCE((SELECT g.working_days FROM agreement g WHERE g.supplier_id = s.id AND g.archived_at = ''
		AND g.valid_from <= ? AND (g.valid_to = '' OR g.valid_to >= ?) ORDER BY g.valid_from DESC LIMIT 1), '') AS agreed,
	COALESCE(NULLIF(s.time_zone, ''), (SELECT w.time_zone FROM work_week w WHERE w.country = s.country AND w.valid_from <= ? ORDER BY w.valid_from DESC LIMIT 1), '') AS zone,
	COALESCE((SELECT MAX(f.started_at) FROM forwarding f JOIN purchase_order x ON x.id = f.purchase_id WHERE x.supplier_id = s.id AND f.amendment_id IS NULL), '') AS last_at
	FROM purchase_order p JOIN supplier s ON s.id = p.supplier_id
	WHERE p.state IN ('draft', 'approved') AND s.batching <> 'order' ORDER BY p.id`

// Waits lists the purchase orders that are not due yet, by id: those of a
// supplier that gets one a day, until shortly before its cut-off, and those of
// one that gets one an hour, until an hour after the last.
func (s *Service) Waits(ctx context.Context) (map[int64]Wait, error) {
	var found map[int64]Wait
	err := s.db.Read(ctx, func(q *gorm.DB) (err error) {
		found, err = waits(q, s.db.Now().Time(), s.db.Today())
		return err
	})
	return found, err
}

func waits(q *gorm.DB, now time.Time, today model.Date) (map[int64]Wait, error) {
	var all []waiter
	if err := q.Raw(selectWaiters, string(today), string(today), string(today)).Scan(&all).Error; err != nil {
		return nil, err
	}
	found := map[int64]Wait{}
	if len(all) == 0 {
		return found, nil
	}
	days, err := promise.ReadCalendars(q)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if w, ok := all[i].wait(now, days); ok {
			found[w.PurchaseID] = w
		}
	}
	return found, nil
}

// wait tells until when it gathers; false when it is due.
func (w *waiter) wait(now time.Time, days *promise.Calendars) (Wait, bool) {
	zone := time.UTC
	if w.Zone != "" {
		if z, err := time.LoadLocation(w.Zone); err == nil {
			zone = z
		}
	}
	until, why := w.hourly(now), "which is an hour after the last one"
	if w.Batching == model.Daily {
		until = w.daily(now.In(zone), days)
		why = fmt.Sprintf("%d minutes before its cut-off", w.BatchLead)
		if w.BatchLead == 0 {
			why = "its cut-off"
		}
	}
	if !until.After(now) {
		return Wait{}, false
	}
	local := until.In(zone).Format("15:04")
	clock, on := local, dayOf(until.In(zone))
	if on == dayOf(now.In(zone)) {
		on = ""
	} else {
		clock += " on " + string(on)
	}
	if w.Zone != "" {
		clock += " in " + w.Zone
	}
	return Wait{
		PurchaseID: w.ID, Until: model.InstantOf(until), Local: local, On: on,
		Why: fmt.Sprintf("It gathers what comes and waits for %s, %s. It can be sent now.", clock, why),
	}, true
}

// hourly is an hour after the last one left.
func (w *waiter) hourly(now time.Time) time.Time {
	if w.LastAt == "" {
		return now
	}
	return w.LastAt.Time().Add(time.Hour)
}

// dayOf is the civil date of a moment where it is told.
func dayOf(t time.Time) model.Date { return model.Date(t.Format(time.DateOnly)) }

// daily is the next moment, a little before the cut-off of a day on which the
// supplier works, at which the purchase order of a day leaves. It is now between
// that moment and the cut-off, and for what should have left at an earlier one.
func (w *waiter) daily(now time.Time, days *promise.Calendars) time.Time {
	at, err := time.Parse("15:04", w.Cutoff)
	if err != nil { // none
		return now
	}
	lead := time.Duration(w.BatchLead) * time.Minute
	y, m, d := now.Date()
	for day := -farthest; day <= farthest; day++ {
		cutoff := time.Date(y, m, d+day, at.Hour(), at.Minute(), 0, 0, now.Location())
		if !w.works(dayOf(time.Date(y, m, d+day, 0, 0, 0, 0, time.UTC)), days) {
			continue
		}
		leaves := cutoff.Add(-lead)
		switch {
		case now.Before(leaves):
			return leaves
		case !now.After(cutoff), w.CreatedAt.Time().Before(cutoff):
			return now
		}
	}
	return now
}

// farthest is how many days away the next day of work is looked for: the longest
// holidays anybody closes for.
const farthest = 40

// works tells whether the supplier takes orders on a day: by what was agreed, else
// as its country does, and never while it is closed.
func (w *waiter) works(day model.Date, days *promise.Calendars) bool {
	c := days.Of(w.Country, w.SupplierID, day)
	if w.Agreed == "" {
		return c.Works(day)
	}
	weekday := strings.ToLower(day.Time().Weekday().String()[:3])
	return !c.Holidays[day] && slices.Contains(strings.Fields(w.Agreed), weekday)
}

// early are those that do not leave in this run yet. A person who names purchase
// orders, or asks for all of them now, does not wait.
func (w *work) early(tx *store.Tx) (map[int64]Wait, error) {
	if w.options.Now || len(w.options.Purchases) > 0 {
		return nil, nil
	}
	return waits(tx.DB, tx.Now.Time(), tx.Today)
}
