package books

import (
	"context"

	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/services/put"
	"github.com/dropledger/dropledger/services/rate"
)

// create starts a new rate: of today, from the currency used last.
func (t *rates) create() {
	r := rate.Row{To: t.s.home(), Date: t.s.h.Book().Today()}
	if gaps := t.gaps.State().Value; len(gaps) > 0 {
		r.From, r.Date = gaps[0].From, gaps[0].Since
	} else if row, ok := t.grid.CurrentRow(); ok {
		r.From, r.To = row.From, row.To
	}
	t.open(r, false)
}

func (t *rates) edit(r rated) { t.open(r.Row, true) }

// open shows a rate to be entered, or one that is there to be changed: its day
// and currencies are then fixed, as they are what it is known by.
func (t *rates) open(r rate.Row, there bool) {
	h := t.s.h
	var hide func()
	var gained int
	f := form.New(form.Options{
		Format: h.Format(), Runner: h.Runner(), Context: h.Context(), Bare: true,
		Saver: func(ctx context.Context, v form.Values) (err error) {
			gained, err = t.put(ctx, v)
			return err
		},
		Saved: func() {
			hide()
			t.kept(r, gained)
		},
		Late:    func(err error) { h.Report(text.T("books.rate.failed"), err) },
		Details: func(err error) { h.Report(text.T("books.rate.failed"), err) },
	})
	day := f.Date(form.Spec{Name: "date", Label: text.T("books.rate.date"), Required: true, Help: text.T("books.rate.date.help")})
	from := f.Choice(form.Spec{Name: "from", Label: text.T("books.rate.from"), Required: true}, form.Currencies()...)
	value := f.Decimal(form.Spec{Name: "rate", Label: text.T("books.rate.rate"), Required: true, Help: text.T("books.rate.rate.help")})
	to := f.Choice(form.Spec{Name: "to", Label: text.T("books.rate.to"), Required: true}, form.Currencies()...)
	origin := f.Text(form.Spec{Name: "source", Label: text.T("books.rate.source"), Hint: "ECB", Wide: true})
	form.Longest(origin, 80)
	day.Set(r.Date)
	from.Set(string(r.From))
	to.Set(string(r.To))
	title := text.T("books.rate.new")
	if there {
		title = text.T("books.rate.change", string(r.From), string(r.To), h.Format().DateYear(r.Date))
		value.Set(r.Value)
		origin.Set(r.Source)
		for _, lock := range []func(string){day.Lock, from.Lock, to.Lock} {
			lock(text.T("books.rate.locked"))
		}
	}
	f.Settle()
	hide = h.Show(page.Dialog{Title: title, Content: f, Verb: text.T("books.rate.verb"), Width: 560, Cancel: f.Close, Do: func() bool {
		f.Submit()
		return true // until it is saved
	}})
	if there || r.From != "" {
		value.Focus()
	}
}

// put keeps a rate as the command line does, which brings the orders that waited
// for it into the books, and tells how many these are.
func (t *rates) put(ctx context.Context, v form.Values) (gained int, err error) {
	b := t.s.h.Book()
	service := rate.New(b.DB, b.Bus)
	before, err := service.Gaps(ctx)
	if err != nil {
		return 0, err
	}
	json, err := v.JSON()
	if err != nil {
		return 0, err
	}
	if _, err = put.New(b.DB, b.Bus).Put(ctx, rate.Kind, json); err != nil {
		return 0, err
	}
	after, err := service.Gaps(ctx)
	return waiting(before) - waiting(after), err
}

func waiting(gaps []rate.Gap) (orders int) {
	for _, g := range gaps {
		orders += g.Orders
	}
	return orders
}

// kept says what became of a rate that was entered.
func (t *rates) kept(r rate.Row, gained int) {
	say := text.T("books.rate.kept")
	if gained > 0 {
		say = text.N("books.rate.gained", gained, t.s.h.Format().Int(gained))
	}
	t.s.h.Toast(page.Toast{Tone: page.Done, Text: say})
	t.grid.Select(rated{Row: r}.key())
	t.reload()
}
