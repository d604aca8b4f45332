package purchase

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/store"
)

// Filter narrows a list of purchase orders. Zero fields do not narrow; Limit 0
// is all. Supplier is a name in any case.
type Filter struct {
	State    string
	Supplier string
	Limit    int
}

// Row is one purchase order of a list. Amounts are in Currency; Orders and
// Lines count the sales orders and lines in it; unknown moments are nil.
type Row struct {
	ID       int64               `json:"id"`
	Number   string              `json:"number"`
	Supplier string              `json:"supplier"`
	State    model.PurchaseState `json:"state"`
	Currency model.Currency      `json:"currency"`
	Goods    model.Amount        `json:"-"`
	Shipping model.Amount        `json:"-"`
	Total    model.Amount        `json:"-"`
	Orders   int                 `json:"orders"`
	Lines    int                 `json:"lines"`
	Kind     string              `json:"kind"`               // dropship, or replenishment of own stock
	ShipTo   string              `json:"ship_to,omitempty"`  // the 3PL of a replenishment
	Received *model.Quantity     `json:"received,omitempty"` // pieces of a replenishment, of Ordered
	Ordered  *model.Quantity     `json:"ordered,omitempty"`  // nil for orders of customers
	Over     model.Quantity      `json:"over,omitempty"`     // pieces of a replenishment more than ordered
	Short    model.Quantity      `json:"short,omitempty"`    // pieces that did not come, once it is closed
	Damaged  model.Quantity      `json:"damaged,omitempty"`  // pieces that came broken
	Declined model.Quantity      `json:"declined,omitempty"` // pieces of a replenishment that the supplier refuses
	Created  model.Instant       `json:"created"`
	Approved *model.Instant      `json:"approved"`
	Sent     *model.Instant      `json:"sent"`

	Open model.Quantity `json:"-"` // pieces of a replenishment that are due and did not come

	Answered  *model.Date    `json:"acknowledged,omitempty"` // the day of the supplier's answer
	Reference string         `json:"reference,omitempty"`    // the supplier's number
	Refused   string         `json:"refused,omitempty"`      // the supplier's reason
	Backorder model.Quantity `json:"backorder,omitempty"`    // pieces that do not come yet
	ShipDate  *model.Date    `json:"ship_date,omitempty"`    // the latest the supplier named
	Raised    bool           `json:"price_raised,omitempty"` // the supplier asks more than was ordered at; a person has to accept it
}

// stateRaised is how a purchase order is listed whose supplier asks more.
const stateRaised = "price_raised"

// Warnings says in sentences what of the supplier's answer needs a person.
func (r *Row) Warnings() []string {
	var all []string
	if r.Raised {
		all = append(all, r.Supplier+" asks a higher price for "+r.Number+" than it was ordered at: accept it, or have the order refused.")
	}
	if r.Over > 0 {
		all = append(all, fmt.Sprintf("%d pieces more than ordered came of %s.", r.Over, r.Number))
	}
	if r.Short > 0 {
		all = append(all, fmt.Sprintf("%d pieces of %s did not come.", r.Short, r.Number))
	}
	if r.Damaged > 0 {
		all = append(all, fmt.Sprintf("%d pieces of %s came damaged.", r.Damaged, r.Number))
	}
	if r.Declined > 0 && r.Refused == "" {
		all = append(all, fmt.Sprintf("%d pieces of %s will not come: the supplier refuses them.", r.Declined, r.Number))
	}
	if r.Backorder > 0 {
		all = append(all, fmt.Sprintf("%d pieces of %s do not come yet.", r.Backorder, r.Number))
	}
	return all
}

// MarshalJSON writes amounts as decimal text with the currency's decimals.
func (r Row) MarshalJSON() ([]byte, error) {
	type plain Row
	warnings := r.Warnings()
	if r.Raised {
		r.State = stateRaised
	}
	return json.Marshal(struct {
		plain
		Goods    string `json:"goods"`
		Shipping string `json:"shipping"`
		Total    string `json:"total"`

		Warnings []string `json:"warnings,omitempty"`
	}{plain(r), r.Goods.Text(r.Currency), r.Shipping.Text(r.Currency), r.Total.Text(r.Currency), warnings})
}

