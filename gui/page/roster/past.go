package roster

import (
	"slices"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/history"
)

// pastShown is how many changes the panel tells.
const pastShown = 8

// Past is what was changed in the row of the panel, as a section of it.
func (l *List[R]) Past() fyne.CanvasObject {
	return kit.PanelSection(l.o.Words.Say("past"), "", l.past)
}

// showPast shows who changed the row in the panel, the newest first.
func (l *List[R]) showPast(s async.State[[]history.Entry]) {
	switch s.Phase {
	case async.Loading:
		return
	case async.Failed:
		l.past.SetInner(kit.NewLabel(kit.Caption, l.o.Words.Say("past.failed")))
	case async.Ready:
		l.past.SetInner(l.pastOf(s.Value))
	}
	if l.panel != nil {
		l.panel.Refresh()
	}
}

// pastOf lists changes: what was changed, and below it when and by whom.
func (l *List[R]) pastOf(entries []history.Entry) fyne.CanvasObject {
	w, f := l.o.Words, l.Host.Format()
	var rows []fyne.CanvasObject
	for _, e := range slices.Backward(entries) {
		if len(rows) == pastShown {
			more := len(entries) - pastShown
			rows = append(rows, kit.NewLabel(kit.Caption, w.Count("past.more", more, f.Int(more))))
			break
		}
		what := l.changed(e)
		when := w.Say("past.when", f.Moment(e.RecordedAt), e.Who)
		if e.Why != "" && what != e.Why {
			when = w.Say("past.why", f.Moment(e.RecordedAt), e.Who, e.Why)
		}
		rows = append(rows, kit.Column(0, kit.Wrapped(kit.Small, what), kit.Wrapped(kit.Caption, when)))
	}
	if len(rows) == 0 {
		rows = append(rows, kit.NewLabel(kit.Caption, w.Say("past.none")))
	}
	return kit.Column(theme.Gap8, rows...)
}

// changed says one change in words.
func (l *List[R]) changed(e history.Entry) string {
	w := l.o.Words
	name, before, after := w.Field(e.Field), w.Value(e.Field, e.OldValue), w.Value(e.Field, e.NewValue)
	switch {
	case e.Field == "merged_into" && e.Why != "":
		return e.Why
	case isCreated(e):
		return w.Say("past.created")
	case e.OldValue == "":
		return w.Say("past.set", name, after)
	case e.NewValue == "":
		return w.Say("past.cleared", name, before)
	}
	return w.Say("past.changed", name, before, after)
}

// isCreated tells the entry that stands for a new record.
func isCreated(e history.Entry) bool {
	return slices.Contains(history.Created(), history.Change{Field: e.Field, Old: e.OldValue, New: e.NewValue})
}
