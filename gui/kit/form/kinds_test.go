package form_test

import (
	"encoding/json"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/model"
)

// adders add a field of each kind that is typed, named "x".
var adders = map[string]func(*form.Form, form.Spec){
	"text":     func(f *form.Form, s form.Spec) { form.Longest(f.Text(s), 8) },
	"multi":    func(f *form.Form, s form.Spec) { f.Multi(s, 3) },
	"email":    func(f *form.Form, s form.Spec) { f.Email(s) },
	"phone":    func(f *form.Form, s form.Spec) { f.Phone(s) },
	"euro":     func(f *form.Form, s form.Spec) { f.Money(s, "EUR") },
	"yen":      func(f *form.Form, s form.Spec) { f.Money(s, "JPY") },
	"percent":  func(f *form.Form, s form.Spec) { f.Percent(s) },
	"quantity": func(f *form.Form, s form.Spec) { form.Range(f.Quantity(s), 1, 5000) },
	"decimal":  func(f *form.Form, s form.Spec) { f.Decimal(s) },
	"date":     func(f *form.Form, s form.Spec) { f.Date(s) },
	"time":     func(f *form.Form, s form.Spec) { f.Time(s) },
	"words": func(f *form.Form, s form.Spec) {
		f.Words(s, destination)
	},
}

func TestTypedFields_ReadAndRewriteWhatIsTyped(t *testing.T) {
	en, de := english(), german()
	cases := []struct {
		kind   string
		format *format.Format
		typed  string
		json   string // of the value
		shown  string // after the field was left
	}{
		{"text", en, "  Acme  ", `"Acme"`, "Acme"},
		{"email", en, " orders@acme.eu ", `"orders@acme.eu"`, "orders@acme.eu"},
		{"phone", en, "+49  30 1234567", `"+49 30 1234567"`, "+49 30 1234567"},
		{"euro", en, "1234.5", `"1234.50"`, "1,234.50"},
		{"euro", en, "0.0345", `"0.0345"`, "0.0345"},
		{"euro", en, "-3.06", `"-3.06"`, "−3.06"},
		{"euro", de, "1.234,5", `"1234.50"`, "1.234,50"},
		{"yen", en, "1234", `"1234.00"`, "1,234"},
		{"percent", en, "6.5 %", `"6.5"`, "6.5"},
		{"percent", de, "6,5", `"6.5"`, "6,5"},
		{"quantity", en, "1,200", `1200`, "1,200"},
		{"quantity", de, "1.200", `1200`, "1.200"},
		{"decimal", en, "1.0834", `"1.0834"`, "1.0834"},
		{"decimal", de, "1,0834", `"1.0834"`, "1,0834"},
		{"date", en, "14 oct", `"2026-10-14"`, "14 Oct 2026"},
		{"date", de, "1.10.2026", `"2026-10-01"`, "01.10.2026"},
		{"date", en, "+3", `"2026-10-17"`, "17 Oct 2026"},
		{"time", en, "14:05", `"14:05"`, "14:05"},
		{"time", en, "1405", `"14:05"`, "14:05"},
		{"time", en, "9", `"09:00"`, "09:00"},
		{"time", en, "2.05 pm", `"14:05"`, "14:05"},
		{"time", en, "12 am", `"00:00"`, "00:00"},
		{"words", en, "de, Austria", `["DE","AT"]`, "Germany"},
		{"multi", en, "one", `"one"`, "one"},
		{"euro", en, "", `null`, ""},
		{"text", en, "   ", `""`, ""},
		{"date", en, "", `""`, ""},
		{"words", en, "", `[]`, ""},
	}
	for _, k := range cases {
		t.Run(k.kind+" "+k.typed, func(t *testing.T) {
			f := form.New(options(form.Options{Format: k.format}))
			adders[k.kind](f, form.Spec{Name: "x", Label: "Field"})
			f.Text(form.Spec{Name: "next", Label: "Next"})
			f.Settle()
			c := shown(t, f)
			c.Focus(f.First())
			typed(c, k.typed)
			c.FocusNext()
			got, err := json.Marshal(f.Values()["x"])
			if err != nil {
				t.Fatal(err)
			}
			equal(t, string(got), k.json)
			see(t, c, k.shown)
			if err := f.LoadJSON([]byte(`{"x": ` + k.json + `}`)); err != nil {
				t.Errorf("the value cannot be loaded again: %v", err)
			}
			again, err := json.Marshal(f.Values()["x"])
			if err != nil {
				t.Fatal(err)
			}
			equal(t, string(again), k.json)
			equal(t, f.Dirty(), false)
		})
	}
}

func TestTypedFields_SayWhatIsWrong(t *testing.T) {
	cases := []struct{ kind, typed, say string }{
		{"text", "ten letters", "3 too many"},
		{"email", "acme", "orders@example.com"},
		{"email", "a@b@c.de", "orders@example.com"},
		{"email", "a@localhost", "orders@example.com"},
		{"phone", "12", "+49"},
		{"euro", "1.2.3", "1,234.50"},
		{"percent", "--", "number"},
		{"quantity", "5001", "Between 1 and 5,000."},
		{"quantity", "1.5", ""},
		{"date", "31 Feb", "date"},
		{"date", "soon", "date"},
		{"time", "25:00", "14:00"},
		{"time", "9:5", "14:00"},
		{"time", "13 pm", "14:00"},
		{"time", "noon", "14:00"},
		{"words", "Atlantis", "Atlantis"},
	}
	for _, k := range cases {
		t.Run(k.kind+" "+k.typed, func(t *testing.T) {
			saved := form.Values(nil)
			f := form.New(options(form.Options{Saver: kept(&saved)}))
			adders[k.kind](f, form.Spec{Name: "x", Label: "Field"})
			c := shown(t, f)
			c.Focus(f.First())
			typed(c, k.typed)
			equal(t, f.Valid(), false)
			see(t, c, k.say)
			f.Submit()
			if saved != nil {
				t.Errorf("it was saved: %v", saved)
			}
			if _, ok := f.Values()["x"]; ok && k.kind != "text" && k.kind != "quantity" {
				t.Error("a value that cannot be read is among the values")
			}
		})
	}
}

