package purchase

import (
	"cmp"
	"slices"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/stock"
	"github.com/dropledger/dropledger/services/store"
)

// Told is what a file tells of a purchase order. What is empty is not told.
type Told struct {
	Purchase, Reference string
	Date                model.Date
	Refused             string // why the supplier refuses all of it
	Lines               []ToldLine
}

// ToldLine is what a file tells of an article, named by the merchant's number or
// the supplier's; one without a name is all of them, of which only the day is told. Backorder counts where the file names no quantity that comes.
// Price is a piece, in Currency or, without one, in that of the purchase order.
type ToldLine struct {
	SKU, SupplierSKU    string
	Quantity, Backorder *model.Quantity
	Price               *model.Amount
	Currency            model.Currency
	ShipDate            model.Date
	Declined            bool   // the supplier refuses it: none comes
	Reason              string // why, for the history
}

// Brought is what became of an answer that was told. Before is the answer that
// counted until then, nil for the first; Unnamed are the lines that no answer
// names, which are taken as ordered.
type Brought struct {
	ID      int64 // of the purchase order
	Outcome record.Outcome
	Before  *Answered
	Now     Answered
	Unnamed int
	Back    Back
}

// Answered is an answer of a supplier as a person looks at it.
type Answered struct {
	Supplier, Reference, Refused string
	Dated, ShipDate              model.Date
	Comes, Backorder             model.Quantity
	Raised                       bool // a price above ours waits for a person
	State                        model.PurchaseState
}

// Back is what it takes to make a purchase order as it was before an answer.
type Back struct {
	Answer int64  // the one that was entered
	Price  string // how its prices stand
	Raised int64  // the one whose price waited until then, 0 for none
	// The state of the purchase order before it, and with it.
	State, With model.PurchaseState
	// Costs are the prices of a replenishment before it, by line.
	Costs map[int64]model.Amount `json:",omitempty"`
}

// Bringer enters answers that were told, within a transaction. Finish ends it.
type Bringer struct {
	tx     *store.Tx
	why    string
	orders []int64
}

// Begin starts entering answers; why stands in the history.
func Begin(tx *store.Tx, why string) *Bringer { return &Bringer{tx: tx, why: why} }

// Bring enters what was told of a purchase order. An error says what is wrong
// with it; nothing of it was written then.
func (b *Bringer) Bring(number int, told *Told) (Brought, error) {
	at := record.Ref{Kind: AckKind, Number: number, Key: told.Purchase}
	var id int64
	if err := b.tx.Raw(`SELECT id FROM purchase_order WHERE number = ?`, told.Purchase).Scan(&id).Error; err != nil {
		return Brought{}, err
	}
	if id == 0 {
		return Brought{}, at.Errorf("purchase", "the book has no purchase order %s", told.Purchase)
	}
	a, err := newAnswer(b.tx, id)
	if err != nil {
		return Brought{}, err
	}
	a.by = b.why
	in := Acknowledgement{Purchase: told.Purchase, Reference: told.Reference, Date: told.Date, Refused: told.Refused}
	if in.Reference == "" {
		in.Reference = a.last.Reference // a file that names none takes none away
	}
	if in.Lines, err = a.told(at, told.Lines); err != nil {
		return Brought{}, err
	}
	if in.Refused == "" {
		in.Refused = a.declined(told.Lines)
	}
	return b.enter(at, a, &in)
}

func (b *Bringer) enter(at record.Ref, a *answer, in *Acknowledgement) (Brought, error) {
	out := Brought{ID: a.head.ID, Unnamed: a.unnamed(in), Back: Back{State: a.head.State, Costs: a.costs()}}
	var err error
	if out.Before, err = answered(b.tx, a.head.ID); err != nil {
		return out, err
	}
	if a.last.Price == priceRaised {
		out.Back.Raised = a.last.ID
	}
	if out.Outcome, err = a.take(at, in); err != nil {
		return out, err
	}
	if out.Outcome != record.Unchanged {
		out.Back.Answer, out.Back.Price = a.last.ID, a.last.Price
		if err := b.concern(a.head.ID); err != nil {
			return out, err
		}
	}
	now, err := answered(b.tx, a.head.ID)
	if now != nil {
		out.Now, out.Back.With = *now, now.State
	}
	return out, err
}

