package products_test

import (
	"os"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/products"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/overview"
	"github.com/dropledger/dropledger/services/product"
	"github.com/dropledger/dropledger/services/put"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/sourcing"
	"github.com/dropledger/dropledger/services/supplier"
)

func open(t *testing.T, b *page.Book, r page.Route) (*guitest.Host, *products.Products) {
	h := guitest.New(t, b)
	h.Resize(1366, guitest.Height)
	return h, h.Open(products.New, r).(*products.Products)
}

var list = page.Route{Screen: page.Products}

func all(t *testing.T, b *page.Book) map[string]product.Row {
	t.Helper()
	rows, err := product.New(b.DB, b.Bus).List(t.Context(), record.Filter{Archived: true})
	if err != nil {
		t.Fatal(err)
	}
	bySKU := map[string]product.Row{}
	for _, r := range rows {
		bySKU[r.SKU] = r
	}
	return bySKU
}

// stocked is a book with a supplier that is approved, one that is not, and some
// products.
func stocked(t *testing.T, skus ...string) *page.Book {
	t.Helper()
	b := guitest.Empty(t)
	approved, usd := model.Approved, model.Currency("USD")
	if _, err := supplier.New(b.DB, b.Bus).Put(t.Context(), []supplier.Input{{Name: "Acme", Stage: &approved}, {Name: "Later", Currency: &usd}}); err != nil {
		t.Fatal(err)
	}
	for _, s := range skus {
		if _, err := product.New(b.DB, b.Bus).Put(t.Context(), []product.Input{{SKU: s}}); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

func offer(t *testing.T, b *page.Book, json string) {
	t.Helper()
	if _, err := put.New(b.DB, b.Bus).Put(t.Context(), sourcing.Kind, []byte(json)); err != nil {
		t.Fatal(err)
	}
}

func offersOf(t *testing.T, b *page.Book, sku string) []overview.Offer {
	t.Helper()
	rows, err := overview.Offers(t.Context(), b.DB, all(t, b)[sku].ID)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// write types into what has the focus.
func write(h *guitest.Host, text string) {
	for _, r := range text {
		h.Focused().TypedRune(r)
	}
}

// pick chooses from the list of what has the focus.
func pick(h *guitest.Host, text string) {
	write(h, text)
	h.Key(action.Plain(fyne.KeyReturn))
}

// next goes on to the next field, as Tab does.
func next(h *guitest.Host) { h.Window.Canvas().FocusNext() }

func TestProducts_ShowsEachWithItsOffers(t *testing.T) {
	b := guitest.Small(t)
	h, s := open(t, b, page.Route{Screen: page.Product, Key: "A-1"})
	h.See("Products", "New product", "Offers today", "Lately", "Changes", "Stock gone", "Price rose")
	if r, _ := s.Grid.CurrentRow(); r.SKU != "A-1" {
		t.Errorf("%s is chosen", r.SKU)
	}
	if s.Grid.Len() != len(all(t, b)) {
		t.Errorf("%d rows are shown", s.Grid.Len())
	}
}

func TestProducts_AnEmptyBookSaysWhatToDo(t *testing.T) {
	h, _ := open(t, guitest.Empty(t), list)
	h.See("No product yet", "How products work")
	h.DontSee("Stock gone")
	h.Files = []string{"prices.csv"}
	h.Tap("Import products or prices")
	if len(h.Imported) != 1 {
		t.Errorf("imported %v", h.Imported)
	}
}

func TestProducts_ANewOneIsMadeWithTheKeyboard(t *testing.T) {
	b := guitest.Empty(t)
	h, s := open(t, b, list)
	h.Key(action.Ctrl(fyne.KeyN))
	h.Key(action.Ctrl(fyne.KeyReturn))
	h.See("Fill in “SKU”.")
	write(h, "NL-1")
	h.Type("HS code", "691200")
	h.Type("Weight", "390")
	if s.Dirty() == "" {
		t.Error("nothing would be lost by leaving")
	}
	h.Key(action.Ctrl(fyne.KeyReturn))
	r := all(t, b)["NL-1"]
	if r.Name != "NL-1" || r.HS != "691200" || r.WeightG == nil || *r.WeightG != 390 {
		t.Fatalf("product = %+v, reports %v, sees %v", r, h.Reports, h.Texts())
	}
	h.See("NL-1", "No offer", "Created")
	h.Key(action.Plain(fyne.KeyE))
	next(h)
	write(h, "Mug")
	h.Type("Weight", "")
	h.Key(action.Ctrl(fyne.KeyS))
	if r := all(t, b)["NL-1"]; r.Name != "Mug" || r.WeightG != nil {
		t.Errorf("product = %+v", r)
	}
}

func TestProducts_ANewOfferIsMadeWithBreaksLanesAndStock(t *testing.T) {
	b := stocked(t, "NL-1")
	h, _ := open(t, b, list)
	h.Key(action.Plain(fyne.KeyN))
	h.See("Offer for NL-1", "Who offers it")
	h.Key(action.Ctrl(fyne.KeyReturn))
	h.See("Fill in “Supplier”.", "Fill in “Price of a piece”.")
	pick(h, "Acme")
	h.Type("Price of a piece", "8.40")
	h.Tap("Add a price break")
	write(h, "10")
	next(h)
	write(h, "7.90")
	h.Tap("Add a destination")
	pick(h, "Everywh") // goes on to the service
	next(h)
	write(h, "4.50")
	next(h)
	write(h, "3")
	next(h)
	write(h, "6")
	h.Type("In stock", "120")
	h.Key(action.Ctrl(fyne.KeyReturn))
	rows := offersOf(t, b, "NL-1")
	if len(rows) != 1 {
		t.Fatalf("offers = %v, sees %v", rows, h.Texts())
	}
	o := rows[0]
	if o.Supplier != "Acme" || o.Cost.String() != "8.4" && o.Cost.Text("EUR") != "8.40" || len(o.Breaks) != 1 || len(o.Shipping) != 1 || o.Stock == nil || *o.Stock != 120 {
		t.Errorf("offer = %+v", o)
	}
	h.See("Acme", "12.90", "Offered")
	h.DontSee("Who offers it")
}

func TestProducts_TheCurrencyOfAnOfferFollowsItsSupplier(t *testing.T) {
	b := stocked(t, "NL-1")
	h, _ := open(t, b, list)
	h.Key(action.Plain(fyne.KeyN))
	pick(h, "Later")
	h.Type("Price of a piece", "3")
	h.Key(action.Ctrl(fyne.KeyReturn))
	if rows := offersOf(t, b, "NL-1"); len(rows) != 1 || rows[0].Currency != "USD" {
		t.Fatalf("offers = %+v", rows)
	}
	h.See("No supplier")
}

func TestProducts_AnOfferIsCorrectedAndANewPriceEndsTheOlder(t *testing.T) {
	b := stocked(t, "NL-1")
	offer(t, b, `{"supplier": "Acme", "sku": "NL-1", "valid_from": "2026-01-01", "cost": "5", "breaks": [{"from": 10, "cost": "4"}], "shipping": [{"to": "*", "cost": "2"}]}`)
	h, _ := open(t, b, list)
	h.See("since 1 Jan 2026", "5.00 EUR a piece · shipping 2.00 EUR")
	h.Key(action.Plain(fyne.KeyC))
	h.Type("Price of a piece", "5.50")
	h.Key(action.Ctrl(fyne.KeyS))
	rows := offersOf(t, b, "NL-1")
	if len(rows) != 1 || rows[0].Cost.Text("EUR") != "5.50" || len(rows[0].Breaks) != 1 || rows[0].ValidFrom != "2026-01-01" {
		t.Fatalf("offers = %+v", rows)
	}
	h.Key(action.Plain(fyne.KeyV))
	if h.Focused() != h.Field("Supplier’s article number") {
		t.Errorf("the focus is on %T, want the first field that can be changed", h.Focused())
	}
	h.Type("Price of a piece", "6")
	h.Key(action.Ctrl(fyne.KeyS))
	rows = offersOf(t, b, "NL-1")
	if len(rows) != 2 || rows[0].Cost.Text("EUR") != "6.00" || rows[1].ValidTo != "2026-03-30" {
		t.Fatalf("offers = %+v", rows)
	}
	h.See("Earlier and later prices", "+9.1\u00a0%")
}

func TestProducts_ARefusalOfTheServiceLandsAtTheField(t *testing.T) {
	b := stocked(t, "NL-1")
	h, _ := open(t, b, list)
	h.Key(action.Plain(fyne.KeyN))
	pick(h, "Acme")
	h.Type("Price of a piece", "1")
	h.Type("In stock", "5")
	h.Type("Counted on", "2027-01-01")
	h.Key(action.Ctrl(fyne.KeyReturn))
	h.See("Who offers it", "to come")
	if n := len(offersOf(t, b, "NL-1")); n != 0 {
		t.Errorf("%d offers are kept", n)
	}
}

func TestProducts_ChipsFindWhatNeedsAnEye(t *testing.T) {
	b := stocked(t, "A", "B", "C", "D")
	offer(t, b, `[{"supplier": "Acme", "sku": "A", "valid_from": "2026-01-01", "cost": "5", "stock": 0},
		{"supplier": "Acme", "sku": "B", "valid_from": "2026-01-01", "cost": "5", "stock": 4}, {"supplier": "Acme", "sku": "B", "valid_from": "2026-03-01", "cost": "6"},
		{"supplier": "Later", "sku": "C", "cost": "5"}]`)
	h, s := open(t, b, list)
	for chip, want := range map[string]string{"Stock gone": "A", "Price rose": "B", "Without supplier": "C", "Without offer": "D"} {
		h.Tap(chip)
		if r, ok := s.Grid.CurrentRow(); s.Grid.Len() != 1 || !ok || r.SKU != want {
			t.Errorf("%s shows %d rows, the first %s", chip, s.Grid.Len(), r.SKU)
		}
		h.Tap(chip)
	}
	h.Open(products.New, page.Route{Screen: page.Products, Params: map[string]string{page.BySupplier: "Acme"}})
	h.See("Supplier: Acme", "2 of 4")
	h.Open(products.New, page.Route{Screen: page.Products, Params: map[string]string{"lack": "customs"}})
	h.See("Lacks: customs data")
}

func TestProducts_ArchivingCanBeTakenBack(t *testing.T) {
	b := stocked(t, "A", "B")
	h, _ := open(t, b, list)
	h.Key(action.Plain(fyne.KeyDelete))
	if !all(t, b)["A"].Archived || len(h.Toasts) != 1 || !h.Toasts[0].Undo {
		t.Fatalf("products = %v, toasts %v", all(t, b), h.Toasts)
	}
	h.Toasts[0].Link.Do()
	if all(t, b)["A"].Archived {
		t.Error("undo did not bring it back")
	}
}

func TestProducts_DuplicatesAreMergedAndTakenApartAgain(t *testing.T) {
	b := stocked(t, "NL-1", "NL1")
	h, s := open(t, b, list)
	h.Key(action.Plain(fyne.KeyG))
	h.See("Are these two the same?", "same SKU but for signs")
	h.Tap("Look")
	h.See("Goes over", "are taken as NL-1 from now on")
	h.Verb()
	if s.Grid.Len() != 1 {
		t.Fatalf("%d products are left, reports %v", s.Grid.Len(), h.Reports)
	}
	h.Toasts[len(h.Toasts)-1].Link.Do()
	if s.Grid.Len() != 2 {
		t.Errorf("%d products after undo, reports %v", s.Grid.Len(), h.Reports)
	}
}

func TestProducts_LeadsToOrdersAndMarginsAndWritesAFile(t *testing.T) {
	h, s := open(t, guitest.Small(t), list)
	r, _ := s.Grid.CurrentRow()
	h.Key(action.Plain(fyne.KeyO), action.Plain(fyne.KeyR))
	if len(h.Routes) != 2 || h.Routes[0].Screen != page.Orders || h.Routes[0].Param(page.ByProduct) != r.SKU || h.Routes[1].Screen != page.Margins {
		t.Errorf("went to %v", h.Routes)
	}
	for _, name := range []string{"products.csv", "products.xlsx"} {
		out := t.TempDir() + "/" + name
		h.Files = []string{out}
		h.Key(action.Ctrl(fyne.KeyE))
		if data, err := os.ReadFile(out); err != nil || strings.HasSuffix(name, "csv") && !strings.Contains(string(data), r.SKU) {
			t.Errorf("%q, %v, reports %v", data, err, h.Reports)
		}
	}
}

func TestProducts_AnUnknownOneIsSaid(t *testing.T) {
	h, _ := open(t, guitest.Small(t), page.Route{Screen: page.Product, Key: "nowhere"})
	if len(h.Reports) != 1 || model.CodeOf(h.Reports[0].Err) != model.NotFound {
		t.Errorf("reports = %v", h.Reports)
	}
}

func TestProducts_AFailedLoadOffersToTryAgain(t *testing.T) {
	b := guitest.Small(t)
	if err := b.DB.Close(); err != nil {
		t.Fatal(err)
	}
	h, _ := open(t, b, list)
	h.See("Try again", "Details")
}

func TestProducts_LateOffersOfAnotherProductAreNotShown(t *testing.T) {
	b := stocked(t, "A", "B")
	offer(t, b, `{"supplier": "Acme", "sku": "A", "cost": "5"}`)
	pump := guitest.NewPump()
	h := guitest.New(t, b)
	h.Run = pump
	h.Resize(1366, guitest.Height)
	s := h.Open(products.New, list).(*products.Products)
	pump.Settle()
	h.See("5.00 EUR a piece")
	s.Grid.SelectLine(1)
	h.DontSee("5.00 EUR a piece")
	pump.Settle()
	h.See("No supplier offers it today.")
	offer(t, b, `{"supplier": "Acme", "sku": "B", "cost": "7"}`)
	pump.Settle()
	pump.Tick()
	h.See("7.00 EUR a piece")
}

func TestProducts_TheWayBackKeepsSearchAndChoice(t *testing.T) {
	h, s := open(t, guitest.Small(t), list)
	h.Type("SKU, name, supplier", "nobody")
	h.Return(products.New, list, s.Keep())
	h.See("nobody", "No product fits this filter")
}
