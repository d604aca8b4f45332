package vetting

import (
	"context"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/supplier"
)

// Form is an assessment as a person fills it in: by its version of the template,
// beside what test orders propose and what was found the last time.
type Form struct {
	SupplierID int64
	Supplier   string
	Type       model.SourcingType
	Archived   bool       // the supplier was put away, or merged into another
	Assessment Assessment // without an id it is not begun
	Template   Template
	Newest     int // version of that template
	Suggested  map[string]Suggestion
	Last       *Assessment // the newest other one that is finished, nil without
	Files      map[int64]File
	Past       []AssessmentRow // all that are not put away, the newest first
}

// Form reads the assessment of a supplier by its id, whatever its state. With the
// id 0 it is the one that is half done, else a new one of today by the template
// of the supplier's type.
func (s *Service) Form(ctx context.Context, name string, id int64) (Form, error) {
	var f Form
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		of, err := supplier.ByNameTx(q, name)
		if err != nil {
			return err
		}
		f = Form{SupplierID: of.ID, Supplier: of.Name, Type: of.Type, Archived: of.ArchivedAt != ""}
		if err := f.choose(q, id, s.db.Today()); err != nil {
			return err
		}
		return f.beside(q, s.db.Path(), s.db.Today())
	})
	return f, err
}

// choose finds the assessment among all of the supplier, or begins one.
func (f *Form) choose(q *gorm.DB, id int64, today model.Date) error {
	var all []Assessment
	if err := q.Where("supplier_id = ?", f.SupplierID).Order("assessed_on DESC, id DESC").Find(&all).Error; err != nil {
		return err
	}
	var shown *Assessment
	for i := range all {
		a := &all[i]
		if err := a.read(q); err != nil {
			return err
		}
		if a.ID == id || id == 0 && shown == nil && !a.Finished && !a.Archived() {
			shown = a
		}
	}
	switch {
	case shown != nil:
		f.Assessment, f.Template = *shown, *shown.Template
	case id != 0:
		return model.Errorf(model.NotFound, "This assessment is no longer with %s: it was merged, or the book is another.", f.Supplier)
	default:
		t, err := templateFor(q, f.Type)
		if err != nil {
			return err
		}
		f.Template, f.Assessment = *t, Assessment{AssessedOn: today, Template: t}
	}
	f.look(all, today)
	return nil
}

// look lists the assessments in use, and takes the newest finished one beside the
// one that is filled in.
func (f *Form) look(all []Assessment, today model.Date) {
	for i := range all {
		a := &all[i]
		if a.Archived() {
			continue
		}
		f.Past = append(f.Past, assessmentRow(a, today))
		if f.Last == nil && a.Finished && a.ID != f.Assessment.ID {
			f.Last = a
		}
	}
}

// beside reads what helps filling in.
func (f *Form) beside(q *gorm.DB, book string, today model.Date) error {
	f.Newest = f.Template.Number
	latest, err := newest(q, f.Template.Name)
	if err != nil {
		return err
	}
	if latest != nil {
		f.Newest = max(f.Newest, latest.Number)
	}
	var tests []*TestOrder
	if err := q.Where("supplier_id = ? AND archived_at = ''", f.SupplierID).Order("ordered_on DESC, id DESC").Find(&tests).Error; err != nil {
		return err
	}
	f.Suggested = suggest(f.Template.Rules(), tests, today)
	var files []File
	shown := []int64{0}
	for _, v := range f.Assessment.Verdicts {
		if v.FileID != nil {
			shown = append(shown, *v.FileID)
		}
	}
	for _, g := range f.Assessment.Grades {
		if g.FileID != nil {
			shown = append(shown, *g.FileID)
		}
	}
	if err := q.Where("supplier_id = ? OR id IN ?", f.SupplierID, shown).Find(&files).Error; err != nil {
		return err
	}
	f.Files = make(map[int64]File, len(files))
	for i := range files {
		files[i].found(book, false)
		f.Files[files[i].ID] = files[i]
	}
	return nil
}

// OpenAssessment is one that is half done, with the version of the template it
// keeps.
type OpenAssessment struct {
	ID       int64
	Supplier string
	Date     model.Date
	Template string
	Number   int
}

// OpenAssessments lists all that are half done, by supplier and day.
func (s *Service) OpenAssessments(ctx context.Context) ([]OpenAssessment, error) {
	all := []OpenAssessment{}
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		return q.Raw(`SELECT a.id, s.name AS supplier, a.assessed_on AS date, t.name AS template, t.number
			FROM assessment a JOIN supplier s ON s.id = a.supplier_id JOIN vetting_template t ON t.id = a.template_id
			WHERE a.finished = 0 AND a.archived_at = '' ORDER BY s.name_key, a.assessed_on`).Scan(&all).Error
	})
	return all, err
}
