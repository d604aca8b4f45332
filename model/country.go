package model

import (
	"strings"
	"sync"
	"unicode"
)

// Country is an ISO 3166-1 alpha-2 code in capitals. Four codes that trade and
// tax use beside the list count as countries too: XK Kosovo, XI Northern
// Ireland (inside the EU for goods), IC Canary Islands and EA Ceuta and
// Melilla (both outside the EU VAT area). They keep their own code, because
// their taxes differ from those of the state they belong to.
type Country string

// ParseCountry reads an alpha-2 or alpha-3 code in any case, the English name
// or a name in common use ("UK", "Korea, South", "Hong Kong SAR").
func ParseCountry(s string) (Country, error) {
	b := countries()
	key := nameKey(s)
	if c, ok := b.byKey[key]; ok {
		return c, nil
	}
	if last, first, found := strings.Cut(s, ","); found {
		if c, ok := b.byKey[nameKey(first+" "+last)]; ok {
			return c, nil
		}
	}
	return "", Errorf(Invalid, "%q is not a known country: write a two-letter ISO code such as DE, or the English name", clip(s))
}

// Valid tells whether the code is one that ParseCountry returns.
func (c Country) Valid() bool {
	_, ok := countries().names[c]
	return ok
}

// Name returns the English short name, or the code itself when it is not valid.
func (c Country) Name() string {
	if n, ok := countries().names[c]; ok {
		return n
	}
	return string(c)
}

type countryBook struct {
	names map[Country]string
	byKey map[string]Country
}

var countries = sync.OnceValue(func() countryBook {
	b := countryBook{names: make(map[Country]string, 256), byKey: make(map[string]Country, 1024)}
	for line := range strings.Lines(countryTable) {
		line = strings.TrimSpace(line)
		code, rest, _ := strings.Cut(line, " ")
		alpha3, name, _ := strings.Cut(rest, " ")
		c := Country(code)
		b.names[c] = name
		b.learn(c, code, alpha3, name)
	}
	for line := range strings.Lines(countryAliases) {
		code, list, _ := strings.Cut(strings.TrimSpace(line), " ")
		b.learn(Country(code), strings.Split(list, ";")...)
	}
	delete(b.byKey, "")
	return b
})

// learn files the spellings under c, a name with a comma in both orders.
func (b countryBook) learn(c Country, spellings ...string) {
	for _, s := range spellings {
		b.byKey[nameKey(s)] = c
		if last, first, found := strings.Cut(s, ","); found {
			b.byKey[nameKey(first+" "+last)] = c
		}
	}
}

// nameKey strips what people vary: case, accents, punctuation, "the", "and"
// against "&", "St." against "Saint".
func nameKey(s string) string {
	s = plainLetters.Replace(strings.ToLower(s))
	words := strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
	var key strings.Builder
	for _, w := range words {
		switch {
		case len(words) == 1: // AND and ST are codes
		case w == "the", w == "and":
			continue
		case w == "st":
			w = "saint"
		}
		key.WriteString(w)
	}
	return key.String()
}

var plainLetters = strings.NewReplacer("å", "a", "á", "a", "ã", "a", "ç", "c", "é", "e", "è", "e", "í", "i", "ô", "o", "ó", "o",
	"ü", "u", "ñ", "n", "\u0327", "", "\u0301", "", "\u0308", "", "\u0302", "", "\u0303", "", "\u030a", "")
