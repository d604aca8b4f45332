package margins

import (
	"context"
	"encoding/json"
	"strconv"

	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/margin"
	"github.com/dropledger/dropledger/services/memo"
	"github.com/dropledger/dropledger/services/query"
)

// row is one row of the sheet with what it is compared with: nil when there was
// nothing of it then. A row that is gone has figures only for then.
type row struct {
	*margin.Row
	key    string
	name   string // as a person reads it
	before *margin.Sums
	gone   bool
	open   bool // a step that still runs, or is cut by the period: it is not compared
}

// change is how CM3 differs from the one it is compared with.
func (r *row) change() model.Amount {
	if r.before == nil {
		return r.CM(3)
	}
	return r.CM(3).Sub(r.before.CM(3))
}

// sheet is an answer to what is wanted.
type sheet struct {
	want     wanted
	only     margin.Only
	labels   map[string]string // of records by how they are named in want
	period   model.Period
	compared model.Period
	compares bool
	known    model.Instant
	rows     []*row
	byKey    map[string]*row
}

// query asks for what is behind some rows of the sheet, all of them when nil.
func (s *sheet) query(rows []*row) margin.Query {
	q := margin.Query{Scope: query.Scope{Period: s.period, Known: s.known}, Only: s.only, By: s.want.dimension(), Step: s.want.step()}
	if rows == nil {
		return q
	}
	ids := make([]int64, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	switch q.By {
	case margin.Product:
		q.Products = ids
	case margin.Supplier:
		q.Suppliers = ids
	case margin.Shop:
		q.Shops = ids
	case margin.Order:
		q.Orders = ids
	case margin.Country:
		q.Countries = nil
		for _, r := range rows {
			q.Countries = append(q.Countries, r.Code)
		}
	default:
		for _, r := range rows {
			q.Days = append(q.Days, spanOf(q.Step, r.Span))
		}
	}
	return q
}

// sum adds rows up.
func sum(rows []*row) (now margin.Sums) {
	for _, r := range rows {
		now.Add(&r.Sums)
	}
	return now
}

// reader reads sheets, away from the window's goroutine.
type reader struct {
	book *page.Book
	name func(*wanted, *margin.Row) string
}

// key tells apart what is wanted, on a day.
func (w *wanted) key(today model.Date) string {
	raw, err := json.Marshal(w)
	if err != nil {
		return "" // texts and days can always be written
	}
	return string(today) + string(raw)
}

// sheet reads what is wanted.
func (r *reader) sheet(ctx context.Context, w wanted) (*sheet, error) {
	return memo.Recall(ctx, r.book.Memory, sheetOf+w.key(r.book.Today()), func() (*sheet, error) { return r.read(ctx, w) })
}

// The names under which answers are kept, each before the key of what is wanted
// or the days.
const (
	sheetOf  = "margins sheet "
	partsOf  = "margins parts "
	agreeOf  = "margins agree "
	behindOf = "margins behind "

	choicesOf = "margins choices"
)

// kept is the answer kept under a name. It is asked for once the sheet was recalled,
// so that it is of the same state of the book; of a later one the bus tells.
func kept[T any](r *reader, key string, put func(T)) bool {
	v, ok := memo.Known[T](r.book.Memory, key)
	if ok {
		put(v)
	}
	return ok
}

func (r *reader) read(ctx context.Context, w wanted) (*sheet, error) {
	today := r.book.Today()
	s := &sheet{want: w, labels: map[string]string{}, period: w.Period.Period(today), known: w.known(r.book.Clock().Location()), byKey: map[string]*row{}}
	if err := r.resolve(ctx, s); err != nil {
		return nil, err
	}
	rows, err := margin.Rows(ctx, r.book.DB, s.query(nil))
	if err != nil {
		return nil, err
	}
	for _, m := range rows {
		s.add(&row{Row: m, name: r.name(&w, m)})
	}
	if w.step() != "" {
		return s, r.compareSteps(ctx, s)
	}
	s.compared, s.compares = compared(s.period, w.Compare, today)
	if s.compares = s.compares && w.By != string(margin.Order); s.compares {
		err = r.compare(ctx, s)
	}
	return s, err
}

func (s *sheet) add(r *row) {
	k := r.Key(s.want.dimension())
	r.key = k.Span + " " + strconv.FormatInt(k.ID, 10) + " " + k.Code
	s.rows = append(s.rows, r)
	s.byKey[r.key] = r
}

// resolve finds the records the sheet is narrowed to.
func (r *reader) resolve(ctx context.Context, s *sheet) error {
	for _, kind := range []struct {
		by   margin.Dimension
		said []string
		ids  *[]int64
	}{{margin.Product, s.want.Products, &s.only.Products}, {margin.Supplier, s.want.Suppliers, &s.only.Suppliers}, {margin.Shop, s.want.Shops, &s.only.Shops}} {
		for _, said := range kind.said {
			l, err := margin.Name(ctx, r.book.DB, kind.by, said)
			if err != nil {
				return err
			}
			*kind.ids = append(*kind.ids, l.ID)
			s.labels[said] = r.name(&wanted{By: string(kind.by)}, &margin.Row{ID: l.ID, Code: l.Code, Name: l.Name})
		}
	}
	s.only.Countries = s.want.Countries
	return nil
}

// compare reads the sheet of the other days and puts it beside this one; what
// was there only then gets a row too, so that the changes add up.
func (r *reader) compare(ctx context.Context, s *sheet) error {
	q := s.query(nil)
	q.Period = s.compared
	then, err := margin.Rows(ctx, r.book.DB, q)
	if err != nil {
		return err
	}
	at := map[margin.Key]*row{}
	for _, now := range s.rows {
		at[now.Key(q.By)] = now
	}
	for _, m := range then {
		now := at[m.Key(q.By)]
		if now == nil {
			if m.CM(3) == 0 {
				continue
			}
			now = &row{Row: &margin.Row{ID: m.ID, Code: m.Code, Name: m.Name, Origin: m.Origin}, name: r.name(&s.want, m), gone: true}
			s.add(now)
		}
		now.before = &m.Sums
	}
	return nil
}

// compareSteps puts beside each step the one before it, or that of a year ago.
func (r *reader) compareSteps(ctx context.Context, s *sheet) error {
	step, how := s.want.step(), s.want.Compare
	if s.compares = how != none; !s.compares {
		return nil
	}
	q := s.query(nil)
	q.Period = reach(s.period, step, how)
	then, err := margin.Rows(ctx, r.book.DB, q)
	if err != nil {
		return err
	}
	at := map[string]*margin.Row{}
	for _, m := range then {
		at[m.Span] = m
	}
	for _, now := range s.rows {
		days := spanOf(step, now.Span)
		if now.open = days.From < s.period.From || s.period.To != "" && days.To > s.period.To || days.To >= r.book.Today(); now.open {
			continue
		}
		if m := at[earlier(step, now.Span, how)]; m != nil {
			now.before = &m.Sums
		}
	}
	return nil
}

// parts reads what the costs of the rows consist of.
func (r *reader) parts(ctx context.Context, s *sheet) (map[margin.Key]*margin.Parts, error) {
	return memo.Recall(ctx, r.book.Memory, partsOf+s.want.key(r.book.Today()), func() (map[margin.Key]*margin.Parts, error) {
		return margin.Breakdown(ctx, r.book.DB, s.query(nil))
	})
}

// agree compares the margin sheet of the days with the journal.
func (r *reader) agree(ctx context.Context, s *sheet) (margin.Agreement, error) {
	return memo.Recall(ctx, r.book.Memory, s.agreeKey(), func() (margin.Agreement, error) {
		return margin.Agree(ctx, r.book.DB, query.Scope{Period: s.period, Known: s.known})
	})
}

// choices reads what a sheet can be narrowed to.
func (r *reader) choices(ctx context.Context) (margin.Labels, error) {
	return memo.Recall(ctx, r.book.Memory, choicesOf, func() (margin.Labels, error) { return margin.Choices(ctx, r.book.DB) })
}

func (s *sheet) agreeKey() string {
	return agreeOf + string(s.period.From) + " " + string(s.period.To) + " " + string(s.known)
}

// behind is what the panel tells beyond the sums.
type behind struct {
	lowest []*margin.Row
	facts  margin.Evidence
}

// The panel shows so many orders, and the facts of so many.
const (
	fewOrders = 5
	fewFacts  = 6
)

// behindAll reads the first of what stands behind the whole sheet.
func (r *reader) behindAll(ctx context.Context, s *sheet) (behind, error) {
	return memo.Recall(ctx, r.book.Memory, behindOf+s.want.key(r.book.Today()), func() (behind, error) { return r.behind(ctx, s, nil) })
}

// behind reads the first of what stands behind some rows.
func (r *reader) behind(ctx context.Context, s *sheet, rows []*row) (behind, error) {
	q := s.query(rows)
	var b behind
	var err error
	if b.lowest, err = margin.Lowest(ctx, r.book.DB, q, fewOrders); err == nil {
		b.facts, err = margin.Facts(ctx, r.book.DB, q, margin.Wanted{Orders: fewFacts})
	}
	return b, err
}
