// Package statement answers what an accountant asks of the books: balances, the
// journal, sales, refunds, costs and fees, what is owed to suppliers, and what
// needs a look. It only reads. It must not know how a report looks.
package statement

import (
	"context"
	"database/sql"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/store"
)

// collect runs one statement and gathers its rows; scan fills one of them.
func collect[R any](ctx context.Context, db *store.DB, t *query.Text, scan func(*sql.Rows, *R) error) ([]R, error) {
	var rows []R
	err := db.Read(ctx, func(tx *gorm.DB) error {
		return t.Each(tx, func(r *sql.Rows) error {
			rows = append(rows, *new(R))
			return scan(r, &rows[len(rows)-1])
		})
	})
	return rows, err
}
