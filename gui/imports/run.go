package imports

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/importer"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/orderbook"
)

// wanted are the files that can be imported and would change something.
func (s *preview) wanted() []*queued {
	var list []*queued
	for _, f := range s.files {
		if f.ready() && f.preview().WouldChange {
			list = append(list, f)
		}
	}
	return list
}

// verb is what the primary button does, in numbers.
func (s *preview) verb() string {
	n := s.h.Format().Int
	list := s.wanted()
	switch {
	case len(s.files) > 1 && len(list) == len(s.files):
		return text.N("imports.do.files", len(list), n(len(list)))
	case len(s.files) > 1:
		return text.T("imports.do.some", n(len(list)), n(len(s.files)))
	case len(list) == 1:
		return text.N(text.Key("imports.do.", kindOf(list[0])), list[0].taken(), n(list[0].taken()))
	}
	return text.T("imports.do")
}

// why tells why nothing can be imported now, "" when something can.
func (s *preview) why() string {
	f := s.now()
	switch {
	case s.done != nil:
		return text.T("imports.off.done")
	case s.busy:
		return text.T("imports.off.busy")
	case f == nil:
		return text.T("imports.off.none")
	case f.shown == nil:
		return text.T("imports.off.reading")
	case len(s.wanted()) > 0:
		return ""
	case f.needs() != "":
		return text.T(text.Key("imports.off.", f.needs()))
	case f.shown.Err() != nil:
		return text.T("imports.off.failed")
	case f.sketched():
		return text.T("imports.off.looking")
	case f.taken() == 0:
		return text.T("imports.off.refused")
	}
	return text.T("imports.off.same")
}

// Primary implements page.Primary.
func (s *preview) Primary() {
	if s.why() == "" {
		s.run()
	}
}

// run imports the files as they were shown. It can be stopped, and then nothing
// of the file that was under way is in the book.
func (s *preview) run() {
	list := s.wanted()
	reqs := make([]importer.Request, len(list))
	for i, f := range list {
		reqs[i] = f.req
	}
	s.busy = true
	s.running()
	stop, halt := context.WithCancel(s.h.Context())
	s.halt = halt
	var res importer.Result
	s.h.Start(page.Task{
		Name: text.T("imports.task"),
		Work: func(ctx context.Context, _ *job.Progress) (err error) {
			ctx, end := context.WithCancel(ctx)
			defer end()
			defer context.AfterFunc(stop, end)()
			res, err = s.svc.ImportAll(ctx, reqs)
			return err
		},
		Done: func(err error) { s.ended(res, err) },
	})
}

// cancel stops the import that runs, else leaves.
func (s *preview) cancel() {
	if s.busy {
		s.halt()
		return
	}
	s.h.Back()
}

// running shows how far the import is.
func (s *preview) running() {
	s.idle()
	s.page.Header.SetCount("")
	s.work.note.SetText(text.T("imports.running.note"))
	s.work.set(text.T("imports.running"), 0)
	s.body.Layout = &stack{}
	s.body.Objects = []fyne.CanvasObject{s.work}
	s.body.Refresh()
	s.states.ShowContent()
	s.primary.SetBusy(true)
	run := s.h.Runner()
	s.off = s.h.Book().Bus.JobProgress.Subscribe(func(j event.Job) {
		if j.Running && j.Total > 0 {
			run.UI(func() {
				if s.busy && !s.shut {
					s.work.set(text.T("imports.running"), float32(j.Done)/float32(j.Total))
				}
			})
		}
	})
}

// ended tells how the import went.
func (s *preview) ended(res importer.Result, err error) {
	s.busy = false
	s.halt()
	if s.off != nil {
		s.off()
		s.off = nil
	}
	s.primary.SetBusy(false)
	came := arrived(res)
	if len(came) > 0 && (s.shut || err != nil || firstFailure(res) != nil) { // else the page says it, and takes it back
		s.toast(came)
	}
	if err == nil {
		err = firstFailure(res)
	}
	if err != nil {
		s.missed(came, err)
		return
	}
	if s.shut {
		return
	}
	s.done = &res
	if len(came) > 0 {
		s.h.Say(page.Done, s.came(came))
	}
	s.summary(came)
}

// arrived are the files that came in.
func arrived(res importer.Result) []*importer.File {
	return slices.DeleteFunc(slices.Clone(res.Files), func(f *importer.File) bool { return f.Err() != nil || f.Batch == nil })
}

func firstFailure(res importer.Result) error {
	for _, f := range res.Files {
		if f.Err() != nil {
			return f.Err()
		}
	}
	return nil
}

