package backups

import "github.com/dropledger/dropledger/gui/page"

// Shots are the pictures of these screens.
func Shots() []page.Shot {
	backups, check := page.Route{Screen: page.Backups}, page.Route{Screen: page.Check}
	return []page.Shot{
		{Name: "backups", Route: backups},
		{Name: "backups-restore", Route: backups, Prepare: page.On((*Backups).restoreChosen)},
		{Name: "backups-empty", Route: backups, Book: page.BlankBook},
		{Name: "check", Route: check, Prepare: page.On((*Check).Primary)},
		{Name: "check-never", Route: check},
		{Name: "check-failed", Route: check, State: page.NotLoaded, Prepare: page.On((*Check).Primary)},
	}
}
