package score

import (
	"cmp"
	"context"
	"slices"
	"time"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
)

// Month is what a supplier was worth at the end of a month: by what had happened
// until then, and by the rules of that day. The month of today is open.
type Month struct {
	Month string // 2026-03
	On    model.Date
	Open  bool
	Card  Card
}

// mostMonths is how far back the months go.
const mostMonths = 12

// story is all that is known of one supplier, with since when it is known.
type story struct {
	facts []fact
	seen  []noted
	today int
}

// noted is an observation with the words that tell of it.
type noted struct {
	observation
	event Event
}

// story gathers what is known of the reader's supplier.
func (d *reader) story() (*story, error) {
	s := &story{today: d.today}
	if err := d.orders(func(f *fact) { s.facts = append(s.facts, *f) }); err != nil {
		return nil, err
	}
	only := d.only[0]
	d.keep = func(o observation, e Event) {
		if o.supplier == only {
			s.seen = append(s.seen, noted{o, e})
		}
	}
	for _, step := range d.others() {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// stood is an order as it stood on a day; false before the supplier had to do with it.
// Today it stands as it is.
func (s *story) stood(f *fact, day int) (fact, bool) {
	if day >= s.today {
		return *f, true
	}
	return f.on(day)
}

// book adds up what was known on a day.
func (s *story) book(r *rules, day int) *book {
	b := newBook()
	for i := range s.facts {
		if f, ok := s.stood(&s.facts[i], day); ok {
			v := f.judge(day)
			b.take(&f, &v)
		}
	}
	for i := range s.seen {
		if o := &s.seen[i].observation; o.day <= day || day >= s.today {
			b.note(o, r, day)
		}
	}
	return b
}

// Months tells what a supplier was worth at the end of each of the last months, the
// earliest first: from the first month on in which something was known of it, and
// as it stands today of the month that is not over.
func (s *Service) Months(ctx context.Context, name string) ([]Month, error) {
	today := s.db.Today()
	ends := monthEnds(today)
	var who supplier
	err := s.db.Read(ctx, func(q *gorm.DB) (err error) {
		who, err = named(q, name)
		return err
	})
	if err != nil {
		return nil, err
	}
	vetted := make([]Vetted, len(ends))
	if s.vetting != nil {
		if vetted, err = s.vetting.VettedBy(ctx, who.Name, ends); err != nil {
			return nil, err
		}
	}
	all := make([]Month, 0, len(ends))
	err = s.db.Read(ctx, func(q *gorm.DB) error {
		r, err := loadRules(q, today)
		if err != nil {
			return err
		}
		known, err := r.reader(q, who.ID).story()
		if err != nil {
			return err
		}
		for i, day := range ends {
			r, err := loadRules(q, day)
			if err != nil {
				return err
			}
			c := r.card(who, known.book(r, r.today), vetted[i])
			if len(all) == 0 && !c.Score.Valid {
				continue
			}
			all = append(all, Month{day.Month(), day, day == today && today.AddDays(1).Month() == day.Month(), c})
		}
		return nil
	})
	return all, err
}

// monthEnds are the last days of the months up to today, and today itself.
func monthEnds(today model.Date) []model.Date {
	ends := make([]model.Date, 0, mostMonths)
	t := today.Time()
	for n := mostMonths - 2; n >= 0; n-- {
		ends = append(ends, model.DateOf(time.Date(t.Year(), t.Month()-time.Month(n), 0, 0, 0, 0, 0, time.UTC)))
	}
	return append(ends, today)
}

// InMonth lists what made the score of a month, such as "2026-03", another than
// that of the month before: each order of which something became known, and each
// answer, price, count and claim, the newest first.
func (s *Service) InMonth(ctx context.Context, name, month string) ([]Event, error) {
	first, err := model.ParseDate(month + "-01")
	if err != nil {
		return nil, model.FieldErrorf("month", "%q is not a month: write it as 2026-03.", month)
	}
	all := []Event{}
	err = s.db.Read(ctx, func(q *gorm.DB) error {
		who, err := named(q, name)
		if err != nil {
			return err
		}
		from, to := ordinal(first)-1, ordinal(first)
		for dated(to+1).Month() == month {
			to++
		}
		today := s.db.Today()
		r, err := loadRules(q, min(dated(to), today))
		if err != nil {
			return err
		}
		d := r.reader(q, who.ID)
		d.today = ordinal(today)
		known, err := d.story()
		if err != nil {
			return err
		}
		all = known.between(r, from, min(to, d.today))
		return d.name(all)
	})
	slices.SortStableFunc(all, func(a, b Event) int {
		return cmp.Or(cmp.Compare(b.On, a.On), cmp.Compare(b.OrderID, a.OrderID), cmp.Compare(a.What, b.What))
	})
	return all, err
}

// between lists what became known after one day up to another.
func (s *story) between(r *rules, from, to int) []Event {
	all := []Event{}
	for i := range s.facts {
		now, ok := s.stood(&s.facts[i], to)
		if !ok {
			continue
		}
		v, was := now.judge(to), verdict{lead: -1}
		if before, ok := s.stood(&s.facts[i], from); ok {
			was = before.judge(from)
		}
		metric, changed := v.news(&was)
		if !changed {
			continue
		}
		all = append(all, Event{
			OrderID: now.order, Country: now.lane.country, On: dated(now.placed), Due: dated(now.due), Delivered: dated(now.arrived), Good: !v.spoiled(),
			What: now.words(metric, &v, to), Refused: now.refused > 0, Kinds: kindsOf(now.faults),
		})
	}
	for i := range s.seen {
		o := &s.seen[i]
		share, ok := o.grade(r, to)
		if was, before := o.grade(r, from); !ok || before && was == share {
			continue
		}
		e := o.event
		e.Good = share == whole
		all = append(all, e)
	}
	return all
}

// grades are what the metrics say, in the order of orderMetrics.
func (v *verdict) grades() [5]grade {
	return [5]grade{v.dispatch, v.otd, v.otif, v.odr, v.cancelled}
}

// spoiled tells whether any metric counts the order as bad.
func (v *verdict) spoiled() bool {
	g := v.grades()
	return slices.Contains(g[:], bad)
}

// news is the metric that tells best what is new against a verdict before; false
// when nothing is.
func (v *verdict) news(was *verdict) (metric int, ok bool) {
	now, before := v.grades(), was.grades()
	if now == before {
		return 0, false
	}
	for _, want := range []grade{bad, good} {
		for _, metric := range []int{odr, cancelled, otif, otd, dispatch} {
			if now[metric] == want && now[metric] != before[metric] {
				return metric, true
			}
		}
	}
	return otd, true
}
