package vetting

import (
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/supplier"
)

// load reads what the suppliers of the dossiers have.
func (d *dossiers) load(q *gorm.DB) error {
	steps := []func(*gorm.DB) error{d.loadSettings, d.loadTemplates, d.loadAssessments, d.loadRecords, d.loadFiles, d.loadStages}
	for _, step := range steps {
		if err := step(q); err != nil {
			return err
		}
	}
	return nil
}

func (d *dossiers) loadSettings(q *gorm.DB) (err error) {
	if d.warn, err = setting.Days(q, setting.WarnDays); err != nil {
		return err
	}
	if d.limit, err = setting.Days(q, setting.ScoreLimit); err != nil {
		return err
	}
	d.admission, err = NewAdmission(q)
	return err
}

func (d *dossiers) loadTemplates(q *gorm.DB) error {
	d.templates, d.newest, d.byType = map[int64]*Template{}, map[string]*Template{}, map[model.SourcingType]*Template{}
	var all []Template
	if err := q.Find(&all).Error; err != nil {
		return err
	}
	for i := range all {
		d.templates[all[i].ID] = &all[i]
	}
	latest, err := templates(q)
	for i := range latest {
		t := &latest[i]
		d.newest[t.NameKey] = t
		if best := d.byType[t.Type]; t.ArchivedAt == "" && (best == nil || t.RecordedAt > best.RecordedAt) {
			d.byType[t.Type] = t
		}
	}
	return err
}

// of narrows a query to the supplier when there is only one.
func (d *dossiers) of(q *gorm.DB) *gorm.DB {
	q = q.Where("archived_at = ''")
	if len(d.suppliers) == 1 {
		q = q.Where("supplier_id = ?", d.suppliers[0].ID)
	}
	return q
}

func (d *dossiers) loadAssessments(q *gorm.DB) error {
	d.assessments = map[int64][]*Assessment{}
	var all []Assessment
	if err := d.of(q).Order("assessed_on DESC, id DESC").Find(&all).Error; err != nil {
		return err
	}
	// Of old ones only what was said counts, not how: they are read when asked for.
	kept, finished := map[int64]bool{}, map[int64]bool{}
	for i := range all {
		a := &all[i]
		if finished[a.SupplierID] {
			continue
		}
		finished[a.SupplierID] = a.Finished
		kept[a.ID] = true
		a.Template = d.templates[a.TemplateID]
		d.assessments[a.SupplierID] = append(d.assessments[a.SupplierID], a)
	}
	ids := make([]int64, 0, len(kept))
	for id := range kept {
		ids = append(ids, id)
	}
	verdicts, grades := map[int64][]Verdict{}, map[int64][]Grade{}
	for len(ids) > 0 {
		some := ids[:min(len(ids), atOnce)]
		ids = ids[len(some):]
		var v []Verdict
		var g []Grade
		if err := q.Where("assessment_id IN ?", some).Find(&v).Error; err != nil {
			return err
		}
		if err := q.Where("assessment_id IN ?", some).Find(&g).Error; err != nil {
			return err
		}
		for _, x := range v {
			verdicts[x.AssessmentID] = append(verdicts[x.AssessmentID], x)
		}
		for _, x := range g {
			grades[x.AssessmentID] = append(grades[x.AssessmentID], x)
		}
	}
	for _, list := range d.assessments {
		for _, a := range list {
			a.take(verdicts[a.ID], grades[a.ID])
		}
	}
	return nil
}

// atOnce is how many records one query names.
const atOnce = 500

func (d *dossiers) loadRecords(q *gorm.DB) error {
	var err error
	if d.tests, err = gathered[TestOrder](d.of(q).Order("ordered_on DESC, id DESC")); err != nil {
		return err
	}
	if d.credentials, err = gathered[Credential](d.of(q).Order("expires_on, id")); err != nil {
		return err
	}
	if d.talks, err = gathered[Talk](d.of(q).Where("follow_up_on <> '' AND followed_on = ''").Order("follow_up_on, id")); err != nil {
		return err
	}
	d.actions, err = gathered[Action](d.of(q).Where("state = 'open'").Order("due_on, id"))
	return err
}

// gathered reads records by supplier.
func gathered[R any, P interface {
	*R
	entry() *Entry
}](q *gorm.DB) (map[int64][]*R, error) {
	var all []R
	err := q.Find(&all).Error
	by := map[int64][]*R{}
	for i := range all {
		id := P(&all[i]).entry().SupplierID
		by[id] = append(by[id], &all[i])
	}
	return by, err
}

// loadFiles reads the files of all suppliers: after a merge a record can rest on a
// file that stayed with the other one, because this one has the same.
func (d *dossiers) loadFiles(q *gorm.DB) error {
	by, err := gathered[File](q.Where("archived_at = ''"))
	d.files = map[int64]*File{}
	for _, list := range by {
		for _, f := range list {
			d.files[f.ID] = f
		}
	}
	return err
}

func (d *dossiers) loadStages(q *gorm.DB) error {
	d.stages, d.refused = map[int64]StageStep{}, map[int64]map[string]bool{}
	steps, err := supplier.Steps(q, 0)
	if err != nil {
		return err
	}
	for id, all := range steps {
		d.stages[id] = all[len(all)-1]
	}
	var rows []struct {
		SupplierID int64
		Cause      string
	}
	err = q.Raw(`SELECT supplier_id, cause FROM stage_refusal`).Scan(&rows).Error
	for _, r := range rows {
		if d.refused[r.SupplierID] == nil {
			d.refused[r.SupplierID] = map[string]bool{}
		}
		d.refused[r.SupplierID][r.Cause] = true
	}
	return err
}
