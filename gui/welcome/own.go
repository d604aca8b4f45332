package welcome

import (
	"context"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/shop"
)

// platforms are the places where the tiles say one sells. The export files of the
// first can be imported.
var platforms = []struct {
	id   string
	icon theme.IconName
}{
	{"shopify", theme.IconOrders}, {"woocommerce", theme.IconStore}, {"etsy", theme.IconTag}, {"ebay", theme.IconHammer}, {"amazon", theme.IconProducts}, {"other", theme.IconGlobe},
}

// sellField is the name of the question that is no setting.
const sellField = "sell"

// buildOwn makes the card with the questions.
func (w *Welcome) buildOwn() {
	w.form = form.New(form.Options{
		Format: w.h.Format(), Runner: w.h.Runner(), Context: w.h.Context(), Bare: true, Count: true, Changed: w.grown, Reveal: w.reveal, Wheel: w.wheel,
		Saver: func(context.Context, form.Values) error { return nil }, Saved: w.makeOwn,
	})
	w.name = w.form.Text(form.Spec{Name: string(setting.BookName), Label: text.T("welcome.name"), Hint: text.T("welcome.name.hint"), Required: true, Missing: text.T("welcome.name.missing"), Wide: true})
	w.country = w.form.Choice(form.Spec{Name: string(setting.BookCountry), Label: text.T("welcome.country")}, form.Countries()...)
	w.currency = w.form.Choice(form.Spec{Name: string(setting.BookCurrency), Label: text.T("welcome.currency")}, form.Currencies()...)
	w.sell = w.form.Several(form.Spec{Name: sellField, Label: text.T("welcome.sell"), Help: text.T("welcome.sell.help")}, sells()...)
	w.tax = w.form.Text(form.Spec{Name: string(setting.TaxVAT), Label: text.T("welcome.tax"), Hint: text.T("welcome.tax.hint"), Help: text.T("welcome.tax.help"), Wide: true})
	w.answer()
	w.name.OnChange(w.showPath)
	w.country.OnChange(w.follow)
	w.currency.OnChange(func() { w.priced = true })

	w.where = kit.NewLabel(kit.Caption, "")
	change := kit.NewButton(kit.Link, text.T("welcome.path.change"), w.choosePath).Small()
	open := kit.NewButton(kit.Plain, text.T("welcome.open"), w.choose).WithIcon(theme.IconFolder)
	w.create = kit.NewButton(kit.Primary, text.T("welcome.create"), w.Primary).WithIcon(theme.IconRight).WithKey(action.Ctrl(fyne.KeyReturn))
	head := kit.Row(theme.Gap8, kit.NewLabel(kit.PanelTitle, text.T("welcome.own")), kit.Spacer(), kit.NewLabel(kit.Caption, text.T("welcome.own.note")))
	path := kit.Row(theme.Gap8, kit.NewIcon(theme.IconDatabase, theme.Muted, theme.IconSize), w.where, change, kit.Spacer())
	foot := kit.Row(theme.Gap8, kit.Spacer(), open, w.create)
	w.own = kit.NewCard("", "", nil, kit.Column(0,
		kit.Gap(0, theme.Gap12), kit.Inset(kit.Column(theme.Gap4, head, kit.NewLabel(kit.Muted, text.T("welcome.own.what"))), 0, theme.Gap16),
		kit.Inset(w.form, 0, theme.Gap16), kit.Grow(nil),
		kit.Inset(kit.Column(theme.Gap8, path, foot), 0, theme.Gap16), kit.Gap(0, theme.Gap8),
	)).WithInset(formEdge)
	w.showPath()
}

// sells are the tiles of the platforms.
func sells() []form.Option {
	all := make([]form.Option, len(platforms))
	for i, p := range platforms {
		all[i] = form.Option{Value: p.id, Label: text.T(text.Key("welcome.sell.", p.id)), Icon: p.icon}
	}
	return all
}

// answer chooses what is likely, from the country of this computer's language.
func (w *Welcome) answer() {
	home := region(lang.SystemLocale().LanguageString())
	w.country.Set(string(home))
	w.currency.Set(string(money(home)))
	w.sell.Set([]string{platforms[0].id})
	w.form.Settle()
}

// follow chooses the currency of the country, unless a person chose one.
func (w *Welcome) follow() {
	c, err := w.country.Get()
	if err == nil && c != "" && !w.priced {
		w.currency.Set(string(money(model.Country(c))))
	}
}

