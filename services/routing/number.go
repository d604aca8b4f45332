package routing

import (
	"fmt"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/taxrule"
)

// The kinds of lines that a candidate's number is the sum of.
const (
	PartProduct    = "product"
	PartShipping   = "shipping"
	PartDropFee    = "drop_fee"
	PartPickPack   = "pick_pack"
	PartDuty       = "duty"
	PartImportTax  = "import_tax"
	PartHandling   = "handling_fee"
	PartConversion = "conversion"
	PartSplit      = "split"
	PartLateness   = "lateness"
	PartDefects    = "defects"
)

// Line is one line of a candidate's number: decimal text in the home currency,
// and what it is made of in words.
type Line struct {
	Kind   string `json:"kind"`
	Amount string `json:"amount"`
	Text   string `json:"text,omitempty"`
}

// part is a Line before it is written.
type part struct {
	kind   string
	amount model.Amount
	text   string
}

// paid tells whether the part is money that leaves, and not an expected loss.
func (p *part) paid() bool {
	return p.kind != PartSplit && p.kind != PartLateness && p.kind != PartDefects
}

// box is what one supplier sends of an order so far. Amounts are in the home
// currency.
type box struct {
	goods   []taxrule.Goods
	freight model.Amount
	unknown bool // the value of some of it is not known
	late    int  // days after the promise that are expected
}

// boxes is what each supplier sends of one order.
type boxes map[int64]*box

// with puts pieces into a supplier's box.
func (b boxes) with(supplier int64, g taxrule.Goods, freight model.Amount, known bool) boxes {
	next := make(boxes, len(b)+1)
	for id, x := range b {
		next[id] = x
	}
	x := &box{}
	if old := b[supplier]; old != nil {
		*x = *old
	}
	x.goods = append(x.goods[:len(x.goods):len(x.goods)], g)
	x.freight, x.unknown = x.freight.Add(freight), x.unknown || !known
	next[supplier] = x
	return next
}

// price works out the number of a candidate that passed the gates, for one way
// of shipping: the lines and their sum, and what could not be counted.
func (r *run) price(c *candidate, l *line, q model.Quantity) error {
	b, err := r.buyer(l.OrderID)
	if err != nil {
		return err
	}
	c.parts = []part{
		{PartProduct, c.goods, fmt.Sprintf("%d x %s %s", q, c.unit, c.offer.Currency)},
		{PartShipping, c.freight, c.service},
	}
	packed := r.packed[l.OrderID]
	w := working{run: r, c: c, l: l, q: q, b: b, own: packed[c.supplier.ID], others: len(packed)}
	if c.own != nil {
		c.parts[0] = part{PartProduct, c.product, fmt.Sprintf("%d x %s %s from own stock", q, c.unit, r.home)}
		c.parts[1] = part{PartShipping, c.shipping, c.own.words(c.service)}
	}
	for _, step := range []func() error{w.dropFee, w.pickPack, w.imported, w.conversion, w.split, w.lateness, w.defects} {
		if err := step(); err != nil {
			return err
		}
	}
	c.number = 0
	for i := range c.parts {
		c.number = c.number.Add(c.parts[i].amount)
	}
	return nil
}

// working is one number being worked out.
type working struct {
	*run
	c      *candidate
	l      *line
	q      model.Quantity
	b      *buyer
	own    *box         // what the supplier sends of the order already
	others int          // suppliers that send something already
	abroad model.Amount // of what is paid, what is paid in another currency
}

func (w *working) add(kind string, a model.Amount, format string, args ...any) {
	if a != 0 {
		w.c.parts = append(w.c.parts, part{kind, a, fmt.Sprintf(format, args...)})
	}
}

func (w *working) unknown(what, format string, args ...any) {
	w.c.unknown = append(w.c.unknown, what+", as "+fmt.Sprintf(format, args...))
}

