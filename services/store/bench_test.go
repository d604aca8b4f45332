package store

import (
	"fmt"
	"testing"

	"gorm.io/gorm"
)

// One durable change at a time: what a click costs.
func BenchmarkWrite(b *testing.B) {
	db := newBook(b)
	i := 0
	for b.Loop() {
		i++
		if err := db.Write(ctx, func(tx *Tx) error { return insert(tx.DB, fmt.Sprint(i)) }); err != nil {
			b.Fatal(err)
		}
	}
}

// Rows of one transaction through a prepared statement: what an import costs.
func BenchmarkPrepare(b *testing.B) {
	db := newBook(b)
	must(b, db.Write(ctx, func(tx *Tx) error {
		i := 0
		for b.Loop() {
			i++
			s, err := tx.Prepare("INSERT INTO note (text) VALUES (?)")
			if err != nil {
				return err
			}
			if _, err := s.Exec(fmt.Sprint(i)); err != nil {
				return err
			}
		}
		return nil
	}))
}

func BenchmarkRead(b *testing.B) {
	db := newBook(b)
	addNote(b, db, "x")
	for b.Loop() {
		var n int
		if err := db.Read(ctx, func(q *gorm.DB) error { return q.Raw("SELECT count(*) FROM note").Scan(&n).Error }); err != nil {
			b.Fatal(err)
		}
	}
}
