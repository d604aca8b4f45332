package rules_test

import (
	"os"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/rules"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/routerule"
)

func TestPictures(t *testing.T) {
	if os.Getenv("PICTURES") == "" {
		t.Skip("pictures are drawn only when PICTURES names a folder for them")
	}
	b := guitest.Sample(t)
	who := first(t, b)
	germany := rule("Germany first", routerule.Prefer, who)
	germany.Countries, germany.Reason = &[]string{"DE", "AT"}, new(string)
	*germany.Reason = "two days faster"
	dear := rule("Look at dear orders", routerule.Hold)
	dear.ValueFrom = record.Known(record.Amount(2_500_000))
	put(t, b, germany, dear, rule("One parcel", routerule.SinglePreferred))
	for _, look := range []struct {
		name string
		look theme.Look
	}{{"light", theme.Light}, {"dark", theme.Dark}} {
		h, s := open(t, b)
		h.Look(look.look)
		h.Shot("rules-" + look.name)
		h.Act("rules.replay")
		h.Shot("rules-replay-" + look.name)
		h.Key(action.Plain(fyne.KeyEscape))
		h.Act("rules.test")
		h.Shot("rules-test-" + look.name)
		h.Cancel()
		s.Create()
		h.Type("Name", "Heavy")
		h.Shot("rules-form-" + look.name)
	}
	h := guitest.New(t, guitest.Empty(t))
	h.Resize(1366, guitest.Height)
	h.Open(rules.New, list)
	h.Shot("rules-empty")
}
