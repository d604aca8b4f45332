package books

import "github.com/dropledger/dropledger/gui/page"

// Shots lists the pictures of the books.
func Shots() []page.Shot {
	tab := func(id string) page.Route {
		return page.Route{Screen: page.Books, Params: map[string]string{"tab": id}}
	}
	open := page.On(func(b *Books) {
		if l, ok := b.journal.grid.CurrentRow(); ok {
			b.journal.fold(l)
		}
	})
	return []page.Shot{
		{Name: "books", Route: tab(tabJournal)},
		{Name: "books-unfolded", Route: tab(tabJournal), Prepare: open},
		{Name: "books-account", Route: page.Route{Screen: page.Books, Params: map[string]string{"account": "5000"}}, Prepare: page.On(func(b *Books) { b.journal.unfoldAll() })},
		{Name: "books-nomatch", Route: page.Route{Screen: page.Books, Params: map[string]string{"order": "nothing"}}},
		{Name: "books-balance", Route: tab(tabBalance)},
		{Name: "books-rates", Route: tab(tabRates)},
		{Name: "books-rate", Route: tab(tabRates), Prepare: page.On(func(b *Books) { b.rates.create() })},
		{Name: "books-settings", Route: tab(tabSettings)},
		{Name: "books-empty", Route: tab(tabJournal), Book: page.BlankBook},
		{Name: "books-rates-empty", Route: tab(tabRates), Book: page.BlankBook},
		{Name: "books-failed", Route: tab(tabJournal), State: page.NotLoaded},
		{Name: "books-loading", Route: tab(tabJournal), State: page.StillLoading},
	}
}
