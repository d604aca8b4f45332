package form_test

import (
	"context"
	"reflect"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
)

// english writes "1,234.50" and "14 Oct 2026", german "1.234,50" and "14.10.2026".
func english() *format.Format { return written("en-GB") }
func german() *format.Format  { return written("de-DE") }

func written(locale string) *format.Format {
	o := format.Locale(locale)
	o.Now = func() time.Time { return time.Date(2026, 10, 14, 9, 0, 0, 0, time.UTC) }
	return format.New(o)
}

func options(o form.Options) form.Options {
	if o.Format == nil {
		o.Format = english()
	}
	if o.Runner == nil {
		o.Runner = async.Inline{}
	}
	if o.Leave == nil {
		o.Leave = func() {}
	}
	return o
}

func countries() []form.Option {
	var all []form.Option
	for _, c := range []string{"AT", "CH", "CN", "DE", "DK", "FR", "GB", "PL", "SE", "US", "AE"} {
		all = append(all, form.Option{Value: c, Label: model.Country(c).Name(), Detail: c})
	}
	return all
}

func destination(s string) (form.Option, error) {
	for _, c := range countries() {
		if strings.EqualFold(s, c.Value) || strings.EqualFold(s, c.Label) {
			return form.Option{Value: c.Value, Label: c.Label}, nil
		}
	}
	return form.Option{}, model.Errorf(model.Invalid, "%q is not a country: write its name or two letters, such as DE.", s)
}

// supplier is a form as the supplier's screen has it.
func supplier(t *testing.T, o form.Options) *form.Form {
	t.Helper()
	f := form.New(options(o))
	f.Section("Who")
	form.Longest(f.Text(form.Spec{Name: "name", Label: "Name", Required: true, Wide: true, Help: "No two suppliers share a name."}), 120)
	f.Choice(form.Spec{Name: "type", Label: "Kind of source"}, form.Option{Value: "marketplace", Label: "Marketplace"}, form.Option{Value: "wholesaler", Label: "Wholesaler"}, form.Option{Value: "private_label", Label: "Private label"}, form.Option{Value: "agent", Label: "Agent"})
	f.Email(form.Spec{Name: "email", Label: "E-mail", Help: "Where purchase orders go."})
	f.Phone(form.Spec{Name: "phone", Label: "Telephone"})
	f.Choice(form.Spec{Name: "country", Label: "Country"}, countries()...)
	f.Search(form.Spec{Name: "currency", Label: "Currency of its prices"}, form.Among([]form.Option{{Value: "EUR", Detail: "euro"}, {Value: "SEK", Detail: "Swedish krona"}, {Value: "USD", Detail: "US dollar"}}))
	f.Section("How it works", "What forwarding and promises to customers are counted with.")
	form.Range(f.Quantity(form.Spec{Name: "handling_days", Label: "Handling", Unit: "working days", Help: "From order to dispatch."}), 0, 365)
	f.Time(form.Spec{Name: "cutoff", Label: "Same day until"})
	form.Range(f.Quantity(form.Spec{Name: "claim_days", Label: "Claims", Unit: "days", Help: "After delivery."}), 0, 3650)
	f.Percent(form.Spec{Name: "discount", Label: "Discount"})
	f.Words(form.Spec{Name: "ships_to", Label: "Ships to", Hint: "Add a country"}, destination)
	f.Choice(form.Spec{Name: "channel", Label: "Takes orders by"}, form.Option{Value: "folder", Label: "Folder", Icon: "folder"}, form.Option{Value: "email", Label: "E-mail", Icon: "mail"}, form.Option{Value: "marketplace", Label: "By hand", Icon: "hammer"})
	f.Multi(form.Spec{Name: "terms", Label: "Terms"}, 3)
	f.Check(form.Spec{Name: "archived", Label: "Put away"})
	f.Settle()
	return f
}

// offer is a form with price breaks.
func offer(t *testing.T, o form.Options) *form.Form {
	t.Helper()
	f := form.New(options(o))
	f.Section("Offer")
	f.Search(form.Spec{Name: "supplier", Label: "Supplier", Required: true}, form.Source{Find: func(_ context.Context, q string) ([]form.Option, error) {
		return []form.Option{{Value: "Lindqvist Textil AB", Detail: "SE"}, {Value: "Ceramika Bolesław", Detail: "PL"}}, nil
	}})
	f.Text(form.Spec{Name: "sku", Label: "SKU", Required: true})
	f.Money(form.Spec{Name: "cost", Label: "Cost of a piece", Required: true, Help: "Up to four decimals."}, "EUR")
	form.AtLeast(f.Quantity(form.Spec{Name: "moq", Label: "Least quantity", Unit: "pieces"}), 1)
	f.Date(form.Spec{Name: "valid_from", Label: "Valid from", Help: "The older offer ends the day before."})
	f.Date(form.Spec{Name: "valid_to", Label: "Valid to", Help: "Empty is open."})
	f.Section("Price breaks")
	f.Rows(form.Spec{Name: "breaks", Label: "Other prices from a quantity on"}, "Add a price break", func(r *form.Group) {
		form.AtLeast(r.Quantity(form.Spec{Name: "from", Label: "From", Unit: "pieces", Required: true}), 1)
		r.Money(form.Spec{Name: "cost", Label: "Cost", Required: true}, "EUR")
		r.Text(form.Spec{Name: "note", Label: "Note", Share: 2})
	})
	if err := f.LoadJSON([]byte(`{"supplier": "Ceramika Bolesław", "sku": "VASE-SUND-24", "cost": "12.5", "moq": 10, "valid_from": "2026-10-01", "breaks": [{"from": 50, "cost": "11.9"}, {"from": 1200, "cost": "10.845", "note": "by the pallet"}]}`)); err != nil {
		t.Fatal(err)
	}
	return f
}