const listPurchases = `SELECT p.id, p.number, s.name AS supplier, p.state, p.currency, p.goods, p.shipping, p.total,
	(SELECT COUNT(DISTINCT l.order_id) FROM purchase_line l WHERE l.purchase_id = p.id) AS orders,
	(SELECT COUNT(*) FROM purchase_line l WHERE l.purchase_id = p.id) + (SELECT COUNT(*) FROM stock_line k WHERE k.purchase_id = p.id) AS lines,
	p.kind, COALESCE(h.name, '') AS ship_to, k.ordered, k.received, COALESCE(k.over, 0) AS over, COALESCE(k.damaged, 0) AS damaged, COALESCE(k.declined, 0) AS declined, COALESCE(k.short, 0) AS open, CASE WHEN p.state = 'closed' THEN COALESCE(k.short, 0) ELSE 0 END AS short,
	p.created_at AS created, NULLIF(p.approved_at, '') AS approved, NULLIF(p.sent_at, '') AS sent,
	a.dated AS answered, COALESCE(a.reference, '') AS reference, COALESCE(a.refused, '') AS refused, COALESCE(a.price, '') = 'raised' AS raised,
	(SELECT COALESCE(SUM(l.backorder), 0) FROM ` + answers + `) AS backorder,
	(SELECT NULLIF(MAX(l.ship_date), '') FROM ` + answers + `) AS ship_date
	FROM purchase_order p JOIN supplier s ON s.id = p.supplier_id LEFT JOIN supplier h ON h.id = p.ship_to_id
	LEFT JOIN (SELECT purchase_id, SUM(quantity) AS ordered, SUM(came) AS received, SUM(MAX(came - quantity, 0)) AS over, SUM(MAX(due - came, 0)) AS short,
			SUM(quantity - due) AS declined, SUM(broken) AS damaged
		FROM (SELECT l.purchase_id, l.ordered AS quantity, l.quantity AS due, COALESCE((SELECT SUM(m.quantity) FROM stock_move m WHERE m.stock_line_id = l.id), 0) AS came,
			COALESCE((SELECT -SUM(x.quantity) FROM stock_move m JOIN stock_damage g ON g.receipt_id = m.id JOIN stock_move x ON x.id = g.move_id WHERE m.stock_line_id = l.id), 0) AS broken
			FROM stock_due l)
		GROUP BY purchase_id) k ON k.purchase_id = p.id
	LEFT JOIN acknowledgement a ON a.id = (SELECT MAX(x.id) FROM acknowledgement x WHERE x.purchase_id = p.id AND x.undone_at = '')
	WHERE (? = '' OR p.state = ? OR ? = 'price_raised' AND a.price = 'raised') AND (? = '' OR s.name_key = ?) ORDER BY p.id DESC LIMIT ?`

// List reads purchase orders, the newest first.
func List(ctx context.Context, db *store.DB, f Filter) ([]Row, error) {
	if f.State != "" && f.State != stateRaised && !model.PurchaseState(f.State).Valid() {
		return nil, model.FieldErrorf("state", "There is no purchase order state %q; the states are %s.", f.State, stateNames())
	}
	limit := f.Limit
	if limit <= 0 {
		limit = -1
	}
	key := model.NameKey(f.Supplier)
	rows := []Row{}
	err := db.Read(ctx, func(q *gorm.DB) error {
		return q.Raw(listPurchases, f.State, f.State, f.State, key, key, limit).Scan(&rows).Error
	})
	for i := range rows {
		switch r := &rows[i]; {
		case r.Ordered == nil:
		case r.State == model.PurchaseClosed:
			r.Backorder = 0
		default:
			r.Backorder = min(r.Backorder, r.Open) // the others came
		}
	}
	return rows, err
}

func stateNames() string {
	var names []string
	for _, s := range model.PurchaseStates() {
		names = append(names, string(s))
	}
	return strings.Join(append(names, stateRaised), ", ")
}
