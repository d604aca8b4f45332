package preview

import (
	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
)

// Shots are the pictures of the preview, of the first purchase order to be sent.
func Shots() []page.Shot {
	return []page.Shot{
		{Name: "preview", Route: page.Route{Screen: page.Forwarding}, Prepare: func(s page.Screen) { page.Press(s, action.Plain(fyne.KeyP)) }},
		{Name: "preview-loading", Route: page.Route{Screen: page.Preview, Key: "1"}, State: page.StillLoading},
		{Name: "preview-failed", Route: page.Route{Screen: page.Preview, Key: "1"}, State: page.NotLoaded},
	}
}
