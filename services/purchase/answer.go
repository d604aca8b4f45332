package purchase

import (
	"slices"

	"github.com/dropledger/dropledger/model"
	spelling "github.com/dropledger/dropledger/services/near"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

// answer is an acknowledgement on its way into the book.
type answer struct {
	tx    *store.Tx
	head  head
	kind  string // of the purchase order
	cur   model.Currency
	lines []ordered
	last  ackRow    // the newest before it, ID 0 for none
	said  []ackLine // of the newest
	by    string    // the import that brings it, "" a person
}

// ordered is a line of the purchase order.
type ordered struct {
	ID               int64
	SKU, SupplierSKU string
	Quantity         model.Quantity
	Received         model.Quantity // of a replenishment
	UnitCost         model.Amount
}

type ackRow struct {
	ID                        int64
	Dated                     model.Date
	Reference, Refused, Price string
}

// ackLine is what is said of one line of the purchase order. Of a replenishment
// the pieces that neither come nor are in backorder are refused.
type ackLine struct {
	LineID              int64
	Quantity, Backorder model.Quantity
	Price               model.Amount
	ShipDate            model.Date
	why                 string // for the history alone
}

func newAnswer(tx *store.Tx, purchaseID int64) (*answer, error) {
	a := &answer{tx: tx}
	var err error
	if a.head, err = load(tx, purchaseID); err != nil {
		return nil, err
	}
	if err = tx.Raw(`SELECT currency, kind FROM purchase_order WHERE id = ?`, purchaseID).Row().Scan(&a.cur, &a.kind); err != nil {
		return nil, err
	}
	if err = tx.Raw(a.selectLines(), purchaseID).Scan(&a.lines).Error; err != nil {
		return nil, err
	}
	err = tx.Raw(`SELECT id, dated, reference, refused, price FROM acknowledgement WHERE purchase_id = ? AND undone_at = '' ORDER BY id DESC LIMIT 1`, purchaseID).Scan(&a.last).Error
	if err != nil {
		return nil, err
	}
	return a, tx.Raw(`SELECT `+a.column()+` AS line_id, quantity, backorder, price, ship_date FROM `+a.table()+` WHERE acknowledgement_id = ?
		ORDER BY 1`, a.last.ID).Scan(&a.said).Error
}

// match lays what is said of articles over the lines of the purchase order: the
// quantity that comes fills them in their order.
func (a *answer) match(at record.Ref, said []AckLine) ([]ackLine, error) {
	lines := a.unsaid()
	used := map[int]bool{}
	for _, s := range said {
		found := false
		var all model.Quantity
		for i, l := range a.lines {
			if l.SKU == s.SKU || l.SupplierSKU != "" && l.SupplierSKU == s.SKU {
				if used[i] {
					return nil, at.Errorf("lines", "%s is named twice in lines", s.SKU)
				}
				found, used[i] = true, true
				all += l.Quantity
				a.say(&lines[i], s)
			}
		}
		if !found {
			return nil, at.Errorf("lines", "%s does not stand in %s.%s", s.SKU, a.head.Number, spelling.Hint(s.SKU, a.skus()))
		}
		if err := a.declines(at, &s); err != nil {
			return nil, err
		}
		if s.Quantity == nil {
			continue
		}
		if *s.Quantity > all {
			return nil, at.Errorf("lines", "%d of %s were ordered with %s, so %d cannot be acknowledged", all, s.SKU, a.head.Number, *s.Quantity)
		}
		a.fill(lines, s, *s.Quantity)
	}
	slices.SortFunc(lines, func(x, y ackLine) int { return int(x.LineID - y.LineID) })
	return lines, nil
}

// unsaid are the lines of which the answer says nothing: they come as ordered. A
// file of a supplier adds to what its files before said.
func (a *answer) unsaid() []ackLine {
	lines := make([]ackLine, len(a.lines))
	for i, l := range a.lines {
		lines[i] = ackLine{LineID: l.ID, Quantity: l.Quantity, Price: a.priceOf(l)}
		at := slices.IndexFunc(a.said, func(s ackLine) bool { return s.LineID == l.ID })
		if a.by == "" || at < 0 || a.last.Refused != "" {
			continue
		}
		lines[i].Quantity = min(a.said[at].Quantity, l.Quantity)
		lines[i].Backorder, lines[i].ShipDate = l.Quantity-lines[i].Quantity, a.said[at].ShipDate
		if a.refills() {
			lines[i].Backorder = a.said[at].Backorder
		}
	}
	return lines
}

// priceOf is the price that stands for a line: what the last answer said, so that
// saying nothing of it changes nothing.
func (a *answer) priceOf(l ordered) model.Amount {
	if a.refills() && a.arrived() {
		return l.UnitCost
	}
	for _, s := range a.said {
		if s.LineID == l.ID && a.last.Price != asOrdered {
			return s.Price
		}
	}
	return l.UnitCost
}

func (a *answer) say(l *ackLine, s AckLine) {
	l.ShipDate, l.why = s.ShipDate, s.why
	if s.Price != nil {
		l.Price = model.Amount(*s.Price)
	}
}

func (a *answer) fill(lines []ackLine, s AckLine, left model.Quantity) {
	for i, l := range a.lines {
		if l.SKU == s.SKU || l.SupplierSKU != "" && l.SupplierSKU == s.SKU {
			lines[i].Quantity = min(left, l.Quantity)
			lines[i].Backorder = l.Quantity - lines[i].Quantity
			if s.Refused != "" {
				lines[i].Backorder, lines[i].why = 0, s.Refused
			}
			left -= lines[i].Quantity
		}
	}
}

func (a *answer) skus() []string {
	var all []string
	for _, l := range a.lines {
		all = append(all, l.SKU)
	}
	return all
}
