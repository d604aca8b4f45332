package calc

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
)

var vatCalc = calculation{
	name: "vat", help: "VAT on a net amount or inside a gross one", run: runVAT,
	in: []field{
		{name: "net", note: "amount without VAT; this or gross"},
		{name: "gross", note: "amount with VAT"},
		{name: "rate_pct", note: "VAT rate in percent"},
		{name: "rounding", note: "half_up (default) or down (some tax offices allow it to invoice traders, never to retailers)"},
		{name: "currency", note: "ISO code, sets the decimals (default two)"},
	},
	out: "net, vat, gross; always net + vat = gross",
}

// VAT holds the three amounts of a taxed sale in whole minor units; Net + Tax
// is Gross.
type VAT struct{ Net, Tax, Gross decimal.Decimal }

// VATOnNet adds VAT to a net amount: the tax is rounded, the gross is the sum.
func VATOnNet(net, rate decimal.Decimal, mode model.Rounding, c model.Currency) VAT {
	tax := model.Round(share(rate, net), int32(c.Digits()), mode)
	net = toMinor(net, c)
	return VAT{net, tax, net.Add(tax)}
}

// VATInGross takes the VAT out of a gross amount. Half up rounds the net and
// the tax is the difference (oracle TX-04: 69.99 at 20 % is 58.33 + 11.66);
// any other mode rounds the tax (oracle TX-05) and the net is the difference.
func VATInGross(gross, rate decimal.Decimal, mode model.Rounding, c model.Currency) VAT {
	taxed, digits := hundred.Add(rate), int32(c.Digits())
	whole := toMinor(gross, c)
	if mode == model.HalfUp {
		net := gross.Mul(hundred).DivRound(taxed, digits)
		return VAT{net, whole.Sub(net), whole}
	}
	tax := model.Round(div(gross.Mul(rate), taxed), digits, mode)
	return VAT{whole.Sub(tax), tax, whole}
}

func runVAT(in *input) (any, error) {
	in.require("rate_pct")
	rate, c := in.number("rate_pct"), in.currency()
	mode := model.Rounding(in.text("rounding", string(model.HalfUp), string(model.Down)))
	if in.has("net") == in.has("gross") {
		in.fail("net", "give either net or gross")
	}
	if err := in.failure(); err != nil {
		return nil, err
	}
	var v VAT
	if in.has("net") {
		v = VATOnNet(in.signed("net"), rate, mode, c)
	} else {
		v = VATInGross(in.signed("gross"), rate, mode, c)
	}
	return struct {
		Net   string `json:"net"`
		VAT   string `json:"vat"`
		Gross string `json:"gross"`
	}{money(v.Net, c), money(v.Tax, c), money(v.Gross, c)}, nil
}

var dutyCalc = calculation{
	name: "duty", help: "customs duty and import tax of a consignment", run: runDuty,
	in: []field{
		{name: "basis", note: "cif: duty on goods, freight and insurance (EU, UK); fob: on goods only (AU, US); flat: an amount per tariff line"},
		{name: "goods", note: "value of the goods; may be absent with basis flat"},
		{name: "freight", note: "transport to the border (default 0)"},
		{name: "insurance", note: "insurance of the transport (default 0)"},
		{name: "duty_pct", note: "duty rate on the customs value in percent; required with cif and fob"},
		{name: "vat_pct", note: "import tax rate in percent (default 0)"},
		{name: "flat_per_line", note: "flat duty for each distinct tariff code; required with flat, on top of duty_pct elsewhere"},
		{name: "lines", note: "what is in the consignment; required with flat", items: []field{
			{name: "hs", note: "tariff code, 4 to 12 digits; dots and spaces make no difference"},
			{name: "quantity", note: "pieces (default 1); does not multiply the flat duty"},
		}},
		{name: "vat_on_duty", note: "whether duty is part of the tax base (default true; false with flat, where authorities differ)"},
		{name: "currency", note: "ISO code, sets the decimals (default two)"},
	},
	out: "customs_value, duty, tax_base (goods, freight, insurance and, where it counts, duty), tax, total (duty and tax)",
}

// Consignment is what crosses a border. Lines is the number of distinct tariff
// codes, not of pieces or parcels.
type Consignment struct {
	Goods, Freight, Insurance decimal.Decimal
	DutyRate, TaxRate         decimal.Decimal // percent
	FlatPerLine               decimal.Decimal
	Lines                     int
	FreightInValue            bool // CIF: freight and insurance are part of the customs value
	TaxOnDuty                 bool
	Currency                  model.Currency
}

// ImportCharges is what customs asks for, in whole minor units but for
// CustomsValue and TaxBase, which keep the decimals they came with.
type ImportCharges struct{ CustomsValue, Duty, TaxBase, Tax, Total decimal.Decimal }