// grown lays out anew: an error may have made the form higher.
func (w *Welcome) grown() {
	if w.sheet != nil {
		w.arrange()
	}
}

// reveal scrolls to a question, and to the buttons with the last one.
func (w *Welcome) reveal(top, bottom float32) {
	if w.scroll == nil {
		return
	}
	at := w.own.Position().Y + w.form.Position().Y
	view, y := w.scroll.Size().Height, w.scroll.Offset.Y
	low := at + bottom + buttonsHeight
	if low > y+view {
		y = low - view
	}
	if high := at + top - theme.Gap16; high < y {
		y = high
	}
	if y != w.scroll.Offset.Y {
		w.scroll.ScrollToOffset(fyne.NewPos(0, max(y, 0)))
	}
}

// wheel scrolls the page over the questions too.
func (w *Welcome) wheel(e *fyne.ScrollEvent) {
	if w.scroll != nil {
		w.scroll.Scrolled(e)
	}
}

// buttonsHeight is the room below a question that is scrolled into sight too.
const buttonsHeight float32 = 100

// path is where the new book goes, "" while it has no name.
func (w *Welcome) path() string {
	if w.chosen != "" {
		return w.chosen
	}
	name, err := w.name.Get()
	if err != nil || name == "" {
		return ""
	}
	return w.h.Desk().BookPath(name)
}

// showPath shows where the new book goes.
func (w *Welcome) showPath() {
	path := w.path()
	if path == "" {
		w.where.SetText(text.T("welcome.path.none"))
		w.where.SetTip("")
		return
	}
	w.where.SetText(text.T("welcome.path", filepath.Base(path), brief(filepath.Dir(path))))
	w.where.SetTip(path)
}

// choosePath asks for another place.
func (w *Welcome) choosePath() {
	name := "book" + ending
	if path := w.path(); path != "" {
		name = filepath.Base(path)
	}
	w.h.File(page.FileAsk{Title: text.T("welcome.path.title"), Name: name, Endings: []string{ending}, Save: true, Purpose: "book"}, func(paths []string) {
		w.chosen = paths[0]
		if !isBook(w.chosen) {
			w.chosen += ending
		}
		w.showPath()
		w.arrange()
	})
}

// makeOwn makes the book with what was answered and opens it.
func (w *Welcome) makeOwn() {
	if w.making {
		return
	}
	v := w.form.Values()
	w.begin(w.create)
	w.h.Desk().Make(page.Making{
		Path: w.path(), Name: text.T("welcome.task"),
		Fill:   func(ctx context.Context, b *page.Book) error { return fill(ctx, b, v) },
		Failed: w.refused,
	})
}

// refused says why the book was not made, at the question it is about.
func (w *Welcome) refused(err error) {
	w.end(w.create)
	if model.CodeOf(err) == model.Cancelled {
		w.h.Say(page.Note, err.Error())
		return
	}
	if w.closed {
		w.h.Report(text.T("welcome.failed"), err)
		return
	}
	w.form.Refuse(err)
	w.arrange()
}

// fill writes the answers into a new book: its settings, and a shop for each
// platform.
func fill(ctx context.Context, b *page.Book, v form.Values) error {
	name, country, currency := word(v, string(setting.BookName)), word(v, string(setting.BookCountry)), word(v, string(setting.BookCurrency))
	pairs := []setting.Pair{
		{Key: string(setting.BookName), Value: name},
		{Key: string(setting.BookCountry), Value: country},
		{Key: string(setting.BookCurrency), Value: currency},
		{Key: string(setting.MerchantName), Value: name},
		{Key: string(setting.MerchantCountry), Value: country},
		{Key: string(setting.TaxVAT), Value: word(v, string(setting.TaxVAT))},
	}
	if err := setting.New(b.DB, b.Bus).SetAll(ctx, pairs); err != nil {
		return err
	}
	chosen, _ := v[sellField].([]string)
	var shops []shop.Input
	for _, platform := range chosen {
		zone := zoneOf(model.Country(country))
		in := shop.Input{Name: name, Platform: &platform, TimeZone: &zone}
		if len(chosen) > 1 {
			in.Name = strings.TrimSpace(name + " " + text.T(text.Key("welcome.sell.", platform)))
		}
		shops = append(shops, in)
	}
	if len(shops) == 0 {
		return nil
	}
	_, err := shop.New(b.DB, b.Bus).Put(ctx, shops)
	return err
}

func word(v form.Values, name string) string {
	s, _ := v[name].(string)
	return s
}
