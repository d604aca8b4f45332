package purchase

import (
	"context"
	"encoding/json"
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
	Created  model.Instant       `json:"created"`
	Approved *model.Instant      `json:"approved"`
	Sent     *model.Instant      `json:"sent"`
}

// MarshalJSON writes amounts as decimal text with the currency's decimals.
func (r Row) MarshalJSON() ([]byte, error) {
	type plain Row
	return json.Marshal(struct {
		plain
		Goods    string `json:"goods"`
		Shipping string `json:"shipping"`
		Total    string `json:"total"`
	}{plain(r), r.Goods.Text(r.Currency), r.Shipping.Text(r.Currency), r.Total.Text(r.Currency)})
}

const listPurchases = `SELECT p.id, p.number, s.name AS supplier, p.state, p.currency, p.goods, p.shipping, p.total,
	(SELECT COUNT(DISTINCT l.order_id) FROM purchase_line l WHERE l.purchase_id = p.id) AS orders,
	(SELECT COUNT(*) FROM purchase_line l WHERE l.purchase_id = p.id) AS lines,
	p.created_at AS created, NULLIF(p.approved_at, '') AS approved, NULLIF(p.sent_at, '') AS sent
	FROM purchase_order p JOIN supplier s ON s.id = p.supplier_id
	WHERE (? = '' OR p.state = ?) AND (? = '' OR s.name_key = ?) ORDER BY p.id DESC LIMIT ?`

// List reads purchase orders, the newest first.
func List(ctx context.Context, db *store.DB, f Filter) ([]Row, error) {
	if f.State != "" && !model.PurchaseState(f.State).Valid() {
		return nil, model.FieldErrorf("state", "There is no purchase order state %q; the states are %s.", f.State, stateNames())
	}
	limit := f.Limit
	if limit <= 0 {
		limit = -1
	}
	key := model.NameKey(f.Supplier)
	rows := []Row{}
	err := db.Read(ctx, func(q *gorm.DB) error {
		return q.Raw(listPurchases, f.State, f.State, key, key, limit).Scan(&rows).Error
	})
	return rows, err
}

func stateNames() string {
	var names []string
	for _, s := range model.PurchaseStates() {
		names = append(names, string(s))
	}
	return strings.Join(names, ", ")
}
