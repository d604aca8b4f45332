package books

import (
	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/kit/period"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/statement"
)

// kindIcons tell the kinds of entries apart.
var kindIcons = map[string]theme.IconName{
	"sale": theme.IconCoins, "refund": theme.IconReturned, "fee": theme.IconCard, "cost": theme.IconParcels, "payment": theme.IconBank, "reversal": theme.IconUndo,
}

func kindName(kind string) string {
	if key := text.Key("books.kind.", kind); text.Has(key) {
		return text.T(key)
	}
	return kind
}

func (j *journal) columns() []grid.Column[line] {
	right := fyne.TextAlignTrailing
	return []grid.Column[line]{
		{ID: "no", Title: text.T("books.col.entry"), Width: 92, MinWidth: 76, Sortable: true, Down: true, Cell: j.number, Lead: true},
		{ID: "date", Title: text.T("books.col.date"), Width: 100, Sortable: true, Down: true, Cell: j.head(func(e *statement.Booked) grid.Cell {
			return grid.Cell{Text: j.s.h.Format().Date(e.Dated), Tone: theme.Quiet}
		})},
		{ID: "kind", Title: text.T("books.col.kind"), Width: 92, Cell: j.head(func(e *statement.Booked) grid.Cell {
			return grid.Cell{Text: kindName(e.Kind), Icon: kindIcons[e.Kind], IconTone: theme.Quiet}
		})},
		{ID: "what", Title: text.T("books.col.what"), Width: 230, MinWidth: 150, Flex: 1, Cell: j.what},
		{ID: "order", Title: text.T("books.col.order"), Width: 90, Cell: j.head(func(e *statement.Booked) grid.Cell { return grid.Cell{Text: e.Order} })},
		{ID: "shop", Title: text.T("books.col.shop"), Width: 120, Hidden: true, Cell: j.head(func(e *statement.Booked) grid.Cell { return grid.Cell{Text: e.Shop, Tone: theme.Quiet} })},
		{ID: "debit", Title: text.T("books.col.debit"), Width: 100, Align: right, Cell: j.side(true)},
		{ID: "credit", Title: text.T("books.col.credit"), Width: 100, Align: right, Cell: j.side(false)},
		{ID: "foreign", Title: text.T("books.col.foreign"), Width: 120, Align: right, Hidden: true, Cell: j.foreign},
	}
}

// number is the entry's number with the arrow that shows its postings.
func (j *journal) number(l line) grid.Cell {
	if l.at >= 0 {
		return grid.Cell{}
	}
	c := grid.Cell{Text: j.s.h.Format().Int(int(l.entry.ID)), Fold: grid.FoldShut}
	if l.open {
		c.Fold = grid.FoldOpen
	}
	return c
}

// head makes a cell that only the entry's own line has.
func (j *journal) head(cell func(*statement.Booked) grid.Cell) func(line) grid.Cell {
	return func(l line) grid.Cell {
		if l.at >= 0 {
			return grid.Cell{}
		}
		return cell(l.entry)
	}
}

// what is the text of an entry, or the account of a posting and whom it is about.
func (j *journal) what(l line) grid.Cell {
	if l.at < 0 {
		c := grid.Cell{Text: l.entry.Memo, Sub: text.N("books.postings", len(l.entry.Postings), j.s.h.Format().Int(len(l.entry.Postings)))}
		if l.entry.ReversedBy != 0 {
			c.Pills = []grid.Pill{{Text: text.T("books.reversed"), Icon: theme.IconUndo, Tone: theme.Idle}}
			c.Sub = ""
		}
		return c
	}
	p := &l.entry.Postings[l.at]
	c := grid.Cell{Text: p.Account.Code + "  " + p.Account.Name, Sub: p.SKU}
	if p.Supplier != "" {
		c.Sub = p.Supplier
	}
	if l.account == p.Account.Code {
		c.Bold = true
	}
	return c
}

// side are the debits or credits: of a posting, of the account the journal is
// narrowed to, or of the entry.
func (j *journal) side(debit bool) func(line) grid.Cell {
	return func(l line) grid.Cell {
		var d, c model.Amount
		if l.at < 0 {
			d, c = l.entry.Sums(l.account)
		} else if a := l.entry.Postings[l.at].Amount; a > 0 {
			d = a
		} else {
			c = a.Neg()
		}
		if !debit {
			d = c
		}
		return j.money(l, d)
	}
}

