package score

import (
	"testing"

	"pgregory.net/rapid"
)

// ordinary is an order asked on day 100, promised for day 110 and to leave by
// day 103, which is delivered in full on day 108.
func ordinary() fact {
	return fact{supplier: 1, order: 1, placed: 99, sent: 100, due: 110, shipBy: 103, left: 102, arrived: 108, want: 2, gone: 2, got: 2, asked: true, tracked: true}
}

func TestJudge_GradesAnOrderAsItStands(t *testing.T) {
	type want struct {
		dispatch, otd, otif, odr, cancelled grade
		lead                                int
	}
	for name, c := range map[string]struct {
		change func(f *fact)
		today  int
		want   want
	}{
		"all well":                       {func(*fact) {}, 120, want{good, good, good, good, good, 8}},
		"a day late":                     {func(f *fact) { f.arrived = 111 }, 120, want{good, bad, bad, good, good, 11}},
		"left too late":                  {func(f *fact) { f.left = 104 }, 120, want{bad, good, good, good, good, 8}},
		"overdue and not delivered":      {func(f *fact) { f.got, f.arrived = 0, 0 }, 120, want{good, bad, bad, bad, good, endless}},
		"on the way and not due":         {func(f *fact) { f.got, f.arrived = 0, 0 }, 110, want{good, uncounted, uncounted, uncounted, uncounted, -1}},
		"never sent":                     {func(f *fact) { f.gone, f.got, f.left, f.arrived, f.tracked = 0, 0, 0, 0, false }, 120, want{bad, bad, bad, bad, good, endless}},
		"a part is missing":              {func(f *fact) { f.got = 1 }, 120, want{good, bad, bad, bad, good, endless}},
		"refused":                        {func(f *fact) { f.refused, f.gone, f.got, f.left, f.arrived = 2, 0, 0, 0, 0 }, 105, want{bad, bad, bad, good, bad, -1}},
		"answered with less":             {func(f *fact) { f.short = true }, 120, want{good, good, good, good, bad, 8}},
		"the wrong item":                 {func(f *fact) { f.faults = spoiled }, 120, want{good, good, bad, bad, good, 8}},
		"called off before it was due":   {func(f *fact) { f.gone, f.got, f.left, f.arrived, f.ended = 0, 0, 0, 0, 105 }, 120, want{uncounted, uncounted, uncounted, uncounted, uncounted, -1}},
		"called off because it was late": {func(f *fact) { f.gone, f.got, f.left, f.arrived, f.ended = 0, 0, 0, 0, 115 }, 120, want{bad, bad, bad, bad, good, endless}},
		"sent by the shop, no parcel":    {func(f *fact) { f.asked, f.tracked, f.got, f.arrived, f.sent = false, false, 0, 0, 0 }, 120, want{good, uncounted, uncounted, good, good, -1}},
	} {
		t.Run(name, func(t *testing.T) {
			f := ordinary()
			c.change(&f)
			v := f.judge(c.today)
			if got := (want{v.dispatch, v.otd, v.otif, v.odr, v.cancelled, v.lead}); got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}

// worse makes one fact of an order worse that has come so far that it counts.
func worse(t *rapid.T, f *fact, today int) {
	switch rapid.IntRange(0, 5).Draw(t, "what gets worse") {
	case 0:
		f.arrived += rapid.IntRange(1, 30).Draw(t, "days")
	case 1:
		f.faults |= uint8(rapid.IntRange(1, 63).Draw(t, "faults")) //nolint:gosec // at most 63
	case 2:
		f.left += rapid.IntRange(1, 30).Draw(t, "days")
	case 3:
		f.short = true
	case 4:
		if f.due < today {
			f.got, f.arrived = 0, 0
		}
	case 5: // a refusal is no worse than never delivering
		if f.got >= f.want {
			f.refused = f.want
		}
	}
}

func anyFact(t *rapid.T, today int) fact {
	f := ordinary()
	f.placed = today - rapid.IntRange(1, 400).Draw(t, "age")
	f.sent, f.due, f.shipBy = f.placed+1, f.placed+11, f.placed+4
	f.left, f.arrived = f.sent+rapid.IntRange(1, 6).Draw(t, "handling"), f.sent+rapid.IntRange(6, 14).Draw(t, "lead")
	f.faults = uint8(rapid.SampledFrom([]int{0, 0, 0, 4, 16}).Draw(t, "faults")) //nolint:gosec // small
	f.short = rapid.IntRange(0, 9).Draw(t, "short") == 0
	if rapid.IntRange(0, 9).Draw(t, "lost") == 0 && f.due < today {
		f.got, f.arrived = 0, 0
	}
	return f
}

func scored(facts []fact, today int) Card {
	r := testRules()
	r.today = today
	b := newBook()
	for i := range facts {
		v := facts[i].judge(today)
		b.take(&facts[i], &v)
	}
	return r.card(supplier{ID: 1, Name: "Acme"}, b, Vetted{})
}

func TestScore_WorseFactsNeverRaiseIt(t *testing.T) {
	const today = 20_000
	rapid.Check(t, func(t *rapid.T) {
		facts := make([]fact, rapid.IntRange(1, 40).Draw(t, "orders"))
		for i := range facts {
			facts[i] = anyFact(t, today)
		}
		before := scored(facts, today)
		worse(t, &facts[rapid.IntRange(0, len(facts)-1).Draw(t, "which")], today)
		after := scored(facts, today)
		if after.Score.Decimal.GreaterThan(before.Score.Decimal) || after.Performance.Score.Decimal.GreaterThan(before.Performance.Score.Decimal) {
			t.Fatalf("from %s to %s", before.Score.Decimal, after.Score.Decimal)
		}
	})
}

// anyNote is an observation that is no order, some days before today.
func anyNote(t *rapid.T, today int) observation {
	o := observation{metric: rapid.SampledFrom([]int{acknowledged, price, stock, claims}).Draw(t, "metric")}
	o.day = today - rapid.IntRange(3, 300).Draw(t, "age")
	o.known, o.share, o.was, o.now = o.day, whole, 100, int64(rapid.IntRange(90, 103).Draw(t, "price"))
	o.question = rapid.Bool().Draw(t, "question")
	if o.metric == claims {
		o.share = int64(rapid.IntRange(0, whole).Draw(t, "share"))
	}
	return o
}

// worsened is an observation that went worse.
func worsened(t *rapid.T, o observation) observation {
	switch {
	case o.metric == acknowledged && rapid.Bool().Draw(t, "never answered"):
		o.known, o.took = 0, 0
	case o.metric == acknowledged:
		o.took += rapid.IntRange(1, 200).Draw(t, "hours")
	case o.metric == price:
		o.now += int64(rapid.IntRange(1, 50).Draw(t, "dearer"))
	default:
		o.share = int64(rapid.IntRange(0, int(o.share)).Draw(t, "less"))
	}
	return o
}

func TestScore_WorseAnswersPricesCountsAndClaimsNeverRaiseIt(t *testing.T) {
	const today = 20_000
	rapid.Check(t, func(t *rapid.T) {
		r := testRules()
		r.today = today
		facts := many(rapid.IntRange(1, 30).Draw(t, "orders"), today, func(int, *fact) {})
		notes := make([]observation, rapid.IntRange(1, 20).Draw(t, "notes"))
		for i := range notes {
			notes[i] = anyNote(t, today)
		}
		scoreOf := func() Card {
			b := newBook()
			for i := range facts {
				v := facts[i].judge(today)
				b.take(&facts[i], &v)
			}
			for i := range notes {
				b.note(&notes[i], r, today)
			}
			return r.card(supplier{}, b, Vetted{})
		}
		before := scoreOf()
		i := rapid.IntRange(0, len(notes)-1).Draw(t, "which")
		notes[i] = worsened(t, notes[i])
		if after := scoreOf(); after.Score.Decimal.GreaterThan(before.Score.Decimal) {
			t.Fatalf("from %s to %s", before.Score.Decimal, after.Score.Decimal)
		}
	})
}

func TestScore_IsTheSameInWhateverOrderFactsCome(t *testing.T) {
	const today = 20_000
	rapid.Check(t, func(t *rapid.T) {
		facts := make([]fact, rapid.IntRange(1, 30).Draw(t, "orders"))
		for i := range facts {
			facts[i] = anyFact(t, today)
			facts[i].order = int64(i)
		}
		a, err := scored(facts, today).MarshalJSON()
		b, err2 := scored(rapid.Permutation(facts).Draw(t, "shuffled"), today).MarshalJSON()
		if err != nil || err2 != nil || string(a) != string(b) {
			t.Fatalf("%s\n%s\n%v %v", a, b, err, err2)
		}
	})
}

func TestScore_MonthsWithoutOrdersChangeNothing(t *testing.T) {
	facts := many(30, 20_000, func(i int, f *fact) {
		if i%7 == 0 {
			f.arrived = f.due + 3
		}
	})
	now, later := scored(facts, 20_000), scored(facts, 20_000+400)
	if !now.Score.Decimal.Equal(later.Score.Decimal) || !now.Performance.Low.Decimal.Equal(later.Performance.Low.Decimal) {
		t.Errorf("%s became %s", now.Score.Decimal, later.Score.Decimal)
	}
}

// many are orders that were due long before today, one every other day.
func many(n, today int, change func(i int, f *fact)) []fact {
	facts := make([]fact, n)
	for i := range facts {
		f := ordinary()
		f.order, f.placed = int64(i), today-30-2*i
		f.sent, f.due, f.shipBy, f.left, f.arrived = f.placed+1, f.placed+11, f.placed+4, f.placed+3, f.placed+9
		change(i, &f)
		facts[i] = f
	}
	return facts
}

func TestScore_FiveGoodOrdersDoNotOutrankFiveHundredWithOneMishap(t *testing.T) {
	five := scored(many(5, 20_000, func(int, *fact) {}), 20_000)
	hundreds := scored(many(500, 20_000, func(i int, f *fact) {
		if i == 3 {
			f.got, f.arrived = 0, 0
		}
	}), 20_000)
	if !five.Score.Decimal.LessThan(hundreds.Score.Decimal) || hundreds.Class != "A" {
		t.Errorf("five score %s, five hundred %s in class %s", five.Score.Decimal, hundreds.Score.Decimal, hundreds.Class)
	}
}

func TestScore_WhoNeverShipsIsTheWorst(t *testing.T) {
	none := func(_ int, f *fact) { f.gone, f.got, f.left, f.arrived, f.tracked = 0, 0, 0, 0, false }
	for _, n := range []int{3, 10, 100} {
		never := scored(many(n, 20_000, none), 20_000)
		late := scored(many(40, 20_000, func(i int, f *fact) {
			if i%3 == 0 {
				f.arrived = f.due + 5
			}
		}), 20_000)
		if !never.Score.Valid || never.Class != "D" || !never.Score.Decimal.LessThan(late.Score.Decimal) {
			t.Errorf("%d never shipped score %s in class %q, a third late %s", n, never.Score.Decimal, never.Class, late.Score.Decimal)
		}
		for _, m := range never.Performance.Metrics[:odr] {
			if !m.Value.Decimal.IsZero() {
				t.Errorf("%s is %s", m.Key, m.Value.Decimal)
			}
		}
	}
}

func TestScore_NothingKnownIsNotRated(t *testing.T) {
	c := scored(nil, 20_000)
	if c.Score.Valid || c.Performance.Score.Valid || c.Class != "" || c.Trust != NotRated {
		t.Errorf("got %+v", c)
	}
	waiting := scored([]fact{{supplier: 1, order: 1, placed: 19_999, sent: 19_999, due: 20_010, want: 1, asked: true}}, 20_000)
	if waiting.Score.Valid || waiting.Performance.Waiting != 1 {
		t.Errorf("got %+v", waiting)
	}
}
