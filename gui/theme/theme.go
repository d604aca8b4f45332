// Package theme is how the window looks: colours and sizes by meaning, the line
// icons, and the theme of the toolkit made of them. Nothing else in gui names a
// colour, a size of text or a picture. It must not know what is shown.
package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	stock "fyne.io/fyne/v2/theme"

	"github.com/dropledger/dropledger/resources"
)

// Look chooses between light and dark.
type Look int

// The looks.
const (
	System Look = iota // as the desktop says
	Light
	Dark
)

// Options are what a person chooses about the look. The zero value follows the
// desktop with rows of normal height.
type Options struct {
	Look    Look
	Density Density
	Scale   int // percent, 100 to 200 in steps of 10; 0 is 100
}

// New is the theme for the options, Scale apart: see Apply.
func New(o Options) fyne.Theme { return &look{Options: o, base: stock.DefaultTheme()} }

type look struct {
	Options
	base fyne.Theme
}

func (t *look) variant(v fyne.ThemeVariant) fyne.ThemeVariant {
	switch t.Look {
	case Light:
		return stock.VariantLight
	case Dark:
		return stock.VariantDark
	}
	return v
}

// stockColors are the toolkit's own colour names. The toolkit fills the whole
// window with Background before each frame, and the menu bar again; that is the
// colour of most that is seen, so that lists, heads and panels need no area of
// their own: without a graphics card every area costs time. Menus have no edge, so
// they stand out by NeutralSoft.
var stockColors = map[fyne.ThemeColorName]fyne.ThemeColorName{
	stock.ColorNameBackground: Surface, stock.ColorNameButton: NeutralSoft, stock.ColorNameDisabledButton: Raised,
	stock.ColorNameDisabled: Axis, stock.ColorNameError: Bad, stock.ColorNameForeground: Text,
	stock.ColorNameForegroundOnError: OnAccent, stock.ColorNameForegroundOnPrimary: OnAccent,
	stock.ColorNameForegroundOnSuccess: OnAccent, stock.ColorNameForegroundOnWarning: OnAccent,
	stock.ColorNameHeaderBackground: Raised, stock.ColorNameHyperlink: Accent, stock.ColorNameInnerWindowBorder: Line,
	stock.ColorNameInnerWindowBorderInactive: Line, stock.ColorNameInputBackground: Surface,
	stock.ColorNameInputBorder: LineStrong, stock.ColorNameMenuBackground: AccentSoft,
	stock.ColorNameOverlayBackground: Surface, stock.ColorNamePlaceHolder: Muted, stock.ColorNamePrimary: Accent,
	stock.ColorNameScrollBar: LineStrong, stock.ColorNameSelection: AccentSoft, stock.ColorNameSeparator: Line,
	stock.ColorNameSuccess: Good, stock.ColorNameWarning: Warn,
}

// veils are laid over what is below, in percent of a colour: the toolkit paints
// them over buttons of any colour.
var veils = map[fyne.ThemeColorName]struct {
	of      fyne.ThemeColorName
	percent int
}{
	stock.ColorNameHover: {Text, 6}, stock.ColorNamePressed: {Text, 12}, stock.ColorNameFocus: {Accent, 22},
	stock.ColorNameShadow: {Text, 0}, stock.ColorNameScrollBarBackground: {Text, 0},
}

// Color implements fyne.Theme.
func (t *look) Color(n fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	v = t.variant(v)
	if p, ok := palette[n]; ok {
		return p.of(v)
	}
	if own, ok := stockColors[n]; ok {
		return palette[own].of(v)
	}
	if veil, ok := veils[n]; ok {
		return faded(palette[veil.of].of(v), veil.percent)
	}
	return t.base.Color(n, v)
}

// regular and bold are the text of the window. The toolkit's own Noto Sans lacks the
// minus sign and the arrows: it draws them with another font and then has no space
// to put after them.
var (
	regular = fyne.NewStaticResource("NotoSans-Regular.ttf", resources.NotoSans)
	bold    = fyne.NewStaticResource("NotoSans-Bold.ttf", resources.NotoSansBold)
)

