package stocking

import (
	"github.com/shopspring/decimal"
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/model/calc"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/rate"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/sourcing"
	"github.com/dropledger/dropledger/services/stock"
	"github.com/dropledger/dropledger/services/supplier"
	"github.com/dropledger/dropledger/services/taxrule"
)

// month is how many days a month counts.
const month = 30

// work is one working out, within one transaction.
type work struct {
	q        *gorm.DB
	today    model.Date
	currency model.Currency

	orders, cover int
	service, z    decimal.Decimal
	capital       model.Percent
	capitalKnown  bool
	freight       model.Amount // a kilogram
	freightKnown  bool
	conversion    model.Percent
	dutyPaid      bool

	tax        *taxrule.Set
	atlas      *atlas
	rates      *rate.Table
	market     *sourcing.Book
	fees       sourcing.DropFees
	table      stock.FeeTable
	lanes      stock.Lanes
	places     []*place
	products   map[int64]*model.Product
	deliveries map[lane]*tally
	stock      map[shelf]Stock
	spare      map[shelf]model.Quantity // free or coming, as far as no region before needs it
	sales      *sales
	notes      []string
}

// shelf is a product at a 3PL.
type shelf struct{ place, product int64 }

// begin reads settings and what was ordered of the products, or of all.
func begin(q *gorm.DB, today model.Date, products []int64) (*work, error) {
	w := &work{q: q, today: today, rates: rate.NewTable(q), market: sourcing.NewBook(q)}
	if err := w.settings(); err != nil {
		return nil, err
	}
	var err error
	if w.tax, err = taxrule.Load(q); err != nil {
		return nil, err
	}
	regions, err := setting.Value(q, setting.StockRegions)
	if err != nil {
		return nil, err
	}
	if w.atlas, w.notes, err = newAtlas(regions, w.tax, today); err != nil {
		return nil, err
	}
	days, err := setting.Days(q, setting.StockDays)
	if err != nil {
		return nil, err
	}
	when, err := lookBack(q, today, days)
	if err != nil {
		return nil, err
	}
	if w.sales, err = readSales(q, when, w.atlas, products); err != nil {
		return nil, err
	}
	return w, w.logistics()
}

// settings reads what the merchant set.
func (w *work) settings() (err error) {
	if w.currency, err = setting.Home(w.q); err != nil {
		return err
	}
	if w.orders, err = setting.Days(w.q, setting.StockOrders); err != nil {
		return err
	}
	if w.cover, err = setting.Days(w.q, setting.StockCover); err != nil {
		return err
	}
	service, err := setting.Share(w.q, setting.StockService)
	if err != nil {
		return err
	}
	w.service = service.Decimal
	if w.z, err = calc.NormalQuantile(w.service); err != nil {
		return err
	}
	if w.capital, err = setting.Share(w.q, setting.StockCapital); err != nil {
		return err
	}
	if w.freight, err = setting.Money(w.q, setting.StockFreight); err != nil {
		return err
	}
	if w.conversion, err = setting.Share(w.q, setting.ConversionCost); err != nil {
		return err
	}
	term, err := setting.Value(w.q, setting.DocumentIncoterm)
	if err != nil {
		return err
	}
	w.dutyPaid = term == string(model.DDP)
	if w.capitalKnown, err = w.set(setting.StockCapital); err != nil {
		return err
	}
	w.freightKnown, err = w.set(setting.StockFreight)
	return err
}

func (w *work) set(key setting.Key) (bool, error) {
	v, err := setting.Value(w.q, key)
	return v != "", err
}

// logistics reads the 3PLs and how long deliveries took.
func (w *work) logistics() (err error) {
	if w.fees, err = sourcing.LoadDropFees(w.q); err != nil {
		return err
	}
	if w.table, err = stock.LoadFees(w.q); err != nil {
		return err
	}
	if w.lanes, err = stock.LoadLanes(w.q); err != nil {
		return err
	}
	if w.deliveries, err = readDeliveries(w.q, w.today.AddDays(-365)); err != nil {
		return err
	}
	suppliers, err := supplier.All(w.q)
	if err != nil {
		return err
	}
	warehouses := map[int64]string{}
	err = query.New(`SELECT supplier_id, country FROM warehouse`).Rows(w.q, func(r query.Row) error {
		warehouses[r.Int(0)] = r.Text(1)
		return nil
	})
	if err != nil {
		return err
	}
	if err := w.readPlaces(suppliers, warehouses); err != nil {
		return err
	}
	balances, err := stock.Everywhere(w.q, 0)
	w.stock, w.spare = map[shelf]Stock{}, map[shelf]model.Quantity{}
	for _, b := range balances {
		at := shelf{b.SupplierID, b.ProductID}
		w.stock[at], w.spare[at] = Stock{b.OnHand, b.Reserved, b.Coming}, b.Free()+b.Coming
	}
	return err
}

// readProducts reads the products that were sold and are not put away.
func (w *work) readProducts() error {
	var rows []model.Product
	err := w.q.Where("archived_at = ''").Find(&rows).Error
	w.products = make(map[int64]*model.Product, len(rows))
	for i := range rows {
		w.products[rows[i].ID] = &rows[i]
	}
	return err
}

// home turns an amount into the book's currency without rounding; false without
// an exchange rate.
func (w *work) home(a decimal.Decimal, c model.Currency) (decimal.Decimal, bool, error) {
	if a.IsZero() {
		return a, true, nil
	}
	r, err := w.rates.On(w.today, c, w.currency)
	if model.CodeOf(err) == model.NotFound {
		return decimal.Zero, false, nil
	}
	return a.Mul(r.Value), err == nil, err
}