func TestNumberFields_TakeNoLetters(t *testing.T) {
	f := form.New(options(form.Options{}))
	m := f.Money(form.Spec{Name: "x", Label: "Cost"}, "EUR")
	c := shown(t, f)
	c.Focus(f.First())
	typed(c, "a1b2.c5")
	v, err := m.Get()
	equal(t, err, nil)
	equal(t, v, model.MustAmount("12.5"))
}

func TestField_GetAndSet(t *testing.T) {
	f := form.New(options(form.Options{}))
	m := f.Money(form.Spec{Name: "cost", Label: "Cost", Required: true}, "EUR")
	d := f.Date(form.Spec{Name: "from", Label: "From"})
	f.Settle()
	c := shown(t, f)
	if _, err := m.Get(); model.CodeOf(err) != model.Invalid || !strings.Contains(err.Error(), "Cost") {
		t.Errorf("a required amount that is missing gives %v", err)
	}
	if v, err := d.Get(); v != "" || err != nil || d.Given() {
		t.Errorf("an empty date gives %q, %v", v, err)
	}
	m.Set(model.MustAmount("1234.5"))
	d.Set("2026-10-14")
	see(t, c, "1,234.50", "14 Oct 2026", "EUR")
	equal(t, m.Given() && d.Given() && f.Dirty(), true)
	m.SetCurrency("JPY")
	see(t, c, "JPY")
	equal(t, m.Currency(), "JPY")
	m.Clear()
	equal(t, m.Given(), false)
}

func TestField_OwnRulesAndLocks(t *testing.T) {
	f := form.New(options(form.Options{}))
	sku := f.Text(form.Spec{Name: "sku", Label: "SKU"})
	sku.Check(func(s string) error {
		if s == "taken" {
			return model.Errorf(model.Invalid, "There is such a product.")
		}
		return nil
	})
	heard := 0
	sku.OnChange(func() { heard++ })
	c := shown(t, f)
	c.Focus(f.First())
	typed(c, "taken")
	equal(t, f.Valid(), false)
	see(t, c, "There is such a product.")
	equal(t, heard, 5)
	sku.Lock("The shop decides it.")
	sku.Set("V-1")
	see(t, c, "The shop decides it.")
	key(c, fyne.KeyBackspace)
	v, err := sku.Get()
	equal(t, v, "V-1")
	equal(t, err, nil)
	equal(t, f.First(), nil)
}

func TestForm_LoadsWhatServicesHave(t *testing.T) {
	cost, none := model.MustAmount("12.5"), (*model.Currency)(nil)
	f := supplier(t, form.Options{})
	cost2 := f.Money(form.Spec{Name: "cost", Label: "Cost"}, "EUR")
	err := f.Load(map[string]any{
		"name": "Acme", "type": model.Wholesaler, "currency": none, "country": model.Country("DE"), "handling_days": 3,
		"claim_days": model.Quantity(30), "cost": &cost, "ships_to": []string{"DE"}, "archived": true, "unknown": 1, "discount": json.Number("2.5"),
	})
	equal(t, err, nil)
	v, err := cost2.Get()
	equal(t, err, nil)
	equal(t, v, cost)
	got := f.Values()
	for name, want := range map[string]any{
		"name": "Acme", "type": "wholesaler", "currency": "", "country": "DE", "handling_days": int64(3), "claim_days": int64(30), "archived": true, "discount": "2.5",
	} {
		equal(t, got[name], want)
	}
	equal(t, f.Dirty(), false)
	if err := f.Load(map[string]any{"type": "pirate", "handling_days": "many", "archived": 3, "ships_to": "DE", "cost": true}); err == nil || strings.Count(err.Error(), "\n") != 4 {
		t.Errorf("five values that do not fit give %v", err)
	}
}

// FuzzTyped holds that whatever is typed into a number or date is either refused
// or means the same once the program has written it.
func FuzzTyped(f *testing.F) {
	for _, s := range []string{"1,234.50", "1.234,50", "−3.06", "1 234", "14 Oct 2026", "31.12.26", "today", "+3", "6.5 %", "1e9", "٣", "2pm", ""} {
		for kind := range 4 {
			f.Add(s, kind, kind%2 == 0)
		}
	}
	f.Fuzz(func(t *testing.T, s string, kind int, comma bool) {
		o := form.Options{}
		if comma {
			o.Format = german()
		}
		fm := form.New(options(o))
		names := []string{"euro", "quantity", "date", "percent", "time", "decimal"}
		adders[names[uint(kind)%uint(len(names))]](fm, form.Spec{Name: "x", Label: "Field"})
		c := shown(t, fm)
		c.Focus(fm.First())
		typed(c, s)
		first, err := json.Marshal(fm.Values()["x"])
		if err != nil {
			t.Fatal(err)
		}
		if !fm.Valid() {
			return
		}
		key(c, fyne.KeyEnter) // writes it anew
		again, err := json.Marshal(fm.Values()["x"])
		if err != nil {
			t.Fatal(err)
		}
		if string(first) != string(again) {
			t.Errorf("%q is %s, and %s once it was written anew", s, first, again)
		}
	})
}
