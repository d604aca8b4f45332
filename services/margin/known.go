package margin

import (
	"database/sql"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/services/query"
)

const sheet = `line_id, dated, order_id, product_id, supplier_id, shop_id, country,
	goods, discount, shipping, refund, cm1_cost, cm2_cost, cm3_cost, cm4_cost, estimated`

// source is where the sheet is read from: the kept sheet, or, as known on an
// earlier day, the journal as it was then. Orders about which nothing was
// learnt since then still stand on the kept sheet as they did.
func (q *Query) source(tx *gorm.DB, t *query.Text) error {
	if q.Known == "" {
		t.Add(`margin_line m`)
		return nil
	}
	margins, err := accounts(tx)
	if err != nil {
		return err
	}
	t.Add(`(SELECT ` + sheet + ` FROM margin_line WHERE order_id NOT IN (`).Put(q.touched())
	t.Add(`) UNION ALL SELECT ` + sheet + ` FROM (`)
	q.journal(t, margins)
	t.Add(`) j) m`)
	return nil
}

// touched lists the orders about which something was learnt since then.
func (q *Query) touched() *query.Text {
	since := string(q.Known)
	if q.rebuild {
		since = ""
	}
	return query.New(`SELECT order_id FROM journal_entry WHERE order_id IS NOT NULL AND recorded_at >= ?
		UNION SELECT order_id FROM cost_fact WHERE superseded_at >= ? AND superseded_at <> ''`, since, since)
}

// accounts lists, for each part of the margin, its accounts as SQL.
func accounts(tx *gorm.DB) (map[string]string, error) {
	ids := map[string][]string{}
	err := query.New(`SELECT id, margin FROM account WHERE margin <> '' ORDER BY id`).Each(tx, func(r *sql.Rows) error {
		var id int64
		var margin string
		err := r.Scan(&id, &margin)
		ids[margin] = append(ids[margin], strconv.FormatInt(id, 10))
		return err
	})
	in := map[string]string{}
	for margin, list := range ids {
		in[margin] = strings.Join(list, ", ")
	}
	return in, err
}

// journal builds the sheet of the touched orders from the postings of the
// entries recorded by then, one row a line and day. Which supplier a line
// belonged to, and which costs were estimates, is what the cost facts said.
func (q *Query) journal(t *query.Text, margins map[string]string) {
	t.Add(`SELECT g.*, (SELECT c.supplier_id FROM cost_fact c
		WHERE c.order_id = g.order_id AND c.line_id = g.line_id AND c.type IN ('product', 'own_stock')`)
	q.standing(t, "c")
	// Of several suppliers of one line the latest stands, as on the kept sheet.
	t.Add(` ORDER BY c.id DESC LIMIT 1) AS supplier_id
		FROM (SELECT p.line_id, p.dated, MIN(p.order_id) AS order_id, MIN(p.product_id) AS product_id,
		MIN(p.shop_id) AS shop_id, MIN(p.country) AS country`)
	all := ""
	for _, part := range []struct{ margin, sign, column string }{
		{"goods", "-", "goods"},
		{"discount", "", "discount"},
		{"shipping", "-", "shipping"},
		{"refund", "", "refund"},
		{"cm1", "", "cm1_cost"},
		{"cm2", "", "cm2_cost"},
		{"cm3", "", "cm3_cost"},
		{"cm4", "", "cm4_cost"},
	} {
		in := margins[part.margin]
		if in == "" {
			t.Add(`, 0 AS ` + part.column)
			continue
		}
		t.Add(`, SUM(CASE WHEN p.account_id IN (` + in + `) THEN ` + part.sign + `p.amount ELSE 0 END) AS ` + part.column)
		all += ", " + in
	}
	t.Add(`, SUM(CASE WHEN `)
	q.estimate(t)
	t.Add(` THEN p.amount ELSE 0 END) AS estimated
		FROM journal_entry e JOIN posting p ON p.entry_id = e.id
		WHERE e.order_id IN (`).Put(q.touched()).Add(`) AND p.line_id IS NOT NULL AND p.account_id IN (` + strings.TrimPrefix(all, ", ") + `)`)
	t.KnownBefore("e.recorded_at", q.Known).In("p.dated", q.Period)
	t.Add(` GROUP BY p.line_id, p.dated) g`)
}

// estimate tells whether a posting books a fact that was an estimate: a fact of
// the whole order marks all postings of its entry to its account, one of a line
// the posting of its supplier and amount.
func (q *Query) estimate(t *query.Text) {
	t.Add(`p.account_id IN (SELECT account_id FROM cost_type) AND EXISTS (SELECT 1 FROM cost_fact f JOIN cost_type y ON y.type = f.type
		WHERE f.order_id = p.order_id AND f.entry_id = p.entry_id AND f.state = 'estimated' AND y.account_id = p.account_id
		AND (f.line_id IS NULL OR (f.line_id = p.line_id AND COALESCE(f.supplier_id, 0) = COALESCE(p.supplier_id, 0) AND f.base_amount = p.amount))`)
	q.standing(t, "f")
	t.Add(`)`)
}

// standing keeps the facts that were recorded and not yet superseded by then.
func (q *Query) standing(t *query.Text, table string) {
	if q.Known == "" {
		t.Add(` AND ` + table + `.superseded_at = ''`)
		return
	}
	t.KnownBefore(table+".recorded_at", q.Known).Add(` AND (`+table+`.superseded_at = '' OR `+table+`.superseded_at >= ?)`, string(q.Known))
}
