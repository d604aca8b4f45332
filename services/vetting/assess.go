package vetting

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	rules "github.com/dropledger/dropledger/model/assessment"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/supplier"
)

// Assessment is a judgement of a supplier on a day, by one version of a template.
type Assessment struct {
	Entry
	AssessedOn model.Date         `json:"date"`
	TemplateID int64              `json:"-"`
	Assessor   string             `json:"assessor"`
	Note       string             `json:"note"`
	Finished   bool               `json:"finished"` // false: half done
	Verdicts   map[string]Verdict `json:"-" gorm:"-"`
	Grades     map[string]Grade   `json:"-" gorm:"-"`
	Template   *Template          `json:"-" gorm:"-"`
}

// TableName is the assessment's table in the book.
func (Assessment) TableName() string { return "assessment" }

// Verdict is what was found at a gate, by its key.
type Verdict struct {
	AssessmentID int64
	Gate         string
	Passed       *bool
	Evidence     string
	ExpiresOn    model.Date
	FileID       *int64
}

// TableName is the verdict's table in the book.
func (Verdict) TableName() string { return "assessment_gate" }

// Grade is a grade for a criterion, by its key; on the criterion's scale, "" not
// known.
type Grade struct {
	AssessmentID int64
	Criterion    string
	Grade        string
	Evidence     string
	Source       string
	SourceOn     model.Date
	FileID       *int64
}

// TableName is the grade's table in the book.
func (Grade) TableName() string { return "assessment_grade" }

// AssessmentInput is an assessment as a form or the put command says it. Gates
// and grades go by key or name; those left out stay.
type AssessmentInput struct {
	ID      int64 `json:"-"`
	Version int64 `json:"-"`
	Begin   bool  `json:"-"` // it must be a new one: one of the same day is not changed

	Supplier        string                  `json:"supplier" key:"yes" is:"name" max:"120" doc:"Who is judged."`
	Date            model.Date              `json:"date" key:"yes" is:"date" doc:"The day of the judgement."`
	Template        *string                 `json:"template" is:"name" max:"120" default:"that of the supplier's type" doc:"The template. Naming another moves an open assessment over; grades stay by key."`
	TemplateVersion *int                    `json:"template_version" range:"1..100000" default:"the newest for a new one" doc:"Its version. Naming another moves an open assessment over."`
	Gates           map[string]VerdictInput `json:"gates" doc:"By name: true, false or null; or an object with passed, evidence, expires and file."`
	Grades          map[string]GradeInput   `json:"grades" doc:"By name: the grade or null; or an object with grade, evidence, source, on and file."`
	Assessor        *string                 `json:"assessor" max:"120" doc:"Who judged."`
	Note            *string                 `json:"note" max:"2000" doc:"What led to it."`
	Finished        *bool                   `json:"finished" default:"true" doc:"False keeps it half done; it does not count yet."`
	Archived        *bool                   `json:"archived" default:"false" doc:"True puts it away, false brings it back."`
}

func (in *AssessmentInput) target() target {
	return target{in.Supplier, in.ID, in.Version, in.Archived, "assessed_on = ?", []any{string(in.Date)}}
}

func (a *Assessment) label() string { return string(a.AssessedOn) }

func (a *Assessment) merge(tx *store.Tx, at record.Ref, in *AssessmentInput) error {
	begun := a.TemplateID != 0
	if !begun {
		a.Finished = true
	} else if in.Begin {
		return at.Errorf("date", "there is an assessment of %s already: go on with that one, or take another day", a.AssessedOn)
	}
	a.AssessedOn = in.Date
	if err := notAfter(at, "date", a.AssessedOn, tx.Today); err != nil {
		return err
	}
	a.Verdicts, a.Grades = cloned(a.Verdicts), cloned(a.Grades)
	if err := a.choose(tx, at, in, begun); err != nil {
		return err
	}
	record.Take(&a.Assessor, in.Assessor)
	record.Take(&a.Note, in.Note)
	record.Take(&a.Finished, in.Finished)
	t := a.Template.Rules()
	for name, v := range in.Gates {
		if err := a.judge(tx, at, t, name, v); err != nil {
			return err
		}
	}
	for name, g := range in.Grades {
		if err := a.grade(tx, at, t, name, g); err != nil {
			return err
		}
	}
	return nil
}

func cloned[V any](m map[string]V) map[string]V {
	if m == nil {
		return map[string]V{}
	}
	return maps.Clone(m)
}

// choose finds the template and moves an open assessment over to it when
// another is named.
func (a *Assessment) choose(tx *store.Tx, at record.Ref, in *AssessmentInput, begun bool) error {
	if begun {
		return a.rechoose(tx, at, in)
	}
	name, number := "", 0
	record.Take(&name, in.Template)
	record.Take(&number, in.TemplateVersion)
	t, err := a.wanted(tx, name, number)
	if err != nil {
		return at.Because("template", err)
	}
	if err := stand(tx, t); err != nil {
		return err
	}
	a.Template, a.TemplateID = t, t.ID
	return nil
}

