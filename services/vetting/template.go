package vetting

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/model/assessment"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/near"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

// Template is one version of a template. Those that come with the program have
// no id until they are first used or changed.
type Template struct {
	ID         int64                  `json:"id"`
	Name       string                 `json:"name"`
	NameKey    string                 `json:"-"`
	Number     int                    `json:"version"`
	Type       model.SourcingType     `json:"type"`
	Mixed      bool                   `json:"mixed"`
	Gates      []assessment.Gate      `json:"gates" gorm:"serializer:json"`
	Criteria   []assessment.Criterion `json:"criteria" gorm:"serializer:json"`
	Note       string                 `json:"note"`
	RecordedAt model.Instant          `json:"recorded_at"` // "" as shipped
	ArchivedAt model.Instant          `json:"-"`
}

// TableName is the template's table in the book.
func (Template) TableName() string { return "vetting_template" }

// Rules is what the template asks.
func (t *Template) Rules() *assessment.Template {
	return &assessment.Template{Name: t.Name, Type: t.Type, Number: t.Number, Mixed: t.Mixed, Gates: t.Gates, Criteria: t.Criteria}
}

// GateInput is a gate as it is entered.
type GateInput struct {
	Key  string `json:"key" required:"yes" max:"60" doc:"A short name that stays when the words change: small letters, digits and _."`
	Name string `json:"name" required:"yes" is:"name" max:"120" doc:"The condition."`
	Help string `json:"help" max:"600" doc:"What to look at, and what passes."`
	Days int    `json:"days" range:"0..3650" doc:"For how many days a verdict holds; 0 for good."`
}

// LevelInput says what a grade means.
type LevelInput struct {
	At    record.Number `json:"at" doc:"From this grade on."`
	Means string        `json:"means" max:"300" doc:"What it means."`
}

// CriterionInput is a criterion as it is entered.
type CriterionInput struct {
	Key    string        `json:"key" required:"yes" max:"60" doc:"A short name that stays when the words change: small letters, digits and _."`
	Name   string        `json:"name" required:"yes" is:"name" max:"120" doc:"What is graded."`
	Weight record.Number `json:"weight" doc:"Its share in percent; all add up to 100."`
	Scale  string        `json:"scale" required:"yes" values:"1-5 0-100" doc:"How it is graded."`
	Help   string        `json:"help" max:"600" doc:"What to look at."`
	Feed   *string       `json:"feed" values:"product packaging accuracy branding photos price handling delivery" doc:"What of test orders proposes the grade."`
	Levels []LevelInput  `json:"levels" doc:"What each grade means, the worst first."`
}

// TemplateInput is a template as a form or the put command says it.
type TemplateInput struct {
	Number int `json:"-"` // the version a form was filled with; 0: any

	Name     string              `json:"name" key:"yes" is:"name" max:"120" doc:"The name, in any case."`
	Type     *model.SourcingType `json:"type" values:"marketplace wholesaler private_label agent third_party_logistics" default:"wholesaler" doc:"For which suppliers it is."`
	Mixed    *bool               `json:"mixed" default:"false" doc:"True says that criteria of both scales are meant; all are brought to 0-100 first."`
	Gates    *[]GateInput        `json:"gates" default:"none" doc:"What must be met, whatever the score."`
	Criteria *[]CriterionInput   `json:"criteria" doc:"What is graded. A new template needs them."`
	Note     *string             `json:"note" max:"500" doc:"What this version is about."`
	Archived *bool               `json:"archived" default:"false" doc:"True puts it away, false brings it back."`
}

