package proof

import (
	"database/sql"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/query"
)

// selectSteps lists when the quantity of a line may have changed, from the first
// on, with how many pieces were sold before and after, NULL where the book does
// not tell. An import keeps the order as it was before; a person's change and an
// import that is taken back keep both numbers, but in books of earlier versions.
const selectSteps = `SELECT at, before, after FROM (
	SELECT h.recorded_at AS at, 0 AS place, h.id AS n, CAST(h.old_value AS INTEGER) AS before, CAST(h.new_value AS INTEGER) AS after
		FROM history h WHERE h.kind = 'order_line' AND h.field = 'quantity' AND h.record_id = ?
	UNION ALL SELECT h.recorded_at, 1, h.id, NULL, NULL
		FROM order_line l JOIN history h ON h.kind = 'order' AND h.field = 'order' AND h.record_id = l.order_id WHERE l.id = ?
	UNION ALL SELECT b.imported_at, 2, b.id, ` + kept + `, NULL ` + updates + ` WHERE l.id = ?
	UNION ALL SELECT b.undone_at, 3, b.id, NULL, ` + kept + ` ` + updates + ` AND b.undone_at <> '' WHERE l.id = ?
	) x ORDER BY at, place, n`

const (
	// updates are the imports that changed the order of a line.
	updates = `FROM order_line l JOIN import_record r ON r.kind = 'order' AND r.outcome = 'updated' AND r.record_id = l.order_id
		JOIN import_batch b ON b.id = r.batch_id`
	// kept is the quantity of a line in what an import replaced: a line that was not
	// there yet had none.
	kept = `CASE WHEN json_valid(r.before) THEN COALESCE((SELECT json_extract(j.value, '$.Quantity') FROM json_each(r.before, '$.order.Lines') j
		WHERE json_extract(j.value, '$.ID') = l.id), 0) END`
)

// spells tells how many pieces of a line were sold from one step to the next:
// sold has one more than steps.
type spells struct {
	steps []model.Instant
	sold  []sql.NullInt64
}

func (p *proof) sold(line int64) (spells, error) {
	var s spells
	var before, after []sql.NullInt64
	err := query.New(selectSteps, line, line, line, line).Each(p.tx, func(r *sql.Rows) error {
		var at model.Instant
		var b, a sql.NullInt64
		err := r.Scan(&at, &b, &a)
		s.steps, before, after = append(s.steps, at), append(before, b), append(after, a)
		return err
	})
	if err != nil {
		return s, err
	}
	var now sql.NullInt64
	err = query.New(`SELECT quantity FROM order_line WHERE id = ?`, line).Each(p.tx, func(r *sql.Rows) error { return r.Scan(&now) })
	s.sold = append(before, now)
	for i, a := range after {
		if !s.sold[i+1].Valid {
			s.sold[i+1] = a
		}
	}
	return s, err
}

// at is the most that was sold at a moment, and whether that is all the book
// knows about it: moments are kept to the second, so within that of a step any of
// its sides may have been.
func (s *spells) at(t model.Instant) (most int64, known bool) {
	known = true
	for i, sold := range s.sold {
		ended := i < len(s.steps) && s.steps[i] < t
		begun := i == 0 || s.steps[i-1] <= t
		if ended || !begun {
			continue
		}
		known = known && sold.Valid
		most = max(most, sold.Int64)
	}
	return most, known
}
