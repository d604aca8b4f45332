package imports

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/importer"
	"github.com/dropledger/dropledger/services/record"
)

var shopFilter = record.Filter{}

// strip tells above the rows what the file is and what it belongs to.
type strip struct{ s *preview }

func newStrip(s *preview) *strip { return &strip{s} }

func (t *strip) draw(f *queued) fyne.CanvasObject {
	parts := []fyne.CanvasObject{t.file(f)}
	switch {
	case f.shown.Format == importer.PriceList:
		parts = append(parts, t.supplier(f), t.last(f))
	case f.byHeader(), f.needs() == "shop":
	case f.shown.Format == importer.ShopifyProducts:
		parts = append(parts, t.shop(f), t.last(f))
	default:
		parts = append(parts, t.shop(f), t.placed(f), t.total(f), t.rates(f), t.seen(f))
	}
	row := kit.Row(theme.Gap12)
	var objs []fyne.CanvasObject
	for i, p := range parts {
		if p == nil {
			continue
		}
		if i > 0 {
			objs = append(objs, kit.Upright(44))
			p = whole(p)
		}
		objs = append(objs, p)
	}
	row.Set(objs...)
	return kit.Inset(row, theme.Gap8, 0)
}

// whole keeps an object from being cut: the name of the file gives way.
func whole(o fyne.CanvasObject) fyne.CanvasObject {
	e, ok := o.(kit.Elastic)
	if !ok {
		return o
	}
	_, want := e.Widths()
	return kit.Sized(o, want, 0)
}

// file is what the file was recognised as, its name and how it was read.
func (t *strip) file(f *queued) fyne.CanvasObject {
	p := f.preview()
	icon := kit.Sized(container.NewStack(kit.NewPlate(theme.GoodSoft, ""), container.NewCenter(kit.NewIcon(theme.IconFileTick, theme.Good, 22))), 40, 40)
	n := f.taken() + f.shown.Rows.Refused
	title := text.T(text.Key("imports.format.", f.shown.Format))
	if f.ready() {
		title = text.N(text.Key("imports.is.", f.shown.Format), n, t.s.h.Format().Int(n))
		if p.Currency != "" {
			title += ", " + string(p.Currency)
		}
	}
	facts := []string{f.name()}
	if f.shown.Records > 0 {
		facts = append(facts, text.N("imports.rows", f.shown.Records, t.s.h.Format().Int(f.shown.Records)))
	}
	facts = append(facts, t.s.h.Format().FileSize(p.Size))
	if !usual(p) {
		facts = append(facts, "") // how it was read follows in words
	}
	caption := kit.NewLabel(kit.Caption, strings.TrimSpace(strings.Join(facts, ", "))).SetTip(f.req.Path)
	return kit.Row(theme.Gap12, icon, kit.Column(2, kit.NewLabel(kit.PanelTitle, title), kit.Row(theme.Gap4, caption, t.how(p))))
}

// how opens how the file is read; it is in words where that is not the usual way.
func (t *strip) how(p *importer.Preview) fyne.CanvasObject {
	if usual(p) {
		return kit.IconButton(kit.Bare, theme.IconEye, text.T("imports.how.plain", readAs(p)), t.s.readingDialog).Small()
	}
	return kit.NewButton(kit.Link, readAs(p), t.s.readingDialog).Small().WithTip(text.T("imports.how.tip"))
}

func usual(p *importer.Preview) bool {
	return p.Encoding == "utf-8" && p.Delimiter == ',' || len(p.Sheets) == 1
}

// fact is a name over a value.
func fact(name string, value fyne.CanvasObject) fyne.CanvasObject {
	return kit.Column(theme.Gap4, kit.NewLabel(kit.Caption, name), value)
}

func factText(name, value string) fyne.CanvasObject {
	return fact(name, kit.NewLabel(kit.Body, value))
}

// fresh is the option of a new shop.
const fresh = "\x00new"

func (t *strip) shop(f *queued) fyne.CanvasObject {
	return fact(text.T("imports.shop"), t.s.shopSelector(f))
}

func (s *preview) shopSelector(f *queued) *kit.Selector {
	var options []kit.Option
	names := slices.Clone(s.names.shops)
	if p := f.preview(); f.req.Shop != "" && !slices.Contains(names, p.Shop) {
		names = append(names, f.req.Shop)
	}
	if f.req.Shop == "" {
		options = append(options, kit.Option{ID: "", Text: text.T("imports.shop.choose")})
	}
	for _, n := range names {
		label := n
		if !slices.Contains(s.names.shops, n) {
			label = text.T("imports.shop.new", n)
		}
		options = append(options, kit.Option{ID: n, Text: label})
	}
	options = append(options, kit.Option{ID: fresh, Text: text.T("imports.shop.other"), Icon: theme.IconPlus})
	var sel *kit.Selector
	chosen := f.preview().Shop
	if chosen == "" {
		chosen = f.req.Shop
	}
	sel = kit.NewSelector("", options, func(id string) {
		if id == fresh {
			sel.SetChosen(chosen)
			s.newShop(f)
			return
		}
		s.of(f, func(o *importer.Options) { o.Shop = id })
	})
	sel.SetChosen(chosen)
	return sel
}

