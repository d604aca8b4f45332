package stocking_test

import (
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/sourcing"
	"github.com/dropledger/dropledger/services/stock"
	"github.com/dropledger/dropledger/services/stocking"
	"github.com/dropledger/dropledger/services/store/storetest"
)

func ptr[T any](v T) *T { return &v }

func money(s string) *record.Amount { return ptr(record.Amount(model.MustAmount(s))) }

// market is a desk with a drop shipper, a maker who sells by the case and a 3PL
// in the Netherlands. The figures of the tests were worked out by hand.
type market struct {
	*desktest.Desk
	t           *testing.T
	fast, maker int64
}

func newMarket(t *testing.T) *market {
	m := &market{Desk: desktest.New(t), t: t}
	m.fast = m.Supplier("Fast", func(s *model.Supplier) { s.Country, s.HandlingDays = "DE", 2 })
	m.maker = m.Supplier("Maker", func(s *model.Supplier) { s.Country, s.HandlingDays = "DE", 1 })
	m.Supplier("Dock", func(s *model.Supplier) { s.Country, s.Type = "NL", model.ThirdPartyLogistics })
	m.product("LAMP")
	if _, err := sourcing.New(m.DB, m.Bus).PutDropFees(t.Context(), []sourcing.DropFeeInput{{Supplier: "Fast", Amount: money("0.50")}}); err != nil {
		t.Fatal(err)
	}
	m.fees(map[string]string{stock.Receiving: "0.20", stock.Storage: "0.30", stock.PickFirst: "2.00", stock.PickExtra: "0.50", stock.Pack: "0.30", stock.Account: "30.00"})
	lane := stock.LaneInput{Supplier: "Dock", To: "DE", Cost: money("4.00"), Extra: money("1.00")}
	lane.DaysP50 = record.Known(1)
	if _, err := stock.New(m.DB, m.Bus).PutLanes(t.Context(), []stock.LaneInput{lane}); err != nil {
		t.Fatal(err)
	}
	m.Set("stocking.history_days", "60")
	m.Set("stocking.capital_percent", "10")
	m.Set("stocking.freight_per_kg", "1.00")
	return m
}

func (m *market) product(sku string) {
	m.Product(sku)
	m.Exec(`UPDATE product SET weight_g = 500 WHERE sku = ?`, sku)
	m.Offer(m.fast, sku, "10.00", func(o *model.Offer) {
		o.Shipping = []model.ShippingPrice{{Country: "DE", Service: "parcel", Cost: model.MustAmount("6.00"), DaysP50: ptr(3), DaysP90: ptr(5)}}
	})
	m.Offer(m.maker, sku, "9.00", func(o *model.Offer) {
		o.MOQ, o.Multiple = 50, 25
		o.Breaks = []model.PriceBreak{{FromQuantity: 50, Cost: model.MustAmount("8.00")}}
		o.Shipping = []model.ShippingPrice{{Country: "NL", Service: "pallet", Cost: model.MustAmount("5.00"), DaysP50: ptr(2), DaysP90: ptr(4)}}
	})
}

func (m *market) fees(all map[string]string) {
	m.t.Helper()
	var ins []stock.FeeInput
	for fee, amount := range all {
		ins = append(ins, stock.FeeInput{Supplier: "Dock", Fee: fee, Amount: money(amount)})
	}
	if _, err := stock.New(m.DB, m.Bus).PutFees(m.t.Context(), ins); err != nil {
		m.t.Fatal(err)
	}
}

// sell brings an order in on each of the last days: one piece and three in turn.
func (m *market) sell(sku string, days int, change ...func(*model.Order)) {
	m.t.Helper()
	for i := range days {
		m.Now = storetest.Moment.AddDate(0, 0, i+1-days)
		m.Order(sku+string(m.Today()), desktest.Line(sku, model.Quantity(1+2*(i%2))), change...)
	}
	m.Now = storetest.Moment
}

func (m *market) proposals() *stocking.Result {
	m.t.Helper()
	r, err := stocking.New(m.DB).Proposals(m.t.Context())
	if err != nil {
		m.t.Fatal(err)
	}
	return r
}

func (m *market) one(sku string) stocking.Proposal {
	m.t.Helper()
	for _, p := range m.proposals().Proposals {
		if p.SKU == sku {
			return p
		}
	}
	m.t.Fatalf("nothing is proposed for %s", sku)
	return stocking.Proposal{}
}

func text(a *record.Amount) string {
	if a == nil {
		return "unknown"
	}
	return model.Amount(*a).String()
}

