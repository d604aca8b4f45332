package books

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/statement"
)

// taxes is the tab with the settings of bookkeeping and tax.
type taxes struct {
	s      *Books
	states *kit.States
	holder *kit.Frame
	form   *form.Form // nil until the settings are read
	load   *async.Loader[settings]
	begun  bool
	ways   fyne.CanvasObject // to what else decides how a sale is booked
}

// settings are those of this tab, and whether anything is booked yet.
type settings struct {
	all    []setting.Entry
	booked bool
}

// section is a part of the form, with how the keys of its settings begin.
type section struct {
	title    string
	prefixes []string
}

func (p section) has(key setting.Key) bool {
	return slices.ContainsFunc(p.prefixes, func(prefix string) bool { return strings.HasPrefix(string(key), prefix) })
}

var sections = []section{
	{"books.settings.books", []string{"book.", "books."}},
	{"books.settings.tax", []string{"tax."}},
	{"books.settings.merchant", []string{"merchant."}},
}

// plainly are settings whose label says all.
var plainly = []setting.Key{setting.BookCountry, setting.MerchantAddress1, setting.MerchantAddress2, setting.MerchantCity, setting.MerchantZip, setting.MerchantCountry}

func newTaxes(s *Books) *taxes {
	t := &taxes{s: s, holder: kit.Gap(0, 0), ways: waysOn(s)}
	t.states = kit.NewStates(s.h.Runner(), t.holder)
	t.load = async.NewLoader(s.h.Runner(), t.loaded)
	return t
}

// show implements tab.
func (t *taxes) show() {
	t.s.page.Header.SetTools()
	t.s.page.SetFilters()
	t.s.page.SetBody(container.New(halves{}, t.states, kit.Ground(theme.Line), t.ways))
	if !t.begun {
		t.begun = true
		t.reload()
	}
}

// reload implements tab. What is being edited stays.
func (t *taxes) reload() {
	if !t.begun || t.lost() != "" {
		return
	}
	b := t.s.h.Book()
	t.load.Load(t.s.h.Context(), func(ctx context.Context) (settings, error) {
		all, err := setting.New(b.DB, b.Bus).List(ctx)
		if err != nil {
			return settings{}, err
		}
		entries, err := statement.FindEntries(ctx, b.DB, statement.EntryQuery{})
		if err != nil {
			return settings{}, err
		}
		return settings{all, entries.All() > 0}, nil
	})
}

func (t *taxes) loaded(s async.State[settings]) {
	switch s.Phase {
	case async.Loading:
		t.states.ShowLoading()
	case async.Failed:
		t.states.ShowFailed(kit.FailedOptions{Sentence: text.T("books.settings.unread"), Retry: t.reload, Details: func() { t.s.h.Report(text.T("books.failed"), s.Err) }})
	case async.Ready:
		t.fill(s.Value)
		t.s.proof.begin()
		t.states.ShowContent()
	}
}

// fill makes the form of the settings as they are.
func (t *taxes) fill(s settings) {
	h := t.s.h
	f := form.New(form.Options{
		Format: h.Format(), Runner: h.Runner(), Context: h.Context(), Saver: t.keepAll,
		Saved:   func() { h.Toast(page.Toast{Tone: page.Done, Text: text.T("books.settings.kept")}) },
		Details: func(err error) { h.Report(text.T("books.settings.failed"), err) }, Changed: h.Refresh,
	})
	values := map[string]any{}
	for _, part := range sections {
		begun := false
		for _, e := range s.all {
			if !part.has(e.Key) {
				continue
			}
			if !begun {
				f.Section(text.T(part.title))
				begun = true
			}
			t.field(f, e, s.booked)
			if e.Value != "" {
				values[string(e.Key)] = e.Value
			}
		}
	}
	if err := f.Load(values); err != nil {
		h.Report(text.T("books.failed"), err)
	}
	t.form = f
	t.holder.SetInner(container.NewStack(kit.Ground(theme.Surface), f))
}

