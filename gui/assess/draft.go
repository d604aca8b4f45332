package assess

import (
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
	rules "github.com/dropledger/dropledger/model/assessment"
	"github.com/dropledger/dropledger/services/vetting"
)

// draft is an assessment as it stands on the page: what the book has, and over
// it what was entered since.
type draft struct {
	form     vetting.Form
	rules    *rules.Template
	head     head
	verdicts map[string]vetting.Verdict
	grades   map[string]vetting.Grade
	paths    map[string]string // files chosen but not saved, by item; "" takes one away
	touched  map[string]bool   // items that differ from the book, by id; the head is headItem
}

// head is what is said of the assessment as a whole.
type head struct {
	date     model.Date
	assessor string
	note     string
}

// headItem is the id of the head among the items.
const headItem = "head"

func gateID(key string) string      { return "gate " + key }
func criterionID(key string) string { return "criterion " + key }

func newDraft(f vetting.Form) *draft {
	d := &draft{paths: map[string]string{}, touched: map[string]bool{}}
	d.take(f)
	return d
}

// take puts what the book has into all that was not touched.
func (d *draft) take(f vetting.Form) {
	a := &f.Assessment
	verdicts, grades := map[string]vetting.Verdict{}, map[string]vetting.Grade{}
	maps.Copy(verdicts, a.Verdicts)
	maps.Copy(grades, a.Grades)
	for key, v := range d.verdicts {
		if d.touched[gateID(key)] {
			verdicts[key] = v
		}
	}
	for key, g := range d.grades {
		if d.touched[criterionID(key)] {
			grades[key] = g
		}
	}
	if !d.touched[headItem] {
		d.head = head{a.AssessedOn, a.Assessor, a.Note}
	}
	d.form, d.rules, d.verdicts, d.grades = f, f.Template.Rules(), verdicts, grades
	for id := range d.touched {
		if id != headItem && !d.asks(id) {
			delete(d.touched, id)
			delete(d.paths, id)
		}
	}
}

// asks tells whether the template has an item.
func (d *draft) asks(id string) bool {
	return slices.ContainsFunc(d.rules.Gates, func(g rules.Gate) bool { return gateID(g.Key) == id }) ||
		slices.ContainsFunc(d.rules.Criteria, func(c rules.Criterion) bool { return criterionID(c.Key) == id })
}

// rebase takes a newer state of the book over and names the items that were
// changed there and here, and those that were entered and are no longer asked. A
// new assessment with something entered keeps its version of the template.
func (d *draft) rebase(f vetting.Form) (both, left []string) {
	was := d.form.Assessment
	if f.Assessment.ID == 0 && len(d.touched) > 0 {
		if f.Template.NameKey == d.form.Template.NameKey {
			f.Newest = max(f.Newest, f.Template.Number)
		} else {
			f.Newest = d.form.Newest
		}
		f.Template, f.Suggested = d.form.Template, d.form.Suggested
	}
	left = d.unasked(f.Template.Rules())
	for i := range f.Template.Gates {
		g := &f.Template.Gates[i]
		if d.touched[gateID(g.Key)] && !same(was.Verdicts[g.Key], f.Assessment.Verdicts[g.Key]) {
			both = append(both, g.Name)
		}
	}
	for i := range f.Template.Criteria {
		c := &f.Template.Criteria[i]
		if d.touched[criterionID(c.Key)] && !sameGrade(was.Grades[c.Key], f.Assessment.Grades[c.Key]) {
			both = append(both, c.Name)
		}
	}
	d.take(f)
	return both, left
}

// unasked are the names of what was entered and another template does not ask.
func (d *draft) unasked(t *rules.Template) (names []string) {
	for i := range d.rules.Gates {
		if g := &d.rules.Gates[i]; d.touched[gateID(g.Key)] && !hasGate(t, g.Key) {
			names = append(names, g.Name)
		}
	}
	for i := range d.rules.Criteria {
		if c := &d.rules.Criteria[i]; d.touched[criterionID(c.Key)] && criterionOf(t, c.Key) == nil {
			names = append(names, c.Name)
		}
	}
	return names
}

func same(a, b vetting.Verdict) bool {
	return equal(a.Passed, b.Passed) && a.Evidence == b.Evidence && a.ExpiresOn == b.ExpiresOn && equal(a.FileID, b.FileID)
}

func sameGrade(a, b vetting.Grade) bool {
	return a.Grade == b.Grade && a.Evidence == b.Evidence && a.Source == b.Source && a.SourceOn == b.SourceOn && equal(a.FileID, b.FileID)
}

func equal[T comparable](a, b *T) bool {
	return a == nil && b == nil || a != nil && b != nil && *a == *b
}

// begun tells whether the assessment stands in the book.
func (d *draft) begun() bool { return d.form.Assessment.ID != 0 }

// finished tells whether it can only be read.
func (d *draft) finished() bool { return d.form.Assessment.Finished && d.begun() }

// input is what a save writes: only what was touched, so that nothing of someone
// else is put back.
func (d *draft) input() vetting.AssessmentInput {
	a, done := &d.form.Assessment, false
	in := vetting.AssessmentInput{
		ID: a.ID, Version: a.Version, Supplier: d.form.Supplier, Date: d.head.date, Assessor: &d.head.assessor, Note: &d.head.note, Finished: &done,
		Gates: map[string]vetting.VerdictInput{}, Grades: map[string]vetting.GradeInput{},
	}
	if !d.begun() {
		name, number := d.form.Template.Name, d.form.Template.Number
		in.Begin, in.Template, in.TemplateVersion = true, &name, &number
	}
	for key, v := range d.verdicts {
		if d.touched[gateID(key)] {
			in.Gates[key] = d.verdictInput(key, v)
		}
	}
	for key, g := range d.grades {
		if d.touched[criterionID(key)] {
			in.Grades[key] = d.gradeInput(key, g)
		}
	}
	return in
}

