package put_test

import (
	"errors"
	"strings"
	"testing"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
)

func TestPut_AnOrderKeepsTheTaxThatIsLeftOut(t *testing.T) {
	const head = `{"shop":"Main","number":"7"`
	for _, tt := range []struct {
		name, then string
		tax        model.Amount
	}{
		{"the same lines without tax", `,"lines":[{"sku":"A","quantity":1,"price":"20"}]}`, 3 * model.Unit},
		{"lines that say their tax", `,"lines":[{"sku":"A","quantity":1,"price":"20","tax":"2"}]}`, 2 * model.Unit},
		{"no lines at all", `,"shipping":"5"}`, 3 * model.Unit},
		{"no tax any more", `,"tax":"0"}`, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			db, s := open(t)
			if _, err := s.Put(t.Context(), "shop", []byte(`{"name":"Main"}`)); err != nil {
				t.Fatal(err)
			}
			for _, rest := range []string{`,"lines":[{"sku":"A","quantity":1,"price":"20"}],"tax":"3","tax_in_price":true,"shipping":"4"}`, tt.then} {
				if _, err := s.Put(t.Context(), "order", []byte(head+rest)); err != nil {
					t.Fatal(err)
				}
			}
			var tax model.Amount
			err := db.Read(t.Context(), func(q *gorm.DB) error { return q.Raw("SELECT tax FROM sales_order").Scan(&tax).Error })
			if err != nil || tax != tt.tax {
				t.Errorf("the tax is %s, %v; want %s", tax, err, tt.tax)
			}
		})
	}
}

func TestPut_RefusesAmountsNoOrderCanHave(t *testing.T) {
	_, s := open(t)
	if _, err := s.Put(t.Context(), "shop", []byte(`{"name":"Main"}`)); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, rest, field string }{
		{"more refunded than the order came to", `"refunded":"5.01"`, "refunded"},
		{"more tax than price", `"tax":"5.01","tax_in_price":true`, "tax"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := s.Put(t.Context(), "order", []byte(`{"shop":"Main","number":"8","paid":true,"lines":[{"sku":"A","quantity":1,"price":"5"}],`+tt.rest+`}`))
			var e *model.Error
			if !errors.As(err, &e) || e.Field != tt.field || !strings.Contains(e.Message, "5.01") {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestPut_ALineThatNoAmountCanHoldIsRefused(t *testing.T) {
	_, s := open(t)
	if _, err := s.Put(t.Context(), "shop", []byte(`{"name":"Main"}`)); err != nil {
		t.Fatal(err)
	}
	_, err := s.Put(t.Context(), "order", []byte(`{"shop":"Main","number":"9","lines":[{"sku":"A","quantity":1000000,"price":"9000000000"}]}`))
	if model.CodeOf(err) != model.Invalid || !strings.Contains(err.Error(), "line 1") {
		t.Errorf("got %v", err)
	}
}

func TestPut_AnOrderKeepsWhatIsLeftOutOfItsAddress(t *testing.T) {
	db, s := open(t)
	if _, err := s.Put(t.Context(), "shop", []byte(`{"name":"Main"}`)); err != nil {
		t.Fatal(err)
	}
	for _, customer := range []string{`{"name":"Ann","address1":"Street 1","zip":"10115","city":"Berlin","country":"DE","phone":"1"}`, `{"name":"Ann Lee","phone":""}`} {
		if _, err := s.Put(t.Context(), "order", []byte(`{"shop":"Main","number":"7","lines":[{"sku":"A","quantity":1,"price":"20"}],"customer":`+customer+`}`)); err != nil {
			t.Fatal(err)
		}
	}
	var is string
	err := db.Read(t.Context(), func(q *gorm.DB) error {
		return q.Raw("SELECT concat_ws('|', c.name, c.address1, c.zip, c.city, c.country, c.phone) FROM sales_order o JOIN contact c ON c.id = o.ship_to_id").Scan(&is).Error
	})
	if err != nil || is != "Ann Lee|Street 1|10115|Berlin|DE|" {
		t.Errorf("the address is %q, %v", is, err)
	}
}

func TestPut_SaysWhatIsWrongAndWhatThereIs(t *testing.T) {
	_, s := open(t)
	if _, err := s.Put(t.Context(), "shop", []byte(`{"name":"Main"}`)); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, kind, json, field, say string }{
		{"an order without a currency", "order", `{"shop":"Main","number":"8","currency":"","lines":[{"sku":"A","quantity":1,"price":"5"}]}`, "currency", "must not be empty"},
		{"an order of a day that is still to come", "order", `{"shop":"Main","number":"8","placed":"2099-01-01","lines":[{"sku":"A","quantity":1,"price":"5"}]}`, "placed", "2099-01-01 is still to come"},
		{"a field no order has", "order", `{"shop":"Main","number":"8","colour":"red"}`, "colour", `"colour" is not a field of an order`},
		{"a kind there is none of", "expense", `{"name":"Rent"}`, "kind", `"expense" is not a kind of record. Nothing was changed. The kinds are acknowledgement, `},
		{"a name of ten thousand letters", "offer", `{"supplier":"` + strings.Repeat("x", 10_000) + `","sku":"A","cost":"1"}`, "supplier", "shorten it"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := s.Put(t.Context(), tt.kind, []byte(tt.json))
			var e *model.Error
			if !errors.As(err, &e) || e.Field != tt.field || !strings.Contains(e.Message, tt.say) || len(e.Message) > 1000 {
				t.Errorf("got %v", err)
			}
		})
	}
}
