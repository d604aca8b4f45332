// Package preview shows the documents of a purchase order page by page, before
// anything leaves: what is drawn comes from the same lines, texts and fonts as
// the files. It must not know how a document is laid out, nor how one leaves.
package preview

import (
	"cmp"
	"context"
	"image"
	"slices"
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports/documents"
	"github.com/dropledger/dropledger/services/event"
)

// coalesce gathers the changes of one piece of work into one reading.
const coalesce = 50 * time.Millisecond

// Day is the parameter of a route with the day on which the documents left; ""
// shows them as they would leave today. The key of the route is the number by
// which the book keeps the purchase order.
const Day = "day"

// kinds are the printed documents in the order of their tabs.
var kinds = []documents.Kind{documents.PurchaseOrder, documents.PackingSlip, documents.Invoice, documents.Declaration}

// Screen shows the documents of one purchase order.
type Screen struct {
	host     page.Host
	printer  *documents.Printer
	loader   *async.Loader[*documents.Proofs]
	pictures *async.Loader[image.Image]
	route    page.Route

	page    *kit.Page
	states  *kit.States
	tabs    *kit.Tabs
	chooser *kit.Selector
	sheet   *sheet
	open    *kit.Button
	foot    *foot

	all  []*documents.Document // the printed ones, by kind
	at   int                   // the document that is shown
	leaf int                   // its page, from 0
	stop []func()
}

// New makes the preview.
func New(h page.Host) page.Screen {
	b := h.Book()
	s := &Screen{host: h, printer: documents.For(b.Program, b.DB)}
	s.loader = async.NewLoader(h.Runner(), s.show)
	s.pictures = async.NewLoader(h.Runner(), s.drawn)
	s.build()
	run := h.Runner()
	soon := async.Debounce(run, coalesce, s.Reload)
	changed := func(event.IDs) { run.UI(soon) }
	for _, t := range []*event.Topic[event.IDs]{&b.Bus.OrdersChanged, &b.Bus.PurchasesChanged, &b.Bus.SuppliersChanged, &b.Bus.SettingsChanged} {
		s.stop = append(s.stop, t.Subscribe(changed))
	}
	return s
}

func (s *Screen) build() {
	s.sheet = newSheet()
	s.sheet.draw, s.sheet.size, s.sheet.keys = s.draw, s.step, s.typed
	s.sheet.fits = func() { s.foot.show() }
	z := s.sheet.zoom
	if s.host.Remembered(zoomKey, &z) && z >= wholeLine && z <= steps[len(steps)-1] {
		s.sheet.zoom = z
	}
	s.tabs = kit.NewTabs(nil, s.chooseKind)
	s.chooser = kit.NewSelector("", nil, s.chooseName)
	s.foot = newFoot(s)
	s.open = kit.ActionButton(s.openAction(), kit.Primary)
	s.states = kit.NewStates(s.host.Runner(), s.sheet)
	s.page = kit.NewPage(text.T("preview.title"))
	s.page.Header.SetBack(s.host.Back)
	s.page.SetBody(s.states)
}

// Content implements page.Screen.
func (s *Screen) Content() fyne.CanvasObject { return s.page }

// Open implements page.Screen.
func (s *Screen) Open(r page.Route) {
	s.route = r
	s.Reload()
}

// Close implements page.Screen.
func (s *Screen) Close() {
	for _, stop := range s.stop {
		stop()
	}
	s.loader.Stop()
	s.pictures.Stop()
}

// Reload implements page.Reloader.
func (s *Screen) Reload() {
	id, err := strconv.ParseInt(s.route.Key, 10, 64)
	day := model.Date(s.route.Param(Day))
	s.loader.Load(s.host.Context(), func(ctx context.Context) (*documents.Proofs, error) {
		if err != nil {
			return nil, model.Errorf(model.NotFound, "The book has no purchase order %q.", s.route.Key)
		}
		return s.printer.Proofs(ctx, id, day)
	})
}

// Title implements page.Titler.
func (s *Screen) Title() string {
	if v := s.loader.State().Value; v != nil {
		return v.Number
	}
	return ""
}

