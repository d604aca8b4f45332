package parcels

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/parcel"
)

// shifted presses a key while Shift is held.
func shifted(h *guitest.Host, k fyne.KeyName) {
	h.Key(action.Key{Mod: fyne.KeyModifierShift, Name: k})
}

// onTheWay is a book with what is awaited and two parcels.
func onTheWay(t *testing.T) (*guitest.Host, *Parcels) {
	b := book(t)
	put(t, b, parcel.Input{Tracking: "A", Carrier: of("DHL"), Lines: &[]parcel.LineInput{{Order: "1001", SKU: "LAMP", Quantity: 1}}, State: of(model.InTransit)})
	put(t, b, parcel.Input{Tracking: "B", Carrier: of("DHL"), Lines: &[]parcel.LineInput{{Order: "1002", SKU: "LAMP", Quantity: 1}}})
	h, s := open(t, b, list)
	h.Key(action.Plain(fyne.KeyB))
	return h, s
}

func TestBoard_HasACardForEachParcelInTheLaneOfItsState(t *testing.T) {
	h, s := onTheWay(t)
	h.See("Awaited", "Label made", "In transit", "Customs hold", "None", "A", "B", "1001", "Acme")
	if len(s.board.states) != 9 || len(s.board.keys[0]) != 1 || len(s.board.keys[1]) != 1 || len(s.board.keys[3]) != 1 {
		t.Errorf("%v %v", s.board.states, s.board.keys)
	}
	s.Grid.SetSearch("1002")
	if n := len(s.board.keys[3]); n != 0 || len(s.board.keys[1]) != 1 {
		t.Errorf("search leaves %v", s.board.keys)
	}
	h.See("1 of 3")
	s.Grid.SetSearch("nobody")
	h.See("No parcel fits this filter")
	s.Grid.Clear()
	s.Grid.SetFilter(byState, "in_transit")
	if n := h.Count("B"); n != 0 {
		t.Errorf("B is there %d times", n)
	}
	s.Grid.Clear()
	if n := h.Count("B"); n == 0 {
		t.Error("B did not come back")
	}
}

func TestBoard_ArrowsGoFromCardToCardAndEnterOpensTheDetails(t *testing.T) {
	h, s := onTheWay(t)
	at := func() string { r, _ := s.Grid.CurrentRow(); return called(r) }
	h.Key(action.Plain(fyne.KeyHome))
	for at() != po {
		h.Key(action.Plain(fyne.KeyLeft))
	}
	h.Key(action.Plain(fyne.KeyRight))
	if at() != "B" {
		t.Errorf("right of %s is %s", po, at())
	}
	h.Key(action.Plain(fyne.KeyRight))
	if at() != "A" {
		t.Errorf("past the empty lane comes %s", at())
	}
	s.Escape()
	h.DontSee("What happened")
	h.Key(action.Plain(fyne.KeyReturn))
	h.See("What happened")
	h.Key(action.Plain(fyne.KeyReturn))
	h.See("Corrections are kept in its history")
	h.Key(action.Plain(fyne.KeyEscape))
	s.Escape()
	if s.board == nil || at() != "A" {
		t.Errorf("after the form %s is chosen", at())
	}
}

