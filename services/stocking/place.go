package stocking

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/stock"
)

// place is a 3PL with what it charges today, in the book's currency.
type place struct {
	*model.Supplier
	country string   // of the warehouse
	fees    fees     // with what the bank takes where they are in another currency
	bank    string   // what that is, in words; "" for nothing
	missing []string // fees that are charged, but not by what is known here
}

// fees of a 3PL: receiving and storage for a piece, pick and extra for an order
// and each further piece.
type fees struct{ receiving, storage, pick, extra, pack, account, minimum decimal.Decimal }

// readPlaces reads the 3PLs that may get goods.
func (w *work) readPlaces(suppliers []model.Supplier, warehouses map[int64]string) error {
	for i := range suppliers {
		s := &suppliers[i]
		if s.Type != model.ThirdPartyLogistics || s.ArchivedAt != "" || !s.Stage.MayReceiveOrders() {
			continue
		}
		p := &place{Supplier: s, country: cmp.Or(warehouses[s.ID], s.Country)}
		if err := w.charge(p, w.table.For(s.ID, w.today)); err != nil {
			return err
		}
		w.places = append(w.places, p)
	}
	return nil
}

// charge turns a fee table into fees of the book's currency.
func (w *work) charge(p *place, f stock.Fees) error {
	if len(f.On) == 0 {
		p.missing = append(p.missing, "the fee table of "+p.Name)
		return nil
	}
	for name, to := range map[string]*decimal.Decimal{
		stock.Receiving: &p.fees.receiving, stock.Storage: &p.fees.storage, stock.PickFirst: &p.fees.pick, stock.PickExtra: &p.fees.extra,
		stock.Pack: &p.fees.pack, stock.Account: &p.fees.account, stock.Minimum: &p.fees.minimum,
	} {
		fee, charged := f.On[name]
		if !charged {
			continue
		}
		amount := fee.Amount
		if name == stock.Receiving || name == stock.Storage {
			var known bool
			if amount, known = fee.ByPiece(); !known {
				p.missing = append(p.missing, fmt.Sprintf("how many pieces a %s holds, which %s charges for %s", fee.Per, p.Name, strings.ReplaceAll(name, "_", " ")))
			}
		}
		home, ok, err := w.home(amount.Decimal(), f.Currency)
		if err != nil {
			return err
		}
		if !ok {
			p.missing = append(p.missing, "an exchange rate from "+string(f.Currency))
			break
		}
		*to = home.Add(w.converted(home, f.Currency))
	}
	if f.Currency != w.currency && !w.conversion.IsZero() {
		p.bank = fmt.Sprintf(", with the %s %% that the bank takes for %s", w.conversion, f.Currency)
	}
	slices.Sort(p.missing)
	p.missing = slices.Compact(p.missing)
	return nil
}

// serving are the 3PLs for a region: those that stand in it, else those that
// send to one of its countries.
func (w *work) serving(d *demand) []*place {
	var in, to []*place
	for _, p := range w.places {
		if w.atlas.of(p.country) == d.region {
			in = append(in, p)
			continue
		}
		for country := range d.countries {
			if len(w.lanes.To(p.ID, country, w.today)) > 0 {
				to = append(to, p)
				break
			}
		}
	}
	if len(in) > 0 {
		return in
	}
	return to
}

// sent is what a 3PL takes to send one parcel, in the book's currency.
type sent struct {
	postage, duty decimal.Decimal
	days          *decimal.Decimal
	unknown       []string
}

// send works out what a 3PL takes to send a parcel by the cheapest service, with
// what the bank takes; nil where it has no price for the country.
func (w *work) send(p *place, x parcel) (best *sent, err error) {
	for _, l := range w.lanes.To(p.ID, x.to, w.today) {
		cost, ok, err := w.home(l.Postage(x.pieces).Decimal(), l.Currency)
		if err != nil {
			return nil, err
		}
		postage := cost.Add(w.converted(cost, l.Currency))
		if !ok || best != nil && !postage.LessThan(best.postage) {
			continue
		}
		s := &sent{postage: postage, days: w.usual(p.Supplier, x.to, l.DaysP50)}
		s.duty, s.unknown = w.toCustomer(p.country, l.DutyPayer, x, cost, nil)
		best = s
	}
	return best, nil
}
