package form

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"github.com/dropledger/dropledger/model"
)

// Countries are all countries by name, to choose from. The code is what is kept.
var Countries = sync.OnceValue(func() []Option {
	var all []Option
	codes(2, func(code string) {
		if c := model.Country(code); c.Valid() {
			all = append(all, Option{Value: code, Label: c.Name(), Detail: code, More: code})
		}
	})
	slices.SortStableFunc(all, func(a, b Option) int { return cmp.Compare(a.Label, b.Label) })
	return all
})

// Currencies are all currencies that the program knows, the usual ones first.
var Currencies = sync.OnceValue(func() []Option {
	usual := strings.Fields("EUR USD GBP CHF SEK DKK NOK PLN CZK CNY JPY CAD AUD")
	all := make([]Option, len(usual))
	for i, c := range usual {
		all[i] = Option{Value: c}
	}
	codes(3, func(code string) {
		if model.Currency(code).Valid() && !slices.Contains(usual, code) {
			all = append(all, Option{Value: code})
		}
	})
	return all
})

// codes calls with every word of some capital letters, in their order.
func codes(letters int, with func(string)) {
	word := slices.Repeat([]byte{'A'}, letters)
	for {
		with(string(word))
		at := letters - 1
		for at >= 0 && word[at] == 'Z' {
			word[at] = 'A'
			at--
		}
		if at < 0 {
			return
		}
		word[at]++
	}
}
