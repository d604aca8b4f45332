package pdf

import (
	"strings"

	"github.com/dropledger/dropledger/reports"
)

// Address is a postal address with what a carrier needs to reach its person.
type Address struct {
	Name, Company        string
	Line1, Line2         string
	City, Zip, Province  string
	Country              string // ISO 3166-1 alpha-2; printed in full in English
	Phone, Email, TaxTag string // TaxTag: "VAT DE123456789", printed as it is
}

// Postal returns the lines for an envelope, in the order the country's post
// asks for, without phone and e-mail; empty lines are left out.
func (a Address) Postal() []string {
	return lines(a.Name, a.Company, a.Line1, a.Line2, a.town(), a.region(), reports.CountryName(a.Country))
}

// town returns the line with the city: zip first in most of the world, city,
// province and zip in North America, Australia and some others.
func (a Address) town() string {
	switch a.Country {
	case "US", "CA", "AU":
		return join(", ", a.City, join(" ", a.Province, a.Zip))
	case "GB", "IE":
		return a.City
	}
	return join(" ", a.Zip, a.City)
}

func (a Address) region() string {
	switch a.Country {
	case "US", "CA", "AU":
		return ""
	case "GB", "IE":
		return join("\n", a.Province, a.Zip)
	}
	if a.Province == a.City {
		return ""
	}
	return a.Province
}

// Reach returns phone, e-mail and tax number, each on a line.
func (a Address) Reach() []string { return lines(a.Phone, a.Email, a.TaxTag) }

// block returns the address to stand under a label, with more lines below it.
func (a Address) block(label string, more ...string) Block {
	all := append(a.Postal(), lines(more...)...)
	if len(all) == 0 {
		return Block{Label: label}
	}
	return Block{label, all[0], all[1:]}
}

// sender returns the address for a letterhead: the name, and two lines below it.
func (a Address) sender() Block {
	b := a.block("")
	b.Lines = lines(join(" · ", b.Lines...), join(" · ", a.Reach()...))
	return b
}

func lines(all ...string) []string {
	var kept []string
	for _, l := range all {
		if l = strings.TrimSpace(l); l != "" {
			kept = append(kept, l)
		}
	}
	return kept
}

func join(between string, parts ...string) string { return strings.Join(lines(parts...), between) }
