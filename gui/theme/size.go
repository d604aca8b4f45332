package theme

import "fyne.io/fyne/v2"

// Sizes of text. Bold is for what the eye must land on.
const (
	TextSize       float32 = 13
	SmallSize      float32 = 12
	TinySize       float32 = 11 // charts, badges, captions of the rail
	PanelTitleSize float32 = 15
	PageTitleSize  float32 = 18 // also big figures
	WelcomeSize    float32 = 22
)

// Heights of one line of text, for texts of several lines.
const (
	TextLine  float32 = 18
	SmallLine float32 = 16
	TinyLine  float32 = 14
)

// Distances. Page and panel edge 16, card inside and between cards 12, between a
// label and its field 4.
const (
	Gap4  float32 = 4
	Gap8  float32 = 8
	Gap12 float32 = 12
	Gap16 float32 = 16
)

// Heights that no density changes.
const (
	MenuBarHeight      float32 = 28
	HeaderHeight       float32 = 52
	TabHeight          float32 = 36
	FilterRowHeight    float32 = 40
	GridHeadHeight     float32 = 28
	FooterHeight       float32 = 28
	ActionFooterHeight float32 = 44
	StatusBarHeight    float32 = 26
	RailItemHeight     float32 = 28
	ControlHeight      float32 = 28 // buttons and fields
	SmallControlHeight float32 = 24
	ChipHeight         float32 = 24
	PillHeight         float32 = 20
)

// Widths.
const (
	RailWidth       float32 = 184
	RailFoldedWidth float32 = 48
	PanelWidth      float32 = 348
	PanelMinWidth   float32 = 332
	PanelMaxWidth   float32 = 364
	PanelOverBelow  float32 = 1280 // in a narrower window the panel lies over the grid
)

// Corners, lines and icons. Pills and badges are round by half their height.
const (
	Radius     float32 = 4
	LineWidth  float32 = 1
	FocusWidth float32 = 2
	MarkWidth  float32 = 3 // the bar at the edge of what is chosen

	IconSize       float32 = 16
	ButtonIconSize float32 = 14
	PillIconSize   float32 = 13
)

// Density is how much room a row of a list takes.
type Density int

// The densities.
const (
	Normal Density = iota
	Compact
	Comfortable
)

func (d Density) extra() float32 {
	switch d {
	case Compact:
		return -4
	case Comfortable:
		return 6
	}
	return 0
}

// RowHeight is the height of a row of a grid.
func RowHeight() float32 { return 28 + current().Density.extra() }

// WorkRowHeight is the height of a row of the work list.
func WorkRowHeight() float32 { return 32 + current().Density.extra() }

// GroupRowHeight is the height of a row that heads a group of rows.
func GroupRowHeight() float32 { return 30 + current().Density.extra() }

// current are the options of the theme the app shows now.
func current() Options {
	if t, ok := fyne.CurrentApp().Settings().Theme().(*look); ok {
		return t.Options
	}
	return Options{}
}
