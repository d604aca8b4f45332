package aftersale

import (
	"cmp"
	"slices"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/supplier"
)

// Deadline is the last day on which a supplier takes a claim for a case: so many
// days, by the terms of the day the order came in, after From. That is the
// delivery. Where none is known, as for what was lost, it is the day the case was
// opened: a claim cannot be due before one knows of it. A delivery entered later
// makes it exact.
type Deadline struct {
	On   model.Date `json:"date"`
	Days int        `json:"days"`
	From model.Date `json:"from"`
	// Basis is what From is: delivered or opened.
	Basis string `json:"basis"`
}

// What a deadline is counted from.
const (
	FromDelivery = "delivered"
	FromOpening  = "opened"
)

// selectDeadlines reads what deadlines follow from. The first of several deliveries
// counts, so that the day told is never too late; what came after the case was
// opened is not what it is about.
var selectDeadlines = `SELECT c.id, s.id, s.name, o.number, c.opened_on, ` + supplier.ClaimDaysOn("o.placed_on") + `,
	COALESCE((SELECT MIN(p.delivered_on) FROM order_line l JOIN parcel_line y ON y.line_id = l.id JOIN parcel p ON p.id = y.parcel_id
		WHERE l.order_id = o.id AND p.archived_at = '' AND p.delivered_on <> '' AND p.delivered_on <= c.opened_on AND c.kind <> 'lost'
			AND (NOT EXISTS (SELECT 1 FROM sales_case_line z WHERE z.case_id = c.id)
				OR EXISTS (SELECT 1 FROM sales_case_line z WHERE z.case_id = c.id AND z.line_id = l.id))), ''),
	c.refund, o.currency
	FROM sales_case c JOIN sales_order o ON o.id = c.order_id JOIN supplier s ON s.id = ` + supplierOf + `
	WHERE c.archived_at = '' AND c.kind IN ('late', 'lost', 'damaged', 'defective', 'wrong', 'incomplete')`

// deadlineOf makes the deadline of a row of selectDeadlines, nil where the supplier
// takes no claims.
func deadlineOf(r query.Row) *Deadline {
	d := Deadline{Days: int(r.Int(5)), From: model.Date(r.Text(6)), Basis: FromDelivery}
	if d.Days <= 0 {
		return nil
	}
	if d.From == "" {
		d.From, d.Basis = model.Date(r.Text(4)), FromOpening
	}
	d.On = d.From.AddDays(d.Days)
	return &d
}

// dated gives the cases of a list their deadlines.
func dated(q *gorm.DB, rows []Row, at map[int64]int) error {
	return query.New(selectDeadlines).Rows(q, func(r query.Row) error {
		i, ok := at[r.Int(0)]
		if !ok {
			return nil
		}
		d := deadlineOf(r)
		if d == nil {
			return nil
		}
		rows[i].Deadline, rows[i].ClaimBy = d, &d.On
		if rows[i].Claim != nil && rows[i].Claim.Party == "supplier" {
			rows[i].Claim.Deadline = d
		}
		return nil
	})
}

// Unclaimed is a case a supplier is to answer for, of which nothing has been claimed
// yet. Refund is what the customer gets back in Currency, nil while it is not known.
type Unclaimed struct {
	CaseID   int64
	Supplier string
	Order    string
	Deadline Deadline
	Refund   *model.Amount
	Currency model.Currency
}

// nearing is for how many days ahead a deadline is told.
const nearing = 7

// ClaimsDue lists the cases without a claim whose deadline is near, the first first.
// What was settled without a loss is left out.
func ClaimsDue(q *gorm.DB, today model.Date) ([]Unclaimed, error) {
	var all []Unclaimed
	err := query.New(selectDeadlines+` AND c.resolution <> 'none' AND NOT EXISTS (SELECT 1 FROM claim k WHERE k.case_id = c.id)`).Rows(q, func(r query.Row) error {
		d := deadlineOf(r)
		if d == nil || d.On < today || d.On > today.AddDays(nearing) {
			return nil
		}
		all = append(all, Unclaimed{
			CaseID: r.Int(0), Supplier: r.Text(2), Order: r.Text(3), Deadline: *d, Refund: known(r[7]), Currency: model.Currency(r.Text(8)),
		})
		return nil
	})
	slices.SortFunc(all, func(a, b Unclaimed) int {
		return cmp.Or(cmp.Compare(a.Deadline.On, b.Deadline.On), cmp.Compare(a.CaseID, b.CaseID))
	})
	return all, err
}
