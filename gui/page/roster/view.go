package roster

import (
	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
)

// View is another look at the rows of a list than the grid: a board, say. The grid
// goes on beside: it reads, searches, filters and sorts, and its cursor is the
// view's.
type View interface {
	Content() fyne.CanvasObject
	Stop() fyne.Focusable // what takes the keyboard
	Follow()              // rows, their order or the cursor of the grid are others now
}

// SetView shows the rows by a view, or by the grid when it is nil. A grid without
// rows is always shown itself: it says why there are none.
func (l *List[R]) SetView(v View) {
	l.view = v
	if v != nil {
		v.Follow()
	}
	if !l.wide {
		l.putBody()
		kit.Focus(l.stop())
	}
}

// putBody puts up what shows the rows.
func (l *List[R]) putBody() {
	l.shown = l.body()
	l.Page.SetBody(l.shown)
}

// viewing tells whether the view is shown.
func (l *List[R]) viewing() bool {
	return l.view != nil && l.Grid != nil && l.Grid.Len() > 0 && l.Grid.Err() == nil
}

// body is what shows the rows.
func (l *List[R]) body() fyne.CanvasObject {
	if l.viewing() {
		return l.view.Content()
	}
	return l.Grid
}

// stop is what of the body takes the keyboard.
func (l *List[R]) stop() fyne.Focusable {
	if l.viewing() {
		return l.view.Stop()
	}
	return l.Grid
}

// follow lets the view show what the grid has, and changes places with the grid
// when there is something else to be said.
func (l *List[R]) follow() {
	if l.view == nil || l.Grid == nil {
		return
	}
	l.view.Follow()
	if l.wide || l.shown == l.body() {
		return
	}
	focused := l.Grid.Focused()
	l.putBody()
	if focused {
		kit.Focus(l.stop())
	}
}