// Duty computes duty, then tax on its base. Source: domain rule 2.3, oracles
// TX-10 to TX-20.
func Duty(k Consignment) ImportCharges {
	r := ImportCharges{CustomsValue: k.Goods}
	landed := k.Goods.Add(k.Freight).Add(k.Insurance)
	if k.FreightInValue {
		r.CustomsValue = landed
	}
	flat := k.FlatPerLine.Mul(decimal.NewFromInt(int64(k.Lines)))
	r.Duty = toMinor(share(k.DutyRate, r.CustomsValue).Add(flat), k.Currency)
	r.TaxBase = landed
	if k.TaxOnDuty {
		r.TaxBase = r.TaxBase.Add(r.Duty)
	}
	r.Tax = toMinor(share(k.TaxRate, r.TaxBase), k.Currency)
	r.Total = r.Duty.Add(r.Tax)
	return r
}

func runDuty(in *input) (any, error) {
	in.require("basis")
	basis, c := in.text("basis", "cif", "fob", "flat"), in.currency()
	if basis == "flat" {
		in.require("flat_per_line")
		in.require("lines")
	} else {
		in.require("goods")
		in.require("duty_pct")
	}
	r := Duty(Consignment{
		Goods: in.numberOr("goods", 0), Freight: in.numberOr("freight", 0), Insurance: in.numberOr("insurance", 0),
		DutyRate: in.numberOr("duty_pct", 0), TaxRate: in.numberOr("vat_pct", 0), FlatPerLine: in.numberOr("flat_per_line", 0),
		Lines: tariffLines(in), FreightInValue: basis == "cif", TaxOnDuty: in.flag("vat_on_duty", basis != "flat"), Currency: c,
	})
	return struct {
		CustomsValue string `json:"customs_value"`
		Duty         string `json:"duty"`
		TaxBase      string `json:"tax_base"`
		Tax          string `json:"tax"`
		Total        string `json:"total"`
	}{money(r.CustomsValue, c), money(r.Duty, c), money(r.TaxBase, c), money(r.Tax, c), money(r.Total, c)}, nil
}

// tariffLines counts distinct codes. A line without one is refused rather than
// taken for free.
func tariffLines(in *input) int {
	codes := map[string]bool{}
	for _, line := range in.objects("lines") {
		line.require("hs")
		line.whole("quantity", 1, 1, 1_000_000_000)
		code := strings.NewReplacer(".", "", " ", "").Replace(line.label("hs"))
		if len(code) < 4 || len(code) > 12 || strings.Trim(code, "0123456789") != "" {
			line.fail("hs", "%shs is %q: a tariff code has 4 to 12 digits, such as 6109.10", line.path, clip(code))
		}
		codes[code] = true
	}
	return len(codes)
}

var landedCalc = calculation{
	name: "landed", help: "what a unit costs when it has arrived", run: runLanded,
	in: []field{
		{name: "unit_cost", note: "price of one unit"},
		{name: "units", note: "units received, a whole number"},
		{name: "freight_per_unit", note: "freight of one unit (default 0)"},
		{name: "duty_pct", note: "duty in percent of the duty base (default 0)"},
		{name: "duty_base", note: "goods (default) or goods_freight"},
		{name: "insurance_pct", note: "insurance in percent of the unit cost (default 0)"},
		{name: "clearance", note: "clearance of the whole shipment (default 0)"},
		{name: "currency", note: "ISO code, sets the decimals (default two)"},
	},
	out: "per_unit (up to four decimals), total (of the shipment)",
}

// Shipment is a purchase of one article on its way in.
type Shipment struct {
	UnitCost, Freight   decimal.Decimal // per unit
	Units               decimal.Decimal
	DutyRate, Insurance decimal.Decimal // percent
	DutyOnFreight       bool
	Clearance           decimal.Decimal // of the shipment
}

// Landed returns the unrounded cost of the shipment and of one of its units,
// of which there has to be one. Source: domain rule 1.9, oracles PR-24, PR-25.
func Landed(s Shipment) (perUnit, total decimal.Decimal) {
	base := s.UnitCost
	if s.DutyOnFreight {
		base = base.Add(s.Freight)
	}
	unit := s.UnitCost.Add(s.Freight).Add(share(s.DutyRate, base)).Add(share(s.Insurance, s.UnitCost))
	total = unit.Mul(s.Units).Add(s.Clearance)
	return div(total, s.Units), total
}

func runLanded(in *input) (any, error) {
	in.require("units")
	units := in.whole("units", 1, 1, 1_000_000_000)
	s := Shipment{
		UnitCost: in.number("unit_cost"), Freight: in.numberOr("freight_per_unit", 0), Units: decimal.NewFromInt(int64(units)),
		DutyRate: in.numberOr("duty_pct", 0), Insurance: in.numberOr("insurance_pct", 0),
		DutyOnFreight: in.text("duty_base", "goods", "goods_freight") == "goods_freight", Clearance: in.numberOr("clearance", 0),
	}
	c := in.currency()
	perUnit, total := Landed(s)
	return struct {
		PerUnit string `json:"per_unit"`
		Total   string `json:"total"`
	}{unitPrice(perUnit, c), money(total, c)}, nil
}
