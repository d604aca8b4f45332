package theme

import (
	"encoding/hex"
	"strings"
	"sync"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/resources"
)

// IconName is the meaning of an icon; the drawing is resources/icons/<name>.svg.
type IconName string

// The icons: places of the rail.
const (
	IconToday      IconName = "today"
	IconOrders     IconName = "orders"
	IconForwarding IconName = "forwarding" // also: send
	IconParcels    IconName = "parcels"
	IconCases      IconName = "cases"
	IconSuppliers  IconName = "suppliers"
	IconProducts   IconName = "box"
	IconMargins    IconName = "margins"
	IconBooks      IconName = "books"
	IconReports    IconName = "reports"
	IconSettings   IconName = "settings"
)

// What can be done.
const (
	IconSearch  IconName = "search"
	IconImport  IconName = "import"
	IconExport  IconName = "export"
	IconColumns IconName = "columns"
	IconBoard   IconName = "board"
	IconFilter  IconName = "filter"
	IconPlus    IconName = "plus"
	IconMinus   IconName = "minus"
	IconDash    IconName = "dash"
	IconClose   IconName = "close"
	IconTick    IconName = "tick"
	IconPencil  IconName = "pencil"
	IconTrash   IconName = "trash"
	IconArchive IconName = "archive"
	IconUndo    IconName = "undo"
	IconRefresh IconName = "refresh"
	IconOpen    IconName = "open" // outside, or as a page
	IconCopy    IconName = "copy"
	IconPaste   IconName = "paste"
	IconSave    IconName = "save"
	IconPrint   IconName = "print"
	IconPlay    IconName = "play"
	IconPause   IconName = "pause"
	IconStop    IconName = "stop"
	IconMerge   IconName = "merge"
	IconSplit   IconName = "split"
	IconSwap    IconName = "swap"
	IconPin     IconName = "pin"
	IconEye     IconName = "eye"
	IconSidebar IconName = "sidebar"
	IconDots    IconName = "dots"
	IconMenu    IconName = "menu"
	IconLink    IconName = "link"
)

// Ways, folds and choices.
const (
	IconUp         IconName = "arrow-up"
	IconDown       IconName = "arrow-down"
	IconLeft       IconName = "arrow-left"
	IconRight      IconName = "arrow-right"
	IconChevUp     IconName = "chevron-up"
	IconChevDown   IconName = "chevron-down"
	IconChevLeft   IconName = "chevron-left"
	IconChevRight  IconName = "chevron-right"
	IconSort       IconName = "sort"
	IconSortUp     IconName = "sort-up"
	IconSortDown   IconName = "sort-down"
	IconFold       IconName = "fold"
	IconUnfold     IconName = "unfold"
	IconTrendUp    IconName = "trend-up"
	IconTrendDown  IconName = "trend-down"
	IconRadioEmpty IconName = "radio-empty"
	IconRadioFull  IconName = "radio-full"
	IconBoxEmpty   IconName = "box-empty"
	IconBoxTick    IconName = "box-tick"
	IconBoxDash    IconName = "box-dash"
)

// States.
const (
	IconTickCircle     IconName = "circle-tick"
	IconCrossCircle    IconName = "circle-cross"
	IconMinusCircle    IconName = "circle-minus"
	IconPlusCircle     IconName = "circle-plus"
	IconEqual          IconName = "equal"
	IconQuestionCircle IconName = "circle-question"
	IconDottedCircle   IconName = "circle-dotted"
	IconAlertCircle    IconName = "circle-alert"
	IconHeld           IconName = "circle-pause"
	IconClock          IconName = "clock"
	IconLate           IconName = "clock-alert"
	IconWarning        IconName = "warning"
	IconInfo           IconName = "info"
	IconShield         IconName = "shield-check"
	IconNoTracking     IconName = "place-off"
	IconUnplugged      IconName = "unplugged"
	IconLock           IconName = "lock"
	IconStar           IconName = "star"
	IconPartShipped    IconName = "box-part"
	IconDelivered      IconName = "box-check"
	IconReturned       IconName = "box-back"
	IconSent           IconName = "mail-tick"
)

// Things.
const (
	IconFolder     IconName = "folder"
	IconFile       IconName = "file"
	IconFileTick   IconName = "file-tick"
	IconSheet      IconName = "file-sheet"
	IconDatabase   IconName = "database"
	IconTag        IconName = "tag"
	IconStore      IconName = "store"
	IconHammer     IconName = "hammer"
	IconGlobe      IconName = "globe"
	IconBank       IconName = "bank"
	IconPlace      IconName = "place"
	IconCalendar   IconName = "calendar"
	IconMail       IconName = "mail"
	IconMessage    IconName = "message"
	IconPhone      IconName = "phone"
	IconCard       IconName = "card"
	IconScale      IconName = "scale"
	IconHistory    IconName = "history"
	IconUser       IconName = "user"
	IconUsers      IconName = "users"
	IconCoins      IconName = "coins"
	IconRates      IconName = "exchange"
	IconPercent    IconName = "percent"
	IconCalculator IconName = "calculator"
	IconKeyboard   IconName = "keyboard"
	IconHelp       IconName = "circle-question"
	IconKey        IconName = "key"
	IconList       IconName = "list"
	IconInbox      IconName = "inbox"
	IconImage      IconName = "image"
	IconLook       IconName = "look"
	IconBell       IconName = "bell"
	IconFlag       IconName = "flag"
	IconIdea       IconName = "idea"
)

// Icon is an icon in a colour of the theme. It follows the theme: its bytes are
// made when it is drawn. The name holds the colour, as the toolkit keeps
// pictures by name.
func Icon(n IconName, c fyne.ThemeColorName) fyne.Resource { return icon{n, c} }

type icon struct {
	name  IconName
	color fyne.ThemeColorName
}

// Name implements fyne.Resource.
func (i icon) Name() string { return string(i.name) + "-" + css(i.color)[1:] + ".svg" }

// ThemeColorName implements fyne.ThemedResource, for the toolkit's own buttons.
func (i icon) ThemeColorName() fyne.ThemeColorName { return i.color }

// Content implements fyne.Resource.
func (i icon) Content() []byte {
	return []byte(strings.ReplaceAll(drawing(i.name), "currentColor", css(i.color)))
}

// css is a colour as "#rrggbb".
func css(n fyne.ThemeColorName) string {
	r, g, b, _ := Color(n).RGBA()
	return "#" + hex.EncodeToString([]byte{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8)})
}

var drawings sync.Map // IconName -> string

func drawing(n IconName) string {
	known, _ := drawings.Load(n)
	if s, ok := known.(string); ok {
		return s
	}
	b, err := resources.Icons.ReadFile("icons/" + string(n) + ".svg")
	if err != nil {
		panic("theme: no drawing of the icon " + string(n))
	}
	areas := outline(string(b))
	drawings.Store(n, areas)
	return areas
}
