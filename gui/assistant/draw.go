package assistant

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/marketplace"
)

// digits are the keys that copy the parts of an address.
var digits = []struct {
	id  string
	key fyne.KeyName
}{
	{"1", fyne.Key1}, {"2", fyne.Key2}, {"3", fyne.Key3}, {"4", fyne.Key4}, {"5", fyne.Key5}, {"6", fyne.Key6}, {"7", fyne.Key7}, {"8", fyne.Key8}, {"9", fyne.Key9},
}

const (
	rightWide float32 = 392
	partWide  float32 = 112
	keyWide   float32 = 24
	copyWide  float32 = 92
	skuWide   float32 = 148
	openWide  float32 = 126
)

// halves gives the first object the room and the second a width of its own.
type halves struct{}

// MinSize implements fyne.Layout.
func (halves) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(rightWide, 0) }

// Layout implements fyne.Layout.
func (halves) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	left := max(0, size.Width-rightWide)
	objs[0].Resize(fyne.NewSize(left, size.Height))
	objs[1].Move(fyne.NewPos(left, 0))
	objs[1].Resize(fyne.NewSize(size.Width-left-theme.Gap16, size.Height-theme.Gap12))
}

// draw fills the page with the order.
func (s *Screen) draw() {
	t := s.now.sheet
	s.copies = nil
	left := kit.Column(theme.Gap12, append(warned(t), kit.NewCard(text.T("assistant.goods"), "", s.shopButton(), s.pieces()).Flush(), kit.NewCard(text.T("assistant.address"), "", s.siteChoice(), s.address()).Flush())...)
	above := kit.Inset(kit.NewCard(text.T("assistant.expected"), "", nil, s.expected()), theme.Gap12, 0)
	right := container.NewBorder(above, nil, nil, nil, s.placedCard(t)) // its button stays in sight
	s.holder.SetInner(container.New(halves{}, kit.Scroll(kit.Inset(left, theme.Gap12, theme.Gap16)), right))
}

// tools are the buttons of the head, and how far the walk has come.
func (s *Screen) tools() {
	f, at, all := s.host.Format(), s.done+s.at()+1, s.done+len(s.now.items)
	s.page.Header.SetTitle(text.T("assistant.title.at", s.now.sheet.Supplier))
	s.page.Header.SetCount(text.T("assistant.progress", f.Int(at), f.Int(all)))
	var tools []fyne.CanvasObject
	var options []kit.Option
	for _, st := range s.now.stalls {
		if n := st.Waiting(); n > 0 {
			options = append(options, kit.Option{ID: st.Supplier, Text: text.T("assistant.stall", st.Supplier, f.Int(n))})
		}
	}
	if len(options) > 1 {
		choice := kit.NewSelector("", options, s.choose)
		choice.SetChosen(s.supplier)
		tools = append(tools, choice)
	}
	for i, a := range s.walk() {
		if a.ID == pageID {
			continue // it stands with the article
		}
		b := kit.ActionButton(a, kit.Plain)
		if i == 0 {
			b = b.IconOnly()
		}
		tools = append(tools, b)
	}
	s.page.Header.SetTools(tools...)
}

// choose goes on to another supplier.
func (s *Screen) choose(supplier string) {
	s.supplier, s.wanted, s.begun, s.done = supplier, 0, 0, 0
	s.Reload()
}

// strip says what a person must know of this order first: that it was begun and
// nobody said whether it was ordered, or why it cannot be ordered.
func (s *Screen) strip() {
	t := s.now.sheet
	var notes []fyne.CanvasObject
	if t.Begun() && t.PurchaseID != s.begun {
		not := kit.Act("assistant.notplaced.link", text.T("assistant.do.notplaced"), kit.Mark{}, s.takeBack)
		notes = append(notes, kit.NewNote(theme.Warned, theme.IconQuestionCircle, text.T("assistant.asked", t.Supplier, s.host.Format().Moment(t.BegunAt)), &not))
	}
	for _, stop := range t.Stops {
		notes = append(notes, kit.NewNote(theme.Wrong, theme.IconWarning, stop, nil))
	}
	if len(notes) == 0 {
		s.page.SetStrip(nil)
		return
	}
	s.page.SetStrip(kit.Row(0, kit.Grow(kit.Column(theme.Gap4, notes...))))
}

