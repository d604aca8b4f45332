package proof

import (
	"fmt"
	"strings"
)

// Text says the result in words.
func (r Result) Text() string {
	var b strings.Builder
	if r.OK {
		b.WriteString("The book is sound: the file is whole, every entry balances, the sub-ledgers equal their control accounts, the margins equal the journal, and nothing was forwarded twice.\n")
		return b.String()
	}
	fmt.Fprintf(&b, "The book is NOT sound. File: %s. Broken references: %d. Entries off: %d. Control differences: %d. Margin differences: %d. Double forwards: %d.\n",
		r.SQLite, r.ForeignKeys, r.Unbalanced, r.ControlDifferences, r.MarginDifferences, r.DoubleForwards)
	for _, f := range r.Findings {
		b.WriteString("  " + f + "\n")
	}
	return b.String()
}
