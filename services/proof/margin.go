package proof

import (
	"database/sql"
	"fmt"
	"strings"

	"github.com/dropledger/dropledger/services/query"
)

// parts lists the margin sheet's columns with the accounts they come from, the
// sign that makes them positive, and a weight of their own.
var parts = []struct {
	column, margin, sign string
	weight               int
}{
	{"goods", "goods", "-", 1},
	{"discount", "discount", "", 101},
	{"shipping", "shipping", "-", 103},
	{"refund", "refund", "", 107},
	{"cm1_cost", "cm1", "", 109},
	{"cm2_cost", "cm2", "", 113},
	{"cm3_cost", "cm3", "", 127},
	{"cm4_cost", "cm4", "", 131},
}

// estimatedWeight is the weight of the estimated part of the costs.
const estimatedWeight = 137

// margins: for each order and month the margin sheet says what the journal says
// in all its columns, and its estimated part is that of the cost facts. Instead
// of nine sums one is compared, in which each column has a weight: half the
// work, and a fault would have to hit two columns by the ratio of their weights
// to go unseen. A full check compares the columns themselves.
func (p *proof) margins() error {
	accounts, err := p.accounts()
	if err != nil {
		return err
	}
	var posted, kept strings.Builder
	for _, c := range parts {
		if in := accounts[c.margin]; in != "" {
			fmt.Fprintf(&posted, " WHEN account_id IN (%s) THEN %s%d * amount", in, c.sign, c.weight)
		}
		fmt.Fprintf(&kept, " - %d * %s", c.weight, c.column)
	}
	const month = `substr(dated, 1, 7)`
	t := query.New(fmt.Sprintf(`SELECT %[1]s, g.month FROM (SELECT order_id, month FROM (
		SELECT order_id, %[2]s AS month, CASE%[3]s END AS weighed FROM posting WHERE account_id IN (%[4]s)
		UNION ALL SELECT order_id, %[2]s,%[5]s - %[6]d * estimated FROM margin_line
		UNION ALL SELECT order_id, %[2]s, %[6]d * base_amount FROM cost_fact WHERE superseded_at = '' AND state = 'estimated'
		) AS all_parts GROUP BY order_id, month HAVING SUM(weighed) <> 0) g ORDER BY g.month, g.order_id`,
		named, month, posted.String(), accounts[""], kept.String(), estimatedWeight))
	return p.count(&p.result.MarginDifferences, t, func(r *sql.Rows) (string, error) {
		var number, month string
		err := r.Scan(&number, &month)
		return fmt.Sprintf("The margin sheet of order %s in %s differs from the journal.", number, month), err
	})
}

// lines compares the columns line by line and day by day; only a full check
// does, and only where the orders agree.
func (p *proof) lines() error {
	if p.result.MarginDifferences > 0 {
		return nil
	}
	accounts, err := p.accounts()
	if err != nil {
		return err
	}
	var posted, kept, off strings.Builder
	for i, c := range parts {
		sum := "0"
		if in := accounts[c.margin]; in != "" {
			sum = "CASE WHEN account_id IN (" + in + ") THEN " + c.sign + "amount ELSE 0 END"
		}
		posted.WriteString(", " + sum + " AS " + c.column)
		kept.WriteString(", -" + c.column)
		if i > 0 {
			off.WriteString(" OR ")
		}
		off.WriteString("SUM(" + c.column + ") <> 0")
	}
	t := query.New(`SELECT line_id, dated FROM (
		SELECT line_id, dated` + posted.String() + ` FROM posting WHERE account_id IN (` + accounts[""] + `)
		UNION ALL SELECT line_id, dated` + kept.String() + ` FROM margin_line
		) AS all_parts GROUP BY line_id, dated HAVING ` + off.String() + ` ORDER BY dated, line_id`)
	return p.count(&p.result.MarginDifferences, t, func(r *sql.Rows) (string, error) {
		var id int64
		var dated string
		err := r.Scan(&id, &dated)
		return fmt.Sprintf("The margin sheet of the order line with id %d on %s differs from the journal.", id, dated), err
	})
}

// accounts lists, for each part of the margin, its accounts as SQL, and under
// "" all of them.
func (p *proof) accounts() (map[string]string, error) {
	in := map[string][]string{}
	err := query.New(`SELECT id, margin FROM account WHERE margin <> '' ORDER BY id`).Each(p.tx, func(r *sql.Rows) error {
		var id, margin string
		err := r.Scan(&id, &margin)
		in[margin], in[""] = append(in[margin], id), append(in[""], id)
		return err
	})
	joined := map[string]string{}
	for margin, ids := range in {
		joined[margin] = strings.Join(ids, ", ")
	}
	return joined, err
}
