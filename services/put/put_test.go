package put_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/fee"
	"github.com/dropledger/dropledger/services/put"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/shop"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/store/storetest"
)

func open(t *testing.T) (*store.DB, *put.Service) {
	db, bus := storetest.Open(t), &event.Bus{}
	if err := setting.New(db, bus).Set(t.Context(), "book.currency", "EUR"); err != nil {
		t.Fatal(err)
	}
	return db, put.New(db, bus)
}

// records is one full example of each kind, in an order in which they can be put.
var records = []struct{ kind, json string }{
	{"shop", `{"name":"Main","platform":"shopify","currency":"EUR","time_zone":"Europe/Berlin","cash_on_delivery":true}`},
	{"supplier", `[{"name":"Shēnzhèn 明亮","type":"agent","stage":"approved","email":"o@bright.example","country":"CN","currency":"USD","language":"zh",
		"handling_days":3,"cutoff":"14:00","claim_days":15,"ships_to":["DE","FR"],"channel":"email","batching":"daily","payment_terms_days":30}]`},
	{"product", `{"sku":"LAMP","name":"Lamp","hs":"940520","origin":"CN","weight_g":350,"brand":"Bright"}`},
	{"offer", `{"supplier":"shēnzhèn 明亮","sku":"LAMP","valid_from":"2026-01-01","supplier_sku":"B-1","cost":3.4567,"currency":"USD",
		"breaks":[{"from":10,"cost":"3.1"}],"moq":1,"multiple":1,"shipping":[{"to":"DE","service":"standard","cost":"4.20","days_p50":7,"days_p90":null}],
		"stock":120,"counted_on":"2026-03-30","valid_to":"2026-12-31"}`},
	{"fee", `{"name":"Card","valid_from":"2026-01-01","shop":"Main","base":"item_shipping_tax","percent":"2.9","fixed":"0.30","currency":"EUR","min":null,"max":"50","kept_on_refund":true}`},
	{"rate", `[{"date":"2026-03-01","from":"USD","to":"EUR","rate":0.92,"source":"ECB"},{"date":"2026-03-01","from":"GBP","to":"EUR","rate":"1.15"}]`},
	{"order", `{"shop":"main","number":"T-1","placed":"2026-03-20","currency":"EUR","customer":{"name":"Di Berg","email":"di@example.com","address1":"Gasse 1",
		"city":"Graz","zip":"08010","province":"","country":"AT","phone":"+43 1"},"lines":[{"sku":"LAMP","name":"Lamp","quantity":2,"price":"30.00","discount":"5.00","tax":"9.17"}],
		"shipping":"4.90","tax":"9.17","tax_in_price":true,"paid":true}`},
	{"parcel", `{"tracking":"1Z 77","carrier":"UPS","purchase":"","shipped":"2026-03-22","first_scan":"2026-03-23","delivered":"","state":"in_transit",
		"lines":[{"order":"T-1","sku":"LAMP","quantity":2}]}`},
	{"carrier", `{"carrier":"Fast Post","valid_from":"2026-01-01","url":"https://post.example/{tracking}","source":"post.example","last_checked":"2026-01-05"}`},
	{"holiday", `{"country":"AT","day":"2026-10-26","name":"National Day","source":"law","last_checked":"2026-01-05"}`},
	{"work_week", `{"country":"SA","valid_from":"2026-01-01","days_off":"fri sat","time_zone":"Asia/Riyadh","source":"law","last_checked":"2026-01-05"}`},
}

// example is the record of a kind.
func example(kind string) string {
	for _, r := range records {
		if r.kind == kind {
			return r.json
		}
	}
	return ""
}

