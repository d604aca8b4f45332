package welcome

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/shop"
	"github.com/dropledger/dropledger/services/store"
)

var here = page.Route{Screen: page.Welcome}

const (
	nameLabel = "What is the business called?"
	taxLabel  = "Are you registered for VAT or sales tax?"
)

// enter opens the page as the window of 1366x768 shows it.
func enter(t *testing.T, prepare func(*guitest.Host)) (*guitest.Host, *Welcome) {
	t.Helper()
	h := guitest.New(t, nil)
	h.Resize(1366, guitest.Height)
	if prepare != nil {
		prepare(h)
	}
	return h, h.Open(New, here).(*Welcome)
}

func TestWelcome_MakesABookFromFiveAnswers(t *testing.T) {
	h, w := enter(t, nil)
	if h.Focused() != w.form.First() {
		t.Errorf("the focus is on %T, want the name", h.Focused())
	}
	h.See("Welcome to Dropledger", "Look around first", "Start your own book", "United States", "USD")
	h.Type(nameLabel, "Kvist & Krone")
	h.See("Kvist & Krone.dropledger in /books")
	w.country.Set("DE")
	w.follow()
	if c, err := w.currency.Get(); c != "EUR" || err != nil {
		t.Errorf("Germany proposes %s, %v", c, err)
	}
	h.Type(taxLabel, "DE123456789")
	h.Tap("Etsy")
	h.Key(action.Ctrl(fyne.KeyReturn))
	if !slices.Contains(h.Asked, "make /books/Kvist & Krone.dropledger") || h.Made == nil {
		t.Fatalf("asked %v", h.Asked)
	}
	for key, want := range map[setting.Key]string{
		setting.BookName: "Kvist & Krone", setting.BookCountry: "DE", setting.BookCurrency: "EUR", setting.MerchantName: "Kvist & Krone",
		setting.MerchantCountry: "DE", setting.TaxVAT: "DE123456789",
	} {
		if e, err := setting.New(h.Made.DB, h.Made.Bus).Get(context.Background(), string(key)); e.Value != want || err != nil {
			t.Errorf("%s is %q, %v", key, e.Value, err)
		}
	}
	shops, err := shop.New(h.Made.DB, h.Made.Bus).List(context.Background(), record.Filter{})
	if err != nil || len(shops) != 2 || shops[0].Name != "Kvist & Krone Etsy" || shops[1].Platform != "shopify" || shops[0].TimeZone != "Europe/Berlin" || shops[0].Currency != "EUR" {
		t.Errorf("shops %+v, %v", shops, err)
	}
	h.Asked = nil
	h.Key(action.Ctrl(fyne.KeyReturn))
	if len(h.Asked) != 0 {
		t.Error("a second book is made while the first is")
	}
}

func TestWelcome_SaysWhatIsMissing(t *testing.T) {
	h, w := enter(t, nil)
	h.Tap("Create book")
	if len(h.Asked) != 0 || h.Focused() != w.form.First() {
		t.Errorf("without a name it asked %v and the focus is on %T", h.Asked, h.Focused())
	}
	h.See("Give the business a name")
}

func TestWelcome_TheCurrencyFollowsTheCountryUntilItIsChosen(t *testing.T) {
	_, w := enter(t, nil)
	w.country.Set("SE")
	w.follow()
	if c, _ := w.currency.Get(); c != "SEK" {
		t.Errorf("Sweden proposes %s", c)
	}
	w.priced = true
	w.country.Set("DE")
	w.follow()
	if c, _ := w.currency.Get(); c != "SEK" {
		t.Errorf("a chosen currency became %s", c)
	}
}

