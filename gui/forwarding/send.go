package forwarding

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports/documents"
	"github.com/dropledger/dropledger/services/approval"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/setting"
)

func (s *Screen) sendAction(n int) action.Action {
	return kit.Act("forwarding.send", text.N("forwarding.do.send", n, s.host.Format().Int(n)), kit.Mark{Icon: theme.IconForwarding, Key: action.Ctrl(fyne.KeyReturn)}, s.send)
}

// Primary implements page.Primary: it does what the primary button says.
func (s *Screen) Primary() {
	b := s.board()
	switch {
	case b == nil:
	case len(s.loader.State().Value.due()) > 0:
		s.send()
	case toRoute(b) > 0:
		s.route()
	case toGather(b) > 0:
		s.gather()
	case placed(b) > 0:
		s.byHand().Do()
	case lacksOffers(b):
		s.pricesAction().Do()
	}
}

// send approves what is shown and nothing speaks against, and brings each to its
// supplier in the supplier's way: by e-mail or into its folder. Exactly the
// purchase orders leave that were shown.
func (s *Screen) send() {
	v := s.loader.State().Value
	if v == nil {
		return
	}
	s.dispatch(v, v.due())
}

// sendOne sends the purchase order of a row now, also when it still gathers.
func (s *Screen) sendOne(r row) {
	if v := s.loader.State().Value; v != nil && cannotSend(r) == "" {
		s.dispatch(v, []*approval.Purchase{r.purchase})
	}
}

func (s *Screen) dispatch(v *news, all []*approval.Purchase) {
	switch {
	case v.folder != "":
		s.sendTo(v.folder, all)
	case len(all) > 0 && allByMail(all):
		s.sendMail(all)
	default:
		s.askFolder(all)
	}
}

func allByMail(all []*approval.Purchase) bool {
	return !slices.ContainsFunc(all, func(p *approval.Purchase) bool { return p.Channel != model.ByEmail })
}

// sendMail sends what leaves by e-mail only, for which no folder is needed; while
// no mail server is set it goes into a folder, as drafts.
func (s *Screen) sendMail(all []*approval.Purchase) {
	run, ctx := s.host.Runner(), s.host.Context()
	run.Go(func() {
		server, err := s.settings.Get(ctx, string(setting.SMTPHost))
		run.UI(func() {
			switch {
			case err != nil:
				s.host.Report(text.T("forwarding.unread"), err)
			case server.Value == "":
				s.askFolder(all)
			default:
				s.sendTo("", all)
			}
		})
	})
}

// askFolder asks where purchase orders go, once; Settings can change it.
func (s *Screen) askFolder(all []*approval.Purchase) {
	s.host.File(page.FileAsk{Title: text.T("forwarding.folder.title"), Folder: true, Purpose: "forward"}, func(paths []string) {
		folder := paths[0]
		s.work(text.T("forwarding.folder.failed"), func(ctx context.Context) error {
			return s.settings.Set(ctx, string(setting.ForwardFolder), folder)
		}, func() { s.confirm(folder, all) })
	})
}

// confirm asks once more when the folder is new: what leaves cannot be called
// back, and the folder may have been chosen too fast.
func (s *Screen) confirm(folder string, all []*approval.Purchase) {
	s.host.Ask(page.Question{
		Title: text.N("forwarding.folder.ask", len(all), s.host.Format().Int(len(all))),
		Lines: []string{folder, text.T("forwarding.folder.kept")}, Verb: text.T("forwarding.do.sendnow"),
	}, func() { s.sendTo(folder, all) })
}

func (s *Screen) sendTo(folder string, all []*approval.Purchase) {
	var ids, drafts []int64
	for _, p := range all {
		ids = append(ids, p.ID)
		if p.State != model.PurchaseApproved {
			drafts = append(drafts, p.ID)
		}
	}
	var done forward.Result
	b := s.host.Book()
	outbox := forward.New(b.DB, b.Bus, b.Jobs, documents.For(b.Program, b.DB))
	s.host.Start(page.Task{
		Name: text.T("forwarding.send.task"),
		Work: func(ctx context.Context, _ *job.Progress) (err error) {
			if len(drafts) > 0 {
				if err := s.approval.Approve(ctx, drafts); err != nil {
					return err
				}
			}
			done, err = outbox.Forward(ctx, forward.Options{Out: folder, Send: true, Purchases: ids})
			return err
		},
		Done: func(err error) { s.sent(folder, done, err) },
	})
}

