// Package assistant walks a person through the orders that one supplier takes by
// hand on a marketplace: it hands over each part of the address in the order of
// that site's form, and takes back the order number and what was really charged.
// It must not know how a site looks, nor how an order is noted as sent.
package assistant

import (
	"context"
	"net/url"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/marketplace"
)

// work is what waits, and the order that is shown of it.
type work struct {
	stalls []marketplace.Stall
	items  []marketplace.Item
	sheet  *marketplace.Sheet // nil when nothing waits
	sites  []string
}

// Screen is the walk through the orders of a supplier.
type Screen struct {
	host   page.Host
	market *marketplace.Service
	page   *kit.Page
	states *kit.States
	holder *kit.Frame
	load   *async.Loader[work]
	browse func(*url.URL) // opens a page of the web

	supplier string // "" the first that has something
	wanted   int64  // the sales order to show, 0 the first
	begun    int64  // the purchase order that is being typed, 0 none
	done     int    // how many were placed on this walk

	now     work
	form    *form.Form
	checked *kit.Frame // says when the site's form was last looked at
	copies  []*kit.Button
	copied  map[int]bool
	leave   []func()
	waiting bool // something is being noted
}

// coalesce is how long changes of the book are gathered before it is read again.
const coalesce = 150 * time.Millisecond

// New makes the screen; the Key of its route is a supplier.
func New(h page.Host) page.Screen {
	b := h.Book()
	s := &Screen{
		host: h, market: marketplace.New(b.DB, b.Bus), page: kit.NewPage(text.T("assistant.title")), holder: kit.Gap(0, 0),
		browse: h.OpenLink, copied: map[int]bool{}, checked: kit.Gap(0, 0),
	}
	s.states = kit.NewStates(h.Runner(), s.holder)
	s.load = async.NewLoader(h.Runner(), s.show)
	s.page.Header.SetBack(h.Back)
	s.page.SetBody(s.states)
	again := async.Debounce(h.Runner(), coalesce, s.Reload)
	heard := func(event.IDs) { h.Runner().UI(again) }
	for _, topic := range []*event.Topic[event.IDs]{&b.Bus.PurchasesChanged, &b.Bus.OffersChanged, &b.Bus.SuppliersChanged, &b.Bus.SettingsChanged} {
		s.leave = append(s.leave, topic.Subscribe(heard))
	}
	return s
}

// Content implements page.Screen.
func (s *Screen) Content() fyne.CanvasObject { return s.page }

// Open implements page.Screen.
func (s *Screen) Open(r page.Route) {
	s.supplier = r.Key
	s.Reload()
}

// Close implements page.Screen. What was begun stays begun, and is asked after.
func (s *Screen) Close() {
	s.load.Stop()
	for _, leave := range s.leave {
		leave()
	}
}

// Title implements page.Titler.
func (s *Screen) Title() string { return s.supplier }

// Dirty implements page.Dirty.
func (s *Screen) Dirty() string {
	if s.form == nil {
		return ""
	}
	return s.form.Lost()
}

// Areas implements page.Areas.
func (s *Screen) Areas() []fyne.Focusable {
	if !s.states.Showing() {
		return []fyne.Focusable{s.states.Stop()}
	}
	var all []fyne.Focusable
	if len(s.copies) > 0 {
		all = append(all, s.copies[max(s.copyAt(), 0)])
	}
	if s.form != nil {
		all = append(all, s.form.First())
	}
	return all
}

// copyAt is the part of the address that has the focus, -1 without.
func (s *Screen) copyAt() int {
	c := fyne.CurrentApp().Driver().CanvasForObject(s.page)
	if c == nil {
		return -1
	}
	return slices.IndexFunc(s.copies, func(b *kit.Button) bool { return c.Focused() == fyne.Focusable(b) })
}

// Reload implements page.Reloader. What was begun elsewhere and never saved is
// asked after from now on.
func (s *Screen) Reload() {
	supplier, wanted, begun := s.supplier, s.wanted, s.begun
	s.load.Load(s.host.Context(), func(ctx context.Context) (work, error) {
		var w work
		_, err := s.market.Ask(ctx, begun)
		if err == nil {
			w.stalls, err = s.market.Stalls(ctx)
		}
		at := slices.IndexFunc(w.stalls, func(t marketplace.Stall) bool { return t.Supplier == supplier && t.Waiting() > 0 })
		if at < 0 {
			at = slices.IndexFunc(w.stalls, func(t marketplace.Stall) bool { return t.Waiting() > 0 })
		}
		if err != nil || at < 0 {
			return w, err
		}
		if w.items, err = s.market.Queue(ctx, w.stalls[at].SupplierID); err != nil || len(w.items) == 0 {
			return w, err
		}
		n := max(0, slices.IndexFunc(w.items, func(i marketplace.Item) bool { return i.OrderID == wanted }))
		if w.sheet, err = s.market.Sheet(ctx, w.items[n].PurchaseID, w.items[n].OrderID); err != nil {
			return w, err
		}
		w.sites, err = s.siteNames(ctx)
		return w, err
	})
}

