package stock

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/ledger"
	"github.com/dropledger/dropledger/services/rate"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/store"
)

// Monthly is what a 3PL charges for a month that is over and for no order: the
// storage of a product, the account, or what lifts the month to the least that is
// charged. It is an estimate by the fee table until the 3PL's invoice comes.
// PieceDays adds up the pieces that were there at the end of each day, of storage;
// Least is what the month costs at least and Charged what it cost without that,
// of the minimum. Base is Amount in the book's currency.
type Monthly struct {
	SupplierID int64
	Month      string // YYYY-MM
	Fee        string
	ProductID  int64
	PieceDays  int64
	Least      model.Amount
	Charged    model.Amount
	Amount     model.Amount
	Currency   model.Currency
	Base       model.Amount `gorm:"column:base_amount"`
	Source     string
	EntryID    int64
}

const selectMonthly = `SELECT supplier_id, month, fee, COALESCE(product_id, 0) AS product_id, piece_days, least, charged, amount, currency, base_amount, source, entry_id
	FROM threepl_month WHERE superseded_at = ''`

// Accrue books the monthly charges of the months that are over; see the function
// of that name.
func (s *Service) Accrue(ctx context.Context) error {
	return s.db.Write(ctx, func(tx *store.Tx) error {
		changed, err := Accrue(tx)
		if changed {
			tx.After(func() { s.bus.BooksChanged.Publish(nil) })
		}
		return err
	})
}

// Accrue makes the books say what the fee tables and the moves say: what taking
// goods in costs, and of each month that is over storage by the pieces at the end
// of each day, the account, and what lifts all that is charged to the least. What
// says something else than before is reversed and booked anew; what says the same
// is left alone. A charge in a currency without a rate waits for one, one by the
// bin, carton, pallet or cubic metre for how many pieces one holds. It tells
// whether anything was booked. Source: domain rules 1.8 and 1.9.
func Accrue(tx *store.Tx) (bool, error) {
	a := &accrual{tx: tx, rates: rate.NewTable(tx.DB), today: tx.Today}
	err := a.run()
	return a.writer != nil, err
}

// Due tells whether Accrue would book anything on a day.
func Due(q *gorm.DB, today model.Date) (bool, error) {
	a := &accrual{tx: &store.Tx{DB: q, Today: today}, rates: rate.NewTable(q), today: today, look: true}
	err := a.run()
	return a.differs, err
}

func (a *accrual) run() (err error) {
	if a.home, err = setting.Home(a.tx.DB); err != nil {
		return err
	}
	if a.fees, err = LoadFees(a.tx.DB); err != nil {
		return err
	}
	if err := a.handle(); err != nil {
		return err
	}
	if err := a.readSent(); err != nil {
		return err
	}
	stands, err := a.standing()
	if err != nil {
		return err
	}
	due, err := a.due()
	if err != nil {
		return err
	}
	keys := slices.Collect(maps.Keys(due))
	for k := range stands {
		if _, again := due[k]; !again {
			keys = append(keys, k)
		}
	}
	slices.SortFunc(keys, func(x, y span) int { return cmp.Or(cmp.Compare(x.month, y.month), cmp.Compare(x.supplier, y.supplier)) })
	for _, k := range keys {
		if slices.EqualFunc(due[k], stands[k], sameCharge) {
			continue
		}
		if err := a.replace(k, stands[k], due[k]); err != nil {
			return err
		}
	}
	return nil
}

// accrued keeps records, and in the same go lets the monthly charges follow.
func accrued[T any](ctx context.Context, s *Service, b record.Batch[T], ins []T) (r record.Result, err error) {
	err = s.db.Write(ctx, func(tx *store.Tx) error {
		if r, err = b.Put(tx.Context(), ins); err != nil || len(r.Touched) == 0 {
			return err
		}
		changed, err := Accrue(tx)
		if changed {
			tx.After(func() { s.bus.BooksChanged.Publish(nil) })
		}
		return err
	})
	if err != nil {
		return record.Result{}, err
	}
	return r, nil
}

// span is a month of a 3PL.
type span struct {
	supplier int64
	month    string
}

func (k span) first() model.Date { return model.Date(k.month + "-01") }
func (k span) last() model.Date  { return k.next().first().AddDays(-1) }
func (k span) next() span        { return span{k.supplier, k.first().AddDays(31).Month()} }

