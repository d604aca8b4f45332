package sheet

import (
	"strings"
	"unicode/utf8"
)

// lookAlikes are letters that are typed, or read off paper by a machine, where a
// digit belongs.
var lookAlikes = strings.NewReplacer("O", "0", "o", "0", "l", "1", "I", "1")

// Digits writes the digits that letters in a number stand for: "12,9O" is
// "12,90". It is "" when no digit is there or no letter looks like one.
func Digits(cell string) string {
	if !strings.ContainsAny(cell, "0123456789") {
		return ""
	}
	mended := lookAlikes.Replace(cell)
	if mended == cell {
		return ""
	}
	return mended
}

// FixMoney is the amount a cell certainly stands for when ParseMoney refuses it,
// "" when that is not certain.
func FixMoney(cell string, d Decimal) string {
	mended := Digits(cell)
	if mended == "" {
		return ""
	}
	if _, err := ParseMoney(mended, d); err != nil {
		return ""
	}
	return mended
}

// FixInt is FixMoney for whole numbers.
func FixInt(cell string, d Decimal) string {
	mended := Digits(cell)
	if mended == "" {
		return ""
	}
	if _, err := ParseInt(mended, d); err != nil {
		return ""
	}
	return mended
}

// Letter names the first letter of a number that stands where a digit belongs,
// for the sentence that says so.
func Letter(cell string) string {
	for i, r := range cell {
		if strings.ContainsRune("OolI", r) {
			return cell[i : i+utf8.RuneLen(r)]
		}
	}
	return ""
}
