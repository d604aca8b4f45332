package fee

import (
	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/record"
)

// The kinds of fees a rule can charge.
const (
	PaymentFee     = "payment_fee"
	MarketplaceFee = "marketplace_fee"
)

// Input is a fee rule as a form or the put command says it. What is nil keeps
// its value; in a new rule it comes from the rule of that name before it, else
// it gets its default.
type Input struct {
	Name      string     `json:"name" key:"yes" is:"name" max:"120" doc:"The name of the fee, such as the payment provider's."`
	ValidFrom model.Date `json:"valid_from" key:"yes" is:"date" default:"since ever for the first rule of the name, else today" doc:"The first day of the rule. The older rule of the name ends the day before."`

	Kind         *string                     `json:"kind" values:"payment_fee marketplace_fee" default:"payment_fee" doc:"What the fee is for."`
	Shop         *string                     `json:"shop" is:"name" default:"every shop" doc:"The shop whose orders are charged; empty is every shop."`
	Base         *model.FeeBase              `json:"base" values:"item item_shipping item_shipping_tax net" default:"item_shipping_tax" doc:"What the percentage is taken of: the goods, with shipping, with shipping and tax (all the customer pays), or the net revenue."`
	Percent      *record.Number              `json:"percent" default:"0" doc:"The percentage: 2.9 is 2.9 %."`
	Fixed        *record.Amount              `json:"fixed" default:"0" doc:"A fixed amount for each order."`
	Currency     *model.Currency             `json:"currency" is:"currency" default:"the order's" null:"clears" doc:"The currency of fixed, min and max; empty is that of the order."`
	Min          record.Maybe[record.Amount] `json:"min" default:"none" doc:"The least fee; null is none."`
	Max          record.Maybe[record.Amount] `json:"max" default:"none" doc:"The greatest fee; null is none."`
	KeptOnRefund *bool                       `json:"kept_on_refund" default:"true" doc:"True when the fee is not given back with a refund."`
	ValidTo      *model.Date                 `json:"valid_to" is:"date" default:"open" doc:"The last day of the rule; empty is open."`
	Source       *string                     `json:"source" max:"500" doc:"Where the fee was found, such as a page of the provider."`
	CheckedOn    *model.Date                 `json:"checked_on" is:"date" doc:"The day on which it was last compared with the source."`
}

func fresh() model.FeeRule {
	return model.FeeRule{Kind: PaymentFee, Base: model.BaseItemShippingTax, KeptOnRefund: true, Version: 1}
}

var hundred = decimal.NewFromInt(100)

// merge puts what was given into r; shopID is that of a given shop.
func (in *Input) merge(r *model.FeeRule, shopID *int64, at record.Ref) error {
	r.Name = in.Name
	record.Take(&r.Kind, in.Kind)
	if in.Shop != nil {
		r.ShopID = shopID
	}
	record.Take(&r.Base, in.Base)
	if in.Percent != nil && !in.Percent.Equal(r.Percent) { // 2.90 says what 2.9 says
		r.Percent = in.Percent.Decimal
	}
	record.Take(&r.Fixed, (*model.Amount)(in.Fixed))
	record.Take(&r.Currency, in.Currency)
	if in.Min.Given {
		r.MinFee = (*model.Amount)(in.Min.Value)
	}
	if in.Max.Given {
		r.MaxFee = (*model.Amount)(in.Max.Value)
	}
	record.Take(&r.KeptOnRefund, in.KeptOnRefund)
	record.Take(&r.ValidTo, in.ValidTo)
	record.Take(&r.Source, in.Source)
	record.Take(&r.CheckedOn, in.CheckedOn)
	switch {
	case r.Percent.IsNegative() || r.Percent.GreaterThan(hundred):
		return at.Errorf("percent", "percent must be between 0 and 100, not %s", r.Percent)
	case r.MinFee != nil && r.MaxFee != nil && *r.MinFee > *r.MaxFee:
		return at.Errorf("min", "min %s is more than max %s", r.MinFee, r.MaxFee)
	case r.ValidTo != "" && r.ValidTo < r.ValidFrom:
		return at.Errorf("valid_to", "valid_to %s is before valid_from %s", r.ValidTo, r.ValidFrom)
	}
	return nil
}

// terms lists what a rule says besides its dates.
func terms(r *model.FeeRule) []history.Value {
	shop := history.Value{Field: "shop"}
	if r.ShopID != nil {
		shop = history.Of("shop", *r.ShopID)
	}
	return []history.Value{
		history.Of("name", r.Name), history.Of("kind", r.Kind), shop, history.Of("base", r.Base), history.Of("percent", r.Percent),
		history.Of("fixed", r.Fixed), history.Of("currency", r.Currency), limit("min", r.MinFee), limit("max", r.MaxFee),
		history.Of("kept_on_refund", r.KeptOnRefund), history.Of("source", r.Source), history.Of("checked_on", r.CheckedOn),
	}
}

func limit(field string, a *model.Amount) history.Value {
	if a == nil {
		return history.Value{Field: field}
	}
	return history.Of(field, *a)
}

// values lists the terms and the last day.
func values(r *model.FeeRule) []history.Value {
	return append(terms(r), history.Of("valid_to", r.ValidTo))
}
