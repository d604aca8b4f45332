package order

import (
	"fmt"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/history"
)

// LineKind is the kind under which the history keeps how many pieces of a line
// were sold, in QuantityField, where no import tells it.
const (
	LineKind      = "order_line"
	QuantityField = "quantity"
)

// pieces keeps for the lines that two states of an order share how many pieces
// were sold before and after: what left is judged by what was sold then.
func (m *Merger) pieces(old, now *model.Order, why string) error {
	was := map[int64]model.Quantity{}
	for i := range old.Lines {
		was[old.Lines[i].ID] = old.Lines[i].Quantity
	}
	for i := range now.Lines {
		l := &now.Lines[i]
		before, both := was[l.ID]
		if !both || before == l.Quantity {
			continue
		}
		subject := history.Subject{Kind: LineKind, ID: l.ID, Key: fmt.Sprintf("%s line %d", now.Number, l.Position)}
		change := history.Change{Field: QuantityField, Old: fmt.Sprint(before), New: fmt.Sprint(l.Quantity)}
		if err := history.Record(m.tx, subject, []history.Change{change}, why); err != nil {
			return err
		}
	}
	return nil
}
