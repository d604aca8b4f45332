package forwarding

import (
	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
)

// Shots are the pictures of the approval and of the outbox.
func Shots() []page.Shot {
	board, out := page.Route{Screen: page.Forwarding}, page.Route{Screen: page.Outbox}
	return []page.Shot{
		{Name: "forwarding", Route: board},
		{Name: "forwarding-warning", Route: board, Prepare: func(s page.Screen) { page.Press(s, action.Plain(fyne.KeyW)) }},
		{Name: "forwarding-waiting", Route: page.Route{Screen: page.Forwarding, Params: map[string]string{showParam: showWaiting}}},
		{Name: "forwarding-empty", Route: board, Book: page.BlankBook},
		{Name: "forwarding-loading", Route: board, State: page.StillLoading},
		{Name: "forwarding-failed", Route: board, State: page.NotLoaded},
		{Name: "outbox", Route: out},
		{Name: "outbox-answer", Route: out, Prepare: func(s page.Screen) { page.Press(s, action.Plain(fyne.KeyR)) }},
		{Name: "outbox-amend", Route: out, Prepare: func(s page.Screen) { page.Press(s, action.Plain(fyne.KeyC)) }},
		{Name: "order-columns", Route: page.Route{Screen: page.OrderColumns, Key: "Maasdok Fulfilment"}},
		{Name: "outbox-empty", Route: out, Book: page.BlankBook},
		{Name: "outbox-failed", Route: out, State: page.NotLoaded},
	}
}