func TestProposals_AreTheFiguresWorkedOutByHand(t *testing.T) {
	m := newMarket(t)
	m.sell("LAMP", 60)
	p := m.one("LAMP")
	want := map[string]string{
		"goods": "600.00/480.00", "freight": "180.00/30.00", "drop_fee": "15.00/", "receiving": "/12.00", "storage": "/13.05",
		"pick_pack": "/84.00", "postage": "/150.00", "capital": "/3.04", "account_fee": "/30.00",
	}
	var drop, stocked model.Amount
	for _, l := range p.Lines {
		got := ""
		if l.Drop != nil {
			got, drop = text(l.Drop), drop.Add(model.Amount(*l.Drop))
		}
		got += "/"
		if l.Stock != nil {
			got, stocked = got+text(l.Stock), stocked.Add(model.Amount(*l.Stock))
		}
		if got != want[l.Kind] {
			t.Errorf("%s is %s, want %s", l.Kind, got, want[l.Kind])
		}
		delete(want, l.Kind)
	}
	if len(want) > 0 {
		t.Errorf("there is no line for %v", want)
	}
	if text(p.DropTotal) != "795.00" || text(p.StockTotal) != "802.09" || drop != model.Amount(*p.DropTotal) || stocked != model.Amount(*p.StockTotal) {
		t.Errorf("a month costs %s and %s, and the lines add up to %s and %s", text(p.DropTotal), text(p.StockTotal), drop, stocked)
	}
	if p.Class != "A" || p.Units != 120 || p.Orders != 60 || p.PerDay.String() != "2" || p.Sigma.String() != "1.0084" || p.PerMonth.String() != "60" {
		t.Errorf("class %s, %d pieces in %d orders, %s a day with deviation %s", p.Class, p.Units, p.Orders, p.PerDay, p.Sigma)
	}
	if text(p.DropUnit) != "13.25" || text(p.StockUnit) != "12.8682" || *p.Breakeven != 79 || text(p.Saving) != "-7.09" || text(p.Capital) != "369.75" {
		t.Errorf("a piece costs %s and %s, break-even %d, saving %s, capital %s", text(p.DropUnit), text(p.StockUnit), *p.Breakeven, text(p.Saving), text(p.Capital))
	}
	if *p.DropDays != 5 || *p.StockDays != 1 || *p.DaysFaster != 4 || p.Lead.Days.String() != "3" || p.Lead.Sigma.String() != "1.6" || p.Lead.Deliveries != 0 {
		t.Errorf("days %d and %d, lead time %+v", *p.DropDays, *p.StockDays, *p.Lead)
	}
	if *p.SafetyStock != 6 || *p.ReorderPoint != 12 || p.Order.Quantity != 75 || p.Order.Supplier != "Maker" || model.Amount(p.Order.Total).String() != "600.00" {
		t.Errorf("safety %d, reorder point %d, order %+v", *p.SafetyStock, *p.ReorderPoint, *p.Order)
	}
	if p.Verdict != stocking.Dropship || !strings.Contains(p.Says, "from 79 pieces a month") || len(p.Unknown) > 0 {
		t.Errorf("%s: %s %v", p.Verdict, p.Says, p.Unknown)
	}
}

func TestProposals_FixedFeesFallDueOnceForAllProducts(t *testing.T) {
	m := newMarket(t)
	m.product("VASE")
	m.sell("LAMP", 60)
	m.sell("VASE", 60)
	r := m.proposals()
	for _, p := range r.Proposals {
		if p.Verdict != stocking.Together {
			t.Errorf("%s is %s: %s", p.SKU, p.Verdict, p.Says)
		}
	}
	// 22.91 for each before the account fee, unrounded
	if len(r.Plans) != 1 || r.Plans[0].Products != 2 || model.Amount(r.Plans[0].Saving).String() != "15.82" || model.Amount(r.Plans[0].Fixed).String() != "30.00" {
		t.Errorf("plans %+v", r.Plans)
	}
	m.fees(map[string]string{stock.Account: "3.00"})
	if p := m.one("LAMP"); p.Verdict != stocking.Pays || text(p.Saving) != "19.91" || *p.Breakeven != 8 {
		t.Errorf("with a small fee %s, saving %s from %d", p.Verdict, text(p.Saving), *p.Breakeven)
	}
	m.fees(map[string]string{stock.Account: "3.00", stock.Minimum: "350.00"})
	// 262.05 of fees are raised to 350; covered from 350 / (13.25 - 8.5507) pieces on
	if p := m.one("LAMP"); text(p.Saving) != "-68.04" || *p.Breakeven != 75 {
		t.Errorf("with a minimum saving %s from %d", text(p.Saving), *p.Breakeven)
	}
}

