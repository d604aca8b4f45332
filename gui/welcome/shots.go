package welcome

import (
	"path/filepath"

	"github.com/dropledger/dropledger/gui/page"
)

// Shots lists the pictures of the page.
func Shots() []page.Shot {
	at := page.Route{Screen: page.Welcome}
	return []page.Shot{
		{Name: "welcome", Route: at, Book: page.NoBook},
		{Name: "welcome-wrong", Route: at, Book: page.NoBook, Prepare: page.On((*Welcome).Primary)},
		{Name: "welcome-trouble", Route: at, Book: page.NoBook, Prepare: page.On(func(w *Welcome) { w.h.Desk().Open(filepath.Join("books", "kvist-krone"+ending)) })},
	}
}
