package statement

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/store"
)

// EntryQuery narrows the journal; what is empty does not. Account is the code of
// an account that the entry posts to, Order the number of its order. Each word
// of Search must occur in document or memo, in the name of a supplier or in a
// SKU of a posting, or be the number of the entry.
type EntryQuery struct {
	Period                       model.Period
	Account, Kind, Order, Search string
	ByDate                       bool // in the order of their days, not of booking
	Oldest                       bool // the first comes first, not the last
}

// narrow tells whether q leaves anything out.
func (q *EntryQuery) narrow() bool {
	return q.Period != model.Period{} || q.Account != "" || q.Kind != "" || q.Order != "" || strings.TrimSpace(q.Search) != ""
}

// Entries is the answer to an EntryQuery: which entries fit, in their order. It
// holds numbers only and reads the entries themselves a page at a time, so that
// it stays small in a book of any size. It does not change, whatever is booked
// meanwhile.
type Entries struct {
	db   *store.DB
	ask  EntryQuery
	all  int
	last int64   // the newest entry at that time
	ids  []int64 // nil when all entries fit in the order of booking
}

// FindEntries looks for the entries that fit.
func FindEntries(ctx context.Context, db *store.DB, ask EntryQuery) (*Entries, error) {
	e := &Entries{db: db, ask: ask}
	err := db.Read(ctx, func(tx *gorm.DB) error {
		// Entries are numbered without a gap and never deleted.
		err := query.New(`SELECT COALESCE(MAX(id), 0) FROM journal_entry`).Rows(tx, func(r query.Row) error {
			e.last, e.all = r.Int(0), int(r.Int(0))
			return nil
		})
		if err != nil || !ask.narrow() && !ask.ByDate {
			return err
		}
		t, err := ask.listing(tx)
		if err != nil {
			return err
		}
		return e.read(tx, t)
	})
	return e, err
}

// listing is the statement for the ids of the entries that fit, in their order,
// the oldest first.
func (q *EntryQuery) listing(tx *gorm.DB) (*query.Text, error) {
	only := EntryQuery{Period: q.Period, Account: q.Account, Oldest: q.Oldest}
	if q.Account != "" && *q == only {
		// The postings alone know, and stand in the order of the entries.
		return query.New(`SELECT p.entry_id FROM posting p WHERE p.account_id = (SELECT id FROM account WHERE code = ?)`, q.Account).
			In("p.dated", q.Period).Add(` ORDER BY p.entry_id`), nil
	}
	t, err := q.fitting(tx)
	if err != nil {
		return nil, err
	}
	if q.ByDate {
		return t.Add(` ORDER BY e.dated, e.id`), nil
	}
	return t.Add(` ORDER BY e.id`), nil
}

// read lists the entries that fit in their order. An entry that comes several
// times, once for each posting to the account, comes so at a stretch.
func (e *Entries) read(tx *gorm.DB, t *query.Text) error {
	e.ids = []int64{}
	var before int64
	err := t.Rows(tx, func(r query.Row) error {
		if id := r.Int(0); id != before {
			e.ids, before = append(e.ids, id), id
		}
		return nil
	})
	if !e.ask.Oldest {
		slices.Reverse(e.ids)
	}
	return err
}

