package books

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/statement"
)

// entryPanel tells of one entry what it posts and why it exists.
type entryPanel struct {
	h      page.Host
	panel  *kit.Panel
	loader *async.Loader[statement.Origin]
	id     int64 // 0 for none
	only   func(order string)
	goTo   func(id int64)
}

func newEntryPanel(h page.Host, closed func(), only func(string), goTo func(int64)) *entryPanel {
	p := &entryPanel{h: h, panel: kit.NewPanel(closed), only: only, goTo: goTo}
	p.loader = async.NewLoader(h.Runner(), p.show)
	return p
}

func (p *entryPanel) shows() bool { return p.id != 0 }

func (p *entryPanel) clear() {
	p.id = 0
	p.loader.Stop()
}

// load shows an entry: its postings at once, where it comes from when it is read.
func (p *entryPanel) load(e *statement.Booked) {
	if e.ID == p.id {
		return
	}
	p.id = e.ID
	p.draw(&statement.Origin{Booked: *e}, false)
	p.reload()
}

func (p *entryPanel) reload() {
	if p.id == 0 {
		return
	}
	db, id := p.h.Book().DB, p.id
	p.loader.Load(p.h.Context(), func(ctx context.Context) (statement.Origin, error) { return statement.EntryOrigin(ctx, db, id) })
}

func (p *entryPanel) show(s async.State[statement.Origin]) {
	switch {
	case s.Phase == async.Ready && s.Value.ID == p.id:
		p.draw(&s.Value, true)
	case s.Phase == async.Failed:
		p.panel.SetSections(kit.PanelSection("", "", kit.NewNote(theme.Warned, theme.IconWarning, text.T("books.entry.failed"), &action.Action{Label: text.T("books.again"), Run: p.reload})))
	}
}

func (p *entryPanel) draw(o *statement.Origin, whole bool) {
	f := p.h.Format()
	p.panel.SetTitle(text.T("books.entry", f.Int(int(o.ID))), o.Memo, f.DateLong(o.Dated))
	switch {
	case o.ReversedBy != 0:
		p.panel.SetState(theme.Idle, theme.IconUndo, text.T("books.reversed"))
	case o.Reverses != 0:
		p.panel.SetState(theme.Idle, theme.IconUndo, kindName(o.Kind))
	default:
		p.panel.SetState(theme.Idle, kindIcons[o.Kind], kindName(o.Kind))
	}
	sections := []fyne.CanvasObject{p.postings(o)}
	if whole {
		sections = append(sections, p.why(o))
		if len(o.Facts) > 0 {
			sections = append(sections, p.facts(o))
		}
	}
	p.panel.SetSections(sections...)
	p.panel.SetButtons(p.buttons(o)...)
}

// postings are the accounts with debits and credits, which have the same sum.
func (p *entryPanel) postings(o *statement.Origin) fyne.CanvasObject {
	const wide = 62
	f, home := p.h.Format(), p.h.Book().Home
	row := func(label, debit, credit fyne.CanvasObject) fyne.CanvasObject {
		return kit.Sized(kit.Row(theme.Gap8, kit.Grow(label), kit.Sized(debit, wide, 0), kit.Sized(credit, wide, 0)), 0, 22)
	}
	col := kit.Column(0, row(kit.NewLabel(kit.Caption, text.T("books.entry.account")), kit.Number(kit.Caption, text.T("books.col.debit")), kit.Number(kit.Caption, text.T("books.col.credit"))))
	objs := col.Objects()
	for _, posting := range o.Postings {
		debit, credit := "", f.Amount(posting.Amount.Neg(), home)
		if posting.Amount > 0 {
			debit, credit = f.Amount(posting.Amount, home), ""
		}
		name := kit.NewLabel(kit.Small, posting.Account.Name)
		name.SetTip(strings.Join(strings.Fields(posting.Account.Code+" "+posting.Account.Name+" "+posting.Supplier+" "+posting.SKU), " "))
		objs = append(objs, row(name, kit.Number(kit.Small, debit), kit.Number(kit.Small, credit)))
	}
	debit, credit := o.Sums("")
	objs = append(objs, kit.Separator(), row(kit.NewLabel(kit.SmallStrong, text.T("books.entry.sum")), kit.Number(kit.SmallStrong, f.Amount(debit, home)), kit.Number(kit.SmallStrong, f.Amount(credit, home))))
	col.Set(objs...)
	return kit.PanelSection(text.T("books.entry.postings"), string(home), col)
}

