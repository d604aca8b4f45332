package assess

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
	rules "github.com/dropledger/dropledger/model/assessment"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/vetting"
)

// sheet is a template as it stands on the page.
type sheet struct {
	name     string
	kind     model.SourcingType
	mixed    bool
	note     string
	gates    []*asked
	criteria []*asked
	last     int // number of the newest id
}

// asked is a gate or a criterion of a template that is being changed. Its id stays
// whatever its key becomes.
type asked struct {
	id, key, name, help string
	gate                bool
	fresh               bool // the key still follows the name
	days                int
	weight              decimal.Decimal
	scale               rules.Scale
	feed                rules.Feed
	levels              []rules.Level
}

func newSheet(t *vetting.Template) *sheet {
	s := &sheet{name: t.Name, kind: t.Type, mixed: t.Mixed}
	for i := range t.Gates {
		g := &t.Gates[i]
		s.gates = append(s.gates, &asked{id: s.nextID(), gate: true, key: g.Key, name: g.Name, help: g.Help, days: g.Days})
	}
	for i := range t.Criteria {
		c := &t.Criteria[i]
		s.criteria = append(s.criteria, &asked{
			id: s.nextID(), key: c.Key, name: c.Name, help: c.Help, weight: c.Weight, scale: c.Scale, feed: c.Feed, levels: slices.Clone(c.Levels),
		})
	}
	return s
}

func (s *sheet) nextID() string {
	s.last++
	return "item " + strconv.Itoa(s.last)
}

// find is the gate or criterion of an id, nil for another line.
func (s *sheet) find(id string) *asked {
	for _, list := range [][]*asked{s.gates, s.criteria} {
		for _, a := range list {
			if a.id == id {
				return a
			}
		}
	}
	return nil
}

// add puts another gate or criterion at the end; a criterion gets the weight that
// is missing.
func (s *sheet) add(gate bool) *asked {
	a := &asked{id: s.nextID(), gate: gate, fresh: true}
	if gate {
		s.gates = append(s.gates, a)
		return a
	}
	a.scale = rules.Five
	if len(s.criteria) > 0 {
		a.scale = s.criteria[0].scale
	}
	if rest := hundred.Sub(s.weights()); rest.IsPositive() {
		a.weight = rest
	}
	s.criteria = append(s.criteria, a)
	return a
}

func (s *sheet) remove(id string) {
	same := func(a *asked) bool { return a.id == id }
	s.gates, s.criteria = slices.DeleteFunc(s.gates, same), slices.DeleteFunc(s.criteria, same)
}

// shift moves an item up or down among its kind; it tells whether it moved.
func (s *sheet) shift(id string, by int) bool {
	for _, list := range [][]*asked{s.gates, s.criteria} {
		at := slices.IndexFunc(list, func(a *asked) bool { return a.id == id })
		if to := at + by; at >= 0 && to >= 0 && to < len(list) {
			list[at], list[to] = list[to], list[at]
			return true
		}
	}
	return false
}

// weights is what the weights add up to.
func (s *sheet) weights() (sum decimal.Decimal) {
	for _, c := range s.criteria {
		sum = sum.Add(c.weight)
	}
	return sum
}

// scales are the scales that stand among the criteria.
func (s *sheet) scales() (all []rules.Scale) {
	for _, c := range s.criteria {
		if !slices.Contains(all, c.scale) {
			all = append(all, c.scale)
		}
	}
	return all
}

// input is the next version as the service takes it.
func (s *sheet) input(number int) vetting.TemplateInput {
	gates, criteria := make([]vetting.GateInput, len(s.gates)), make([]vetting.CriterionInput, len(s.criteria))
	for i, g := range s.gates {
		gates[i] = vetting.GateInput{Key: g.key, Name: g.name, Help: g.help, Days: g.days}
	}
	for i, c := range s.criteria {
		k := vetting.CriterionInput{Key: c.key, Name: c.name, Weight: record.Number{Decimal: c.weight}, Scale: string(c.scale), Help: c.help, Levels: []vetting.LevelInput{}}
		if c.feed != "" {
			feed := string(c.feed)
			k.Feed = &feed
		}
		for _, l := range c.levels {
			k.Levels = append(k.Levels, vetting.LevelInput{At: record.Number{Decimal: l.At}, Means: l.Means})
		}
		criteria[i] = k
	}
	return vetting.TemplateInput{Number: number, Name: s.name, Type: &s.kind, Mixed: &s.mixed, Note: &s.note, Gates: &gates, Criteria: &criteria}
}

var notKey = regexp.MustCompile(`[^a-z0-9]+`)

// keyFor makes a key of a name that no other item of its kind has.
func (s *sheet) keyFor(a *asked) string {
	key := strings.Trim(notKey.ReplaceAllString(strings.ToLower(a.name), "_"), "_")
	if key == "" {
		return ""
	}
	if key[0] < 'a' {
		key = "n" + key
	}
	key = key[:min(len(key), 50)]
	list := s.criteria
	if a.gate {
		list = s.gates
	}
	taken := func(k string) bool {
		return slices.ContainsFunc(list, func(o *asked) bool { return o != a && o.key == k })
	}
	for n, base := 2, key; taken(key); n++ {
		key = base + "_" + strconv.Itoa(n)
	}
	return key
}
