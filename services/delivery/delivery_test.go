package delivery_test

import (
	"strings"
	"testing"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/delivery"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/put"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/store/storetest"
)

func rules(t *testing.T, db *store.DB, day model.Date) *delivery.Rules {
	t.Helper()
	var r *delivery.Rules
	err := db.Read(t.Context(), func(q *gorm.DB) (err error) {
		r, err = delivery.Load(q, day)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestBox_IsRecognisedInTheLanguagesOfAddresses(t *testing.T) {
	for street, want := range map[string]bool{
		"PO Box 12": true, "P.O. Box 12": true, "p o box 7": true, "Post Office Box 9": true, "Postfach 10 20 30": true, "Postbus 55": true,
		"BP 120": true, "Boîte postale 3": true, "Casella Postale 8": true, "Apartado de Correos 1": true, "Caixa Postal 77": true, "Postboks 4": true,
		"Boxberger Weg 3": false, "12 Post Street": false, "Apartment 4": false, "Bpost road 1": false, "Postfachweg 2": false, "Popox 1": false, "": false,
	} {
		for _, c := range []model.Contact{{Address1: street}, {Address1: "c/o", Address2: street}} {
			if got := delivery.Box(&c); got != want {
				t.Errorf("%q is a box: %v", street, got)
			}
		}
	}
}

func TestMissing_IsWhatTheCountryAsksFor(t *testing.T) {
	r := rules(t, storetest.Open(t), "2026-11-22")
	whole := model.Contact{Name: "Ann", Address1: "Street 1", City: "Town", Zip: "1", Province: "P", Phone: "1"}
	for name, c := range map[string]struct {
		country string
		change  func(*model.Contact)
		want    string
	}{
		"whole":                               {"DE", func(*model.Contact) {}, ""},
		"no postcode in Germany":              {"DE", func(c *model.Contact) { c.Zip = " " }, "postcode"},
		"no postcode in Ireland":              {"IE", func(c *model.Contact) { c.Zip = "" }, ""},
		"no province in the United States":    {"US", func(c *model.Contact) { c.Province = "" }, "province"},
		"no province in Germany":              {"DE", func(c *model.Contact) { c.Province = "" }, ""},
		"no phone in Brazil":                  {"BR", func(c *model.Contact) { c.Phone = "" }, "phone"},
		"no house number in the Netherlands":  {"NL", func(c *model.Contact) { c.Address1 = "Kerkstraat" }, "house_number"},
		"the house number in the second line": {"NL", func(c *model.Contact) { c.Address1, c.Address2 = "Kerkstraat", "4b" }, ""},
		"a country without a rule":            {"MW", func(c *model.Contact) { c.Zip = "" }, "postcode"},
		"nothing at all":                      {"", func(c *model.Contact) { *c = model.Contact{} }, "name street city country"},
	} {
		who := whole
		who.Country = c.country
		c.change(&who)
		if got := strings.Join(r.Missing(&who), " "); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestRules_ArePutAsDatedRows(t *testing.T) {
	db := storetest.Open(t)
	keep := put.New(db, &event.Bus{})
	do := func(kind, json string) record.Result {
		t.Helper()
		r, err := keep.Put(t.Context(), kind, []byte(json))
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	swift := `{"word": "Swift", "valid_from": "2026-06-01", "delivers": true, "source": "its terms", "last_checked": "2026-05-30"}`
	if r := do(delivery.BoxKind, swift); r.Created != 1 {
		t.Errorf("got %+v", r)
	}
	if r := do(delivery.BoxKind, swift); r.Unchanged != 1 {
		t.Errorf("the same again is %+v", r)
	}
	do(delivery.BoxKind, `{"word": "swift", "valid_from": "2026-09-01", "delivers": false}`)
	for day, want := range map[model.Date]string{"2026-05-31": "false false", "2026-06-01": "true true", "2026-09-01": "false true"} {
		delivers, known := rules(t, db, day).BoxBy("Swift Parcel")
		if got := strings.TrimSpace(word(delivers) + " " + word(known)); got != want {
			t.Errorf("on %s: %s, want %s", day, got, want)
		}
	}
	if delivers, known := rules(t, db, "2026-11-22").BoxBy("Deutsche Post DHL Express"); delivers || !known {
		t.Error("the longest name that fits does not count")
	}
	if r := do(delivery.AddressKind, `{"country": "de", "valid_from": "2026-06-01", "phone": true}`); r.Created != 1 {
		t.Errorf("got %+v", r)
	}
	c := model.Contact{Name: "Ann", Address1: "Street 1", City: "Town", Zip: "1", Country: "DE"}
	if got := rules(t, db, "2026-06-02").Missing(&c); len(got) != 1 || got[0] != "phone" {
		t.Errorf("got %v", got)
	}
}

func word(b bool) string {
	if b {
		return "true"
	}
	return "false"
}
