// Package welcome is what the window shows without a book: a sample business to
// look around in, the questions that make a book of one's own, the books opened
// last, and why a book could not be opened with a way on. It must not know what a
// book holds.
package welcome

import (
	"path/filepath"
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
)

// ending is what the name of a book ends in.
const ending = ".dropledger"

// Welcome is the page.
type Welcome struct {
	h    page.Host
	load *async.Loader[*found]

	content fyne.CanvasObject
	scroll  *container.Scroll
	sheet   *fyne.Container

	title   *kit.Box
	trouble trouble
	again   *kit.Card // the books opened last
	recent  *kit.Box
	sample  *kit.Card
	open    *kit.Button // the sample
	fresh   *kit.Button
	own     *kit.Card

	form     *form.Form
	name     *form.Field[string]
	country  *form.Field[string]
	currency *form.Field[string]
	sell     *form.Field[[]string]
	tax      *form.Field[string]
	chosen   string // path that a person chose, "" for the one that follows the name
	where    *kit.Label
	create   *kit.Button
	priced   bool // a person chose the currency

	known  *found // the newest look at the disk, nil before the first
	making bool
	closed bool
}

// New is the page without a book.
func New(h page.Host) page.Screen {
	w := &Welcome{h: h}
	w.load = async.NewLoader(h.Runner(), w.show)
	w.build()
	return w
}

// build puts the page together.
func (w *Welcome) build() {
	mark := container.NewStack(kit.NewPlate(theme.Accent, ""), kit.Inset(kit.NewIcon(theme.IconDelivered, theme.OnAccent, 24), 8, 8))
	w.title = kit.Row(theme.Gap12, kit.Sized(mark, 40, 40), kit.Column(0, kit.NewLabel(kit.Welcome, text.T("welcome.title")), kit.NewLabel(kit.Muted, text.T("welcome.what"))))
	w.trouble.build(w)
	w.buildRecent()
	w.buildSample()
	w.buildOwn()
	w.sheet = container.New(&sheet{w}, w.title, w.trouble.card, w.again, w.sample, w.own)
	w.scroll = container.NewVScroll(w.sheet)
	w.content = container.NewStack(kit.Ground(theme.Background), w.scroll)
}

// Content implements page.Screen.
func (w *Welcome) Content() fyne.CanvasObject { return w.content }

// Open implements page.Screen.
func (w *Welcome) Open(page.Route) {
	w.trouble.say(w.h.Desk().Failure())
	w.arrange()
	w.Reload()
}

// Reload implements page.Reloader.
func (w *Welcome) Reload() {
	if !w.closed {
		w.load.Load(w.h.Context(), look(w.h.Desk()))
	}
}

// Close implements page.Screen.
func (w *Welcome) Close() {
	w.closed = true
	w.load.Stop()
	w.form.Close()
}

// show takes over what was found on the disk.
func (w *Welcome) show(s async.State[*found]) {
	if s.Phase != async.Ready {
		return // what is known stays; what cannot be looked at is not there
	}
	w.known = s.Value
	w.trouble.offer(s.Value.copies)
	w.fillRecent(s.Value.recent)
	w.fillSample()
	w.arrange()
	w.h.Refresh()
}

// arrange lays the page out anew.
func (w *Welcome) arrange() {
	w.sheet.Layout.Layout(nil, w.sheet.Size())
	w.scroll.Refresh()
}

// Areas implements page.Areas.
func (w *Welcome) Areas() []fyne.Focusable {
	areas := []fyne.Focusable{w.form.First(), w.open}
	if rows := w.recent.Objects(); len(rows) > 0 {
		if row, ok := rows[0].(*kit.Box); ok {
			if open, ok := row.Objects()[0].(*kit.Button); ok {
				areas = append(areas, open)
			}
		}
	}
	return areas
}

// Escape implements page.Escaper: it leaves the questions, so that S opens the
// sample.
func (w *Welcome) Escape() bool {
	kit.Focus(w.open)
	w.scroll.ScrollToBottom()
	return true
}

