package imports

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/importer"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/shop"
	"github.com/dropledger/dropledger/services/sourcing"
)

func orders(t testing.TB, b *page.Book) int {
	t.Helper()
	rows, err := order.New(b.DB, b.Bus).List(t.Context(), order.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	return len(rows)
}

func batches(t testing.TB, b *page.Book) int {
	t.Helper()
	list, err := importer.New(b.DB, b.Bus, b.Jobs).Batches(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return len(list)
}

// mended is what the history says of cells that were mended by hand.
func mended(t testing.TB, b *page.Book) (said []string) {
	t.Helper()
	rows, err := order.New(b.DB, b.Bus).List(t.Context(), order.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		entries, err := history.New(b.DB, b.Bus).Of(t.Context(), order.Kind, r.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			said = append(said, e.OldValue+">"+e.NewValue)
		}
	}
	slices.Sort(said)
	return said
}

var ctrlEnter = action.Ctrl(fyne.KeyReturn)

// cell is the text of a cell in the row of an order.
func cell(s *preview, number, column string) string {
	for i := range s.now().preview().Orders {
		if o := &s.now().preview().Orders[i]; o.Number == number {
			return s.rows.table.CellText(strconv.Itoa(o.Row), column)
		}
	}
	return "no such order"
}

func TestPreview_ShowsWhatTheFileIsAndWhatItWouldDo(t *testing.T) {
	b, path := twice(t)
	h, s := open(t, b, path)
	h.See("Shopify orders, 123 orders, USD", "orders_export_us_2026-03-14.csv", "nordlicht.us", "60 of 60 days known", "46 orders, 31 Mar",
		"74 + 20 + 26 = 120 imported, 3 refused, 123 in the file", "Import 120 orders", "3 orders are refused", "nothing is written yet")
	if s.tab != tabChanged {
		t.Errorf("the first tab is %s", s.tab)
	}
	for column, want := range map[string]string{"payment": "paid → part refunded", "fulfilment": "unfulfilled", "refunded": "0.00 → 12.00", "does": "Refund 12.00 is booked"} {
		if got := cell(s, "#US-3301", column); got != want {
			t.Errorf("%s shows %q, want %q", column, got, want)
		}
	}
	if orders(t, b) != 46 {
		t.Error("looking wrote orders")
	}
}

func TestPreview_ImportsByCtrlEnterAndTakesItBack(t *testing.T) {
	b, path := twice(t)
	h, s := open(t, b, path)
	h.Key(ctrlEnter)
	if n := orders(t, b); n != 120 {
		t.Fatalf("%d orders are in the book", n)
	}
	h.See("120 orders were imported: 74 new, 20 changed", "75 orders wait for a supplier.", "Import 2", "Save refused rows")
	if r := s.At(); r.Param("files") != "" {
		t.Errorf("an export saved again under the same name would not be looked at: the page is at %+v", r)
	}
	areas := s.Areas()
	if len(areas) != 1 {
		t.Fatalf("%d areas take the focus after the import, want the next step", len(areas))
	}
	h.Window.Canvas().Focus(areas[0])
	h.Key(action.Plain(fyne.KeyReturn))
	if r := h.Routes[len(h.Routes)-1]; r.Screen != page.Forwarding || r.Param(page.ByRouting) == "" {
		t.Errorf("routing leads to %+v", r)
	}
	h.Tap("Show the orders")
	if r := h.Routes[len(h.Routes)-1]; r.Screen != page.Orders || r.Param(page.ByShop) != "#1" || r.Param(page.ByFrom) != "2026-01-14" {
		t.Errorf("the orders are shown by %+v", r)
	}
	h.Key(ctrlEnter)
	if n := batches(t, b); n != 2 {
		t.Errorf("a second Ctrl+Enter made %d imports", n)
	}
	h.Tap("Take this import back")
	if n := orders(t, b); n != 46 {
		t.Errorf("after taking it back %d orders are in the book", n)
	}
	if r := s.At(); r.Param("files") != path {
		t.Errorf("after taking it back the page is at %+v", r)
	}
	if s.done != nil || !h.Has("Import 120 orders") {
		t.Error("the file is not shown again")
	}
}

func TestPreview_CountsWhatWaitsForASupplierAsTheOrdersDo(t *testing.T) {
	b := guitest.Empty(t)
	give(t, b, "shop", `{"name":"nordlicht.us","platform":"shopify","currency":"USD","time_zone":"America/New_York"}`)
	h, _ := open(t, b, export(t, "orders.csv", sold{number: 1}, sold{number: 2, status: "pending"}, sold{number: 3, sent: "fulfilled"}))
	h.Key(ctrlEnter)
	h.See("3 orders were imported", "2 orders wait for a supplier.")
}

func TestPreview_RepairsARefusedCellByKeyAndRecordsIt(t *testing.T) {
	b, path := twice(t)
	h, s := open(t, b, path)
	h.Key(action.Plain(fyne.KeyF4))
	h.See("2 orders are refused", "Import 121 orders")
	h.Tap("Use 20.0")
	h.See("1 order is refused", "Import 122 orders")
	h.Key(action.Plain(fyne.KeyF4))
	if f := s.refused.grid.Field(); f == nil {
		t.Fatal("F4 opens no field where the repair is not certain")
	} else {
		f.SetText("20.00")
		f.OnSubmitted(f.Text)
	}
	h.See("Import 123 orders")
	h.DontSee("are refused")
	if s.Dirty() == "" {
		t.Error("leaving would lose the repairs without a word")
	}
	h.Key(ctrlEnter)
	if got := strings.Join(mended(t, b), ","); got != "2O.0>20.0,UKK>GB,twenty>20.00" {
		t.Errorf("the history says %q", got)
	}
	h.See("3 cells")
	if s.Dirty() != "" {
		t.Error("after the import nothing can be lost")
	}
}

func TestPreview_LeavesOutAndTakesAgain(t *testing.T) {
	b, path := twice(t)
	h, s := open(t, b, path)
	s.choose(tabCreated)
	s.rows.table.SelectLine(0)
	h.Key(action.Plain(fyne.KeyL))
	h.See("Import 119 orders", "4 orders are refused")
	s.refused.grid.SelectLine(0)
	s.choose(tabRefused)
	s.refused.grid.PressButton(keyOf(s.refused.list[0]), buttonTake)
	h.See("Import 120 orders")
	s.refused.grid.PressButton(keyOf(s.refused.list[0]), buttonLeave)
	h.See("Left out by hand", "Take it", "Import 120 orders")
}

func TestPreview_GoesFromTabToTabAndFromChangeToChange(t *testing.T) {
	b, path := twice(t)
	h, s := open(t, b, path)
	first := s.rows.table.Current()
	h.Key(action.Plain(fyne.KeyN))
	if now := s.rows.table.Current(); now == first {
		t.Error("N stays where it is")
	}
	h.Key(action.Ctrl(fyne.KeyTab))
	if s.tab != tabUnchanged {
		t.Errorf("Ctrl+Tab goes to %s", s.tab)
	}
	h.Key(action.Plain(fyne.KeyN))
	if s.tab != tabChanged {
		t.Errorf("N goes to %s", s.tab)
	}
	h.Type("Search", "Priya")
	h.See("5 of 20 shown")
	h.Key(action.Plain(fyne.KeyEscape))
	if h.Backs != 0 || s.find != "" {
		t.Error("Esc does not empty the search first")
	}
	h.Key(action.Plain(fyne.KeyEscape))
	if h.Backs != 1 {
		t.Error("Esc does not leave")
	}
}

func TestPreview_SavesTheRefusedRows(t *testing.T) {
	b, path := twice(t)
	h, _ := open(t, b, path)
	out := filepath.Join(t.TempDir(), "refused.csv")
	h.Files = []string{out}
	h.Key(action.Ctrl(fyne.KeyE))
	text, err := os.ReadFile(out)
	if err != nil || strings.Count(string(text), "\n") != 4 || !strings.Contains(string(text), "UKK") {
		t.Errorf("%v\n%s", err, text)
	}
	if h.FileAsks[0].Name != "orders_export_us_2026-03-14-refused.csv" {
		t.Errorf("the proposed name is %q", h.FileAsks[0].Name)
	}
}

func TestPreview_SaysWhyAFileCannotComeIn(t *testing.T) {
	for name, tt := range map[string]struct{ text, says string }{
		"photo.csv":  {"\x89PNG\r\n", "photo.csv is a picture"},
		"bill.csv":   {"%PDF-1.4", "bill.csv is a PDF document"},
		"empty.csv":  {"", "empty.csv is empty: export it again"},
		"orders.csv": {"Name,Created at,Lineitem quantity,Lineitem name\n#1,2026-01-01 00:00:00 +0000,1,Lamp\n", "lacks the columns"},
	} {
		t.Run(name, func(t *testing.T) {
			h, s := open(t, guitest.Empty(t), write(t, name, tt.text))
			h.See(name+" cannot be imported", tt.says)
			if s.why() == "" {
				t.Error("it could be imported all the same")
			}
		})
	}
}

func TestPreview_ReadsAgainWhenTheFileChangesOrVanishes(t *testing.T) {
	b, path := twice(t)
	h, s := open(t, b, path)
	if err := os.WriteFile(path, []byte(header+sold{number: 901}.row()), 0o600); err != nil {
		t.Fatal(err)
	}
	h.Key(ctrlEnter)
	if orders(t, b) != 46 {
		t.Error("another content than was shown came in")
	}
	h.See("Import 1 order")
	if last := h.Toasts[len(h.Toasts)-1]; !strings.Contains(last.Text, "was changed after it was shown") {
		t.Errorf("it says %q", last.Text)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	h.Key(ctrlEnter)
	h.See("cannot be imported", "there is no file", "it was moved, renamed or deleted")
	if len(h.Reports) != 1 || s.busy {
		t.Errorf("%v, busy %v", h.Reports, s.busy)
	}
}

func TestPreview_KnowsTheSameFileAgain(t *testing.T) {
	b := guitest.Empty(t)
	path := export(t, "a.csv", sold{number: 1})
	bring(t, b, importer.Options{}, path)
	h, s := open(t, b, path)
	h.See("this file, import 1, 31 Mar", "1 order is in the book already")
	if got := cell(s, "#US-3301", "does"); got != "–" {
		t.Errorf("an order that stays as it is does %q", got)
	}
	if why := s.why(); !strings.Contains(why, "Nothing in the file is new") {
		t.Errorf("it can be imported: %q", why)
	}
	h.Key(ctrlEnter)
	if n := batches(t, b); n != 1 {
		t.Errorf("%d imports", n)
	}
}

func TestPreview_BringsSeveralFilesInTheirOrder(t *testing.T) {
	b := guitest.Empty(t)
	first, picture := export(t, "a.csv", sold{number: 1}), write(t, "b.csv", "GIF89a")
	second := export(t, "c.csv", sold{number: 1, sent: "fulfilled"}, sold{number: 2})
	h, s := open(t, b, first, picture, second, first)
	h.See("File 1 of 3", "Import 2 of 3 files")
	h.Key(action.Ctrl(fyne.KeyPageDown))
	h.See("b.csv cannot be imported")
	h.Key(action.Ctrl(fyne.KeyDelete), action.Ctrl(fyne.KeyPageDown))
	h.See("File 1 of 2")
	h.Key(action.Ctrl(fyne.KeyPageDown))
	h.See("File 2 of 2", "Import all 2 files", "Not booked until there is a rate for 15 Jan")
	h.Key(ctrlEnter)
	h.See("2 files were imported")
	if n := orders(t, b); n != 2 {
		t.Errorf("%d orders came in", n)
	}
	s.Drop([]string{export(t, "d.csv", sold{number: 3})})
	h.See("Import 1 order")
}

func TestPreview_TakesAFolder(t *testing.T) {
	dir := filepath.Dir(export(t, "a.csv", sold{number: 1}))
	if err := os.WriteFile(filepath.Join(dir, "b.csv"), []byte(header+sold{number: 2}.row()), 0o600); err != nil {
		t.Fatal(err)
	}
	h, s := open(t, guitest.Empty(t), dir)
	h.See("File 1 of 2", "Import all 2 files")
	s.Drop([]string{t.TempDir()})
	h.See("File 1 of 2")
	if last := h.Toasts[len(h.Toasts)-1]; !strings.Contains(last.Text, "holds no tables (.CSV .TSV .TXT .XLSX)") {
		t.Errorf("of a folder without tables it says %q", last.Text)
	}
}

func TestPreview_AsksWhatAnUnknownFileIs(t *testing.T) {
	b := guitest.Empty(t)
	give(t, b, "supplier", `{"name":"Acme"}`)
	h, s := open(t, b, write(t, "x.csv", "Alpha;Beta;Gamma\nA-1;2,50;x\nB-2;3,75;y\n"))
	h.See("What is x.csv?", "It has 3 columns: Alpha, Beta, Gamma.", "UTF-8, semicolon")
	h.Tap("Supplier’s price or stock list")
	h.See("Choose above whose list this is.", "Columns")
	s.of(s.now(), func(o *importer.Options) {
		o.Supplier, o.Mapping = "Acme", map[string]string{"supplier_sku": "Alpha", "cost": "Beta"}
	})
	h.See("Import 2 articles", "New in the catalogue; first price")
	h.Key(ctrlEnter)
	if rows, err := sourcing.New(b.DB, b.Bus).List(t.Context(), record.Filter{}); err != nil || len(rows) != 2 {
		t.Errorf("%d prices came in: %v %v", len(rows), err, h.Reports)
	}
	h, _ = open(t, b, write(t, "y.csv", "Alpha;Beta;Gamma\nA-1;2,80;x\nB-2;3,75;y\n"))
	h.Tap("Supplier’s price or stock list")
	h.See("Acme", "Import 2 articles", "Price rises by 0.30")
}

// Of several files one waited for its supplier, and the summary did not say that it
// had not come in.
func TestPreview_TheSummaryNamesWhatWasLeftOut(t *testing.T) {
	b := guitest.Empty(t)
	give(t, b, "shop", `{"name":"nordlicht.us","platform":"shopify","currency":"USD","time_zone":"America/New_York"}`)
	h, s := open(t, b, export(t, "orders.csv", sold{number: 1}))
	s.Drop([]string{write(t, "x.csv", "Alpha;Beta;Gamma\nA-1;2,50;x\n")})
	h.Key(ctrlEnter)
	h.See("1 order was imported", "was left out. Say what the file is.")
	h.Tap("Go on with it")
	h.See("What is x.csv?")
	if len(s.files) != 1 || s.done != nil {
		t.Errorf("%d files are shown", len(s.files))
	}
}

func TestPreview_AsksWhichShop(t *testing.T) {
	b := guitest.Empty(t)
	bring(t, b, importer.Options{Shop: "North"}, export(t, "a.csv", sold{number: 1}))
	bring(t, b, importer.Options{Shop: "South"}, export(t, "b.csv", sold{number: 2}))
	h, s := open(t, b, export(t, "c.csv", sold{number: 700}))
	h.See("Which shop are these orders from?")
	if s.why() != "Say which shop the orders are from." {
		t.Errorf("why: %q", s.why())
	}
	s.newShop(s.now())
	h.Type("Name of the shop", "East")
	h.Verb()
	h.See("East (new)", "Import 1 order")
	h.Key(ctrlEnter)
	if _, err := shop.New(b.DB, b.Bus).ByName(t.Context(), "East"); err != nil {
		t.Error(err)
	}
}

func TestPreview_ShowsLoadingAndOnlyTheNewestFile(t *testing.T) {
	b, path := twice(t)
	run := &async.Manual{}
	h := guitest.New(t, b)
	h.Run = run
	h.Open(NewPreview, route(path))
	s := h.Screen.(*preview)
	h.See("Reading and checking")
	if s.why() != "The file is still being read." {
		t.Errorf("why: %q", s.why())
	}
	s.Open(route(export(t, "other.csv", sold{number: 800})))
	run.Settle()
	h.See("other.csv", "Import 1 order")
	s.Reload()
	h.See("reading again…", "other.csv")
	run.Settle()
	s.Close()
	s.run()
	run.Settle()
	if n := orders(t, b); n != 47 {
		t.Errorf("an import that the screen did not wait for left %d orders", n)
	}
}

func TestPreview_WithoutAFileSaysHow(t *testing.T) {
	h, _ := open(t, guitest.Empty(t))
	h.See("No file is chosen", "How to export")
	h.Files = []string{export(t, "a.csv", sold{number: 1})}
	h.Tap("Other file")
	h.See("Import 1 order")
}

func TestPreview_ChangesHowAFileIsRead(t *testing.T) {
	h, s := open(t, guitest.Empty(t), write(t, "a.csv", strings.ReplaceAll(header+sold{number: 1, name: "Ren\xe9"}.row(), ",", "|")))
	h.See("WINDOWS-1252, upright line")
	s.readingDialog()
	h.See("How a.csv is read")
	h.Verb()
	h.See("Import 1 order")
	if got := cell(s, "#US-3301", "customer"); got != "René" {
		t.Errorf("the name reads %q", got)
	}
}

func TestPreview_ShowsAHundredThousandOrders(t *testing.T) {
	path := os.Getenv("ORDERS")
	if path == "" {
		t.Skip("a large export is shown when ORDERS names one")
	}
	b := guitest.Empty(t)
	at := time.Now()
	h, s := open(t, b, path)
	shown := time.Since(at)
	at = time.Now()
	s.choose(tabUnchanged)
	s.choose(tabCreated)
	h.Window.Canvas().Capture()
	turned := time.Since(at)
	at = time.Now()
	s.rows.search("lamp")
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	t.Logf("shown in %v, two tabs and a picture in %v, search %v, %d MB live", shown, turned, time.Since(at), m.HeapAlloc>>20)
	if s.now().taken() < 1000 {
		t.Errorf("%d orders are shown", s.now().taken())
	}
}
