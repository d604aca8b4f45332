package form_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/model"
)

// breaks is a form of price breaks and a field behind them.
func breaks(t *testing.T, o form.Options) (*form.Form, *form.Rows, fyne.Canvas) {
	t.Helper()
	f := form.New(options(o))
	r := f.Rows(form.Spec{Name: "breaks", Label: "Breaks"}, "Add a break", func(r *form.Group) {
		form.AtLeast(r.Quantity(form.Spec{Name: "from", Label: "From", Required: true}), 1)
		r.Money(form.Spec{Name: "cost", Label: "Cost", Required: true}, "EUR")
	})
	r.Check(func(all []form.Values) error {
		if len(all) > 1 && all[0]["from"] == all[1]["from"] {
			return model.Errorf(model.Invalid, "Two breaks begin at the same quantity.")
		}
		return nil
	})
	f.Text(form.Spec{Name: "note", Label: "Note"})
	f.Settle()
	return f, r, shown(t, f)
}

func fillRow(c fyne.Canvas, from, cost string) {
	typed(c, from)
	key(c, fyne.KeyEnter)
	typed(c, cost)
	key(c, fyne.KeyEnter)
}

func TestRows_AreFilledInWithEnterAlone(t *testing.T) {
	saved := form.Values(nil)
	f, r, c := breaks(t, form.Options{Saver: kept(&saved)})
	test.TapCanvas(c, place(t, c, "Add a break").AddXY(3, 3))
	fillRow(c, "50", "11.9")
	fillRow(c, "1200", "10.845")
	equal(t, r.Count(), 3)
	key(c, fyne.KeyEnter) // the empty row is left behind
	equal(t, r.Count(), 2)
	typed(c, "by the pallet")
	f.Submit()
	equal(t, saved, form.Values{"note": "by the pallet", "breaks": []form.Values{{"from": int64(50), "cost": "11.90"}, {"from": int64(1200), "cost": "10.845"}}})
	b, err := saved.JSON()
	equal(t, err, nil)
	equal(t, string(b), `{"breaks":[{"cost":"11.90","from":50},{"cost":"10.845","from":1200}],"note":"by the pallet"}`)
	equal(t, f.LoadJSON(b), nil)
	equal(t, f.Dirty(), false)
	see(t, c, "1,200", "10.845")
}

func TestRows_ComeAndGoByKeys(t *testing.T) {
	f, r, c := breaks(t, form.Options{})
	equal(t, f.LoadJSON([]byte(`{"breaks": [{"from": 10, "cost": 3}, {"from": 20, "cost": 2}]}`)), nil)
	c.Focus(f.First())
	key(c, fyne.KeyDown)
	typed(c, "30")
	key(c, fyne.KeyInsert)
	equal(t, r.Count(), 3)
	equal(t, len(f.Values()["breaks"].([]form.Values)), 2)
	key(c, fyne.KeyUp, fyne.KeyUp, fyne.KeyUp)
	ctrl(c, fyne.KeyDelete)
	equal(t, f.Values()["breaks"], any([]form.Values{{"from": int64(30), "cost": "2.00"}}))
	equal(t, f.Changes(), []form.Change{{Name: "breaks", Label: "Breaks", Before: "10 3.00; 20 2.00", After: "30 2.00"}})
	ctrl(c, fyne.KeyDelete)
	ctrl(c, fyne.KeyDelete)
	equal(t, r.Count(), 0)
	key(c, fyne.KeySpace) // the focus is on the link that adds a row
	equal(t, r.Count(), 1)
}

func TestRows_SayWhichFieldIsWrong(t *testing.T) {
	f, r, c := breaks(t, form.Options{})
	equal(t, f.LoadJSON([]byte(`{"breaks": [{"from": 10, "cost": 3}, {"from": 0}]}`)), nil)
	equal(t, f.Valid(), false)
	see(t, c, "Row 2, From: At least 1.")
	typed(c, "10")
	see(t, c, "Row 2: fill in “Cost”.")
	key(c, fyne.KeyEnter)
	typed(c, "2")
	equal(t, f.Valid(), false)
	see(t, c, "Two breaks begin at the same quantity.")
	r.Remove(1)
	equal(t, f.Valid(), true)
	miss(t, c, "Fill in", "same quantity")
	r.Add()
	equal(t, f.Valid(), true) // an empty row does not count
	f.Refuse(model.FieldErrorf("breaks", "A break must be cheaper than the one before."))
	see(t, c, "A break must be cheaper")
}

func TestRows_ACrossTakesARowAway(t *testing.T) {
	f, r, c := breaks(t, form.Options{})
	equal(t, f.LoadJSON([]byte(`{"breaks": [{"from": 10, "cost": 3}, {"from": 20, "cost": 2}]}`)), nil)
	at := place(t, c, "10")
	test.TapCanvas(c, fyne.NewPos(16+640-8, at.Y+4))
	equal(t, r.Count(), 1)
	equal(t, f.Values()["breaks"], any([]form.Values{{"from": int64(20), "cost": "2.00"}}))
}
