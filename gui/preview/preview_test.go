package preview_test

import (
	"image"
	"os"
	"strconv"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/preview"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports/documents"
	"github.com/dropledger/dropledger/services/approval"
	"github.com/dropledger/dropledger/services/store"
)

// drafted is the sample business with its orders given to suppliers, and the
// purchase order with the most documents.
func drafted(t *testing.T) (*page.Book, *documents.Proofs, page.Route) {
	t.Helper()
	b := guitest.Sample(t)
	s := approval.New(b.DB, b.Bus, b.Jobs, documents.New(b.Program))
	if _, err := s.Route(t.Context()); err != nil {
		t.Fatal(err)
	}
	board, err := s.Board(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var most *documents.Proofs
	route := page.Route{Screen: "preview"}
	for i := range board.Purchases {
		id := board.Purchases[i].ID
		if id == 0 {
			continue
		}
		p, err := documents.For(b.Program, b.DB).Proofs(t.Context(), id, "")
		if err != nil {
			t.Fatal(err)
		}
		if most == nil || len(p.Documents) > len(most.Documents) {
			most, route.Key = p, strconv.FormatInt(id, 10)
		}
	}
	if most == nil {
		t.Fatal("the sample has no purchase order to send")
	}
	return b, most, route
}

// picture is that of the page that is shown, nil when there is none.
func picture(h *guitest.Host) image.Image {
	for _, o := range h.Objects() {
		if img, ok := o.Object.(*canvas.Image); ok && img.Resource == nil && img.Image != nil && img.Visible() {
			return img.Image
		}
	}
	return nil
}

// same tells whether a picture is that of a page.
func same(a, b image.Image) bool {
	x, ok := a.(*image.RGBA)
	y, too := b.(*image.RGBA)
	return ok && too && x.Rect == y.Rect && string(x.Pix) == string(y.Pix)
}

// printed are the documents with pages, in the order of their tabs.
func printed(p *documents.Proofs) []documents.Document {
	var all []documents.Document
	for _, k := range []documents.Kind{documents.PurchaseOrder, documents.PackingSlip, documents.Invoice, documents.Declaration} {
		for _, d := range p.Documents {
			if d.Kind == k && d.Proof != nil {
				all = append(all, d)
			}
		}
	}
	return all
}

func TestPreview_TurnsThroughEveryPageOfEveryDocumentAndBack(t *testing.T) {
	b, p, route := drafted(t)
	h := guitest.New(t, b)
	h.Open(preview.New, route)
	h.See(p.Number, p.Supplier, "Purchase order", "Page 1 of ")
	docs := printed(p)
	if len(docs) < 2 {
		t.Fatalf("the purchase order has %d printed documents", len(docs))
	}
	var first image.Image
	for i, d := range docs {
		for leaf := range d.Proof.Pages() {
			h.See(d.Name, "Page "+strconv.Itoa(leaf+1)+" of "+strconv.Itoa(d.Proof.Pages()))
			got := picture(h)
			if got == nil || !same(got, d.Proof.Picture(leaf, got.Bounds().Dx())) {
				t.Fatalf("%s: page %d is not shown", d.Name, leaf+1)
			}
			if i == 0 && leaf == 0 {
				first = got
			}
			h.Key(action.Plain(fyne.KeyPageDown))
		}
	}
	h.See(docs[len(docs)-1].Name) // it stays on the last
	for _, d := range docs {
		for range d.Proof.Pages() {
			h.Key(action.Plain(fyne.KeyPageUp))
		}
	}
	if !same(picture(h), first) {
		t.Error("the way back does not end on the first page")
	}
}

func TestPreview_ShowsTheKindThatIsChosen(t *testing.T) {
	b, p, route := drafted(t)
	h := guitest.New(t, b)
	h.Open(preview.New, route)
	h.Key(action.Key{Name: fyne.KeyTab, Mod: fyne.KeyModifierControl})
	for _, d := range printed(p) {
		if d.Kind == documents.PackingSlip {
			if got := picture(h); !same(got, d.Proof.Picture(0, got.Bounds().Dx())) {
				t.Errorf("%s is not shown", d.Name)
			}
			return
		}
	}
	t.Error("there is no packing slip")
}

func TestPreview_IsAsLargeAsAPersonWantsAndStaysSo(t *testing.T) {
	b, _, route := drafted(t)
	h := guitest.New(t, b)
	h.Open(preview.New, route)
	wide := func() int { return picture(h).Bounds().Dx() }
	first := wide()
	h.See("100 %")
	for _, step := range []struct {
		key  fyne.KeyName
		fits func(int) bool
	}{
		{fyne.KeyPlus, func(w int) bool { return w > first }},
		{fyne.Key1, func(w int) bool { return w == first }},
		{fyne.KeyMinus, func(w int) bool { return w < first }},
		{fyne.KeyW, func(w int) bool { return float32(w) > guitest.Width-100 && float32(w) < guitest.Width }},
		{fyne.KeyZ, func(w int) bool { return w < first && float32(picture(h).Bounds().Dy()) < guitest.Height }},
	} {
		h.Key(action.Plain(step.key))
		if w := wide(); !step.fits(w) {
			t.Errorf("after %s the page is %d wide, in first size %d", step.key, w, first)
		}
	}
	whole := wide()
	h.Open(preview.New, route)
	if wide() != whole {
		t.Errorf("opened again the page is %d wide, not %d", wide(), whole)
	}
	h.Resize(900, 500)
	if w := wide(); w >= whole {
		t.Errorf("in a smaller window the whole page is %d wide, was %d", w, whole)
	}
}

func TestPreview_OpensTheVeryFile(t *testing.T) {
	b, p, route := drafted(t)
	for _, key := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyO} {
		h := guitest.New(t, b)
		h.Open(preview.New, route)
		h.Key(action.Plain(key))
		if len(h.Opened) != 1 || !strings.HasSuffix(h.Opened[0], p.Number+".pdf") {
			t.Fatalf("%s opened %q", key, h.Opened)
		}
		content, err := os.ReadFile(h.Opened[0])
		if err != nil || string(content) != string(printed(p)[0].Content) {
			t.Errorf("it is not the purchase order: %v", err)
		}
	}
}

