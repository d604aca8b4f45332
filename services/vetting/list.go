package vetting

import (
	"context"

	"github.com/shopspring/decimal"
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	rules "github.com/dropledger/dropledger/model/assessment"
	"github.com/dropledger/dropledger/services/supplier"
)

// Filter limits a list to one supplier, all for "", and to what is in use
// unless Archived asks for all.
type Filter struct {
	Supplier string
	Archived bool
}

// listOf reads records with the names of their suppliers.
func listOf[R any, P interface {
	*R
	entry() *Entry
}](ctx context.Context, s *Service, f Filter, order string) ([]R, error) {
	all := []R{}
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		which := q.Order(order)
		if !f.Archived {
			which = which.Where("archived_at = ''")
		}
		if f.Supplier != "" {
			found, err := supplier.ByNameTx(q, f.Supplier)
			if err != nil {
				return err
			}
			which = which.Where("supplier_id = ?", found.ID)
		}
		if err := which.Find(&all).Error; err != nil {
			return err
		}
		names, err := supplierNames(q)
		if err != nil {
			return err
		}
		for i := range all {
			e := P(&all[i]).entry()
			e.Supplier = names[e.SupplierID]
			if w, ok := any(&all[i]).(whole); ok {
				if err := w.read(q); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return all, err
}

func supplierNames(q *gorm.DB) (map[int64]string, error) {
	var rows []struct {
		ID   int64
		Name string
	}
	err := q.Raw("SELECT id, name FROM supplier").Scan(&rows).Error
	names := make(map[int64]string, len(rows))
	for _, r := range rows {
		names[r.ID] = r.Name
	}
	return names, err
}

// Places lists places by supplier and name.
func (s *Service) Places(ctx context.Context, f Filter) ([]Place, error) {
	return listOf[Place](ctx, s, f, "supplier_id, name_key")
}

// Contacts lists contacts by supplier and name.
func (s *Service) Contacts(ctx context.Context, f Filter) ([]Contact, error) {
	return listOf[Contact](ctx, s, f, "supplier_id, name_key")
}

// Talks lists talks, the newest first.
func (s *Service) Talks(ctx context.Context, f Filter) ([]Talk, error) {
	return listOf[Talk](ctx, s, f, "held_on DESC, id DESC")
}

// Actions lists what suppliers are to improve: the open ones by due day, then
// the others.
func (s *Service) Actions(ctx context.Context, f Filter) ([]Action, error) {
	return listOf[Action](ctx, s, f, "state <> 'open', due_on = '', due_on, id")
}

// Files lists files by supplier and name, each with how its copy is found.
func (s *Service) Files(ctx context.Context, f Filter) ([]File, error) {
	all, err := listOf[File](ctx, s, f, "supplier_id, name, id")
	for i := range all {
		all[i].found(s.db.Path(), false)
	}
	return all, err
}

// CredentialRow is a credential with how it stands today.
type CredentialRow struct {
	Credential
	State string `json:"state"`
	Days  *int   `json:"days"` // until it expires, below zero since; null never
}

// Credentials lists papers by supplier and name.
func (s *Service) Credentials(ctx context.Context, f Filter) ([]CredentialRow, error) {
	all, err := listOf[Credential](ctx, s, f, "supplier_id, given DESC, name_key")
	rows := make([]CredentialRow, len(all))
	for i := range all {
		rows[i] = CredentialRow{all[i], all[i].State(s.db.Today()), daysUntil(s.db.Today(), all[i].ExpiresOn)}
	}
	return rows, err
}

// daysUntil counts the days to a day, nil for none.
func daysUntil(today, day model.Date) *int {
	if day == "" {
		return nil
	}
	n := today.DaysUntil(day)
	return &n
}

// AgreementRow is an agreement with its amounts as text. Of each supplier one
// is in force at most.
type AgreementRow struct {
	Agreement
	Setup   *string     `json:"setup_cost"`
	InForce bool        `json:"in_force"`
	Changed []ChangeRow `json:"changed"`
}

// ChangeRow is a negotiated change with its amounts as text.
type ChangeRow struct {
	TermChange
	Before *string `json:"before"`
	After  *string `json:"after"`
}

// Agreements lists agreements, the newest of each supplier first.
func (s *Service) Agreements(ctx context.Context, f Filter) ([]AgreementRow, error) {
	all, err := listOf[Agreement](ctx, s, f, "supplier_id, valid_from DESC")
	rows := make([]AgreementRow, len(all))
	begun := map[int64]bool{}
	for i := range all {
		a := all[i]
		rows[i] = AgreementRow{Agreement: a, Setup: moneyText(a.SetupCost, a.Currency), Changed: make([]ChangeRow, len(a.Changes))}
		if a.ValidFrom <= s.db.Today() && !begun[a.SupplierID] && !a.Archived() {
			begun[a.SupplierID] = true
			rows[i].InForce = a.ValidTo == "" || a.ValidTo >= s.db.Today()
		}
		for k, c := range a.Changes {
			rows[i].Changed[k] = ChangeRow{c, unitText(c.Before), unitText(c.After)}
		}
	}
	return rows, err
}

func moneyText(a *model.Amount, c model.Currency) *string {
	if a == nil {
		return nil
	}
	t := a.Text(c)
	return &t
}

// unitText keeps all decimals: prices of pieces go below the cent.
func unitText(a *model.Amount) *string {
	if a == nil {
		return nil
	}
	t := a.String()
	return &t
}

// TestOrderRow is a test order with its real days and its grades. Days and
// grades are null while unknown.
type TestOrderRow struct {
	TestOrder
	Paid     *string            `json:"cost"`
	Handling *int               `json:"handling_days"`
	Transit  *int               `json:"transit_days"`
	Total    *int               `json:"days"`
	Late     *int               `json:"late_days"` // undelivered and overdue counts as late today
	Graded   map[string]*string `json:"grades"`
	Mean     *string            `json:"grade"` // of all that is graded, days included
}

// TestOrders lists test orders, the newest first.
func (s *Service) TestOrders(ctx context.Context, f Filter) ([]TestOrderRow, error) {
	all, err := listOf[TestOrder](ctx, s, f, "ordered_on DESC, id DESC")
	rows := make([]TestOrderRow, len(all))
	for i := range all {
		rows[i] = testOrderRow(&all[i], s.db.Today())
	}
	return rows, err
}

func testOrderRow(o *TestOrder, today model.Date) TestOrderRow {
	t := o.Trial()
	r := TestOrderRow{TestOrder: *o, Paid: moneyText(o.Cost, o.Currency), Late: t.Late(today), Graded: map[string]*string{}}
	r.Handling, r.Transit, r.Total = t.Days()
	var known []decimal.Decimal
	for _, f := range rules.Feeds() {
		if g := o.Grade(f, today); g != nil {
			known = append(known, *g)
			text := g.String()
			r.Graded[string(f)] = &text
		}
	}
	if mean, ok := rules.Mean(known, rules.Five); ok {
		text := mean.StringFixed(1)
		r.Mean = &text
	}
	return r
}

// AssessmentRow is an assessment with its result.
type AssessmentRow struct {
	Assessment
	By          string         `json:"template"`
	Number      int            `json:"template_version"`
	Standing    rules.Standing `json:"standing"` // of its gates today
	Score       *string        `json:"score"`    // 0 to 100, null without grades
	Coverage    string         `json:"coverage"`
	Provisional bool           `json:"provisional"`
	Class       rules.Class    `json:"class"`
	State       string         `json:"state"` // open or finished
}

// The states of an assessment.
const (
	AssessmentOpen     = "open"
	AssessmentFinished = "finished"
)

// Assessments lists assessments, the newest first.
func (s *Service) Assessments(ctx context.Context, f Filter) ([]AssessmentRow, error) {
	all, err := listOf[Assessment](ctx, s, f, "assessed_on DESC, id DESC")
	rows := make([]AssessmentRow, len(all))
	for i := range all {
		rows[i] = assessmentRow(&all[i], s.db.Today())
	}
	return rows, err
}

func assessmentRow(a *Assessment, today model.Date) AssessmentRow {
	t := a.Template.Rules()
	r := t.Score(a.graded())
	states := make([]rules.GateState, len(t.Gates))
	for i := range t.Gates {
		v := a.Verdicts[t.Gates[i].Key]
		states[i] = rules.Verdict{Passed: v.Passed, Expires: v.ExpiresOn}.On(today)
	}
	row := AssessmentRow{
		Assessment: *a, By: a.Template.Name, Number: a.Template.Number, Standing: rules.StandingOf(states), Score: points(r.Score),
		Coverage: r.Coverage.StringFixed(0), Provisional: r.Provisional, Class: r.Class, State: AssessmentFinished,
	}
	if !a.Finished {
		row.State = AssessmentOpen
	}
	return row
}

// points writes a score with two decimals, null when unknown.
func points(d decimal.NullDecimal) *string {
	if !d.Valid {
		return nil
	}
	text := d.Decimal.StringFixed(2)
	return &text
}
