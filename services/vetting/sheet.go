package vetting

import (
	"context"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	rules "github.com/dropledger/dropledger/model/assessment"
	"github.com/dropledger/dropledger/services/supplier"
)

// Sheet is all that is known of a supplier by vetting, as of today.
type Sheet struct {
	SupplierID  int64              `json:"-"`
	Supplier    string             `json:"supplier"`
	Type        model.SourcingType `json:"type"`
	Stage       model.Stage        `json:"stage"`
	Since       model.Date         `json:"stage_since"`  // "" unknown
	Why         string             `json:"stage_reason"` // of the last change
	Allowance   Allowance          `json:"allows"`
	RequalifyOn model.Date         `json:"requalify_on"` // "" never
	RequalifyIn *int               `json:"requalify_in"` // days, below zero since; null never

	Template  string          `json:"template"`
	Number    int             `json:"template_version"`
	Newest    int             `json:"newest_version"` // of that template
	Assessed  *AssessmentLine `json:"assessed"`       // the assessment the sheet shows, null before the first
	Half      *AssessmentLine `json:"half_done"`      // a newer one that is not finished
	Standing  rules.Standing  `json:"standing"`
	Gates     []GateLine      `json:"gates"`
	Criteria  []CriterionLine `json:"criteria"`
	Score     *string         `json:"score"` // 0 to 100, null without grades
	Own       *string         `json:"own"`   // the same on the template's scale, null when scales are mixed
	Scale     rules.Scale     `json:"scale"` // of Own
	Coverage  string          `json:"coverage"`
	Thin      bool            `json:"provisional"`
	Class     rules.Class     `json:"class"`
	Tests     Tests           `json:"tests"`
	Due       []Due           `json:"due"`
	Proposals []Proposal      `json:"proposals"`
}

// AssessmentLine names an assessment.
type AssessmentLine struct {
	ID       int64      `json:"id"`
	Date     model.Date `json:"date"`
	Assessor string     `json:"assessor"`
	Finished bool       `json:"finished"`
	Note     string     `json:"note"`
	Template string     `json:"template"`
	Number   int        `json:"template_version"`
}

// GateLine is a gate with what was found.
type GateLine struct {
	Key      string          `json:"key"`
	Name     string          `json:"name"`
	Help     string          `json:"help"`
	State    rules.GateState `json:"state"`
	Passed   *bool           `json:"passed"` // null: not known, or expired
	Evidence string          `json:"evidence"`
	Expires  model.Date      `json:"expires"` // "" never
	In       *int            `json:"expires_in"`
	File     *File           `json:"file"`
}

// CriterionLine is a criterion with its grade and what it adds to the score.
// Unknown numbers are null.
type CriterionLine struct {
	Key       string        `json:"key"`
	Name      string        `json:"name"`
	Help      string        `json:"help"`
	Weight    string        `json:"weight"`
	Scale     rules.Scale   `json:"scale"`
	Grade     *string       `json:"grade"`
	Points    *string       `json:"points"` // 0 to 100
	Adds      *string       `json:"adds"`
	Means     string        `json:"means"`
	Levels    []rules.Level `json:"levels"`
	Evidence  string        `json:"evidence"`
	Source    string        `json:"source"`
	SourceOn  model.Date    `json:"source_on"`
	File      *File         `json:"file"`
	Suggested *Suggestion   `json:"suggested"` // by test orders, null when they say nothing
}

// Tests sums test orders up.
type Tests struct {
	Count     int `json:"count"`
	Delivered int `json:"delivered"`
	Late      int `json:"late"` // delivered late, or overdue today
	Under     int `json:"under_way"`
}

// Sheet reads the sheet of one supplier.
func (s *Service) Sheet(ctx context.Context, name string) (Sheet, error) {
	all, err := s.sheets(ctx, name)
	if err != nil {
		return Sheet{}, err
	}
	return all[0], nil
}

// Sheets reads the sheets of all suppliers that are not archived, by name.
func (s *Service) Sheets(ctx context.Context) ([]Sheet, error) { return s.sheets(ctx, "") }

func (s *Service) sheets(ctx context.Context, name string) ([]Sheet, error) {
	sheets := []Sheet{}
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		d, err := s.dossiers(q, name)
		if err != nil {
			return err
		}
		for i := range d.suppliers {
			sheet, err := d.sheet(&d.suppliers[i])
			if err != nil {
				return err
			}
			sheets = append(sheets, sheet)
		}
		return nil
	})
	return sheets, err
}

// dossiers is all that sheets are made of, read in few queries however many
// suppliers there are.
type dossiers struct {
	book        string
	today       model.Date
	warn        int // days before an expiry
	limit       int // score below which probation is proposed
	admission   *Admission
	suppliers   []model.Supplier
	templates   map[int64]*Template
	newest      map[string]*Template
	byType      map[model.SourcingType]*Template
	assessments map[int64][]*Assessment // the newest first
	tests       map[int64][]*TestOrder
	credentials map[int64][]*Credential
	talks       map[int64][]*Talk
	actions     map[int64][]*Action
	files       map[int64]*File
	stages      map[int64]StageStep // the newest
	refused     map[int64]map[string]bool
}

func (d *dossiers) sheet(s *model.Supplier) (Sheet, error) {
	v := Sheet{
		SupplierID: s.ID, Supplier: s.Name, Type: s.Type, Stage: s.Stage, RequalifyOn: s.RequalifyOn, RequalifyIn: daysUntil(d.today, s.RequalifyOn),
		Why: d.stages[s.ID].Reason, Since: d.stages[s.ID].On, Gates: []GateLine{}, Criteria: []CriterionLine{},
	}
	var err error
	if v.Allowance, err = d.admission.Route(s, 0); err != nil {
		return v, err
	}
	shown := d.shown(&v, s)
	if t := d.templateOf(shown, s.Type); t != nil {
		d.judge(&v, t, shown)
	}
	v.Tests = d.tested(s.ID)
	v.Due = d.due(s)
	v.Proposals = d.proposals(s)
	return v, nil
}

