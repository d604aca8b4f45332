package routing

import (
	"fmt"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/query"
)

// line is an order line with what routing must know of its order, and how much
// of it is with suppliers: Waiting has not left yet, Forwarded has.
type line struct {
	ID, OrderID, ProductID int64
	Position               int
	SKU, Name              string
	Quantity               model.Quantity
	Shippable              bool
	LineFulfilment         model.Fulfilment
	Shop, Number, Country  string
	CashOnDelivery         bool
	Payment                model.Payment
	Fulfilment             model.Fulfilment
	CancelledOn            model.Date
	ArchivedAt             model.Instant
	Waiting, Forwarded     model.Quantity
	ToldSince              bool  // the shop's state is newer than the forwarding
	Latest                 int64 // the newest allocation of the line, cancelled ones too; 0 for none
	PlacedOn               model.Date
	Customer               string // the person the parcel goes to, else the company
}

const lineColumns = `l.id, l.order_id, COALESCE(l.product_id, 0) AS product_id, l.position, l.sku, l.name, l.quantity, l.shippable,
	l.fulfilment AS line_fulfilment, s.name AS shop, o.number, o.country, s.cash_on_delivery, o.payment, o.fulfilment, o.cancelled_on, o.archived_at`

// The conditions only spare reading what is history; Closed and Open decide.
const (
	fromOpen = `SELECT ` + standingColumns + `, o.placed_on, COALESCE(NULLIF(c.name, ''), c.company, '') AS customer
	FROM sales_order o JOIN shop s ON s.id = o.shop_id JOIN order_line l ON l.order_id = o.id LEFT JOIN contact c ON c.id = o.ship_to_id
	WHERE `
	openOrders = order.Waiting + ` AND o.archived_at = ''`
	whereOpen  = ` AND l.shippable = 1 AND l.fulfilment IN ('pending', 'partial') AND l.quantity > 0
	ORDER BY o.placed_at, o.id, l.position`

	selectOpen   = fromOpen + openOrders + whereOpen
	selectOldest = fromOpen + `o.id IN (SELECT o.id FROM sales_order o WHERE ` + openOrders + ` ORDER BY o.placed_at, o.id LIMIT ?)` + whereOpen
)

// standingColumns are a line with what of it is with suppliers.
const standingColumns = lineColumns + `,
	COALESCE((SELECT SUM(a.quantity) FROM allocation a LEFT JOIN purchase_line pl ON pl.allocation_id = a.id
		LEFT JOIN purchase_order p ON p.id = pl.purchase_id
		WHERE a.line_id = l.id AND a.cancelled_at = '' AND (p.id IS NULL OR p.state IN ('draft', 'approved'))), 0) AS waiting,
	COALESCE((SELECT SUM(a.quantity) FROM allocation a JOIN purchase_line pl ON pl.allocation_id = a.id
		JOIN purchase_order p ON p.id = pl.purchase_id
		WHERE a.line_id = l.id AND a.cancelled_at = '' AND p.state NOT IN ('draft', 'approved')), 0) AS forwarded,
	CASE WHEN o.as_of > (SELECT MIN(f.started_at) FROM purchase_line pl JOIN forwarding f ON f.purchase_id = pl.purchase_id
		WHERE pl.line_id = l.id) THEN 1 ELSE 0 END AS told_since,
	COALESCE((SELECT MAX(a.id) FROM allocation a WHERE a.line_id = l.id), 0) AS latest`

func openLines(q *gorm.DB) ([]line, error) { return readLines(q, query.New(selectOpen)) }

// oldestLines are the open lines of the oldest orders that wait.
func oldestLines(q *gorm.DB, orders int) ([]line, error) {
	return readLines(q, query.New(selectOldest, orders))
}

