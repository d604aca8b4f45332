package pdf

import (
	"io"
	"math"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
)

// headings are the lines of a page that stand in the heads of tables.
func headings(page []mark) (lines []string) {
	var last mark
	for _, m := range page {
		if m.kind != textMark || m.colour != head.colour || math.Abs(m.h-head.size*mmPerPoint) > 0.001 {
			continue
		}
		if last.run.face != nil && m.y == last.y && math.Abs(m.x-last.end()) < 0.01 {
			lines[len(lines)-1] += m.run.text
		} else {
			lines = append(lines, m.run.text)
		}
		last = m
	}
	return lines
}

func TestGrid_NoHeadingOfAnyLanguageIsBrokenInsideAWord(t *testing.T) {
	known := map[string]bool{"USD": true}
	for _, language := range Languages() {
		for _, text := range glossary()[language] {
			for _, piece := range pieces(tidy(text + " / ")) {
				known[strings.TrimSpace(piece)] = true
			}
		}
	}
	change := &Amendment{
		Number: "PO-000007-A1", Purchase: "PO-000007", Kind: model.AmendCancel, Date: "2026-11-03", SentOn: "2026-11-01", Merchant: merchant, Supplier: supplier,
		Changes: []AmendedLine{{Order: "#1001", SupplierSKU: "BH-LAMP-01", SKU: "00123", Name: "Desk lamp", Before: 2}},
	}
	order := order()
	slip := PackingSlip{Order: "#1001", Date: "2026-11-03", Brand: merchant, ShipTo: order.Orders[0].ShipTo, Lines: []SlipLine{{"LAMP", "Desk lamp", 2}}}
	for name, write := range map[string]func(io.Writer, Setup) ([]string, error){
		"order": order.WritePDF, "invoice": sale(2).WriteInvoice, "declaration": sale(2).WriteDeclaration, "amendment": change.WritePDF,
		"slip": func(w io.Writer, s Setup) ([]string, error) { return WritePackingSlips(w, s, slip) },
	} {
		for _, language := range Languages() {
			for _, languages := range [][]string{{language}, {"en", language}} {
				s := setup()
				s.Languages = languages
				var p *Proof
				s.Proof = func(made *Proof) { p = made }
				written(t, write, s)
				seen := 0
				for _, page := range p.pages {
					for _, line := range headings(page) {
						seen++
						for _, piece := range pieces(line) {
							if piece = strings.TrimSpace(piece); piece != "" && !known[piece] {
								t.Errorf("%s in %v: %q is part of a word in %q", name, languages, piece, line)
							}
						}
					}
				}
				if seen == 0 {
					t.Errorf("%s in %v has no heading", name, languages)
				}
			}
		}
	}
}
