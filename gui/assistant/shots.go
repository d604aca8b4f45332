package assistant

import "github.com/dropledger/dropledger/gui/page"

// Shots are the pictures of this screen.
func Shots() []page.Shot {
	at := page.Route{Screen: page.Assistant}
	return []page.Shot{
		{Name: "assistant", Route: at},
		{Name: "assistant-notthere", Route: at, Prepare: page.On(func(s *Screen) {
			if s.now.sheet != nil {
				s.askNotThere()
			}
		})},
		{Name: "assistant-empty", Route: at, Book: page.BlankBook},
		{Name: "assistant-loading", Route: at, State: page.StillLoading},
		{Name: "assistant-failed", Route: at, State: page.NotLoaded},
	}
}