// missed tells that a file did not come in, and shows again those that are left.
func (s *preview) missed(came []*importer.File, err error) {
	switch model.CodeOf(err) {
	case model.Cancelled:
		s.h.Say(page.Note, text.T("imports.stopped"))
	case model.Conflict:
		s.h.Toast(page.Toast{Tone: page.Warning, Text: text.T("imports.changed.since")})
	default:
		s.h.Report(text.T("imports.not.imported"), err)
	}
	if s.shut {
		return
	}
	s.goOn(came)
}

// toast tells what came in, and offers to take it back.
func (s *preview) toast(came []*importer.File) {
	batches := make([]int64, len(came))
	for i, f := range came {
		batches[i] = *f.Batch
	}
	undo := action.Action{Label: text.T("imports.undo"), Icon: theme.Icon(theme.IconUndo, theme.Accent), Run: func() { s.undo(batches) }}
	s.h.Toast(page.Toast{Text: s.came(came), Link: &undo, Undo: true})
}

// came says in numbers what came in.
func (s *preview) came(came []*importer.File) string {
	n := s.h.Format().Int
	if len(came) != 1 {
		return text.N("imports.came.files", len(came), n(len(came)))
	}
	c := came[0].Rows
	kind := kindOf(&queued{shown: came[0]})
	taken := c.Created + c.Updated + c.Unchanged
	return text.N(text.Key("imports.came.", kind), taken, n(taken), n(c.Created), n(c.Updated))
}

// undo takes imports back, the last one first. Meanwhile nothing is offered that
// rests on them.
func (s *preview) undo(batches []int64) {
	s.back = true
	s.offer()
	takeBack(s.h, s.svc.Undo, batches, func(went bool) {
		s.back = false
		switch {
		case s.shut:
		case went:
			s.done = nil
			s.header()
			s.Reload()
		default:
			s.offer()
		}
	})
}

// offer draws again what can be done after an import.
func (s *preview) offer() {
	if s.done != nil && !s.shut {
		s.summary(arrived(*s.done))
	}
}

// backOff tells why nothing can be done with an import that is being taken back.
func (s *preview) backOff() string {
	if s.back {
		return text.T("imports.off.back")
	}
	return ""
}

// takeBack takes imports back as a task, the last one first, and says so; then hears
// whether it went well.
func takeBack(h page.Host, undo func(context.Context, int64) (importer.Undone, error), batches []int64, then func(went bool)) {
	h.Start(page.Task{
		Name: text.T("imports.undo.task"),
		Work: func(ctx context.Context, _ *job.Progress) error {
			for _, id := range slices.Backward(batches) {
				if _, err := undo(ctx, id); err != nil {
					return err
				}
			}
			return nil
		},
		Done: func(err error) {
			switch {
			case model.CodeOf(err) == model.Cancelled:
				h.Say(page.Note, text.T("imports.undo.stopped"))
			case err != nil:
				h.Report(text.T("imports.undo.failed"), err)
			default:
				h.Toast(page.Toast{Text: text.N("imports.undone", len(batches), h.Format().Int(len(batches)))})
			}
			then(err == nil)
		},
	})
}

// summary shows what came in and what to do next.
func (s *preview) summary(came []*importer.File) {
	s.idle()
	s.page.Header.SetCount(text.T("imports.done.note"))
	s.page.Header.SetTools(kit.NewButton(kit.Plain, text.T("imports.list"), func() { s.h.Go(page.Route{Screen: page.Imports}) }).WithIcon(theme.IconHistory),
		kit.NewButton(kit.Plain, text.T("imports.other.more"), s.again).WithIcon(theme.IconFolder))
	o := kit.EmptyOptions{Icon: theme.IconTick, Tone: theme.Fine, Title: s.came(came), Below: s.results(came)}
	waits := s.waiting(came)
	if waits > 0 {
		o.Lines = append(o.Lines, text.N("imports.done.waiting", waits, s.h.Format().Int(waits)))
		route := action.Action{Label: text.T("imports.route"), Icon: theme.Icon(theme.IconSplit, theme.Accent), Off: s.backOff, Run: func() { s.h.Go(page.RoutingRoute()) }}
		o.Primary = &route
	}
	o.Second = s.showAction(came)
	s.states.ShowEmpty(o)
	s.h.Refresh()
}

// waiting is how many of the new and changed orders have no supplier yet, paid or
// not, as they were shown.
func (s *preview) waiting(came []*importer.File) (n int) {
	for _, f := range s.files {
		if !slices.ContainsFunc(came, func(c *importer.File) bool { return c.Path == f.req.Path }) {
			continue
		}
		for i := range f.preview().Orders {
			for _, e := range f.preview().Orders[i].Effects {
				if e.Kind == importer.ToForward || e.Kind == importer.MayForward || e.Kind == importer.AwaitsPayment {
					n++
				}
			}
		}
	}
	return n
}

