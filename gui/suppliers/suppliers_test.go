package suppliers_test

import (
	"os"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/suppliers"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/supplier"
)

func open(t *testing.T, b *page.Book, r page.Route) (*guitest.Host, *suppliers.Suppliers) {
	h := guitest.New(t, b)
	h.Resize(1366, guitest.Height)
	return h, h.Open(suppliers.New, r).(*suppliers.Suppliers)
}

var list = page.Route{Screen: page.Suppliers}

func all(t *testing.T, b *page.Book) map[string]supplier.Row {
	t.Helper()
	rows, err := supplier.New(b.DB, b.Bus).List(t.Context(), record.Filter{Archived: true})
	if err != nil {
		t.Fatal(err)
	}
	byName := map[string]supplier.Row{}
	for _, r := range rows {
		byName[r.Name] = r
	}
	return byName
}

func put(t *testing.T, b *page.Book, ins ...supplier.Input) {
	t.Helper()
	if _, err := supplier.New(b.DB, b.Bus).Put(t.Context(), ins); err != nil {
		t.Fatal(err)
	}
}

func TestSuppliers_ShowsEachWithWhatItIsWorth(t *testing.T) {
	b := guitest.Small(t)
	h, s := open(t, b, list)
	h.See("Suppliers", "New supplier", "Open and owed", "Terms", "Ships to", "Changes")
	for name, r := range all(t, b) {
		if !r.Archived {
			h.See(name)
		}
	}
	if s.Grid.Len() != len(all(t, b)) {
		t.Errorf("%d rows are shown", s.Grid.Len())
	}
}

func TestSuppliers_AnEmptyBookSaysWhatToDo(t *testing.T) {
	h, _ := open(t, guitest.Empty(t), list)
	h.See("No supplier yet", "How suppliers work")
	h.DontSee("Stage: all")
	h.Tap("How suppliers work")
	if n := len(h.Routes); n != 1 || h.Routes[0].Screen != page.Help || h.Routes[0].Key != page.Suppliers {
		t.Errorf("went to %v", h.Routes)
	}
}

func TestSuppliers_ANewOneIsMadeWithTheKeyboard(t *testing.T) {
	b := guitest.Empty(t)
	h, s := open(t, b, list)
	h.Key(action.Ctrl(fyne.KeyN))
	h.See("Who it is", "Terms", "How orders reach it")
	h.Key(action.Ctrl(fyne.KeyReturn))
	h.See("Fill in “Name”.")
	h.Type("Name", "Lindqvist Textil")
	h.Type("E-mail", "orders@lindqvist.example")
	h.Type("Handling time", "3")
	h.Type("Cut-off", "14:00")
	h.Type("Ships to", "germany,")
	if s.Dirty() == "" {
		t.Error("nothing would be lost by leaving")
	}
	h.Key(action.Ctrl(fyne.KeyReturn))
	r := all(t, b)["Lindqvist Textil"]
	if r.Email != "orders@lindqvist.example" || r.HandlingDays != 3 || r.Cutoff != "14:00" || r.Stage != model.Candidate || r.Currency != b.Home || r.ClaimDays != 30 {
		t.Fatalf("supplier = %+v, reports %v", r, h.Reports)
	}
	if strings.Join(r.ShipsTo, " ") != "* DE" && strings.Join(r.ShipsTo, " ") != "DE *" && strings.Join(r.ShipsTo, " ") != "*" {
		t.Errorf("ships to %v", r.ShipsTo)
	}
	h.See("Lindqvist Textil", "Created", "Stage: all")
	if s.Dirty() != "" || len(h.Toasts) != 1 || h.Toasts[0].Text != "Lindqvist Textil is saved." {
		t.Errorf("dirty %q, toasts %v", s.Dirty(), h.Toasts)
	}
}

