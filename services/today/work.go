package today

import (
	"cmp"
	"context"
	"slices"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/memo"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/orderbook"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/rate"
	"github.com/dropledger/dropledger/services/setting"
)

// finder gathers the items.
type finder struct {
	q     *gorm.DB
	today model.Date
	home  model.Currency
	rates *rate.Table
	items []Item

	waited map[int64]bool // the suppliers that orders are to be forwarded to
}

// waits are what waits as the book alone tells: it does not change while the book
// and the day are the same.
type waits struct {
	home  model.Currency
	items []Item
}

// Work lists what waits now.
func (s *Service) Work(ctx context.Context) (*Work, error) {
	told, err := memo.Recall(ctx, s.kept, "waits "+string(s.db.Today()), func() (waits, error) { return s.find(ctx) })
	if err != nil {
		return nil, err
	}
	f := &finder{home: told.home, items: slices.Clone(told.items)}
	s.mu.Lock()
	f.checked(s.check)
	settled := s.begun || s.check != nil
	s.mu.Unlock()
	if settled { // before, the backup of the day is being made
		err = s.db.Read(ctx, func(q *gorm.DB) error {
			f.q = q
			return f.backup(s.db.Path(), s.db.Now())
		})
	}
	if err != nil {
		return nil, err
	}
	return f.work(), nil
}

// find looks through the book.
func (s *Service) find(ctx context.Context) (waits, error) {
	open, err := s.book.Open(ctx, orderbook.Query{})
	if err != nil {
		return waits{}, err
	}
	leaving, err := open.Narrow(ctx, orderbook.Query{States: []string{order.ToForward, order.PartForwarded}})
	if err != nil {
		return waits{}, err
	}
	f := &finder{today: s.db.Today(), waited: map[int64]bool{}}
	for _, supplier := range leaving.Facets.Suppliers {
		f.waited[supplier.ID] = true
	}
	err = s.db.Read(ctx, func(q *gorm.DB) error {
		f.q, f.rates = q, rate.NewTable(q)
		var err error
		if f.home, err = setting.Home(q); err != nil {
			return err
		}
		f.orders(open)
		for _, find := range []func() error{f.forward, f.refills, f.byHand, f.unsure, f.amendments, f.parcels, f.claims, f.refill, f.supply, f.vetting, f.unbooked, f.customs} {
			if err := find(); err != nil {
				return err
			}
		}
		return nil
	})
	return waits{f.home, f.items}, err
}

// kinds are the kinds in the order in which they are shown.
var kinds = []Kind{
	Unbalanced, Losing, IsLost, PastDue, ClaimDue, Unsure, ToAmend, ChangeRefused, ChangeOpen, ToForward, ToRefill, ToPlace, Held, ToRoute, CameBack, Customs, Short, NoMovement, NoTracking, NoAnswer, Verify, StockLow, StockGone, PriceRose, PriceFell, StageWaits, VettingDue, OutOfBooks, CustomsData, BackupOld,
}

// groupOf says where a kind belongs, and what is done about it.
var groupOf = map[Kind]struct {
	group Group
	verb  Verb
}{
	Unbalanced: {Risk, Look}, Losing: {Risk, Review}, IsLost: {Risk, Follow}, PastDue: {Risk, Follow}, ClaimDue: {Risk, Follow},
	ToAmend: {Forward, Decide}, ChangeRefused: {Forward, Look}, ChangeOpen: {Forward, Follow},
	Unsure: {Forward, Settle}, ToForward: {Forward, Review}, ToRefill: {Forward, Review}, ToPlace: {Forward, ByHand}, Held: {Forward, Look}, ToRoute: {Forward, Route},
	CameBack: {Parcels, Follow}, Customs: {Parcels, Follow}, Short: {Parcels, Follow}, NoMovement: {Parcels, Follow},
	NoTracking: {Parcels, Follow}, NoAnswer: {Parcels, Follow}, Verify: {Parcels, Follow},
	StockLow: {Supply, Refill}, StockGone: {Supply, Pause}, PriceRose: {Supply, Decide}, PriceFell: {Supply, Decide},
	StageWaits: {Supply, Decide}, VettingDue: {Supply, Follow},
	OutOfBooks: {Books, Enter}, CustomsData: {Books, Enter}, BackupOld: {Books, BackUp},
}

func (f *finder) add(i Item) {
	of := groupOf[i.Kind]
	i.Group, i.Verb = of.group, of.verb
	f.items = append(f.items, i)
}

func (f *finder) work() *Work {
	slices.SortStableFunc(f.items, func(a, b Item) int {
		return cmp.Or(cmp.Compare(slices.Index(kinds, a.Kind), slices.Index(kinds, b.Kind)), cmp.Compare(b.Stake.Abs(), a.Stake.Abs()))
	})
	w := &Work{Home: f.home, Count: len(f.items)}
	for _, g := range Groups() {
		sums := Sums{Group: g}
		for _, i := range f.items {
			if i.Group != g {
				continue
			}
			sums.Items = append(sums.Items, i)
			if !i.NoStake {
				sums.Stake = sums.Stake.Add(i.Stake)
			}
		}
		if len(sums.Items) > 0 {
			w.Groups = append(w.Groups, sums)
		}
	}
	return w
}