func TestPreview_WarnsAboveThePageOfWhatNoFontHas(t *testing.T) {
	b, _, route := drafted(t)
	err := b.DB.Write(t.Context(), func(tx *store.Tx) error {
		return tx.Exec("UPDATE contact SET name = '陳小龍 \U0010ABCD'").Error
	})
	if err != nil {
		t.Fatal(err)
	}
	h := guitest.New(t, b)
	h.Open(preview.New, route)
	h.See("These characters are missing")
}

func TestPreview_WaitsFailsAndTriesAgain(t *testing.T) {
	b, p, route := drafted(t)
	h := guitest.New(t, b)
	late := &async.Manual{}
	h.Run = late
	h.Open(preview.New, route)
	late.Timers[0]()
	h.See("Loading")
	h.DontSee("Page 1 of ")
	h.Key(action.Plain(fyne.KeyReturn), action.Plain(fyne.KeyPageDown), action.Plain(fyne.KeyW))
	late.Settle()
	h.See(p.Number, "Page 1 of ")
	if len(h.Opened) != 0 {
		t.Errorf("opened %q before it was there", h.Opened)
	}

	h = guitest.New(t, b)
	h.Open(preview.New, page.Route{Screen: "preview", Key: "99999"})
	h.See("The documents could not be made. Nothing was sent.")
	h.DontSee("Page 1 of ", "Open PDF")
	h.Tap("Details")
	if len(h.Reports) != 1 || model.CodeOf(h.Reports[0].Err) != model.NotFound {
		t.Errorf("reported %v", h.Reports)
	}
}

func TestPreview_EscGoesBack(t *testing.T) {
	b, _, route := drafted(t)
	h := guitest.New(t, b)
	s := h.Open(preview.New, route)
	if !s.(page.Escaper).Escape() || h.Backs != 1 {
		t.Errorf("went back %d times", h.Backs)
	}
}
