package reply

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/parcel"
	"github.com/dropledger/dropledger/services/store"
)

// Service reads replies to the purchase orders of a book.
type Service struct {
	db  *store.DB
	bus *event.Bus
}

// New returns what reads the replies of the book.
func New(db *store.DB, bus *event.Bus) *Service { return &Service{db, bus} }

// Record keeps what a person agreed to of a reply, all of it or none: answer
// records what was answered, nil when nothing was, and the parcels are entered.
func (s *Service) Record(ctx context.Context, answer func(context.Context) error, parcels []parcel.Told) error {
	return s.db.Write(ctx, func(tx *store.Tx) error {
		if answer != nil {
			if err := answer(tx.Context()); err != nil {
				return err
			}
		}
		return parcel.New(s.db, s.bus).PutTold(tx.Context(), parcels)
	})
}

// Read reads a reply to one of the book's purchase orders that suppliers have
// and that are not shipped; of one with a number only to that one.
func (s *Service) Read(ctx context.Context, text, purchase string) (Reading, error) {
	var open []Order
	var named []mentioned
	err := s.db.Read(ctx, func(q *gorm.DB) (err error) {
		if open, err = awaiting(q, purchase); err != nil {
			return err
		}
		return q.Raw(`SELECT number, state FROM purchase_order WHERE instr(?, lower(number)) > 0 ORDER BY id`, word(text)).Scan(&named).Error
	})
	if err != nil {
		return Reading{}, err
	}
	if purchase != "" && len(open) == 0 {
		return Reading{}, model.Errorf(model.NotFound, "No supplier has a purchase order %s that waits for an answer.", purchase)
	}
	for i := range open {
		for _, n := range named {
			if n.Number != open[i].Number {
				open[i].Others = append(open[i].Others, n.Number)
			}
		}
	}
	if r := Read(text, open); r.Purchase != "" || purchase == "" {
		r.late(named)
		return r, nil
	}
	// The person knows which one it is about; the text need not say so. But what
	// names another one is not about this one.
	others := slices.DeleteFunc(open[0].Others, func(number string) bool { return len(tokens(word(text), word(number))) == 0 })
	if len(others) > 0 {
		return Reading{}, model.Errorf(model.Refused, "The text names %s, not %s: answer that one with it, or paste only what is about %s.", strings.Join(others, " and "), purchase, purchase)
	}
	return Read(text+"\n> "+purchase, open), nil
}

// mentioned is a purchase order of the book whose number may stand in a text.
type mentioned struct {
	Number string
	State  model.PurchaseState
}

// late tells of purchase orders that the text names and no answer is awaited to.
// Of one that nobody knew to have arrived the answer itself tells that it did.
func (r *Reading) late(named []mentioned) {
	if r.Purchase != "" {
		return
	}
	for _, n := range named {
		switch {
		case n.State.CanGo(model.PurchaseAcknowledged) == nil:
		case n.State == model.PurchaseUnknown:
			r.unsure(fmt.Sprintf("Nobody knew whether %s arrived. Who answers it has it: settle it in the outbox as arrived, then read this again.", n.Number))
		default:
			r.unsure(fmt.Sprintf("%s is %s: no answer to it is awaited.", n.Number, n.State.Words()))
		}
	}
}

// awaiting reads the purchase orders that answers may be about: those for
// customers, then replenishments, whose lines stand in a table of their own.
func awaiting(q *gorm.DB, purchase string) ([]Order, error) {
	open, err := awaitingOf(q, "purchase_due", purchase)
	if err != nil {
		return nil, err
	}
	refills, err := awaitingOf(q, "stock_line", purchase)
	if err != nil {
		return nil, err
	}
	for i := range refills {
		refills[i].Refill = true
	}
	open = append(open, refills...)
	if err := shipping(q, open); err != nil {
		return nil, err
	}
	var asked []struct{ Purchase, Number string }
	err = q.Raw(`SELECT p.number AS purchase, m.number FROM amendment m JOIN purchase_order p ON p.id = m.purchase_id WHERE m.state = 'sent' ORDER BY m.id`).Scan(&asked).Error
	for _, a := range asked {
		for i := range open {
			if open[i].Number == a.Purchase {
				open[i].Amendments = append(open[i].Amendments, a.Number)
			}
		}
	}
	return open, err
}

// shipping adds what the book knows of how purchase orders are shipped: the
// customers' orders in them, and the carriers that were used.
func shipping(q *gorm.DB, open []Order) error {
	var carriers []string
	err := q.Raw(`SELECT carrier FROM carrier_link UNION SELECT carrier FROM parcel WHERE carrier <> ''`).Scan(&carriers).Error
	if err != nil {
		return err
	}
	for i := range open {
		open[i].Carriers = carriers
		err := q.Raw(`SELECT DISTINCT o.number FROM purchase_due d JOIN purchase_order p ON p.id = d.purchase_id
			JOIN order_line l ON l.id = d.line_id JOIN sales_order o ON o.id = l.order_id WHERE p.number = ? ORDER BY o.id`, open[i].Number).Scan(&open[i].Orders).Error
		if err != nil {
			return err
		}
	}
	return nil
}

// awaitingOf reads them from the table that has their lines.
func awaitingOf(q *gorm.DB, lines, purchase string) ([]Order, error) {
	var rows []struct {
		ID, SKU, SupplierSKU, Name string
		Number                     string
		Currency                   model.Currency
		Quantity                   model.Quantity
		UnitCost                   model.Amount
	}
	err := q.Raw(`SELECT p.number, p.currency, d.sku, d.supplier_sku, MAX(d.name) AS name, SUM(d.quantity) AS quantity, MAX(d.unit_cost) AS unit_cost
		FROM purchase_order p JOIN `+lines+` d ON d.purchase_id = p.id
		WHERE p.state IN ('sent', 'acknowledged', 'part_shipped') AND (? = '' OR p.number = ?)
		GROUP BY p.id, p.number, p.currency, d.sku, d.supplier_sku ORDER BY p.id, MIN(d.position)`, purchase, purchase).Scan(&rows).Error
	if err != nil {
		return nil, err
	}
	var open []Order
	for _, r := range rows {
		if n := len(open); n == 0 || open[n-1].Number != r.Number {
			open = append(open, Order{Number: r.Number, Currency: r.Currency})
		}
		o := &open[len(open)-1]
		o.Lines = append(o.Lines, Article{SKU: r.SKU, SupplierSKU: r.SupplierSKU, Name: r.Name, Quantity: r.Quantity, Price: r.UnitCost})
	}
	return open, nil
}

// Awaited is a purchase order that its supplier has, by its number, as a form to
// answer it shows it. Code NotFound: it waits for no answer.
func (s *Service) Awaited(ctx context.Context, purchase string) (Order, error) {
	var open []Order
	err := s.db.Read(ctx, func(q *gorm.DB) (err error) {
		open, err = awaiting(q, purchase)
		return err
	})
	if err == nil && len(open) == 0 {
		err = model.Errorf(model.NotFound, "No supplier has a purchase order %s that waits for an answer.", purchase)
	}
	if err != nil {
		return Order{}, err
	}
	return open[0], nil
}
