package shopify

import (
	"slices"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/importer/sheet"
	"github.com/dropledger/dropledger/services/near"
)

// quote puts into the problems of a row what stands in their cells, and what
// belongs there where that is certain.
func (o *Orders) quote(problems []sheet.Problem, r sheet.Record) {
	for i := range problems {
		p := &problems[i]
		c := columnOf(p.Column)
		if c < 0 {
			continue
		}
		p.Found = strings.Clone(o.cell(r, c))
		switch p.Code {
		case BadAmount:
			p.Fix = sheet.FixMoney(p.Found, o.point)
		case BadQuantity:
			p.Fix = sheet.FixInt(p.Found, o.point)
		case UnknownCurrency:
			p.Fix = fixCurrency(p.Found)
		case UnknownStatus:
			p.Fix = fixStatus(c, p.Found)
		case UnknownCountry:
			p.Fix = o.fixCountry(r, c, p.Found)
			p.Message += o.meant(p.Found, p.Fix)
		}
		p.Message += letter(p)
	}
}

// quote does the same for the problems of a variant.
func (p *Products) quote(problems []sheet.Problem, r sheet.Record) {
	for i := range problems {
		c := slices.Index(productNames[:], problems[i].Column)
		if c < 0 {
			continue
		}
		q := &problems[i]
		q.Found = strings.Clone(p.cell(r, column(c)))
		switch q.Code {
		case BadAmount:
			q.Fix = sheet.FixMoney(q.Found, p.point)
		case BadQuantity:
			q.Fix = sheet.FixInt(q.Found, p.point)
		}
		q.Message += letter(q)
	}
}

// letter says which letter stands where a digit belongs.
func letter(p *sheet.Problem) string {
	if p.Fix == "" || (p.Code != BadAmount && p.Code != BadQuantity) {
		return ""
	}
	return "; the letter " + sheet.Letter(p.Found) + " stands where a digit belongs"
}

func columnOf(name string) column { return column(slices.Index(columnNames[:], name)) }

func fixCurrency(cell string) string {
	if c := sheet.MoneyCurrency("1 " + cell); c != "" {
		return string(c)
	}
	return ""
}

var payments = []string{
	string(model.Pending), string(model.Authorized), string(model.PartiallyPaid), string(model.Paid), string(model.PartiallyRefunded),
	string(model.Refunded), string(model.Voided),
}

func fixStatus(c column, cell string) string {
	if c != colPayment {
		return ""
	}
	if names := near.Names(strings.ReplaceAll(cell, " ", "_"), payments); len(names) == 1 {
		return names[0]
	}
	return ""
}

// fixCountry is the billing country where both addresses are the same place,
// else the one country that a slip of a finger away is spelt so.
func (o *Orders) fixCountry(r sheet.Record, c column, cell string) string {
	if c == colShipTo+addrCountry {
		same := true
		for _, part := range []column{addrZip, addrCity} {
			same = same && o.cell(r, colShipTo+part) != "" && o.cell(r, colShipTo+part) == o.cell(r, colBilling+part)
		}
		if billing, ok := parseCountry(o.cell(r, colBilling+addrCountry)); same && ok && billing != "" {
			return string(billing)
		}
	}
	if found := o.slips(cell); len(found) == 1 {
		return string(found[0])
	}
	return ""
}

// meant names what may have been meant.
func (o *Orders) meant(cell, fix string) string {
	if fix != "" {
		return "; did you mean " + fix + "?"
	}
	if found := o.slips(cell); len(found) > 1 && len(found) <= 3 {
		names := make([]string, len(found))
		for i, c := range found {
			names[i] = string(c)
		}
		return "; did you mean " + strings.Join(names, " or ") + "?"
	}
	return ""
}

// mostSlips bounds what is worked out for a hopeless file.
const mostSlips = 500

func (o *Orders) slips(cell string) []model.Country {
	found, known := o.slipped[cell]
	if !known && len(o.slipped) < mostSlips {
		if o.slipped == nil {
			o.slipped = map[string][]model.Country{}
		}
		found = slips(cell)
		o.slipped[strings.Clone(cell)] = found
	}
	return found
}

// slips lists the countries that a cell may mean when a finger slipped once: a
// key pressed twice comes before a letter too many, too few or wrong, or two
// swapped. Of two letters nearly every pair is a country, so they tell nothing.
func slips(cell string) []model.Country {
	letters := []rune(strings.ToUpper(strings.TrimSpace(cell)))
	if len(letters) < 3 || len(letters) > 40 {
		return nil
	}
	for i := 1; i < len(letters); i++ {
		if letters[i] != letters[i-1] {
			continue
		}
		if c, err := model.ParseCountry(string(slices.Delete(slices.Clone(letters), i, i+1))); err == nil {
			return []model.Country{c}
		}
	}
	var found []model.Country
	try := func(spelling []rune) {
		if c, err := model.ParseCountry(string(spelling)); err == nil && !slices.Contains(found, c) {
			found = append(found, c)
		}
	}
	for i := range letters {
		try(slices.Delete(slices.Clone(letters), i, i+1))
		if i > 0 {
			swapped := slices.Clone(letters)
			swapped[i], swapped[i-1] = swapped[i-1], swapped[i]
			try(swapped)
		}
		for l := 'A'; l <= 'Z'; l++ {
			other := slices.Clone(letters)
			other[i] = l
			try(other)
			try(slices.Insert(slices.Clone(letters), i, l))
		}
	}
	return found
}