func TestBoard_AChangeOfStateIsConfirmedAndKept(t *testing.T) {
	h, s := onTheWay(t)
	b := h.Book()
	s.Grid.Select(s.board.keys[3][0])
	s.board.Follow()
	shifted(h, fyne.KeyRight)
	h.See("Where is A now?", "Until now: In transit.")
	if all(t, b)[1].State != "in_transit" {
		t.Error("it changed before it was confirmed")
	}
	h.Verb()
	r := all(t, b)[1]
	if r.State != "customs_hold" || len(h.Reports) != 0 {
		t.Fatalf("%+v, reports %v", r, h.Reports)
	}
	events, err := s.parcels.Events(t.Context(), r.ID)
	if err != nil || events[len(events)-1].State != model.CustomsHold {
		t.Errorf("events %v, %v", events, err)
	}
	past, err := history.New(b.DB, b.Bus).Of(t.Context(), parcel.Kind, r.ID)
	if last := past[len(past)-1]; err != nil || last.Field != "state" || last.NewValue != "customs_hold" {
		t.Errorf("history %+v, %v", past, err)
	}
	if got, _ := s.Grid.CurrentRow(); got.Tracking != "A" || len(s.board.keys[4]) != 1 {
		t.Errorf("%s is chosen, lanes %v", got.Tracking, s.board.keys)
	}
	toast := h.Toasts[len(h.Toasts)-1]
	toast.Link.Do()
	if r := all(t, b)[1]; r.State != "in_transit" {
		t.Errorf("undone: %+v", r)
	}
}

func TestBoard_WhatIsAwaitedGetsANumberAndNothingGoesBackToIt(t *testing.T) {
	h, s := onTheWay(t)
	s.Grid.Select(s.board.keys[1][0])
	shifted(h, fyne.KeyLeft)
	if len(h.Dialogs) != 0 || len(h.Toasts) != 1 || h.Toasts[0].Text != "B has a number, so it is no longer awaited." {
		t.Errorf("dialogs %v, toasts %v", h.Dialogs, h.Toasts)
	}
	s.Grid.Select(s.board.keys[0][0])
	shifted(h, fyne.KeyRight)
	h.See("New parcel", po+" of Acme")
}

func TestBoard_TheMouseChoosesDragsAndOpensTheMenu(t *testing.T) {
	h, s := onTheWay(t)
	find := func(text string) fyne.Position {
		f, ok := h.Find(text)
		if !ok {
			t.Fatalf("no %s", text)
		}
		return f.Middle()
	}
	field := s.board.Stop().(interface {
		fyne.Draggable
		desktop.Mouseable
		fyne.SecondaryTappable
	})
	origin := h.App.Driver().AbsolutePositionForObject(field.(fyne.CanvasObject))
	event := func(at fyne.Position) fyne.PointEvent {
		return fyne.PointEvent{AbsolutePosition: at, Position: at.Subtract(origin)}
	}
	card, lane := find("B"), find("Customs hold")
	field.MouseDown(&desktop.MouseEvent{PointEvent: event(card), Button: desktop.MouseButtonPrimary})
	if r, _ := s.Grid.CurrentRow(); r.Tracking != "B" {
		t.Fatalf("%s is chosen", r.Tracking)
	}
	field.Dragged(&fyne.DragEvent{PointEvent: event(lane), Dragged: fyne.Delta{DX: lane.X - card.X, DY: lane.Y - card.Y}})
	field.DragEnd()
	h.See("Where is B now?")
	h.Verb()
	if r := all(t, h.Book())[0]; r.State != "customs_hold" {
		t.Errorf("%+v, reports %v", r, h.Reports)
	}
	pe := event(find("A"))
	field.TappedSecondary(&pe)
	h.Choose("Change state…")
	h.See("Where is A now?")
}

func TestBoard_IsRememberedOnThisComputer(t *testing.T) {
	h, s := onTheWay(t)
	kept := s.Keep()
	if s = h.Return(New, list, kept).(*Parcels); s.board == nil {
		t.Fatal("the list came back")
	}
	h.See("Customs hold")
	h.Act("parcels.board")
	if s = h.Return(New, list, s.Keep()).(*Parcels); s.board != nil {
		t.Error("the board came back")
	}
}

