package pricelist

import (
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/importer/sheet"
)

// evidence counts what the sample cells of one column could be.
type evidence struct {
	filled, distinct                       int
	money, whole, stock, gtin, date, codes int // cells that read as such
	spaced                                 int // cells with a blank inside, as names have
	yesNo                                  int
}

func weigh(cells []string, dates sheet.DateOrder, stockWords map[string]int64) evidence {
	var e evidence
	seen := map[string]bool{}
	decimal := sheet.DetectDecimal(cells)
	for _, cell := range cells {
		if sheet.Blank(cell) {
			continue
		}
		e.filled++
		seen[cell] = true
		e.money += readable(cell, decimal)
		if _, err := sheet.ParseInt(cell, decimal); err == nil {
			e.whole++
			e.stock++
		} else if _, known := stockWords[sheet.Normalise(cell)]; known {
			e.stock++
		} else if _, ok := atLeast(cell); ok {
			e.stock++
		}
		if _, ok := NormaliseEAN(cell); ok {
			e.gtin++
		}
		if _, err := sheet.ParseDate(cell, dates); err == nil {
			e.date++
		}
		if model.Currency(strings.ToUpper(strings.TrimSpace(cell))).Valid() {
			e.codes++
		}
		if strings.Contains(strings.TrimSpace(cell), " ") {
			e.spaced++
		}
		if _, known := sheet.ParseBool(cell); known {
			e.yesNo++
		}
	}
	e.distinct = len(seen)
	return e
}

// readable is 1 for an amount, also for one that only lacks its decimal sign's meaning.
func readable(cell string, d sheet.Decimal) int {
	if _, err := sheet.ParseMoney(cell, d); err == nil {
		return 1
	}
	if _, err := sheet.ParseMoney(cell, sheet.Point); err == nil {
		return 1
	}
	return 0
}

// most tells whether n is at least 60 % of the filled cells.
func (e evidence) most(n int) bool { return e.filled > 0 && n*10 >= e.filled*6 }

// fits tells whether the values of a column can be the field at all. A column
// without values in the sample can be anything its header says.
func (e evidence) fits(f Field) bool {
	if e.filled == 0 {
		return true
	}
	switch f {
	case Cost:
		return e.most(e.money)
	case Stock:
		return e.most(e.stock)
	case MOQ, Multiple:
		return e.most(e.whole)
	case EAN:
		return e.most(e.gtin)
	case Currency:
		return e.most(e.codes)
	case ValidFrom, ValidTo:
		return e.most(e.date)
	case NoDrop:
		return e.most(e.yesNo)
	case SupplierSKU, SKU:
		return e.distinct*10 >= e.filled*6
	}
	return true
}

// alone is how far values speak for a field without any header.
func (e evidence) alone(f Field) float64 {
	switch {
	case e.filled < 3:
	case f == EAN && e.gtin*10 >= e.filled*9:
		return 0.7
	case f == Currency && e.codes == e.filled:
		return 0.7
	case f == SupplierSKU && e.distinct == e.filled && e.spaced == 0 && e.gtin*2 < e.filled && e.money < e.filled:
		return 0.3
	}
	return 0
}
