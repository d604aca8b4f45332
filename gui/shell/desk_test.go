package shell_test

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/services/job"
)

// labels are what keys do, by menu, in one text.
func labels(groups []page.KeyGroup) string {
	var all []string
	for _, g := range groups {
		for _, k := range g.Keys {
			all = append(all, g.Title+": "+k.Label+" "+k.Key)
		}
	}
	return strings.Join(all, "\n")
}

func TestDesk_TheHelpKnowsTheKeysOfThePageItWasAskedFrom(t *testing.T) {
	r := enter(t, "book")
	r.s.Go(page.Route{Screen: page.Orders})
	r.pump.Settle()
	r.w.Canvas().Unfocus()
	r.key(fyne.KeyF1)
	r.pump.Settle()
	if got := labels(r.s.Desk().Keys()); !strings.Contains(got, "Tick all of orders") || strings.Contains(got, "Tick all of help") {
		t.Errorf("the keys are\n%s", got)
	}
	r.s.Back()
	if got := labels(r.s.Desk().Keys()); !strings.Contains(got, "Tick all of orders") {
		t.Errorf("back on the page the keys are\n%s", got)
	}
}

func TestDesk_ARenamedBusinessIsSeenInTheTitleAndKept(t *testing.T) {
	r := enter(t, "book")
	r.s.Desk().Renamed("Harbour & Sons")
	if got := r.w.Title(); !strings.Contains(got, "Harbour & Sons") {
		t.Errorf("the title is %q", got)
	}
	if all := r.s.Desk().Recent(); len(all) != 1 || all[0].Name != "Harbour & Sons" {
		t.Errorf("recent = %+v", all)
	}
	if d := r.s.Desk(); d.Program() == "" || d.About() == "" {
		t.Errorf("the program is %q, built on %q", d.Program(), d.About())
	}
}

func TestTask_ItsEndTellsTheAgeOfTheBackup(t *testing.T) {
	r := enter(t, "book")
	r.see("Backup 2 h ago")
	r.shelf.backup = 0
	r.s.Start(page.Task{Name: "Backing up", Work: func(context.Context, *job.Progress) error { return nil }})
	r.pump.Settle()
	r.see("Backup 30 min ago")
}