// Primary implements page.Primary.
func (w *Welcome) Primary() { w.form.Submit() }

// Drop implements page.Dropper: the shell opens a single book by itself, of
// several files the first book is opened.
func (w *Welcome) Drop(paths []string) {
	i := slices.IndexFunc(paths, isBook)
	if i < 0 {
		w.h.Toast(page.Toast{Tone: page.Warning, Text: text.T("welcome.drop.none")})
		return
	}
	w.h.Desk().Open(paths[i])
}

func isBook(path string) bool { return strings.EqualFold(filepath.Ext(path), ending) }

// Dirty implements page.Dirty.
func (w *Welcome) Dirty() string { return "" }

// Actions implements page.Actor.
func (w *Welcome) Actions() []action.Action {
	return []action.Action{
		{ID: "welcome.create", Label: text.T("welcome.create"), Off: w.busy, Run: w.Primary},
		w.sampleAction(),
		{ID: "welcome.open", Label: text.T("welcome.open"), Off: w.busy, Run: w.choose},
	}
}

func (w *Welcome) busy() string {
	if w.making {
		return text.T("welcome.making")
	}
	return ""
}

// choose asks for a book and opens it.
func (w *Welcome) choose() {
	w.h.File(page.FileAsk{Title: text.T("welcome.open.title"), Endings: []string{ending}, Purpose: "book"}, func(paths []string) { w.h.Desk().Open(paths[0]) })
}

// sheet lays the cards out: title and trouble over two columns.
type sheet struct{ w *Welcome }

const (
	sheetWidth  float32 = 960
	leftWidth   float32 = 344
	titleHeight float32 = 44
	formEdge            = theme.Gap8 // beside that of what is in it
	cardEdge    float32 = 20
)

// MinSize implements fyne.Layout.
func (s *sheet) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(leftWidth*2, s.walk(max(s.w.sheet.Size().Width, s.w.scroll.Size().Width), 0, false))
}

// Layout implements fyne.Layout.
func (s *sheet) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	high := s.walk(size.Width, 0, false)
	s.walk(size.Width, max(0, (max(size.Height, s.w.scroll.Size().Height)-high)*0.4), true)
}

// walk goes down the page and returns where it ends; it places what it meets
// when asked to.
func (s *sheet) walk(width, top float32, place bool) float32 {
	w := s.w
	wide := min(sheetWidth, width-2*theme.Gap16)
	x := float32(int((width - wide) / 2))
	y := top + theme.Gap16
	at := func(o fyne.CanvasObject, x, y, w, h float32) {
		if place {
			o.Move(fyne.NewPos(x, y))
			o.Resize(fyne.NewSize(w, h))
		}
	}
	at(w.title, x, y, wide, titleHeight)
	y += titleHeight + theme.Gap16
	if w.trouble.card.Visible() {
		h := kit.HeightFor(w.trouble.card, wide)
		at(w.trouble.card, x, y, wide, h)
		y += h + theme.Gap12
	}
	right := wide - leftWidth - theme.Gap16
	tall := max(kit.HeightFor(w.own, right), s.left(0, 0, func(fyne.CanvasObject, float32, float32) {}))
	at(w.own, x+leftWidth+theme.Gap16, y, right, tall)
	s.left(y, tall, func(o fyne.CanvasObject, y, h float32) { at(o, x, y, leftWidth, h) })
	return y + tall + theme.Gap16
}

// left goes down the left column, whose last card ends with the right one, and
// returns how high it has to be.
func (s *sheet) left(y, tall float32, at func(o fyne.CanvasObject, y, h float32)) float32 {
	w, end := s.w, y+tall
	begun := y
	if w.again.Visible() {
		h := kit.HeightFor(w.again, leftWidth)
		at(w.again, y, h)
		y += h + theme.Gap12
	}
	h := kit.HeightFor(w.sample, leftWidth)
	at(w.sample, y, max(h, end-y))
	return y + h - begun
}