func (d *draft) verdictInput(key string, v vetting.Verdict) vetting.VerdictInput {
	in, expires := vetting.Pass(v.Passed), string(v.ExpiresOn)
	in.Evidence, in.Expires = &v.Evidence, &expires
	if path, ok := d.paths[gateID(key)]; ok {
		in.File = &path
	}
	return in
}

func (d *draft) gradeInput(key string, g vetting.Grade) vetting.GradeInput {
	in, on := vetting.Graded(numberOf(g.Grade)), string(g.SourceOn)
	in.Evidence, in.Source, in.On = &g.Evidence, &g.Source, &on
	if path, ok := d.paths[criterionID(key)]; ok {
		in.File = &path
	}
	return in
}

// numberOf reads an exact decimal of the book, nil for none.
func numberOf(text string) *decimal.Decimal {
	v, err := model.ParseDecimal(text)
	if err != nil {
		return nil
	}
	return &v
}

// result is what the grades come to as they stand.
func (d *draft) result() rules.Result {
	known := map[string]decimal.Decimal{}
	for key, g := range d.grades {
		if v := numberOf(g.Grade); v != nil {
			known[key] = *v
		}
	}
	return d.rules.Score(known)
}

// state is how a gate stands on a day.
func (d *draft) state(key string, day model.Date) rules.GateState {
	v := d.verdicts[key]
	return rules.Verdict{Passed: v.Passed, Expires: v.ExpiresOn}.On(day)
}

// standing is what all gates say together, with how many are in each state.
func (d *draft) standing(day model.Date) (rules.Standing, map[rules.GateState]int) {
	count := map[rules.GateState]int{}
	states := make([]rules.GateState, len(d.rules.Gates))
	for i := range d.rules.Gates {
		states[i] = d.state(d.rules.Gates[i].Key, day)
		count[states[i]]++
	}
	return rules.StandingOf(states), count
}

// missing are the items without a verdict or a grade, by id, in their order.
func (d *draft) missing(day model.Date) (ids []string) {
	for i := range d.rules.Gates {
		if s := d.state(d.rules.Gates[i].Key, day); s == rules.GateUnknown || s == rules.GateExpired {
			ids = append(ids, gateID(d.rules.Gates[i].Key))
		}
	}
	for i := range d.rules.Criteria {
		if key := d.rules.Criteria[i].Key; d.grades[key].Grade == "" {
			ids = append(ids, criterionID(key))
		}
	}
	return ids
}

// moveTo lets the draft go on under another supplier: under the same id when the
// assessment went over, else as a new one with all that is known.
func (d *draft) moveTo(f vetting.Form) {
	if f.Assessment.ID == d.form.Assessment.ID && d.begun() {
		d.rebase(f)
		return
	}
	for key := range d.verdicts {
		d.touched[gateID(key)] = true
	}
	for key := range d.grades {
		d.touched[criterionID(key)] = true
	}
	d.touched[headItem] = true
	d.keepFiles()
	d.form.Supplier, d.form.SupplierID, d.form.Archived, d.form.Past = f.Supplier, f.SupplierID, false, f.Past
	d.form.Assessment = vetting.Assessment{AssessedOn: d.head.date, Template: d.form.Assessment.Template}
}

// keepFiles lets files that were kept with the former supplier be copied to the
// next one.
func (d *draft) keepFiles() {
	keep := func(id string, file *int64) {
		if _, chosen := d.paths[id]; file == nil || chosen {
			return
		}
		if f, ok := d.form.Files[*file]; ok && f.State == vetting.FileKept {
			d.paths[id] = f.Path
		}
	}
	for key, v := range d.verdicts {
		keep(gateID(key), v.FileID)
	}
	for key, g := range d.grades {
		keep(criterionID(key), g.FileID)
	}
}

// moved says what moving to another version of the template does.
type moved struct {
	kept, left, fresh []string // names
	scaled            int      // grades brought to another scale
}

// move compares what was entered with another version of the template, by key.
func (d *draft) move(to *vetting.Template) moved {
	var m moved
	next := to.Rules()
	count := func(known, there bool, name string) {
		switch {
		case known && there:
			m.kept = append(m.kept, name)
		case known:
			m.left = append(m.left, name)
		}
	}
	for i := range d.rules.Gates {
		g := &d.rules.Gates[i]
		_, known := d.verdicts[g.Key]
		count(known, hasGate(next, g.Key), g.Name)
	}
	for i := range d.rules.Criteria {
		c := &d.rules.Criteria[i]
		there := criterionOf(next, c.Key)
		count(d.grades[c.Key].Grade != "", there != nil, c.Name)
		if there != nil && there.Scale != c.Scale && d.grades[c.Key].Grade != "" {
			m.scaled++
		}
	}
	for i := range next.Gates {
		if !hasGate(d.rules, next.Gates[i].Key) {
			m.fresh = append(m.fresh, next.Gates[i].Name)
		}
	}
	for i := range next.Criteria {
		if criterionOf(d.rules, next.Criteria[i].Key) == nil {
			m.fresh = append(m.fresh, next.Criteria[i].Name)
		}
	}
	return m
}

func hasGate(t *rules.Template, key string) bool {
	return slices.ContainsFunc(t.Gates, func(g rules.Gate) bool { return g.Key == key })
}

func criterionOf(t *rules.Template, key string) *rules.Criterion {
	for i := range t.Criteria {
		if t.Criteria[i].Key == key {
			return &t.Criteria[i]
		}
	}
	return nil
}
