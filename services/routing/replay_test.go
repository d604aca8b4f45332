package routing_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/routerule"
	"github.com/dropledger/dropledger/services/routing"
)

func replayed(t testing.TB, d *desktest.Desk, o routing.ReplayOptions) routing.Replay {
	t.Helper()
	r, err := routing.New(d.DB, d.Bus, d.Jobs).Replay(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// state is everything that routing could change.
func state(d *desktest.Desk) string {
	return d.Text(`SELECT (SELECT COUNT(*) FROM allocation) || ' ' || (SELECT COUNT(*) FROM held_line) || ' ' || (SELECT COUNT(*) FROM route_rule)
		|| ' ' || (SELECT COUNT(*) FROM journal_entry) || ' ' || (SELECT COUNT(*) FROM history) || ' ' || (SELECT number FROM commit_count)`)
}

func TestReplay_ShowsBeforeAndAfterAndChangesNothing(t *testing.T) {
	d := basket(t)
	d.Order("#2", desktest.Line("A", 1), func(o *model.Order) { o.Country = "FR" })
	d.Order("#gone", desktest.Line("A", 1), func(o *model.Order) { o.CancelledOn = "2026-03-31" })
	hold := rule("Hold France", routerule.Hold)
	hold.Countries = &[]string{"FR"}
	was := state(d)
	r := replayed(t, d, routing.ReplayOptions{Changes: routing.Changes{Rules: []routerule.Input{hold, rule("One parcel", routerule.SinglePreferred)}}})
	if state(d) != was {
		t.Errorf("the book was %s and is %s", was, state(d))
	}
	if r.Orders != 3 || r.LeftOut != 1 || r.Changed != 2 || r.From != "2026-01-01" || r.To != "2026-03-31" {
		t.Errorf("got %+v", r)
	}
	b, a := r.Before, r.After
	if b.Routed != 2 || b.Held != 0 || b.Splits != 1 || b.Cost != "30.00" || b.Margin == nil || *b.Margin != "120.00" || b.Late != nil {
		t.Errorf("before %+v", b)
	}
	if a.Routed != 1 || a.Held != 1 || a.Splits != 0 || a.Cost != "23.00" || *a.Margin != "77.00" {
		t.Errorf("after %+v", a)
	}
	if r.Both.Orders != 1 || *r.Both.Before != "80.00" || *r.Both.After != "77.00" {
		t.Errorf("of those routed either way %+v", r.Both)
	}
	if x := r.Examples[0]; x.Order != "#1" || x.Before != "One, Two" || x.After != "Two" || *x.More != "3.00" {
		t.Errorf("got %+v", x)
	}
	if x := r.Examples[1]; x.After != "held" || x.More != nil {
		t.Errorf("got %+v", x)
	}
	if text := r.Text(); !strings.Contains(text, "1 order is left out: cancelled") || !strings.Contains(text, "3 orders from 2026-01-01 to 2026-03-31; 2 would go another way.") {
		t.Errorf("got\n%s", text)
	}
}

func TestReplay_UsesTheOfferAndTheLawOfEachDay(t *testing.T) {
	d := desktest.New(t)
	s := d.Supplier("Acme", in("CN"))
	d.Offer(s, "A", "10.00", func(o *model.Offer) { o.ValidFrom, o.ValidTo = "2026-02-01", "2026-02-28" })
	d.Offer(s, "A", "20.00", func(o *model.Offer) { o.ValidFrom = "2026-03-01" })
	customs(d, "A", "610910", "CN")
	d.Set("documents.incoterm", "DDP")
	d.Exec(`UPDATE tax_rule SET valid_from = '2026-03-15' WHERE kind = 'flat_duty'`)
	d.Exec(`UPDATE tax_rule SET valid_to = '2026-03-14' WHERE kind = 'duty_relief' AND country = 'EU'`)
	for _, day := range []model.Date{"2026-01-10", "2026-02-10", "2026-03-10", "2026-03-20"} {
		d.Order("#"+string(day), desktest.Line("A", 1), func(o *model.Order) { o.PlacedOn, o.PlacedAt = day, model.Instant(string(day)+"T10:00:00Z") })
	}
	// 20 by today's offer, 10, 20, and 20 with 3 of duty.
	r := replayed(t, d, routing.ReplayOptions{From: "2026-01-01", To: "2026-03-31"})
	if r.Before.Cost != "73.00" || r.Changed != 0 || !strings.Contains(strings.Join(r.Notes, "\n"), "1 order was priced by an offer of today") {
		t.Errorf("got %+v", r)
	}
}

func TestReplay_WithoutARuleThatStands(t *testing.T) {
	d := two(t)
	putRules(t, d, rule("Dear first", routerule.Prefer, "Dear"))
	r := replayed(t, d, routing.ReplayOptions{Changes: routing.Changes{Without: []string{"dear first"}}})
	if r.Before.Cost != "24.00" || r.After.Cost != "20.00" || len(r.Rules) != 0 {
		t.Errorf("got %+v", r)
	}
}

func TestReplay_OfNothingIsRefused(t *testing.T) {
	_, err := routing.New(desktest.New(t).DB, nil, desktest.New(t).Jobs).Replay(ctx, routing.ReplayOptions{})
	if model.CodeOf(err) != model.NotFound {
		t.Errorf("got %v", err)
	}
}

func TestTry_TellsWhatRulesMakeOfOneOrder(t *testing.T) {
	d := two(t)
	was := state(d)
	e, err := routing.New(d.DB, d.Bus, d.Jobs).Try(ctx, "#1", routing.Changes{Rules: []routerule.Input{rule("O", routerule.Only, "Dear")}})
	if err != nil || len(e.Lines) != 1 || e.Lines[0].Supplier != "Dear" || e.Lines[0].Number != "24.00" || state(d) != was {
		t.Errorf("got %+v, %v", e, err)
	}
	e, err = routing.New(d.DB, d.Bus, d.Jobs).Try(ctx, "", routing.Changes{Rules: []routerule.Input{rule("H", routerule.Hold)}})
	if err != nil || !strings.Contains(e.Lines[0].Held, `"H"`) {
		t.Errorf("got %+v, %v", e, err)
	}
	if _, err := routing.New(d.DB, d.Bus, d.Jobs).Try(ctx, "#9", routing.Changes{}); err == nil {
		t.Error("an unknown order was found")
	}
}

// A replay of many orders tells how far it is, over both sides, and can be stopped.
func TestReplay_TellsHowFarItIsAndCanBeStopped(t *testing.T) {
	d := two(t)
	for i := range 3 {
		d.Order(fmt.Sprint("#more", i), desktest.Line("A", 1))
	}
	var told []string
	var topic event.Topic[event.Job]
	defer topic.Subscribe(func(j event.Job) {
		if j.Total > 0 {
			told = append(told, fmt.Sprintf("%d/%d", j.Done, j.Total))
		}
	})()
	now := d.Now
	jobs := job.Runner{Topic: &topic, Clock: func() time.Time {
		now = now.Add(2 * time.Second) // so that every step is told
		return now
	}}
	s := routing.New(d.DB, d.Bus, d.Jobs)
	err := jobs.Run(ctx, "Replaying", func(ctx context.Context, p *job.Progress) error {
		_, err := s.Replay(ctx, routing.ReplayOptions{Progress: p})
		return err
	})
	if got := strings.Join(told, " "); err != nil || !strings.HasPrefix(got, "0/8 1/8 2/8 3/8 4/8 5/8 6/8 7/8") {
		t.Errorf("told %s, %v", got, err)
	}
	stopped, stop := context.WithCancel(ctx)
	stop()
	if _, err := s.Replay(stopped, routing.ReplayOptions{}); err == nil {
		t.Error("a stopped replay went on")
	}
}

func BenchmarkReplayThousandOrders(b *testing.B) {
	d := desktest.New(b)
	fill(d, 1000)
	for i := range 10 {
		putRules(b, d, rule(fmt.Sprint("R", i), routerule.Avoid, "Supplier 1"))
	}
	for b.Loop() {
		if r := replayed(b, d, routing.ReplayOptions{}); r.Orders != 1000 {
			b.Fatal(r.Orders)
		}
	}
}