// showAction opens what came in: of orders those of the shop and the days of the
// file.
func (s *preview) showAction(came []*importer.File) *action.Action {
	r := page.Route{Screen: page.Products}
	for _, f := range came {
		if f.Format == importer.ShopifyOrders {
			r.Screen = page.Orders
		}
		if f.Format == importer.Tracking && r.Screen == page.Products {
			r.Screen = page.Parcels
		}
		if f.Format == importer.Answers && r.Screen == page.Products {
			r.Screen = page.Outbox
		}
	}
	if p := s.shownOf(came[0].Path); r.Screen == page.Orders {
		var q orderbook.Query
		if len(came) == 1 && p != nil {
			q = orderbook.Query{Shops: []int64{came[0].Preview.ShopID}, Placed: p.Placed}
		}
		r = page.OrdersRoute(q)
	}
	return &action.Action{Label: text.T(text.Key("imports.show.", r.Screen)), Run: func() { s.h.Go(r) }}
}

// results are the figures of each file that came in, and what can still be done.
func (s *preview) results(came []*importer.File) fyne.CanvasObject {
	n := s.h.Format().Int
	col := kit.Column(theme.Gap12)
	var objs []fyne.CanvasObject
	if n := s.unrated(came); n != nil {
		objs = append(objs, kit.Sized(n, 420, 0))
	}
	objs = append(objs, s.leftOut(came)...)
	for _, f := range came[:min(len(came), 4)] {
		facts := []kit.Fact{
			{Label: text.T("imports.tab.created"), Value: n(f.Rows.Created)},
			{Label: text.T("imports.tab.updated"), Value: n(f.Rows.Updated)},
			{Label: text.T("imports.tab.unchanged"), Value: n(f.Rows.Unchanged)},
			{Label: text.T("imports.tab.refused"), Value: n(f.Rows.Refused)},
		}
		if p := s.shownOf(f.Path); p != nil && p.Currency != "" {
			facts = append(facts, kit.Fact{Label: text.T("imports.total"), Value: s.h.Format().Money(p.Total, p.Currency), Bold: true})
		}
		if len(f.Repairs) > 0 {
			facts = append(facts, kit.Fact{Label: text.T("imports.done.mended"), Value: text.N("imports.cells", len(f.Repairs), n(len(f.Repairs)))})
		}
		card := kit.NewCard(base(f.Path), text.T("imports.batch", n(int(*f.Batch))), nil, kit.NewFacts(facts...))
		if f.Rows.Refused > 0 {
			card.SetFoot(kit.Row(0, kit.NewButton(kit.Link, text.T("imports.refused.save"), func() { s.saveAgain(f.Path) })))
		}
		objs = append(objs, kit.Sized(card, 420, 0))
	}
	batches := make([]int64, len(came))
	for i, f := range came {
		batches[i] = *f.Batch
	}
	undo := kit.NewButton(kit.Link, text.T("imports.undo.long"), func() { s.undo(batches) }).WithIcon(theme.IconUndo)
	undo.SetBusy(s.back)
	objs = append(objs, kit.Row(theme.Gap8, kit.Spacer(), undo, kit.Spacer()))
	col.Set(objs...)
	return col
}

// unrated says that orders are not in the books for want of an exchange rate, with
// the way to the rates; nil when none is missing.
func (s *preview) unrated(came []*importer.File) fyne.CanvasObject {
	for _, f := range came {
		if p := s.shownOf(f.Path); p != nil && p.Rates.Known < p.Rates.Days {
			n := p.Rates.Days - p.Rates.Known
			rates := action.Action{Label: text.T("imports.rates.add"), Run: s.openRates}
			return kit.NewNote(theme.Warned, theme.IconWarning, text.N("imports.done.unrated", n, s.h.Format().Int(n), string(p.Rates.From)), &rates)
		}
	}
	return nil
}

// openRates shows the exchange rates.
func (s *preview) openRates() {
	s.h.Go(page.Route{Screen: page.Books, Params: map[string]string{"tab": "rates"}})
}

func (s *preview) filed(path string) *queued {
	for _, f := range s.files {
		if f.req.Path == path {
			return f
		}
	}
	return nil
}

func (s *preview) shownOf(path string) *importer.Preview {
	if f := s.filed(path); f != nil && f.shown != nil {
		return f.shown.Preview
	}
	return nil
}

// saveAgain saves the refused rows of a file that came in.
func (s *preview) saveAgain(path string) {
	if f := s.filed(path); f != nil && f.shown != nil {
		s.saveRows(f.req, f.shown, f.name())
	}
}

// again imports other files.
func (s *preview) again() {
	s.h.File(ask(), s.h.Import)
}
