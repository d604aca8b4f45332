package history_test

import (
	"slices"
	"testing"

	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/store/storetest"
)

func TestDiff_ListsOnlyWhatDiffers(t *testing.T) {
	before := []history.Value{history.Of("name", "Acme"), history.Of("days", 2), history.Of("archived", false)}
	after := []history.Value{history.Of("name", "Acme"), history.Of("days", 0), history.Of("archived", true)}
	want := []history.Change{{Field: "days", Old: "2", New: "0"}, {Field: "archived", Old: "false", New: "true"}}
	if got := history.Diff(before, after); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := history.Diff(before, before); got != nil {
		t.Errorf("the same state differs: %v", got)
	}
}

func TestRecord_KeepsWhoWhatAndWhy(t *testing.T) {
	db := storetest.Open(t)
	record := func(tx *store.Tx) error {
		return history.Record(tx, history.Subject{Kind: "supplier", ID: 7, Key: "Acme"},
			[]history.Change{{Field: "stage", Old: "trial", New: "approved"}}, "passed the trial")
	}
	if err := db.Write(t.Context(), record); err != nil {
		t.Fatal(err)
	}
	if err := db.Write(history.As(t.Context(), "anna"), record); err != nil {
		t.Fatal(err)
	}
	got, err := history.New(db, nil).Of(t.Context(), "supplier", 7)
	if err != nil || len(got) != 2 {
		t.Fatalf("got %v, %v", got, err)
	}
	want := history.Entry{
		ID: got[0].ID, RecordedAt: "2026-03-31T12:30:00Z", Who: "merchant", RecordKey: "Acme",
		Field: "stage", OldValue: "trial", NewValue: "approved", Why: "passed the trial",
	}
	if got[0] != want {
		t.Errorf("got %+v, want %+v", got[0], want)
	}
	if got[1].Who != "anna" {
		t.Errorf("who = %q, want anna", got[1].Who)
	}
	if other, err := history.New(db, nil).Of(t.Context(), "supplier", 8); err != nil || len(other) != 0 {
		t.Errorf("another record's history = %v, %v", other, err)
	}
}