// Escape implements page.Escaper: back to where the preview was asked for.
func (s *Screen) Escape() bool {
	s.host.Back()
	return true
}

// Areas implements page.Areas.
func (s *Screen) Areas() []fyne.Focusable {
	if stop := s.states.Stop(); stop != nil {
		return []fyne.Focusable{stop}
	}
	if len(s.all) == 0 {
		return nil
	}
	return []fyne.Focusable{s.sheet, s.tabs}
}

// show takes over what was read.
func (s *Screen) show(st async.State[*documents.Proofs]) {
	defer s.host.Refresh()
	switch st.Phase {
	case async.Loading:
		if !st.Known {
			s.states.ShowLoading()
		}
		return
	case async.Failed:
		s.clear()
		s.states.ShowFailed(kit.FailedOptions{
			Sentence: text.T("preview.unmade"), Retry: s.Reload, Details: func() { s.host.Report(text.T("preview.unmade"), st.Err) },
		})
		return
	}
	name := s.name()
	s.take(st.Value.Documents)
	s.page.Header.SetCount(s.about(st.Value))
	if len(s.all) == 0 {
		s.clear()
		s.states.ShowEmpty(kit.EmptyOptions{Icon: theme.IconFile, Title: text.T("preview.none"), Lines: []string{text.T("preview.none.one")}})
		return
	}
	first := !s.states.Showing()
	s.states.ShowContent()
	at := slices.IndexFunc(s.all, func(d *documents.Document) bool { return d.Name == name })
	if at < 0 {
		s.leaf = 0
	}
	s.open.SetOff("")
	s.page.Header.SetTools(s.open)
	s.page.SetFooter(s.foot.row)
	s.foot.along(st.Value.Documents)
	s.turnTo(max(at, 0), s.leaf)
	if first {
		kit.Focus(s.sheet)
	}
}

// clear takes away all that is about a document.
func (s *Screen) clear() {
	s.all, s.at, s.leaf = nil, 0, 0
	s.pictures.Stop()
	s.page.SetTabs(nil)
	s.page.SetStrip(nil)
	s.page.SetFooter(nil)
	s.page.Header.SetTools()
}

// take keeps what has pages, by kind and within one in the order it was made.
func (s *Screen) take(all []documents.Document) {
	s.all = nil
	for i := range all {
		if all[i].Proof != nil {
			s.all = append(s.all, &all[i])
		}
	}
	slices.SortStableFunc(s.all, func(a, b *documents.Document) int {
		return cmp.Compare(slices.Index(kinds, a.Kind), slices.Index(kinds, b.Kind))
	})
}

// about says whose documents they are, and of when.
func (s *Screen) about(v *documents.Proofs) string {
	if day := s.route.Param(Day); day != "" {
		return text.T("preview.left", v.Number, v.Supplier, s.host.Format().Date(model.Date(day)))
	}
	return text.T("preview.leaves", v.Number, v.Supplier)
}

// now is the document that is shown, nil without one.
func (s *Screen) now() *documents.Document {
	if s.at < len(s.all) {
		return s.all[s.at]
	}
	return nil
}

// name is that of the document shown, "" without one.
func (s *Screen) name() string {
	if d := s.now(); d != nil {
		return d.Name
	}
	return ""
}

// turnTo shows a page of a document.
func (s *Screen) turnTo(at, leaf int) {
	s.at = at
	d := s.now()
	s.leaf = min(max(leaf, 0), d.Proof.Pages()-1)
	s.dress()
	w, h := d.Proof.Size()
	s.sheet.SetPage(fyne.NewSize(float32(w), float32(h)))
	s.host.Refresh()
}

// draw asks for the picture of the page so many pixels wide.
func (s *Screen) draw(pixels int) {
	d, leaf := s.now(), s.leaf
	if d == nil {
		return
	}
	s.pictures.Load(s.host.Context(), func(context.Context) (image.Image, error) { return d.Proof.Picture(leaf, pixels), nil })
}

func (s *Screen) drawn(st async.State[image.Image]) {
	if st.Phase == async.Ready {
		s.sheet.SetPicture(st.Value)
	}
}
