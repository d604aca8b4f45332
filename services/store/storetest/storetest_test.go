package storetest

import (
	"context"
	"testing"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/services/store"
)

func TestOpen_GivesEachTestItsOwnBookWithTheSchema(t *testing.T) {
	a, b := Open(t), Open(t)
	if a.Path() == b.Path() || a.Today() != "2026-03-31" {
		t.Errorf("%s and %s on %s", a.Path(), b.Path(), a.Today())
	}
	err := a.Read(context.Background(), func(q *gorm.DB) error {
		var n int
		if err := q.Raw("SELECT count(*) FROM migration").Scan(&n).Error; err != nil {
			return err
		}
		if n != store.SchemaVersion() {
			t.Errorf("%d steps applied, want %d", n, store.SchemaVersion())
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		db, err := store.Open(context.Background(), store.Config{Path: File(b), Clock: Clock})
		if err != nil {
			b.Fatal(err)
		}
		if err := db.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
