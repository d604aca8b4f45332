package books

import (
	"context"
	"strings"

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
	"github.com/dropledger/dropledger/services/memo"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/statement"
)

// balance is the tab with the trial balance of a day.
type balance struct {
	s      *Books
	grid   *grid.Grid[statement.Balance]
	states *kit.States
	day    *kit.Selector
	export *kit.Button
	on     model.Date // the day, "" for today and all that was booked for later
	begun  bool
	wanted grid.State
}

// The days that have a name.
const (
	now           = "now"
	endOfMonth    = "month"
	endOfQuarter  = "quarter"
	endOfYear     = "year"
	anotherDay    = "day"
	chooseAnother = "choose"
)

func newBalance(s *Books) *balance {
	b := &balance{s: s}
	b.grid = b.newGrid()
	b.states = kit.NewStates(s.h.Runner(), b.grid)
	b.day = kit.NewSelector(text.T("books.balance.on"), nil, b.choose)
	b.export = kit.NewButton(kit.Plain, text.T("books.balance.report"), b.report).WithIcon(theme.IconReports).WithKey(action.Ctrl(fyne.KeyE))
	b.offer(now)
	return b
}

func (b *balance) newGrid() *grid.Grid[statement.Balance] {
	h := b.s.h
	right := fyne.TextAlignTrailing
	amount := func(of func(*statement.Balance) model.Amount, bold bool) func(statement.Balance) grid.Cell {
		return func(r statement.Balance) grid.Cell { return b.money(of(&r), bold) }
	}
	debit := func(r *statement.Balance) model.Amount { return r.Debit }
	credit := func(r *statement.Balance) model.Amount { return r.Credit }
	column := func(id string, of func(*statement.Balance) model.Amount, bold bool) grid.Column[statement.Balance] {
		return grid.Column[statement.Balance]{
			ID: id, Title: text.T(text.Key("books.col.", id)), Width: 150, Align: right, Down: true, Cell: amount(of, bold),
			Compare: func(x, y statement.Balance) int { return int((of(&x) - of(&y)) / max((of(&x)-of(&y)).Abs(), 1)) },
			Total:   func(rows []statement.Balance) grid.Cell { return b.sum(rows, of) },
		}
	}
	return grid.New(grid.Options[statement.Balance]{
		Name: "books.balance", Key: func(r statement.Balance) string { return r.Account.Code }, Load: b.read,
		Columns: []grid.Column[statement.Balance]{
			{ID: "account", Title: text.T("books.col.account"), Width: 110, Lead: true, Cell: func(r statement.Balance) grid.Cell { return grid.Cell{Text: r.Account.Code} }, SortText: func(r statement.Balance) string { return r.Account.Code }},
			{ID: "name", Title: text.T("books.col.name"), Width: 320, Flex: 1, Cell: func(r statement.Balance) grid.Cell { return grid.Cell{Text: r.Account.Name} }, SortText: func(r statement.Balance) string { return r.Account.Name }},
			column("debit", debit, false), column("credit", credit, false), column("balance", (*statement.Balance).Closing, true),
		},
		GroupBy: func(r statement.Balance) string { return r.Account.Type }, GroupHead: b.head,
		OnOpen: func(r statement.Balance) { b.entries(r.Account.Code) },
		Setup:  grid.Setup{First: true, TotalsName: "books.balance.accounts"},
		Events: grid.Events{
			OnView: b.viewed, OnRune: func(r rune) bool { return letter(b.actions(), r) },
			OnMenu:    func(at fyne.Position) { h.Menu(at, b.actions()) },
			OnDetails: func(err error) { h.Report(text.T("books.failed"), err) },
		},
		Place: grid.Place{Context: h.Context(), Runner: h.Runner(), Format: h.Format(), Layouts: h},
	})
}

func (b *balance) read(ctx context.Context) ([]statement.Balance, error) {
	return balances(ctx, b.s.h.Book(), b.on)
}

// balances are those of a day; of all that was booked without one.
func balances(ctx context.Context, b *page.Book, on model.Date) ([]statement.Balance, error) {
	return memo.Recall(ctx, b.Memory, "books balances "+string(on), func() ([]statement.Balance, error) {
		return statement.Balances(ctx, b.DB, query.Scope{Period: model.Period{To: on}})
	})
}

