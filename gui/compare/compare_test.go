package compare_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/compare"
	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/supplier"
)

func TestMain(m *testing.M) {
	if err := os.Setenv("LANG", "en_US.UTF-8"); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

func open(t *testing.T, b *page.Book, params map[string]string) *guitest.Host {
	t.Helper()
	h := guitest.New(t, b)
	h.Resize(1366, guitest.Height)
	h.Open(compare.New, page.Route{Screen: page.Compare, Params: params})
	return h
}

// names are the suppliers of a book.
func names(t *testing.T, b *page.Book) []string {
	t.Helper()
	rows, err := supplier.New(b.DB, b.Bus).List(t.Context(), record.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, r := range rows {
		all = append(all, r.Name)
	}
	return all
}

func TestCompare_BeginsWithSuppliersOfTheProductSoldMost(t *testing.T) {
	h := open(t, guitest.Sample(t), nil)
	h.See("Compare suppliers", "Landed", "Days, P50 to P90", "Score", "Cost to compare", "Customs", "Take ")
	h.Shot("compare")
}

func TestCompare_SetsTheSuppliersAskedForSideBySide(t *testing.T) {
	b := guitest.Sample(t)
	all := names(t, b)
	h := open(t, b, map[string]string{"suppliers": all[0] + "\n" + all[1]})
	h.See(all[0], all[1], "2, up to 6")
}

func TestCompare_OneMoreIsAddedWithTheKeyboard(t *testing.T) {
	b := guitest.Sample(t)
	all := names(t, b)
	h := open(t, b, map[string]string{"suppliers": all[0] + "\n" + all[1]})
	h.Key(action.Plain(fyne.KeyInsert))
	h.See("Supplier", "Add supplier")
}

func TestCompare_AnEmptyBookSaysWhatToDo(t *testing.T) {
	h := open(t, guitest.Empty(t), nil)
	h.See("Suppliers stand side by side here", "Add supplier")
}

func TestCompare_AnUnknownSupplierIsTold(t *testing.T) {
	b := guitest.Sample(t)
	h := open(t, b, map[string]string{"suppliers": names(t, b)[0] + "\nNobody Ltd"})
	h.See("Nobody Ltd", "Try again")
}

func TestCompare_CtrlEWritesWhatStandsSideBySide(t *testing.T) {
	for _, ending := range []string{".xlsx", ".csv", ".pdf"} {
		b := guitest.Sample(t)
		all := names(t, b)
		h := open(t, b, map[string]string{"suppliers": all[0] + "\n" + all[1]})
		out := filepath.Join(t.TempDir(), "comparison"+ending)
		h.Files = []string{out}
		h.Key(action.Ctrl(fyne.KeyE))
		if f, err := os.Stat(out); err != nil || f.Size() == 0 {
			t.Errorf("%s: %v", ending, err)
		}
		if len(h.Toasts) != 1 || !strings.Contains(h.Toasts[0].Text, "comparison"+ending) {
			t.Errorf("%s: toasts %+v", ending, h.Toasts)
		}
		if len(h.Opened) != 0 {
			t.Errorf("%s: an export opened %q", ending, h.Opened)
		}
	}
}

func TestCompare_CtrlPWritesThePageAndOpensIt(t *testing.T) {
	b := guitest.Sample(t)
	all := names(t, b)
	h := open(t, b, map[string]string{"suppliers": all[0] + "\n" + all[1]})
	out := filepath.Join(t.TempDir(), "page.pdf")
	h.Files = []string{out}
	h.Key(action.Ctrl(fyne.KeyP))
	if len(h.Opened) != 1 || h.Opened[0] != out {
		t.Errorf("opened %q, want %s", h.Opened, out)
	}
	if f, err := os.Stat(out); err != nil || f.Size() == 0 {
		t.Error(err)
	}
}