func TestProposals_SayWhatIsMissing(t *testing.T) {
	for name, c := range map[string]struct {
		days    int
		change  func(*market)
		verdict stocking.Verdict
		says    string
	}{
		"few orders": {19, func(*market) {}, stocking.Few, "19 of the 20 needed have come, and 19 days of the 56 needed"},
		"few days":   {40, func(*market) {}, stocking.Few, "sold for 40 days only, 56 are needed, 16 more"},
		"no 3PL":     {60, func(m *market) { m.Exec(`UPDATE supplier SET archived_at = 'x' WHERE name = 'Dock'`) }, stocking.NoPlace, "No 3PL serves European Union"},
		"no fees":    {60, func(m *market) { m.Exec(`DELETE FROM threepl_fee`) }, stocking.Open, "the fee table of Dock"},
		"pallets of unknown size": {
			60, func(m *market) { m.Exec(`UPDATE threepl_fee SET per = 'pallet' WHERE fee = 'storage'`) }, stocking.Open,
			"how many pieces a pallet holds",
		},
		"no lane": {60, func(m *market) { m.Exec(`DELETE FROM threepl_lane`) }, stocking.Open, "Dock sends to"},
		"no freight": {60, func(m *market) {
			m.Exec(`UPDATE product SET weight_g = NULL`)
			m.Exec(`UPDATE offer_shipping SET country = 'FR' WHERE country = 'NL'`)
		}, stocking.Open, "who could fill Dock up"},
	} {
		t.Run(name, func(t *testing.T) {
			m := newMarket(t)
			m.sell("LAMP", c.days)
			c.change(m)
			p := m.one("LAMP")
			if p.Verdict != c.verdict || !strings.Contains(p.Says, c.says) || p.Saving != nil || p.Breakeven != nil {
				t.Errorf("%s: %s", p.Verdict, p.Says)
			}
		})
	}
}

func TestProposals_AnUnknownDutyOfStockIsNeverTakenForNothing(t *testing.T) {
	m := newMarket(t)
	m.Exec(`UPDATE supplier SET country = 'CN' WHERE name = 'Maker'`)
	m.Exec(`UPDATE offer SET cost = 300000 WHERE supplier_id = ?`, m.fast)
	m.Exec(`UPDATE product SET hs = '94051100'`)
	m.Exec(`INSERT INTO offer_shipping (offer_id, country, service, cost, days_p50, days_p90) SELECT id, 'NL', 'x', 0, 1, 2 FROM offer WHERE supplier_id = ?`, m.fast)
	m.sell("LAMP", 60)
	if p := m.one("LAMP"); p.Order.Supplier != "Fast" || len(p.Unknown) > 0 { // all of whose costs are known
		t.Errorf("%s fills up, unknown %v", p.Order.Supplier, p.Unknown)
	}
	m.Set("stocking.freight_per_kg", "")
	m.Exec(`DELETE FROM offer_shipping WHERE service = 'x'`) // Fast says no price for a parcel to the Netherlands
	p := m.one("LAMP")
	if p.Verdict != stocking.Open || p.Order.Supplier != "Maker" || !strings.Contains(p.Says, "no duty rate for 94051100") {
		t.Errorf("%s of %s: %s", p.Verdict, p.Order.Supplier, p.Says)
	}
}

func TestProposals_RegionsAreThoseOfTheSetting(t *testing.T) {
	m := newMarket(t)
	m.sell("LAMP", 60)
	for i := range 60 {
		m.Now = storetest.Moment.AddDate(0, 0, -i)
		m.Order("GB"+string(m.Today()), desktest.Line("LAMP", 1), func(o *model.Order) { o.Country = "GB"; o.ShipTo.Country = "GB" })
	}
	m.Now = storetest.Moment
	regions := func() (all []string) {
		for _, p := range m.proposals().Proposals {
			all = append(all, p.Region)
		}
		return all
	}
	if got := strings.Join(regions(), "; "); got != "European Union; United Kingdom" {
		t.Errorf("regions %s", got)
	}
	m.Set("stocking.regions", "Europe: EU GB; Nowhere: QQ")
	r := m.proposals()
	if len(r.Proposals) != 1 || r.Proposals[0].Region != "Europe" || r.Proposals[0].Units != 180 || len(r.Notes) != 1 || !strings.Contains(r.Notes[0], "names QQ") {
		t.Errorf("%d proposals, notes %v", len(r.Proposals), r.Notes)
	}
}