func TestPut_TakesEveryKindAndTheSameAgainChangesNothing(t *testing.T) {
	db, s := open(t)
	for _, again := range []bool{false, true} {
		for _, r := range records {
			got, err := s.Put(t.Context(), r.kind, []byte(r.json))
			if err != nil {
				t.Fatalf("%s: %v", r.kind, err)
			}
			n := 1
			if r.kind == "rate" {
				n = 2
			}
			want := record.Result{Created: n}
			if again {
				want = record.Result{Unchanged: n}
			}
			got.Touched = nil
			if got.Created != want.Created || got.Updated != 0 || got.Unchanged != want.Unchanged {
				t.Errorf("%s again=%v: %+v", r.kind, again, got)
			}
		}
	}
	var cost int64
	err := db.Read(t.Context(), func(q *gorm.DB) error { return q.Raw("SELECT cost FROM offer").Scan(&cost).Error })
	if err != nil || cost != 34567 {
		t.Errorf("cost = %d, %v: a number must be read digit by digit", cost, err)
	}
}

func TestPut_PrintsTheCounts(t *testing.T) {
	_, s := open(t)
	r, err := s.Put(t.Context(), "product", []byte(`[{"sku":"A"},{"sku":"A","name":"Ä"},{"sku":"A"}]`))
	if err != nil {
		t.Fatal(err)
	}
	if text, _ := json.Marshal(r); string(text) != `{"created":1,"updated":1,"unchanged":1}` {
		t.Errorf("got %s", text)
	}
}

func TestPut_Refuses(t *testing.T) {
	_, s := open(t)
	tests := []struct{ name, kind, json, field, message string }{
		{"an unknown kind", "suplier", `{}`, "kind", `"suplier" is not a kind of record. Did you mean "supplier"?`},
		{"an unknown field", "supplier", `[{"name":"A"},{"name":"B","e_mail":"x"}]`, "e_mail", `Supplier "B": "e_mail" is not a field of a supplier. Did you mean "email"?`},
		{"a wrong value", "supplier", `[{"name":"A"},{"name":"Acme","email":"foo"}]`, "email", `Supplier "Acme": email: "foo" is not an e-mail address`},
		{"a record without its key", "product", `[{"sku":"A"},{"name":"Lamp"}]`, "sku", `Product (record 2): sku is missing`},
		{"an unknown supplier", "offer", `{"supplier":"Nobody","sku":"A","cost":"1"}`, "supplier", `Offer "Nobody / A": There is no supplier called "Nobody".`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := s.Put(t.Context(), tt.kind, []byte(tt.json))
			e, ok := err.(*model.Error)
			if !ok || e.Field != tt.field || !strings.Contains(e.Message, tt.message) {
				t.Errorf("got %v, want %s: %s", err, tt.field, tt.message)
			}
		})
	}
	if r, err := s.Put(t.Context(), "supplier", []byte(`{"name":"A"}`)); err != nil || r.Created != 1 {
		t.Errorf("what came before a refused record was kept: %+v, %v", r, err)
	}
}

func TestSchema_ListsTheFieldsOfTheContract(t *testing.T) {
	_, s := open(t)
	for _, kind := range []string{"carrier", "fee", "holiday", "offer", "order", "parcel", "product", "rate", "shop", "supplier", "work_week"} {
		if got := s.Kinds(); !slices.Contains(got, kind) {
			t.Errorf("kinds = %v, without %s", got, kind)
		}
	}
	for _, r := range records {
		schema, err := s.Schema(r.kind)
		if err != nil {
			t.Fatal(err)
		}
		names := map[string]bool{}
		for _, f := range schema.Fields {
			names[f.Name] = true
			if f.Meaning == "" || f.Type == "" {
				t.Errorf("%s.%s is not explained: %+v", r.kind, f.Name, f)
			}
		}
		var example []map[string]any
		if json.Unmarshal([]byte(r.json), &example) != nil {
			example = make([]map[string]any, 1)
			if err := json.Unmarshal([]byte(r.json), &example[0]); err != nil {
				t.Fatal(err)
			}
		}
		for name := range example[0] {
			if !names[name] {
				t.Errorf("%s has no field %s", r.kind, name)
			}
		}
	}
	if _, err := s.Schema("thing"); model.CodeOf(err) != model.Invalid {
		t.Errorf("an unknown kind: %v", err)
	}
}

