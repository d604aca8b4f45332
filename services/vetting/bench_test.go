package vetting_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/put"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/store/storetest"
	"github.com/dropledger/dropledger/services/vetting"
)

// BenchmarkSheets200 reads the sheets of 200 suppliers, each with an assessment,
// test orders, papers and talks.
func BenchmarkSheets200(b *testing.B) {
	db, bus := storetest.Open(b), &event.Bus{}
	if err := setting.New(db, bus).Set(b.Context(), "book.currency", "EUR"); err != nil {
		b.Fatal(err)
	}
	puts := put.New(db, bus)
	for n := range 200 {
		name := fmt.Sprintf("Supplier %03d", n)
		records := []struct{ kind, json string }{{"supplier", `{"name":"` + name + `","type":"marketplace","stage":"trial"}`}}
		for _, kind := range []string{"assessment", "testorder", "credential", "talk", "action"} {
			records = append(records, struct{ kind, json string }{kind, strings.ReplaceAll(example[kind], `"Acme"`, `"`+name+`"`)})
		}
		for _, r := range records {
			if _, err := puts.Put(b.Context(), r.kind, []byte(r.json)); err != nil {
				b.Fatal(err)
			}
		}
	}
	s := vetting.New(db, bus)
	b.ResetTimer()
	for b.Loop() {
		if all, err := s.Sheets(b.Context()); err != nil || len(all) != 200 {
			b.Fatal(len(all), err)
		}
	}
}