func TestProposals_CancelledOrdersAreNoDemand(t *testing.T) {
	m := newMarket(t)
	m.sell("LAMP", 60)
	m.Cancel("LAMP" + string(m.Today()))
	if p := m.one("LAMP"); p.Units != 117 || p.Orders != 59 {
		t.Errorf("%d pieces in %d orders", p.Units, p.Orders)
	}
}

func (m *market) opening(quantity model.Quantity) {
	m.t.Helper()
	in := stock.MoveInput{Supplier: "Dock", SKU: "LAMP", Kind: stock.Opening, Reference: "count", Quantity: quantity}
	in.UnitCost = record.Known(*money("8.50"))
	if _, err := stock.New(m.DB, m.Bus).PutMoves(m.t.Context(), []stock.MoveInput{in}); err != nil {
		m.t.Fatal(err)
	}
}

func TestLevels_TellWhenToOrderAgain(t *testing.T) {
	for _, c := range []struct {
		pieces model.Quantity
		cover  int
		low    bool
		order  model.Quantity
	}{
		{13, 6, false, 0},
		{12, 6, true, 75}, // 12 + 60 - 12, in cases of 25
		{1, 0, true, 75},  // 71
	} {
		m := newMarket(t)
		m.sell("LAMP", 60)
		m.opening(c.pieces)
		all, err := stocking.New(m.DB).Levels(t.Context())
		if err != nil || len(all) != 1 {
			t.Fatal(all, err)
		}
		l := all[0]
		if *l.DaysOfCover != c.cover || *l.ReorderPoint != 12 || *l.SafetyStock != 6 || l.Low != c.low || l.Order.Quantity != c.order {
			t.Errorf("with %d: cover %d, reorder point %d, low %t, order %d", c.pieces, *l.DaysOfCover, *l.ReorderPoint, l.Low, l.Order.Quantity)
		}
	}
}

func TestLevels_OfTooFewOrdersOnlyCoverIsTold(t *testing.T) {
	m := newMarket(t)
	m.sell("LAMP", 10)
	m.opening(40)
	all, err := stocking.New(m.DB).Levels(t.Context())
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	if l := all[0]; *l.DaysOfCover != 20 || l.ReorderPoint != nil || l.Low || !strings.Contains(l.Says, "Not enough orders yet: 10 of the 20 needed") {
		t.Errorf("%+v", l)
	}
}

func TestProposals_StockThatLiesThereIsNotOrderedAgain(t *testing.T) {
	m := newMarket(t)
	m.sell("LAMP", 60)
	m.opening(13)
	if p := m.one("LAMP"); p.Order.Quantity != 0 || p.Stock.OnHand != 13 {
		t.Errorf("order %d with %d on hand", p.Order.Quantity, p.Stock.OnHand)
	}
}

func TestProposals_WithoutALeadTimeStockIsNotSaidToPay(t *testing.T) {
	m := newMarket(t)
	m.sell("LAMP", 60)
	m.fees(map[string]string{stock.Account: "3.00"})
	if p := m.one("LAMP"); p.Verdict != stocking.Pays {
		t.Fatalf("with a lead time %s: %s", p.Verdict, p.Says)
	}
	m.Exec(`UPDATE offer_shipping SET days_p50 = NULL, days_p90 = NULL`)
	p := m.one("LAMP")
	if p.Lead != nil || p.Verdict != stocking.Open || p.Saving == nil || *p.Saving <= 0 || !strings.Contains(p.Says, "is not known") {
		t.Errorf("%s with lead time %v: %s", p.Verdict, p.Lead, p.Says)
	}
}

func TestProposals_TheCurveMeetsAtTheBreakeven(t *testing.T) {
	m := newMarket(t)
	m.sell("LAMP", 60)
	m.fees(map[string]string{stock.Account: "3.00", stock.Minimum: "350.00"})
	p := m.one("LAMP")
	if p.BreakevenIs == "" || len(p.Curve) < 10 || p.Curve[0].Units != 0 || text(&p.Curve[0].Drop) != "0.00" || text(&p.Curve[0].Stock) != "350.00" {
		t.Fatalf("%q, %+v", p.BreakevenIs, p.Curve)
	}
	for _, x := range p.Curve {
		if pays := x.Stock <= x.Drop; pays != (x.Units >= *p.Breakeven) {
			t.Errorf("at %d of %d drop shipping is %s and stock %s", x.Units, *p.Breakeven, text(&x.Drop), text(&x.Stock))
		}
	}
}
