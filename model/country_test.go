package model

import (
	"regexp"
	"strings"
	"testing"
)

func TestParseCountry_AcceptsCodesNamesAndCommonAliases(t *testing.T) {
	for in, want := range map[string]Country{
		"DE": "DE", "de": "DE", " gb ": "GB", "DEU": "DE", "usa": "US", "GBR": "GB",
		"USA": "US", "U.S.A.": "US", "United States": "US", "United States of America": "US",
		"UK": "GB", "U.K.": "GB", "Great Britain": "GB", "England": "GB",
		"Czech Republic": "CZ", "Czechia": "CZ",
		"Korea, South": "KR", "South Korea": "KR", "Korea, Republic of": "KR", "Republic of Korea": "KR",
		"North Korea": "KP", "Korea, North": "KP", "Democratic People's Republic of Korea": "KP",
		"Hong Kong": "HK", "Hong Kong SAR": "HK", "HONG KONG S.A.R., China": "HK", "Macau": "MO", "Macao": "MO",
		"Viet Nam": "VN", "Vietnam": "VN", "Russia": "RU", "Russian Federation": "RU",
		"Macedonia": "MK", "North Macedonia": "MK", "Turkey": "TR", "Türkiye": "TR", "TURKIYE": "TR", "Tu\u0308rkiye": "TR",
		"Ivory Coast": "CI", "Côte d'Ivoire": "CI", "Cote D’Ivoire": "CI", "Holland": "NL", "The Netherlands": "NL", "Netherlands (the)": "NL",
		"EL": "GR", "Greece": "GR", "Kosovo": "XK", "xk": "XK", "XI": "XI", "Northern Ireland": "XI", "Canary Islands": "IC", "EA": "EA",
		"AND": "AD", "ST": "ST", "st": "ST", "St. Lucia": "LC", "St Kitts & Nevis": "KN", "Saint Kitts and Nevis": "KN",
		"Bosnia & Herzegovina": "BA", "Congo, Democratic Republic of the": "CD", "Democratic Republic of the Congo": "CD", "Congo": "CG",
		"Bahamas, The": "BS", "The Gambia": "GM", "Iran, Islamic Republic of": "IR", "Taiwan, Province of China": "TW",
		"Curacao": "CW", "Reunion": "RE", "Aland Islands": "AX", "Virgin Islands, U.S.": "VI", "Timor Leste": "TL", "Guinea Bissau": "GW",
		"Ireland, Northern": "XI", "Swaziland": "SZ", "Burma": "MM", "Cape Verde": "CV", "UAE": "AE", "Vatican City": "VA",
	} {
		got, err := ParseCountry(in)
		if err != nil || got != want {
			t.Errorf("ParseCountry(%q) = %q, %v; want %q", in, got, err, want)
		}
	}
}

func TestParseCountry_RefusesWhatIsNotACountry(t *testing.T) {
	for _, in := range []string{"", " ", "-", "ZZ", "EU", "Saint", "The", "Atlantis", "12", "D E Germany", "Texas", "*", "," + strings.Repeat("x", 500)} {
		got, err := ParseCountry(in)
		if err == nil || CodeOf(err) != Invalid {
			t.Errorf("ParseCountry(%q) = %q, %v; want it refused as invalid", in, got, err)
		}
	}
}

func TestCountryTable_IsCompleteAndUnambiguous(t *testing.T) {
	line := regexp.MustCompile(`^[A-Z]{2} ([A-Z]{3}|-) \S.*\S$`)
	owner := map[string]string{}
	claim := func(code, spelling string) {
		key := nameKey(spelling)
		if had, ok := owner[key]; ok && had != code && key != "" {
			t.Errorf("%q means both %s and %s", spelling, had, code)
		}
		owner[key] = code
	}
	n := 0
	for l := range strings.Lines(countryTable) {
		l = strings.TrimSpace(l)
		if !line.MatchString(l) {
			t.Errorf("malformed line %q", l)
			continue
		}
		n++
		parts := strings.SplitN(l, " ", 3)
		for _, s := range parts {
			claim(parts[0], s)
		}
	}
	if n != 249+4 {
		t.Errorf("%d countries, ISO 3166-1 has 249 and we add 4", n)
	}
	for l := range strings.Lines(countryAliases) {
		code, list, _ := strings.Cut(strings.TrimSpace(l), " ")
		if !Country(code).Valid() {
			t.Errorf("aliases of unknown country %q", code)
		}
		for alias := range strings.SplitSeq(list, ";") {
			claim(code, alias)
		}
	}
}

func TestCountry_NameAndCodeReadBack(t *testing.T) {
	for c := range countries().names {
		for _, s := range []string{string(c), c.Name(), strings.ToUpper(c.Name())} {
			if got, err := ParseCountry(s); err != nil || got != c {
				t.Errorf("ParseCountry(%q) = %q, %v; want %q", s, got, err, c)
			}
		}
	}
	if Country("de").Valid() || Country("").Valid() || !Country("XI").Valid() {
		t.Error("only codes in capitals of the table are valid")
	}
	if got := Country("QQ").Name(); got != "QQ" {
		t.Errorf("the name of an unknown code is %q, want the code", got)
	}
}
