package vetting

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/supplier"
)

// Allowance is what the stage of a supplier allows now. Reason is a sentence
// when it may not receive an order, or when whoever approves one should know.
type Allowance struct {
	May    bool   `json:"may"`
	Warns  bool   `json:"warns"`
	Limit  *int   `json:"limit"` // of open orders, null without one
	Open   int    `json:"open"`  // orders that are not finished; counted where there is a limit
	Reason string `json:"reason"`
}

// Admission tells what stages allow. It reads the book as it stands when asked,
// so that in a run of routing each order counts the ones before it.
type Admission struct {
	q     *gorm.DB
	limit int
}

// NewAdmission prepares asking within a transaction.
func NewAdmission(q *gorm.DB) (*Admission, error) {
	limit, err := setting.Days(q, setting.TrialOrders)
	return &Admission{q, limit}, err
}

// unfinished counts the orders a supplier has to finish, but for one.
const unfinished = `SELECT COUNT(DISTINCT l.order_id) FROM allocation a JOIN order_line l ON l.id = a.line_id JOIN sales_order o ON o.id = l.order_id
	LEFT JOIN purchase_line pl ON pl.allocation_id = a.id LEFT JOIN purchase_order p ON p.id = pl.purchase_id
	WHERE a.supplier_id = ? AND a.cancelled_at = '' AND o.cancelled_on = '' AND l.order_id <> ?
		AND (p.id IS NULL OR p.state NOT IN ('closed', 'cancelled', 'refused'))`

// Route tells whether the supplier may be chosen for an order.
func (a *Admission) Route(s *model.Supplier, order int64) (Allowance, error) {
	return a.ask(s, unfinished, s.ID, order)
}

// Leave tells whether a purchase order with an order may leave for the supplier.
// Of those that wait to leave as well only the earlier ones count, in the same
// purchase order too, so that as many leave as are allowed.
func (a *Admission) Leave(s *model.Supplier, order, purchase int64) (Allowance, error) {
	return a.ask(s, unfinished+` AND p.id IS NOT NULL AND (p.id < ? OR (p.id = ? AND l.order_id < ?) OR (p.id <> ? AND p.state NOT IN ('draft', 'approved')))`,
		s.ID, order, purchase, purchase, order, purchase)
}

func (a *Admission) ask(s *model.Supplier, count string, args ...any) (Allowance, error) {
	w := Allowance{May: s.Stage.MayReceiveOrders()}
	switch {
	case !w.May:
		w.Reason = fmt.Sprintf("%s is not approved, its stage is %s", s.Name, s.Stage)
	case s.Stage == model.Probation:
		w.Warns, w.Reason = true, s.Name+" is on probation: look at each order before it leaves"
	case s.Stage == model.Trial:
		if err := a.q.Raw(count, args...).Scan(&w.Open).Error; err != nil {
			return w, err
		}
		w.Limit, w.May, w.Warns = &a.limit, w.Open < a.limit, true
		if w.Reason = fmt.Sprintf("%s is on trial and has %d of %d open orders", s.Name, w.Open, a.limit); !w.May {
			w.Reason += ": no more until one is finished"
		}
	}
	return w, nil
}

// Allows tells what the stage of a supplier allows now.
func (s *Service) Allows(ctx context.Context, name string) (w Allowance, err error) {
	err = s.db.Read(ctx, func(q *gorm.DB) error {
		found, err := supplier.ByNameTx(q, name)
		if err != nil {
			return err
		}
		a, err := NewAdmission(q)
		if err != nil {
			return err
		}
		w, err = a.Route(&found, 0)
		return err
	})
	return w, err
}

// StageChange asks to move a supplier to another stage. On is the day from which
// it holds, today when empty. RequalifyOn is when it is to be vetted again; empty
// for the usual time after an approval.
type StageChange struct {
	Supplier    string
	To          model.Stage
	Reason      string
	On          model.Date
	RequalifyOn model.Date
}

// SetStage moves a supplier to another stage, if it can go there, and keeps the
// reason in the history.
func (s *Service) SetStage(ctx context.Context, c StageChange) error {
	return s.db.Write(ctx, func(tx *store.Tx) error { return s.setStage(tx, c) })
}

func (s *Service) setStage(tx *store.Tx, c StageChange) error {
	found, err := supplier.ByNameTx(tx.DB, c.Supplier)
	if err != nil {
		return err
	}
	if !c.To.Valid() {
		return model.FieldErrorf("stage", "%q is not a stage: it can be %s", c.To, stageWords())
	}
	if err := found.Stage.CanGo(c.To); err != nil {
		e := model.Errorf(model.Refused, "%s cannot become %s. %s", found.Name, c.To.Words(), err.Error())
		e.Field = "stage"
		return e
	}
	if c.Reason = strings.TrimSpace(c.Reason); c.Reason == "" {
		return model.FieldErrorf("reason", "Say why %s is to be %s: the reason is kept in the history.", found.Name, c.To.Words())
	}
	if c.On == "" {
		c.On = tx.Today
	}
	in := supplier.Input{ID: found.ID, Name: found.Name, Stage: &c.To, StageReason: &c.Reason, StageOn: &c.On}
	if c.To == model.Approved && c.RequalifyOn == "" {
		days, err := setting.Days(tx.DB, setting.RequalifyDays)
		if err != nil {
			return err
		}
		c.RequalifyOn = c.On.AddDays(days)
	}
	if c.RequalifyOn != "" {
		in.RequalifyOn = &c.RequalifyOn
	}
	done, err := supplier.New(s.db, s.bus).Put(tx.Context(), []supplier.Input{in})
	if err == nil && done.Updated == 0 {
		err = model.FieldErrorf("stage_on", "%s is known to have become %s on %s, and another stage since: enter changes of stage in their order.", found.Name, c.To.Words(), c.On)
	}
	return err
}

func stageWords() string {
	all := model.Stages()
	words := make([]string, len(all))
	for i, s := range all {
		words[i] = string(s)
	}
	return strings.Join(words, ", ")
}

// StageStep is one change of a supplier's stage.
type StageStep = supplier.StageStep

// StageHistory lists the changes of a supplier's stage, the newest first.
func (s *Service) StageHistory(ctx context.Context, name string) ([]StageStep, error) {
	steps := []StageStep{}
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		found, err := supplier.ByNameTx(q, name)
		if err != nil {
			return err
		}
		all, err := supplier.Steps(q, found.ID)
		for _, step := range slices.Backward(all[found.ID]) {
			if !step.Created() {
				steps = append(steps, step)
			}
		}
		return err
	})
	return steps, err
}
