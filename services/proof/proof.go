// Package proof shows that a book is sound: the file whole, every entry
// balanced, what the orders say equal to what was posted, the margin sheet
// equal to the journal, nothing forwarded twice. It only reads, and it repeats
// none of the code it judges: it adds up the tables anew.
package proof

import (
	"context"
	"database/sql"
	"fmt"
	"sync"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/store"
)

// Result is what the check found. Findings are sentences, at most a few of a
// kind; the numbers count all.
type Result struct {
	OK                 bool     `json:"ok"`
	SQLite             string   `json:"sqlite"`              // "ok", or the first defect of the file
	ForeignKeys        int      `json:"foreign_keys"`        // rows that refer to nothing
	Unbalanced         int      `json:"unbalanced"`          // journal entries that are off
	ControlDifferences int      `json:"control_differences"` // orders, costs, refunds or purchase orders that differ from the journal
	MarginDifferences  int      `json:"margin_differences"`  // orders whose margin sheet differs from the journal
	DoubleForwards     int      `json:"double_forwards"`     // order lines of which more left than was sold
	Findings           []string `json:"findings"`
	Parts              []Part   `json:"-"` // the same, proof by proof
}

// shown is how many findings of one kind are told in words.
const shown = 10

// Check proves the book. full also compares every index of the file with its
// table and the margin sheet line by line.
func Check(ctx context.Context, db *store.DB, full bool) (Result, error) {
	return Follow(ctx, db, full, nil)
}

// Follow is Check for whoever waits: tell hears how many of the proofs are made
// and which one begins, on the caller's goroutine; it may be nil.
func Follow(ctx context.Context, db *store.DB, full bool, tell func(made, of int, next Name)) (Result, error) {
	var file store.Integrity
	var fileErr error
	var wait sync.WaitGroup
	wait.Go(func() { file, fileErr = db.Integrity(ctx, full) })
	p := &proof{full: full, tell: tell}
	err := db.Read(ctx, func(tx *gorm.DB) error {
		p.tx = tx
		return p.run()
	})
	p.step(OfFile)
	wait.Wait()
	if fileErr != nil {
		return Result{}, fileErr
	}
	r := p.result
	if r.Findings == nil {
		r.Findings = []string{}
	}
	r.SQLite, r.ForeignKeys = file.SQLite, file.ForeignKeys
	if !file.OK() {
		if err != nil {
			p.say("The file is damaged, so its contents could not be checked. Restore a backup.")
			err = nil
		}
		r.Findings = append(fileFindings(file), p.result.Findings...)
	}
	r.Parts = append(fileParts(file, p.pages, p.references), p.result.Parts...)
	r.OK = file.OK() && r.faults() == 0
	return r, err
}

func fileFindings(file store.Integrity) []string {
	var found []string
	if file.SQLite != "ok" {
		found = append(found, "The database engine says of the file: "+file.SQLite+". Restore a backup.")
	}
	if file.ForeignKeys > 0 {
		found = append(found, fmt.Sprintf("Rows that refer to rows that are not there: %d.", file.ForeignKeys))
	}
	return found
}

type proof struct {
	tx     *gorm.DB
	full   bool
	tell   func(made, of int, next Name)
	result Result

	made              int
	pages, references int64 // of the file
}

func (p *proof) run() error {
	if err := p.survey(); err != nil {
		return err
	}
	for _, s := range p.steps() {
		p.step(s.name)
		part, faults, told := Part{Name: s.name}, p.result.faults(), len(p.result.Findings)
		if err := query.New(s.compared).Each(p.tx, func(r *sql.Rows) error { return r.Scan(&part.Compared) }); err != nil {
			return err
		}
		if err := s.prove(); err != nil {
			return err
		}
		part.Faults, part.Findings = p.result.faults()-faults, p.result.Findings[told:]
		p.result.Parts = append(p.result.Parts, part)
	}
	return nil
}

// step tells which proof begins.
func (p *proof) step(next Name) {
	if p.tell != nil {
		p.tell(p.made, len(p.steps())+1, next)
	}
	p.made++
}

func (p *proof) say(format string, args ...any) {
	p.result.Findings = append(p.result.Findings, fmt.Sprintf(format, args...))
}

// count walks over what a statement finds, every row of which is a fault:
// counter counts all, the first ones are told by tell.
func (p *proof) count(counter *int, t *query.Text, tell func(*sql.Rows) (string, error)) error {
	n := 0
	err := t.Each(p.tx, func(r *sql.Rows) error {
		if n++; n > shown {
			return nil
		}
		s, err := tell(r)
		if err == nil {
			p.say("%s", s)
		}
		return err
	})
	if n > shown {
		p.say("... and %d more of the same kind.", n-shown)
	}
	*counter += n
	return err
}

// named is the number of an order in a sentence, its id when the order is gone.
const named = `COALESCE((SELECT number FROM sales_order WHERE id = g.order_id), '(removed, id ' || g.order_id || ')')`