// why says what an entry exists for, and how it came into the books.
func (p *entryPanel) why(o *statement.Origin) fyne.CanvasObject {
	f := p.h.Format()
	col := kit.Column(theme.Gap4, kit.Wrapped(kit.Body, p.reason(o)))
	objs := col.Objects()
	if o.Currency != p.h.Book().Home {
		rate, err := decimal.NewFromString(o.Rate)
		if err == nil {
			objs = append(objs, kit.Wrapped(kit.Caption, text.T("books.entry.rate", string(o.Currency), f.Decimal(rate), string(p.h.Book().Home), f.DateYear(o.RateDate), source(o.RateSource))))
		}
	}
	if o.Batch != nil {
		key := "books.entry.batch"
		if o.Batch.Undone {
			key = "books.entry.batch.undone"
		}
		objs = append(objs, kit.Wrapped(kit.Caption, text.T(key, o.Batch.File, f.Moment(o.Batch.Imported))))
	}
	objs = append(objs, kit.Wrapped(kit.Caption, text.T("books.entry.recorded", f.Moment(o.Recorded))))
	for _, other := range []struct {
		key string
		id  int64
	}{{"books.entry.reverses", o.Reverses}, {"books.entry.reversed", o.ReversedBy}} {
		if other.id != 0 {
			id := other.id
			objs = append(objs, kit.Row(0, kit.NewButton(kit.Link, text.T(other.key, f.Int(int(id))), func() { p.goTo(id) }).WithIcon(theme.IconUndo).Small()))
		}
	}
	col.Set(objs...)
	return kit.PanelSection(text.T("books.entry.why"), "", col)
}

func source(s string) string {
	if s == "" {
		return text.T("books.entry.nosource")
	}
	return s
}

// reason is the sentence that says why an entry exists.
func (p *entryPanel) reason(o *statement.Origin) string {
	f := p.h.Format()
	switch o.Kind {
	case "sale":
		return text.T("books.why.sale", o.Order, o.Shop, f.DateYear(o.Dated))
	case "refund":
		return text.T("books.why.refund", o.Order, source(o.Refund))
	case "fee":
		return text.T("books.why.fee", o.Order)
	case "cost":
		if o.Order == "" {
			return text.T("books.why.stock")
		}
		return text.T("books.why.cost", o.Order)
	case "reversal":
		return text.T("books.why.reversal", f.Int(int(o.Reverses)))
	}
	return o.Memo
}

// facts are the costs that an entry books, with where each is known from.
func (p *entryPanel) facts(o *statement.Origin) fyne.CanvasObject {
	f := p.h.Format()
	col := kit.Column(theme.Gap8)
	var objs []fyne.CanvasObject
	for _, c := range o.Facts {
		about := c.SKU
		if c.Supplier != "" {
			about = c.Supplier + " · " + c.SKU
		}
		tone, icon := theme.Fine, theme.IconTickCircle
		if c.State == "estimated" {
			tone, icon = theme.Idle, theme.IconDottedCircle
		}
		word := text.T(text.Key("books.fact.state.", c.State))
		if c.Replaced {
			tone, icon, word = theme.Idle, theme.IconHistory, text.T("books.fact.replaced")
		}
		lines := []fyne.CanvasObject{
			kit.Row(theme.Gap8, kit.NewLabel(kit.Body, text.T(text.Key("books.fact.type.", c.Type))), kit.NewPill(tone, icon, word), kit.Spacer(), kit.Number(kit.Body, f.Money(c.Amount, c.Currency))),
		}
		if about != "" {
			lines = append(lines, kit.NewLabel(kit.Caption, about))
		}
		lines = append(lines, kit.Wrapped(kit.Caption, since(c.Source)))
		objs = append(objs, kit.Column(2, lines...))
	}
	col.Set(objs...)
	return kit.PanelSection(text.N("books.entry.facts", len(o.Facts)), "", col)
}

// buttons lead on from the entry.
func (p *entryPanel) buttons(o *statement.Origin) []fyne.CanvasObject {
	var all []fyne.CanvasObject
	if o.Order != "" {
		open := func() { p.h.Go(page.OrderRoute(o.Shop, o.Order)) }
		all = append(all, kit.NewButton(kit.Next, text.T("books.entry.order"), open).WithIcon(theme.IconRight).WithKey(action.Plain(fyne.KeyReturn)),
			kit.NewButton(kit.Plain, text.T("books.entry.only"), func() { p.only(o.Order) }))
	}
	if o.Batch != nil {
		id := o.Batch.ID
		show := func() { p.h.Go(page.Route{Screen: page.Imports, Key: strconv.FormatInt(id, 10)}) }
		all = append(all, kit.IconButton(kit.Plain, theme.IconImport, text.T("books.entry.import"), show)) // three labels are wider than the panel
	}
	return all
}

// since is the source of a cost without the day of a rule that has held since ever:
// it is no day to a reader.
func since(source string) string { return strings.TrimSuffix(source, " from "+string(model.OpenStart)) }

func (p *entryPanel) close() { p.loader.Stop() }
