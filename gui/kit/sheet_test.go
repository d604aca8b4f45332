package kit_test

import (
	"image"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/theme"
)

// app starts a test app with a look.
func app(t *testing.T, look theme.Look) fyne.App {
	t.Helper()
	a := test.NewTempApp(t)
	a.Settings().SetTheme(theme.New(theme.Options{Look: look}))
	return a
}

func do(label string, icon theme.IconName, key action.Key) action.Action {
	a := action.Action{Label: label, Key: key, Run: func() {}}
	if icon != "" {
		a.Icon = theme.Icon(icon, theme.Muted)
	}
	return a
}

func off(a action.Action, why string) action.Action {
	a.Off = func() string { return why }
	return a
}

// focused shows a widget as with the keyboard on it.
func focused[T fyne.Focusable](w T) T {
	w.FocusGained()
	return w
}

func buttons() fyne.CanvasObject {
	imp := do("Import orders", theme.IconImport, action.Ctrl(fyne.KeyI))
	outbox := kit.ActionButton(do("Outbox", theme.IconInbox, action.Key{}), kit.Plain)
	outbox.SetBadge(1, theme.Warned)
	busy := kit.ActionButton(do("Saving", theme.IconSave, action.Key{}), kit.Primary)
	busy.SetBusy(true)
	return kit.Column(10,
		kit.Row(8, kit.ActionButton(imp, kit.Primary), kit.ActionButton(do("Open", theme.IconRight, action.Plain(fyne.KeyReturn)), kit.Next),
			outbox, kit.ActionButton(do("Message", "", action.Key{}), kit.Plain), kit.ActionButton(do("Delete 3 drafts", theme.IconTrash, action.Key{}), kit.Danger),
			kit.ActionButton(do("Add filter", theme.IconPlus, action.Key{}), kit.Link),
			kit.IconButton(kit.Plain, theme.IconColumns, "Columns", nil), kit.IconButton(kit.Bare, theme.IconClose, "Close", nil)),
		kit.Row(8, kit.ActionButton(off(imp, "No shop yet."), kit.Primary), kit.ActionButton(off(do("Print", theme.IconPrint, action.Key{}), "Nothing chosen."), kit.Plain), busy,
			kit.ActionButton(do("Write claim", "", action.Plain(fyne.KeyReturn)), kit.Next).Small(), kit.ActionButton(do("Answer", "", action.Key{}), kit.Plain).Small(),
			kit.ActionButton(do("Save refused rows", theme.IconExport, action.Key{}), kit.Plain).Small()),
		kit.Row(12, focused(kit.ActionButton(imp, kit.Primary)), focused(kit.ActionButton(do("Open", theme.IconRight, action.Key{}), kit.Next)),
			focused(kit.ActionButton(do("Message", "", action.Key{}), kit.Plain)), focused(kit.ActionButton(do("Add filter", theme.IconPlus, action.Key{}), kit.Link)),
			focused(kit.IconButton(kit.Plain, theme.IconColumns, "Columns", nil))),
	)
}

func pills() fyne.CanvasObject {
	return kit.Column(10,
		kit.Row(8, kit.NewPill(theme.Wrong, theme.IconLate, "Late"), kit.NewPill(theme.Warned, theme.IconCases, "Case open"),
			kit.NewPill(theme.Under, theme.IconPartShipped, "Part shipped"), kit.NewPill(theme.Accented, theme.IconForwarding, "To forward"),
			kit.NewPill(theme.Fine, theme.IconTickCircle, "Approved"), kit.NewPill(theme.Idle, theme.IconHeld, "Held"),
			kit.NewPill(theme.Warned, theme.IconTrendUp, "price +8.0 %"), kit.NewPill(theme.Idle, "", "A")),
		kit.Row(8, kit.NewBadge(13, theme.Wrong), kit.NewBadge(63, theme.Idle), kit.NewBadge(14, theme.Accented), kit.NewBadge(5, theme.Warned), kit.NewBadge(0, theme.Warned), kit.NewBadge(999, theme.Quiet),
			kit.NewKeyBox("Ctrl K"), kit.NewKeyBox("↵"), kit.NewSpinner(16), bar(0.64)),
	)
}

