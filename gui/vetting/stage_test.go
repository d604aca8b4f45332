package vetting

import (
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/model"
)

func TestVetting_TheOnlyAssessmentHalfDoneIsGoneOnWith(t *testing.T) {
	half := [2]string{"assessment", `{"supplier":"Acme","date":"2026-03-01","assessor":"Anna","gates":{"registered":true},"grades":{"product":4},"finished":false}`}
	h, _ := open(t, book(t, half), "")
	if h.DontSee("Start requalification"); h.Count("Go on assessing") != 2 {
		t.Errorf("the way on is offered %d times, want in the head and below the criteria", h.Count("Go on assessing"))
	}
}

func TestVetting_AStageHoldsFromTheDayThatIsTyped(t *testing.T) {
	b := book(t)
	h, _ := open(t, b, "")
	day := b.Today()
	change := func(to, on string) {
		t.Helper()
		h.Key(action.Plain(fyne.KeyS))
		h.Tap(to)
		h.Type("Why", "they told us")
		if on != "" {
			h.Type("Holds from", on)
		}
		h.Verb()
	}
	change("Probation", string(day.AddDays(1)))
	h.See("Which stage is Acme to have?")
	if s, _ := service(b).Sheet(t.Context(), acme); s.Stage != model.Approved {
		t.Fatalf("it is %s from a day that is still to come", s.Stage)
	}
	h.Type("Holds from", string(day))
	h.Verb()
	change("Blocked", "")
	if last := h.Said[len(h.Said)-1]; last != "The stage of Acme is Blocked now." {
		t.Errorf("it says %q", last)
	}
	steps, err := service(b).StageHistory(t.Context(), acme)
	if err != nil || len(steps) != 2 || steps[0].To != model.Blocked || steps[0].On != day || steps[1].To != model.Probation || steps[1].On != day {
		t.Errorf("steps %+v, %v", steps, err)
	}
}