func TestSuppliers_ARefusalOfTheServiceLandsAtTheField(t *testing.T) {
	b := guitest.Empty(t)
	put(t, b, supplier.Input{Name: "First"}, supplier.Input{Name: "Second"})
	h, _ := open(t, b, page.Route{Screen: page.Supplier, Key: "second"})
	h.Key(action.Plain(fyne.KeyE))
	h.Type("Name", "first")
	h.Key(action.Ctrl(fyne.KeyS))
	h.See("another supplier has this name", "already: choose another")
	h.Type("Name", "Third")
	h.Key(action.Ctrl(fyne.KeyS))
	if _, ok := all(t, b)["Third"]; !ok {
		t.Errorf("suppliers = %v", all(t, b))
	}
	h.See("Name: from Second to Third")
}

func TestSuppliers_ARouteOpensTheOneItNames(t *testing.T) {
	b := guitest.Empty(t)
	put(t, b, supplier.Input{Name: "Aaa"}, supplier.Input{Name: "Mmm"})
	if err := supplier.New(b.DB, b.Bus).Archive(t.Context(), "Mmm"); err != nil {
		t.Fatal(err)
	}
	h, s := open(t, b, page.Route{Screen: page.Supplier, Key: "Mmm"})
	if r, _ := s.Grid.CurrentRow(); r.Name != "Mmm" {
		t.Errorf("%s is chosen", r.Name)
	}
	h.See("Archived")
	h.Open(suppliers.New, page.Route{Screen: page.Supplier, Key: "Nobody"})
	if len(h.Reports) != 1 || model.CodeOf(h.Reports[0].Err) != model.NotFound {
		t.Errorf("reports = %v", h.Reports)
	}
}

func TestSuppliers_ChipsNarrowTheListAndComeByRoute(t *testing.T) {
	b := guitest.Empty(t)
	approved, de := model.Approved, "DE"
	put(t, b, supplier.Input{Name: "Aaa", Stage: &approved, Country: &de}, supplier.Input{Name: "Bbb"}, supplier.Input{Name: "Ccc", Country: &de})
	h, s := open(t, b, page.Route{Screen: page.Suppliers, Params: map[string]string{"stage": "approved"}})
	h.See("Aaa", "Stage: Approved", "1 of 3")
	h.DontSee("Bbb")
	s.Grid.SetSearch("zzz")
	h.See("No supplier fits these 2 filters")
	h.Tap("Clear filters")
	h.See("Bbb", "Stage: all")
	h.Tap("Country: all")
	h.See("Germany")
}

func TestSuppliers_ArchivingCanBeTakenBack(t *testing.T) {
	b := guitest.Empty(t)
	put(t, b, supplier.Input{Name: "Aaa"}, supplier.Input{Name: "Bbb"})
	h, s := open(t, b, list)
	h.Key(action.Plain(fyne.KeyDelete))
	if !all(t, b)["Aaa"].Archived || len(h.Toasts) != 1 || !h.Toasts[0].Undo {
		t.Fatalf("suppliers = %v, toasts %v", all(t, b), h.Toasts)
	}
	h.DontSee("Aaa")
	h.Toasts[0].Link.Do()
	if all(t, b)["Aaa"].Archived {
		t.Error("undo did not bring it back")
	}
	if r, _ := s.Grid.CurrentRow(); r.Name != "Aaa" {
		t.Errorf("%q is chosen, not the one that came back", r.Name)
	}
	h.Act("suppliers.archive")
	h.Act("suppliers.archived")
	h.See("Aaa", "Archived")
}

func TestSuppliers_DuplicatesAreMergedAndTakenApartAgain(t *testing.T) {
	b := guitest.Empty(t)
	mail := "sales@nordvik.example"
	put(t, b, supplier.Input{Name: "Nordvik GmbH", Email: &mail}, supplier.Input{Name: "Nordvik", Email: &mail})
	h, s := open(t, b, list)
	h.Key(action.Plain(fyne.KeyG))
	h.See("Are these two the same?", "same e-mail address, same name but for signs and legal form")
	h.Tap("Look")
	h.See("Goes over", "Stays as it is", "The other way round")
	h.Tap("The other way round")
	h.Tap("The other way round")
	if len(h.Dialogs) != 1 {
		t.Fatalf("%d dialogs are open", len(h.Dialogs))
	}
	h.Verb()
	if n := s.Grid.Len(); n != 1 {
		t.Fatalf("%d suppliers are left, reports %v", n, h.Reports)
	}
	toast := h.Toasts[len(h.Toasts)-1]
	if !toast.Undo {
		t.Fatalf("toast = %+v", toast)
	}
	toast.Link.Do()
	if s.Grid.Len() != 2 {
		t.Errorf("%d suppliers after undo, reports %v", s.Grid.Len(), h.Reports)
	}
}

