package suppliers_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/supplier"
)

func TestSuppliers_EnterAndAKeyOpenTheScorecard(t *testing.T) {
	h, s := open(t, guitest.Small(t), list)
	r, _ := s.Grid.CurrentRow()
	h.See("How it is judged", "Class", "Score", "Requalify")
	h.Key(action.Plain(fyne.KeyReturn), action.Plain(fyne.KeyS))
	h.Tap("Agreements")
	if len(h.Routes) != 3 {
		t.Fatalf("went to %v", h.Routes)
	}
	for _, to := range h.Routes {
		if to.Screen != page.Scorecard || to.Key != r.Name {
			t.Errorf("went to %v", to)
		}
	}
	if h.Routes[2].Param("tab") != "terms" {
		t.Errorf("agreements lead to %v", h.Routes[2])
	}
}

func TestSuppliers_TheStageChangesByItsDialogAlone(t *testing.T) {
	b, approved := guitest.Empty(t), model.Approved
	put(t, b, supplier.Input{Name: "Acme", Stage: &approved})
	h, _ := open(t, b, list)
	h.Key(action.Plain(fyne.KeyE))
	h.DontSee("Candidate")
	h.Key(action.Plain(fyne.KeyEscape))
	h.Key(action.Plain(fyne.KeyT))
	h.See("Which stage is Acme to have?")
	h.Tap("Blocked")
	h.Verb()
	if r := all(t, b)["Acme"]; r.Stage != model.Approved {
		t.Fatal("it changed without a reason")
	}
	h.Type("Why", "Late twice")
	h.Verb()
	h.See("Blocked")
	if r := all(t, b)["Acme"]; r.Stage != model.Blocked {
		t.Errorf("it is %s, reports %v", r.Stage, h.Reports)
	}
}

func TestSuppliers_TheFormKeepsWhatASupplierIsKnownBy(t *testing.T) {
	b, approved := guitest.Empty(t), model.Approved
	put(t, b, supplier.Input{Name: "Acme", Stage: &approved})
	h, _ := open(t, b, list)
	h.Key(action.Plain(fyne.KeyE))
	h.Type("Tax number", "DE811334502")
	h.Type("Website", "https://acme.example")
	h.Type("Languages", "en,")
	h.Type("Currencies", "usd,")
	h.Type("Requalify on", "2026-12-01")
	h.Key(action.Ctrl(fyne.KeyReturn))
	r := all(t, b)["Acme"]
	if r.TaxNumber != "DE811334502" || r.Website != "https://acme.example" || r.RequalifyOn != "2026-12-01" || r.Stage != model.Approved || len(r.Languages) != 1 || len(r.Currencies) != 1 || r.Currencies[0] != "USD" {
		t.Fatalf("%+v, reports %v", r, h.Reports)
	}
	tax := "DE 811 334 502"
	put(t, b, supplier.Input{Name: "Zenith", TaxNumber: &tax})
	h.Key(action.Plain(fyne.KeyG))
	h.See("same tax number")
}
