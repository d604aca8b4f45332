package grid

import (
	"context"

	"fyne.io/fyne/v2"
	"golang.org/x/text/language"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit/async"
)

// Column is one column of rows of type R. Cell is required, all else is not.
type Column[R any] struct {
	ID       string // stable: saved layouts, filters and exports name it
	Title    string
	Width    float32 // 0 is 100
	MinWidth float32 // 0 is 40
	Flex     float32 // part of the spare room this column takes, 0 for none
	Align    fyne.TextAlign
	Hidden   bool // until the user shows it
	Fixed    bool // stays when the others scroll sideways; fixed columns come first
	Lead     bool // bold in the row under the cursor
	Yields   int  // steps aside where room lacks, those with the highest number first; 0 stays

	Cell  func(R) Cell
	Value func(R) any // typed, for export; nil or "" is empty. Without, the text of Cell

	// How the column sorts. Compare and SortText serve rows in memory, Sortable
	// says that a Source sorts by it. Empty values come last either way.
	Compare  func(a, b R) int
	SortText func(R) string // in the order of the language
	Sortable bool
	Down     bool // the first click sorts from the top: amounts, ages

	// Total sums the rows that fit the query, for rows in memory. A Source brings
	// its own in View.Totals.
	Total func(rows []R) Cell

	// Edit lets the cell be changed in place, F2 or Enter.
	Edit *Edit[R]
}

// Edit is how a cell is changed in place.
type Edit[R any] struct {
	Text   func(R) string                  // what the field starts with
	Commit func(row R, typed string) error // an error keeps the field open and is shown below it
}

// Options are what a grid is made of. Key, Columns and one of Source, Load and
// Grid.SetRows are required.
type Options[R any] struct {
	Name    string         // stable name the layout is kept under; "" keeps none
	Key     func(R) string // what tells a row from all others, stable
	Columns []Column[R]

	// Where rows come from. Source answers queries page by page. Load reads all
	// rows, the grid searches, filters and sorts them. With neither, SetRows.
	Source Source[R]
	Load   func(ctx context.Context) ([]R, error)

	// For rows in memory. Match tells by filter ID whether a row fits the chosen
	// values. GroupBy names the group of a row, GroupHead draws its head; groups
	// come in the order of their first row.
	Match     map[string]func(row R, values []string) bool
	GroupBy   func(R) string
	GroupHead func(group string, rows []R) Group

	Line    func(R) Line // look of a whole row; nil for ordinary rows
	CanTick func(R) bool // nil for all; for grids with Ticks

	OnCurrent func(row R, ok bool)   // another row is under the cursor, or it was read anew; not ok without one, and for the head of each group
	OnOpen    func(row R)            // Enter or double click
	OnButton  func(row R, id string) // a button in a cell; "tick" for a box in a cell

	Setup
	Events
	Place
}

// Setup is how a grid looks and works, whatever its rows are.
type Setup struct {
	Sort        []Order        // until the user sorts
	Ticks       bool           // a first column of boxes, for rows in memory
	NoFold      bool           // groups are only headings
	First       bool           // the first row is chosen when no other is
	TypeAhead   bool           // letters jump to rows; not on pages with keys of one letter
	Bare        bool           // what lies behind is theme.Surface already: it is not drawn twice
	RowHeight   func() float32 // nil is theme.RowHeight
	GroupHeight func() float32 // nil is theme.GroupRowHeight

	// Text keys in the plural form of {0}. Count is "{0} orders", CountOf is
	// "{0} of {1} orders": with both the grid has a footer. TotalsName, "{0}
	// products", makes a last row with the totals in their columns. NoMatch is
	// "No order fits these {0} filters".
	Count, CountOf, TotalsName, NoMatch string
}

// Events are what a screen can hear of a grid. Any may be nil.
type Events struct {
	OnSelect  func()                       // the selection changed
	OnMenu    func(at fyne.Position)       // context menu for the selection, at a place of the window
	OnDelete  func()                       // Del
	OnTick    func(keys []string, on bool) // the user ticked or unticked rows
	OnPast    func(e *fyne.ScrollEvent)    // the wheel, when there is no more to scroll to
	OnRune    func(r rune) bool            // a letter while the grid has the focus; false lets it pass on
	OnView    func()                       // counts, totals, search, filters or sort changed
	OnDetails func(err error)              // what a failed load is asked for more; nil offers no details
}

// Place is where a grid works: what the page's host has.
type Place struct {
	Context  context.Context // ends with the book; nil never ends
	Runner   async.Runner    // nil is async.Live
	Format   *format.Format  // nil is English
	Language language.Tag    // text sorts as this language does; the zero Tag is English
	Layouts  Layouts         // keeps layouts under Options.Name; page.Host is one
}

// Layouts keeps the layout of grids on this computer.
type Layouts interface {
	Remembered(key string, into any) bool
	Remember(key string, value any)
}
