package documents_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/dropledger/dropledger/reports/documents"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/routing"
)

// BenchmarkForward sends fifty purchase orders of one order each, with all of
// their documents, through a real folder and book.
func BenchmarkForward(b *testing.B) {
	const orders = 50
	made := 0
	d := desktest.New(b)
	d.Offer(d.Supplier("Acme"), "LAMP", "5.00")
	s := forward.New(d.DB, d.Bus, d.Jobs, documents.New("Dropledger test"))
	out := b.TempDir()
	for b.Loop() {
		b.StopTimer()
		for range orders {
			made++
			d.Order(fmt.Sprintf("NH-%d", made), desktest.Line("LAMP", 2))
		}
		if _, err := routing.New(d.DB, d.Bus, d.Jobs).Route(context.Background(), routing.Options{}); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		r, err := s.Forward(context.Background(), forward.Options{Out: out, Approve: true})
		if err != nil || len(r.Sent) != orders {
			b.Fatalf("%d sent, %v, %+v", len(r.Sent), err, r.Held)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*orders)/1000, "ms/purchase")
}
