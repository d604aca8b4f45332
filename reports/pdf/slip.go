package pdf

import (
	"fmt"
	"io"

	"github.com/dropledger/dropledger/model"
)

// PackingSlip goes into the parcel. It is neutral: it names the merchant's
// brand and return address, and neither prices nor the supplier.
type PackingSlip struct {
	Order    string // the customer's order number
	Date     model.Date
	Brand    Address // whose name the customer knows
	ReturnTo Address // the brand's own address when empty
	ShipTo   Address
	Lines    []SlipLine
	Message  string // to the customer; may be empty
}

// SlipLine is one product in the parcel.
type SlipLine struct {
	SKU, Name string
	Quantity  model.Quantity
}

// WritePackingSlips writes slips, each on pages of its own that count from 1.
// The warnings tell of text that could not be printed as it is.
func WritePackingSlips(w io.Writer, s Setup, slips ...PackingSlip) (warnings []string, err error) {
	t := s.speak()
	title := t.t("slip.titles")
	if len(slips) == 1 {
		title = t.t("slip.title") + " " + slips[0].Order
	}
	d := New(s, title)
	for _, p := range slips {
		p.add(d)
	}
	return d.Write(w)
}

func (p PackingSlip) add(d *Doc) {
	t := d.words
	d.Section(join(" · ", t.t("order", p.Order), p.Brand.Name))
	d.Letterhead(p.Brand.sender(), t.t("slip.title"), t.t("order", p.Order))
	back := p.ReturnTo
	if back == (Address{}) {
		back = p.Brand
	}
	d.Blocks(
		p.ShipTo.block(t.t("slip.shipto"), p.ShipTo.Phone),
		back.block(t.t("slip.return")),
	)
	var pieces model.Quantity
	g := Grid{Columns: []GridColumn{{t.head("sku"), 30, false}, {t.head("product"), 90, false}, {t.head("quantity"), 16, true}}}
	for _, l := range p.Lines {
		pieces += l.Quantity
		g.Rows = append(g.Rows, []string{l.SKU, l.Name, fmt.Sprint(l.Quantity)})
	}
	g.Totals = []string{"", t.t("pieces"), fmt.Sprint(pieces)}
	facts := []Fact{{t.t("order.label"), p.Order}, {t.t("pieces"), fmt.Sprint(pieces)}}
	if p.Date != "" {
		facts = append(facts, Fact{t.t("date"), t.date(p.Date)})
	}
	d.Facts(facts...)
	d.Space(1)
	d.Grid(g)
	d.Note(t.t("slip.word", p.Brand.Name), p.Message)
}
