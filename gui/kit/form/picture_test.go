package form_test

import (
	"context"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
)

// The pictures of the forms are written only when a folder for them is named:
// they are for the eye, the tests beside them check what they show.
func TestPictures(t *testing.T) {
	folder := os.Getenv("FORM_PICTURES")
	if folder == "" {
		t.Skip("FORM_PICTURES names no folder for the pictures")
	}
	for name, look := range map[string]theme.Look{"light": theme.Light, "dark": theme.Dark} {
		a := test.NewTempApp(t)
		theme.Apply(a, theme.Options{Look: look})
		shoot := func(title string, o fyne.CanvasObject, do func(fyne.Canvas)) {
			w := test.NewTempWindow(t, container.NewStack(canvas.NewRectangle(theme.Color(theme.Surface)), o))
			w.SetPadded(false)
			w.Resize(fyne.NewSize(1366, 768))
			if do != nil {
				do(w.Canvas())
			}
			file, err := os.Create(filepath.Join(folder, "form-"+title+"-"+name+".png"))
			if err != nil {
				t.Fatal(err)
			}
			defer file.Close()
			if err := png.Encode(file, w.Canvas().Capture()); err != nil {
				t.Fatal(err)
			}
		}
		panels(t, shoot)
		pages(t, shoot)
	}
}

func panels(t *testing.T, shoot func(string, fyne.CanvasObject, func(fyne.Canvas))) {
	above, left, open := supplier(t, form.Options{}), supplier(t, form.Options{Left: true}), supplier(t, form.Options{})
	fill(t, above, left, open)
	wrong := supplier(t, form.Options{Left: true, Saver: kept(nil)})
	var side []fyne.CanvasObject
	for _, f := range []*form.Form{above, left, wrong} {
		side = append(side, f)
	}
	scrolled := supplier(t, form.Options{})
	fill(t, scrolled)
	shoot("page-end", container.NewWithoutLayout(beside(672, scrolled)...), func(c fyne.Canvas) {
		c.Focus(scrolled.First())
		for range 13 {
			c.FocusNext()
		}
	})
	shoot("panel", container.NewWithoutLayout(beside(348, append(side, open)...)...), func(c fyne.Canvas) {
		wrong.Submit()
		c.Focus(open.First())
		test.Type(c.Focused(), "x")
		for range 12 {
			c.FocusNext()
		}
	})
}

func pages(t *testing.T, shoot func(string, fyne.CanvasObject, func(fyne.Canvas))) {
	page, offer := supplier(t, form.Options{}), offer(t, form.Options{})
	fill(t, page)
	shoot("pages", container.NewWithoutLayout(beside(672, page, offer)...), nil)
	refused := supplier(t, form.Options{Reload: func() {}, Saver: func(context.Context, form.Values) error {
		return model.Errorf(model.Conflict, "Supplier “Lindqvist Textil AB” was changed meanwhile by the import of 14 October. Read it again, or change the name.")
	}})
	fill(t, refused)
	wrong := offer2(t)
	shoot("errors", container.NewWithoutLayout(beside(672, refused, wrong)...), func(c fyne.Canvas) {
		refused.Submit()
		wrong.Submit()
	})
	list := supplier(t, form.Options{})
	fill(t, list)
	shoot("list", container.NewWithoutLayout(beside(672, list)...), func(c fyne.Canvas) {
		c.Focus(list.First())
		for range 4 {
			c.FocusNext()
		}
		test.Type(c.Focused(), "un")
	})
}

func beside(width float32, objects ...fyne.CanvasObject) (all []fyne.CanvasObject) {
	for i, o := range objects {
		o.Resize(fyne.NewSize(width, 768))
		o.Move(fyne.NewPos(float32(i)*(width+8), 0))
		rule := canvas.NewRectangle(theme.Color(theme.Line))
		rule.Resize(fyne.NewSize(1, 768))
		rule.Move(fyne.NewPos(float32(i+1)*(width+8)-4, 0))
		all = append(all, o, rule)
	}
	return all
}

func fill(t *testing.T, forms ...*form.Form) {
	t.Helper()
	for _, f := range forms {
		if err := f.Load(map[string]any{
			"name": "Lindqvist Textil AB", "type": "wholesaler", "stage": "approved", "email": "orders@lindqvist.se", "phone": "+46 33 12 34 56",
			"country": "SE", "currency": "SEK", "handling_days": 2, "cutoff": "14:00", "claim_days": 30, "ships_to": []string{"DE", "AT", "DK", "SE", "GB"},
			"channel": "email", "terms": "Orders over 1,000 SEK ship free.\nClaims with a photograph.", "discount": "2.5", "archived": false,
		}); err != nil {
			t.Fatal(err)
		}
	}
}

func offer2(t *testing.T) *form.Form {
	f := offer(t, form.Options{Saver: kept(nil)})
	if err := f.LoadJSON([]byte(`{"supplier": "", "sku": "THROW-FJORD", "cost": null, "moq": 0, "breaks": [{"from": 50, "cost": "11.9"}, {"from": 20, "cost": null}]}`)); err != nil {
		t.Fatal(err)
	}
	return f
}
