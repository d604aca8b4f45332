package settings_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/zalando/go-keyring"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/settings"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/mail/mailtest"
	"github.com/dropledger/dropledger/services/setting"
)

func open(t *testing.T, b *page.Book) (*guitest.Host, *settings.Settings) {
	h := guitest.New(t, b)
	return h, h.Open(settings.New, page.Route{Screen: page.Settings}).(*settings.Settings)
}

func value(t *testing.T, b *page.Book, key setting.Key) string {
	t.Helper()
	e, err := setting.New(b.DB, b.Bus).Get(t.Context(), string(key))
	if err != nil {
		t.Fatal(err)
	}
	return e.Value
}

func TestSettings_EverySettingOfTheBookHasAField(t *testing.T) {
	b := guitest.Small(t)
	h, _ := open(t, b)
	entries, err := setting.New(b.DB, b.Bus).List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		h.See(e.Label)
	}
	h.See("Harbour Goods", "Germany", "The business", "Address on papers", "Buying and stock", "The money is taken")
	h.DontSee("Other") // every key has a section
}

func TestSettings_ChangesAreSavedWithTheirHistory(t *testing.T) {
	b := guitest.Small(t)
	h, s := open(t, b)
	h.Type("Name of the book", "Harbour & Sons")
	h.Type("Trust a stock count for", "21")
	if s.Dirty() == "" {
		t.Error("nothing would be lost")
	}
	h.Key(action.Ctrl(fyne.KeyS))
	if value(t, b, setting.BookName) != "Harbour & Sons" || value(t, b, setting.StockMaxAge) != "21" || s.Dirty() != "" {
		t.Errorf("kept %q, %q; dirty %q", value(t, b, setting.BookName), value(t, b, setting.StockMaxAge), s.Dirty())
	}
	if len(h.Asked) != 1 || h.Asked[0] != "renamed Harbour & Sons" {
		t.Errorf("asked %v", h.Asked)
	}
	h.Key(action.Alt(fyne.KeyH))
	h.See("from 14 to 21", "from Harbour Goods to Harbour & Sons", "31 Mar 12:30, merchant")
	if !s.Escape() || s.Escape() {
		t.Error("Esc closes the changes, then nothing")
	}
}

func TestSettings_WhatIsWrongIsToldAtTheField(t *testing.T) {
	b := guitest.Small(t)
	h, _ := open(t, b)
	h.Type("Trust a stock count for", "9999")
	h.Key(action.Ctrl(fyne.KeyReturn))
	h.See("not a whole number from 0 to 3650")
	h.DontSee("routing.stock")
	if got := value(t, b, setting.StockMaxAge); got != "14" {
		t.Errorf("kept %s", got)
	}
}

func TestSettings_AFolderIsChosenAndKeptBySaving(t *testing.T) {
	b := guitest.Small(t)
	h, _ := open(t, b)
	h.Files = []string{"/home/anna/orders"}
	h.Act("settings.folder")
	if got := value(t, b, setting.ForwardFolder); got != "" {
		t.Errorf("kept %q before saving", got)
	}
	h.Key(action.Ctrl(fyne.KeyS))
	if got := value(t, b, setting.ForwardFolder); got != "/home/anna/orders" || !h.FileAsks[0].Folder {
		t.Errorf("kept %q", got)
	}
}

func TestSettings_OfThisComputerApplyAtOnce(t *testing.T) {
	h, _ := open(t, guitest.Small(t))
	h.Tap("Dark")
	h.Tap("Compact")
	if h.Now.Theme.Look != theme.Dark || h.Now.Theme.Density != theme.Compact {
		t.Errorf("look = %+v", h.Now)
	}
	h.Tap("2:05 pm")
	o := h.Now.Format
	if o == nil || !o.Hours12 || o.Decimal != "." || o.Date != format.DayName {
		t.Fatalf("format = %+v", o)
	}
	h.Tap("As the computer has it")
	if h.Now.Format != nil || h.Now.Theme.Look != theme.Dark {
		t.Errorf("look = %+v", h.Now)
	}
}

func TestSettings_LeadOnAndTellWhereThingsLie(t *testing.T) {
	b := guitest.Small(t)
	h, _ := open(t, b)
	for _, name := range []string{"Shops", "Fees", "Exchange rates", "Backups", "Check the book", "Help"} {
		h.Tap(name)
	}
	var got []string
	for _, r := range h.Routes {
		got = append(got, r.Screen)
	}
	if strings.Join(got, " ") != "shops fees books backups check help" {
		t.Errorf("went to %v", got)
	}
	for _, button := range guitest.All[*kit.Button](h) {
		switch button.Label() {
		case "Copy the path", "Open the folder":
			button.Tapped(nil)
		}
	}
	folder := filepath.Dir(b.Path)
	if len(h.Copied) != 4 || h.Copied[0] != b.Path || len(h.Opened) != 4 || h.Opened[0] != folder || h.Opened[1] != filepath.Join(folder, "backups") {
		t.Errorf("copied %v, opened %v", h.Copied, h.Opened)
	}
}

func TestSettings_WithoutABookOnlyThisComputerIsThere(t *testing.T) {
	h, s := open(t, nil)
	h.See("This computer", "Program data")
	h.DontSee("The business", "Shops")
	if len(s.Actions()) != 0 || s.Dirty() != "" {
		t.Error("there is something to do with a book")
	}
}

func TestSettings_AFailedLoadOffersToTryAgain(t *testing.T) {
	b := guitest.Small(t)
	if err := b.DB.Close(); err != nil {
		t.Fatal(err)
	}
	h, _ := open(t, b)
	h.See("The settings could not be read.", "Try again", "This computer")
	h.Tap("Details")
	if len(h.Reports) != 1 {
		t.Errorf("reports %v", h.Reports)
	}
}

