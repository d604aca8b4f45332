package demo

import (
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/fee"
	"github.com/dropledger/dropledger/services/product"
	"github.com/dropledger/dropledger/services/rate"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/shop"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/supplier"
)

// found writes all but the orders.
func (w *world) found(tx *store.Tx, s *Service) error {
	for _, step := range []func(*store.Tx, *Service) error{
		putSettings, w.openShops, putSuppliers, putProducts, w.putVetting, w.putOffers, w.putPages, w.putFees, w.putRates, putLogistics,
	} {
		if err := step(tx, s); err != nil {
			return err
		}
	}
	return nil
}

func putSettings(tx *store.Tx, s *Service) error {
	pairs := make([]setting.Pair, len(business))
	for i, b := range business {
		pairs[i] = setting.Pair{Key: b[0], Value: b[1]}
	}
	return setting.New(s.db, s.bus).SetAll(tx.Context(), pairs)
}

func (w *world) openShops(tx *store.Tx, s *Service) error {
	ins := make([]shop.Input, len(outlets))
	for i := range outlets {
		o := &outlets[i]
		ins[i] = shop.Input{Name: o.name, Platform: &o.platform, Currency: &o.currency, TimeZone: &o.zone, CashOnDelivery: &o.onDelivery}
	}
	if _, err := shop.New(s.db, s.bus).Put(tx.Context(), ins); err != nil {
		return err
	}
	for i := range outlets {
		made, err := shop.ByNameTx(tx.DB, outlets[i].name)
		if err != nil {
			return err
		}
		t, err := newTill(&outlets[i], made)
		if err != nil {
			return err
		}
		w.tills = append(w.tills, t)
	}
	return nil
}

func putSuppliers(tx *store.Tx, s *Service) error {
	ins := make([]supplier.Input, len(sources))
	for i := range sources {
		o := &sources[i]
		in := supplier.Input{
			Name: o.name, Type: &o.kind, Email: &o.email, Country: &o.country, Currency: &o.currency, Language: &o.language,
			HandlingDays: &o.handling, ClaimDays: &o.claims, Batching: &o.batching, PaymentTermsDays: &o.terms,
		}
		if o.cutoff != "" {
			in.Cutoff = &o.cutoff
		}
		if o.channel != "" {
			in.Channel = &o.channel
		}
		to := o.destinations()
		in.ShipsTo = &to
		ins[i] = in
	}
	_, err := supplier.New(s.db, s.bus).Put(tx.Context(), ins)
	return err
}

func (s *source) destinations() []string {
	if s.shipsTo != "" {
		return strings.Fields(s.shipsTo)
	}
	var to []string
	for _, z := range s.zones {
		to = append(to, strings.Fields(z.to)...)
	}
	return to
}

// zone is what holds for a country, nil when the supplier asks nothing there.
func (s *source) zone(country string) *zone {
	for i := range s.zones {
		if slices.Contains(strings.Fields(s.zones[i].to), country) {
			return &s.zones[i]
		}
	}
	return nil
}

func putProducts(tx *store.Tx, s *Service) error {
	ins := make([]product.Input, len(articles))
	for i := range articles {
		a := &articles[i]
		ins[i] = product.Input{SKU: a.sku, Name: &a.name, HS: &a.hs, Origin: &a.origin, WeightG: record.Known(a.grams), Brand: &a.brand}
	}
	_, err := product.New(s.db, s.bus).Put(tx.Context(), ins)
	return err
}

func (w *world) putFees(tx *store.Tx, s *Service) error {
	var ins []fee.Input
	for i := range charges {
		c := &charges[i]
		percent, err := model.ParseDecimal(c.percent)
		if err != nil {
			return err
		}
		fixed, checked, source := record.Amount(cents(c.fixed)), w.ago(20), "made up for the sample"
		in := fee.Input{
			Name: c.name, ValidFrom: model.OpenStart, Kind: &c.kind, Shop: &c.shop, Base: &c.base, Percent: &record.Number{Decimal: percent},
			Fixed: &fixed, Currency: &c.currency, KeptOnRefund: &c.kept, Source: &source, CheckedOn: &checked,
		}
		if c.least > 0 {
			in.Min = record.Known(record.Amount(cents(c.least)))
		}
		ins = append(ins, in)
		if c.changed == 0 {
			continue
		}
		if percent, err = model.ParseDecimal(c.then); err != nil {
			return err
		}
		ins = append(ins, fee.Input{Name: c.name, ValidFrom: w.ago(c.changed), Percent: &record.Number{Decimal: percent}})
	}
	_, err := fee.New(s.db, s.bus).Put(tx.Context(), ins)
	return err
}

// putRates writes a rate for the first day of each month, each a little off the
// one before.
func (w *world) putRates(tx *store.Tx, s *Service) error {
	d := newDice(w.seed, ofPrices<<8)
	source := "made up for the sample"
	start := w.first().Time()
	var ins []rate.Input
	for _, c := range currencies {
		worth := c.worth
		for t := time.Date(start.Year(), start.Month(), 1, 0, 0, 0, 0, time.UTC); model.DateOf(t) <= w.today; t = t.AddDate(0, 1, 0) {
			value := record.Number{Decimal: decimal.New(int64(worth), -5)}
			ins = append(ins, rate.Input{Date: model.DateOf(t), From: c.currency, To: "EUR", Rate: &value, Source: &source})
			worth += worth * d.between(-160, 150) / 10_000
		}
	}
	_, err := rate.New(s.db, s.bus).Put(tx.Context(), ins)
	return err
}
