package vetting

import (
	"context"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/score"
	"github.com/dropledger/dropledger/services/supplier"
	"github.com/dropledger/dropledger/services/vetting"
)

// known is what was read of the supplier. Its records are those that were put
// away as well.
type known struct {
	terms       model.Supplier
	card        score.Card
	months      []score.Month
	sheet       vetting.Sheet
	bad         []score.Event // what went wrong last, the newest first
	assessments []vetting.AssessmentRow
	tests       []vetting.TestOrderRow
	agreements  []vetting.AgreementRow
	savings     []vetting.Saving
	talks       []vetting.Talk
	papers      []vetting.CredentialRow
	files       []vetting.File
	contacts    []vetting.Contact
	places      []vetting.Place
	actions     []vetting.Action
	steps       []vetting.StageStep
}

func (d *Document) read(ctx context.Context, name string) (*known, error) {
	b, k := d.h.Book(), &known{}
	var err error
	if k.terms, err = supplier.New(b.DB, b.Bus).ByName(ctx, name); err != nil {
		return nil, err
	}
	if k.sheet, err = d.vetting.Sheet(ctx, name); err != nil {
		return nil, err
	}
	if k.card, err = d.scores.Of(ctx, name); err != nil {
		return nil, err
	}
	if k.months, err = d.scores.Months(ctx, name); err != nil {
		return nil, err
	}
	if k.bad, err = wrong(ctx, d.scores, name); err != nil {
		return nil, err
	}
	return k, k.records(ctx, d.vetting, name)
}

// records reads what is kept of the supplier beside.
func (k *known) records(ctx context.Context, s *vetting.Service, name string) error {
	all := vetting.Filter{Supplier: name, Archived: true}
	for _, read := range []func() error{
		func() (err error) { k.assessments, err = s.Assessments(ctx, all); return err },
		func() (err error) { k.tests, err = s.TestOrders(ctx, all); return err },
		func() (err error) { k.agreements, err = s.Agreements(ctx, all); return err },
		func() (err error) { k.savings, err = s.Savings(ctx, name); return err },
		func() (err error) { k.talks, err = s.Talks(ctx, all); return err },
		func() (err error) { k.papers, err = s.Credentials(ctx, all); return err },
		func() (err error) { k.files, err = s.Files(ctx, all); return err },
		func() (err error) { k.contacts, err = s.Contacts(ctx, all); return err },
		func() (err error) { k.places, err = s.Places(ctx, all); return err },
		func() (err error) { k.actions, err = s.Actions(ctx, all); return err },
		func() (err error) { k.steps, err = s.StageHistory(ctx, name); return err },
	} {
		if err := read(); err != nil {
			return err
		}
	}
	return nil
}

// file finds a kept file by its id.
func (k *known) file(id int64) (vetting.File, bool) {
	for _, f := range k.files {
		if f.ID == id {
			return f, true
		}
	}
	return vetting.File{}, false
}

// kept are the names of files by their ids; those that are not kept any more are
// left out.
func (k *known) kept(ids ...int64) []string {
	var names []string
	for _, id := range ids {
		if f, ok := k.file(id); ok {
			names = append(names, f.Name)
		}
	}
	return names
}

// due counts what of some kinds falls due.
func (k *known) due(kinds ...string) (n int) {
	for _, d := range k.sheet.Due {
		for _, kind := range kinds {
			if d.Kind == kind {
				n++
			}
		}
	}
	return n
}