func TestSchema_NamesTheValuesThatTheModelKnows(t *testing.T) {
	_, s := open(t)
	tests := []struct {
		kind, field string
		want        []string
	}{
		{"supplier", "type", []string{string(model.Marketplace), string(model.Wholesaler), string(model.PrivateLabel), string(model.Agent), string(model.ThirdPartyLogistics)}},
		{"supplier", "stage", []string{string(model.Candidate), string(model.Vetting), string(model.Trial), string(model.Approved), string(model.Probation), string(model.Blocked)}},
		{"supplier", "channel", []string{string(model.ByFolder), string(model.ByEmail), string(model.ByMarketplace)}},
		{"supplier", "batching", []string{string(model.PerOrder), string(model.Hourly), string(model.Daily)}},
		{"fee", "base", []string{string(model.BaseItem), string(model.BaseItemShipping), string(model.BaseItemShippingTax), string(model.BaseNet)}},
	}
	for _, tt := range tests {
		schema, err := s.Schema(tt.kind)
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(schema.Fields, func(f record.Field) bool { return f.Name == tt.field })
		if got := schema.Fields[i].Values; !slices.Equal(got, tt.want) {
			t.Errorf("%s.%s = %v, want %v", tt.kind, tt.field, got, tt.want)
		}
	}
}

func TestRegister_AddsAKind(t *testing.T) {
	_, s := open(t)
	type note struct {
		Text string `json:"text" key:"yes" doc:"the text"`
	}
	var got []note
	s.Register("note", put.Of("note", func(_ context.Context, ins []note) (record.Result, error) {
		got = ins
		return record.Result{Created: len(ins)}, nil
	}))
	r, err := s.Put(t.Context(), "note", []byte(`{"text":"hello"}`))
	if err != nil || r.Created != 1 || len(got) != 1 || got[0].Text != "hello" {
		t.Errorf("got %+v, %v, %v", got, r, err)
	}
	if !slices.Contains(s.Kinds(), "note") {
		t.Errorf("kinds = %v", s.Kinds())
	}
}

func TestArchiveFee_WorksTheOrdersOutWithoutIt(t *testing.T) {
	db, s := open(t)
	for _, r := range records {
		if _, err := s.Put(t.Context(), r.kind, []byte(r.json)); err != nil {
			t.Fatalf("%s: %v", r.kind, err)
		}
	}
	var charged struct{ ID, Amount int64 }
	look := func() int64 {
		t.Helper()
		err := db.Read(t.Context(), func(q *gorm.DB) error {
			charged.Amount = 0
			return q.Raw(`SELECT (SELECT id FROM fee_rule) AS id, COALESCE(SUM(amount), 0) AS amount FROM cost_fact WHERE type = 'payment_fee' AND superseded_at = ''`).Scan(&charged).Error
		})
		if err != nil {
			t.Fatal(err)
		}
		return charged.Amount
	}
	before := look()
	for _, step := range []struct {
		away bool
		want int64
	}{{true, 0}, {false, before}} {
		if err := s.ArchiveFee(t.Context(), charged.ID, step.away); err != nil {
			t.Fatal(err)
		}
		if got := look(); got != step.want || before == 0 {
			t.Errorf("archived %v: the fees are %d, want %d of %d", step.away, got, step.want, before)
		}
	}
}

func TestShopsAndFees_ReachTheBooksAsJSONDoes(t *testing.T) {
	db, s := open(t)
	if _, err := s.Shops(t.Context(), []shop.Input{{Name: "Main"}}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Put(t.Context(), "order", []byte(example("order"))); err != nil {
		t.Fatal(err)
	}
	fixed := record.Amount(model.MustAmount("0.30"))
	if _, err := s.Fees(t.Context(), []fee.Input{{Name: "Card", Fixed: &fixed}}); err != nil {
		t.Fatal(err)
	}
	var amount int64
	err := db.Read(t.Context(), func(q *gorm.DB) error {
		return q.Raw(`SELECT SUM(amount) FROM cost_fact WHERE type = 'payment_fee' AND superseded_at = ''`).Scan(&amount).Error
	})
	if err != nil || amount != 3000 {
		t.Errorf("the fee on the order is %d, %v", amount, err)
	}
}
