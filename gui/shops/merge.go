package shops

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/merge"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/shop"
)

// merging is the dialog that makes one of two shops.
type merging struct {
	s       *Shops
	service *merge.Service
	from    row
	into    *kit.Selector
	plan    *kit.Frame
	loader  *async.Loader[merge.Plan]
	ready   bool // the plan that is shown can be carried out
}

// mergeInto asks which shop the chosen one is part of, and shows what would move.
// A shop that sold is never merged: it offers what can be done instead.
func (s *Shops) mergeInto(r row) {
	if r.Orders > 0 {
		s.explain(r)
		return
	}
	h, b := s.host, s.host.Book()
	var others []shop.Row
	h.Runner().Go(func() {
		rows, err := s.shops.List(h.Context(), record.Filter{})
		h.Runner().UI(func() {
			if err != nil {
				h.Report(text.T("shops.unread"), err)
				return
			}
			for _, o := range rows {
				if o.ID != r.ID {
					others = append(others, o)
				}
			}
			if len(others) == 0 {
				h.Toast(page.Toast{Tone: page.Note, Text: text.T("shops.merge.alone")})
				return
			}
			m := &merging{s: s, service: merge.New(b.DB, b.Bus), from: r, plan: kit.Gap(0, 0)}
			m.show(others)
		})
	})
}

// explain says why a shop that sold stays, and puts it away if a person wants.
func (s *Shops) explain(r row) {
	n := int(r.Orders)
	s.host.Show(page.Dialog{
		Title: text.T("shops.merge.sold.title", r.Name), Verb: text.T("shops.merge.sold.verb", r.Name), Width: 460,
		Content: kit.Column(theme.Gap12,
			kit.NewNote(theme.Warned, theme.IconWarning, text.N("shops.merge.sold.why", n, r.Name, s.host.Format().Int(n)), nil),
			kit.Wrapped(kit.Body, text.T("shops.merge.sold.instead", r.Name)),
			kit.Wrapped(kit.Muted, text.T("shops.merge.sold.other", r.Name))),
		Do: func() (stay bool) {
			s.putAway(r, true, s.Reload)
			return false
		},
	})
}

func (m *merging) show(others []shop.Row) {
	h := m.s.host
	options := make([]kit.Option, len(others))
	for i, o := range others {
		options[i] = kit.Option{ID: strconv.FormatInt(o.ID, 10), Text: o.Name}
	}
	m.loader = async.NewLoader(h.Runner(), m.planned)
	m.into = kit.SelectField(options, func(string) { m.preview() })
	body := kit.Column(theme.Gap12,
		kit.Wrapped(kit.Body, text.T("shops.merge.what", m.from.Name)),
		kit.Column(theme.Gap4, kit.NewLabel(kit.SmallStrong, text.T("shops.merge.into")), m.into),
		kit.Sized(m.plan, 0, planHeight))
	h.Show(page.Dialog{Title: text.T("shops.merge.title", m.from.Name), Content: body, Verb: text.T("shops.merge.verb"), Width: 460, Do: m.do, Cancel: m.loader.Stop})
	m.preview()
}

// planHeight is the room kept for the plan, so that nothing jumps.
const planHeight float32 = 110

func (m *merging) request() merge.Request {
	into, err := strconv.ParseInt(m.into.Chosen(), 10, 64)
	if err != nil {
		into = 0 // the service says that there is no such shop
	}
	return merge.Request{Kind: shop.Kind, From: m.from.ID, Into: into}
}

// preview works out what the merge would do.
func (m *merging) preview() {
	r := m.request()
	m.loader.Load(m.s.host.Context(), func(ctx context.Context) (merge.Plan, error) { return m.service.Preview(ctx, r) })
}

// planned shows what would move, or why nothing can.
func (m *merging) planned(s async.State[merge.Plan]) {
	m.ready = s.Phase == async.Ready
	switch s.Phase {
	case async.Loading:
		m.plan.SetInner(kit.NewLabel(kit.Caption, text.T("shops.past.loading")))
	case async.Failed:
		m.plan.SetInner(kit.NewNote(theme.Warned, theme.IconWarning, s.Err.Error(), nil))
	case async.Ready:
		var lines []fyne.CanvasObject
		var facts []kit.Fact
		for _, c := range s.Value.Moves {
			facts = append(facts, kit.Fact{Label: text.T("shops.merge.moves", c.What), Value: m.s.host.Format().Int(c.N)})
		}
		for _, c := range s.Value.Stays {
			facts = append(facts, kit.Fact{Label: text.T("shops.merge.stays", c.What), Value: m.s.host.Format().Int(c.N)})
		}
		lines = append(lines, kit.NewFacts(facts...))
		for _, n := range s.Value.Notes {
			lines = append(lines, kit.Wrapped(kit.Caption, n))
		}
		m.plan.SetInner(kit.Column(theme.Gap8, append(lines, kit.Wrapped(kit.Caption, text.T("shops.merge.after", m.from.Name)))...))
	}
}

// do merges; the dialog stays while there is nothing that can be done.
func (m *merging) do() (stay bool) {
	if !m.ready {
		return true
	}
	h, r := m.s.host, m.request()
	h.Start(page.Task{
		Name: text.T("shops.merge.task"),
		Work: func(ctx context.Context, _ *job.Progress) error {
			_, err := m.service.Merge(ctx, r)
			return err
		},
		Done: func(err error) {
			if err != nil {
				h.Report(text.T("shops.merge.failed"), err)
				return
			}
			undo := kit.Act("shops.merge.undo", text.T("shops.undo"), kit.Mark{Icon: theme.IconUndo}, m.undo)
			h.Toast(page.Toast{Text: text.T("shops.merge.done", m.from.Name), Link: &undo, Undo: true})
			m.s.chose(strconv.FormatInt(r.Into, 10))
		},
	})
	return false
}

// undo makes two shops of them again.
func (m *merging) undo() {
	h := m.s.host
	h.Start(page.Task{
		Name: text.T("shops.merge.task"),
		Work: func(ctx context.Context, _ *job.Progress) error { return m.service.Undo(ctx, shop.Kind, m.from.ID) },
		Done: func(err error) {
			if err != nil {
				h.Report(text.T("shops.merge.failed"), err)
				return
			}
			m.s.chose(strconv.FormatInt(m.from.ID, 10))
		},
	})
}
