package documents_test

import (
	"bytes"
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports/documents"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/forward"
)

// both renders what leaves twice, as read ahead and by itself, and compares.
type both struct {
	t        *testing.T
	alone    *documents.Printer
	together forward.Documents
	lots     *atomic.Int64 // how often was read ahead
	rendered *atomic.Int64
}

func (b both) Gather(ctx context.Context, all []forward.Dispatch) forward.Documents {
	b.lots.Add(1)
	b.together = b.alone.Gather(ctx, all)
	if b.together == forward.Documents(b.alone) {
		b.t.Error("nothing was read ahead")
	}
	return b
}

func (b both) Render(d forward.Dispatch) ([]forward.File, error) {
	ahead, err := b.together.Render(d)
	if err != nil {
		return nil, err
	}
	alone, err := b.alone.Render(d)
	if err != nil || len(alone) != len(ahead) {
		b.t.Errorf("%s: %d files read ahead, %d alone, %v", d.Number, len(ahead), len(alone), err)
		return alone, err
	}
	for i := range alone {
		if alone[i].Name != ahead[i].Name || !bytes.Equal(alone[i].Content, ahead[i].Content) {
			b.t.Errorf("%s: %s differs when it is read ahead", d.Number, alone[i].Name)
		}
	}
	b.rendered.Add(1)
	return alone, nil
}

func TestGather_ThePapersAreTheSameAsReadOneByOne(t *testing.T) {
	d := shop(t, func(s *model.Supplier) { s.Batching = model.PerOrder })
	for i, country := range []string{"DE", "FR", "CH", "GB", "US", "DE", "AT"} {
		d.Order(fmt.Sprintf("#%d", i+1), desktest.Line("LAMP", model.Quantity(i+1)), to("Kim Berg", "Main Street 1", "10115", "Town", country))
	}
	given(d)
	docs := both{t: t, alone: documents.For("Dropledger test", d.DB), lots: &atomic.Int64{}, rendered: &atomic.Int64{}}
	r, err := forward.New(d.DB, d.Bus, d.Jobs, docs).Forward(t.Context(), forward.Options{Out: t.TempDir(), Approve: true})
	if err != nil || len(r.Sent) != 7 || docs.rendered.Load() != 7 || docs.lots.Load() >= 7 {
		t.Errorf("%d sent, %d rendered in %d lots, %v, %+v", len(r.Sent), docs.rendered.Load(), docs.lots.Load(), err, r.Held)
	}
}

func TestGather_OneThatCannotBeReadLeavesTheOthers(t *testing.T) {
	d := shop(t)
	d.Order("#1", desktest.Line("LAMP", 1))
	id := drafted(t, d)
	printer := documents.For("Dropledger test", d.DB)
	there, gone := forward.Dispatch{PurchaseID: id, Number: "PO-1", Date: "2026-03-31"}, forward.Dispatch{PurchaseID: 999, Number: "PO-999", Date: "2026-03-31"}
	docs := printer.Gather(t.Context(), []forward.Dispatch{gone, there})
	if _, err := docs.Render(there); err != nil {
		t.Errorf("the one that is there: %v", err)
	}
	if _, err := docs.Render(gone); model.CodeOf(err) != model.NotFound {
		t.Errorf("the one that is gone: %v", err)
	}
}

func TestGather_PapersOfAnotherDayAreReadAnew(t *testing.T) {
	d := shop(t)
	d.Order("#1", desktest.Line("LAMP", 1), to("Kim Berg", "Main Street 1", "10115", "Berlin", "DE"))
	then := forward.Dispatch{PurchaseID: drafted(t, d), Number: "PO-1", Date: "2026-03-31", Orders: []forward.Order{{ID: d.Int(`SELECT id FROM sales_order`), Number: "#1"}}}
	now := then
	now.Date = "2026-04-01"
	printer := documents.For("Dropledger test", d.DB)
	docs := printer.Gather(t.Context(), []forward.Dispatch{then})
	d.Exec(`UPDATE product SET hs = '' WHERE sku = 'LAMP'`)
	for _, tt := range []struct {
		day  forward.Dispatch
		lack bool
	}{{then, false}, {now, true}} {
		all, err := docs.(*documents.Printer).Preview(t.Context(), tt.day)
		if err != nil {
			t.Fatal(err)
		}
		lacks := false
		for _, doc := range all {
			lacks = lacks || len(doc.Warnings) > 0
		}
		if lacks != tt.lack {
			t.Errorf("on %s something lacks: %v, want %v", tt.day.Date, lacks, tt.lack)
		}
	}
}
