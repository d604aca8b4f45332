package score

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// words say what would lift a supplier.
func (l *Lift) words() string {
	to := "Class " + l.Class
	switch {
	case l.Orders > 0:
		return fmt.Sprintf("%s needs about %d more orders without a fault: there are too few yet.", to, l.Orders)
	case len(l.Steps) == 0:
		return fmt.Sprintf("%s is out of reach for now: it is %s points away.", to, l.Needs.StringFixed(1))
	}
	parts := make([]string, len(l.Steps))
	for i, s := range l.Steps {
		parts[i] = fmt.Sprintf("%s from %s %% to %s %%", strings.ToLower(s.Label[:1])+s.Label[1:], s.From.StringFixed(1), s.To.StringFixed(1))
	}
	if l.Alone {
		return to + " needs one of these: " + strings.Join(parts, ", or ") + "."
	}
	return to + " needs all of these: " + strings.Join(parts, ", and ") + "."
}

// rank orders cards, the best first: those with a gate that failed behind the
// others, those without a score last.
func rank(cards []Card) {
	slices.SortStableFunc(cards, func(a, b Card) int {
		return cmp.Or(-cmp.Compare(order(&a), order(&b)), b.Score.Decimal.Cmp(a.Score.Decimal), cmp.Compare(a.nameKey, b.nameKey))
	})
}

func order(c *Card) int {
	switch {
	case !c.Score.Valid:
		return 0
	case len(c.Failed) > 0:
		return 1
	}
	return 2
}

// Text is a decimal with two places, "" unknown.
func Text(d decimal.NullDecimal) string {
	if !d.Valid {
		return ""
	}
	return d.Decimal.StringFixed(2)
}
