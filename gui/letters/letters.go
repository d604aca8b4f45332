// Package letters is where a merchant reads and rewrites the letters that go to
// suppliers and customers, for all or for one supplier, in each language, with a
// filled example beside. It must not know how letters travel.
package letters

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/letter"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/supplier"
)

// choice is the letter that is shown. Supplier is "" for all.
type choice struct {
	kind               letter.Kind
	language, supplier string
}

// found is what was read of it, with what can be chosen.
type found struct {
	of        choice
	words     letter.Wording
	own       bool // the merchant wrote it for just these
	written   []letter.Own
	suppliers []string
}

// Letters is the page of the letters.
type Letters struct {
	host     page.Host
	letters  *letter.Service
	page     *kit.Page
	kind     *kit.Selector
	language *kit.Selector
	supplier *kit.Selector
	states   *kit.States
	holder   *kit.Frame
	panel    *kit.Panel
	back     *kit.Button
	form     *form.Form
	shown    choice
	kept     found
	load     *async.Loader[found]
	example  *async.Loader[letter.Wording]
}

// New makes the page.
func New(h page.Host) page.Screen {
	b := h.Book()
	l := &Letters{host: h, letters: letter.New(b.DB, b.Bus), panel: kit.NewPanel(nil), holder: kit.Inset(kit.Spacer(), 0, 0), shown: choice{kind: letter.Purchase, language: letter.English}}
	l.load, l.example = async.NewLoader(h.Runner(), l.loaded), async.NewLoader(h.Runner(), l.previewed)
	l.states = kit.NewStates(h.Runner(), l.holder)
	l.page = kit.NewPage(text.T("letters.title"))
	l.page.Header.SetBack(l.leave)
	l.kind = kit.NewSelector(text.T("letters.kind"), kinds(), func(id string) { l.choose(choice{letter.Kind(id), l.shown.language, l.shown.supplier}) })
	l.language = kit.NewSelector(text.T("letters.language"), languages(), func(id string) { l.choose(choice{l.shown.kind, id, l.shown.supplier}) })
	l.supplier = kit.NewSelector(text.T("letters.supplier"), nil, func(id string) { l.choose(choice{l.shown.kind, l.shown.language, id}) })
	l.page.SetFilters(l.kind, l.language, l.supplier)
	l.back = kit.ActionButton(l.reset(), kit.Plain)
	l.page.Header.SetTools(l.back)
	l.page.SetPanelWidth(theme.PanelMaxWidth)
	l.page.SetBody(l.states)
	return l
}

func kinds() []kit.Option {
	var all []kit.Option
	for _, k := range letter.Kinds() {
		all = append(all, kit.Option{ID: string(k), Text: text.T(text.Key("letters.kind.", string(k)))})
	}
	return all
}

func languages() []kit.Option {
	var all []kit.Option
	for _, code := range letter.Languages() {
		all = append(all, kit.Option{ID: code, Text: text.T(text.Key("letters.language.", code))})
	}
	return all
}

// Content implements page.Screen.
func (l *Letters) Content() fyne.CanvasObject { return l.page }

// Open implements page.Screen.
func (l *Letters) Open(r page.Route) {
	if of := letter.Kind(r.Param("kind")); of != "" {
		l.shown.kind = of
	}
	if code := r.Param("language"); code != "" {
		l.shown.language = letter.Language(code)
	}
	l.shown.supplier = r.Param("supplier")
	l.Reload()
}

// Reload implements page.Reloader.
func (l *Letters) Reload() {
	if l.form == nil {
		l.states.ShowLoading()
	}
	b, of := l.host.Book(), l.shown
	l.load.Load(l.host.Context(), func(ctx context.Context) (f found, err error) {
		f.of = of
		if f.words, f.own, err = l.letters.Get(ctx, of.kind, of.language, of.supplier); err != nil {
			return f, err
		}
		if f.written, err = l.letters.Owns(ctx, true); err != nil {
			return f, err
		}
		all, err := supplier.New(b.DB, b.Bus).List(ctx, record.Filter{})
		for _, s := range all {
			f.suppliers = append(f.suppliers, s.Name)
		}
		return f, err
	})
}

