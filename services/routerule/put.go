package routerule

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/near"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/store"
)

// Kind is the kind of record in messages and in the history.
const Kind = "rule"

// Service keeps the rules of a book.
type Service struct {
	db  *store.DB
	bus *event.Bus
}

// New returns the rules of the book.
func New(db *store.DB, bus *event.Bus) *Service { return &Service{db, bus} }

// Input is a rule as a form or the put command says it. What is nil keeps its
// value.
type Input struct {
	Name string `json:"name" key:"yes" is:"name" max:"120" doc:"A short name, such as Germany first."`

	Effect     *Effect                     `json:"effect" values:"prefer avoid only hold split no_split single_preferred single_required" doc:"What is asked for. A new rule needs it."`
	Suppliers  *[]string                   `json:"suppliers" default:"none" doc:"The suppliers to prefer, avoid or take only; the most wanted first."`
	Place      *int                        `json:"place" range:"1..100000" default:"the last" doc:"Its place among the rules: of two that say different things the first counts."`
	Countries  *[]string                   `json:"countries" is:"country" default:"every country" doc:"Where the order goes."`
	SKUs       *[]string                   `json:"skus" default:"every product" doc:"What is ordered; AB* is all that begin with AB."`
	Tags       *[]string                   `json:"tags" default:"none" doc:"Tags of the order."`
	Shops      *[]string                   `json:"shops" default:"every shop" doc:"The shops the order comes from."`
	Services   *[]string                   `json:"services" default:"every service" doc:"The shipping methods the customer chose."`
	ValueFrom  record.Maybe[record.Amount] `json:"value_from" default:"none" doc:"The least value of the order's goods, in the home currency; null is none."`
	ValueTo    record.Maybe[record.Amount] `json:"value_to" default:"none" doc:"The greatest value; null is none."`
	WeightFrom record.Maybe[int64]         `json:"weight_from_g" default:"none" doc:"The least weight of the order in grams; null is none."`
	WeightTo   record.Maybe[int64]         `json:"weight_to_g" default:"none" doc:"The greatest weight; null is none."`
	Reason     *string                     `json:"reason" max:"200" doc:"Why, in your words."`
	ValidFrom  *model.Date                 `json:"valid_from" is:"date" default:"since ever" doc:"The first day."`
	ValidTo    *model.Date                 `json:"valid_to" is:"date" default:"open" doc:"The last day."`
	Ended      *bool                       `json:"ended" default:"false" doc:"True ends the rule."`
}

// Put creates, changes or ends rules by name, all or none.
func (s *Service) Put(ctx context.Context, ins []Input) (record.Result, error) {
	return record.Batch[Input]{
		DB: s.db, Kind: Kind, One: put,
		Done: func(ids []int64) { s.bus.SettingsChanged.Publish(ids) },
	}.Put(ctx, ins)
}

func put(tx *store.Tx, at record.Ref, in *Input) (record.Outcome, int64, error) {
	home, err := setting.Home(tx.DB)
	if err != nil {
		return "", 0, err
	}
	set, err := Load(tx.DB, home)
	if err != nil {
		return "", 0, err
	}
	if err := set.tidy(tx); err != nil {
		return "", 0, err
	}
	old := set.byName(in.Name)
	if in.Ended != nil && *in.Ended {
		return end(tx, set, at, old)
	}
	base, err := set.base(tx.DB, in)
	if err != nil {
		return "", 0, err
	}
	r, err := set.merged(in, at, base)
	if err != nil {
		return "", 0, err
	}
	if old != nil && slices.Equal(set.values(old), set.values(&r)) {
		return set.moved(tx, old, r.Place)
	}
	return set.write(tx, old, &r)
}

// base is the rule that the input changes: the one that stands, or the last
// version of one that is brought back; nil for a new one.
func (s *Set) base(q *gorm.DB, in *Input) (*Rule, error) {
	if old := s.byName(in.Name); old != nil || in.Ended == nil { // a new rule of an old name begins anew
		return old, nil
	}
	return former(q, in.Name)
}