func readLines(q *gorm.DB, ask *query.Text) ([]line, error) {
	var lines []line
	words := query.Words{}
	err := ask.Rows(q, func(r query.Row) error {
		lines = append(lines, line{
			ID: r.Int(0), OrderID: r.Int(1), ProductID: r.Int(2), Position: int(r.Int(3)), SKU: words.Of(r.Text(4)), Name: words.Of(r.Text(5)),
			Quantity: model.Quantity(r.Int(6)), Shippable: r.Int(7) != 0, LineFulfilment: model.Fulfilment(words.Of(r.Text(8))),
			Shop: words.Of(r.Text(9)), Number: r.Text(10), Country: words.Of(r.Text(11)), CashOnDelivery: r.Int(12) != 0,
			Payment: model.Payment(words.Of(r.Text(13))), Fulfilment: model.Fulfilment(words.Of(r.Text(14))), CancelledOn: model.Date(r.Text(15)),
			ArchivedAt: model.Instant(r.Text(16)), Waiting: model.Quantity(r.Int(17)), Forwarded: model.Quantity(r.Int(18)),
			ToldSince: r.Int(19) != 0, Latest: r.Int(20), PlacedOn: model.Date(r.Text(21)), Customer: r.Text(22),
		})
		return nil
	})
	return lines, err
}

func (l *line) order() *model.Order {
	return &model.Order{Number: l.Number, CancelledOn: l.CancelledOn, Payment: l.Payment, Fulfilment: l.Fulfilment}
}

func (l *line) orderLine() model.OrderLine {
	return model.OrderLine{Position: l.Position, Shippable: l.Shippable, Quantity: l.Quantity, Fulfilment: l.LineFulfilment}
}

// hold is why a line waits: a code for programs and a sentence for people.
type hold struct{ code, reason string }

// Codes of held lines.
const (
	notPaid         = "not_paid"
	unknownQuantity = "unknown_quantity"
	noProduct       = "no_product"
	noOffer         = "no_offer"
	noSupplier      = "no_supplier"
	choiceFailed    = "choice_failed" // the supplier chosen by hand cannot take it
	byRule          = "rule"          // a rule of the merchant holds it
	manyParcels     = "single_parcel" // a rule wants one parcel and nobody can send all
	byHand          = allocation.HeldByHand
)

// toRoute is how many pieces still need a supplier, or why that is not known or
// may not be acted on.
func (l *line) toRoute() (model.Quantity, *hold) {
	ol := l.orderLine()
	open, known := ol.Open()
	given := l.Waiting + l.Forwarded
	if given >= l.Quantity || l.order().Closed() != "" {
		return 0, nil
	}
	if !known {
		return 0, &hold{unknownQuantity, "The shop says that part of this line was sent, but not how many pieces: send the rest from the shop, or mark the line there."}
	}
	need := max(open-given, 0)
	// Pieces the shop calls sent may be the very ones that were forwarded, unless
	// it said so before they were.
	if sent, _ := ol.SentByShop(); l.ToldSince && need == 0 && open > 0 && min(sent, l.Forwarded) > 0 && l.Quantity-max(sent, l.Forwarded) > l.Waiting {
		return 0, &hold{unknownQuantity, fmt.Sprintf("%d of %d pieces were forwarded and the shop says %d left: it does not say whether these are the same. Mark in the shop what was sent, and import the order again.", l.Forwarded, l.Quantity, sent)}
	}
	switch {
	case need == 0:
		return 0, nil
	case !l.paid():
		return 0, &hold{notPaid, fmt.Sprintf("The order is not paid: the shop says %q. Import it again once it is, or set the shop to cash on delivery.", l.Payment)}
	case l.ProductID == 0:
		return 0, &hold{noProduct, "The line names no product: give it a SKU or a name in the shop, and import the order again."}
	}
	return need, nil
}

// paid tells whether the order may be bought for: the money is there, or the
// shop collects it on delivery, where orders stay unpaid until then.
func (l *line) paid() bool {
	return l.CashOnDelivery || l.Payment == model.Paid || l.Payment == model.PartiallyRefunded
}

// label names what the line sells, for sentences.
func (l *line) label() string {
	if l.SKU != "" {
		return l.SKU
	}
	return l.Name
}
