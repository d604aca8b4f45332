package grid

import (
	"strings"

	"github.com/dropledger/dropledger/gui/theme"
)

// Cell is what stands in one column of one row. The zero Cell is empty. Parts are
// drawn on one line in this order: tick, icon, text, second text, pills, buttons;
// a bar stands at the left edge and lets the text stand at the right.
type Cell struct {
	Text     string
	Sub      string         // muted second text on the same line
	Tone     theme.Tone     // of Text, and of Icon unless IconTone says other
	Bold     bool           // what the eye must land on: one or two a row
	Fill     theme.Tone     // soft background, for cells that need an eye; Plain for none
	Old      string         // the value before, struck through; Text is the new one
	Wrong    bool           // refused: bad on its soft background
	Icon     theme.IconName // "" for none
	IconTone theme.Tone     // Plain takes Tone
	Pills    []Pill         // states and warnings
	Bar      *float64       // a share of 0 to 1
	Spark    []float64      // a small line of values, oldest first
	Span     *Span          // a bar on a scale of its own, right of the text
	Tick     Tick           // a box of its own in this cell
	Fold     Fold           // an arrow that shows or hides what belongs to the row; the source does
	Buttons  []Button       // verbs of this row
	Tip      string         // tooltip; without, only cut text has one
}

// Span is a bar from one share of 0 to 1 to another, on a scale that the cells of
// other columns can share: a part of a sum, or how sure a figure is.
type Span struct {
	From, To float64
	Dot      *float64   // the figure itself, nil without
	Tone     theme.Tone // Plain is quiet, Accented the result
}

// Pill is a state or warning: a word on a soft background.
type Pill struct {
	Text string
	Icon theme.IconName
	Tone theme.Tone
}

// Button is a verb of a row. Options.OnButton hears it.
type Button struct {
	ID     string
	Label  string
	Key    string         // the key that does the same, "↵"; "" without
	Icon   theme.IconName // "" without
	Strong bool           // the next step of the chosen row
}

// Tick is the state of a box that can be ticked.
type Tick int

// The states of a box.
const (
	NoTick Tick = iota
	TickOff
	TickOn
	TickMixed // some of what it stands for
)

// Fold is the state of a row that other rows belong to. A click on its arrow, and
// Left and Right when it stands in the first column, are a button "fold".
type Fold int

// The states of such a row.
const (
	FoldNone Fold = iota
	FoldShut
	FoldOpen
)

// Line is the look of a whole row.
type Line struct {
	Muted bool // done, archived, switched off
	Bold  bool
}

// Group is the row that heads a group of rows.
type Group struct {
	Title string
	Badge string          // a short word in a round box after the title
	Facts string          // muted, after that
	Cells map[string]Cell // sums and facts in the columns of the rows, by column ID
}

// plain is the cell's text as copied, searched and asked by tests.
func (c Cell) plain() string {
	if c.Sub == "" && len(c.Pills) == 0 && c.Old == "" {
		return c.Text
	}
	parts := make([]string, 0, 3+len(c.Pills))
	if c.Old != "" {
		parts = append(parts, c.Old, "→")
	}
	for _, s := range []string{c.Text, c.Sub} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	for _, p := range c.Pills {
		parts = append(parts, p.Text)
	}
	return strings.Join(parts, " ")
}
