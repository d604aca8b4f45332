package overview

import (
	"cmp"
	"slices"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/rate"
	"github.com/dropledger/dropledger/services/setting"
)

// market is what suppliers ask and have, of all products or of one.
type market struct {
	today     model.Date
	home      model.Currency
	country   string
	rates     map[model.Currency]*model.Rate // nil: none is known
	suppliers map[int64]trader
	offers    []offer // by product, supplier and start
	counts    map[pair]count
}

type trader struct {
	ID       int64
	Name     string
	Stage    model.Stage
	Archived bool
}

// open tells whether orders may go there.
func (t trader) open() bool { return !t.Archived && t.Stage.MayReceiveOrders() }

type pair struct{ supplier, product int64 }

type count struct {
	quantity model.Quantity
	on       model.Date
}

// offer is what is needed of an offer to compare it. Unit is the price of one
// piece; ship is what shipping costs to the book's country.
type offer struct {
	id, product, supplier int64
	cost, unit            model.Amount
	currency              model.Currency
	from, to              model.Date
	ship                  model.Amount
}

func (o *offer) holds(day model.Date) bool { return o.from <= day && (o.to == "" || o.to >= day) }

// load reads the market of one product, 0 for all.
func (m *market) load(q *gorm.DB, today model.Date, product int64) error {
	m.today = today
	m.rates, m.suppliers, m.counts = map[model.Currency]*model.Rate{}, map[int64]trader{}, map[pair]count{}
	var err error
	if m.home, err = setting.Home(q); err != nil {
		return err
	}
	if m.country, err = setting.Value(q, setting.BookCountry); err != nil {
		return err
	}
	var all []trader
	if err := q.Raw(`SELECT id, name, stage, archived_at <> '' AS archived FROM supplier`).Scan(&all).Error; err != nil {
		return err
	}
	for _, t := range all {
		m.suppliers[t.ID] = t
	}
	at, err := m.loadOffers(q, product)
	if err != nil {
		return err
	}
	if err := m.loadRates(q); err != nil {
		return err
	}
	if err := m.loadShipping(q, product, at); err != nil {
		return err
	}
	return m.loadCounts(q, product)
}

// loadRates finds today's rate of each currency that offers are in.
func (m *market) loadRates(q *gorm.DB) error {
	table := rate.NewTable(q)
	for i := range m.offers {
		c := m.offers[i].currency
		if _, asked := m.rates[c]; asked {
			continue
		}
		m.rates[c] = nil
		found, err := table.On(m.today, c, m.home)
		if model.CodeOf(err) == model.NotFound {
			continue
		}
		if err != nil {
			return err
		}
		m.rates[c] = &found
	}
	return nil
}

func (m *market) loadOffers(q *gorm.DB, product int64) (map[int64]int, error) {
	at := map[int64]int{}
	currencies := query.Words{}
	t := query.New(`SELECT id, product_id, supplier_id, cost, currency, valid_from, valid_to FROM offer WHERE archived_at = ''`)
	if product != 0 {
		t.Add(` AND product_id = ?`, product)
	}
	err := t.Rows(q, func(r query.Row) error {
		m.offers = append(m.offers, offer{
			id: r.Int(0), product: r.Int(1), supplier: r.Int(2), cost: r.Amount(3), unit: r.Amount(3), currency: model.Currency(currencies.Of(r.Text(4))),
			from: model.Date(r.Text(5)), to: model.Date(r.Text(6)),
		})
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(m.offers, func(a, b offer) int {
		return cmp.Or(cmp.Compare(a.product, b.product), cmp.Compare(a.supplier, b.supplier), cmp.Compare(a.from, b.from))
	})
	for i := range m.offers {
		at[m.offers[i].id] = i
	}
	// A price break that begins with the first piece is the price of a piece.
	return at, query.New(`SELECT offer_id, cost FROM offer_break WHERE from_quantity = 1`).Rows(q, func(r query.Row) error {
		if i, ok := at[r.Int(0)]; ok {
			m.offers[i].unit = r.Amount(1)
		}
		return nil
	})
}

// current is the condition that an offer o holds today, and is for the product.
func (m *market) current(t *query.Text, product int64) *query.Text {
	t.Add(`o.archived_at = '' AND o.valid_from <= ? AND (o.valid_to = '' OR o.valid_to >= ?)`, string(m.today), string(m.today))
	if product != 0 {
		t.Add(` AND o.product_id = ?`, product)
	}
	return t
}

// loadShipping takes for each offer the cheapest price for the book's country,
// else that for everywhere, else the cheapest there is.
func (m *market) loadShipping(q *gorm.DB, product int64, at map[int64]int) error {
	t := query.New(`SELECT s.offer_id, MIN(s.cost), MIN(CASE WHEN s.country = '*' THEN s.cost END), MIN(CASE WHEN s.country = ? THEN s.cost END)
		FROM offer_shipping s JOIN offer o ON o.id = s.offer_id WHERE `, m.country)
	return m.current(t, product).Add(` GROUP BY s.offer_id`).Rows(q, func(r query.Row) error {
		i, ok := at[r.Int(0)]
		if !ok {
			return nil
		}
		for fit := 3; fit >= 1; fit-- {
			if r[fit] != nil {
				m.offers[i].ship = r.Amount(fit)
				return nil
			}
		}
		return nil
	})
}

func (m *market) loadCounts(q *gorm.DB, product int64) error {
	t := m.current(query.New(`SELECT c.supplier_id, c.product_id, c.quantity, c.counted_on FROM (
		SELECT DISTINCT o.supplier_id, o.product_id FROM offer o WHERE `), product).Add(`) k
		JOIN stock_count c ON c.supplier_id = k.supplier_id AND c.product_id = k.product_id AND c.counted_on = (
			SELECT MAX(n.counted_on) FROM stock_count n WHERE n.supplier_id = k.supplier_id AND n.product_id = k.product_id)`)
	days := query.Words{}
	return t.Rows(q, func(r query.Row) error {
		m.counts[pair{r.Int(0), r.Int(1)}] = count{model.Quantity(r.Int(2)), model.Date(days.Of(r.Text(3)))}
		return nil
	})
}

// landed prices one piece of an offer to the door, false without a rate.
func (m *market) landed(o *offer) (Landed, bool, error) {
	l := Landed{
		SupplierID: o.supplier, Supplier: m.suppliers[o.supplier].Name, OfferID: o.id, Unit: o.unit, Shipping: o.ship, Currency: o.currency,
	}
	r := m.rates[o.currency]
	if r == nil {
		return l, false, nil
	}
	goods, err := r.Convert(o.unit.Round(o.currency))
	if err != nil {
		return l, false, err
	}
	freight, err := r.Convert(o.ship.Round(o.currency))
	l.Cost = goods.Add(freight) // each rounded by itself, as both are booked
	return l, err == nil, err
}