func TestBoard_WhatCameBackSaysHowItIsAndWhatIsNext(t *testing.T) {
	h, s := onTheWay(t)
	b := h.Book()
	s.Grid.Select(s.board.keys[3][0])
	s.moveTo("returned")
	h.See("Condition", "Next step")
	h.Tap("Damaged")
	h.Tap("Refund")
	h.Verb()
	r := all(t, b)[1]
	if r.State != "returned" || r.Condition != "damaged" || r.NextStep != "refund" || r.Lines[0].Back != 1 {
		t.Fatalf("%+v, reports %v", r, h.Reports)
	}
	h.See("Came back", "Damaged", "1 of 1", "Give the customer the money back")
	h.Key(action.Plain(fyne.KeyE))
	h.See("Condition", "Next step")
	h.Type("Note", "a box was torn")
	h.Key(action.Ctrl(fyne.KeyS))
	if r := all(t, b)[1]; r.Lines[0].Back != 1 || r.Condition != "damaged" {
		t.Errorf("%+v, reports %v", r, h.Reports)
	}
	s.moveTo("in_transit")
	h.Verb()
	if r := all(t, b)[1]; r.State != "in_transit" || r.Condition != "" {
		t.Errorf("%+v, reports %v", r, h.Reports)
	}
}

func TestBoard_ALongLaneScrollsAndSaysHowManyMore(t *testing.T) {
	b := book(t)
	var ins []parcel.Input
	for i := range 60 {
		ins = append(ins, parcel.Input{Tracking: fmt.Sprintf("N%02d", i), Lines: &[]parcel.LineInput{{Order: "1002", SKU: "LAMP", Quantity: 1}}, State: of(model.InTransit)})
	}
	if _, err := parcel.New(b.DB, b.Bus).Put(t.Context(), ins); err != nil {
		t.Fatal(err)
	}
	h, s := open(t, b, list)
	h.Key(action.Plain(fyne.KeyB))
	h.See("and 5")
	s.Grid.Select(s.board.keys[3][0])
	h.Key(action.Plain(fyne.KeyEnd))
	h.See("more above")
	if r, _ := s.Grid.CurrentRow(); rowOf(s, 59).Tracking != r.Tracking {
		t.Errorf("%s is chosen", r.Tracking)
	}
}

func rowOf(s *Parcels, i int) row {
	r, _ := s.Grid.Row(s.board.keys[3][i])
	return r
}

func TestBoard_Pictures(t *testing.T) {
	h := guitest.New(t, guitest.Sample(t))
	h.Resize(guitest.Width, guitest.Height)
	s := h.Open(New, list).(*Parcels)
	h.Key(action.Plain(fyne.KeyB))
	if s.board == nil {
		t.Fatal("no board")
	}
	for name, look := range map[string]theme.Look{"light": theme.Light, "dark": theme.Dark} {
		h.Look(look)
		h.Shot("board-" + name)
		s.Escape()
		h.Shot("board-closed-" + name)
		s.Grid.Open(s.Grid.Current())
	}
	s.moving(s.Rows()[len(s.Rows())-1], "returned")
	h.Shot("board-move")
}

func TestPaste_Pictures(t *testing.T) {
	h, s := open(t, book(t), list)
	for name, look := range map[string]theme.Look{"light": theme.Light, "dark": theme.Dark} {
		h.Look(look)
		s.paste()
		s.pasted.entry.SetText("#1001 1Z999AA10123456784 UPS\n1002;LX123456789CN;China Post\nnot a line")
		s.pasted.look()
		h.See("1 of 3 lines is not understood")
		h.Shot("paste-" + name)
		h.Cancel()
	}
}

// With a form open the button of the board did nothing that could be seen.
func TestBoard_AFormIsLeftForTheBoardAndAskedAboutWhenThereIsSomethingInIt(t *testing.T) {
	h, s := onTheWay(t)
	h.Act("parcels.board")
	s.Create()
	h.See("What left for customers")
	h.Act("parcels.board")
	if h.DontSee("What left for customers"); s.board == nil {
		t.Error("no board came")
	}
	h.Act("parcels.board")
	s.Create()
	h.Type("Tracking number", "1Z")
	h.Act("parcels.board")
	if len(h.Questions) != 1 {
		t.Errorf("asked %d times about what was typed", len(h.Questions))
	}
}
