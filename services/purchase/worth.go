package purchase

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/shopspring/decimal"
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/setting"
)

// Floor reads the margin floor, nil when none is set.
func Floor(q *gorm.DB) (*model.Percent, error) {
	text, err := setting.Value(q, setting.MarginFloor)
	if model.CodeOf(err) == model.NotFound || err == nil && strings.TrimSpace(text) == "" {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	p, err := model.ParsePercent(strings.TrimSpace(text))
	if err != nil {
		return nil, model.FieldErrorf(string(setting.MarginFloor), "Setting %s: %q is not a percentage: set it again", setting.MarginFloor, text)
	}
	return &p, nil
}

// Worth is what is known of the margin of an order, in the book's currency: net
// revenue, and what is left after the costs of levels 1 and 2, and after all.
type Worth struct {
	PurchaseID, OrderID int64
	Number              string
	Net, CM2, CM4       model.Amount
}

const net = `m.goods - m.discount + m.shipping - m.refund`

const selectWorth = `SELECT x.purchase_id, x.order_id, o.number, SUM(` + net + `) AS net,
	SUM(` + net + ` - m.cm1_cost - m.cm2_cost) AS cm2, SUM(` + net + ` - m.cm1_cost - m.cm2_cost - m.cm3_cost - m.cm4_cost) AS cm4
	FROM (SELECT DISTINCT purchase_id, order_id FROM purchase_line WHERE purchase_id IN ?) x
	JOIN sales_order o ON o.id = x.order_id JOIN margin_line m ON m.order_id = x.order_id
	GROUP BY x.purchase_id, x.order_id, o.number ORDER BY x.purchase_id, x.order_id`

// margins warns of what orders earn too little.
func (r *review) margins(ids []int64) error {
	var all []Worth
	if err := r.q.Raw(selectWorth, ids).Scan(&all).Error; err != nil {
		return err
	}
	for i := range all {
		if w, ok := all[i].Warning(r.floor, r.home); ok {
			r.found[all[i].PurchaseID] = append(r.found[all[i].PurchaseID], w)
		}
	}
	return nil
}

// Warning says that the order loses money after all costs known so far, or that
// its CM2 is below the merchant's floor; false when neither is so.
func (w *Worth) Warning(floor *model.Percent, home model.Currency) (Warning, bool) {
	f := Facts{OrderID: w.OrderID, Margin: w.CM4, Currency: home}
	share, known := model.PercentOf(w.CM2, w.Net, 1)
	f.Share = share
	if w.CM4 < 0 {
		return Warning{
			Code: WarnMargin, Order: w.Number, Facts: f,
			Message: fmt.Sprintf("Order %s loses %s %s after all costs known so far.", w.Number, w.CM4.Abs().Text(home), home),
		}, true
	}
	if floor == nil || !known || !share.LessThan(floor.Decimal) {
		return Warning{}, false
	}
	f.Margin, f.Beneath = w.CM2, floor.Sub(share)
	return Warning{
		Code: WarnFloor, Order: w.Number, Facts: f,
		Message: fmt.Sprintf("Order %s earns %s %%, %s points under the floor of %s %%.", w.Number, fixed(share), fixed(f.Beneath), fixed(floor.Decimal)),
	}, true
}

func fixed(d decimal.Decimal) string { return d.StringFixed(1) }

// near is within how many days two equal orders of one person are suspicious;
// lately is how far back anyone still looks for them.
const (
	near   = 3
	lately = 60
)

// soon tells whether two days are near.
func soon(a, b model.Date) bool {
	apart := a.DaysUntil(b)
	return -near <= apart && apart <= near
}

// twins warns of orders to the same person or the same address for the same
// product within days: one may have been placed twice by mistake.
func (r *review) twins(items []item) error {
	who, first := doors(items)
	first = max(first, r.today.AddDays(-lately))
	if len(who) == 0 {
		return nil
	}
	if err := r.neighbours(who, first.AddDays(-near)); err != nil {
		return err
	}
	ids := slices.Sorted(maps.Keys(who))
	var others []struct {
		OrderID, ContactID, ProductID int64
		Number                        string
		PlacedOn                      model.Date
	}
	err := r.q.Raw(`SELECT o.id AS order_id, o.ship_to_id AS contact_id, COALESCE(l.product_id, 0) AS product_id, o.number, o.placed_on
		FROM sales_order o JOIN order_line l ON l.order_id = o.id
		WHERE o.placed_on >= ? AND o.ship_to_id IN ? AND o.cancelled_on = '' AND o.archived_at = '' AND o.payment NOT IN ('voided', 'refunded')
			AND l.quantity > 0 AND l.shippable = 1 ORDER BY o.id`, string(first.AddDays(-near)), ids).Scan(&others).Error
	if err != nil {
		return err
	}
	type same struct {
		door    string
		product int64
	}
	found := map[same][]int{}
	for n, o := range others {
		key := same{who[o.ContactID], o.ProductID}
		found[key] = append(found[key], n)
	}
	for n := range items {
		i := &items[n]
		for _, at := range found[same{i.door(), i.ProductID}] {
			o := &others[at]
			_, held := r.holds[o.OrderID] // a person looks into it, as the remedy says
			if held || o.OrderID == i.OrderID || !soon(o.PlacedOn, i.PlacedOn) || !r.once(i, WarnTwin, i.OrderID) {
				continue
			}
			what := "person"
			if o.ContactID != i.ContactID {
				what = "address"
			}
			r.warn(i, WarnTwin, Facts{Twin: o.Number}.say("Order %s has the same product for the same %s as order %s of %s: was it placed twice?", i.Number, what, o.Number, o.PlacedOn))
		}
	}
	return nil
}

// doors are those of the people that items go to, by contact, and the day of the
// oldest order.
func doors(items []item) (who map[int64]string, first model.Date) {
	who = map[int64]string{}
	for i := range items {
		if items[i].ContactID == 0 {
			continue
		}
		who[items[i].ContactID] = items[i].door()
		if first == "" || items[i].PlacedOn < first {
			first = items[i].PlacedOn
		}
	}
	return who, first
}

// door is what orders to the same address share, however it is written; without
// an address each person is a door of its own.
func (i *item) door() string { return doorOf(i.ContactID, i.Address1, i.Zip, i.ToLand) }

func doorOf(contact int64, street, zip, country string) string {
	fold := func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				return unicode.ToLower(r)
			}
			return -1
		}, s)
	}
	if fold(street) == "" || fold(zip) == "" {
		return fmt.Sprint(contact)
	}
	return fold(street) + "|" + fold(zip) + "|" + country
}

// neighbours adds those who lately had something sent to one of the same doors.
func (r *review) neighbours(who map[int64]string, since model.Date) error {
	doors := map[string]bool{}
	for _, d := range who {
		doors[d] = true
	}
	var others []struct {
		ID                     int64
		Address1, Zip, Country string
	}
	err := r.q.Raw(`SELECT DISTINCT c.id, c.address1, c.zip, c.country FROM sales_order o JOIN contact c ON c.id = o.ship_to_id
		WHERE o.placed_on >= ? AND o.cancelled_on = '' AND o.archived_at = ''`, string(since)).Scan(&others).Error
	for _, c := range others {
		if d := doorOf(c.ID, c.Address1, c.Zip, c.Country); doors[d] {
			who[c.ID] = d
		}
	}
	return err
}
