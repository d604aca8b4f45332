package statement

import (
	"cmp"
	"context"
	"database/sql"
	"maps"
	"slices"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/store"
)

// Account is an account of the chart. Margin is the part of the margin
// waterfall it belongs to, "" for none.
type Account struct {
	ID                       int64
	Code, Name, Type, Margin string
}

// Balance is what happened on an account, in the book's currency: debits and
// credits as positive numbers. Opening is the balance before the period, debit
// positive; Span the step of time, "" when the period is not split.
type Balance struct {
	Span                   string
	Account                Account
	Opening, Debit, Credit model.Amount
}

// Movement is debits less credits of the period.
func (b *Balance) Movement() model.Amount { return b.Debit.Sub(b.Credit) }

// Closing is the balance at the end of the period.
func (b *Balance) Closing() model.Amount { return b.Opening.Add(b.Movement()) }

// Balances adds up the accounts on which anything was posted, by code.
func Balances(ctx context.Context, db *store.DB, s query.Scope) ([]Balance, error) {
	var chart []Account
	var pieces []query.Range
	var sums [][]tally // by piece and account
	err := query.Job{
		Before: func(tx *gorm.DB) (int, error) {
			byID, err := accounts(tx)
			if err != nil {
				return 0, err
			}
			chart = slices.SortedFunc(maps.Values(byID), func(a, b Account) int { return cmp.Compare(a.Code, b.Code) })
			pieces, err = query.Ranges(tx, "journal_entry", "id")
			sums = make([][]tally, len(pieces))
			return len(pieces), err
		},
		Part: func(tx *gorm.DB, i int) (err error) {
			sums[i], err = balances(tx, s, chart, pieces[i])
			return err
		},
	}.Run(ctx, db)
	if err != nil {
		return nil, err // some pieces may not have been added up
	}
	var rows []Balance
	for i := range chart {
		all := Balance{Account: chart[i]}
		posted := false
		for _, piece := range sums {
			b := &piece[i]
			all.Opening, all.Debit, all.Credit = all.Opening.Add(b.Opening), all.Debit.Add(b.Debit), all.Credit.Add(b.Credit)
			posted = posted || b.posted
		}
		if posted {
			rows = append(rows, all)
		}
	}
	return rows, nil
}

// tally is an account's balance over some entries, and whether there was anything.
type tally struct {
	Balance
	posted bool
}

// balances adds up the accounts of a chart over some entries. One column for each
// account and one statement for each side is a quarter of the work that grouping
// by account would be: grouping sorts a million postings.
func balances(tx *gorm.DB, s query.Scope, chart []Account, in query.Range) ([]tally, error) {
	sums := make([]tally, len(chart))
	side := func(p model.Period, which string, take func(b *tally, sum model.Amount)) error {
		t := query.New(`SELECT `)
		for i, a := range chart {
			if i > 0 {
				t.Add(`, `)
			}
			t.Add(`SUM(p.amount) FILTER (WHERE p.account_id = ?)`, a.ID)
		}
		within(t.Add(` FROM posting p`), query.Scope{Period: p, Known: s.Known}).Within("p.entry_id", in).Add(which)
		return t.Rows(tx, func(r query.Row) error {
			for i := range chart {
				if r[i] != nil {
					sums[i].posted = true
					take(&sums[i], r.Amount(i))
				}
			}
			return nil
		})
	}
	err := side(s.Period, ` AND p.amount > 0`, func(b *tally, sum model.Amount) { b.Debit = sum })
	if err == nil {
		err = side(s.Period, ` AND p.amount <= 0`, func(b *tally, sum model.Amount) { b.Credit = sum.Neg() })
	}
	if err == nil && s.Period.From != "" {
		err = side(model.Period{To: s.Period.From.AddDays(-1)}, ``, func(b *tally, sum model.Amount) { b.Opening = sum })
	}
	return sums, err
}

