package roster

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/merge"
)

const (
	mergeWidth float32 = 520
	pairsHigh  float32 = 320 // the list of pairs, at most
	pairHeight float32 = 66
	pairsShown         = 40
)

func (l *List[R]) merging() *merge.Service {
	b := l.Host.Book()
	return merge.New(b.DB, b.Bus)
}

// Duplicates lists the pairs of records that may stand for the same.
func (l *List[R]) Duplicates() {
	h, say := l.Host, l.o.Words.Say
	h.Runner().Go(func() {
		pairs, err := l.merging().Propose(h.Context(), l.o.Kind)
		h.Runner().UI(func() {
			switch {
			case err != nil:
				h.Report(say("duplicates.failed"), err)
			case len(pairs) == 0:
				h.Toast(page.Toast{Tone: page.Note, Text: say("duplicates.none")})
			default:
				l.showPairs(pairs)
			}
		})
	})
}

// showPairs lets one of the pairs be chosen.
func (l *List[R]) showPairs(pairs []merge.Pair) {
	w, f := l.o.Words, l.Host.Format()
	var hide func()
	var rows []fyne.CanvasObject
	for i, p := range pairs {
		if i == pairsShown {
			rows = append(rows, kit.NewLabel(kit.Caption, w.Count("duplicates.more", len(pairs)-i, f.Int(len(pairs)-i))))
			break
		}
		look := kit.NewButton(kit.Plain, w.Say("duplicates.look"), func() {
			hide()
			l.preview(merge.Request{Kind: l.o.Kind, From: p.From.ID, Into: p.Into.ID})
		}).Small()
		rows = append(rows, kit.Row(theme.Gap12, kit.Grow(kit.Column(0,
			kit.NewLabel(kit.Strong, w.Say("duplicates.pair", p.From.Name, p.Into.Name)),
			kit.NewLabel(kit.Caption, l.reasons(p.Why)),
			kit.NewLabel(kit.Caption, l.seconds(p)))), look, kit.Gap(0, 0))) // the ring of the button needs room
	}
	list := kit.Sized(kit.Scroll(kit.Column(theme.Gap12, rows...)), 0, min(pairsHigh, float32(len(rows))*pairHeight))
	hide = l.Host.Show(page.Dialog{
		Title: w.Count("duplicates.title", len(pairs), f.Int(len(pairs))), Width: mergeWidth,
		Content: kit.Column(theme.Gap12, kit.Wrapped(kit.Muted, w.Say("duplicates.line")), list),
	})
}

// reasons says why two may be one.
func (l *List[R]) reasons(why []string) string {
	said := make([]string, len(why))
	for i, y := range why {
		said[i] = l.o.Words.Say("why." + y)
	}
	return strings.Join(said, ", ")
}

// seconds tells the two apart: what stands behind each.
func (l *List[R]) seconds(p merge.Pair) string {
	w, f := l.o.Words, l.Host.Format()
	return w.Say("duplicates.uses", w.Count("uses", p.From.Uses, f.Int(p.From.Uses)), w.Count("uses", p.Into.Uses, f.Int(p.Into.Uses)))
}

// MergeInto asks which record a row is to be merged into.
func (l *List[R]) MergeInto(r R) {
	say := l.o.Words.Say
	f := form.New(form.Options{Format: l.Host.Format(), Runner: l.Host.Runner(), Context: l.Host.Context(), Bare: true})
	into := f.Search(form.Spec{Name: "into", Label: say("merge.into"), Hint: say("merge.hint"), Required: true}, l.others(r))
	var hide func()
	hide = l.Host.Show(page.Dialog{
		Title: say("merge.which", l.o.Called(r)), Verb: say("merge.look"), Width: mergeWidth,
		Content: kit.Column(theme.Gap12, kit.Wrapped(kit.Muted, say("merge.line")), f),
		Do: func() (stay bool) {
			value, err := into.Get()
			id, bad := strconv.ParseInt(value, 10, 64)
			if !f.Valid() || err != nil || bad != nil {
				return true
			}
			f.Close()
			hide()
			l.preview(merge.Request{Kind: l.o.Kind, From: l.o.ID(r), Into: id})
			return true // it is closed already, and the preview may stand in its place
		},
		Cancel: f.Close,
	})
}

