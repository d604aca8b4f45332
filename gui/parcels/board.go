package parcels

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/parcel"
	"github.com/dropledger/dropledger/services/record"
)

// boardKey remembers on this computer whether the board is shown.
const boardKey = "parcels.board"

// board shows the rows of the list as cards in one lane for each state.
type board struct {
	*kit.Lanes
	s      *Parcels
	states []string
	keys   [][]string        // of the grid's rows, by lane
	at     map[string][2]int // lane and card of each
	gone   bool              // a lane for what is put away is there
}

func newBoard(s *Parcels) *board {
	b := &board{s: s}
	b.Lanes = kit.NewLanes(kit.LanesOptions{
		Card:      b.card,
		OnCurrent: func(lane, card int) { s.Grid.Select(b.keys[lane][card]) },
		OnOpen:    func() { s.Grid.Open(s.Grid.Current()) },
		OnMenu:    func(at fyne.Position) { s.Host.Menu(at, s.chosen()) },
		OnShift:   b.shift,
		OnDrop:    func(lane int) { s.moveTo(b.states[lane]) },
		More:      b.more,
		None:      text.T("parcels.board.none"),
	})
	return b
}

// lanes are the states of the board from left to right.
func lanes(archived bool) []string {
	all := []string{parcel.Awaited}
	for _, st := range model.ParcelStates() {
		all = append(all, string(st))
	}
	if archived {
		all = append(all, record.StateArchived)
	}
	return all
}

// Content implements roster.View.
func (b *board) Content() fyne.CanvasObject { return b.Lanes }

// Follow implements roster.View.
func (b *board) Follow() {
	s := b.s
	b.gone = slices.ContainsFunc(s.Rows(), func(r row) bool { return r.Archived })
	b.states = lanes(b.gone)
	lane := map[string]int{}
	for i, st := range b.states {
		lane[st] = i
	}
	b.keys, b.at = make([][]string, len(b.states)), map[string][2]int{}
	for key, r := range s.Grid.Shown() {
		i := lane[state(r)]
		b.at[key] = [2]int{i, len(b.keys[i])}
		b.keys[i] = append(b.keys[i], key)
	}
	all := make([]kit.Lane, len(b.states))
	for i, st := range b.states {
		all[i] = kit.Lane{Title: stateName(st), Icon: faces[st].icon, Tone: faces[st].tone, Cards: len(b.keys[i])}
	}
	b.Set(all)
	b.point()
}

// point puts the cursor on the card of the grid's row.
func (b *board) point() {
	if at, ok := b.at[b.s.Grid.Current()]; ok {
		b.SetCurrent(at[0], at[1])
		return
	}
	b.SetCurrent(-1, -1)
}

// card is what a card shows: number, order and supplier, and how its days are.
func (b *board) card(lane, card int) kit.LaneCard {
	r, ok := b.s.Grid.Row(b.keys[lane][card])
	if !ok {
		return kit.LaneCard{}
	}
	f := b.s.Host.Format()
	c := kit.LaneCard{
		Title: called(r), Lines: [2]string{strings.Join(r.Orders, text.T("parcels.join")), r.Supplier}, Left: b.age(r), Tone: theme.Quiet,
	}
	if r.Promised != "" {
		c.Right = text.T("parcels.board.promised", f.Date(r.Promised))
	}
	if len(r.Attention) > 0 {
		of := concernFace(r.Attention[0])
		c.Icon, c.Tone = of.icon, of.tone
	}
	if r.Late && !r.Archived && r.State != string(model.Delivered) {
		c.Right, c.Tone = text.T("parcels.board.late", f.Days(r.DaysLate)), theme.Wrong
	}
	c.Tip = b.tip(r)
	return c
}

// age is for how many days a card has stood where it is; of what has arrived the
// day.
func (b *board) age(r row) string {
	f := b.s.Host.Format()
	since := r.Moved
	switch {
	case r.State == string(model.Delivered):
		return f.Date(r.Delivered)
	case since == "":
		since = r.Sent
	}
	if since == "" {
		return ""
	}
	return f.Days(max(since.DaysUntil(b.s.Host.Book().Today()), 0))
}

func (b *board) tip(r row) string {
	lines := []string{called(r)}
	for _, l := range []string{r.Carrier, strings.Join(r.Orders, text.T("parcels.join")), r.Supplier} {
		if l != "" {
			lines = append(lines, l)
		}
	}
	if r.Promised != "" {
		lines = append(lines, text.T("parcels.board.tip", b.s.Host.Format().Date(r.Promised)))
	}
	if what := said(r); what != "" {
		lines = append(lines, what)
	}
	return strings.Join(append(lines, r.Warnings...), "\n")
}

// more says how many cards of a lane are not seen.
func (b *board) more(above, below int) string {
	f := b.s.Host.Format()
	switch {
	case above == 0:
		return text.N("parcels.board.below", below, f.Int(below))
	case below == 0:
		return text.N("parcels.board.above", above, f.Int(above))
	}
	return text.T("parcels.board.both", f.Int(above), f.Int(below))
}

// shift moves the card under the cursor one lane on, or back.
func (b *board) shift(by int) {
	lane, _ := b.Current()
	if to := lane + by; lane >= 0 && to >= 0 && to < len(b.states) {
		b.s.moveTo(b.states[to])
	}
}

// toggleBoard shows the board, or the list again; this computer remembers which. A
// long form that stands in their place is left first.
func (s *Parcels) toggleBoard() {
	s.Leave(func() {
		s.showBoard(s.board == nil)
		s.Host.Remember(boardKey, s.board != nil)
		s.Host.Refresh()
	})
}

func (s *Parcels) showBoard(on bool) {
	if !on {
		s.board = nil
		s.SetView(nil)
		return
	}
	s.board = newBoard(s)
	s.SetView(s.board)
}

// chosen are the actions for the menu of a card.
func (s *Parcels) chosen() []action.Action {
	var all []action.Action
	for _, a := range s.Actions() {
		if slices.Contains([]string{"parcels.edit", "parcels.move", "parcels.track", "parcels.delivered", "parcels.verify", "parcels.order", "parcels.notice", "parcels.nudge", "parcels.archive", "parcels.restore"}, a.ID) {
			all = append(all, a)
		}
	}
	return all
}