// accrual works out and books the monthly charges within one transaction.
type accrual struct {
	tx     *store.Tx
	home   model.Currency
	today  model.Date
	rates  *rate.Table
	fees   FeeTable
	taken  map[span]model.Amount // what was charged for taking in, in the currency of the fees
	sent   map[spent]model.Amount
	writer *ledger.Writer // nil until something is booked

	look    bool // only find out whether something is to be booked
	differs bool // it is
}

func sameCharge(x, y Monthly) bool {
	x.EntryID = y.EntryID
	return x == y
}

// inOrder puts the account before the storage of each product.
func inOrder(x, y Monthly) int {
	return cmp.Or(cmp.Compare(x.Fee, y.Fee), cmp.Compare(x.ProductID, y.ProductID))
}

func (a *accrual) standing() (map[span][]Monthly, error) {
	var rows []Monthly
	err := a.tx.Raw(selectMonthly).Scan(&rows).Error
	all := map[span][]Monthly{}
	for _, r := range rows {
		k := span{r.SupplierID, r.Month}
		all[k] = append(all[k], r)
	}
	for _, of := range all {
		slices.SortFunc(of, inOrder)
	}
	return all, err
}

// due works out the months from the first move of each 3PL to the last one that
// is over.
func (a *accrual) due() (map[span][]Monthly, error) {
	var moves []struct {
		SupplierID, ProductID int64
		MovedOn               model.Date
		Quantity              int64
	}
	err := a.tx.Raw(`SELECT supplier_id, product_id, moved_on, SUM(quantity) AS quantity FROM stock_move GROUP BY 1, 2, 3 ORDER BY supplier_id, moved_on, product_id`).Scan(&moves).Error
	if err != nil {
		return nil, err
	}
	all := map[span][]Monthly{}
	for len(moves) > 0 {
		there := map[int64]int64{} // pieces by product
		k := span{moves[0].SupplierID, moves[0].MovedOn.Month()}
		for ; k.last() < a.today; k = k.next() {
			m := newMonth(k)
			for d := k.first(); d <= k.last(); d = d.AddDays(1) {
				for len(moves) > 0 && moves[0].SupplierID == k.supplier && moves[0].MovedOn <= d {
					there[moves[0].ProductID] += moves[0].Quantity
					moves = moves[1:]
				}
				m.day(a.fees.For(k.supplier, d), there)
			}
			rows, err := a.worth(m)
			if model.CodeOf(err) == model.NotFound {
				continue // until somebody enters the rate
			}
			if err != nil {
				return nil, err
			}
			if len(rows) > 0 {
				all[k] = rows
			}
		}
		for len(moves) > 0 && moves[0].SupplierID == k.supplier { // those of the month that is not over
			moves = moves[1:]
		}
	}
	return all, nil
}

// month adds up a month of a 3PL day by day.
type month struct {
	span
	days     int64
	currency model.Currency
	account  decimal.Decimal           // the sum of its daily amounts
	least    decimal.Decimal           // the same
	storage  map[int64]decimal.Decimal // the same by product
	pieces   map[int64]int64           // piece days by product, of all days
	from     map[string][]string       // the first days of the fees, by fee
}

func newMonth(k span) *month {
	return &month{
		span: k, days: int64(k.first().DaysUntil(k.last())) + 1,
		storage: map[int64]decimal.Decimal{}, pieces: map[int64]int64{}, from: map[string][]string{},
	}
}

func (m *month) day(f Fees, there map[int64]int64) {
	if f.Currency != "" {
		m.currency = f.Currency
	}
	if x, charged := f.On[Account]; charged {
		m.account = m.account.Add(x.Amount.Decimal())
		m.note(x)
	}
	if x, charged := f.On[Minimum]; charged {
		m.least = m.least.Add(x.Amount.Decimal())
		m.note(x)
	}
	for product, n := range there {
		m.pieces[product] += max(n, 0)
	}
	x, charged := f.On[Storage]
	if !charged || x.Per != "piece" && x.Pieces == nil {
		return
	}
	each := x.Amount.Decimal()
	if x.Per != "piece" {
		each = each.Div(decimal.NewFromInt(int64(*x.Pieces)))
	}
	m.note(x)
	for product, n := range there {
		if n > 0 {
			m.storage[product] = m.storage[product].Add(each.Mul(decimal.NewFromInt(n)))
		}
	}
}

func (m *month) note(f Fee) {
	if from := string(f.ValidFrom); !slices.Contains(m.from[f.Fee], from) {
		m.from[f.Fee] = append(m.from[f.Fee], from)
	}
}