func (s *Screen) siteNames(ctx context.Context) ([]string, error) {
	all, err := s.market.Sites(ctx)
	var names []string
	for _, site := range all {
		if !slices.Contains(names, site.Name) {
			names = append(names, site.Name)
		}
	}
	return names, err
}

func (s *Screen) show(w async.State[work]) {
	switch {
	case w.Phase == async.Failed && !w.Known:
		s.form, s.copies = nil, nil
		s.states.ShowFailed(kit.FailedOptions{
			Sentence: text.T("assistant.unread"), Retry: s.Reload, Details: func() { s.host.Report(text.T("assistant.unread"), w.Err) },
		})
	case w.Phase == async.Failed:
		s.host.Report(text.T("assistant.unread"), w.Err)
	case w.Phase == async.Loading && !w.Known:
		s.states.ShowLoading()
	case w.Phase == async.Ready:
		s.ready(w.Value)
	}
	s.host.Refresh()
}

// ready shows the order. One that is shown already keeps what was typed.
func (s *Screen) ready(w work) {
	before := s.now.sheet
	s.now = w
	if w.sheet == nil {
		s.form, s.copies, s.begun = nil, nil, 0
		s.page.Header.SetTools()
		s.page.Header.SetCount("")
		s.page.SetStrip(nil)
		s.states.ShowEmpty(s.empty())
		return
	}
	s.supplier, s.wanted = w.sheet.Supplier, w.sheet.OrderID
	s.tools()
	s.strip()
	s.siteNote()
	if before != nil && s.form != nil && before.OrderID == w.sheet.OrderID && sameSheet(before, w.sheet) {
		s.states.ShowContent()
		return
	}
	if before == nil || before.OrderID != w.sheet.OrderID {
		s.copied = map[int]bool{}
	}
	s.draw()
	s.states.ShowContent()
	s.start()
}

// Primary implements page.Primary: it saves what was ordered and goes on.
func (s *Screen) Primary() {
	if s.form != nil {
		s.form.Submit()
	}
}

// Save implements page.Saver.
func (s *Screen) Save() { s.Primary() }

// sameSheet tells whether two readings of an order say the same to type.
func sameSheet(a, b *marketplace.Sheet) bool {
	return slices.Equal(a.Form, b.Form) && slices.Equal(a.Pieces, b.Pieces) && a.Note == b.Note && a.Site.Name == b.Site.Name && a.Total() == b.Total()
}

// start puts the focus where the work begins.
func (s *Screen) start() {
	if len(s.copies) > 0 {
		kit.Focus(s.copies[0])
	}
}

func (s *Screen) empty() kit.EmptyOptions {
	drafts := 0
	for _, t := range s.now.stalls {
		drafts += t.Drafts
	}
	to := kit.Act("assistant.forwarding", text.T("assistant.do.forwarding"), kit.Mark{Icon: theme.IconForwarding}, func() { s.host.Go(page.Route{Screen: page.Forwarding}) })
	how := kit.Act("assistant.how", text.T("assistant.how"), kit.Mark{Icon: theme.IconHelp}, func() { s.host.Go(page.Route{Screen: page.Help, Key: page.Assistant}) })
	o := kit.EmptyOptions{
		Icon: theme.IconTick, Title: text.T("assistant.empty"), Lines: []string{text.T("assistant.empty.what"), text.T("assistant.empty.from")},
		Primary: &to, Second: &how,
	}
	switch {
	case drafts > 0:
		o.Icon, o.Lines = theme.IconHeld, []string{text.N("assistant.empty.drafts", drafts, s.host.Format().Int(drafts))}
	case s.done > 0:
		o.Title = text.N("assistant.empty.done", s.done, s.host.Format().Int(s.done))
	}
	return o
}

// at is the place of the shown order among what waits.
func (s *Screen) at() int {
	return max(0, slices.IndexFunc(s.now.items, func(i marketplace.Item) bool { return i.OrderID == s.wanted }))
}

// step goes on to another order of the walk.
func (s *Screen) step(by int) {
	n := len(s.now.items)
	if n == 0 {
		return
	}
	s.wanted = s.now.items[(s.at()+by+n)%n].OrderID
	s.begun = 0 // what was begun and not saved is asked after
	s.Reload()
}

// after is the order to show once the shown one has left the list.
func (s *Screen) after() int64 {
	if at := s.at(); at+1 < len(s.now.items) {
		return s.now.items[at+1].OrderID
	}
	return 0
}

// Actions implements page.Actor.
func (s *Screen) Actions() []action.Action {
	if s.now.sheet == nil {
		return nil
	}
	all := s.walk()
	for i := range s.copies {
		if i < len(digits) {
			all = append(all, kit.Act(text.Key("assistant.copy.", digits[i].id), text.T("assistant.do.copy", s.copyName(i)), kit.Mark{Icon: theme.IconCopy, Key: action.Plain(digits[i].key)}, func() { s.copy(i) }))
		}
	}
	return all
}
