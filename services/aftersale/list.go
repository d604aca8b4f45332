package aftersale

import (
	"context"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/record"
)

// Row is a case in a list. Amounts are decimal text; what is not known is nil.
type Row struct {
	ID         int64          `json:"id"`
	Number     string         `json:"number"` // the order's, as every list has a number
	Order      string         `json:"order"`
	OrderID    int64          `json:"-"`
	Shop       string         `json:"shop"`
	Supplier   *string        `json:"supplier"`
	Kind       model.CaseKind `json:"kind"`
	Opened     model.Date     `json:"opened"`
	Resolution *string        `json:"resolution"`
	Resolved   *model.Date    `json:"resolved"`
	Refund     *string        `json:"refund"`
	Currency   string         `json:"currency"`
	Note       string         `json:"note"`
	Lines      []Line         `json:"lines"`
	Claim      *Claim         `json:"claim"`
	ClaimBy    *model.Date    `json:"claim_by"` // the day of Deadline
	Deadline   *Deadline      `json:"deadline"` // nil where it is no matter of the supplier, or it takes no claims
	Archived   bool           `json:"archived"`
	Version    int64          `json:"version"`
	State      string         `json:"state"`
}

// Line is some pieces of a case.
type Line struct {
	SKU      string         `json:"sku"`
	Quantity model.Quantity `json:"quantity"`
}

// Claim is the claim of a case in a list. Amounts are decimal text of Currency.
type Claim struct {
	ID       int64       `json:"id"`
	Number   string      `json:"number"`
	Order    string      `json:"order"`
	Supplier *string     `json:"supplier"`
	Kind     string      `json:"kind"`
	Party    string      `json:"party"`
	Amount   string      `json:"amount"`
	Currency string      `json:"currency"`
	Claimed  model.Date  `json:"claimed"`
	Answered *model.Date `json:"answered"`
	Accepted *string     `json:"accepted"`
	Credited *string     `json:"credited"`
	Deadline *Deadline   `json:"deadline"` // of a claim on the supplier
	State    string      `json:"state"`

	model.Claim `json:"-"`
}

// States lists the states a list of cases can be narrowed to.
func States() []string { return []string{model.CaseOpen, model.CaseResolved, record.StateArchived} }

// ClaimStates lists the states a list of claims can be narrowed to.
func ClaimStates() []string {
	return []string{model.ClaimOpen, model.ClaimAccepted, model.ClaimRefused, model.ClaimCredited}
}

// Supplier is, as SQL for a line l, the supplier a case about the line is laid
// to: the one who was asked last and did not refuse, else the one whose cost the
// line carries.
const Supplier = `COALESCE((SELECT p.supplier_id FROM purchase_line x JOIN purchase_order p ON p.id = x.purchase_id
	WHERE x.line_id = l.id AND p.sent_at <> '' AND p.state NOT IN ('refused', 'cancelled') ORDER BY x.id DESC LIMIT 1), l.supplier_id)`

// supplierOf is, as SQL for a case c of an order o, the supplier it is laid to: that
// of the first line it is about.
const supplierOf = `(SELECT ` + Supplier + ` FROM order_line l WHERE l.order_id = o.id AND l.quantity > 0 AND ` + Supplier + ` IS NOT NULL
	ORDER BY EXISTS (SELECT 1 FROM sales_case_line y WHERE y.case_id = c.id AND y.line_id = l.id) DESC, l.position LIMIT 1)`

const selectRows = `SELECT c.id, o.number, h.name, c.kind, c.opened_on, c.resolution, c.resolved_on, c.refund, o.currency, c.note, c.archived_at, c.version, o.id,
	(SELECT s.name FROM supplier s WHERE s.id = ` + supplierOf + `),
	k.party, k.amount, k.currency, k.claimed_on, k.answered_on, k.accepted, k.credited
	FROM sales_case c JOIN sales_order o ON o.id = c.order_id JOIN shop h ON h.id = o.shop_id LEFT JOIN claim k ON k.case_id = c.id WHERE 1 = 1`

