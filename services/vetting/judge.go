package vetting

import (
	"encoding/json"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
	rules "github.com/dropledger/dropledger/model/assessment"
	"github.com/dropledger/dropledger/services/near"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

// VerdictInput is true, false or null, or an object with these fields.
type VerdictInput struct {
	Passed   *bool   `json:"passed"`
	Evidence *string `json:"evidence"`
	Expires  *string `json:"expires"`
	File     *string `json:"file"`
	known    bool    // passed was given
}

// UnmarshalJSON reads a bare verdict or an object.
func (v *VerdictInput) UnmarshalJSON(raw []byte) error {
	if raw[0] != '{' {
		v.known = true
		if json.Unmarshal(raw, &v.Passed) != nil {
			return model.Errorf(model.Invalid, "a gate is true, false or null (not known), not %s", raw)
		}
		return nil
	}
	type plain VerdictInput
	if err := strict(raw, (*plain)(v), "passed, evidence, expires, file"); err != nil {
		return err
	}
	v.known = strings.Contains(string(raw), `"passed"`)
	return nil
}

// GradeInput is a grade, or null, or an object with these fields.
type GradeInput struct {
	Grade    *record.Number `json:"grade"`
	Evidence *string        `json:"evidence"`
	Source   *string        `json:"source"`
	On       *string        `json:"on"`
	File     *string        `json:"file"`
	known    bool           // grade was given
}

// UnmarshalJSON reads a bare grade or an object.
func (g *GradeInput) UnmarshalJSON(raw []byte) error {
	if raw[0] != '{' {
		g.known = true
		return json.Unmarshal(raw, &g.Grade)
	}
	type plain GradeInput
	if err := strict(raw, (*plain)(g), "grade, evidence, source, on, file"); err != nil {
		return err
	}
	g.known = strings.Contains(string(raw), `"grade"`)
	return nil
}

// Pass makes a verdict for a form; nil is not known.
func Pass(passed *bool) VerdictInput { return VerdictInput{Passed: passed, known: true} }

// Graded makes a grade for a form; nil is not known.
func Graded(grade *decimal.Decimal) GradeInput {
	g := GradeInput{known: true}
	if grade != nil {
		g.Grade = &record.Number{Decimal: *grade}
	}
	return g
}

// strict reads an object without unknown fields.
func strict(raw []byte, to any, fields string) error {
	d := json.NewDecoder(strings.NewReader(string(raw)))
	d.DisallowUnknownFields()
	if err := d.Decode(to); err != nil {
		return model.Errorf(model.Invalid, "it can have the fields %s, each of its kind", fields).Because(err)
	}
	return nil
}

func (a *Assessment) judge(tx *store.Tx, at record.Ref, t *rules.Template, name string, in VerdictInput) error {
	g := t.Gate(name)
	if g == nil {
		return at.Errorf("gates", "gates: version %d of %s has no gate %q.%s", t.Number, t.Name, name, near.Hint(name, gateNames(t)))
	}
	v := a.Verdicts[g.Key]
	v.Gate = g.Key
	if in.known {
		v.Passed = in.Passed
	}
	record.Take(&v.Evidence, in.Evidence)
	if err := dated(at, "gates", g.Name, in.Expires, &v.ExpiresOn); err != nil {
		return err
	}
	if in.File != nil {
		var err error
		if v.FileID, err = attached(tx, at, a.SupplierID, *in.File); err != nil {
			return err
		}
	}
	if in.known && in.Expires == nil && v.Passed != nil && *v.Passed && g.Days > 0 && v.ExpiresOn == "" {
		v.ExpiresOn = a.AssessedOn.AddDays(g.Days)
	}
	a.Verdicts[g.Key] = v
	return nil
}

func (a *Assessment) grade(tx *store.Tx, at record.Ref, t *rules.Template, name string, in GradeInput) error {
	c := t.Criterion(name)
	if c == nil {
		return at.Errorf("grades", "grades: version %d of %s has no criterion %q.%s", t.Number, t.Name, name, near.Hint(name, criterionNames(t)))
	}
	g := a.Grades[c.Key]
	g.Criterion = c.Key
	if in.known {
		g.Grade = ""
		if in.Grade != nil {
			if err := c.Accepts(in.Grade.Decimal); err != nil {
				return at.Errorf("grades", "grades: %s", err.Error())
			}
			g.Grade = in.Grade.String()
		}
	}
	record.Take(&g.Evidence, in.Evidence)
	record.Take(&g.Source, in.Source)
	if err := dated(at, "grades", c.Name, in.On, &g.SourceOn); err != nil {
		return err
	}
	if err := notAfter(at, "grades", g.SourceOn, tx.Today); err != nil {
		return err
	}
	if in.File != nil {
		var err error
		if g.FileID, err = attached(tx, at, a.SupplierID, *in.File); err != nil {
			return err
		}
	}
	a.Grades[c.Key] = g
	return nil
}

// dated reads a day within a gate or grade.
func dated(at record.Ref, field, name string, text *string, to *model.Date) error {
	if text == nil {
		return nil
	}
	if *text == "" {
		*to = ""
		return nil
	}
	d, err := model.ParseDate(*text)
	if err != nil {
		return at.Errorf(field, "%s %q: %s", field, name, err.Error())
	}
	*to = d
	return nil
}

func gateNames(t *rules.Template) []string {
	names := make([]string, len(t.Gates))
	for i := range t.Gates {
		names[i] = t.Gates[i].Key
	}
	return names
}

func criterionNames(t *rules.Template) []string {
	names := make([]string, len(t.Criteria))
	for i := range t.Criteria {
		names[i] = t.Criteria[i].Key
	}
	return names
}
