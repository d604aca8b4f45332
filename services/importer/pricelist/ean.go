package pricelist

import "github.com/dropledger/dropledger/services/importer/sheet"

// NormaliseEAN brings an EAN, UPC or GTIN to 13 digits, restoring leading
// zeros a spreadsheet dropped, and tells whether its check digit is right
// (GS1 General Specifications 7.9).
func NormaliseEAN(cell string) (string, bool) {
	digits := make([]byte, 0, 14)
	for _, r := range sheet.CleanText(cell) {
		switch {
		case r >= '0' && r <= '9':
			digits = append(digits, byte(r))
		case r != ' ' && r != '-':
			return "", false
		}
		if len(digits) > 14 {
			return "", false
		}
	}
	if len(digits) == 14 {
		if digits[0] != '0' { // a box of the article, not the article
			return "", false
		}
		digits = digits[1:]
	}
	if len(digits) < 8 {
		return "", false
	}
	for len(digits) < 13 {
		digits = append([]byte{'0'}, digits...)
	}
	sum := 0
	for i, d := range digits[:12] {
		weight := 1
		if i%2 == 1 {
			weight = 3
		}
		sum += int(d-'0') * weight
	}
	if (10-sum%10)%10 != int(digits[12]-'0') {
		return "", false
	}
	return string(digits), true
}