// of changes what a file belongs to, or how it is read, and looks at it again.
func (s *preview) of(f *queued, change func(*importer.Options)) {
	change(&f.req.Options)
	s.Reload()
}

func (t *strip) supplier(f *queued) fyne.CanvasObject {
	options := []kit.Option{}
	if f.req.Supplier == "" {
		options = append(options, kit.Option{ID: "", Text: text.T("imports.supplier.choose")})
	}
	for _, n := range t.s.names.suppliers {
		options = append(options, kit.Option{ID: n, Text: n})
	}
	sel := kit.NewSelector("", options, func(id string) {
		t.s.of(f, func(o *importer.Options) { o.Supplier, o.Mapping = id, nil })
	})
	sel.SetChosen(f.req.Supplier)
	t.s.whose = sel
	if len(t.s.names.suppliers) == 0 {
		sel.SetOff(text.T("imports.supplier.none"))
	}
	return fact(text.T("imports.supplier"), sel)
}

func (t *strip) placed(f *queued) fyne.CanvasObject {
	p := f.preview().Placed
	if p.From == "" {
		return nil
	}
	return factText(text.T("imports.placed"), t.s.h.Format().Period(p))
}

func (t *strip) total(f *queued) fyne.CanvasObject {
	p := f.preview()
	if p.Currency == "" {
		return nil
	}
	return fact(text.T("imports.total"), kit.Row(theme.Gap4, kit.NewLabel(kit.Strong, t.s.h.Format().Amount(p.Total, p.Currency)), kit.NewLabel(kit.Body, string(p.Currency))))
}

func (t *strip) rates(f *queued) fyne.CanvasObject {
	r := f.preview().Rates
	if r.Days == 0 {
		return nil
	}
	n := t.s.h.Format().Int
	icon, tone, tip := theme.IconTickCircle, theme.Fine, ""
	if r.Known < r.Days {
		icon, tone, tip = theme.IconWarning, theme.Warned, text.T("imports.rates.missing", t.s.h.Format().Date(r.Missing), string(r.From), string(t.s.h.Book().Home))
	}
	known := text.N("imports.rates.known", r.Days, n(r.Known), n(r.Days))
	var value fyne.CanvasObject = kit.NewLabel(kit.Body, known)
	if r.Known < r.Days {
		value = kit.NewButton(kit.Link, known, t.s.openRates).Small().WithTip(tip)
	}
	return fact(text.T("imports.rates"), kit.Row(theme.Gap8, kit.ToneIcon(icon, tone), value))
}

func (t *strip) seen(f *queued) fyne.CanvasObject {
	p := f.preview()
	switch {
	case p.Same != nil:
		return t.same(p)
	case p.Known == 0:
		return factText(text.T("imports.seen"), text.T("imports.seen.none"))
	case p.LastImport == "":
		return factText(text.T("imports.seen"), text.N("imports.seen.some", p.Known, t.s.h.Format().Int(p.Known)))
	}
	return factText(text.T("imports.seen"), text.N("imports.seen.last", p.Known, t.s.h.Format().Int(p.Known), t.day(p.LastImport)))
}

// same says that this very file came in before.
func (t *strip) same(p *importer.Preview) fyne.CanvasObject {
	value := kit.NewButton(kit.Link, text.T("imports.seen.same", t.s.h.Format().Int(int(p.Same.ID)), t.day(p.Same.ImportedAt)), func() {
		t.s.h.Go(page.Route{Screen: page.Imports, Key: strconv.FormatInt(p.Same.ID, 10)})
	}).Small()
	return fact(text.T("imports.seen"), kit.Row(theme.Gap4, kit.ToneIcon(theme.IconInfo, theme.Warned), value))
}

func (t *strip) last(f *queued) fyne.CanvasObject {
	p := f.preview()
	switch {
	case p.Same != nil:
		return t.same(p)
	case p.LastImport == "":
		return nil
	}
	return factText(text.T("imports.last"), t.s.h.Format().Moment(p.LastImport))
}

// day is the day of a moment at the computer's place.
func (t *strip) day(at model.Instant) string {
	return t.s.h.Format().Date(model.DateOf(at.Time().In(t.s.h.Book().Clock().Location())))
}
