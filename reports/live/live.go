// Package live turns the figures of a margin sheet into formulas, so that a
// workbook calculates from costs and revenue what it shows, and a person can try
// another cost in it. It must not know where the figures come from, nor how a
// workbook is written.
package live

import (
	"strconv"
	"strings"

	"github.com/dropledger/dropledger/reports"
	"github.com/dropledger/dropledger/reports/xlsx"
)

// rule says how a column follows from others: {key} stands for their cells in
// the same row.
type rule struct{ key, formula string }

// rules are the margin waterfall from net revenue to CM4; the shares are of the net
// revenue.
var rules = []rule{
	{"net_revenue", "{goods}-{discount}+{shipping}-{refund}"},
	{"cm1", "{net_revenue}-{cm1_cost}"},
	{"cm2", "{cm1}-{cm2_cost}"},
	{"cm3", "{cm2}-{cm3_cost}"},
	{"cm4", "{cm3}-{cm4_cost}"},
	{"cm1_pct", "ROUND({cm1}/{net_revenue},4)"},
	{"cm2_pct", "ROUND({cm2}/{net_revenue},4)"},
	{"cm3_pct", "ROUND({cm3}/{net_revenue},4)"},
	{"cm4_pct", "ROUND({cm4}/{net_revenue},4)"},
	{"estimated_share", "ROUND({estimated}/({cm1_cost}+{cm2_cost}+{cm3_cost}+{cm4_cost}),4)"},
	{"cm3_change", "{cm3}-{cm3_before}"},
}

// Margins makes a workbook of a margin sheet: its rows, their totals, and what it
// shows. The table's cells become formulas; their values stay.
func Margins(t *reports.Table) xlsx.Workbook {
	b := xlsx.Workbook{Title: t.Title, Program: t.Meta.Program, Created: t.Meta.Generated, Sheets: []xlsx.Sheet{{Table: t}, {Table: reports.About(t)}}}
	for _, r := range rules {
		at := t.Column(r.key)
		if at < 0 {
			continue
		}
		write := r.of(b)
		for i := range t.Rows {
			if t.Rows[i][at].Known() {
				t.Rows[i][at] = t.Rows[i][at].WithFormula(write(i))
			}
		}
		if strings.Contains(r.key, "_pct") || r.key == "estimated_share" {
			t.Totals[at] = t.Totals[at].WithFormula(r.total(b))
		}
	}
	return b
}

// of writes the formula for a row.
func (r rule) of(b xlsx.Workbook) func(row int) string {
	t := b.Sheets[0].Table
	var keys, letters []string
	first := 0
	for _, c := range t.Columns {
		if address := b.Range(0, c.Key); strings.Contains(r.formula, "{"+c.Key+"}") && address != "" {
			part := strings.Split(address[strings.LastIndexByte(address, '!')+1:], "$") // 'Margins'!$D$2:$D$19
			first, _ = strconv.Atoi(strings.TrimSuffix(part[2], ":"))
			keys, letters = append(keys, "{"+c.Key+"}"), append(letters, part[1])
		}
	}
	return func(row int) string {
		pairs := make([]string, 0, 2*len(keys))
		for i, key := range keys {
			pairs = append(pairs, key, letters[i]+strconv.Itoa(first+row))
		}
		return strings.NewReplacer(pairs...).Replace(r.formula)
	}
}

// total writes the formula over the totals.
func (r rule) total(b xlsx.Workbook) string {
	var pairs []string
	for _, c := range b.Sheets[0].Table.Columns {
		if address := b.Total(0, c.Key); address != "" {
			pairs = append(pairs, "{"+c.Key+"}", strings.ReplaceAll(address[strings.LastIndexByte(address, '!')+1:], "$", ""))
		}
	}
	return strings.NewReplacer(pairs...).Replace(r.formula)
}