func (b *Bringer) concern(id int64) error {
	orders, err := Orders(b.tx.DB, []int64{id})
	b.orders = append(b.orders, orders...)
	return err
}

// Finish brings the books of the orders along that are concerned.
func (b *Bringer) Finish() error {
	slices.Sort(b.orders)
	return Rebook(b.tx, slices.Compact(b.orders))
}

// unnamed counts the lines of which neither the input nor an answer before says
// anything.
func (a *answer) unnamed(in *Acknowledgement) (n int) {
	if in.Refused != "" || a.last.ID != 0 {
		return 0
	}
	for _, l := range a.lines {
		if l.Quantity > 0 && !slices.ContainsFunc(in.Lines, func(s AckLine) bool { return s.SKU == l.SKU || s.SKU == l.SupplierSKU }) {
			n++
		}
	}
	return n
}

// told are the lines of a file as an acknowledgement says them.
func (a *answer) told(at record.Ref, lines []ToldLine) ([]AckLine, error) {
	var all []AckLine
	for _, t := range lines {
		if t.SKU == "" && t.SupplierSKU == "" {
			all = a.allOn(all, t.ShipDate)
			continue
		}
		s := AckLine{SKU: t.SKU, Quantity: t.Quantity, ShipDate: t.ShipDate, why: t.Reason}
		if t.Declined && a.refills() {
			s.Refused = cmp.Or(t.Reason, "refused")
		}
		ordered, known := a.has(t.SKU)
		if !known && t.SupplierSKU != "" {
			s.SKU = t.SupplierSKU
			ordered, _ = a.has(s.SKU)
		}
		if err := later(at, &t, &s, ordered); err != nil {
			return nil, err
		}
		if t.Price != nil {
			if t.Currency != "" && t.Currency != a.cur {
				return nil, at.Errorf("lines", "the price of %s is in %s, and %s is in %s", s.SKU, t.Currency, a.head.Number, a.cur)
			}
			price := record.Amount(*t.Price)
			s.Price = &price
		}
		all = append(all, s)
	}
	return all, nil
}

// later leaves what is in backorder off what comes of the ordered pieces now.
func later(at record.Ref, t *ToldLine, s *AckLine, ordered model.Quantity) error {
	if t.Backorder == nil || s.Refused != "" {
		return nil
	}
	comes := ordered - *t.Backorder
	if t.Quantity != nil {
		comes = *t.Quantity
	}
	if ordered > 0 && (comes < 0 || comes+*t.Backorder > ordered) {
		return at.Errorf("lines", "%d of %s were ordered, fewer than come and are in backorder together", ordered, s.SKU)
	}
	comes = max(comes, 0)
	s.Quantity = &comes
	return nil
}

// allOn adds all articles with the day on which they leave.
func (a *answer) allOn(all []AckLine, day model.Date) []AckLine {
	for _, sku := range a.skus() {
		if day != "" && !slices.ContainsFunc(all, func(s AckLine) bool { return s.SKU == sku }) {
			all = append(all, AckLine{SKU: sku, ShipDate: day})
		}
	}
	return all
}

// declined is why the supplier refuses all articles one by one, "" when something
// comes.
func (a *answer) declined(lines []ToldLine) string {
	why := ""
	for _, l := range a.lines {
		at := slices.IndexFunc(lines, func(t ToldLine) bool {
			return t.Declined && slices.ContainsFunc([]string{l.SKU, l.SupplierSKU}, func(sku string) bool { return sku != "" && (sku == t.SKU || sku == t.SupplierSKU) })
		})
		switch {
		case l.Quantity == 0:
		case at < 0:
			return ""
		case why == "":
			why = lines[at].Reason
		}
	}
	return why
}

