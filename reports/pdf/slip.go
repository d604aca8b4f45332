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
	title := "Packing slips"
	if len(slips) == 1 {
		title = "Packing slip " + slips[0].Order
	}
	d := New(s, title)
	for _, p := range slips {
		p.add(d)
	}
	return d.Write(w)
}

func (p PackingSlip) add(d *Doc) {
	d.Section(join(" · ", "Order "+p.Order, p.Brand.Name))
	d.Letterhead(p.Brand.sender(), "Packing slip", "Order "+p.Order)
	back := p.ReturnTo
	if back == (Address{}) {
		back = p.Brand
	}
	d.Blocks(
		p.ShipTo.block("SHIP TO", p.ShipTo.Phone),
		back.block("RETURNS TO"),
	)
	var pieces model.Quantity
	g := Grid{Columns: []GridColumn{{"SKU", 30, false}, {"Product", 90, false}, {"Quantity", 16, true}}}
	for _, l := range p.Lines {
		pieces += l.Quantity
		g.Rows = append(g.Rows, []string{l.SKU, l.Name, fmt.Sprint(l.Quantity)})
	}
	g.Totals = []string{"", "Pieces", fmt.Sprint(pieces)}
	facts := []Fact{{"Order", p.Order}, {"Pieces", fmt.Sprint(pieces)}}
	if p.Date != "" {
		facts = append(facts, Fact{"Date", string(p.Date)})
	}
	d.Facts(facts...)
	d.Space(1)
	d.Grid(g)
	d.Note("A WORD FROM "+p.Brand.Name, p.Message)
}