// tidy numbers the rules in the book as they are numbered here: without gaps.
func (s *Set) tidy(tx *store.Tx) error {
	if !s.gaps {
		return nil
	}
	for i := range s.Rules {
		if err := tx.Exec(`UPDATE route_rule SET place = ? WHERE id = ?`, i+1, s.Rules[i].ID).Error; err != nil {
			return err
		}
	}
	s.gaps = false
	return nil
}

// former is the last version of a rule that was ended, nil without one.
func former(q *gorm.DB, name string) (*Rule, error) {
	var rows []Rule
	err := q.Where("name_key = ? AND ended_at <> ''", model.NameKey(name)).Order("id DESC").Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	rows[0].EndedAt = ""
	return &rows[0], nil
}

// write ends the former version and writes the next.
func (s *Set) write(tx *store.Tx, old, r *Rule) (record.Outcome, int64, error) {
	place, outcome := r.Place, record.Created
	changes := history.Created()
	r.RecordedAt = tx.Now
	if err := tx.Raw(`SELECT COALESCE(MAX(id), 0) + 1 FROM route_rule`).Scan(&r.ID).Error; err != nil {
		return "", 0, err
	}
	if r.FirstID == 0 {
		r.FirstID = r.ID
	}
	if old != nil {
		outcome = record.Updated
		changes = history.Diff(s.values(old), s.values(r))
		if err := tx.Exec(`UPDATE route_rule SET ended_at = ? WHERE id = ?`, string(tx.Now), old.ID).Error; err != nil {
			return "", 0, err
		}
		r.Place = old.Place
	} else {
		r.Place = len(s.Rules) + 1
	}
	if err := tx.Create(r).Error; err != nil {
		return "", 0, err
	}
	if err := history.Record(tx, s.subject(r), changes, s.Sentence(r)); err != nil {
		return "", 0, err
	}
	if place != r.Place {
		fresh, err := Load(tx.DB, s.Home)
		if err != nil {
			return "", 0, err
		}
		if _, _, err := fresh.moved(tx, fresh.byName(r.Name), place); err != nil {
			return "", 0, err
		}
	}
	return outcome, r.FirstID, nil
}

// subject is the rule in the history, whichever version stands.
func (s *Set) subject(r *Rule) history.Subject {
	return history.Subject{Kind: Kind, ID: r.FirstID, Key: r.Name}
}

func end(tx *store.Tx, s *Set, at record.Ref, old *Rule) (record.Outcome, int64, error) {
	if old == nil {
		return "", 0, at.Errorf("name", "there is no such rule to end.%s Correct the name", s.like(at.Key))
	}
	if err := tx.Exec(`UPDATE route_rule SET ended_at = ? WHERE id = ?`, string(tx.Now), old.ID).Error; err != nil {
		return "", 0, err
	}
	err := tx.Exec(`UPDATE route_rule SET place = place - 1 WHERE ended_at = '' AND place > ?`, old.Place).Error // it leaves no gap
	if err != nil {
		return "", 0, err
	}
	changes := []history.Change{{Field: "ended", Old: "false", New: "true"}}
	return record.Updated, old.FirstID, history.Record(tx, s.subject(old), changes, s.Sentence(old))
}

// moved gives a rule another place; those between move up or down by one.
func (s *Set) moved(tx *store.Tx, r *Rule, place int) (record.Outcome, int64, error) {
	order := slices.DeleteFunc(slices.Clone(s.Rules), func(x Rule) bool { return x.ID == r.ID })
	order = slices.Insert(order, min(max(place, 1), len(order)+1)-1, *r)
	outcome := record.Unchanged
	for i := range order {
		if order[i].Place == i+1 {
			continue
		}
		if err := tx.Exec(`UPDATE route_rule SET place = ? WHERE id = ?`, i+1, order[i].ID).Error; err != nil {
			return "", 0, err
		}
		change := []history.Change{{Field: "place", Old: fmt.Sprint(order[i].Place), New: fmt.Sprint(i + 1)}}
		if err := history.Record(tx, s.subject(&order[i]), change, ""); err != nil {
			return "", 0, err
		}
		if order[i].ID == r.ID {
			outcome = record.Updated
		}
	}
	return outcome, r.FirstID, nil
}

// like names the rules that stand and resemble a name, as near.Hint does.
func (s *Set) like(name string) string {
	known := make([]string, len(s.Rules))
	for i := range s.Rules {
		known[i] = s.Rules[i].Name
	}
	return near.Hint(name, known)
}