func TestWelcome_TheFileGoesWhereAPersonWants(t *testing.T) {
	h, w := enter(t, func(h *guitest.Host) { h.Files = []string{"/else/mine"} })
	h.Tap("Change")
	if ask := h.FileAsks[0]; !ask.Save || ask.Name != "book.dropledger" {
		t.Errorf("asked %+v", ask)
	}
	h.See("mine.dropledger in /else")
	h.Type(nameLabel, "Kvist")
	h.Tap("Change")
	if ask := h.FileAsks[1]; ask.Name != "mine.dropledger" {
		t.Errorf("asked %+v", ask)
	}
	w.Primary()
	if !slices.Contains(h.Asked, "make /else/mine.dropledger") {
		t.Errorf("asked %v", h.Asked)
	}
}

func TestWelcome_AnErrorLandsWhereItBelongs(t *testing.T) {
	h, w := enter(t, nil)
	h.Type(nameLabel, "Kvist")
	w.begin(w.create)
	if w.busy() == "" {
		t.Error("a second book could be made meanwhile")
	}
	w.refused(model.FieldErrorf(string(setting.BookName), "The name is taken."))
	h.See("The name is taken.")
	w.refused(model.Errorf(model.DiskFull, "The disk is full."))
	h.See("The disk is full.")
	w.refused(model.Errorf(model.Cancelled, "Stopped."))
	if len(h.Said) != 1 || w.busy() != "" {
		t.Errorf("said %v", h.Said)
	}
	w.Close()
	w.refused(errors.New("boom"))
	if len(h.Reports) != 1 {
		t.Error("an error after leaving is lost")
	}
}

func TestWelcome_MakesTheSampleOnceAndOpensItAfterwards(t *testing.T) {
	h, w := enter(t, nil)
	h.Window.Canvas().Unfocus()
	h.Key(action.Plain(fyne.KeyS))
	if !slices.Contains(h.Asked, "make /books/Sample business.dropledger") || h.Made == nil {
		t.Fatalf("asked %v", h.Asked)
	}
	if e, err := setting.New(h.Made.DB, h.Made.Bus).Get(context.Background(), string(setting.BookName)); e.Value != "Northlight Home" || err != nil {
		t.Errorf("the sample is %q, %v", e.Value, err)
	}
	if h.Key(action.Plain(fyne.KeyS)); len(h.Asked) != 1 {
		t.Error("it is made twice")
	}
	w.end(w.open)
	path := filepath.Join(t.TempDir(), "Sample business.dropledger")
	if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	h.Known, h.Asked = []page.Recent{{Path: path, Name: "Northlight Home", Sample: true, Opened: guitest.Clock()}}, nil
	h.Key(action.Plain(fyne.KeyF5))
	h.See("Sample business.dropledger is there from before.")
	h.Tap("Open the sample business")
	if !slices.Equal(h.Asked, []string{"open " + path}) {
		t.Errorf("asked %v", h.Asked)
	}
	h.Tap("Make it anew, with orders up to today")
	if _, err := os.Stat(path); !os.IsNotExist(err) || len(h.Questions) != 1 || !h.Questions[0].Bad {
		t.Errorf("the old one: %v, asked %v", err, h.Questions)
	}
	if h.Asked[len(h.Asked)-1] != "make "+path {
		t.Errorf("asked %v", h.Asked)
	}
}

func TestWelcome_TheLetterIsTypedIntoAField(t *testing.T) {
	h, _ := enter(t, nil)
	h.Key(action.Plain(fyne.KeyS))
	if len(h.Asked) != 0 {
		t.Error("S in the name opened the sample")
	}
}