// sent tells what left and what did not, also when the work was stopped.
func (s *Screen) sent(folder string, done forward.Result, err error) {
	f := s.host.Format()
	s.top = len(done.Sent) > 0 // what is left is another list: it is seen from its first head on
	s.Reload()
	switch {
	case model.CodeOf(err) == model.Cancelled:
		s.host.Toast(page.Toast{Tone: page.Warning, Text: text.N("forwarding.send.stopped", len(done.Sent), f.Int(len(done.Sent)))})
		return
	case err != nil:
		s.host.Report(text.N("forwarding.send.failed", len(done.Sent), f.Int(len(done.Sent))), err)
		return
	}
	open := action.Action{ID: "forwarding.folder", Label: text.T("forwarding.do.folder"), Run: func() { s.host.OpenFile(folder) }}
	if folder == "" {
		open = action.Action{ID: "forwarding.outbox.open", Label: text.T("forwarding.do.outbox"), Run: func() { s.host.Go(page.Route{Screen: page.Outbox}) }}
	}
	if len(done.Held) > 0 {
		s.remained(done.Held)
	}
	if len(done.Sent) == 0 && len(done.Held) > 0 {
		return
	}
	t := page.Toast{Text: text.N("forwarding.send.done", len(done.Sent), f.Int(len(done.Sent))), Link: &open}
	if len(done.Held) > 0 {
		t.Tone = page.Warning
	}
	s.host.Toast(t)
	s.host.Say(page.Done, t.Text)
}

// remained says what did not leave and why; of what nobody knows whether it left,
// that, with the way to where a person says what is true.
func (s *Screen) remained(held []forward.Held) {
	run, ctx, db := s.host.Runner(), s.host.Context(), s.host.Book().DB
	run.Go(func() {
		rows, err := forward.Outbox(ctx, db, forward.Filter{State: forward.StateUnknown})
		run.UI(func() {
			unsure := err == nil && slices.ContainsFunc(held, func(h forward.Held) bool {
				return slices.ContainsFunc(rows, func(r forward.Row) bool { return r.Number == h.Purchase })
			})
			s.tell(held, unsure)
		})
	})
}

func (s *Screen) tell(held []forward.Held, unsure bool) {
	f := s.host.Format()
	why := reasons(held)
	title := text.N("forwarding.send.held", len(held), f.Int(len(held)))
	if unsure {
		title = text.N("forwarding.send.unsure", len(held), f.Int(len(held)))
		why = append(why, text.T("forwarding.send.settle"))
	}
	var lines []fyne.CanvasObject
	for _, w := range why {
		lines = append(lines, kit.Wrapped(kit.Body, w))
	}
	s.host.Show(page.Dialog{
		Title: title, Content: kit.Column(theme.Gap8, lines...), Width: 520, Verb: text.T("forwarding.do.outbox"), No: text.T("forwarding.send.later"),
		Do: func() bool {
			s.host.Runner().UI(s.outbox) // once the dialog has gone
			return false
		},
	})
}

// named is how many purchase orders are named before the rest is only counted.
const named = 4

// reasons are why purchase orders did not leave, each reason once with those it
// holds for.
func reasons(held []forward.Held) (lines []string) {
	of := map[string][]string{}
	var order []string
	for _, h := range held {
		if of[h.Reason] == nil {
			order = append(order, h.Reason)
		}
		of[h.Reason] = append(of[h.Reason], h.Purchase)
	}
	for _, why := range order {
		numbers := of[why]
		who := strings.Join(numbers[:min(named, len(numbers))], ", ")
		if more := len(numbers) - named; more > 0 {
			who = text.N("forwarding.send.more", more, who, strconv.Itoa(more))
		}
		lines = append(lines, who+": "+why)
	}
	return lines
}