// fitting is the statement for the ids of the entries e that fit.
func (q *EntryQuery) fitting(tx *gorm.DB) (*query.Text, error) {
	t := query.New(`SELECT e.id FROM journal_entry e WHERE 1 = 1`).In("e.dated", q.Period)
	if q.Kind != "" {
		t.Add(` AND e.kind = ?`, q.Kind)
	}
	if q.Order != "" {
		t.Add(` AND e.order_id IN (SELECT id FROM sales_order WHERE number = ?)`, q.Order)
	}
	if q.Account != "" {
		t.Add(` AND e.id IN (SELECT p.entry_id FROM posting p WHERE p.account_id = (SELECT id FROM account WHERE code = ?)`, q.Account)
		t.In("p.dated", q.Period).Add(`)`)
	}
	for _, w := range strings.Fields(q.Search) {
		if err := q.word(tx, t, w); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// word narrows t to entries that a word is found in.
func (q *EntryQuery) word(tx *gorm.DB, t *query.Text, w string) error {
	like := "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(w) + "%"
	t.Add(` AND (e.document LIKE ? ESCAPE '\' OR e.memo LIKE ? ESCAPE '\'`, like, like)
	if n, err := strconv.ParseInt(w, 10, 64); err == nil {
		t.Add(` OR e.id = ?`, n)
	}
	var named []string
	for column, text := range map[string]string{
		"supplier_id": `SELECT id FROM supplier WHERE name LIKE ? ESCAPE '\'`,
		"product_id":  `SELECT id FROM product WHERE sku LIKE ? ESCAPE '\'`,
	} {
		var ids []int64
		err := query.New(text, like).Rows(tx, func(r query.Row) error {
			ids = append(ids, r.Int(0))
			return nil
		})
		if err != nil {
			return err
		}
		if len(ids) > 0 {
			named = append(named, "p."+column+" IN ("+listOf(ids)+")")
		}
	}
	if len(named) > 0 {
		slices.Sort(named)
		t.Add(` OR e.id IN (SELECT p.entry_id FROM posting p WHERE (`+strings.Join(named, " OR ")+`)`).In("p.dated", q.Period).Add(`)`)
	}
	t.Add(`)`)
	return nil
}

// listOf writes ids as a list for SQL; they are numbers, so nothing needs quoting.
func listOf(ids []int64) string {
	var b strings.Builder
	for i, id := range ids {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strconv.FormatInt(id, 10))
	}
	return b.String()
}

// Len is how many entries fit.
func (e *Entries) Len() int {
	if e.ids == nil {
		return e.all
	}
	return len(e.ids)
}

// Narrow tells whether the query leaves entries out.
func (e *Entries) Narrow() bool { return e.ask.narrow() }

// All is how many entries there are.
func (e *Entries) All() int { return e.all }

// ID is the number of the i-th entry that fits.
func (e *Entries) ID(i int) int64 {
	switch {
	case e.ids != nil:
		return e.ids[i]
	case e.ask.Oldest:
		return int64(i) + 1
	}
	return e.last - int64(i)
}

// Index is the place of an entry, -1 when it does not fit.
func (e *Entries) Index(id int64) int {
	switch {
	case e.ids != nil:
		return slices.Index(e.ids, id)
	case id < 1 || id > e.last:
		return -1
	case e.ask.Oldest:
		return int(id - 1)
	}
	return int(e.last - id)
}

// Page reads n entries with their postings, beginning with the from-th; fewer at
// the end.
func (e *Entries) Page(ctx context.Context, from, n int) ([]Booked, error) {
	from = min(max(from, 0), e.Len())
	ids := make([]int64, 0, n)
	for i := from; i < min(from+n, e.Len()); i++ {
		ids = append(ids, e.ID(i))
	}
	var page []Booked
	err := e.db.Read(ctx, func(tx *gorm.DB) error {
		found, err := readBooked(tx, ids)
		for _, id := range ids {
			b, ok := found[id]
			if !ok {
				return model.Errorf(model.Damaged, "Journal entry %d is not there any more: run the check of the book.", id)
			}
			page = append(page, *b)
		}
		return err
	})
	return page, err
}

// Counts reads how many postings each entry that fits has, in their order.
func (e *Entries) Counts(ctx context.Context) ([]int, error) {
	counts := make([]int, e.Len())
	at := make(map[int64]int, len(e.ids))
	for i, id := range e.ids {
		at[id] = i
	}
	t := query.New(`SELECT entry_id, COUNT(*) FROM posting WHERE 1 = 1`).In("dated", e.ask.Period).Add(` GROUP BY entry_id`)
	err := e.db.Read(ctx, func(tx *gorm.DB) error {
		return t.Rows(tx, func(r query.Row) error {
			i, ok := at[r.Int(0)]
			if e.ids == nil {
				i = e.Index(r.Int(0))
				ok = i >= 0
			}
			if ok {
				counts[i] = int(r.Int(1))
			}
			return nil
		})
	})
	return counts, err
}

// Sums adds up the postings of the entries that fit, only those to the account
// when one was asked for: debits and credits in the book's currency, as positive
// numbers.
func (e *Entries) Sums(ctx context.Context) (debit, credit model.Amount, err error) {
	t := query.New(`SELECT SUM(CASE WHEN p.amount > 0 THEN p.amount ELSE 0 END), SUM(CASE WHEN p.amount < 0 THEN -p.amount ELSE 0 END)
		FROM posting p WHERE p.entry_id <= ?`, e.last).In("p.dated", e.ask.Period)
	if e.ask.Account != "" {
		t.Add(` AND p.account_id = (SELECT id FROM account WHERE code = ?)`, e.ask.Account)
	}
	err = e.db.Read(ctx, func(tx *gorm.DB) error {
		rest := e.ask
		rest.Account, rest.Period = "", model.Period{}
		if rest.narrow() {
			ids, err := rest.fitting(tx)
			if err != nil {
				return err
			}
			t.Add(` AND p.entry_id IN (`).Put(ids).Add(`)`)
		}
		return t.Rows(tx, func(r query.Row) error {
			debit, credit = r.Amount(0), r.Amount(1)
			return nil
		})
	})
	return debit, credit, err
}

// EntryKinds lists what entries book, in the order a person would expect.
func EntryKinds() []string { return []string{"sale", "refund", "fee", "cost", "payment", "reversal"} }

// missing says that there is no entry of that number.
func missing(id int64) error {
	return model.Errorf(model.NotFound, "There is no journal entry %d.", id)
}
