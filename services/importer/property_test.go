package importer_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/importer"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/proof"
	"github.com/dropledger/dropledger/services/put"
	"github.com/dropledger/dropledger/services/routing"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/store/storetest"
)

// drawn is an export of some of five orders, each at some point of its life.
func drawn(t *rapid.T, dir string, n int) string {
	text := header
	lives := []sold{
		{status: "pending"},
		{},
		{sent: "partial", line: "partial"},
		{sent: "fulfilled", line: "fulfilled"},
		{status: "partially_refunded", sent: "fulfilled", line: "fulfilled", refunded: "33.33"},
		{status: "refunded", sent: "fulfilled", line: "fulfilled", refunded: "105.00"},
		{status: "refunded", cancelled: "2026-02-09 08:00:00 +0100", refunded: "106.10"},
		{status: "voided", cancelled: "2026-02-09 08:00:00 +0100"},
		{city: "Bonn"},
	}
	for i := range 5 {
		if rapid.Bool().Draw(t, "in the file") {
			o := rapid.SampledFrom(lives).Draw(t, "life")
			o.number, o.id = fmt.Sprintf("#%d", i+1), fmt.Sprint(5001+i)
			text += o.row()
		}
	}
	text += sold{number: fmt.Sprintf("#F%d", n), id: fmt.Sprint(9000 + n), created: fmt.Sprintf("2026-03-%02d 09:00:00 +0100", 1+n)}.row()
	path := filepath.Join(dir, fmt.Sprintf("x%d.csv", n))
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestBooks_StaySoundWhateverIsDone does random work on one book: imports of
// overlapping exports, previews, undos, prices, fees, rates and routing. After
// every step every proof must hold.
func TestBooks_StaySoundWhateverIsDone(t *testing.T) {
	storetest.Checks(t, 30)
	outer := t
	rapid.Check(t, func(t *rapid.T) {
		db, s := book(outer, rapid.SampledFrom([]string{"EUR", "USD"}).Draw(t, "home"))
		bus := &event.Bus{}
		p := put.New(db, bus)
		give := func(kind, text string) {
			if _, err := p.Put(outer.Context(), kind, []byte(text)); err != nil {
				t.Fatal(kind, text, err)
			}
		}
		give("supplier", `{"name":"Acme","stage":"approved"}`)
		give("product", `{"sku":"SKU-1"}`)
		var batches []int64
		dir := outer.TempDir()
		for n := range rapid.IntRange(3, 9).Draw(t, "steps") {
			switch rapid.IntRange(0, 7).Draw(t, "step") {
			case 0, 1, 2:
				f := bring(outer, s, importer.Options{Shop: "A"}, drawn(t, dir, n))[0]
				if f.Err() != nil || f.Refused > 0 {
					t.Fatal(f.Err(), f.Problems)
				}
				batches = append(batches, *f.Batch)
			case 3:
				bring(outer, s, importer.Options{Shop: "A", DryRun: true}, drawn(t, dir, n))
			case 4:
				if len(batches) > 0 {
					_, err := s.Undo(outer.Context(), batches[len(batches)-1])
					if err != nil && model.CodeOf(err) != model.Refused {
						t.Fatal(err)
					}
					batches = batches[:len(batches)-1]
				}
			case 5:
				give("offer", fmt.Sprintf(`{"supplier":"Acme","sku":"SKU-1","valid_from":"2026-0%d-01","cost":"%d.55","currency":"EUR","shipping":[{"to":"*","service":"p","cost":"2.25"}]}`, 1+n%3, 10+n))
			case 6:
				give("fee", fmt.Sprintf(`{"name":"Card","valid_from":"2026-0%d-15","percent":"2.%d","fixed":"0.25","kept_on_refund":%v}`, 1+n%2, n, n%2 == 0))
			default:
				give("rate", fmt.Sprintf(`{"date":"2026-0%d-01","from":"EUR","to":"USD","rate":"1.0%d"}`, 1+n%2, n))
				if _, err := routing.New(db, bus, &job.Runner{}).Route(outer.Context(), routing.Options{}); err != nil {
					t.Fatal(err)
				}
			}
			sound(t, outer, db)
		}
	})
}

func sound(t *rapid.T, outer *testing.T, db *store.DB) {
	r, err := proof.Check(outer.Context(), db, true)
	if err != nil || !r.OK {
		t.Fatalf("%v %+v", err, r)
	}
}
