package memo_test

import (
	"errors"
	"sync"
	"testing"

	"github.com/dropledger/dropledger/services/booktest"
	"github.com/dropledger/dropledger/services/memo"
)

func TestRecall_KeepsUntilTheBookChanges(t *testing.T) {
	book := booktest.Small(t)
	m := memo.New(book.DB)
	worked := 0
	ask := func(key string) int {
		t.Helper()
		n, err := memo.Recall(t.Context(), m, key, func() (int, error) { worked++; return worked, nil })
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	first, again := ask("a"), ask("a")
	if first != 1 || again != 1 || ask("b") != 2 {
		t.Errorf("an answer was worked out %d times", worked)
	}
	book.Exec(t, `INSERT INTO setting (key, value, changed_at) VALUES ('book.name', 'Other', '')`)
	if ask("a") != 3 {
		t.Error("an answer outlived a change of the book")
	}
}

func TestRecall_DoesNotKeepAFailure(t *testing.T) {
	m := memo.New(booktest.Small(t).DB)
	fails := errors.New("no")
	for _, want := range []error{fails, nil} {
		if _, err := memo.Recall(t.Context(), m, "a", func() (string, error) { return "", want }); !errors.Is(err, want) {
			t.Errorf("got %v, want %v", err, want)
		}
	}
}

func TestRecall_WorksOnceForAllWhoAskAtOnce(t *testing.T) {
	m := memo.New(booktest.Small(t).DB)
	var worked int // races if two work at once
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			n, err := memo.Recall(t.Context(), m, "a", func() (int, error) { worked++; return worked, nil })
			if n != 1 || err != nil {
				t.Errorf("got %d, %v", n, err)
			}
		})
	}
	wg.Wait()
}

func TestKnown_TellsWhatIsKeptWithoutAskingTheBook(t *testing.T) {
	book := booktest.Small(t)
	m := memo.New(book.DB)
	if _, ok := memo.Known[int](m, "a"); ok {
		t.Error("knows what nobody asked for")
	}
	if _, err := memo.Recall(t.Context(), m, "a", func() (int, error) { return 7, nil }); err != nil {
		t.Fatal(err)
	}
	if err := book.DB.Close(); err != nil {
		t.Fatal(err)
	}
	if n, ok := memo.Known[int](m, "a"); !ok || n != 7 {
		t.Errorf("got %d, %v", n, ok)
	}
	if _, ok := memo.Known[string](m, "a"); ok {
		t.Error("an answer of another kind is taken")
	}
}