// Results adds up the accounts of the profit and loss for each step of the
// period, without openings.
func Results(ctx context.Context, db *store.DB, s query.Scope, step query.Step) ([]Balance, error) {
	const results = ` AND p.account_id IN (SELECT id FROM account WHERE type IN ('income', 'expense'))`
	if step == "" {
		return scan(ctx, db, within(query.New(`SELECT 2 * p.account_id, p.amount FROM posting p`), s).Add(results))
	}
	t := query.New(`SELECT ` + step.Key("p.dated") + ` AS span, p.account_id,
		SUM(CASE WHEN p.amount > 0 THEN p.amount ELSE 0 END), SUM(CASE WHEN p.amount < 0 THEN -p.amount ELSE 0 END) FROM posting p`)
	within(t, s).Add(results + ` GROUP BY 1, 2`)
	labels := step.Labels()
	rows, err := collect(ctx, db, t, func(r *sql.Rows, b *Balance) error {
		err := r.Scan(&b.Span, &b.Account.ID, &b.Debit, &b.Credit)
		b.Span = labels.Of(b.Span)
		return err
	})
	if err != nil {
		return nil, err
	}
	if step == query.Week {
		type key struct {
			span string
			id   int64
		}
		rows = query.Fold(rows, func(b *Balance) key { return key{b.Span, b.Account.ID} }, func(into, from *Balance) {
			into.Debit, into.Credit = into.Debit.Add(from.Debit), into.Credit.Add(from.Credit)
		})
	}
	return named(ctx, db, rows)
}

// within narrows postings p to the scope.
func within(t *query.Text, s query.Scope) *query.Text {
	if s.Known != "" {
		t.Add(` JOIN journal_entry e ON e.id = p.entry_id`)
	}
	t.Add(` WHERE 1 = 1`).In("p.dated", s.Period)
	if s.Known != "" {
		t.KnownBefore("e.recorded_at", s.Known)
	}
	return t
}

// scan adds postings up here: for the few accounts there are, that takes half
// the time of letting the database sort a million postings by account. The
// statement gives twice the account's id, plus one before the period, and the
// amount.
func scan(ctx context.Context, db *store.DB, t *query.Text) ([]Balance, error) {
	sums := map[int64]*Balance{}
	err := db.Read(ctx, func(tx *gorm.DB) error {
		var key int64
		var amount model.Amount
		return t.Each(tx, func(r *sql.Rows) error {
			if err := r.Scan(&key, &amount); err != nil {
				return err
			}
			b := sums[key/2]
			if b == nil {
				b = &Balance{Account: Account{ID: key / 2}}
				sums[key/2] = b
			}
			switch {
			case key%2 == 1:
				b.Opening = b.Opening.Add(amount)
			case amount > 0:
				b.Debit = b.Debit.Add(amount)
			default:
				b.Credit = b.Credit.Sub(amount)
			}
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	rows := make([]Balance, 0, len(sums))
	for _, b := range sums {
		rows = append(rows, *b)
	}
	return named(ctx, db, rows)
}

// named fills the accounts in and sorts by span and code.
func named(ctx context.Context, db *store.DB, rows []Balance) ([]Balance, error) {
	chart, err := Chart(ctx, db)
	for i := range rows {
		rows[i].Account = chart[rows[i].Account.ID]
	}
	slices.SortFunc(rows, func(a, b Balance) int {
		return cmp.Or(cmp.Compare(a.Span, b.Span), cmp.Compare(a.Account.Code, b.Account.Code))
	})
	return rows, err
}

// Chart lists all accounts by id.
func Chart(ctx context.Context, db *store.DB) (map[int64]Account, error) {
	var chart map[int64]Account
	err := db.Read(ctx, func(tx *gorm.DB) error {
		var err error
		chart, err = accounts(tx)
		return err
	})
	return chart, err
}

func accounts(tx *gorm.DB) (map[int64]Account, error) {
	chart := map[int64]Account{}
	err := query.New(`SELECT id, code, name, type, margin FROM account`).Each(tx, func(r *sql.Rows) error {
		var a Account
		err := r.Scan(&a.ID, &a.Code, &a.Name, &a.Type, &a.Margin)
		chart[a.ID] = a
		return err
	})
	return chart, err
}
