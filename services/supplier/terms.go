package supplier

import (
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
)

// Terms are those that hold with a supplier on a day: what was agreed, and what its
// record says where nothing was. Source: the newest agreement that has begun and is
// not over.
type Terms struct {
	PaymentDays int        // until an invoice is due, 0 paid with the order
	ClaimDays   int        // after delivery in which a claim can be raised
	Agreed      model.Date // first day of the agreement they come from, "" of the record
}

// TermsOn reads the terms of one supplier on a day.
func TermsOn(q *gorm.DB, id int64, day model.Date) (Terms, error) {
	all, err := termsOf(q, day, id)
	return all[id], err
}

// inForce is, as SQL for a supplier s, the id of the agreement that holds on a day,
// which is itself SQL or the place of an argument.
func inForce(day string) string {
	return `(SELECT x.id FROM agreement x WHERE x.supplier_id = s.id AND x.archived_at = '' AND x.valid_from <= ` + day + `
		AND (x.valid_to = '' OR x.valid_to >= ` + day + `) ORDER BY x.valid_from DESC LIMIT 1)`
}

// ClaimDaysOn is, as SQL for a supplier s, the days after delivery in which a claim
// can be raised by the terms of a day, which is a column.
func ClaimDaysOn(day string) string {
	return `COALESCE((SELECT a.claim_days FROM agreement a WHERE a.id = ` + inForce(day) + `), s.claim_days)`
}

// termsOf reads the terms of all suppliers, or of one for an id that is not 0.
func termsOf(q *gorm.DB, day model.Date, id int64) (map[int64]Terms, error) {
	var rows []struct {
		ID int64
		Terms
	}
	err := q.Raw(`SELECT s.id, COALESCE(a.payment_terms_days, s.payment_terms_days) AS payment_days, COALESCE(a.claim_days, s.claim_days) AS claim_days,
			CASE WHEN a.payment_terms_days IS NULL AND a.claim_days IS NULL THEN '' ELSE a.valid_from END AS agreed
		FROM supplier s LEFT JOIN agreement a ON a.id = `+inForce("?")+`
		WHERE ? IN (0, s.id)`, string(day), string(day), id).Scan(&rows).Error
	all := make(map[int64]Terms, len(rows))
	for _, r := range rows {
		all[r.ID] = r.Terms
	}
	return all, err
}
