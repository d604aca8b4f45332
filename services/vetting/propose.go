package vetting

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
	rules "github.com/dropledger/dropledger/model/assessment"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/supplier"
)

// Proposal is a stage that the facts speak for. A person decides; Cause names
// the very facts, so that a refusal holds until they are others.
type Proposal struct {
	SupplierID int64       `json:"-"`
	Supplier   string      `json:"supplier"`
	From       model.Stage `json:"from"`
	To         model.Stage `json:"to"`
	Cause      string      `json:"cause"`
	Reason     string      `json:"reason"` // a sentence
}

// Proposals lists what is proposed for suppliers that are not archived.
func (s *Service) Proposals(ctx context.Context) ([]Proposal, error) {
	w, err := s.waits(ctx)
	return w.Proposals, err
}

// proposals judges the assessment that counts: what shuts a gate or scores too
// little goes on probation, what holds goes a stage on.
func (d *dossiers) proposals(s *model.Supplier) []Proposal {
	all := []Proposal{}
	a := d.counts(s.ID)
	if a == nil {
		return all
	}
	p := Proposal{SupplierID: s.ID, Supplier: s.Name, From: s.Stage}
	t := a.Template.Rules()
	failed, open := d.gates(a, t)
	r := t.Score(a.graded())
	weak := r.Score.Valid && !r.Provisional && r.Score.Decimal.LessThan(decimal.NewFromInt(int64(d.limit)))
	switch {
	case len(failed) > 0:
		p.To, p.Reason = model.Probation, fmt.Sprintf("The gate %s failed in the assessment of %s: probation is proposed.", quoted(failed), a.AssessedOn)
	case weak:
		p.To = model.Probation
		p.Reason = fmt.Sprintf("The assessment of %s scores %s of 100, under the limit of %d: probation is proposed.", a.AssessedOn, r.Score.Decimal.StringFixed(1), d.limit)
	case open || !r.Score.Valid || r.Provisional:
		return all
	default:
		if !d.further(&p, s, a, &r) {
			return all
		}
	}
	p.Cause = fmt.Sprintf("%s:%d:%d:%s", p.To, a.ID, a.Version, strings.Join(failed, ","))
	if s.Stage.CanGo(p.To) == nil && !d.refused[s.ID][p.Cause] {
		all = append(all, p)
	}
	return all
}

// gates lists those that failed, and tells whether one is not known or no longer.
func (d *dossiers) gates(a *Assessment, t *rules.Template) (failed []string, open bool) {
	for i := range t.Gates {
		v := a.Verdicts[t.Gates[i].Key]
		switch (rules.Verdict{Passed: v.Passed, Expires: v.ExpiresOn}).On(d.today) {
		case rules.GateFailed:
			failed = append(failed, t.Gates[i].Name)
		case rules.GateUnknown, rules.GateExpired:
			open = true
		case rules.GatePassed:
		}
	}
	return failed, open
}

// further is the next stage of a supplier whose gates are all passed and whose
// score holds.
func (d *dossiers) further(p *Proposal, s *model.Supplier, a *Assessment, r *rules.Result) bool {
	good := fmt.Sprintf("All gates are passed and the assessment of %s scores %s of 100", a.AssessedOn, r.Score.Decimal.StringFixed(1))
	tests := d.tested(s.ID)
	switch {
	case s.Stage == model.Candidate || s.Stage == model.Vetting:
		p.To, p.Reason = model.Trial, good+": a trial is proposed."
	case s.Stage == model.Trial && tests.Delivered >= 2 && tests.Late == 0:
		p.To, p.Reason = model.Approved, fmt.Sprintf("%s, and %d test orders arrived in time: approval is proposed.", good, tests.Delivered)
	case s.Stage == model.Probation && a.AssessedOn > d.stages[s.ID].On:
		p.To, p.Reason = model.Approved, good+" since it went on probation: approval is proposed."
	default:
		return false
	}
	return true
}

func quoted(names []string) string {
	all := make([]string, len(names))
	for i, n := range names {
		all[i] = fmt.Sprintf("%q", n)
	}
	return strings.Join(all, ", ")
}

// proposed finds a proposal that still stands.
func (s *Service) proposed(tx *store.Tx, name, cause string) (Proposal, error) {
	d, err := s.dossiers(tx.DB, name)
	if err != nil {
		return Proposal{}, err
	}
	all := d.proposals(&d.suppliers[0])
	if i := slices.IndexFunc(all, func(p Proposal) bool { return p.Cause == cause }); i >= 0 {
		return all[i], nil
	}
	return Proposal{}, model.Errorf(model.Conflict, "This is no longer proposed for %s: the facts changed meanwhile. Look at it again.", d.suppliers[0].Name)
}

// Accept moves the supplier to the proposed stage; the reason kept is that of
// the proposal and what the person adds.
func (s *Service) Accept(ctx context.Context, name, cause, why string) error {
	return s.db.Write(ctx, func(tx *store.Tx) error {
		p, err := s.proposed(tx, name, cause)
		if err != nil {
			return err
		}
		return s.setStage(tx, StageChange{Supplier: p.Supplier, To: p.To, Reason: strings.TrimSpace(p.Reason + " " + why)})
	})
}

// Refuse turns a proposal down with a reason; it comes back when the facts are
// others.
func (s *Service) Refuse(ctx context.Context, name, cause, why string) error {
	return s.db.Write(ctx, func(tx *store.Tx) error {
		p, err := s.proposed(tx, name, cause)
		if err != nil {
			return err
		}
		if why = strings.TrimSpace(why); why == "" {
			return model.FieldErrorf("why", "Say why %s stays %s: the reason is kept in the history.", p.Supplier, p.From.Words())
		}
		err = tx.Exec(`INSERT INTO stage_refusal (supplier_id, cause, why, refused_at) VALUES (?, ?, ?, ?)`, p.SupplierID, cause, why, string(tx.Now)).Error
		if err != nil {
			return err
		}
		tx.After(func() { s.bus.SuppliersChanged.Publish([]int64{p.SupplierID}) })
		return history.Record(tx, history.Subject{Kind: supplier.Kind, ID: p.SupplierID, Key: p.Supplier},
			[]history.Change{{Field: "proposal refused", Old: string(p.From), New: string(p.To)}}, why)
	})
}
