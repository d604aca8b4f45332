package welcome

import (
	"strings"

	"golang.org/x/text/currency"
	"golang.org/x/text/language"

	"github.com/dropledger/dropledger/model"
)

// fallback is the country that is proposed when the computer tells none.
const fallback = model.Country("US")

// region is the country of a locale, "de-AT" or "de_AT.UTF-8".
func region(locale string) model.Country {
	name, _, _ := strings.Cut(locale, ".")
	for _, part := range strings.FieldsFunc(name, func(r rune) bool { return r == '-' || r == '_' })[:] {
		if c := model.Country(part); len(part) == 2 && part == strings.ToUpper(part) && c.Valid() {
			return c
		}
	}
	return fallback
}

// joined are countries whose money is another since the table of the library was
// made. Croatia and Bulgaria took the euro in 2023 and 2026.
var joined = map[model.Country]model.Currency{"HR": "EUR", "BG": "EUR", "XI": "GBP", "IC": "EUR", "EA": "EUR", "XK": "EUR"}

// money is the currency of a country, the euro when it is not known.
func money(c model.Country) model.Currency {
	if m, ok := joined[c]; ok {
		return m
	}
	r, err := language.ParseRegion(string(c))
	if err != nil {
		return "EUR"
	}
	if unit, ok := currency.FromRegion(r); ok && model.Currency(unit.String()).Valid() {
		return model.Currency(unit.String())
	}
	return "EUR"
}

// zoneOf is the time zone of a country, of its largest city where it has several;
// "UTC" when it is not known. It is proposed for shops, where it can be changed.
func zoneOf(c model.Country) string {
	for line := range strings.Lines(zones) {
		code, zone, _ := strings.Cut(strings.TrimSpace(line), " ")
		if code == string(c) {
			return zone
		}
	}
	return "UTC"
}

// zones are those of the larger markets, by their names in the zone database.
const zones = `AE Asia/Dubai
AR America/Argentina/Buenos_Aires
AT Europe/Vienna
AU Australia/Sydney
BE Europe/Brussels
BG Europe/Sofia
BR America/Sao_Paulo
CA America/Toronto
CH Europe/Zurich
CL America/Santiago
CN Asia/Shanghai
CO America/Bogota
CZ Europe/Prague
DE Europe/Berlin
DK Europe/Copenhagen
EE Europe/Tallinn
EG Africa/Cairo
ES Europe/Madrid
FI Europe/Helsinki
FR Europe/Paris
GB Europe/London
GR Europe/Athens
HK Asia/Hong_Kong
HR Europe/Zagreb
HU Europe/Budapest
ID Asia/Jakarta
IE Europe/Dublin
IL Asia/Jerusalem
IN Asia/Kolkata
IT Europe/Rome
JP Asia/Tokyo
KE Africa/Nairobi
KR Asia/Seoul
LT Europe/Vilnius
LU Europe/Luxembourg
LV Europe/Riga
MT Europe/Malta
MX America/Mexico_City
MY Asia/Kuala_Lumpur
NG Africa/Lagos
NL Europe/Amsterdam
NO Europe/Oslo
NZ Pacific/Auckland
PH Asia/Manila
PL Europe/Warsaw
PT Europe/Lisbon
RO Europe/Bucharest
RS Europe/Belgrade
SA Asia/Riyadh
SE Europe/Stockholm
SG Asia/Singapore
SI Europe/Ljubljana
SK Europe/Bratislava
TH Asia/Bangkok
TR Europe/Istanbul
TW Asia/Taipei
UA Europe/Kyiv
US America/New_York
VN Asia/Ho_Chi_Minh
ZA Africa/Johannesburg
`
