package documents_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports/documents"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/forward"
)

// BenchmarkForward sends a thousand purchase orders of one order each, with all
// of their documents, through a real folder and book: within a country, and
// across a border of customs.
func BenchmarkForward(b *testing.B) {
	for _, country := range []string{"DE", "CN"} {
		b.Run("from "+country, func(b *testing.B) { benchmarkForward(b, country) })
	}
}

func benchmarkForward(b *testing.B, country string) {
	const orders = 1000
	made := 0
	d := shop(b, func(s *model.Supplier) { s.Country, s.Batching = country, model.PerOrder })
	s := forward.New(d.DB, d.Bus, d.Jobs, documents.For("Dropledger test", d.DB))
	out := b.TempDir()
	for b.Loop() {
		b.StopTimer()
		for range orders {
			made++
			d.Order(fmt.Sprintf("NH-%d", made), desktest.Line("LAMP", 2))
		}
		given(d)
		b.StartTimer()
		r, err := s.Forward(context.Background(), forward.Options{Out: out, Approve: true})
		if err != nil || len(r.Sent) != orders {
			b.Fatalf("%d sent, %v, %+v", len(r.Sent), err, r.Held)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*orders)/1000, "ms/purchase")
}

// BenchmarkDocumentsOf makes all documents of a purchase order of one order that
// crosses a border of customs, without writing them.
func BenchmarkDocumentsOf(b *testing.B) {
	d := shop(b)
	d.Order("#1001", desktest.Line("LAMP", 2))
	id := drafted(b, d)
	p := documents.For("Dropledger test", d.DB)
	for b.Loop() {
		if _, err := p.DocumentsOf(context.Background(), id); err != nil {
			b.Fatal(err)
		}
	}
}