// Close implements page.Screen.
func (l *Letters) Close() {
	l.load.Stop()
	l.example.Stop()
	if l.form != nil {
		l.form.Close()
	}
}

// Dirty implements page.Dirty.
func (l *Letters) Dirty() string {
	if l.form == nil {
		return ""
	}
	return l.form.Lost()
}

// Save implements page.Saver.
func (l *Letters) Save() {
	if l.form != nil {
		l.form.Submit()
	}
}

// Primary implements page.Primary.
func (l *Letters) Primary() { l.Save() }

// Areas implements page.Areas.
func (l *Letters) Areas() []fyne.Focusable {
	if l.form == nil {
		return []fyne.Focusable{l.kind}
	}
	return []fyne.Focusable{l.kind, l.form.First()}
}

// Actions implements page.Actor.
func (l *Letters) Actions() []action.Action { return []action.Action{l.reset()} }

// reset takes the letter that comes with the program, or for a supplier that of
// all, again.
func (l *Letters) reset() action.Action {
	a := kit.Act("letters.reset", text.T("letters.reset"), kit.Mark{Icon: theme.IconUndo, Key: action.Alt(fyne.KeyR)}, l.takeBack)
	a.Off = func() string {
		if !l.kept.own {
			return text.T("letters.reset.off")
		}
		return ""
	}
	return a
}

func (l *Letters) takeBack() {
	of := l.shown
	lines := []string{text.T("letters.reset.all")}
	if of.supplier != "" {
		lines = []string{text.T("letters.reset.one", of.supplier)}
	}
	l.host.Ask(page.Question{Title: text.T("letters.reset.ask"), Lines: lines, Verb: text.T("letters.reset")}, func() {
		run, ctx := l.host.Runner(), l.host.Context()
		run.Go(func() {
			_, err := l.letters.Put(ctx, []letter.Input{{Kind: of.kind, Language: of.language, Supplier: of.supplier, Reset: true}})
			run.UI(func() {
				if err != nil {
					l.host.Report(text.T("letters.failed"), err)
					return
				}
				l.host.Toast(page.Toast{Text: text.T("letters.taken")})
				l.Reload()
			})
		})
	})
}

// choose shows another letter, after what was typed may be lost.
func (l *Letters) choose(c choice) {
	if !c.kind.ToSupplier() {
		c.supplier = ""
	}
	to := func() {
		l.shown = c
		l.Reload()
	}
	if l.form == nil || !l.form.Dirty() {
		to()
		return
	}
	l.chosen() // as it was, until it is answered
	l.host.Ask(page.Question{Title: text.T("letters.lost"), Verb: text.T("letters.lose"), Bad: true, No: kit.KeepEditing()}, to)
}

// chosen makes the selectors say what is shown.
func (l *Letters) chosen() {
	l.kind.SetChosen(string(l.shown.kind))
	l.language.SetChosen(l.shown.language)
	options := []kit.Option{{ID: "", Text: text.T("letters.all")}}
	for _, name := range l.kept.suppliers {
		options = append(options, kit.Option{ID: name, Text: name})
	}
	l.supplier.SetOptions(options, l.shown.supplier)
	l.supplier.SetOff("")
	if !l.shown.kind.ToSupplier() {
		l.supplier.SetOff(text.T("letters.supplier.off"))
	}
}

func (l *Letters) leave() { l.host.Back() }

func (l *Letters) loaded(s async.State[found]) {
	switch s.Phase {
	case async.Loading:
	case async.Failed:
		l.states.ShowFailed(kit.FailedOptions{Sentence: text.T("letters.unread"), Retry: l.Reload, Details: func() { l.host.Report(text.T("letters.unread"), s.Err) }})
	default:
		l.kept = s.Value
		l.chosen()
		l.build()
		l.holder.SetInner(container.NewStack(kit.Ground(theme.Surface), l.form))
		l.page.SetPanel(l.panel)
		l.states.ShowContent()
		l.preview()
		l.back.Refresh()
	}
	l.host.Refresh()
}
