package assess

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/vetting"
)

// The params of a route to a template.
const (
	copyParam    = "copy"    // a new one like the one named; empty is blank
	versionParam = "version" // an older one, to be read
)

// knownTemplate is what is read of a template.
type knownTemplate struct {
	versions []vetting.Template // the newest first
	open     []vetting.OpenAssessment
}

// Template is the page of one template.
type Template struct {
	h        page.Host
	vetting  *vetting.Service
	page     *kit.Page
	states   *kit.States
	notes    *kit.Box
	whole    *fyne.Container // notes above the rest
	items    *grid.Grid[line]
	body     *kit.Frame
	loader   *async.Loader[knownTemplate]
	route    page.Route
	known    *knownTemplate
	sheet    *sheet // nil until it is read
	number   int    // of the version the page was filled with; 0 for a new one
	shown    string
	editors  map[string]*askedEditor
	versions *grid.Grid[vetting.Template] // in the panel, nil without
	touched  bool
	saving   bool
	wrong    string
	unsaid   bool // both scales stand there, and that is not said to be meant
	leave    func()
}

func newTemplate(h page.Host, r page.Route) *Template {
	b := h.Book()
	t := &Template{h: h, vetting: vetting.New(b.DB, b.Bus), page: kit.NewPage(r.Key), route: r, editors: map[string]*askedEditor{}, notes: kit.Column(theme.Gap8)}
	t.page.Header.SetBack(h.Back)
	t.items = t.lineGrid()
	t.body = kit.Inset(kit.Spacer(), 0, 0)
	t.whole = under(t.notes, beside(t.items, t.body))
	t.states = kit.NewStates(h.Runner(), t.whole)
	t.page.SetBody(t.states)
	t.loader = async.NewLoader(h.Runner(), t.read)
	soon := async.Debounce(h.Runner(), coalesce, t.reload)
	t.leave = b.Bus.SuppliersChanged.Subscribe(func(event.IDs) { h.Runner().UI(soon) })
	t.notes.Hide()
	t.states.ShowLoading()
	t.reload()
	return t
}

// reload reads the versions again; what was entered stays.
func (t *Template) reload() {
	name := t.route.Key
	if name == "" {
		name = t.route.Param(copyParam)
	}
	t.loader.Load(t.h.Context(), func(ctx context.Context) (k knownTemplate, err error) {
		if name != "" {
			if k.versions, err = t.vetting.TemplateVersions(ctx, name); err != nil {
				return k, err
			}
			if len(k.versions) == 0 {
				return k, model.Errorf(model.NotFound, "%s", text.T("assess.tp.unread"))
			}
		}
		k.open, err = t.vetting.OpenAssessments(ctx)
		return k, err
	})
}

func (t *Template) read(s async.State[knownTemplate]) {
	switch s.Phase {
	case async.Loading:
		return
	case async.Failed:
		if t.sheet == nil {
			t.states.ShowFailed(kit.FailedOptions{Sentence: said(s.Err), Retry: t.reload, Details: func() { t.h.Report(text.T("assess.tp.unread"), s.Err) }})
		} else {
			t.wrong = said(s.Err)
			t.say()
		}
	case async.Ready:
		t.known = &s.Value
		if t.sheet == nil || !t.touched && !t.isNew() && t.number != t.wanted().Number && t.route.Param(versionParam) == "" {
			t.begin()
		}
		t.arrange()
	}
	t.h.Refresh()
}

func (t *Template) isNew() bool { return t.route.Key == "" }

// wanted is the version the route asks for.
func (t *Template) wanted() *vetting.Template {
	number, _ := strconv.Atoi(t.route.Param(versionParam))
	for i := range t.known.versions {
		if t.known.versions[i].Number == number {
			return &t.known.versions[i]
		}
	}
	return &t.known.versions[0]
}

// reading tells whether it is an older version, or one put away.
func (t *Template) reading() bool {
	return !t.isNew() && (t.known.versions[0].ArchivedAt != "" || t.route.Param(versionParam) != "" && t.wanted().Number != t.known.versions[0].Number)
}

// begin fills the page.
func (t *Template) begin() {
	t.editors = map[string]*askedEditor{}
	switch {
	case !t.isNew():
		v := t.wanted()
		t.sheet, t.number = newSheet(v), v.Number
	case len(t.known.versions) > 0:
		v := t.known.versions[0]
		t.sheet = newSheet(&v)
		t.sheet.name, t.touched = text.T("assess.tp.copyof", v.Name), true
	default:
		t.sheet = &sheet{kind: model.Wholesaler}
	}
	t.states.ShowContent()
	t.arrange()
	t.items.Select(headLine)
	t.show(headLine)
	if t.isNew() {
		t.enter()
		return
	}
	kit.Focus(t.items)
}

// arrange brings the page up to what is entered.
func (t *Template) arrange() {
	t.items.SetRows(t.lines())
	t.dress()
	t.say()
	if t.shown == "" || t.shown != headLine && t.sheet.find(t.shown) == nil {
		t.shown = headLine
	}
	t.show(t.shown)
}

// changed hears that something was entered.
func (t *Template) changed() {
	t.touched = true
	t.items.SetRows(t.lines())
	t.dress()
	if unsaid := !t.sheet.mixed && len(t.sheet.scales()) > 1; unsaid != t.unsaid {
		t.unsaid = unsaid
		t.say()
	}
	t.h.Refresh()
}

// opens are the assessments that are half done by the template.
func (t *Template) opens() (names []string) {
	if t.isNew() {
		return nil
	}
	for _, o := range t.known.open {
		if model.NameKey(o.Template) == model.NameKey(t.route.Key) {
			names = append(names, o.Supplier)
		}
	}
	return names
}

func (t *Template) close() {
	t.leave()
	t.loader.Stop()
	t.items.Close()
	if t.versions != nil {
		t.versions.Close()
	}
}

func (t *Template) areas() []fyne.Focusable {
	if t.versions != nil {
		return stops(t.items, t.body, t.versions)
	}
	return stops(t.items, t.body)
}

func (t *Template) escape() bool {
	switch {
	case t.versions != nil:
		t.closeVersions()
	case t.sheet != nil && !t.items.Focused():
		kit.Focus(t.items)
	default:
		return false
	}
	return true
}

func (t *Template) lost() string {
	if t.sheet == nil || !t.touched {
		return ""
	}
	return text.T("assess.tp.lost")
}
