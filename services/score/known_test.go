package score_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/aftersale"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/score"
	"github.com/dropledger/dropledger/services/scorerule"
	"github.com/dropledger/dropledger/services/vetting"
)

func months(t *testing.T, d *desktest.Desk, name string) []score.Month {
	t.Helper()
	s := score.New(d.DB, d.Bus, nil)
	defer s.Close()
	all, err := s.Months(ctx, name)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func inMonth(t *testing.T, d *desktest.Desk, month string) []string {
	t.Helper()
	s := score.New(d.DB, d.Bus, nil)
	defer s.Close()
	all, err := s.InMonth(ctx, "Acme", month)
	if err != nil {
		t.Fatal(err)
	}
	words := make([]string, len(all))
	for i, e := range all {
		words[i] = strings.TrimSpace(fmt.Sprintf("%s %s %t", e.Order, e.What, e.Good))
	}
	return words
}

// told is a card as JSON, without what only differs by the months around it.
func told(t *testing.T, c score.Card) string {
	t.Helper()
	c.Months, c.Lift = nil, nil
	text, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestMonths_AnEarlierMonthIsWhatWasKnownThen(t *testing.T) {
	d, id := desk(t)
	d.Now = time.Date(2026, 9, 30, 12, 0, 0, 0, time.UTC)
	for i := range 6 {
		sent(d, forwarded(d, id, i, 50-i, model.PurchaseShipped), 45-i, 42-i)
	}
	under := forwarded(d, id, 10, 30, model.PurchaseSent) // overdue at the end of September
	forwarded(d, id, 11, 3, model.PurchaseSent)           // not due
	sent(d, forwarded(d, id, 12, 20, model.PurchaseShipped), 18, 14)
	want := told(t, card(t, d, "Acme"))
	if n := len(months(t, d, "Acme")); n != 1 && n != 2 {
		t.Errorf("%d months", n)
	}

	d.Now = d.Now.Add(20 * 24 * time.Hour)
	sent(d, under, 15, 12) // it came after all
	if _, err := aftersale.New(d.DB, d.Bus).Put(ctx, []aftersale.Input{{Order: fmt.Sprintf("#%d-1", id), Kind: model.CaseDamaged, Opened: day(d, 10)}}); err != nil {
		t.Fatal(err)
	}
	forwarded(d, id, 20, 15, model.PurchaseSent)
	d.Offer(id, "A", "6.00", func(o *model.Offer) { o.ValidFrom = d.Today().AddDays(-5) })
	all := months(t, d, "Acme")
	at := len(all) - 2
	if all[at].Month != "2026-09" || all[at].Open || told(t, all[at].Card) != want {
		t.Errorf("September was\n%s\nis told as\n%s", want, told(t, all[at].Card))
	}
	last := all[at+1]
	if now := told(t, card(t, d, "Acme")); last.Month != "2026-10" || !last.Open || told(t, last.Card) != now {
		t.Errorf("October is\n%s\nis told as\n%s", now, told(t, last.Card))
	}
}

func TestInMonth_ListsWhatBecameKnownInTheMonth(t *testing.T) {
	d, id := desk(t)
	d.Now = time.Date(2026, 10, 20, 12, 0, 0, 0, time.UTC)
	sent(d, forwarded(d, id, 1, 50, model.PurchaseShipped), 48, 43) // came on 7 September
	sent(d, forwarded(d, id, 2, 26, model.PurchaseShipped), 24, 15) // asked in September, came on 5 October
	forwarded(d, id, 3, 15, model.PurchaseSent)                     // due on 15 October
	d.Offer(id, "A", "6.00", func(o *model.Offer) { o.ValidFrom = "2026-10-02" })
	september, october := inMonth(t, d, "2026-09"), inMonth(t, d, "2026-10")
	if got := strings.Join(september, "; "); !strings.Contains(got, "-1 delivered 3 days early true") || strings.Contains(got, "-3") {
		t.Errorf("September: %s", got)
	}
	got := strings.Join(october, "; ")
	for _, want := range []string{"-2 delivered 1 day late false", "-3 not delivered, 5 days after", "A from 5.00 to 6.00 EUR false"} {
		if !strings.Contains(got, want) {
			t.Errorf("October has no %q: %s", want, got)
		}
	}
	if strings.Contains(got, "-1 ") {
		t.Errorf("October: %s", got)
	}
	s := score.New(d.DB, d.Bus, nil)
	defer s.Close()
	if _, err := s.InMonth(ctx, "Acme", "2026-13"); model.CodeOf(err) != model.Invalid {
		t.Errorf("a month that is none: %v", err)
	}
}

func TestMonths_KeepTheRulesOfTheirDay(t *testing.T) {
	d, id := desk(t)
	d.Now = time.Date(2026, 10, 20, 12, 0, 0, 0, time.UTC)
	for i := range 12 {
		sent(d, forwarded(d, id, i, 60+i, model.PurchaseShipped), 58+i, 52+i)
	}
	before := months(t, d, "Acme")
	in := scorerule.Input{ValidFrom: "2026-10-01"}
	if err := json.Unmarshal([]byte(`{"class_a":"99","class_b":"98","class_c":"97"}`), &in); err != nil {
		t.Fatal(err)
	}
	if _, err := scorerule.New(d.DB, d.Bus).Put(ctx, []scorerule.Input{in}); err != nil {
		t.Fatal(err)
	}
	after := months(t, d, "Acme")
	n := len(after)
	if n != len(before) || after[n-2].Card.Class != before[n-2].Card.Class || after[n-2].Card.Class == "" {
		t.Errorf("September was class %s, is %s", before[n-2].Card.Class, after[n-2].Card.Class)
	}
	if after[n-1].Card.Class != "D" || before[n-1].Card.Class == "D" {
		t.Errorf("October was class %s, is %s", before[n-1].Card.Class, after[n-1].Card.Class)
	}
}

func TestOf_QuestionsCountByTheHoursToTheAnswer(t *testing.T) {
	d, _ := desk(t)
	d.Supplier("Other")
	v := vetting.New(d.DB, d.Bus)
	for i, talk := range []string{
		`{"date":"@9","asked_at":"09:00","answered":"@9","answered_at":"14:10"}`, // 6 hours
		`{"date":"@8","asked_at":"16:00","answered":"@7","answered_at":"09:00"}`, // 17 hours
		`{"date":"@8","asked_at":"16:00","answered":"@5","answered_at":"16:01"}`, // 73 hours: later than 2 days
		`{"date":"@4","asked_at":"16:00"}`,                                       // never
		`{"date":"@0","asked_at":"08:00"}`,                                       // still has time
		`{"date":"@6"}`,                                                          // no question
	} {
		for ago := range 10 {
			talk = strings.ReplaceAll(talk, fmt.Sprintf("@%d", ago), day(d, ago))
		}
		in := vetting.TalkInput{Supplier: "Acme", Subject: fmt.Sprintf("Question %d", i)}
		if err := json.Unmarshal([]byte(talk), &in); err != nil {
			t.Fatal(err)
		}
		if _, err := v.PutTalks(ctx, []vetting.TalkInput{in}); err != nil {
			t.Fatal(err)
		}
	}
	c := card(t, d, "Acme")
	if n, percent := value(t, &c, "acknowledgement"); n != 4 || percent != "50.00" {
		t.Errorf("%s %% of %d", percent, n)
	}
	p := &c.Performance
	if p.Question.N != 4 || p.Question.P50.Decimal.String() != "45" || p.Question.P90.Valid || score.Text(p.SameDay) != "50.00" || p.Answer.N != 0 {
		t.Errorf("questions %+v, in a day %s", p.Question, score.Text(p.SameDay))
	}
	s := score.New(d.DB, d.Bus, nil)
	defer s.Close()
	events, err := s.Events(ctx, "Acme", "acknowledgement")
	if err != nil || len(events) != 4 || events[0].What != `"Question 3" not answered in 4 days` || events[3].What != `"Question 0" answered after 6 hours` {
		t.Errorf("%+v, %v", events, err)
	}
}