func TestSuppliers_OneIsMergedIntoAnotherThatIsNamed(t *testing.T) {
	b := guitest.Empty(t)
	put(t, b, supplier.Input{Name: "Aaa"}, supplier.Input{Name: "Zzz"})
	h, s := open(t, b, list)
	h.Key(action.Plain(fyne.KeyM))
	h.See("Merge Aaa into which supplier?")
	if !h.Verb() {
		t.Fatal("a dialog without an answer closes")
	}
	for _, r := range "zz" {
		h.Focused().TypedRune(r)
	}
	h.Key(action.Plain(fyne.KeyReturn))
	h.See("Merge Aaa into Zzz?")
	h.Verb()
	if !all(t, b)["Aaa"].Archived || s.Grid.Len() != 1 {
		t.Fatalf("suppliers = %v", all(t, b))
	}
	h.Act("suppliers.archived")
	s.Choose("Aaa")
	h.Act("suppliers.restore")
	if all(t, b)["Aaa"].Archived {
		t.Errorf("bringing it back did not take the merge back: %v", h.Reports)
	}
}

func TestSuppliers_NothingToMergeIsSaid(t *testing.T) {
	b := guitest.Empty(t)
	put(t, b, supplier.Input{Name: "Aaa"})
	h, _ := open(t, b, list)
	h.Act("suppliers.duplicates")
	if len(h.Toasts) != 1 || len(h.Dialogs) != 0 {
		t.Errorf("toasts %v, dialogs %v", h.Toasts, h.Dialogs)
	}
}

func TestSuppliers_LeadsToWhatBelongsToOne(t *testing.T) {
	h, s := open(t, guitest.Small(t), list)
	r, _ := s.Grid.CurrentRow()
	h.Key(action.Plain(fyne.KeyP), action.Plain(fyne.KeyO), action.Plain(fyne.KeyR), action.Plain(fyne.KeyU))
	want := []string{page.Products, page.Orders, page.Margins}
	if len(h.Routes) != 4 {
		t.Fatalf("went to %v", h.Routes)
	}
	for i, screen := range want {
		if h.Routes[i].Screen != screen || h.Routes[i].Param(page.BySupplier) != r.Name {
			t.Errorf("went to %v", h.Routes[i])
		}
	}
	if to := h.Routes[3].Screen; to != page.Outbox && to != page.Forwarding {
		t.Errorf("purchase orders lead to %s", to)
	}
	out := t.TempDir() + "/suppliers.csv"
	h.Files = []string{out}
	h.Key(action.Ctrl(fyne.KeyE))
	data, err := os.ReadFile(out)
	if err != nil || !strings.Contains(string(data), r.Name) {
		t.Errorf("%q, %v, reports %v", data, err, h.Reports)
	}
}

func TestSuppliers_TheFormAsksBeforeChangesAreLost(t *testing.T) {
	b := guitest.Empty(t)
	put(t, b, supplier.Input{Name: "Aaa"})
	h, s := open(t, b, list)
	h.Act("suppliers.edit")
	h.Type("Name", "Another")
	h.No = true
	s.Escape()
	if len(h.Questions) != 1 || !strings.Contains(strings.Join(h.Questions[0].Lines, ""), "Another") {
		t.Fatalf("questions = %v", h.Questions)
	}
	h.See("Who it is")
	h.No = false
	s.Escape()
	h.DontSee("Who it is", "Another")
	h.See("Aaa", "Open and owed")
	if !s.Escape() || s.Escape() {
		t.Error("Esc closes the panel, then nothing")
	}
	h.DontSee("Open and owed")
	h.Key(action.Plain(fyne.KeyD))
	h.See("Open and owed")
}