func putTemplate(tx *store.Tx, at record.Ref, in *TemplateInput) (record.Outcome, int64, error) {
	old, err := newest(tx.DB, in.Name)
	if err != nil {
		return "", 0, err
	}
	next := Template{NameKey: model.NameKey(in.Name), Type: model.Wholesaler, Gates: []assessment.Gate{}}
	if old != nil {
		if err := changeable(at, old, in); err != nil {
			return "", 0, err
		}
		next = *old
	}
	in.merge(&next)
	if err := next.Rules().Check(); err != nil {
		e, _ := err.(*model.Error) //nolint:errorlint // Check returns it bare
		return "", 0, at.Because(e.Field, err)
	}
	if old != nil && sameTemplate(old, &next) {
		return archiveTemplate(tx, old, in.Archived)
	}
	if old != nil && old.ID == 0 { // what came with the program stays as version 1
		if err := tx.Create(old).Error; err != nil {
			return "", 0, err
		}
	}
	next.ID, next.Number, next.RecordedAt, next.ArchivedAt = 0, next.Number+1, tx.Now, record.Archive("", in.Archived, tx.Now)
	if err := tx.Create(&next).Error; err != nil {
		return "", 0, err
	}
	outcome, changes := record.Created, history.Created()
	if old != nil {
		outcome = record.Updated
		changes = []history.Change{{Field: "version", Old: strconv.Itoa(old.Number), New: strconv.Itoa(next.Number)}}
	}
	return outcome, next.ID, history.Record(tx, next.subject(), changes, next.Note)
}

// changeable refuses a change of an older version, or of a template put away.
func changeable(at record.Ref, old *Template, in *TemplateInput) error {
	version := int64(0)
	if in.Number != 0 {
		version = int64(in.Number)
	}
	return record.Editable(at, record.State{Version: int64(old.Number), ArchivedAt: old.ArchivedAt}, version, in.Archived)
}

func (t *Template) subject() history.Subject {
	return history.Subject{Kind: TemplateKind, ID: t.ID, Key: t.Name}
}

// merge puts what was given into the next version.
func (in *TemplateInput) merge(t *Template) {
	t.Name = in.Name
	record.Take(&t.Type, in.Type)
	record.Take(&t.Mixed, in.Mixed)
	record.Take(&t.Note, in.Note)
	if in.Gates != nil {
		t.Gates = make([]assessment.Gate, len(*in.Gates))
		for i, g := range *in.Gates {
			t.Gates[i] = assessment.Gate{Key: g.Key, Name: g.Name, Help: g.Help, Days: g.Days}
		}
	}
	if in.Criteria == nil {
		return
	}
	t.Criteria = make([]assessment.Criterion, len(*in.Criteria))
	for i, c := range *in.Criteria {
		k := assessment.Criterion{Key: c.Key, Name: c.Name, Weight: c.Weight.Decimal, Scale: assessment.Scale(c.Scale), Help: c.Help}
		if c.Feed != nil {
			k.Feed = assessment.Feed(*c.Feed)
		}
		for _, l := range c.Levels {
			k.Levels = append(k.Levels, assessment.Level{At: l.At.Decimal, Means: l.Means})
		}
		t.Criteria[i] = k
	}
}

// sameTemplate tells whether both ask the same; the note of a version is none of
// it.
func sameTemplate(a, b *Template) bool {
	return a.Name == b.Name && a.Type == b.Type && a.Mixed == b.Mixed && asked(a) == asked(b)
}

// asked is what a template asks, as text; weights and grades compare as numbers.
func asked(t *Template) string {
	plain := func(d decimal.Decimal) decimal.Decimal { return decimal.RequireFromString(d.String()) }
	criteria := slices.Clone(t.Criteria)
	for i := range criteria {
		criteria[i].Weight = plain(criteria[i].Weight)
		criteria[i].Levels = slices.Clone(criteria[i].Levels)
		for k := range criteria[i].Levels {
			criteria[i].Levels[k].At = plain(criteria[i].Levels[k].At)
		}
		if len(criteria[i].Levels) == 0 {
			criteria[i].Levels = nil
		}
	}
	gates := t.Gates
	if len(gates) == 0 {
		gates = nil
	}
	all, _ := json.Marshal([]any{gates, criteria}) // values that came from JSON
	return string(all)
}

func archiveTemplate(tx *store.Tx, t *Template, wish *bool) (record.Outcome, int64, error) {
	since := record.Archive(t.ArchivedAt, wish, tx.Now)
	if since == t.ArchivedAt {
		return record.Unchanged, t.ID, nil
	}
	if err := stand(tx, t); err != nil {
		return "", 0, err
	}
	if err := tx.Exec(`UPDATE vetting_template SET archived_at = ? WHERE id = ?`, string(since), t.ID).Error; err != nil {
		return "", 0, err
	}
	change := history.Change{Field: "archived", Old: strconv.FormatBool(t.ArchivedAt != ""), New: strconv.FormatBool(since != "")}
	return record.Updated, t.ID, history.Record(tx, t.subject(), []history.Change{change}, "")
}