// has tells how many pieces of an article were ordered, and whether it stands in
// the purchase order.
func (a *answer) has(sku string) (n model.Quantity, known bool) {
	for _, l := range a.lines {
		if sku != "" && (l.SKU == sku || l.SupplierSKU == sku) {
			n, known = n+l.Quantity, true
		}
	}
	return n, known
}

// answers are the lines of the answer a, of either kind of purchase order.
const answers = `(SELECT quantity, backorder, ship_date FROM acknowledgement_line WHERE acknowledgement_id = a.id
	UNION ALL SELECT quantity, backorder, ship_date FROM acknowledgement_stock_line WHERE acknowledgement_id = a.id) l`

// answered is the answer that counts, nil without one.
func answered(tx *store.Tx, id int64) (*Answered, error) {
	var a []Answered
	err := tx.Raw(`SELECT s.name AS supplier, a.reference, a.refused, a.dated, a.price = ? AS raised, p.state,
		(SELECT COALESCE(MAX(l.ship_date), '') FROM `+answers+`) AS ship_date, (SELECT COALESCE(SUM(l.quantity), 0) FROM `+answers+`) AS comes,
		(SELECT COALESCE(SUM(l.backorder), 0) FROM `+answers+`) AS backorder
		FROM acknowledgement a JOIN purchase_order p ON p.id = a.purchase_id JOIN supplier s ON s.id = p.supplier_id
		WHERE a.purchase_id = ? AND a.undone_at = '' ORDER BY a.id DESC LIMIT 1`, priceRaised, id).Scan(&a).Error
	if err != nil || len(a) == 0 {
		return nil, err
	}
	if a[0].Refused != "" {
		a[0].Comes, a[0].Backorder = 0, 0
	}
	return &a[0], nil
}

// TakeBack makes a purchase order as it was before an answer was brought. One that
// was refused has given its lines back, and one that went on rests on the answer:
// both are refused.
func (b *Bringer) TakeBack(id int64, back *Back) error {
	a, err := newAnswer(b.tx, id)
	if err != nil {
		return err
	}
	switch {
	case a.last.ID != back.Answer:
		return model.Errorf(model.Refused, "%s was answered again since.", a.head.Number)
	case a.last.Refused != "":
		return model.Errorf(model.Refused, "%s was refused with it, and its lines were given back.", a.head.Number)
	case a.last.Price != back.Price:
		return model.Errorf(model.Refused, "The higher price of %s was accepted since.", a.head.Number)
	case back.With != back.State && a.head.State != back.With:
		return model.Errorf(model.Refused, "%s has gone on since: it is %s.", a.head.Number, a.head.State.Words())
	}
	if err := b.tx.Exec(`UPDATE acknowledgement SET undone_at = ? WHERE id = ?`, string(b.tx.Now), back.Answer).Error; err != nil {
		return err
	}
	if back.Raised != 0 {
		if err := b.tx.Exec(`UPDATE acknowledgement SET price = ? WHERE id = ?`, priceRaised, back.Raised).Error; err != nil {
			return err
		}
	}
	if err := a.restoreCosts(back.Costs); err != nil {
		return err
	}
	changes := []history.Change{{Field: "acknowledgement", Old: a.last.words()}}
	if back.With != back.State {
		changes = append(changes, history.Change{Field: "state", Old: string(a.head.State), New: string(back.State)})
		err := b.tx.Exec(`UPDATE purchase_order SET state = ?, version = version + 1 WHERE id = ?`, string(back.State), id).Error
		if err != nil {
			return err
		}
		if err := stock.Settle(b.tx, id); err != nil {
			return err
		}
	}
	if err := history.Record(b.tx, a.subject(), changes, "The import was taken back: "+b.why); err != nil {
		return err
	}
	return b.concern(id)
}