func TestSettings_WhatIsTypedOutlivesAChangeFromElsewhere(t *testing.T) {
	b := guitest.Small(t)
	pump := guitest.NewPump()
	h := guitest.New(t, b)
	h.Run = pump
	s := h.Open(settings.New, page.Route{Screen: page.Settings}).(*settings.Settings)
	pump.Settle()
	h.Type("Name of the book", "Typed")
	if err := setting.New(b.DB, b.Bus).Set(t.Context(), string(setting.PurchasePrefix), "B-"); err != nil {
		t.Fatal(err)
	}
	pump.Settle()
	pump.Tick()
	h.See("Typed")
	s.Save()
	pump.Settle()
	if value(t, b, setting.BookName) != "Typed" || value(t, b, setting.PurchasePrefix) != "B-" {
		t.Errorf("kept %q and %q", value(t, b, setting.BookName), value(t, b, setting.PurchasePrefix))
	}
}

func TestSettings_TriesTheMailServerAndSaysWhatCameOfIt(t *testing.T) {
	server := mailtest.Start(t, mailtest.Options{}, nil)
	b := guitest.Small(t)
	h, s := open(t, b)
	h.See("Enter your mail server on the left")
	if off := s.Actions()[2]; off.ID != "settings.mail.test" || off.Why() == "" {
		t.Errorf("without a mail server %s can be done", off.ID)
	}
	pairs := []setting.Pair{
		{Key: "smtp.host", Value: "127.0.0.1"}, {Key: "smtp.port", Value: strconv.Itoa(server.Port)}, {Key: "smtp.security", Value: "none"}, {Key: "smtp.from", Value: "me@harbour.example"},
	}
	if err := setting.New(b.DB, b.Bus).SetAll(t.Context(), pairs); err != nil {
		t.Fatal(err)
	}
	h.See("used without a password")
	h.Key(action.Alt(fyne.KeyT))
	h.See("took a test message to me@harbour.example")
	if os.Getenv("PICTURES") != "" {
		h.Shot("settings-mail-light")
		h.Look(theme.Dark)
		h.Shot("settings-mail-dark")
	}
	if got := server.Accepted(); len(got) != 1 || got[0].To != "me@harbour.example" {
		t.Errorf("accepted %+v", got)
	}
}

func TestSettings_ATestMessageWaitsForWhatIsNotSaved(t *testing.T) {
	b := guitest.Small(t)
	if err := setting.New(b.DB, b.Bus).SetAll(t.Context(), []setting.Pair{{Key: "smtp.host", Value: "mail.invalid"}, {Key: "smtp.from", Value: "me@harbour.example"}}); err != nil {
		t.Fatal(err)
	}
	h, _ := open(t, b)
	h.Type("Mail server", "mail2.invalid")
	h.Key(action.Alt(fyne.KeyT))
	h.See("is not saved yet")
	h.DontSee("Nothing was sent")
}

func TestSettings_ChangesAreToldInTheWordsOfTheFields(t *testing.T) {
	b := guitest.Small(t)
	pairs := []setting.Pair{{Key: "smtp.security", Value: "starttls"}, {Key: "merchant.country", Value: "FR"}}
	if err := setting.New(b.DB, b.Bus).SetAll(t.Context(), pairs); err != nil {
		t.Fatal(err)
	}
	h, _ := open(t, b)
	h.Tap("Changes")
	h.See("from TLS to STARTTLS", "France")
}

func TestSettings_ThePasswordGoesIntoTheKeyringAndNowhereElse(t *testing.T) {
	keyring.MockInit()
	b := guitest.Small(t)
	pairs := []setting.Pair{{Key: "smtp.host", Value: "mail.example.com"}, {Key: "smtp.user", Value: "me"}, {Key: "smtp.from", Value: "me@harbour.example"}}
	if err := setting.New(b.DB, b.Bus).SetAll(t.Context(), pairs); err != nil {
		t.Fatal(err)
	}
	h, _ := open(t, b)
	h.See("No password is known for me@mail.example.com")
	h.Type("Password", "very secret")
	h.Tap("Keep")
	if p, err := keyring.Get("Dropledger", "me@mail.example.com"); p != "very secret" || err != nil {
		t.Errorf("the keyring holds %q, %v", p, err)
	}
	h.See("A password is known for me@mail.example.com")
	h.DontSee("very secret")
	if n := len(h.Reports); n != 0 {
		t.Errorf("reports %v", h.Reports)
	}
}

// The page stood still under the wheel over the password.
func TestSettings_TheWheelScrollsThemOverThePasswordToo(t *testing.T) {
	h, _ := open(t, guitest.Small(t))
	h.Resize(guitest.Width, 560)
	at := func() fyne.Position {
		f, ok := h.Find("Password")
		if !ok {
			t.Fatal("no password")
		}
		return f.Middle()
	}
	was := at()
	test.Scroll(h.Window.Canvas(), was.AddXY(120, 0), 0, -30)
	if now := at(); now.Y >= was.Y {
		t.Errorf("the password stands at %v, it was at %v", now, was)
	}
}

// A port counts nothing: it read 2,525.
func TestSettings_APortIsWrittenWithoutSigns(t *testing.T) {
	b := guitest.Small(t)
	if err := setting.New(b.DB, b.Bus).Set(t.Context(), string(setting.SMTPPort), "2525"); err != nil {
		t.Fatal(err)
	}
	h, _ := open(t, b)
	h.See("2525")
	h.DontSee("2,525")
	h.Type("Port", "4325")
	h.Key(action.Ctrl(fyne.KeyS))
	if got := value(t, b, setting.SMTPPort); got != "4325" {
		t.Errorf("kept %q", got)
	}
}