func (j *journal) money(l line, a model.Amount) grid.Cell {
	if a == 0 {
		return grid.Cell{Text: format.None, Tone: theme.Quiet}
	}
	c := grid.Cell{Text: j.s.h.Format().Amount(a, j.s.home())}
	if l.open && l.at < 0 || l.at >= 0 && l.account != "" && l.entry.Postings[l.at].Account.Code != l.account {
		c.Tone = theme.Quiet
	}
	return c
}

// foreign is a posting in the currency of its entry.
func (j *journal) foreign(l line) grid.Cell {
	if l.at < 0 || l.entry.Currency == j.s.home() {
		return grid.Cell{}
	}
	return grid.Cell{Text: j.s.h.Format().Money(l.entry.Postings[l.at].Foreign, l.entry.Currency), Tone: theme.Quiet}
}

func lookOf(l line) grid.Line {
	return grid.Line{Muted: l.entry.ReversedBy != 0}
}

// actions implements tab.
func (j *journal) actions() []action.Action {
	do := func(id string, icon theme.IconName, key fyne.KeyName, run func()) action.Action {
		a := action.Action{ID: "books." + id, Label: text.T(text.Key("books.do.", id)), Icon: theme.Icon(icon, theme.Text), Run: run}
		if key != "" {
			a.Key = action.Plain(key)
		}
		return a
	}
	all := []action.Action{
		do("unfold", theme.IconUnfold, fyne.KeyU, j.unfoldAll), do("account", theme.IconScale, fyne.KeyA, func() { j.choose(byAccount) }),
		do("kind", theme.IconFilter, fyne.KeyK, func() { j.choose(byKind) }), do("days", theme.IconCalendar, fyne.KeyD, func() { j.askDays(j.days.Period()) }),
		do("columns", theme.IconColumns, fyne.KeyC, j.grid.ArrangeColumns),
	}
	l, ok := j.grid.CurrentRow()
	if !ok {
		return all
	}
	if l.entry.Order != "" {
		all = append(all, do("order", theme.IconOrders, fyne.KeyO, func() { j.openOrder(l.entry) }),
			do("only", theme.IconFilter, fyne.KeyR, func() { j.narrowTo(l.entry.Order) }))
	}
	if l.at >= 0 {
		code := l.entry.Postings[l.at].Account.Code
		all = append(all, do("only.account", theme.IconScale, "", func() { j.grid.SetFilter(byAccount, code) }))
	}
	return append(all, do("panel", theme.IconSidebar, fyne.KeyI, j.openPanel))
}

func (j *journal) openPanel() {
	j.closed = !j.closed
	j.showPanel()
}

// menu is the context menu of a line.
func (j *journal) menu(at fyne.Position) { j.s.h.Menu(at, j.actions()) }

// choose lets the user choose what narrows the journal.
func (j *journal) choose(id string) {
	var all []action.Action
	add := func(label, value string) {
		all = append(all, action.Action{ID: "books.by", Label: label, Run: func() { j.grid.SetFilter(id, value) }})
	}
	switch id {
	case byKind:
		for _, k := range statement.EntryKinds() {
			add(kindName(k), k)
		}
	case byAccount:
		for _, code := range sortedKeys(j.chart) {
			add(code+"  "+j.chart[code], code)
		}
	case byOrder:
		j.askOrder()
		return
	}
	j.s.h.Menu(kit.Below(j.chips[id]), all)
}

// askOrder asks for the number of an order.
func (j *journal) askOrder() {
	f := form.New(form.Options{Format: j.s.h.Format(), Runner: j.s.h.Runner(), Bare: true})
	number := f.Text(form.Spec{Name: "order", Label: text.T("books.order.number"), Required: true})
	j.s.h.Show(page.Dialog{Title: text.T("books.order.title"), Content: f, Verb: text.T("books.show"), Do: func() bool {
		if !f.Valid() {
			return true
		}
		n, _ := number.Get() // found valid
		j.narrowTo(n)
		return false
	}})
}

// askDays lets the user choose two days.
func (j *journal) askDays(p model.Period) {
	days := period.NewDays(j.s.h.Format(), j.s.h.Runner(), p, false)
	j.s.h.Show(page.Dialog{Title: text.T("books.days.title"), Content: days, Verb: text.T("books.show"), Do: func() bool {
		p, ok := days.Read()
		if ok {
			j.setDays(p)
		}
		return !ok
	}})
}
