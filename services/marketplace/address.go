package marketplace

import (
	"slices"
	"strings"
	"unicode"

	"github.com/dropledger/dropledger/model"
)

// Part names a part of an address, as a site asks for it.
type Part string

// The parts, in the order of a form of which nothing is known.
const (
	Name        Part = "name"
	Company     Part = "company"
	Address1    Part = "address1"
	Address2    Part = "address2"
	City        Part = "city"
	Zip         Part = "zip"
	Province    Part = "province"
	CountryName Part = "country" // in English
	Phone       Part = "phone"
	Email       Part = "email"
)

// Parts lists all parts of an address.
func Parts() []Part {
	return []Part{Name, Company, Address1, Address2, City, Zip, Province, CountryName, Phone, Email}
}

// generic is the order of a form of which nothing is known.
var generic = []Part{Name, Company, Address1, Address2, City, Zip, Province, CountryName, Phone}

// Phones say how a site takes a telephone number.
const (
	AsGiven    = "as_given"
	Digits     = "digits"      // digits only
	PlusDigits = "plus_digits" // digits, and the + before them
)

// Field is one field of a site's form with what is to be typed into it.
type Field struct {
	Part  Part   `json:"part"`
	Value string `json:"value"`
}

// Form lays an address out in the order in which a site asks for it. Parts that
// the address does not have are left out; a company and a second line that the
// site does not ask for come last, so that nothing of the address is lost.
func (s *Site) Form(c *model.Contact) []Field {
	order := slices.Clone(s.Fields)
	if len(order) == 0 {
		order = slices.Clone(generic)
	}
	for _, extra := range []Part{Company, Address2} {
		if !slices.Contains(order, extra) {
			order = append(order, extra)
		}
	}
	var form []Field
	for _, p := range order {
		if v := s.part(p, c); v != "" {
			form = append(form, Field{p, v})
		}
	}
	return form
}

// Asks tells whether the site's form is known to have a field for a part.
func (s *Site) Asks(p Part) bool { return slices.Contains(s.Fields, p) }

// part is what a site is told of one part of an address.
func (s *Site) part(p Part, c *model.Contact) string {
	switch p {
	case Name:
		if c.Name == "" {
			return oneLine(c.Company)
		}
		return oneLine(c.Name)
	case Company:
		if c.Name == "" {
			return ""
		}
		return oneLine(c.Company)
	case CountryName:
		return model.Country(c.Country).Name()
	case Phone:
		return phone(s.Phone, c.Phone)
	}
	return oneLine(map[Part]string{
		Address1: c.Address1, Address2: c.Address2, City: c.City, Zip: c.Zip, Province: c.Province, Email: c.Email,
	}[p])
}

// oneLine folds blanks and line ends, which fields of a form do not take.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// phone writes a number in the form that a site takes.
func phone(form, number string) string {
	if form != Digits && form != PlusDigits {
		return oneLine(number)
	}
	number = strings.TrimSpace(number)
	var b strings.Builder
	if form == PlusDigits && strings.HasPrefix(number, "+") {
		b.WriteByte('+')
	}
	for _, r := range number {
		if r >= '0' && r <= '9' {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// plain leaves letters, digits, blanks and the few signs that every site takes in
// an address.
func plain(s string) string {
	return oneLine(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || strings.ContainsRune(" .,-/", r) {
			return r
		}
		return ' '
	}, s))
}