func (m *month) source(fee string) string {
	return "fee table: " + fee + " from " + strings.Join(m.from[fee], ", ")
}

// worth turns a month into rows: each amount rounded once to the currency, the
// storage shared over the products so that they sum to it.
func (a *accrual) worth(m *month) ([]Monthly, error) {
	if m.currency == "" {
		return nil, nil // it charges nothing
	}
	days := decimal.NewFromInt(m.days)
	rounded := func(sum decimal.Decimal) (model.Amount, error) {
		v, err := model.AmountOf(sum.Div(days))
		return v.Round(m.currency), err
	}
	row := Monthly{SupplierID: m.supplier, Month: m.month, Currency: m.currency}
	var rows []Monthly
	account, err := rounded(m.account)
	if err != nil {
		return nil, err
	}
	if account != 0 {
		r := row
		r.Fee, r.Amount, r.Source = Account, account, m.source(Account)
		rows = append(rows, r)
	}
	products := slices.Sorted(maps.Keys(m.storage))
	var sum decimal.Decimal
	weights := make([]int64, len(products))
	for i, p := range products {
		sum = sum.Add(m.storage[p])
		weights[i] = m.storage[p].Shift(4).IntPart()
	}
	storage, err := rounded(sum)
	if err != nil {
		return nil, err
	}
	for i, part := range model.Allocate(storage, weights, m.currency.Minor()) {
		r := row
		r.Fee, r.ProductID, r.PieceDays, r.Amount, r.Source = Storage, products[i], m.pieces[products[i]], part, m.source(Storage)
		rows = append(rows, r)
	}
	least, err := rounded(m.least)
	if err != nil {
		return nil, err
	}
	if r, short := a.minimum(m, least, rows); short {
		rows = append(rows, r)
	}
	slices.SortFunc(rows, inOrder)
	return rows, a.convert(m, rows)
}

// convert fills in what the rows are in the book's currency, at the rate of the
// month's last day; without a rate there are none.
func (a *accrual) convert(m *month, rows []Monthly) error {
	if len(rows) == 0 {
		return nil
	}
	r, err := a.rates.On(m.last(), m.currency, a.home)
	if err != nil {
		return err
	}
	weights := make([]int64, len(rows))
	var sum model.Amount
	for i := range rows {
		weights[i] = int64(rows[i].Amount)
		sum = sum.Add(rows[i].Amount)
	}
	base, err := r.Convert(sum)
	if err != nil {
		return err
	}
	for i, part := range model.Allocate(base, weights, a.home.Minor()) {
		rows[i].Base = part
	}
	return nil
}

// replace reverses what stands of a month and books what is due.
func (a *accrual) replace(k span, stands, due []Monthly) error {
	if a.look {
		a.differs = true
		return nil
	}
	if err := a.begin(); err != nil {
		return err
	}
	if len(stands) > 0 {
		if err := a.writer.Reverse(stands[0].EntryID, 0); err != nil {
			return err
		}
		err := a.tx.Exec(`UPDATE threepl_month SET superseded_at = ? WHERE supplier_id = ? AND month = ? AND superseded_at = ''`, string(a.tx.Now), k.supplier, k.month).Error
		if err != nil {
			return err
		}
	}
	if len(due) == 0 {
		return nil
	}
	r, err := a.rates.On(k.last(), due[0].Currency, a.home)
	if err != nil {
		return err
	}
	e := ledger.Entry{Dated: k.last(), Kind: ledger.Cost, Document: "3PL " + k.month, Memo: "Storage and monthly fees of " + k.month + ", by the fee table", Rate: r}
	for _, d := range due {
		e.Postings = append(e.Postings, owing(ledger.Posting{Amount: d.Base, Foreign: d.Amount, ProductID: d.ProductID, SupplierID: k.supplier})...)
	}
	if err := a.post(&e); err != nil {
		return err
	}
	for _, d := range due {
		err := a.tx.Exec(`INSERT INTO threepl_month (supplier_id, month, fee, product_id, piece_days, least, charged, amount, currency, base_amount, source, entry_id, recorded_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, k.supplier, k.month, d.Fee, store.OrNull(d.ProductID), d.PieceDays, int64(d.Least), int64(d.Charged), int64(d.Amount),
			string(d.Currency), int64(d.Base), d.Source, e.ID, string(a.tx.Now)).Error
		if err != nil {
			return err
		}
	}
	return nil
}