// dropFee is what the supplier takes for an order, a line or each piece.
func (w *working) dropFee() error {
	f := w.terms.fees.On(w.c.supplier.ID, w.today)
	if f == nil || f.Per == "order" && w.own != nil {
		return nil
	}
	amount := f.Amount
	if f.Per == "piece" {
		amount = amount.Times(w.q)
	}
	rate, err := w.rateOn(f.Currency)
	if model.CodeOf(err) == model.NotFound {
		w.unknown("the drop fee", "there is no exchange rate from %s", f.Currency)
		return nil
	}
	if err != nil {
		return err
	}
	home, err := rate.Convert(amount)
	w.add(PartDropFee, home, "%s %s for each %s", f.Amount, f.Currency, f.Per)
	w.paidIn(f.Currency, home)
	return err
}

// dutyPayer says who pays duty and import tax on the candidate's lane.
func (w *working) dutyPayer() string {
	switch {
	case w.c.dutyPayer != "":
		return w.c.dutyPayer
	case w.b.dutyPrepaid || w.terms.merchantPaysDuty:
		return "merchant"
	}
	return "customer"
}

// imported is what customs asks for, more than without these pieces, where the
// merchant pays it.
func (w *working) imported() error {
	from, to := w.c.supplier.Country, w.l.Country
	if from != "" && to != "" && !w.terms.tax.Crosses(from, to, w.b.placed) {
		return nil
	}
	payer := w.dutyPayer()
	if payer == "supplier" {
		return nil
	}
	mine, known := w.b.wares[w.l.ID]
	known = known && mine.known && from != "" && to != "" && (w.own == nil || !w.own.unknown)
	switch {
	case !known && payer == "merchant":
		w.unknown("duty and import tax", "%s", w.missing(from, to))
	case !known:
	case payer == "customer":
		before, after := w.consignment(from, to, nil), w.consignment(from, to, &mine)
		if due := after.Total().Sub(before.Total()); due > 0 {
			w.unknown("duty and import tax", "the customer pays them on delivery: %s %s", due.Text(w.home), w.home)
		}
	default:
		w.duties(w.consignment(from, to, nil), w.consignment(from, to, &mine))
	}
	return nil
}

// duties adds what customs asks for more with the pieces than without.
func (w *working) duties(before, after taxrule.Import) {
	for _, k := range []struct {
		part  string
		kinds []taxrule.Kind
	}{
		{PartDuty, []taxrule.Kind{taxrule.Duty, taxrule.Surcharge, taxrule.FlatDuty}},
		{PartHandling, []taxrule.Kind{taxrule.HandlingFee}},
		{PartImportTax, []taxrule.Kind{taxrule.ImportVAT}},
	} {
		now, text := due(after, k.kinds)
		then, _ := due(before, k.kinds)
		if then != 0 {
			text = strings.TrimPrefix(fmt.Sprintf("%s, less %s %s for what is in the parcel already", text, then.Text(w.home), w.home), ", ")
		}
		w.add(k.part, now.Sub(then), "%s", text)
	}
	if len(after.Unknown) > 0 {
		w.unknown("duty and import tax", "%s", strings.Join(after.Unknown, ", and "))
	}
	if after.Near != "" {
		w.c.notes = append(w.c.notes, after.Near)
	}
}

func (w *working) missing(from, to string) string {
	switch {
	case from == "":
		return w.c.supplier.Name + " has no country"
	case to == "":
		return "the order names no country"
	}
	return "what the customer paid cannot be turned into " + string(w.home)
}

