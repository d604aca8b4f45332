package grid

import (
	"errors"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
)

// editing is the field that lies over a cell while it is changed in place.
type editing struct {
	field  *kit.Entry
	key    string
	col    int
	start  string
	commit func(string) error
	wrong  string
	words  *brush
	busy   bool // the field is being closed
}

// EditCell opens the field of a cell. It returns false when the cell cannot be
// changed.
func (b *Board) EditCell(key, column string) bool {
	row, col := b.deck.place(key), b.lay.find(column)
	if row < 0 || col < 0 || b.lay.hidden[col] {
		return false
	}
	start, commit := b.deck.editable(row, col)
	if commit == nil {
		return false
	}
	b.closeEdit()
	e := &editing{field: kit.NewEntry(), key: key, col: col, start: start, commit: commit, words: newBrush()}
	e.field.SetText(start)
	e.field.OnSubmitted = func(string) { b.commitEdit(true) }
	e.field.OnEscape = func() bool { b.cancelEdit(); return true }
	e.field.OnBlur = func() { b.commitEdit(false) }
	b.edit = e
	b.reveal(b.lines.lineOf(row))
	b.draw.paint()
	kit.Focus(e.field)
	return true
}

// editHere opens the field of the row under the cursor: of the column clicked
// last if it can be changed, else of the first that can.
func (b *Board) editHere() bool {
	key := b.Current()
	if key == "" {
		return false
	}
	_, row := b.lines.at(b.cur)
	cols := b.lay.visible()
	if b.editCol >= 0 && !b.lay.hidden[b.editCol] {
		cols = append([]int{b.editCol}, cols...)
	}
	for _, c := range cols {
		if _, commit := b.deck.editable(row, c); commit != nil {
			return b.EditCell(key, b.heads[c].id)
		}
	}
	return false
}

// commitEdit hands over what was typed. What is refused stays open, and says why.
func (b *Board) commitEdit(back bool) {
	e := b.edit
	if e == nil || e.busy {
		return
	}
	if e.field.Text != e.start {
		e.busy = true
		err := e.commit(e.field.Text)
		e.busy = false
		if err != nil {
			e.wrong = sentence(err)
			e.field.SetWrong(true)
			b.draw.paint()
			return
		}
	}
	if b.edit == e {
		b.closeEdit()
	}
	if back {
		kit.Focus(b.self)
	}
}

// cancelEdit leaves the cell as it was.
func (b *Board) cancelEdit() {
	b.closeEdit()
	kit.Focus(b.self)
}

func (b *Board) closeEdit() {
	if e := b.edit; e != nil {
		e.busy = true
		b.edit = nil
		b.draw.paint()
	}
}

// Editing tells which cell is being changed, and why what was typed is refused.
func (b *Board) Editing() (key, column, wrong string) {
	if b.edit == nil {
		return "", "", ""
	}
	return b.edit.key, b.heads[b.edit.col].id, b.edit.wrong
}

// Field is the field of the cell that is being changed, nil when none is.
func (b *Board) Field() *kit.Entry {
	if b.edit == nil {
		return nil
	}
	return b.edit.field
}

// sentence is what a person reads of an error.
func sentence(err error) string {
	var m *model.Error
	if errors.As(err, &m) {
		return m.Message
	}
	return err.Error()
}

// editField puts the field over its cell, wherever the row is now.
func (d *drawing) editField() {
	b, e := d.board, d.board.edit
	d.over.Objects = d.over.Objects[:0]
	if e == nil {
		return
	}
	line := b.lines.lineOf(b.deck.place(e.key))
	at, seen := box{}, false
	for _, p := range d.cols {
		if p.col == e.col {
			at, seen = b.colBox(p), true
		}
	}
	if line < 0 || !seen {
		return
	}
	at.y = theme.GridHeadHeight + float32(b.lines.top(line)-b.off)
	at.h = float32(b.lines.rowH)
	if at.y < theme.GridHeadHeight || float64(at.y+at.h) > float64(theme.GridHeadHeight)+b.viewHeight() {
		return
	}
	e.field.Move(fyne.NewPos(at.x, at.y))
	e.field.Resize(fyne.NewSize(at.w, at.h))
	e.words.begin()
	d.over.Objects = append(d.over.Objects, e.words.box, e.field)
	if e.wrong == "" {
		return
	}
	k := ink{color: theme.Bad, size: theme.SmallSize}
	width := b.self.Size().Width
	w := min(d.rule.width(e.wrong, k)+2*theme.Gap8, width-2*edge)
	note := box{min(at.x, width-edge-w), at.y + at.h + 2, w, theme.SmallControlHeight}
	if float64(note.y+note.h) > float64(theme.GridHeadHeight)+b.viewHeight() {
		note.y = at.y - note.h - 2
	}
	e.words.plate(note, theme.BadSoft, theme.Bad, theme.Radius)
	e.words.text(d.rule.fit(e.wrong, k, w-2*theme.Gap8), box{note.x + theme.Gap8, note.y, w, note.h}, k)
}