// others are the records that one can be merged into.
func (l *List[R]) others(r R) form.Source {
	var all []form.Option
	for _, o := range l.Rows() {
		if l.o.ID(o) != l.o.ID(r) && !l.o.Archived(o) {
			all = append(all, form.Option{Value: rowKey(l.o.ID(o)), Label: l.o.Called(o), More: l.o.Key(o)})
		}
	}
	return form.Among(all)
}

// preview tells what a merge would do, and does it on demand.
func (l *List[R]) preview(r merge.Request) {
	h, say := l.Host, l.o.Words.Say
	h.Runner().Go(func() {
		plan, err := l.merging().Preview(h.Context(), r)
		h.Runner().UI(func() {
			if err != nil {
				h.Report(say("merge.failed"), err)
				return
			}
			l.showPlan(r, plan)
		})
	})
}

func (l *List[R]) showPlan(r merge.Request, p merge.Plan) {
	say := l.o.Words.Say
	var hide func()
	swap := kit.NewButton(kit.Link, say("merge.swap"), func() {
		hide()
		l.preview(merge.Request{Kind: r.Kind, From: r.Into, Into: r.From})
	}).WithIcon(theme.IconSwap)
	parts := []fyne.CanvasObject{
		kit.Wrapped(kit.Body, say("merge.what", p.From, p.Into)),
		kit.Row(theme.Gap16*2, kit.Grow(l.counts("merge.moves", p.Moves)), kit.Grow(l.counts("merge.stays", p.Stays))).Top(),
	}
	for _, n := range p.Notes {
		parts = append(parts, kit.NewNote(theme.Warned, theme.IconWarning, n, nil))
	}
	hide = l.Host.Show(page.Dialog{
		Title: say("merge.title", p.From, p.Into), Verb: say("merge.verb"), Width: mergeWidth,
		Content: kit.Column(theme.Gap12, append(parts, kit.Row(0, swap))...),
		Do: func() (stay bool) {
			l.merge(r)
			return false
		},
	})
}

// counts lists how many of what move or stay.
func (l *List[R]) counts(title string, all []merge.Count) fyne.CanvasObject {
	say, f := l.o.Words.Say, l.Host.Format()
	rows := []fyne.CanvasObject{kit.NewLabel(kit.SmallStrong, say(title))}
	for _, c := range all {
		rows = append(rows, kit.Row(theme.Gap8, kit.NewLabel(kit.Body, say("what."+strings.ReplaceAll(c.What, " ", "_"))), kit.Spacer(), kit.Number(kit.Body, f.Int(c.N))))
	}
	if len(all) == 0 {
		rows = append(rows, kit.NewLabel(kit.Muted, say("merge.nothing")))
	}
	return kit.Column(theme.Gap4, rows...)
}

// merge makes one of two and offers to take that back.
func (l *List[R]) merge(r merge.Request) {
	h, say := l.Host, l.o.Words.Say
	var p merge.Plan
	h.Start(page.Task{
		Name: say("merge.task"),
		Work: func(ctx context.Context, _ *job.Progress) (err error) {
			p, err = l.merging().Merge(ctx, r)
			return err
		},
		Done: func(err error) {
			if err != nil {
				h.Report(say("merge.failed"), err)
				return
			}
			undo := kit.Act(l.o.Name+".unmerge", say("undo"), kit.Mark{Icon: theme.IconUndo}, func() { l.unmerge(r, p.From) })
			h.Toast(page.Toast{Text: say("merge.done", p.From, p.Into), Link: &undo, Undo: true})
			l.wanted = rowKey(r.Into)
			l.Reload()
		},
	})
}

// unmerge takes the merge of the record that is called from back.
func (l *List[R]) unmerge(r merge.Request, from string) {
	h, say := l.Host, l.o.Words.Say
	h.Start(page.Task{
		Name: say("merge.untask"),
		Work: func(ctx context.Context, _ *job.Progress) error { return l.merging().Undo(ctx, r.Kind, r.From) },
		Done: func(err error) {
			if err != nil {
				h.Report(say("merge.unfailed"), err)
				return
			}
			h.Toast(page.Toast{Text: say("merge.undone", from)})
			l.wanted = rowKey(r.From)
			l.Reload()
		},
	})
}