// field adds the field of a setting by its kind.
func (t *taxes) field(f *form.Form, e setting.Entry, booked bool) {
	spec := form.Spec{Name: string(e.Key), Label: e.Label, Help: e.Help}
	if slices.Contains(plainly, e.Key) {
		spec.Help = ""
	}
	switch e.Kind {
	case setting.Choice:
		var options []form.Option
		for _, c := range e.Choices {
			o := form.Option{Value: c}
			if key := text.Key("books.choice.", c); text.Has(key) {
				o.Label = text.T(key)
			}
			options = append(options, o)
		}
		f.Choice(spec, options...)
	case setting.Email:
		f.Email(spec)
	case setting.Number:
		f.Quantity(spec)
	case setting.Currency:
		field := f.Choice(spec, form.Currencies()...)
		if e.Key == setting.BookCurrency && booked {
			field.Lock(text.T("books.settings.fixed"))
		}
	case setting.Country:
		f.Choice(spec, form.Countries()...)
	default:
		f.Text(spec)
	}
}

// keepAll keeps the settings that were changed, all or none.
func (t *taxes) keepAll(ctx context.Context, v form.Values) error {
	b := t.s.h.Book()
	var pairs []setting.Pair
	for _, e := range t.load.State().Value.all {
		if !slices.ContainsFunc(sections, func(p section) bool { return p.has(e.Key) }) {
			continue
		}
		value := written(v[string(e.Key)])
		if value != e.Value {
			pairs = append(pairs, setting.Pair{Key: string(e.Key), Value: value})
		}
	}
	return setting.New(b.DB, b.Bus).SetAll(ctx, pairs)
}

// written is a value of the form as settings are kept: all of them are texts.
func written(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

func (t *taxes) save() {
	if t.form != nil {
		t.form.Submit()
	}
}

// lost says which changes would be lost by leaving.
func (t *taxes) lost() string {
	if t.form == nil {
		return ""
	}
	return t.form.Lost()
}

func (t *taxes) search() fyne.Focusable { return nil }

// areas implements tab.
func (t *taxes) areas() []fyne.Focusable {
	if t.form == nil {
		return nil
	}
	return []fyne.Focusable{t.form.First()}
}

func (t *taxes) escape() bool { return t.form != nil && t.form.Dirty() && t.form.Escape() }

// actions implements tab.
func (t *taxes) actions() []action.Action {
	return []action.Action{{ID: "books.save", Label: text.T("books.do.save"), Icon: theme.Icon(theme.IconSave, theme.Text), Key: action.Ctrl(fyne.KeyS), Run: t.save}}
}

func (t *taxes) keep() any   { return nil }
func (t *taxes) restore(any) {}
func (t *taxes) close() {
	t.load.Stop()
	if t.form != nil {
		t.form.Close()
	}
}

// waysOn leads to what else decides how a sale is booked.
func waysOn(s *Books) fyne.CanvasObject {
	door := func(id string, icon theme.IconName, r page.Route) *kit.Door {
		return kit.NewDoor(icon, text.T(text.Key("books.door.", id)), text.T(text.Key("books.doornote.", id)), func() { s.h.Go(r) })
	}
	return kit.Scroll(kit.Inset(kit.NewDoors(
		door("shops", theme.IconStore, page.Route{Screen: page.Shops}),
		door("fees", theme.IconPercent, page.Route{Screen: page.Fees}),
		door("rulebook", theme.IconScale, page.Route{Screen: page.Rulebook}),
		door("check", theme.IconShield, page.Route{Screen: page.Check}),
		door("settings", theme.IconSettings, page.Route{Screen: page.Settings}),
		door("help", theme.IconHelp, page.Route{Screen: page.Help, Key: page.Books}),
	), theme.Gap16, theme.Gap16))
}

const (
	formWidth  float32 = 640 + 2*theme.Gap16 // at most
	leastRight float32 = 360
)

// halves puts a form, a line and what belongs to it side by side.
type halves struct{}

// MinSize implements fyne.Layout.
func (halves) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(400, 200) }

// Layout implements fyne.Layout.
func (halves) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	w := min(formWidth, max(size.Width-leastRight, size.Width/2))
	x := float32(0)
	for i, width := range []float32{w, theme.LineWidth, size.Width - w - theme.LineWidth} {
		objs[i].Move(fyne.NewPos(x, 0))
		objs[i].Resize(fyne.NewSize(width, size.Height))
		x += width
	}
}