// orders looks through the open orders once.
func (f *finder) orders(open *orderbook.Found) {
	route, forward, losing := Item{Kind: ToRoute}, Item{Kind: ToForward}, Item{Kind: Losing}
	held := map[string]*Item{}
	const page = 1000
	for from := 0; from < open.Count; from += page {
		rows := open.Rows(from, page)
		for i := range rows {
			r := &rows[i]
			switch r.State {
			case order.ToRoute:
				route.count(r)
			case order.ToForward, order.PartForwarded:
				forward.count(r)
			case order.Held:
				h := held[r.HeldCode]
				if h == nil {
					h = &Item{Kind: Held}
					held[r.HeldCode] = h
				}
				h.count(r)
			}
			if !left(r.State) && !r.NoCM2 && r.CM2 < 0 {
				losing.count(r)
				losing.Stake = losing.Stake.Sub(r.Total).Sub(r.CM2)
			}
		}
	}
	route.Place = Place{List: OrderList, Query: orderbook.Query{States: []string{order.ToRoute}}}
	forward.Place = Place{List: ReviewList}
	losing.Place = Place{List: OrderList, Query: orderbook.Query{
		States: []string{order.ToRoute, order.Held, order.ToForward, order.PartForwarded}, Bands: []orderbook.Band{orderbook.BandNegative},
	}}
	for _, i := range []Item{route, forward, losing} {
		if i.Count > 0 {
			f.add(i)
		}
	}
	for _, h := range held {
		h.Place = Place{List: OrderList, Query: orderbook.Query{States: []string{order.Held}}}
		f.add(*h)
	}
}

// left tells whether all of an order is with suppliers or further.
func left(state string) bool {
	return state == order.Forwarded || state == order.PartShipped || state == order.Shipped
}

// count takes an order in. They come newest first, so that the last one tells
// since when and which one.
func (i *Item) count(r *orderbook.Row) {
	i.Count++
	i.Since, i.Stake = r.Placed, i.Stake.Add(r.Total)
	i.Facts.Order, i.Facts.Reason, i.Facts.Code = r.Number, r.Held, r.HeldCode
}

// forward adds to the orders to forward the purchase orders that are to leave
// and the first cut-off of their suppliers.
func (f *finder) forward() error {
	at := slices.IndexFunc(f.items, func(i Item) bool { return i.Kind == ToForward })
	if at < 0 {
		return nil
	}
	i := &f.items[at]
	n, err := count(f.q, `SELECT COUNT(*) FROM purchase_order WHERE kind = 'dropship' AND state IN ('draft', 'approved', 'queued')`)
	if err != nil {
		return err
	}
	i.Facts.Purchases = int(n)
	return query.New(`SELECT id, name, cutoff FROM supplier WHERE cutoff <> '' ORDER BY cutoff DESC, id DESC`).Rows(f.q, func(r query.Row) error {
		if f.waited[r.Int(0)] {
			i.Facts.Supplier, i.Facts.Cutoff = r.Text(1), model.TimeOfDay(r.Text(2))
		}
		return nil
	})
}

// unsure finds purchase orders and changes of which nobody knows whether they left.
func (f *finder) unsure() error {
	i := Item{Kind: Unsure, Place: Place{List: OutboxList, Key: "unknown"}}
	err := query.New(`SELECT p.number, s.name, p.total, p.currency, p.rate, f.started_at FROM purchase_order p
		JOIN supplier s ON s.id = p.supplier_id JOIN forwarding f ON f.purchase_id = p.id AND f.amendment_id IS NULL WHERE p.state = 'unknown' ORDER BY f.id DESC`).
		Rows(f.q, func(r query.Row) error {
			i.Count++
			i.Facts.Purchase, i.Facts.Supplier, i.Since = r.Text(0), r.Text(1), model.Instant(r.Text(5))
			value, err := f.convert(r.Amount(2), model.Rate{From: model.Currency(r.Text(3)), To: f.home}, r.Text(4))
			i.Stake = i.Stake.Add(value)
			return err
		})
	if err != nil {
		return err
	}
	err = query.New(`SELECT m.number, s.name, f.started_at FROM amendment m JOIN forwarding f ON f.amendment_id = m.id JOIN purchase_order p ON p.id = m.purchase_id
		JOIN supplier s ON s.id = p.supplier_id WHERE m.state = 'unknown' ORDER BY f.id DESC`).Rows(f.q, func(r query.Row) error {
		i.Count++
		i.Facts.Purchase, i.Facts.Supplier, i.Since = r.Text(0), r.Text(1), model.Instant(r.Text(2))
		return nil
	})
	if i.Count > 0 {
		f.add(i)
	}
	return err
}

func (f *finder) convert(a model.Amount, r model.Rate, text string) (model.Amount, error) {
	v, err := model.ParseDecimal(text)
	if err != nil {
		return 0, err
	}
	r.Value = v
	return r.Convert(a)
}