func bar(share float32) *kit.Bar {
	b := kit.NewBar(theme.Accented, 96, 6)
	b.SetShare(share)
	return b
}

func chips() fyne.CanvasObject {
	set := func(label, value string, active bool) *kit.Chip {
		c := kit.FilterChip(label, value, func() {}, func() {})
		c.SetValue(label, value, active)
		return c
	}
	all := kit.ChoiceChip("All", "14", nil)
	all.SetActive(true)
	by := []kit.Option{{ID: "p", Text: "Product"}, {ID: "s", Text: "Supplier"}}
	return kit.Column(10,
		kit.Row(8, set("State", "open", true), set("Placed", "last 30 days", true), set("Shop", "all", false), focused(set("Margin", "all", false)),
			kit.ActionButton(do("Add filter", theme.IconPlus, action.Key{}), kit.Link), kit.Spacer(), kit.NewLabel(kit.Caption, "All amounts in EUR")),
		kit.Row(8, all, kit.ChoiceChip("With warnings", "6", nil), kit.ChoiceChip("Held", "1", nil), kit.NewSelector("By", by, nil), focused(kit.NewSelector("By", by, nil)),
			kit.Sized(kit.SelectField(by, nil), 160, 0)),
	)
}

func fields(last *kit.Entry) fyne.CanvasObject {
	run := async.Inline{}
	empty, filled := kit.NewSearchField(run, "Number, customer, product", nil), kit.NewSearchField(run, "", nil)
	filled.Set("linen")
	name, wrong, hint, gone := kit.NewEntry(), kit.NewEntry(), kit.NewEntry(), kit.NewEntry()
	name.SetText("Kvist & Krone")
	wrong.SetText("12,9O")
	wrong.SetWrong(true)
	hint.SetPlaceHolder("14 Oct 2026")
	gone.SetText("fixed")
	gone.Disable()
	many := kit.NewMultiEntry(3)
	many.SetText("A first line of a note that is long enough to wrap\nand a second one")
	size := func(o fyne.CanvasObject) fyne.CanvasObject { return kit.Sized(o, 150, 0) }
	return kit.Column(10, kit.Row(8, kit.Sized(empty, 264, 0), kit.Sized(filled, 200, 0), kit.Sized(kit.NewSearchField(run, "Order, customer, product", nil), 140, 0)),
		kit.Row(8, size(name), size(wrong), size(hint), size(gone), size(last)),
		kit.Sized(many, 400, 70))
}

func typed() *kit.Entry {
	e := kit.NewEntry()
	e.SetText("typed")
	return e
}

func tiles() fyne.CanvasObject {
	shops := []kit.Option{{"s", "Shopify", theme.IconOrders}, {"w", "WooCommerce", theme.IconStore}, {"e", "Etsy", theme.IconTag}, {"b", "eBay", theme.IconHammer}, {"a", "Amazon", theme.IconProducts}, {"o", "Other, CSV", theme.IconSheet}}
	multi := kit.NewTiles(shops, 3, true, nil)
	multi.SetChosen("s", "e")
	one := focused(kit.NewTiles(shops[:3], 3, false, nil))
	one.SetChosen("w")
	return kit.Column(10, kit.Sized(multi, 518, 0), kit.Sized(one, 518, 0))
}

func tabs() fyne.CanvasObject {
	doc := kit.NewTabs([]kit.Tab{{ID: "a", Label: "Overview"}, {ID: "b", Label: "Scorecard"}, {ID: "c", Label: "Offers", Count: 46}}, nil)
	doc.SetChosen("b")
	imp := kit.NewTabs([]kit.Tab{
		{ID: "a", Label: "Created", Icon: theme.IconTickCircle, Tone: theme.Fine, Count: 331, Badge: true},
		{ID: "b", Label: "Changed", Icon: theme.IconPencil, Tone: theme.Under, Count: 28, Badge: true},
		{ID: "c", Label: "Refused", Icon: theme.IconCrossCircle, Tone: theme.Wrong, Count: 2, Badge: true},
	}, nil)
	imp.SetChosen("b")
	return kit.Column(4, kit.Row(0, doc), kit.Row(0, focused(imp)))
}