func TestSuppliers_AnotherFormAsksBeforeChangesAreLost(t *testing.T) {
	b := guitest.Empty(t)
	put(t, b, supplier.Input{Name: "Aaa"}, supplier.Input{Name: "Bbb"})
	h, s := open(t, b, list)
	h.Act("suppliers.edit")
	h.Type("Name", "Another")
	h.No = true
	h.Window.Canvas().Focus(s.Grid)
	h.Key(action.Plain(fyne.KeyDown))
	h.Key(action.Plain(fyne.KeyE))
	h.Key(action.Ctrl(fyne.KeyN))
	if len(h.Questions) != 2 || s.Dirty() == "" {
		t.Fatalf("questions = %v, lost %q", h.Questions, s.Dirty())
	}
	h.No = false
	h.Window.Canvas().Focus(s.Grid)
	h.Key(action.Plain(fyne.KeyE))
	h.See("Who it is", "Bbb")
	if s.Dirty() != "" {
		t.Errorf("the form of the other one would lose %q", s.Dirty())
	}
}

func TestSuppliers_RowsThatAreReadAnewLeaveTheFormOpen(t *testing.T) {
	b := guitest.Empty(t)
	put(t, b, supplier.Input{Name: "Aaa"}, supplier.Input{Name: "Bbb"})
	h, s := open(t, b, list)
	h.Act("suppliers.edit")
	put(t, b, supplier.Input{Name: "Ccc"})
	s.Reload()
	h.See("Who it is", "Ccc")
	h.Window.Canvas().Focus(s.Grid)
	h.Key(action.Plain(fyne.KeyDown))
	h.DontSee("Who it is")
}

func TestSuppliers_TheFormStandsBesideTheListOrInItsPlace(t *testing.T) {
	b := guitest.Empty(t)
	put(t, b, supplier.Input{Name: "Aaa"})
	h, s := open(t, b, list)
	h.Key(action.Ctrl(fyne.KeyN))
	if !s.Grid.Visible() {
		t.Error("the list is gone though there is room")
	}
	h.Resize(916, 714)
	if s.Grid.Visible() {
		t.Error("the list lies under the form")
	}
	h.Key(action.Plain(fyne.KeyEscape))
	if !s.Grid.Visible() || s.Grid.Size().Width < 700 {
		t.Errorf("the list did not come back: %v", s.Grid.Size())
	}
}

func TestSuppliers_AFailedLoadOffersToTryAgain(t *testing.T) {
	b := guitest.Small(t)
	if err := b.DB.Close(); err != nil {
		t.Fatal(err)
	}
	h, _ := open(t, b, list)
	h.See("Try again", "Details")
	h.Tap("Details")
	if len(h.Reports) != 1 {
		t.Errorf("reports = %v", h.Reports)
	}
}

func TestSuppliers_LateRowsComeWithoutMovingTheChoice(t *testing.T) {
	b := guitest.Small(t)
	pump := guitest.NewPump()
	h := guitest.New(t, b)
	h.Run = pump
	s := h.Open(suppliers.New, list).(*suppliers.Suppliers)
	pump.Settle()
	before, _ := s.Grid.CurrentRow()
	put(t, b, supplier.Input{Name: "0 new"})
	pump.Settle()
	pump.Tick()
	h.See("0 new")
	if after, _ := s.Grid.CurrentRow(); after.Name != before.Name {
		t.Errorf("the choice moved from %s to %s", before.Name, after.Name)
	}
	s.Close()
	put(t, b, supplier.Input{Name: "0 newer"})
	pump.Settle()
	pump.Tick()
	h.DontSee("0 newer")
}

func TestSuppliers_TheWayBackKeepsSearchAndChoice(t *testing.T) {
	h, s := open(t, guitest.Small(t), list)
	h.Type("Name, type, country", "nobody")
	h.Return(suppliers.New, list, s.Keep())
	h.See("nobody", "No supplier fits this filter")
}

func TestSuppliers_InANarrowWindowThePanelComesOnDemand(t *testing.T) {
	b := guitest.Small(t)
	h := guitest.New(t, b)
	h.Resize(916, 714)
	h.Open(suppliers.New, list)
	h.DontSee("Open and owed")
	h.Key(action.Plain(fyne.KeyD))
	h.See("Open and owed")
	h.Key(action.Plain(fyne.KeyEscape))
	h.DontSee("Open and owed")
}
