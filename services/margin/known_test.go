package margin

import (
	"reflect"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/booktest"
	"github.com/dropledger/dropledger/services/query"
)

func TestRows_FromTheJournalEqualTheKeptSheet(t *testing.T) {
	small, large := booktest.Small(t), booktest.Large(t, 300)
	all := []Dimension{Total, Order, Line, Product, Supplier, Shop, Country}
	for _, c := range []struct {
		name string
		book *booktest.Book
		then model.Instant
		kept Query
	}{
		{"the small book today", small, "2026-04-01T00:00:00Z", Query{}},
		{"the large book today", large, "2026-04-01T00:00:00Z", Query{}},
		{"the small book on an earlier day", small, "2026-03-11T00:00:00Z", Query{Scope: query.Scope{Known: "2026-03-11T00:00:00Z"}}},
	} {
		for _, by := range all {
			for _, step := range append(query.Steps(), "") {
				kept, built := c.kept, Query{By: by, Step: step, rebuild: true, Scope: query.Scope{Known: c.then}}
				kept.By, kept.Step = by, step
				want, err := Rows(t.Context(), c.book.DB, kept)
				if err != nil {
					t.Fatal(err)
				}
				got, err := Rows(t.Context(), c.book.DB, built)
				if err != nil || len(got) == 0 || !reflect.DeepEqual(got, want) {
					t.Errorf("%s, by %q and %q: %v\njournal %v\nsheet   %v", c.name, by, step, err, got, want)
				}
			}
		}
	}
}