func (s *Set) byName(name string) *Rule {
	key := model.NameKey(name)
	for i := range s.Rules {
		if s.Rules[i].NameKey == key {
			return &s.Rules[i]
		}
	}
	return nil
}

// merged is the rule that the input makes of the former one.
func (s *Set) merged(in *Input, at record.Ref, old *Rule) (Rule, error) {
	r := Rule{
		Place: len(s.Rules) + 1, ValidFrom: model.OpenStart,
		Countries: []string{}, SKUs: []string{}, Tags: []string{}, Services: []string{}, Shops: []int64{}, Suppliers: []int64{},
	}
	if old != nil {
		r = *old
	}
	r.Name, r.NameKey = in.Name, model.NameKey(in.Name)
	if in.Effect != nil && *in.Effect != r.Effect {
		r.Effect = *in.Effect
		if !r.Effect.NamesSuppliers() {
			r.Suppliers = []int64{}
		}
	}
	take(&r.Countries, in.Countries)
	take(&r.SKUs, in.SKUs)
	take(&r.Tags, in.Tags)
	take(&r.Services, in.Services)
	record.Take(&r.Place, in.Place)
	record.Take(&r.Reason, in.Reason)
	record.Take(&r.ValidTo, in.ValidTo)
	if in.ValidFrom != nil && *in.ValidFrom != "" {
		r.ValidFrom = *in.ValidFrom
	}
	if in.ValueFrom.Given {
		r.ValueFrom = (*model.Amount)(in.ValueFrom.Value)
	}
	if in.ValueTo.Given {
		r.ValueTo = (*model.Amount)(in.ValueTo.Value)
	}
	in.WeightFrom.Take(&r.WeightFrom)
	in.WeightTo.Take(&r.WeightTo)
	var err error
	if in.Suppliers != nil {
		if r.Suppliers, err = ids(at, "suppliers", *in.Suppliers, s.suppliers); err != nil {
			return r, err
		}
	}
	if in.Shops != nil {
		if r.Shops, err = ids(at, "shops", *in.Shops, s.shops); err != nil {
			return r, err
		}
	}
	return r, r.check(at)
}