// consignment is what customs asks for the supplier's box, with the ware when
// it is given.
func (w *working) consignment(from, to string, with *ware) taxrule.Import {
	c := taxrule.Consignment{From: from, To: to, On: w.b.placed, Currency: w.home, Convert: func(a model.Amount, cur model.Currency) (model.Amount, error) {
		rate, err := w.rateOn(cur)
		if err != nil {
			return 0, err
		}
		return rate.Convert(a)
	}}
	if w.own != nil {
		c.Goods, c.Freight = append(c.Goods, w.own.goods...), w.own.freight
	}
	if with != nil {
		c.Goods, c.Freight = append(c.Goods, with.goods(w.q)), c.Freight.Add(w.c.parts[1].amount)
	}
	if len(c.Goods) == 0 {
		return taxrule.Import{}
	}
	return w.terms.tax.Import(c)
}

// due adds up the charges of some kinds, with their words.
func due(m taxrule.Import, kinds []taxrule.Kind) (sum model.Amount, text string) {
	for _, c := range m.Charges {
		for _, k := range kinds {
			if c.Kind != k {
				continue
			}
			sum = sum.Add(c.Amount)
			if text != "" {
				text += ", "
			}
			text += c.Text
		}
	}
	return sum, text
}

// paidIn notes an amount of the home currency that is paid in some currency.
func (w *working) paidIn(c model.Currency, amount model.Amount) {
	if c != w.home {
		w.abroad = w.abroad.Add(amount)
	}
}

// conversion is what the bank takes for what is paid in another currency: goods
// and shipping, the drop fee, and what a 3PL asks.
func (w *working) conversion() error {
	if own := w.c.own; own != nil {
		w.paidIn(own.currency, w.c.freight)
	} else {
		w.paidIn(w.c.offer.Currency, w.c.home)
	}
	a, err := w.terms.conversion.Of(w.abroad, w.home)
	w.add(PartConversion, a, "%s %% of %s %s", w.terms.conversion, w.abroad.Text(w.home), w.home)
	return err
}

// split is the cost of one more parcel, where others send some of the order.
func (w *working) split() error {
	if w.others > 0 && w.own == nil {
		w.add(PartSplit, w.terms.split.Round(w.home), "one more parcel for the order")
	}
	return nil
}

// lateness is what the days cost that nine of ten orders come after the promise
// at most; of an order the latest parcel counts, once.
func (w *working) lateness() error {
	if w.terms.lateDay != 0 || w.past { // else nobody asks
		if err := w.loadTimes(); err != nil {
			return err
		}
	}
	days, source, measured, known := w.terms.late(w.c, w.l.Country)
	late := 0
	if known && w.b.deliverBy != "" {
		late = w.behind(w.b, w.today.AddDays(days))
		if w.c.lateDays = late; measured {
			w.c.late = &late
		}
	}
	switch {
	case w.terms.lateDay == 0:
		w.unknown("late days", "no cost of a late day is set")
		return nil
	case w.b.deliverBy == "":
		w.unknown("late days", "nothing was promised to the customer")
		return nil
	case !known:
		w.unknown("late days", "nobody knows how long %s takes", w.c.supplier.Name)
		return nil
	}
	counted := 0
	for _, x := range w.packed[w.l.OrderID] {
		counted = max(counted, x.late)
	}
	late = max(0, late-counted)
	w.add(PartLateness, w.terms.lateDay.Times(model.Quantity(late)).Round(w.home), "%s late at %s %s a day: %s",
		model.Days(late), w.terms.lateDay.Text(w.home), w.home, source)
	return nil
}

// defects is the share of orders that come back, times what sending anew costs.
func (w *working) defects() error {
	share, of, known := w.terms.defective(w.c.supplier.ID)
	if !known {
		w.unknown("defects", "%s has no record of %d orders yet", w.c.supplier.Name, enoughOrders)
		return nil
	}
	a, err := model.AmountOf(share.Mul(w.c.home.Decimal()).Round(int32(w.home.Digits()))) // rounded once, straight to the coin
	w.add(PartDefects, a, "%d of %d orders sent to %s were refunded; drawn to the mean of all that is %s %% of %s %s", of.refunded, of.orders, w.c.supplier.Name,
		share.Shift(2).Round(2), w.c.home.Text(w.home), w.home)
	return err
}