// shown is the assessment a sheet shows: the newest finished one, or the newest
// that is half done while none is finished.
func (d *dossiers) shown(v *Sheet, s *model.Supplier) *Assessment {
	all := d.assessments[s.ID]
	shown := d.counts(s.ID)
	if len(all) > 0 && shown == nil {
		shown = all[0]
	}
	if shown != nil {
		v.Assessed = lineOf(shown)
	}
	if len(all) > 0 && all[0] != shown && !all[0].Finished {
		v.Half = lineOf(all[0])
	}
	return shown
}

// counts is the newest finished assessment, nil without one.
func (d *dossiers) counts(supplierID int64) *Assessment {
	for _, a := range d.assessments[supplierID] {
		if a.Finished {
			return a
		}
	}
	return nil
}

func lineOf(a *Assessment) *AssessmentLine {
	return &AssessmentLine{a.ID, a.AssessedOn, a.Assessor, a.Finished, a.Note, a.Template.Name, a.Template.Number}
}

// templateOf is what the assessment was made with, or what the next one will be.
func (d *dossiers) templateOf(a *Assessment, kind model.SourcingType) *Template {
	if a != nil {
		return a.Template
	}
	return d.byType[kind]
}

// judge fills in gates, criteria and score.
func (d *dossiers) judge(v *Sheet, t *Template, a *Assessment) {
	v.Template, v.Number, v.Newest = t.Name, t.Number, t.Number
	if n := d.newest[t.NameKey]; n != nil {
		v.Newest = n.Number
	}
	if a == nil {
		a = &Assessment{}
	}
	asked := t.Rules()
	states := make([]rules.GateState, len(asked.Gates))
	for i := range asked.Gates {
		line := d.gate(&asked.Gates[i], a.Verdicts[asked.Gates[i].Key])
		states[i] = line.State
		v.Gates = append(v.Gates, line)
	}
	v.Standing = rules.StandingOf(states)
	r := asked.Score(a.graded())
	suggested := suggest(asked, d.tests[v.SupplierID], d.today)
	for i := range r.Parts {
		v.Criteria = append(v.Criteria, d.criterion(&r.Parts[i], a, suggested))
	}
	v.Score, v.Own, v.Coverage, v.Thin, v.Class = points(r.Score), points(r.Own), r.Coverage.StringFixed(0), r.Provisional, r.Class
	if r.Own.Valid {
		v.Scale = asked.Criteria[0].Scale
	}
}

func (d *dossiers) gate(g *rules.Gate, v Verdict) GateLine {
	line := GateLine{
		Key: g.Key, Name: g.Name, Help: g.Help, State: rules.Verdict{Passed: v.Passed, Expires: v.ExpiresOn}.On(d.today), Passed: v.Passed,
		Evidence: v.Evidence, Expires: v.ExpiresOn, In: daysUntil(d.today, v.ExpiresOn), File: d.file(v.FileID),
	}
	if line.State == rules.GateExpired {
		line.Passed = nil
	}
	return line
}

func (d *dossiers) criterion(p *rules.Part, a *Assessment, suggested map[string]Suggestion) CriterionLine {
	c, g := p.Criterion, a.Grades[p.Criterion.Key]
	line := CriterionLine{
		Key: c.Key, Name: c.Name, Help: c.Help, Weight: c.Weight.String(), Scale: c.Scale, Points: points(p.Points), Adds: points(p.Adds), Levels: c.Levels,
		Evidence: g.Evidence, Source: g.Source, SourceOn: g.SourceOn, File: d.file(g.FileID),
	}
	if p.Grade.Valid {
		text := p.Grade.Decimal.String()
		line.Grade, line.Means = &text, c.Meaning(p.Grade.Decimal)
	}
	if s, ok := suggested[c.Key]; ok {
		line.Suggested = &s
	}
	return line
}

// file is the file a verdict or grade rests on, with how it is found.
func (d *dossiers) file(id *int64) *File {
	if id == nil || d.files[*id] == nil {
		return nil
	}
	f := *d.files[*id]
	f.found(d.book, false)
	return &f
}

func (d *dossiers) tested(id int64) Tests {
	var t Tests
	for _, o := range d.tests[id] {
		t.Count++
		if o.DeliveredOn != "" {
			t.Delivered++
		} else {
			t.Under++
		}
		trial := o.Trial()
		if late := trial.Late(d.today); late != nil && *late > 0 {
			t.Late++
		}
	}
	return t
}

// dossiers reads them, for one supplier by name or for all in use.
func (s *Service) dossiers(q *gorm.DB, name string) (*dossiers, error) {
	return readDossiers(q, name, s.db.Path(), s.db.Today())
}

func readDossiers(q *gorm.DB, name, book string, today model.Date) (*dossiers, error) {
	d := &dossiers{book: book, today: today}
	if name != "" {
		one, err := supplier.ByNameTx(q, name)
		if err != nil {
			return nil, err
		}
		d.suppliers = []model.Supplier{one}
	} else {
		all, err := supplier.All(q)
		if err != nil {
			return nil, err
		}
		for i := range all {
			if all[i].ArchivedAt == "" {
				d.suppliers = append(d.suppliers, all[i])
			}
		}
	}
	return d, d.load(q)
}
