package shops

import (
	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/fee"
)

// days are the days on which a rule holds.
func (s *Fees) days(r rule) string {
	f := s.host.Format()
	switch {
	case r.ValidTo != nil && r.ValidFrom == model.OpenStart:
		return text.T("shops.fees.until", f.DateYear(*r.ValidTo))
	case r.ValidTo != nil:
		return text.T("shops.fees.days", f.Date(r.ValidFrom), f.DateYear(*r.ValidTo))
	case r.ValidFrom == model.OpenStart:
		return text.T("shops.fees.always")
	case r.ValidFrom > s.host.Book().Today():
		return text.T("shops.fees.starts", f.DateYear(r.ValidFrom))
	}
	return text.T("shops.fees.since", f.DateYear(r.ValidFrom))
}

// lastDay sorts open rules last.
func lastDay(r fee.Row) string {
	if r.ValidTo == nil {
		return "9999"
	}
	return string(*r.ValidTo)
}

func (s *Fees) day(d model.Date) string {
	if d == "" {
		return text.T("shops.none")
	}
	return s.host.Format().DateYear(d)
}

func shopName(r rule) string {
	if r.Shop == nil {
		return text.T("shops.fees.everyshop")
	}
	return *r.Shop
}

func kindName(r rule) string { return kindLabel(r.Kind) }

func baseName(r rule) string { return baseLabel(r.Base) }

func keptWord(r rule) string {
	if r.KeptOnRefund {
		return text.T("shops.fees.kept.yes")
	}
	return text.T("shops.fees.kept.no")
}

func (s *Fees) percent(r rule) string {
	p := ruleOf(r.Row).Percent
	if p.IsZero() {
		return text.T("shops.none")
	}
	return s.host.Format().Decimal(p) + " %"
}

// amount is an amount of a rule: in its currency, or bare when that is the
// order's; nil and zero are a dash.
func (s *Fees) amount(a *model.Amount, c model.Currency) string {
	switch {
	case a == nil || *a == 0:
		return text.T("shops.none")
	case c == "":
		return s.host.Format().Price(*a, s.host.Book().Home)
	}
	return s.host.Format().Price(*a, c) + " " + string(c)
}

func (s *Fees) fixed(r fee.Row) string {
	fixed := model.Amount(r.Fixed)
	return s.amount(&fixed, r.Currency)
}

func (s *Fees) fixedCell(r rule) grid.Cell { return grid.Cell{Text: s.fixed(r.Row)} }

// limits are the least and the greatest fee.
func (s *Fees) limits(r rule) string {
	low, high := (*model.Amount)(r.Min), (*model.Amount)(r.Max)
	switch {
	case low == nil && high == nil:
		return text.T("shops.none")
	case low == nil:
		return text.T("shops.fees.atmost", s.amount(high, ""))
	case high == nil:
		return text.T("shops.fees.atleast", s.amount(low, ""))
	}
	return text.T("shops.fees.between", s.amount(low, ""), s.amount(high, ""))
}

// nameCell has the name, and a pill when the rule does not hold today.
func (s *Fees) nameCell(r rule) grid.Cell {
	c := grid.Cell{Text: r.Name}
	if p, ok := s.stagePill(r.Row); ok {
		c.Pills = []grid.Pill{p}
	}
	return c
}

func (s *Fees) stagePill(r fee.Row) (grid.Pill, bool) {
	switch stageOf(r, s.host.Book().Today()) {
	case coming:
		return grid.Pill{Text: text.T("shops.fees.stage.coming"), Icon: theme.IconCalendar, Tone: theme.Under}, true
	case past:
		return grid.Pill{Text: text.T("shops.fees.stage.past"), Icon: theme.IconHistory, Tone: theme.Idle}, true
	case archived:
		return grid.Pill{Text: text.T("shops.state.archived"), Icon: theme.IconArchive, Tone: theme.Idle}, true
	}
	return grid.Pill{}, false
}

// short says what a rule takes, in a few signs: "2.9 % + 0.30".
func (s *Fees) short(r fee.Row) string {
	p := ruleOf(r).Percent
	switch {
	case r.Fixed == 0:
		return s.host.Format().Decimal(p) + " %"
	case p.IsZero():
		return s.fixed(r)
	}
	return text.T("shops.fees.sum", s.host.Format().Decimal(p)+" %", s.fixed(r))
}

// ruleOf is what a row says, as the booking reads it.
func ruleOf(r fee.Row) model.FeeRule {
	percent, err := decimal.NewFromString(r.Percent)
	if err != nil {
		percent = decimal.Zero // the book holds no such rule
	}
	return model.FeeRule{
		Base: r.Base, Percent: percent, Fixed: model.Amount(r.Fixed), Currency: r.Currency, MinFee: (*model.Amount)(r.Min), MaxFee: (*model.Amount)(r.Max),
	}
}

// The order of the example.
var (
	exampleGoods    = model.MustAmount("100")
	exampleShipping = model.MustAmount("5")
)

// example says what an order of 100.00 with 5.00 shipping and without tax pays.
func (s *Fees) example(r model.FeeRule) string {
	c := r.Currency
	if c == "" {
		c = s.host.Book().Home
	}
	base := exampleGoods.Add(exampleShipping)
	if r.Base == model.BaseItem {
		base = exampleGoods
	}
	paid, err := r.Fee(base, c, func(a model.Amount) (model.Amount, error) { return a, nil })
	if err != nil {
		return err.Error()
	}
	f := s.host.Format()
	return text.T("shops.fees.example", f.Amount(exampleGoods, c), f.Amount(exampleShipping, c), f.Money(paid, c))
}