// stand makes sure that a template has its row.
func stand(tx *store.Tx, t *Template) error {
	if t.ID != 0 {
		return nil
	}
	return tx.Create(t).Error
}

// newest is the last version of a template, from the book or as it came with the
// program; nil without one.
func newest(q *gorm.DB, name string) (*Template, error) { return version(q, name, 0) }

// version is one version of a template, the last one for 0; nil without it.
func version(q *gorm.DB, name string, number int) (*Template, error) {
	var rows []Template
	which := q.Where("name_key = ?", model.NameKey(name))
	if number > 0 {
		which = which.Where("number = ?", number)
	}
	if err := which.Order("number DESC").Limit(1).Find(&rows).Error; err != nil {
		return nil, err
	}
	if len(rows) > 0 {
		return &rows[0], nil
	}
	if number > 1 {
		return nil, nil
	}
	return named(q, model.NameKey(name))
}

// unknownTemplate is the refusal of a template that is not there.
func unknownTemplate(q *gorm.DB, name string) error {
	all, err := templates(q)
	if err != nil {
		return err
	}
	names := make([]string, len(all))
	for i := range all {
		names[i] = all[i].Name
	}
	return model.FieldErrorf("template", "There is no template called %q.%s", name, near.Hint(name, names))
}

// templates are the newest versions of all templates by type and name.
func templates(q *gorm.DB) ([]Template, error) {
	var all []Template
	if err := q.Where("number = (SELECT MAX(n.number) FROM vetting_template n WHERE n.name_key = vetting_template.name_key)").Find(&all).Error; err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for i := range all {
		known[all[i].NameKey] = true
	}
	ours, err := comesWith(q)
	for _, t := range ours {
		if !known[t.NameKey] {
			all = append(all, t)
		}
	}
	slices.SortFunc(all, func(a, b Template) int {
		return cmp.Or(cmp.Compare(a.Type, b.Type), cmp.Compare(a.NameKey, b.NameKey))
	})
	return all, err
}

// Templates lists the newest version of each template; with archived those put
// away as well.
func (s *Service) Templates(ctx context.Context, archived bool) ([]Template, error) {
	var all []Template
	err := s.db.Read(ctx, func(q *gorm.DB) (err error) {
		all, err = templates(q)
		return err
	})
	if !archived {
		all = slices.DeleteFunc(all, func(t Template) bool { return t.ArchivedAt != "" })
	}
	return all, err
}

// TemplateVersions lists all versions of a template, the newest first.
func (s *Service) TemplateVersions(ctx context.Context, name string) ([]Template, error) {
	var all []Template
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		if err := q.Where("name_key = ?", model.NameKey(name)).Order("number DESC").Find(&all).Error; err != nil || len(all) > 0 {
			return err
		}
		t, err := newest(q, name)
		if t != nil {
			all = append(all, *t)
		}
		return err
	})
	return all, err
}

// templateFor is the template a supplier of a type is vetted by when nobody names
// one: the newest of the book's own before the one that came with the program.
func templateFor(q *gorm.DB, kind model.SourcingType) (*Template, error) {
	all, err := templates(q)
	if err != nil {
		return nil, err
	}
	var best *Template
	for i := range all {
		t := &all[i]
		if t.Type == kind && t.ArchivedAt == "" && (best == nil || t.RecordedAt > best.RecordedAt) {
			best = t
		}
	}
	if best == nil {
		return nil, model.FieldErrorf("template", "There is no template for suppliers of the type %s: make one, or name a template", kind)
	}
	return best, nil
}

// ArchiveTemplate puts a template away, or brings it back.
func (s *Service) ArchiveTemplate(ctx context.Context, name string, away bool) error {
	_, err := s.PutTemplates(ctx, []TemplateInput{{Name: name, Archived: &away}})
	return err
}
