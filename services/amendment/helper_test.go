package amendment_test

import "github.com/dropledger/dropledger/services/store"

// try runs a statement and returns what the database says of it.
func (f *fixture) try(query string) error {
	return f.DB.Write(ctx, func(tx *store.Tx) error { return tx.Exec(query).Error })
}