// everything sums the whole journal up: the balances are kept, or will be asked
// for next.
func everything(ctx context.Context, b *page.Book) (all sums, err error) {
	rows, err := balances(ctx, b, "")
	for i := range rows {
		all.debit, all.credit = all.debit.Add(rows[i].Debit), all.credit.Add(rows[i].Credit)
	}
	return all, err
}

// Prepare adds the journal up, before anybody asks.
func Prepare(h page.Host) func(context.Context) error {
	b := h.Book()
	return func(ctx context.Context) error {
		_, err := balances(ctx, b, "")
		return err
	}
}

// money is an amount with the sign of its side: credits are below zero, which is
// nothing bad.
func (b *balance) money(a model.Amount, bold bool) grid.Cell {
	if a == 0 {
		return grid.Cell{Text: format.None, Tone: theme.Quiet}
	}
	return grid.Cell{Text: b.s.h.Format().Amount(a, b.s.home()), Bold: bold}
}

func (b *balance) sum(rows []statement.Balance, of func(*statement.Balance) model.Amount) grid.Cell {
	var total model.Amount
	for i := range rows {
		total = total.Add(of(&rows[i]))
	}
	return grid.Cell{Text: b.s.h.Format().Amount(total, b.s.home()), Bold: true}
}

// head is the row of a type of account, with its sums.
func (b *balance) head(kind string, rows []statement.Balance) grid.Group {
	sum := func(of func(*statement.Balance) model.Amount) grid.Cell {
		var total model.Amount
		for i := range rows {
			total = total.Add(of(&rows[i]))
		}
		return b.money(total, true)
	}
	return grid.Group{
		Title: text.T(text.Key("books.type.", kind)), Facts: text.N("books.balance.accounts", len(rows), b.s.h.Format().Int(len(rows))),
		Cells: map[string]grid.Cell{
			"debit": sum(func(r *statement.Balance) model.Amount { return r.Debit }), "credit": sum(func(r *statement.Balance) model.Amount { return r.Credit }),
			"balance": sum((*statement.Balance).Closing),
		},
	}
}

// show implements tab.
func (b *balance) show() {
	b.s.page.Header.SetTools(b.export)
	b.s.page.SetFilters(b.day, kit.NewLabel(kit.Caption, text.T("books.balance.note")), kit.Spacer(), kit.NewLabel(kit.Caption, text.T("books.amounts", string(b.s.home()))))
	b.s.page.SetBody(b.states)
	b.begin()
	b.viewed()
}

// begin reads the balances once. It takes a scan of all postings, so it begins
// when the journal is shown: whoever looks at the balances next need not wait.
func (b *balance) begin() {
	if b.begun {
		return
	}
	b.begun = true
	b.states.ShowContent()
	b.grid.Restore(b.wanted)
}

// viewed says how the books stand, or that there is nothing in them.
func (b *balance) viewed() {
	if b.s.tabs.Chosen() != tabBalance || b.grid.Loading() || b.grid.Err() != nil {
		return
	}
	if b.grid.All() == 0 {
		b.states.ShowEmpty(b.nothing())
		return
	}
	b.states.ShowContent()
	b.s.proof.begin()
}

func (b *balance) nothing() kit.EmptyOptions {
	if b.on == "" {
		return b.s.journal.nothing()
	}
	today := action.Action{Label: text.T("books.balance.today"), Icon: theme.Icon(theme.IconCalendar, theme.Accent), Run: func() { b.choose(now) }}
	return kit.EmptyOptions{Icon: theme.IconScale, Title: text.T("books.balance.empty"), Lines: []string{text.T("books.balance.empty.line", b.s.h.Format().DateYear(b.on))}, Primary: &today}
}

// offer lists the days that can be chosen.
func (b *balance) offer(chosen string) {
	all := []kit.Option{{ID: now, Text: text.T("books.day.now")}}
	for _, id := range []string{endOfMonth, endOfQuarter, endOfYear} {
		all = append(all, kit.Option{ID: id, Text: text.T(text.Key("books.day.", id), b.s.h.Format().DateYear(b.dayOf(id)))})
	}
	if chosen == anotherDay {
		all = append(all, kit.Option{ID: anotherDay, Text: b.s.h.Format().DateYear(b.on)})
	}
	b.day.SetOptions(append(all, kit.Option{ID: chooseAnother, Text: text.T("books.day.choose")}), chosen)
}

