package proof

import (
	"database/sql"

	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/store"
)

// Name names one proof of the check.
type Name string

// The proofs, in the order in which they are told.
const (
	OfFile       Name = "file"       // the structure of the file
	OfReferences Name = "references" // no row refers to one that is not there
	OfEntries    Name = "entries"    // every journal entry balances
	OfOrders     Name = "orders"     // orders and the money, tax and duties accounts
	OfCosts      Name = "costs"      // cost facts and the cost and supplier accounts
	OfRefunds    Name = "refunds"    // refunds and the journal
	OfMargins    Name = "margins"    // the margin sheet and the journal, by order and month
	OfLines      Name = "lines"      // the same line by line, in a full check
	OfForwards   Name = "forwards"   // nothing was forwarded twice
	OfShares     Name = "shares"     // no more is given to suppliers than was sold
	OfPurchases  Name = "purchases"  // purchase orders and their lines
	OfStock      Name = "stock"      // moves of own stock and its accounts
)

// Part is what one proof found.
type Part struct {
	Name     Name     `json:"name"`
	Compared int64    `json:"compared"` // how many entries, orders, lines or other things were held against something else
	Faults   int      `json:"faults"`
	Findings []string `json:"findings"`
}

// OK tells that the proof found nothing.
func (p Part) OK() bool { return p.Faults == 0 }

// stage is one proof to be made: what it compares is counted by the statement.
type stage struct {
	name     Name
	compared string
	prove    func() error
}

func (p *proof) steps() []stage {
	all := []stage{
		{OfEntries, `SELECT COUNT(*) FROM journal_entry`, p.balanced},
		{OfOrders, `SELECT COUNT(*) FROM sales_order`, p.orders},
		{OfCosts, `SELECT COUNT(*) FROM cost_fact WHERE superseded_at = ''`, p.costs},
		{OfRefunds, `SELECT COUNT(*) FROM refund`, p.refunds},
		{OfMargins, `SELECT COUNT(DISTINCT order_id) FROM margin_line`, p.margins},
		{OfForwards, `SELECT COUNT(*) FROM purchase_line`, p.forwards},
		{OfShares, `SELECT COUNT(*) FROM allocation WHERE cancelled_at = ''`, p.shares},
		{OfPurchases, `SELECT COUNT(*) FROM purchase_order`, p.purchases},
		{OfStock, `SELECT COUNT(*) FROM stock_move`, p.stock},
	}
	if p.full {
		all = append(all[:5], append([]stage{{OfLines, `SELECT COUNT(*) FROM margin_line`, p.lines}}, all[5:]...)...)
	}
	return all
}

// survey counts what the file consists of.
func (p *proof) survey() error {
	return query.New(`SELECT (SELECT page_count FROM pragma_page_count), (SELECT COUNT(*) FROM sqlite_master m, pragma_foreign_key_list(m.name) WHERE m.type = 'table')`).
		Each(p.tx, func(r *sql.Rows) error { return r.Scan(&p.pages, &p.references) })
}

// fileParts are the proofs that the store made.
func fileParts(file store.Integrity, pages, references int64) []Part {
	whole, refs := Part{Name: OfFile, Compared: pages}, Part{Name: OfReferences, Compared: references, Faults: file.ForeignKeys}
	if file.SQLite != "ok" {
		whole.Faults, whole.Findings = 1, fileFindings(store.Integrity{SQLite: file.SQLite})
	}
	if file.ForeignKeys > 0 {
		refs.Findings = fileFindings(store.Integrity{SQLite: "ok", ForeignKeys: file.ForeignKeys})
	}
	return []Part{whole, refs}
}

// faults counts all that the contents of the book have wrong.
func (r *Result) faults() int {
	return r.Unbalanced + r.ControlDifferences + r.MarginDifferences + r.DoubleForwards
}