func TestWelcome_ListsTheBooksOpenedLast(t *testing.T) {
	there := filepath.Join(t.TempDir(), "real.dropledger")
	if err := os.WriteFile(there, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	known := []page.Recent{{Path: there, Name: "Harbour Goods", Opened: guitest.Clock().Add(-time.Hour)}, {Path: there + ".gone", Name: "Kvist", Opened: guitest.Clock()}}
	h, w := enter(t, func(h *guitest.Host) { h.Known = known })
	h.See("Open again", "Harbour Goods", "Kvist", "not there")
	if h.Count("not there") != 1 || len(w.Areas()) != 3 {
		t.Errorf("%d are not there, %d areas", h.Count("not there"), len(w.Areas()))
	}
	h.Tap("Harbour Goods")
	h.Tap("Kvist")
	row := w.recent.Objects()[1].(*kit.Box).Objects()
	row[len(row)-1].(*kit.Button).Tapped(nil)
	if want := []string{"open " + there, "open " + there + ".gone", "forget " + there + ".gone"}; !slices.Equal(h.Asked, want) {
		t.Errorf("asked %v", h.Asked)
	}
}

func TestTrouble_EachFailureHasAWayOn(t *testing.T) {
	path := guitest.Sample(t).Path
	for code, c := range map[model.Code]struct {
		see, not []string
	}{
		model.Busy:       {[]string{"Try again", "Open for reading only", "Show folder"}, []string{"Choose a backup"}},
		model.Damaged:    {[]string{"Try again", "Choose a backup", "Show folder"}, []string{"Take off the list"}},
		model.Newer:      {[]string{"Choose a backup"}, []string{"Take off the list"}},
		model.NotFound:   {[]string{"Try again", "Look for it", "Choose a backup", "Take off the list"}, []string{"Show folder"}},
		model.DiskFull:   {[]string{"Try again", "Show folder"}, []string{"Choose a backup", "Open for reading only"}},
		model.Unwritable: {[]string{"Try again", "Open for reading only", "Show folder"}, []string{"Choose a backup"}},
	} {
		h, w := enter(t, func(h *guitest.Host) {
			h.Why = &page.Failure{Path: path, Err: model.Errorf(code, "It did not work out.")}
		})
		h.See("sample.dropledger could not be opened", "It did not work out.")
		h.See(c.see...)
		h.DontSee(c.not...)
		h.Tap("Try again")
		if !slices.Equal(h.Asked, []string{"open " + path}) {
			t.Errorf("%s asked %v", code, h.Asked)
		}
		h.Tap("Dismiss")
		h.DontSee("It did not work out.")
		if w.trouble.card.Visible() {
			t.Errorf("%s stays", code)
		}
	}
	h, _ := enter(t, func(h *guitest.Host) { h.Why = &page.Failure{Path: path, Err: errors.New("sql: boom")} })
	h.See("did not expect")
	h.DontSee("boom")
}

func TestTrouble_ADamagedBookComesBackFromItsBackup(t *testing.T) {
	b := guitest.Sample(t)
	if _, err := store.ManualBackup(context.Background(), b.DB); err != nil {
		t.Fatal(err)
	}
	fail := &page.Failure{Path: b.Path, Err: model.Errorf(model.Damaged, "A part of it is missing.")}
	h, _ := enter(t, func(h *guitest.Host) { h.Why, h.Files = fail, []string{"/else/copy.dropledger"} })
	h.See("Backups of this book", "made by hand", "Restore")
	h.No = true
	h.Tap("Restore")
	if len(h.Asked) != 0 || len(h.Questions) != 1 {
		t.Errorf("without a yes it asked %v", h.Asked)
	}
	h.No = false
	h.Tap("Restore")
	h.Tap("Choose a backup")
	h.Tap("Show folder")
	if len(h.Asked) != 2 || !strings.HasPrefix(h.Asked[0], "restore "+b.Path+" "+store.BackupFolder(b.Path)) || h.Asked[1] != "restore "+b.Path+" /else/copy.dropledger" {
		t.Errorf("asked %v", h.Asked)
	}
	if !slices.Equal(h.Opened, []string{filepath.Dir(b.Path)}) {
		t.Errorf("opened %v", h.Opened)
	}
}

func TestTrouble_ABookThatIsGoneIsLookedForOrForgotten(t *testing.T) {
	gone := filepath.Join(t.TempDir(), "gone.dropledger")
	h, _ := enter(t, func(h *guitest.Host) {
		h.Why, h.Files = &page.Failure{Path: gone, Err: model.Errorf(model.NotFound, "It is gone.")}, []string{"/else/gone.dropledger"}
	})
	h.Tap("Look for it")
	h.Tap("Take off the list")
	if !slices.Equal(h.Asked, []string{"open /else/gone.dropledger", "forget " + gone}) {
		t.Errorf("asked %v", h.Asked)
	}
	h.DontSee("It is gone.")
}

func TestWelcome_OpensWhatIsDroppedOrChosen(t *testing.T) {
	h, w := enter(t, func(h *guitest.Host) { h.Files = []string{"/b.dropledger"} })
	w.Drop([]string{"/a.csv", "/a.DROPLEDGER"})
	w.Drop([]string{"/a.csv"})
	h.Tap("Open a book")
	if !slices.Equal(h.Asked, []string{"open /a.DROPLEDGER", "open /b.dropledger"}) || len(h.Toasts) != 1 {
		t.Errorf("asked %v, toasts %v", h.Asked, h.Toasts)
	}
	if len(page.Actions(w)) != 3 {
		t.Errorf("actions %v", page.Actions(w))
	}
}

func TestPlace_KnowsWhatIsLikely(t *testing.T) {
	for locale, want := range map[string]model.Country{"de-AT": "AT", "de_CH.UTF-8": "CH", "zh-Hant-TW": "TW", "en": "US", "": "US", "en-XX": "US"} {
		if got := region(locale); got != want {
			t.Errorf("%q is in %s, want %s", locale, got, want)
		}
	}
	for c, want := range map[model.Country]model.Currency{"DE": "EUR", "US": "USD", "HR": "EUR", "BG": "EUR", "GB": "GBP", "JP": "JPY", "XI": "GBP", "": "EUR"} {
		if got := money(c); got != want {
			t.Errorf("%s pays in %s, want %s", c, got, want)
		}
	}
	if zoneOf("DE") != "Europe/Berlin" || zoneOf("AQ") != "UTC" {
		t.Errorf("zones %s, %s", zoneOf("DE"), zoneOf("AQ"))
	}
	for line := range strings.Lines(zones) {
		code, zone, _ := strings.Cut(strings.TrimSpace(line), " ")
		if _, err := time.LoadLocation(zone); err != nil || !model.Country(code).Valid() {
			t.Errorf("%s %s: %v", code, zone, err)
		}
	}
	for _, o := range form.Countries() {
		if m := money(model.Country(o.Value)); !m.Valid() {
			t.Errorf("%s pays in %q", o.Value, m)
		}
	}
}

func TestWelcome_ScrollsToTheQuestionThatHasTheFocus(t *testing.T) {
	h, w := enter(t, func(h *guitest.Host) { h.Known = []page.Recent{{Path: "/gone.dropledger", Name: "Gone"}} })
	h.Resize(1100, 420)
	w.tax.Focus()
	if y := w.scroll.Offset.Y; y == 0 {
		t.Error("the last question is out of sight")
	}
	w.name.Focus()
	if y := w.own.Position().Y - w.scroll.Offset.Y; y < -theme.Gap16*4 {
		t.Errorf("the first question is out of sight by %v", y)
	}
}

// The page stood still under the wheel over the questions, in a window too low for it.
func TestWelcome_TheWheelScrollsItOverTheQuestions(t *testing.T) {
	h, w := enter(t, func(*guitest.Host) {})
	h.Resize(1100, 420)
	f, ok := h.Find("What is the business called?")
	if !ok {
		t.Fatal("no question")
	}
	w.scroll.ScrollToOffset(fyne.NewPos(0, f.Middle().Y-100))
	was := w.scroll.Offset.Y
	test.Scroll(h.Window.Canvas(), fyne.NewPos(f.Middle().X, 130), 0, -30)
	if now := w.scroll.Offset.Y; now != was+30 {
		t.Errorf("it stands at %v, it was at %v", now, was)
	}
}