// warned are what a person should know before ordering. They stand with the goods:
// above both columns they would push the form out of sight.
func warned(t *marketplace.Sheet) (notes []fyne.CanvasObject) {
	if len(t.Warnings) == 0 {
		return nil
	}
	for _, w := range t.Warnings {
		notes = append(notes, kit.NewNote(theme.Warned, theme.IconWarning, w, nil))
	}
	return []fyne.CanvasObject{kit.Column(theme.Gap4, notes...)}
}

// pieces lists what to order, each with its page and the supplier's article number
// to copy.
func (s *Screen) pieces() fyne.CanvasObject {
	t, f := s.now.sheet, s.host.Format()
	var rows []fyne.CanvasObject
	for i := range t.Pieces {
		p := &t.Pieces[i]
		if i > 0 {
			rows = append(rows, kit.Separator())
		}
		about := p.SKU
		if p.Service != "" {
			about = text.T("assistant.piece", p.SKU, p.Service)
		}
		words := kit.Column(0, kit.NewLabel(kit.Strong, text.T("assistant.pieces", f.Int(int(p.Quantity)), p.Name)), kit.NewLabel(kit.Caption, about))
		price := kit.Column(0, kit.Number(kit.Body, f.Money(p.Goods, t.Currency)), kit.Number(kit.Caption, text.T("assistant.each", f.Money(p.UnitCost, t.Currency))))
		row := []fyne.CanvasObject{kit.Grow(words), kit.Sized(price, 110, 0)}
		if p.SupplierSKU != "" {
			number := p.SupplierSKU
			copyIt := kit.NewButton(kit.Plain, number, func() { s.hand(number, text.T("assistant.copied.sku")) }).WithIcon(theme.IconCopy).Small().WithTip(text.T("assistant.copy.sku"))
			row = append(row, kit.Sized(copyIt, skuWide, 0))
		}
		rows = append(rows, kit.Inset(kit.Row(theme.Gap8, append(row, kit.Sized(s.pageButton(p, i == 0), openWide, 0))...), theme.Gap8, theme.Gap12))
	}
	return kit.Column(0, rows...)
}

// pageButton opens the page of an article, or asks for its address.
func (s *Screen) pageButton(p *marketplace.Piece, first bool) fyne.CanvasObject {
	if p.Page == "" {
		return kit.NewButton(kit.Link, text.T("assistant.do.addpage"), func() { s.askPage(p.SKU) }).Small()
	}
	b := kit.NewButton(kit.Plain, text.T("assistant.do.page"), func() { s.open(p.Page) }).WithIcon(theme.IconOpen).Small().WithTip(p.Page)
	if first {
		b = b.WithKey(action.Plain(fyne.KeyO))
	}
	return b
}

// shopButton opens the supplier's own page, nil where none is known.
func (s *Screen) shopButton() fyne.CanvasObject {
	if p := s.now.sheet.Page; p != "" {
		return kit.NewButton(kit.Link, text.T("assistant.do.shop"), func() { s.open(p) }).WithIcon(theme.IconOpen).Small()
	}
	return nil
}

// siteChoice says whose form the address follows.
func (s *Screen) siteChoice() fyne.CanvasObject {
	options := []kit.Option{{ID: "", Text: text.T("assistant.site.none")}}
	for _, n := range s.now.sites {
		options = append(options, kit.Option{ID: n, Text: n})
	}
	choice := kit.NewSelector(text.T("assistant.site"), options, s.setSite)
	choice.SetChosen(s.now.sheet.Site.Name)
	return choice
}

