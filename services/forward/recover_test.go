package forward_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/forward"
)

// interrupted sends one purchase order and puts book and folders back to where
// a crash left them: noted as about to leave. It returns the two folders.
func interrupted(t *testing.T) (d *desktest.Desk, out, final, staging string) {
	t.Helper()
	d = desktest.New(t)
	d.Offer(d.Supplier("Acme"), "A", "5.00")
	d.Order("#1", desktest.Line("A", 1))
	route(t, d)
	out = t.TempDir()
	run(t, service(d), forward.Options{Out: out, Approve: true})
	d.Exec(`UPDATE forwarding SET state = 'sending', finished_at = ''`)
	d.Exec(`UPDATE purchase_order SET state = 'queued', sent_at = ''`)
	id, _, _ := strings.Cut(d.Text(`SELECT message_id FROM forwarding`), "@")
	final = filepath.Join(out, "Acme", "PO-000001")
	return d, out, final, filepath.Join(out, "Acme", ".PO-000001.partial-"+id)
}

func TestForward_RecoversWhereACrashLeftIt(t *testing.T) {
	must := func(t *testing.T, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	const whole = "Acme/PO-000001/order.txt Acme/PO-000001/slip.txt"
	tests := []struct {
		name   string
		crash  func(t *testing.T, d *desktest.Desk, final, staging string)
		result string
		state  string
		files  string
	}{
		{"in place but not noted", func(*testing.T, *desktest.Desk, string, string) {}, "PO-000001 to Acme 1/1", "sent sent", whole},
		{
			"staged but not in place", func(t *testing.T, _ *desktest.Desk, final, staging string) { must(t, os.Rename(final, staging)) },
			"PO-000001 to Acme 1/1", "sent sent", whole,
		},
		{
			"nowhere", func(t *testing.T, _ *desktest.Desk, final, _ string) { must(t, os.RemoveAll(final)) },
			"PO-000001 held", "unknown unknown", "",
		},
		{
			"in place but changed", func(t *testing.T, _ *desktest.Desk, final, _ string) {
				write(t, filepath.Join(final, "order.txt"), "x")
			},
			"PO-000001 held", "unknown unknown", whole,
		},
		{
			"in place but picked up in part", func(t *testing.T, _ *desktest.Desk, final, _ string) {
				must(t, os.Remove(filepath.Join(final, "slip.txt")))
			},
			"PO-000001 held", "unknown unknown", "Acme/PO-000001/order.txt",
		},
		{"staged, and the order was cancelled since", func(t *testing.T, d *desktest.Desk, final, staging string) {
			must(t, os.Rename(final, staging))
			d.Cancel("#1")
		}, "PO-000001 held", "cancelled unknown", ""},
		{
			"in place, and the order was cancelled since", func(_ *testing.T, d *desktest.Desk, _, _ string) { d.Cancel("#1") },
			"PO-000001 to Acme 1/1", "sent sent", whole,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, out, final, staging := interrupted(t)
			tt.crash(t, d, final, staging)
			if got := told(run(t, service(d), forward.Options{Out: t.TempDir(), Approve: true})); got != tt.result {
				t.Errorf("the next run did %q", got)
			}
			if got := d.Text(`SELECT p.state || ' ' || f.state FROM forwarding f JOIN purchase_order p ON p.id = f.purchase_id`); got != tt.state {
				t.Errorf("the book says %s", got)
			}
			if got := strings.Join(tree(t, out), " "); got != tt.files {
				t.Errorf("the folder holds %s", got)
			}
			if again := run(t, service(d), forward.Options{Out: out, Approve: true}); len(again.Sent) != 0 {
				t.Errorf("a further run sent %s", told(again))
			}
		})
	}
}

func TestForward_WhatACrashStagedUnnotedIsSwept(t *testing.T) {
	d := two(t)
	out := t.TempDir()
	write(t, filepath.Join(out, "Acme", ".PO-000001.partial-0123", "order.txt"), "half")
	write(t, filepath.Join(out, "Acme", ".PO-000009.partial-4567", "order.txt"), "another's")
	run(t, service(d), forward.Options{Out: out, Approve: true})
	want := []string{"Acme/.PO-000009.partial-4567/order.txt", "Acme/PO-000001/order.txt", "Acme/PO-000001/slip.txt", "Beta/PO-000002/order.txt", "Beta/PO-000002/slip.txt"}
	if got := tree(t, out); !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}

func TestResolve_SettlesOnlyWhatIsUnknown(t *testing.T) {
	unknown := func(t *testing.T) *desktest.Desk {
		d, out, final, _ := interrupted(t)
		if err := os.RemoveAll(final); err != nil {
			t.Fatal(err)
		}
		run(t, service(d), forward.Options{Out: out})
		return d
	}
	t.Run("sent: the supplier has it", func(t *testing.T) {
		d := unknown(t)
		if err := service(d).Resolve(ctx, 1, "sent"); err != nil {
			t.Fatal(err)
		}
		if got := states(d); got != "PO-000001 sent" {
			t.Errorf("got %s", got)
		}
		if err := service(d).Resolve(ctx, 1, "failed"); model.CodeOf(err) != model.Refused {
			t.Errorf("twice: %v", err)
		}
	})
	t.Run("failed: it may leave again under a new number", func(t *testing.T) {
		d := unknown(t)
		if err := service(d).Resolve(ctx, 1, "failed"); err != nil {
			t.Fatal(err)
		}
		rows, err := forward.Outbox(ctx, d.DB, forward.Filter{State: forward.StateFailed})
		if err != nil || len(rows) != 1 || rows[0].Finished == nil {
			t.Errorf("outbox %+v %v", rows, err)
		}
		route(t, d)
		if got := told(run(t, service(d), forward.Options{Out: t.TempDir(), Approve: true})); got != "PO-000002 to Acme 1/1" {
			t.Errorf("got %s", got)
		}
	})
	t.Run("what is not unknown", func(t *testing.T) {
		d := two(t)
		run(t, service(d), forward.Options{Out: t.TempDir(), Approve: true})
		for _, tt := range []struct {
			id      int64
			outcome string
			code    model.Code
		}{{1, "sent", model.Refused}, {9, "sent", model.NotFound}, {1, "lost", model.Invalid}} {
			if err := service(d).Resolve(ctx, tt.id, tt.outcome); model.CodeOf(err) != tt.code {
				t.Errorf("%d %s: %v", tt.id, tt.outcome, err)
			}
		}
	})
}