// Font implements fyne.Theme: Noto Sans, and for what it lacks the fonts of the
// computer.
func (t *look) Font(s fyne.TextStyle) fyne.Resource {
	switch {
	case s.Monospace || s.Italic || s.Symbol:
		return t.base.Font(s)
	case s.Bold:
		return bold
	}
	return regular
}

// stockIcons are the toolkit's pictures that stock widgets show.
var stockIcons = map[fyne.ThemeIconName]IconName{
	stock.IconNameCancel: IconClose, stock.IconNameConfirm: IconTick, stock.IconNameDelete: IconTrash,
	stock.IconNameSearch: IconSearch, stock.IconNameMenu: IconMenu, stock.IconNameMenuExpand: IconChevRight,
	stock.IconNameArrowDropDown: IconChevDown, stock.IconNameArrowDropUp: IconChevUp,
	stock.IconNameMoveUp: IconUp, stock.IconNameMoveDown: IconDown,
	stock.IconNameNavigateBack: IconLeft, stock.IconNameNavigateNext: IconRight,
	stock.IconNameFolder: IconFolder, stock.IconNameFolderOpen: IconFolder, stock.IconNameFolderNew: IconFolder,
	stock.IconNameFile: IconFile, stock.IconNameDocument: IconFile, stock.IconNameCalendar: IconCalendar,
	stock.IconNameContentAdd: IconPlus, stock.IconNameContentRemove: IconMinus, stock.IconNameContentCopy: IconCopy,
	stock.IconNameContentPaste: IconPaste, stock.IconNameContentUndo: IconUndo, stock.IconNameContentClear: IconClose,
	stock.IconNameDocumentSave: IconSave, stock.IconNameDocumentPrint: IconPrint, stock.IconNameDocumentCreate: IconPencil,
	stock.IconNameError: IconAlertCircle, stock.IconNameWarning: IconWarning, stock.IconNameInfo: IconInfo,
	stock.IconNameQuestion: IconHelp, stock.IconNameHelp: IconHelp, stock.IconNameSettings: IconSettings,
	stock.IconNameList: IconList, stock.IconNameGrid: IconColumns, stock.IconNameViewRefresh: IconRefresh,
	stock.IconNameMoreHorizontal: IconDots, stock.IconNameMailForward: IconForwarding, stock.IconNameMailSend: IconForwarding,
	stock.IconNameVisibility: IconEye, stock.IconNameStorage: IconDatabase, stock.IconNameComputer: IconDatabase,
	stock.IconNameUpload: IconExport, stock.IconNameDownload: IconExport, stock.IconNameHistory: IconHistory,
}

// Icon implements fyne.Theme.
func (t *look) Icon(n fyne.ThemeIconName) fyne.Resource {
	if own, ok := stockIcons[n]; ok {
		return Icon(own, Muted)
	}
	return t.base.Icon(n)
}

// stockSizes make an entry, a button and a menu item 28 high. Padding is a whole
// number because the toolkit puts it between the rows of its lists.
var stockSizes = map[fyne.ThemeSizeName]float32{
	stock.SizeNameText: TextSize, stock.SizeNameCaptionText: SmallSize, stock.SizeNameSubHeadingText: PanelTitleSize,
	stock.SizeNameHeadingText: PageTitleSize, stock.SizeNamePadding: Gap4, stock.SizeNameInnerPadding: 5,
	stock.SizeNameLineSpacing: Gap4, stock.SizeNameInlineIcon: IconSize, stock.SizeNameScrollBar: 10,
	stock.SizeNameScrollBarSmall: 6, stock.SizeNameScrollBarRadius: 3, stock.SizeNameSeparatorThickness: LineWidth,
	stock.SizeNameInputBorder: LineWidth, stock.SizeNameInputRadius: Radius, stock.SizeNameSelectionRadius: Radius,
	stock.SizeNameButtonRadius: Radius, stock.SizeNameCardRadius: Radius, stock.SizeNameDialogRadius: Radius,
	stock.SizeNamePopupRadius: Radius, stock.SizeNameMenuRadius: Radius, stock.SizeNameInnerWindowRadius: Radius,
	stock.SizeNameModalBlurRadius: 0,
}

// Size implements fyne.Theme.
func (t *look) Size(n fyne.ThemeSizeName) float32 {
	if s, ok := stockSizes[n]; ok {
		return s
	}
	return t.base.Size(n)
}