// dayOf is the last day of the last month, quarter or year that is over.
func (b *balance) dayOf(id string) model.Date {
	last := map[string]string{endOfMonth: period.LastMonth, endOfQuarter: period.LastQuarter, endOfYear: period.LastYear}
	p, _ := period.Of(last[id], b.s.h.Book().Today())
	return p.To
}

func (b *balance) choose(id string) {
	switch id {
	case chooseAnother:
		b.offer(b.chosen())
		b.askDay()
		return
	case anotherDay:
	default:
		b.on = b.dayOf(id)
	}
	b.offer(id)
	b.s.page.Refresh()
	b.grid.Reload()
}

// chosen is the option of the day that is shown.
func (b *balance) chosen() string {
	for _, id := range []string{endOfMonth, endOfQuarter, endOfYear} {
		if b.on == b.dayOf(id) {
			return id
		}
	}
	if b.on == "" {
		return now
	}
	return anotherDay
}

func (b *balance) askDay() {
	f := form.New(form.Options{Format: b.s.h.Format(), Runner: b.s.h.Runner(), Bare: true})
	day := f.Date(form.Spec{Name: "day", Label: text.T("books.day"), Required: true})
	if b.on != "" {
		day.Set(b.on)
		f.Settle()
	}
	b.s.h.Show(page.Dialog{Title: text.T("books.day.title"), Content: f, Verb: text.T("books.show"), Do: func() bool {
		if !f.Valid() {
			return true
		}
		b.on, _ = day.Get() // found valid
		b.choose(b.chosen())
		return false
	}})
}

// entries shows the journal of an account until the day.
func (b *balance) entries(code string) {
	all := []grid.Filter{{ID: byAccount, Values: []string{code}}}
	if b.on != "" {
		all = append(all, grid.Filter{ID: byPeriod, Values: []string{"", string(b.on)}})
	}
	j := b.s.journal
	if j.begun {
		j.grid.SetFilters(all)
	} else {
		j.wanted.Filters = all
	}
	b.s.choose(tabJournal)
}

// report opens the report with the same rows, to export them.
func (b *balance) report() {
	params := map[string]string{"period": period.All}
	if b.on != "" {
		params = map[string]string{"to": string(b.on)}
	}
	b.s.h.Go(page.Route{Screen: page.Report, Key: "trial-balance", Params: params})
}

// reload implements tab.
func (b *balance) reload() {
	if b.begun {
		b.grid.Reload()
	}
}

func (b *balance) search() fyne.Focusable  { return nil }
func (b *balance) areas() []fyne.Focusable { return []fyne.Focusable{b.grid, b.day} }
func (b *balance) escape() bool            { return false }
func (b *balance) close()                  { b.grid.Close() }

// actions implements tab.
func (b *balance) actions() []action.Action {
	day := action.Action{ID: "books.day", Label: text.T("books.do.day"), Icon: theme.Icon(theme.IconCalendar, theme.Text), Key: action.Plain(fyne.KeyD), Run: b.askDay}
	r, ok := b.grid.CurrentRow()
	if !ok {
		return []action.Action{day}
	}
	open := action.Action{
		ID: "books.entries", Label: text.T("books.do.entries", strings.TrimSpace(r.Account.Code+" "+r.Account.Name)), Icon: theme.Icon(theme.IconBooks, theme.Text),
		Key: action.Plain(fyne.KeyO), Run: func() { b.entries(r.Account.Code) },
	}
	return []action.Action{open, day}
}

// keptBalance is what the way back restores.
type keptBalance struct {
	grid grid.State
	on   model.Date
}

func (b *balance) keep() any {
	if b.begun {
		return keptBalance{b.grid.Keep(), b.on}
	}
	return keptBalance{b.wanted, b.on}
}

func (b *balance) restore(v any) {
	if k, ok := v.(keptBalance); ok {
		b.wanted, b.on = k.grid, k.on
		b.offer(b.chosen())
	}
}
