package vetting

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/theme"
)

func TestVetting_ATalkWithoutAnAnswerSaysSoInFull(t *testing.T) {
	h := guitest.New(t, guitest.Sample(t))
	h.Resize(theme.PanelOverBelow, guitest.Height) // the least width with the details beside the list
	h.Open(New, page.Route{Screen: page.Scorecard, Key: "Golden Reed Store", Params: map[string]string{tabParam: tabTalks}})
	if n := h.Count("No answer yet"); n != 2 {
		t.Errorf("in the list and beside it it is read %d times: %q", n, h.Texts())
	}
}

func TestVetting_TheWheelOverAListScrollsTheScorecardWhereTheListEnds(t *testing.T) {
	h := guitest.New(t, guitest.Sample(t))
	h.Resize(1166, 500)
	h.Open(New, page.Route{Screen: page.Scorecard, Key: "Golden Reed Store"})
	was, _ := h.Find("Gates")
	for range 20 {
		test.Scroll(h.Window.Canvas(), was.At.AddXY(20, 90), 0, -60)
	}
	if now, _ := h.Find("Gates"); now.At.Y >= was.At.Y {
		t.Errorf("the scorecard stands still: %v, was %v", now.At, was.At)
	}
}

func TestVetting_ADayToComeIsToldAtItsField(t *testing.T) {
	b := book(t)
	h, _ := open(t, b, tabTests)
	h.Key(action.Ctrl(fyne.KeyN))
	h.Type("Arrived on", "2126-03-09")
	h.Key(action.Ctrl(fyne.KeyReturn))
	h.See("This day is in the future: today is " + h.Format().DateYear(b.Today()) + ".")
}