// address lists the parts of the address and the note to the seller, each to be
// copied by its key.
func (s *Screen) address() fyne.CanvasObject {
	t := s.now.sheet
	var rows []fyne.CanvasObject
	for i := range t.Form {
		rows = append(rows, s.copyRow(i, t.Form[i].Value, false), kit.Separator())
	}
	return kit.Column(0, append(rows, s.copyRow(len(t.Form), t.Note, true), s.checked)...)
}

// siteNote says when a person last compared the order of the fields with the
// site's own form, and lets one say so.
func (s *Screen) siteNote() {
	site := &s.now.sheet.Site
	if site.Name == "" {
		s.checked.SetInner(kit.Gap(0, 0))
		return
	}
	change := kit.NewButton(kit.Link, text.T("assistant.form.change"), func() {
		s.host.Go(page.Route{Screen: page.Rulebook, Params: map[string]string{"kind": marketplace.SiteKind}})
	}).Small()
	row := []fyne.CanvasObject{kit.Grow(kit.Wrapped(kit.Caption, text.T("assistant.form.checked", s.host.Format().DateYear(model.Date(site.LastChecked))))), change}
	if site.LastChecked == "" {
		is := kit.NewButton(kit.Link, text.T("assistant.form.isso"), s.siteChecked).Small()
		row = []fyne.CanvasObject{kit.NewIcon(theme.IconWarning, theme.Warn, theme.PillIconSize), kit.Grow(kit.Wrapped(kit.Small, text.T("assistant.form.never", site.Name))), is, change}
	}
	s.checked.SetInner(kit.Column(0, kit.Separator(), kit.Inset(kit.Row(theme.Gap8, row...), theme.Gap4, theme.Gap12)))
}

// copyName is what the i-th thing to copy is called; the note comes last.
func (s *Screen) copyName(i int) string {
	if t := s.now.sheet; i < len(t.Form) {
		return text.T(text.Key("assistant.part.", t.Form[i].Part))
	}
	return text.T("assistant.note")
}

func (s *Screen) copyRow(i int, value string, wrap bool) fyne.CanvasObject {
	key := fyne.CanvasObject(kit.Gap(keyWide, 0))
	if i < len(digits) {
		key = kit.Sized(kit.NewKeyBox(strconv.Itoa(i+1)), keyWide, 0)
	}
	b := kit.NewButton(kit.Plain, text.T("assistant.do.copyit"), func() { s.copy(i) }).WithIcon(theme.IconCopy).Small()
	if s.copied[i] {
		b = kit.NewButton(kit.Next, text.T("assistant.copied"), func() { s.copy(i) }).WithIcon(theme.IconTick).Small()
	}
	s.copies = append(s.copies, b)
	v := kit.NewLabel(kit.Strong, value)
	if wrap {
		v = kit.Wrapped(kit.Small, value)
	}
	return kit.Inset(kit.Row(theme.Gap8, key, kit.Sized(kit.NewLabel(kit.Muted, s.copyName(i)), partWide, 0), kit.Grow(v), kit.Sized(b, copyWide, 0)), theme.Gap4, theme.Gap12)
}

// expected are the amounts the order was routed at.
func (s *Screen) expected() fyne.CanvasObject {
	t, f := s.now.sheet, s.host.Format()
	money := func(a model.Amount) string { return f.Money(a, t.Currency) }
	return kit.NewFacts(
		kit.Fact{Label: text.T("assistant.order"), Value: text.T("assistant.order.of", t.Order, t.Purchase)},
		kit.Fact{Label: text.T("assistant.goods.price"), Value: money(t.Goods)},
		kit.Fact{Label: text.T("assistant.shipping"), Value: money(t.Shipping)},
		kit.Fact{Label: text.T("assistant.total"), Value: money(t.Total()), Bold: true})
}
