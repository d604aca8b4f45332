package shell_test

import (
	"testing"

	"github.com/dropledger/dropledger/gui/page"
)

// What can be done was worked out anew with each part of a screen that opened.
func TestShell_TakesOverOnceWhatAScreenTellsWhileItOpens(t *testing.T) {
	r := enter(t, "nordlicht-home")
	r.s.Go(page.Route{Screen: page.Orders})
	r.s.Go(page.Route{Screen: page.Orders, Key: "calm"})
	once := r.screen().asked
	r.s.Go(page.Route{Screen: page.Orders, Key: "eager"})
	if got := r.screen().asked; got != once || once == 0 {
		t.Errorf("it was asked %d times what can be done, want %d", got, once)
	}
	if got := r.w.Title(); got != "eager - Nordlicht Home - Dropledger" {
		t.Errorf("the title is %q", got)
	}
	r.screen().route.Key = "later"
	r.s.Refresh()
	if got := r.w.Title(); got != "later - Nordlicht Home - Dropledger" {
		t.Errorf("once it is open nothing more is taken over: %q", got)
	}
	r.s.Go(page.Route{Screen: page.Orders, Key: "broken"})
	r.screen().route.Key = "still"
	r.s.Refresh()
	if got := r.w.Title(); got != "still - Nordlicht Home - Dropledger" {
		t.Errorf("after a screen that broke nothing is taken over: %q", got)
	}
}

// What is read ahead and the backup of the day made the first screens wait.
func TestShell_WhatNobodyWaitsForStandsBack(t *testing.T) {
	r := enter(t, "nordlicht-home")
	before := r.pump.StoodBack()
	r.pump.Tick()
	r.pump.Settle()
	if r.pump.StoodBack() == before {
		t.Error("the backup of the day and what is read ahead go beside what a person waits for")
	}
}
