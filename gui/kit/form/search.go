package form

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/dropledger/dropledger/gui/kit/async"
)

// Source finds the options of a Search field. Find runs away from the window's
// goroutine and should return what fits best first, at most some dozens; the
// empty query asks for what is likely.
type Source struct {
	Find func(ctx context.Context, query string) ([]Option, error)
	// Label is what a person reads of a value that was loaded; nil is the value.
	Label func(value string) string
}

// Search adds a field for one of many options, found by typing.
func (g *Group) Search(s Spec, from Source) *Field[string] {
	return g.drop(s, func(l *list) finder {
		return &fetched{loader: async.NewLoader(g.form.options.Runner, l.loaded), form: g.form, from: from}
	}, from.Label)
}

// finder brings the options for a query to a list.
type finder interface {
	find(query string)
	stop()
}

// fetched asks a Source. The newest query wins.
type fetched struct {
	loader *async.Loader[[]Option]
	form   *Form
	from   Source
}

func (f *fetched) find(query string) {
	f.loader.Load(f.form.options.Context, func(ctx context.Context) ([]Option, error) { return f.from.Find(ctx, query) })
}

func (f *fetched) stop() { f.loader.Stop() }

// Among makes a Source of options that are at hand.
func Among(options []Option) Source {
	return Source{
		Find: func(_ context.Context, query string) ([]Option, error) { return matching(options, query), nil },
		Label: func(v string) string {
			if i := slices.IndexFunc(options, func(o Option) bool { return o.Value == v }); i >= 0 {
				return options[i].label()
			}
			return v
		},
	}
}

// drop adds a field that opens a list.
func (g *Group) drop(s Spec, find func(*list) finder, label func(string) string) *Field[string] {
	if label == nil {
		label = same[string]
	}
	p := newPicker(s, find)
	f := &Field[string]{slot: &slot{Spec: s}, plain: asAny[string], take: word, blank: ""}
	p.slot = f.slot
	f.print = func(v string) string {
		if v == p.value.Value {
			return p.value.label()
		}
		return label(v)
	}
	f.read = func() (string, bool, error) { return p.value.Value, p.value.Value != "", nil }
	f.write = func(v string) { p.put(Option{Value: v, Label: f.print(v)}) }
	f.wipe = func() { p.put(Option{}) }
	f.typed = func() string { return p.value.label() }
	f.core, f.ctl = f, p
	g.add(f.slot)
	f.settle()
	return f
}

// matching are the options that hold every word of a query, those first whose
// label or value begins with it.
func matching(options []Option, query string) []Option {
	q := plainly(query)
	if q == "" {
		return options
	}
	type hit struct {
		rank int
		o    Option
	}
	var hits []hit
	for _, o := range options {
		if rank, ok := rankOf(o, q); ok {
			hits = append(hits, hit{rank, o})
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(a.rank, b.rank) })
	out := make([]Option, len(hits))
	for i, h := range hits {
		out[i] = h.o
	}
	return out
}

func rankOf(o Option, q string) (int, bool) {
	label, value := plainly(o.label()), plainly(o.Value)
	all := label + " " + value + " " + plainly(o.Detail) + " " + plainly(o.More)
	for _, w := range strings.Fields(q) {
		if !strings.Contains(all, w) {
			return 0, false
		}
	}
	switch {
	case value == q:
		return 0, true
	case strings.HasPrefix(label, q):
		return 1, true
	case strings.HasPrefix(value, q), strings.Contains(label, " "+q):
		return 2, true
	}
	return 3, true
}

// plainly is a text without capitals and accents, so that "osterreich" finds
// "Österreich".
func plainly(s string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(strings.TrimSpace(s))))
}
