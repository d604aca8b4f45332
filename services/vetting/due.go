package vetting

import (
	"cmp"
	"context"
	"slices"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
)

// Kinds of what falls due.
const (
	DueRequalify  = "requalification"
	DueCredential = "credential"
	DueGate       = "gate"      // its evidence ends
	DueFollowUp   = "follow_up" // of a talk
	DueAction     = "action"
)

// Due is something about a supplier that falls due, or is overdue.
type Due struct {
	Kind       string     `json:"kind"`
	SupplierID int64      `json:"-"`
	Supplier   string     `json:"supplier"`
	What       string     `json:"what"` // the name of the paper, gate, talk or action
	On         model.Date `json:"on"`
	Days       int        `json:"days"` // until then; below zero since
	ID         int64      `json:"id"`   // of the paper, assessment, talk or action; of the supplier for a requalification
}

// Due lists what falls due with suppliers that are not archived or blocked, the
// oldest first: expiries and requalifications so many days before as the
// settings say, the rest on its day.
func (s *Service) Due(ctx context.Context) ([]Due, error) {
	w, err := s.waits(ctx)
	return w.Due, err
}

// Waits is what suppliers that are not archived ask a person for.
type Waits struct {
	Due       []Due
	Proposals []Proposal
}

// Waiting finds it within a transaction.
func Waiting(q *gorm.DB, today model.Date) (Waits, error) {
	w := Waits{[]Due{}, []Proposal{}}
	d, err := readDossiers(q, "", "", today)
	if err != nil {
		return w, err
	}
	for i := range d.suppliers {
		w.Due = append(w.Due, d.due(&d.suppliers[i])...)
		w.Proposals = append(w.Proposals, d.proposals(&d.suppliers[i])...)
	}
	slices.SortStableFunc(w.Due, func(a, b Due) int { return cmp.Or(cmp.Compare(a.On, b.On), cmp.Compare(a.Supplier, b.Supplier)) })
	return w, nil
}

func (s *Service) waits(ctx context.Context) (w Waits, err error) {
	err = s.db.Read(ctx, func(q *gorm.DB) error {
		w, err = Waiting(q, s.db.Today())
		return err
	})
	return w, err
}

func (d *dossiers) due(s *model.Supplier) []Due {
	all := []Due{}
	if s.Stage == model.Blocked {
		return all
	}
	add := func(kind, what string, on model.Date, id int64, before int) {
		if on != "" && on <= d.today.AddDays(before) {
			all = append(all, Due{kind, s.ID, s.Name, what, on, d.today.DaysUntil(on), id})
		}
	}
	add(DueRequalify, s.Name, s.RequalifyOn, s.ID, d.warn)
	for _, c := range d.credentials[s.ID] {
		if c.HandedOn != "" {
			add(DueCredential, c.Name, c.ExpiresOn, c.ID, d.warn)
		}
	}
	if a := d.counts(s.ID); a != nil {
		for i := range a.Template.Gates {
			g := &a.Template.Gates[i]
			if v := a.Verdicts[g.Key]; v.Passed != nil && *v.Passed {
				add(DueGate, g.Name, v.ExpiresOn, a.ID, d.warn)
			}
		}
	}
	for _, k := range d.talks[s.ID] {
		add(DueFollowUp, k.Subject, k.FollowUpOn, k.ID, 0)
	}
	for _, a := range d.actions[s.ID] {
		add(DueAction, a.Title, a.DueOn, a.ID, 0)
	}
	slices.SortStableFunc(all, func(a, b Due) int { return cmp.Compare(a.On, b.On) })
	return all
}