// take copies a given list without empty and repeated texts.
func take(to, from *[]string) {
	if from == nil {
		return
	}
	all := []string{}
	for _, s := range *from {
		if s = strings.TrimSpace(s); s != "" && !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	*to = all
}

// ids finds names in any case.
func ids(at record.Ref, field string, wanted []string, names map[int64]string) ([]int64, error) {
	all := []int64{}
	for _, name := range wanted {
		found := int64(0)
		for id, n := range names {
			if model.NameKey(n) == model.NameKey(name) {
				found = id
			}
		}
		if found == 0 {
			return nil, at.Errorf(field, "%s: the book has no %q.%s Add it first, or correct the name", field, name, near.Hint(name, slices.Sorted(maps.Values(names))))
		}
		if !slices.Contains(all, found) {
			all = append(all, found)
		}
	}
	return all, nil
}

func (r *Rule) check(at record.Ref) error {
	switch {
	case r.Effect == "":
		return at.Errorf("effect", "effect is missing: say what the rule asks for, such as prefer")
	case r.Effect.NamesSuppliers() && len(r.Suppliers) == 0:
		return at.Errorf("suppliers", "suppliers is missing: name whom to %s", r.Effect)
	case !r.Effect.NamesSuppliers() && len(r.Suppliers) > 0:
		return at.Errorf("suppliers", "%s names no supplier: leave suppliers out", r.Effect)
	case r.ValueFrom != nil && r.ValueTo != nil && *r.ValueFrom > *r.ValueTo:
		return at.Errorf("value_to", "value_to %s is less than value_from %s", r.ValueTo, r.ValueFrom)
	case r.WeightFrom != nil && r.WeightTo != nil && *r.WeightFrom > *r.WeightTo:
		return at.Errorf("weight_to_g", "weight_to_g %d is less than weight_from_g %d", *r.WeightTo, *r.WeightFrom)
	case r.ValidTo != "" && r.ValidTo < r.ValidFrom:
		return at.Errorf("valid_to", "valid_to %s is before valid_from %s", r.ValidTo, r.ValidFrom)
	}
	return nil
}

// values are what a rule says, but for its place.
func (s *Set) values(r *Rule) []history.Value {
	list := func(field string, all []string) history.Value { return history.Of(field, strings.Join(all, ", ")) }
	limit := func(field string, v any, none bool) history.Value {
		if none {
			return history.Value{Field: field}
		}
		return history.Of(field, v)
	}
	var vf, vt model.Amount
	var wf, wt int64
	deref(&vf, r.ValueFrom)
	deref(&vt, r.ValueTo)
	deref(&wf, r.WeightFrom)
	deref(&wt, r.WeightTo)
	return []history.Value{
		history.Of("name", r.Name), history.Of("effect", r.Effect), list("suppliers", named(r.Suppliers, s.suppliers)),
		list("countries", r.Countries), list("skus", r.SKUs), list("tags", r.Tags), list("shops", named(r.Shops, s.shops)), list("services", r.Services),
		limit("value_from", vf, r.ValueFrom == nil), limit("value_to", vt, r.ValueTo == nil),
		limit("weight_from_g", wf, r.WeightFrom == nil), limit("weight_to_g", wt, r.WeightTo == nil),
		history.Of("reason", r.Reason), history.Of("valid_from", r.ValidFrom), history.Of("valid_to", r.ValidTo),
	}
}

func deref[T any](to, from *T) {
	if from != nil {
		*to = *from
	}
}

// Draft is the rules as they would stand after a Put, without writing them:
// for a test or a replay before saving. Without are names of rules to leave out.
func Draft(q *gorm.DB, home model.Currency, ins []Input, without []string) (*Set, error) {
	s, err := Load(q, home)
	if err != nil {
		return nil, err
	}
	for i := range ins {
		in := ins[i]
		at, err := record.Check(Kind, i+1, &in)
		if err != nil {
			return nil, err
		}
		if err := s.draft(q, at, &in); err != nil {
			return nil, err
		}
	}
	for _, name := range without {
		if s.byName(name) == nil {
			return nil, model.FieldErrorf("without", "There is no rule %q.%s", name, s.like(name))
		}
		s.drop(name)
	}
	return s, nil
}

// draft does to the set what put does to the book.
func (s *Set) draft(q *gorm.DB, at record.Ref, in *Input) error {
	if in.Ended != nil && *in.Ended {
		if s.byName(in.Name) == nil {
			return at.Errorf("name", "there is no such rule to end.%s Correct the name", s.like(in.Name))
		}
		s.drop(in.Name)
		return nil
	}
	base, err := s.base(q, in)
	if err != nil {
		return err
	}
	r, err := s.merged(in, at, base)
	if err != nil {
		return err
	}
	s.drop(in.Name)
	s.Rules = slices.Insert(s.Rules, min(max(r.Place, 1), len(s.Rules)+1)-1, r)
	s.number()
	return nil
}

// drop leaves a rule out.
func (s *Set) drop(name string) {
	key := model.NameKey(name)
	s.Rules = slices.DeleteFunc(s.Rules, func(x Rule) bool { return x.NameKey == key })
	s.number()
}

func (s *Set) number() {
	for i := range s.Rules {
		s.Rules[i].Place = i + 1
	}
}

// Archive ends a rule.
func (s *Service) Archive(ctx context.Context, name string) error { return s.end(ctx, name, true) }

// Restore brings an ended rule back as it stood last, in the place it had.
func (s *Service) Restore(ctx context.Context, name string) error { return s.end(ctx, name, false) }

func (s *Service) end(ctx context.Context, name string, ended bool) error {
	_, err := s.Put(ctx, []Input{{Name: name, Ended: &ended}})
	return err
}

// Preview tells what the rule would say after a Put, as a sentence.
func (s *Service) Preview(ctx context.Context, in Input) (sentence string, err error) {
	err = s.db.Read(ctx, func(q *gorm.DB) error {
		home, err := setting.Home(q)
		if err != nil {
			return err
		}
		set, err := Draft(q, home, []Input{in}, nil)
		if err != nil {
			return err
		}
		if r := set.byName(in.Name); r != nil {
			sentence = set.Sentence(r)
		}
		return nil
	})
	return sentence, err
}
