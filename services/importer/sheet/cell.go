package sheet

import (
	"strconv"
	"strings"

	"github.com/dropledger/dropledger/model"
)

// CleanText returns the text of an identifier or address cell: without
// surrounding blanks and without the one leading apostrophe by which
// spreadsheets and shops keep leading zeros.
func CleanText(cell string) string {
	cell = strings.TrimSpace(cell)
	if len(cell) > 1 && cell[0] == '\'' {
		return cell[1:]
	}
	return cell
}

// DamagedID tells whether an identifier was turned into a rounded number by a
// spreadsheet, such as "5.37518E+12". It must not be matched on: many different
// identifiers collapse into one.
func DamagedID(cell string) bool {
	mantissa, exponent, ok := strings.Cut(cell, "E+")
	if !ok { // as programs that are no spreadsheets write it
		mantissa, exponent, ok = strings.Cut(cell, "e+")
	}
	if !ok || exponent == "" || !digits(exponent) || mantissa == "" || mantissa[0] < '0' || mantissa[0] > '9' {
		return false
	}
	if len(mantissa) == 1 {
		return true
	}
	return (mantissa[1] == '.' || mantissa[1] == ',') && len(mantissa) > 2 && digits(mantissa[2:])
}

func digits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// ParseInt reads a whole number; decimals that are all nought, as spreadsheets
// add them, are accepted. A Blank cell gives 0. See ParseMoney for d.
func ParseInt(cell string, d Decimal) (int64, error) {
	if n := len(cell); n > 0 && n <= 18 && digits(cell) {
		return strconv.ParseInt(cell, 10, 64)
	}
	if Blank(cell) {
		return 0, nil
	}
	p, ok := dissect(cell)
	if !ok || p.marked {
		return 0, model.Errorf(model.Invalid, "%q is not a whole number: write it like 12", clip(cell))
	}
	a, err := ParseMoney(cell, d)
	if err != nil {
		return 0, model.Errorf(model.Invalid, "%q is not a whole number: write it like 12", clip(cell)).Because(err)
	}
	if a%model.Unit != 0 {
		return 0, model.Errorf(model.Invalid, "%q is not a whole number", clip(cell))
	}
	return int64(a / model.Unit), nil
}

// ParseBool reads yes and no as shops and spreadsheets in several languages
// write them; known is false for anything else, a blank cell included.
func ParseBool(cell string) (value, known bool) {
	switch cell {
	case "true":
		return true, true
	case "false":
		return false, true
	}
	switch strings.ToLower(strings.TrimSpace(cell)) {
	case "true", "yes", "y", "1", "ja", "j", "wahr", "oui", "vrai", "si", "sí", "sì", "verdadero", "vero", "tak":
		return true, true
	case "false", "no", "n", "0", "nein", "falsch", "non", "faux", "falso", "nee", "nie":
		return false, true
	}
	return false, false
}