func sheet(last *kit.Entry) fyne.CanvasObject {
	open := do("Open", "", action.Key{})
	card := kit.NewCard("Gates", "6 pass, 1 fails", kit.NewLabel(kit.Caption, "evidence, expiry"),
		kit.Wrapped(kit.Body, "**Lindqvist is 1.52 cheaper than the next** though its product is the dearest: no duty, and 97 of 100 parcels would keep the promise."))
	card.SetFoot(kit.Row(8, kit.ActionButton(do("Write review letter", theme.IconMail, action.Key{}), kit.Plain).Small(), kit.ActionButton(do("Add action", theme.IconPlus, action.Key{}), kit.Plain).Small()))
	left := kit.Column(18, buttons(), pills(), chips(), fields(last), tiles(), tabs(),
		kit.Row(12, card, kit.Sized(kit.NewCard("", "", nil, figures()), 380, 0)).Top(),
		kit.NewNote(theme.Under, theme.IconInfo, "Units may fall by **10.5 %** before CM3 is back at 6,909.10.", &open))
	return kit.Inset(left, 16, 16)
}

func figures() fyne.CanvasObject {
	one, two := kit.NewFigure(nil, nil), kit.NewFigure(nil, nil)
	one.Set(kit.FigureText{Label: "Net revenue", Value: "18,541.90", Unit: "EUR", Delta: "+13.3 %", From: "from 16,372", Up: true, Tone: theme.Fine})
	two.Set(kit.FigureText{Label: "On time", Value: "93.3", Unit: "%, n 329", Delta: "−1.3 pts", From: "from 94.6 %", Tone: theme.Wrong})
	return kit.Row(8, kit.Grow(one), kit.Grow(two))
}

// looks are the two looks of the window.
var looks = map[string]theme.Look{"light": theme.Light, "dark": theme.Dark}

func TestTheWidgetsLook(t *testing.T) {
	for name, look := range looks {
		t.Run(name, func(t *testing.T) {
			app(t, look)
			all := shoot(ground(sheet(focused(typed()))), fyne.NewSize(860, 900), 1)
			test.AssertImageMatches(t, "sheet-"+name+".png", all)
			keep(t, all, "kit-"+name)
			keep(t, shoot(ground(sheet(focused(typed()))), fyne.NewSize(860, 900), 2), "kit-"+name+"-200")
		})
	}
}

func TestTheWidgetsFollowTheTheme(t *testing.T) {
	size := fyne.NewSize(860, 900)
	a := app(t, theme.Light)
	w := test.NewTempWindow(t, ground(sheet(typed())))
	w.SetPadded(false)
	w.Resize(size)
	light := w.Canvas().Capture()
	a.Settings().SetTheme(theme.New(theme.Options{Look: theme.Dark}))
	got := w.Canvas().Capture().(*image.NRGBA)
	want := shoot(ground(sheet(typed())), size, 1).(*image.NRGBA)
	if slices.Equal(got.Pix, light.(*image.NRGBA).Pix) {
		t.Fatal("nothing changed with the theme")
	}
	if !slices.Equal(got.Pix, want.Pix) {
		keep(t, got, "kit-turned")
		t.Error("what was light and became dark differs from what is made dark")
	}
}

func ground(o fyne.CanvasObject) fyne.CanvasObject {
	return container.NewStack(kit.Ground(theme.Surface), o)
}

// keep writes a picture to look at into the folder PICTURES names.
func keep(t *testing.T, m image.Image, name string) {
	t.Helper()
	dir := os.Getenv("PICTURES")
	if dir == "" {
		return
	}
	f, err := os.Create(filepath.Join(dir, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, m); err != nil {
		t.Fatal(err)
	}
}
