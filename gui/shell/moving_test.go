package shell_test

import (
	"testing"

	"github.com/dropledger/dropledger/gui/page"
)

func TestGo_LeadsBackToTheRecordThatTheScreenWentOnFrom(t *testing.T) {
	r := enter(t, "book")
	first := page.Route{Screen: page.Order, Key: "1001"}
	r.s.Go(first)
	r.screen().route.Key = "1002" // as by the key for the next one
	opened := len(r.opened)
	r.s.Go(page.Route{Screen: page.Order, Key: "1002"})
	if len(r.opened) != opened {
		t.Error("the record that is shown was opened again")
	}
	r.s.Go(first)
	if len(r.opened) != opened+1 || r.screen().route.Key != "1001" {
		t.Error("the record it was opened with did not come back")
	}
}
