package roster

import (
	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/merge"
	"github.com/dropledger/dropledger/services/put"
)

// Archive puts the chosen record away, or brings it back; one that was merged
// into another comes back with all that went over.
func (l *List[R]) Archive() {
	r, ok := l.Grid.CurrentRow()
	switch {
	case !ok || l.form != nil || l.o.Fixed:
	case l.o.Archived(r):
		l.bringBack(r)
	default:
		l.putAway(r, true, l.Reload)
	}
}

func (l *List[R]) bringBack(r R) {
	h := l.Host
	h.Runner().Go(func() {
		into, err := l.merging().Merged(h.Context(), l.o.Kind, l.o.ID(r))
		h.Runner().UI(func() {
			switch {
			case err != nil:
				h.Report(l.o.Words.Say("unsaved"), err)
			case into != 0:
				l.unmerge(merge.Request{Kind: l.o.Kind, From: l.o.ID(r), Into: into}, l.o.Called(r))
			default:
				l.putAway(r, false, l.Reload)
			}
		})
	})
}

// putAway archives or restores a record, goes on and offers to take that back.
func (l *List[R]) putAway(r R, away bool, then func()) {
	h, say, b := l.Host, l.o.Words.Say, l.Host.Book()
	h.Runner().Go(func() {
		err := put.New(b.DB, b.Bus).Archive(h.Context(), l.o.Kind, l.o.Key(r), away)
		h.Runner().UI(func() {
			if err != nil {
				h.Report(say("unsaved"), err)
				return
			}
			said := say("restored", l.o.Called(r))
			if away {
				said = say("archived.done", l.o.Called(r))
			}
			undo := kit.Act(l.o.Name+".undo", say("undo"), kit.Mark{Icon: theme.IconUndo}, func() {
				l.putAway(r, !away, func() { l.cameBack(r, !away) })
			})
			h.Toast(page.Toast{Text: said, Link: &undo, Undo: true})
			then()
		})
	})
}

// cameBack reads the rows again and chooses the one that an undo was for, so that
// a person sees it where it stood; a form that is open keeps its row.
func (l *List[R]) cameBack(r R, away bool) {
	if l.form == nil && (!away || l.all.Load()) {
		l.wanted = rowKey(l.o.ID(r))
	}
	l.Reload()
}
