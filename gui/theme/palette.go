package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	stock "fyne.io/fyne/v2/theme"
)

// The colours of the window, by meaning. Text, Muted and the colours of state are
// for text and icons, on the backgrounds that theme_test.go lists; OnAccent only
// on Accent. Series and Axis are for areas and lines, never for text. Green,
// amber and red speak of state and do not decorate.
const (
	Background  fyne.ThemeColorName = "ledgerBackground"  // window behind cards
	Surface     fyne.ThemeColorName = "ledgerSurface"     // cards, grid, header, panel, field
	Raised      fyne.ThemeColorName = "ledgerRaised"      // column heads, group rows, totals, footers
	Rail        fyne.ThemeColorName = "ledgerRail"        // left rail, menu bar, status bar
	Hover       fyne.ThemeColorName = "ledgerHover"       // row and button under the pointer
	Line        fyne.ThemeColorName = "ledgerLine"        // separators, card edges
	LineStrong  fyne.ThemeColorName = "ledgerLineStrong"  // edges of fields, buttons, chips; scroll bars
	Text        fyne.ThemeColorName = "ledgerText"        // text
	Muted       fyne.ThemeColorName = "ledgerMuted"       // second text, labels, icons at rest
	Accent      fyne.ThemeColorName = "ledgerAccent"      // primary button, selection, focus, links
	OnAccent    fyne.ThemeColorName = "ledgerOnAccent"    // text and icons on Accent
	AccentSoft  fyne.ThemeColorName = "ledgerAccentSoft"  // selected row, chosen chip, rail item
	Good        fyne.ThemeColorName = "ledgerGood"        // passed, delivered, better
	GoodSoft    fyne.ThemeColorName = "ledgerGoodSoft"    // behind Good
	Warn        fyne.ThemeColorName = "ledgerWarn"        // needs an eye, uncertain
	WarnSoft    fyne.ThemeColorName = "ledgerWarnSoft"    // behind Warn; thin margin
	Bad         fyne.ThemeColorName = "ledgerBad"         // late, refused, at risk, worse, negative
	BadSoft     fyne.ThemeColorName = "ledgerBadSoft"     // behind Bad; negative cell
	Info        fyne.ThemeColorName = "ledgerInfo"        // under way, changed
	InfoSoft    fyne.ThemeColorName = "ledgerInfoSoft"    // behind Info; changed cell
	Neutral     fyne.ThemeColorName = "ledgerNeutral"     // held, unknown, switched off
	NeutralSoft fyne.ThemeColorName = "ledgerNeutralSoft" // behind Neutral; empty part of a bar
	Series1     fyne.ThemeColorName = "ledgerSeries1"     // the result of a chart
	Series2     fyne.ThemeColorName = "ledgerSeries2"     // what is taken away: costs
	Series3     fyne.ThemeColorName = "ledgerSeries3"     // third series, target line, estimated share
	Axis        fyne.ThemeColorName = "ledgerAxis"        // axis ticks, connectors
)

// pair is one colour in the light and in the dark look.
type pair struct{ light, dark color.Color }

func inks(light, dark uint32) pair { return pair{solid(light), solid(dark)} }

func solid(rgb uint32) color.Color {
	return color.NRGBA{R: uint8(rgb >> 16), G: uint8(rgb >> 8), B: uint8(rgb), A: 0xff}
}

var palette = map[fyne.ThemeColorName]pair{
	Background:  inks(0xF4F5F8, 0x13161B),
	Surface:     inks(0xFFFFFF, 0x1A1E25),
	Raised:      inks(0xF8F9FB, 0x1F242C),
	Rail:        inks(0xE9ECF1, 0x0F1216),
	Hover:       inks(0xEFF2F7, 0x232932),
	Line:        inks(0xE1E5EB, 0x2A303A),
	LineStrong:  inks(0xC3CAD5, 0x434C5A),
	Text:        inks(0x1A2230, 0xE5E9EF),
	Muted:       inks(0x566072, 0x9DA8B8),
	Accent:      inks(0x3350B5, 0x93AAF6),
	OnAccent:    inks(0xFFFFFF, 0x10172C),
	AccentSoft:  inks(0xE5EAFA, 0x252F50),
	Good:        inks(0x1A6B40, 0x72CB97),
	GoodSoft:    inks(0xE0F2E7, 0x183225),
	Warn:        inks(0x855000, 0xE7B765),
	WarnSoft:    inks(0xFBEFD5, 0x372B13),
	Bad:         inks(0xB0261F, 0xF4978F),
	BadSoft:     inks(0xFBE6E4, 0x41211F),
	Info:        inks(0x0B6080, 0x74C3DE),
	InfoSoft:    inks(0xDFF0F6, 0x15323E),
	Neutral:     inks(0x4A5466, 0xB3BCC9),
	NeutralSoft: inks(0xE8EBF0, 0x2A303A),
	Series1:     inks(0x3350B5, 0x93AAF6),
	Series2:     inks(0x8C9AB5, 0x5F6C84),
	Series3:     inks(0x5F6E8A, 0x8593AC),
	Axis:        inks(0x8A94A6, 0x7C8798),
}

func (p pair) of(v fyne.ThemeVariant) color.Color {
	if v == stock.VariantDark {
		return p.dark
	}
	return p.light
}

// Color is the colour of a name in the theme and variant the app shows now.
func Color(n fyne.ThemeColorName) color.Color {
	s := fyne.CurrentApp().Settings()
	if t, ok := s.Theme().(*look); ok {
		return t.Color(n, s.ThemeVariant())
	}
	if p, ok := palette[n]; ok {
		return p.of(s.ThemeVariant())
	}
	return stock.Color(n)
}

// Faded is a colour with a share of its strength, 0 to 100 percent: the range
// of an estimate, a bar behind another.
func Faded(n fyne.ThemeColorName, percent int) color.Color { return faded(Color(n), percent) }

func faded(c color.Color, percent int) color.Color {
	n, _ := color.NRGBAModel.Convert(c).(color.NRGBA)
	n.A = uint8(int(n.A) * percent / 100)
	return n
}

// Tone is what a pill, badge, message or figure says by its colour.
type Tone int

// The tones. Colour never speaks alone: a word or an icon is always with it.
const (
	Plain    Tone = iota // ordinary text
	Quiet                // muted
	Accented             // the next job, the chosen thing
	Fine                 // good
	Warned               // needs an eye
	Wrong                // bad
	Under                // under way, changed
	Idle                 // held, unknown, switched off
)

var tones = map[Tone][2]fyne.ThemeColorName{
	Plain: {Text, Raised}, Quiet: {Muted, Raised}, Accented: {Accent, AccentSoft}, Fine: {Good, GoodSoft},
	Warned: {Warn, WarnSoft}, Wrong: {Bad, BadSoft}, Under: {Info, InfoSoft}, Idle: {Neutral, NeutralSoft},
}

// Ink is the colour of text and icons in the tone.
func (t Tone) Ink() fyne.ThemeColorName { return tones[t][0] }

// Soft is the background that Ink is read on.
func (t Tone) Soft() fyne.ThemeColorName { return tones[t][1] }