// kept is a service that takes everything and remembers the last it took.
func kept(into *form.Values) func(context.Context, form.Values) error {
	return func(_ context.Context, v form.Values) error {
		if into != nil {
			*into = v
		}
		return nil
	}
}

// shown opens a window with the form, 700 by 900.
func shown(t *testing.T, f *form.Form) fyne.Canvas {
	t.Helper()
	a := test.NewTempApp(t)
	theme.Apply(a, theme.Options{Look: theme.Light})
	w := test.NewTempWindow(t, f)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(700, 900))
	return w.Canvas()
}

// typed types over what the focused field holds.
func typed(c fyne.Canvas, s string) {
	if e, ok := c.Focused().(fyne.Shortcutable); ok {
		e.TypedShortcut(&fyne.ShortcutSelectAll{})
	}
	if s == "" {
		key(c, fyne.KeyDelete)
	}
	for _, r := range s {
		c.Focused().TypedRune(r)
	}
}

func key(c fyne.Canvas, names ...fyne.KeyName) {
	for _, n := range names {
		c.Focused().TypedKey(&fyne.KeyEvent{Name: n})
	}
}

func ctrl(c fyne.Canvas, n fyne.KeyName) {
	c.Focused().(fyne.Shortcutable).TypedShortcut(action.Ctrl(n).Shortcut())
}

// texts is everything that can be read on the canvas, in one text.
func texts(c fyne.Canvas) string {
	var all []string
	roots := append([]fyne.CanvasObject{c.Content()}, c.Overlays().List()...)
	for _, root := range roots {
		walk(root, fyne.Position{}, func(o fyne.CanvasObject, _ fyne.Position) {
			if t, ok := o.(*canvas.Text); ok && t.Text != "" {
				all = append(all, t.Text)
			}
		})
	}
	return strings.Join(all, " | ")
}

// place is where a text stands; it fails when the text cannot be seen.
func place(t *testing.T, c fyne.Canvas, text string) fyne.Position {
	t.Helper()
	at, found := fyne.Position{}, false
	for _, root := range append(c.Overlays().List(), c.Content()) {
		walk(root, fyne.Position{}, func(o fyne.CanvasObject, p fyne.Position) {
			if x, ok := o.(*canvas.Text); ok && x.Text == text && !found {
				at, found = p, true
			}
		})
	}
	if !found {
		t.Fatalf("nothing says %q in: %s", text, texts(c))
	}
	return at
}

func walk(o fyne.CanvasObject, at fyne.Position, fn func(fyne.CanvasObject, fyne.Position)) {
	if o == nil || !o.Visible() {
		return
	}
	at = at.Add(o.Position())
	fn(o, at)
	switch o := o.(type) {
	case *fyne.Container:
		for _, c := range o.Objects {
			walk(c, at, fn)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(o).Objects() {
			walk(c, at, fn)
		}
	}
}

func see(t *testing.T, c fyne.Canvas, wanted ...string) {
	t.Helper()
	all := texts(c)
	for _, w := range wanted {
		if !strings.Contains(all, w) {
			t.Errorf("nobody can read %q in: %s", w, all)
		}
	}
}

func miss(t *testing.T, c fyne.Canvas, unwanted ...string) {
	t.Helper()
	all := texts(c)
	for _, w := range unwanted {
		if strings.Contains(all, w) {
			t.Errorf("%q should not be there: %s", w, all)
		}
	}
}

func equal[T any](t *testing.T, got, want T) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestForm_CountsItsQuestionsAndSaysWhatIsMissingInItsWords(t *testing.T) {
	seen := float32(0)
	f := form.New(options(form.Options{Bare: true, Count: true, Reveal: func(top, _ float32) { seen = top }}))
	f.Text(form.Spec{Name: "name", Label: "What is it called?", Required: true, Missing: "Give it a name.", Wide: true})
	where := f.Text(form.Spec{Name: "where", Label: "Where is it?", Wide: true})
	c := shown(t, f)
	see(t, c, "1", "What is it called?", "2", "Where is it?")
	if f.Valid() {
		t.Error("it lacks its name")
	}
	see(t, c, "Give it a name.")
	if where.Focus(); seen < 50 {
		t.Errorf("the second question is revealed at %v", seen)
	}
}
