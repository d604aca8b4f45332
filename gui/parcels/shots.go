package parcels

import "github.com/dropledger/dropledger/gui/page"

// Shots are the pictures of this screen.
func Shots() []page.Shot {
	list := page.Route{Screen: page.Parcels}
	return []page.Shot{
		{Name: "parcels", Route: list},
		{Name: "parcels-closed", Route: list, Prepare: page.On(func(e page.Escaper) { e.Escape() })},
		{Name: "parcels-parcel", Route: list, Prepare: page.On(func(l *Parcels) {
			for _, r := range l.Rows() {
				if r.ID > 0 && len(r.Attention) > 0 {
					l.Choose(key(r))
					return
				}
			}
		})},
		{Name: "parcels-new", Route: list, Prepare: page.On(page.Creator.Create)},
		{Name: "parcels-edit", Route: list, Prepare: page.On(func(l *Parcels) {
			if r, ok := l.Grid.CurrentRow(); ok {
				l.change(r)
			}
		})},
		{Name: "parcels-carriers", Route: list, Prepare: page.On((*Parcels).carriers)},
		{Name: "parcels-paste", Route: list, Prepare: page.On((*Parcels).paste)},
		{Name: "parcels-shop", Route: list, Prepare: page.On((*Parcels).exportShop)},
		{Name: "parcels-board", Route: list, Prepare: page.On(func(l *Parcels) { l.showBoard(true) })},
		{Name: "parcels-board-closed", Route: list, Prepare: page.On(func(l *Parcels) {
			l.showBoard(true)
			l.Escape()
		})},
		{Name: "parcels-move", Route: list, Prepare: page.On(func(l *Parcels) {
			for _, r := range l.Rows() {
				if r.ID > 0 {
					l.moving(r, "returned")
					return
				}
			}
		})},
		{Name: "parcels-nomatch", Route: list, Prepare: page.On(func(l *Parcels) { l.Grid.SetSearch("nobody") })},
		{Name: "parcels-empty", Route: list, Book: page.BlankBook},
		{Name: "parcels-loading", Route: list, State: page.StillLoading},
		{Name: "parcels-failed", Route: list, State: page.NotLoaded},
	}
}