// List returns the cases, the newest first.
func (s *Service) List(ctx context.Context, f record.Filter) ([]Row, error) {
	if err := f.Check(States()); err != nil {
		return nil, err
	}
	t := query.New(selectRows)
	switch {
	case f.State == record.StateArchived:
		t.Add(` AND c.archived_at <> ''`)
	case f.State != "" || !f.Archived:
		t.Add(` AND c.archived_at = ''`)
	}
	switch f.State {
	case model.CaseOpen:
		t.Add(` AND c.resolution = ''`)
	case model.CaseResolved:
		t.Add(` AND c.resolution <> ''`)
	}
	t.Add(` ORDER BY c.opened_on DESC, c.id DESC`)
	if f.Limit > 0 {
		t.Add(` LIMIT ?`, f.Limit)
	}
	return s.rows(ctx, t)
}

// Claims returns what is claimed, the newest first, with the id of its case.
func (s *Service) Claims(ctx context.Context, f record.Filter) ([]Claim, error) {
	if err := f.Check(ClaimStates()); err != nil {
		return nil, err
	}
	rows, err := s.rows(ctx, query.New(selectRows).Add(` AND c.archived_at = '' AND k.case_id IS NOT NULL ORDER BY k.claimed_on DESC, c.id DESC`))
	if err != nil {
		return nil, err
	}
	all := []Claim{}
	for i := range rows {
		if f.Limit > 0 && len(all) == f.Limit {
			break
		}
		if k := rows[i].Claim; f.State == "" || k.State == f.State {
			all = append(all, *k)
		}
	}
	return all, nil
}

func (s *Service) rows(ctx context.Context, t *query.Text) ([]Row, error) {
	rows, at := []Row{}, map[int64]int{}
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		err := t.Rows(q, func(r query.Row) error {
			at[r.Int(0)] = len(rows)
			rows = append(rows, rowOf(r))
			return nil
		})
		if err != nil || len(rows) == 0 {
			return err
		}
		if err := dated(q, rows, at); err != nil {
			return err
		}
		return query.New(`SELECT x.case_id, CASE l.sku WHEN '' THEN l.name ELSE l.sku END, x.quantity FROM sales_case_line x
			JOIN order_line l ON l.id = x.line_id ORDER BY x.case_id, x.line_id`).Rows(q, func(r query.Row) error {
			if i, ok := at[r.Int(0)]; ok {
				rows[i].Lines = append(rows[i].Lines, Line{r.Text(1), model.Quantity(r.Int(2))})
			}
			return nil
		})
	})
	return rows, err
}

func rowOf(r query.Row) Row {
	row := Row{
		ID: r.Int(0), Number: r.Text(1), Order: r.Text(1), Shop: r.Text(2), Kind: model.CaseKind(r.Text(3)), Opened: model.Date(r.Text(4)), Currency: r.Text(8),
		Resolution: text(r.Text(5)), Resolved: text(model.Date(r.Text(6))), Note: r.Text(9), Archived: r.Text(10) != "", Version: r.Int(11), OrderID: r.Int(12),
		Supplier: text(r.Text(13)), Refund: money(r[7], model.Currency(r.Text(8))), Lines: []Line{}, State: model.CaseOpen,
	}
	switch {
	case row.Archived:
		row.State = record.StateArchived
	case row.Resolution != nil:
		row.State = model.CaseResolved
	}
	if r[14] == nil {
		return row
	}
	c := model.Currency(r.Text(16))
	k := model.Claim{
		Party: r.Text(14), Amount: r.Amount(15), Currency: c, Claimed: model.Date(r.Text(17)), Answered: model.Date(r.Text(18)),
		Accepted: known(r[19]), Credited: known(r[20]),
	}
	row.Claim = &Claim{
		ID: row.ID, Number: row.Number, Order: row.Order, Supplier: row.Supplier, Kind: string(row.Kind), Party: k.Party, Amount: k.Amount.Text(c),
		Currency: string(c), Claimed: k.Claimed, Answered: text(k.Answered), Accepted: money(r[19], c), Credited: money(r[20], c), State: k.State(), Claim: k,
	}
	return row
}

func text[T ~string](s T) *T {
	if s == "" {
		return nil
	}
	return &s
}

func known(v any) *model.Amount {
	n, ok := v.(int64)
	if !ok {
		return nil
	}
	a := model.Amount(n)
	return &a
}

func money(v any, c model.Currency) *string {
	a := known(v)
	if a == nil {
		return nil
	}
	s := a.Text(c)
	return &s
}