// rechoose moves an assessment that was begun over to the template named, unless it
// is its own: it keeps the version it was begun with until another one is named.
func (a *Assessment) rechoose(tx *store.Tx, at record.Ref, in *AssessmentInput) error {
	name, number := a.Template.Name, 0
	record.Take(&name, in.Template)
	record.Take(&number, in.TemplateVersion)
	name = cmp.Or(name, a.Template.Name)
	if number == 0 && model.NameKey(name) == a.Template.NameKey {
		return nil
	}
	t, err := a.wanted(tx, name, number)
	if err != nil {
		return at.Because("template", err)
	}
	if t.NameKey == a.Template.NameKey && t.Number == a.Template.Number {
		return nil
	}
	if a.Finished {
		return at.Errorf("template", "it is finished and keeps version %d of %s: make a new assessment by another template", a.Template.Number, a.Template.Name)
	}
	if err := stand(tx, t); err != nil {
		return err
	}
	a.move(t)
	a.Template, a.TemplateID = t, t.ID
	return nil
}

func (a *Assessment) wanted(tx *store.Tx, name string, number int) (*Template, error) {
	if name == "" {
		s, err := supplier.ByIDTx(tx.DB, a.SupplierID)
		if err != nil {
			return nil, err
		}
		return templateFor(tx.DB, s.Type)
	}
	t, err := version(tx.DB, name, number)
	if err == nil && t == nil {
		if number > 1 {
			return nil, model.FieldErrorf("template_version", "%s has no version %d", name, number)
		}
		err = unknownTemplate(tx.DB, name)
	}
	return t, err
}

// move brings verdicts and grades over to another template by key. A grade on
// another scale becomes the one worth the same points. What the new template
// does not ask is left out here and stays in the history.
func (a *Assessment) move(to *Template) {
	was, is := a.Template.Rules(), to.Rules()
	maps.DeleteFunc(a.Verdicts, func(key string, _ Verdict) bool {
		return keyed(is.Gates, key, func(g *rules.Gate) string { return g.Key }) == nil
	})
	for key, g := range a.Grades {
		old, now := keyed(was.Criteria, key, criterionKey), keyed(is.Criteria, key, criterionKey)
		if now == nil {
			delete(a.Grades, key)
			continue
		}
		if value, err := model.ParseDecimal(g.Grade); err == nil && old != nil && old.Scale != now.Scale {
			g.Grade = now.Scale.Grade(old.Scale.Points(value)).Round(2).String()
			a.Grades[key] = g
		}
	}
}

func criterionKey(c *rules.Criterion) string { return c.Key }

// keyed finds an entry by its key, nil without one.
func keyed[T any](all []T, key string, of func(*T) string) *T {
	for i := range all {
		if of(&all[i]) == key {
			return &all[i]
		}
	}
	return nil
}

func (a *Assessment) values() []history.Value {
	template := ""
	if a.Template != nil {
		template = fmt.Sprintf("%s, version %d", a.Template.Name, a.Template.Number)
	}
	return []history.Value{
		history.Of("date", a.AssessedOn), history.Of("template", template), history.Of("assessor", a.Assessor), history.Of("note", a.Note),
		history.Of("finished", a.Finished), history.Of("gates", a.verdictsText()), history.Of("grades", a.gradesText()),
	}
}

func (a *Assessment) verdictsText() string {
	var all []string
	for _, key := range slices.Sorted(maps.Keys(a.Verdicts)) {
		v := a.Verdicts[key]
		all = append(all, strings.Join([]string{key, optional("", v.Passed).Text, v.Evidence, string(v.ExpiresOn), optional("", v.FileID).Text}, " "))
	}
	return strings.Join(all, "; ")
}

func (a *Assessment) gradesText() string {
	var all []string
	for _, key := range slices.Sorted(maps.Keys(a.Grades)) {
		g := a.Grades[key]
		all = append(all, strings.Join([]string{key, g.Grade, g.Evidence, g.Source, string(g.SourceOn), optional("", g.FileID).Text}, " "))
	}
	return strings.Join(all, "; ")
}

func (a *Assessment) read(q *gorm.DB) error {
	var found []Template
	if err := q.Where("id = ?", a.TemplateID).Find(&found).Error; err != nil {
		return err
	}
	if len(found) == 0 {
		return fmt.Errorf("assessment %d has no template", a.ID)
	}
	a.Template = &found[0]
	var verdicts []Verdict
	var grades []Grade
	err := cmp.Or(q.Where("assessment_id = ?", a.ID).Find(&verdicts).Error, q.Where("assessment_id = ?", a.ID).Find(&grades).Error)
	a.take(verdicts, grades)
	return err
}

func (a *Assessment) take(verdicts []Verdict, grades []Grade) {
	a.Verdicts, a.Grades = map[string]Verdict{}, map[string]Grade{}
	for _, v := range verdicts {
		a.Verdicts[v.Gate] = v
	}
	for _, g := range grades {
		a.Grades[g.Criterion] = g
	}
}

func (a *Assessment) write(tx *store.Tx) error {
	for _, table := range []string{"assessment_gate", "assessment_grade"} {
		if err := tx.Exec("DELETE FROM "+table+" WHERE assessment_id = ?", a.ID).Error; err != nil {
			return err
		}
	}
	for _, v := range a.Verdicts {
		v.AssessmentID = a.ID
		if err := tx.Create(&v).Error; err != nil {
			return err
		}
	}
	for _, g := range a.Grades {
		g.AssessmentID = a.ID
		if err := tx.Create(&g).Error; err != nil {
			return err
		}
	}
	return nil
}

// graded are the known grades by key.
func (a *Assessment) graded() map[string]decimal.Decimal {
	known := map[string]decimal.Decimal{}
	for key, g := range a.Grades {
		if d, err := model.ParseDecimal(g.Grade); err == nil {
			known[key] = d
		}
	}
	return known
}
