package settings

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
)

// look are the settings of this computer. Each applies at once.
type look struct {
	host    page.Host
	card    *kit.Card
	theme   *kit.Tiles
	rows    *kit.Tiles
	size    *kit.Selector
	numbers *kit.Selector
	dates   *kit.Selector
	hours   *kit.Tiles
	reset   *kit.Button
	sample  *kit.Label
}

// themes, densities and hours by the ID of their tile.
var (
	themes    = map[string]theme.Look{"system": theme.System, "light": theme.Light, "dark": theme.Dark}
	densities = map[string]theme.Density{"compact": theme.Compact, "normal": theme.Normal, "comfortable": theme.Comfortable}
)

// signs are the ways to write a number: decimal sign, sign between thousands.
var signs = [][2]string{{".", ","}, {",", "."}, {",", " "}, {".", " "}, {".", "’"}, {".", ""}, {",", ""}}

const dateStyles = 6

func newLook(h page.Host) *look {
	l := &look{host: h}
	l.theme = kit.NewTiles([]kit.Option{
		{ID: "system", Text: text.T("settings.theme.system")}, {ID: "light", Text: text.T("settings.theme.light")}, {ID: "dark", Text: text.T("settings.theme.dark")},
	}, 3, false, func() { l.change(func(o *page.Look) { o.Theme.Look = themes[l.theme.Chosen()[0]] }) })
	l.rows = kit.NewTiles([]kit.Option{
		{ID: "compact", Text: text.T("settings.rows.compact")}, {ID: "normal", Text: text.T("settings.rows.normal")}, {ID: "comfortable", Text: text.T("settings.rows.comfortable")},
	}, 3, false, func() { l.change(func(o *page.Look) { o.Theme.Density = densities[l.rows.Chosen()[0]] }) })
	l.hours = kit.NewTiles([]kit.Option{{ID: "24", Text: text.T("settings.hours.24")}, {ID: "12", Text: text.T("settings.hours.12")}}, 2, false,
		func() { l.write(func(o *format.Options) { o.Hours12 = l.hours.Chosen()[0] == "12" }) })
	l.size = kit.SelectField(sizes(h.Format()), func(id string) {
		if n, err := strconv.Atoi(id); err == nil {
			l.change(func(o *page.Look) { o.Theme.Scale = n })
		}
	})
	l.numbers = kit.SelectField(nil, func(id string) {
		if i, err := strconv.Atoi(id); err == nil && i < len(signs) {
			l.write(func(o *format.Options) { o.Decimal, o.Group = signs[i][0], signs[i][1] })
		}
	})
	l.dates = kit.SelectField(nil, func(id string) {
		if i, err := strconv.Atoi(id); err == nil {
			l.write(func(o *format.Options) { o.Date = format.DateStyle(i) })
		}
	})
	l.reset = kit.NewButton(kit.Link, text.T("settings.format.reset"), func() { l.change(func(o *page.Look) { o.Format = nil }) })
	l.sample = kit.NewLabel(kit.Caption, "")
	l.card = kit.NewCard(text.T("settings.computer"), text.T("settings.computer.note"), nil, kit.Column(theme.Gap8,
		line("settings.theme", l.theme), line("settings.rows", l.rows), line("settings.size", l.size),
		kit.Inset(kit.Separator(), theme.Gap4, 0),
		line("settings.numbers", l.numbers), line("settings.dates", l.dates), line("settings.hours", l.hours),
		kit.Row(theme.Gap8, l.sample, kit.Spacer(), l.reset)))
	l.refresh()
	return l
}

// labelWidth is the room for what stands left of the controls.
const labelWidth float32 = 64

// line is a control with its label left of it.
func line(key string, o fyne.CanvasObject) fyne.CanvasObject {
	return kit.Row(theme.Gap12, kit.Sized(kit.NewLabel(kit.SmallStrong, text.T(key)), labelWidth, 0), kit.Grow(o))
}

// sizes are the scales to choose from.
func sizes(f *format.Format) []kit.Option {
	var all []kit.Option
	for n := 100; n <= 200; n += 10 {
		all = append(all, kit.Option{ID: strconv.Itoa(n), Text: f.Int(n) + " %"})
	}
	return all
}

// change shows the window another way, at once and from now on.
func (l *look) change(set func(*page.Look)) {
	now := l.host.Desk().Look()
	set(&now)
	l.host.Desk().SetLook(now)
	l.refresh()
}

// write changes how numbers and dates are written: from what holds now, be it
// the computer's own way.
func (l *look) write(set func(*format.Options)) {
	o := l.written()
	set(&o)
	o.Now = nil
	l.change(func(k *page.Look) { k.Format = &o })
}

// written is how numbers and dates are written now.
func (l *look) written() format.Options {
	if o := l.host.Desk().Look().Format; o != nil {
		return *o
	}
	return l.host.Format().Options()
}

// refresh shows what holds now: the menus change it as well.
func (l *look) refresh() {
	now := l.host.Desk().Look()
	l.theme.SetChosen(idOf(themes, now.Theme.Look))
	l.rows.SetChosen(idOf(densities, now.Theme.Density))
	l.size.SetChosen(strconv.Itoa(max(now.Theme.Scale, 100)))
	o := l.written()
	o.Now = l.host.Format().Options().Now
	numbers := make([]kit.Option, len(signs))
	for i, s := range signs {
		n := format.Options{Decimal: s[0], Group: s[1]}
		numbers[i] = kit.Option{ID: strconv.Itoa(i), Text: format.New(n).Amount(sampleAmount, "EUR")}
	}
	written := format.New(o)
	made := written.Options()
	l.numbers.SetOptions(numbers, strconv.Itoa(slices.IndexFunc(signs, func(s [2]string) bool {
		n := format.New(format.Options{Decimal: s[0], Group: s[1]}).Options()
		return n.Decimal == made.Decimal && n.Group == made.Group
	})))
	dates := make([]kit.Option, dateStyles)
	for i := range dates {
		dates[i] = kit.Option{ID: strconv.Itoa(i), Text: format.New(format.Options{Date: format.DateStyle(i)}).DateYear(sampleDay)}
	}
	l.dates.SetOptions(dates, strconv.Itoa(int(made.Date)))
	l.hours.SetChosen(map[bool]string{true: "12", false: "24"}[made.Hours12])
	l.sample.SetText(text.T("settings.sample", written.Money(sampleAmount, "EUR"), written.Amount(sampleAmount.Neg(), "EUR"), written.DateYear(sampleDay), written.Moment(sampleMoment)))
	why := ""
	if now.Format == nil {
		why = text.T("settings.off.own")
	}
	l.reset.SetOff(why)
}

// What the sample writes.
const (
	sampleDay    model.Date    = "2026-10-14"
	sampleMoment model.Instant = "2026-10-14T14:05:00Z"
)

var sampleAmount = model.MustAmount("1234.50")

// idOf is the tile of a value.
func idOf[T comparable](all map[string]T, v T) string {
	for id, x := range all {
		if x == v {
			return id
		}
	}
	return ""
}
