package grid

import "slices"

const (
	defaultWidth    float32 = 100
	defaultMinWidth float32 = 40
	maxWidth        float32 = 2000
)

// track is what the layout knows of a column.
type track struct {
	id     string
	width  float32
	min    float32
	flex   float32
	hidden bool
	fixed  bool
	yields int
}

// layout decides which columns are seen, in which order and how wide. It keeps
// the user's wishes apart from the columns as the program made them.
type layout struct {
	tracks []track // as made
	order  []int   // all columns, hidden ones too; indices into tracks
	widths map[int]float32
	hidden map[int]bool
}

// placed is a visible column in the arranged row.
type placed struct {
	col   int     // index of the column as made
	x, w  float32 // x without sideways scrolling
	fixed bool
}

func newLayout(tracks []track) *layout {
	l := &layout{tracks: tracks}
	l.reset()
	return l
}

// reset forgets all wishes of the user.
func (l *layout) reset() {
	l.order, l.widths, l.hidden = nil, map[int]float32{}, map[int]bool{}
	for i, t := range l.tracks {
		l.order = append(l.order, i)
		l.hidden[i] = t.hidden
	}
}

func (l *layout) find(id string) int {
	return slices.IndexFunc(l.tracks, func(t track) bool { return t.id == id })
}

// visible lists the visible columns, fixed ones first.
func (l *layout) visible() []int {
	var fixed, free []int
	for _, c := range l.order {
		switch {
		case l.hidden[c]:
		case l.tracks[c].fixed:
			fixed = append(fixed, c)
		default:
			free = append(free, c)
		}
	}
	return append(fixed, free...)
}

// natural is how wide a column wants to be, and its part of spare room: none once
// the user has dragged its edge.
func (l *layout) natural(c int) (width, flex float32) {
	if w, ok := l.widths[c]; ok {
		return w, 0
	}
	return l.tracks[c].width, l.tracks[c].flex
}

// arrange places the visible columns between left and left+room. Spare room goes
// to columns with flex; when room lacks, these give up to their least width.
func (l *layout) arrange(left, room float32) (cols []placed, total float32) {
	var sum, flex float32
	vis := l.fitting(room)
	for _, c := range vis {
		w, f := l.natural(c)
		sum += w
		flex += f
	}
	spare := room - sum
	if spare < 0 {
		flex = l.give(vis)
	}
	x := left
	for _, c := range vis {
		w, f := l.natural(c)
		if spare < 0 && f > 0 {
			f = w - l.tracks[c].min
		}
		if flex > 0 && f > 0 {
			w = max(w+spare*f/flex, l.tracks[c].min)
		}
		w = float32(int(w + 0.5))
		cols = append(cols, placed{col: c, x: x, w: w, fixed: l.tracks[c].fixed})
		x += w
	}
	if n := len(cols); n > 0 && flex > 0 && spare >= 0 {
		x = l.settle(cols, x, left+room)
	}
	return cols, x - left
}

// fitting are the visible columns without those that step aside where room lacks:
// the readiest first, and none whose width the user chose.
func (l *layout) fitting(room float32) []int {
	vis := l.visible()
	for {
		var sum float32
		out := -1
		for i, c := range vis {
			w, _ := l.natural(c)
			sum += w
			if _, own := l.widths[c]; !own && l.tracks[c].yields > 0 && (out < 0 || l.tracks[c].yields >= l.tracks[vis[out]].yields) {
				out = i
			}
		}
		if sum <= room || out < 0 {
			return vis
		}
		vis = slices.Delete(vis, out, out+1)
	}
}

// give is how much the flexible columns can give up together.
func (l *layout) give(vis []int) float32 {
	var sum float32
	for _, c := range vis {
		if w, f := l.natural(c); f > 0 {
			sum += w - l.tracks[c].min
		}
	}
	return sum
}

// settle hands what rounding left over to the last flexible column.
func (l *layout) settle(cols []placed, end, want float32) float32 {
	rest := want - end
	for i := len(cols) - 1; i >= 0; i-- {
		if _, f := l.natural(cols[i].col); f > 0 {
			cols[i].w += rest
			for j := i + 1; j < len(cols); j++ {
				cols[j].x += rest
			}
			return want
		}
	}
	return end
}

// resize sets the width of a column as the user wishes.
func (l *layout) resize(c int, w float32) {
	l.widths[c] = min(max(w, l.tracks[c].min), maxWidth)
}

// show shows or hides a column. The last visible one stays.
func (l *layout) show(c int, on bool) {
	if !on && len(l.visible()) <= 1 {
		return
	}
	l.hidden[c] = !on
}

// move puts a visible column by places to the left (negative) or right among the
// visible columns of its kind.
func (l *layout) move(c, by int) {
	vis := slices.DeleteFunc(l.visible(), func(v int) bool { return l.tracks[v].fixed != l.tracks[c].fixed })
	at := slices.Index(vis, c)
	to := at + by
	if at < 0 || to < 0 || to >= len(vis) {
		return
	}
	i, j := slices.Index(l.order, c), slices.Index(l.order, vis[to])
	l.order = slices.Insert(slices.Delete(l.order, i, i+1), j, c)
}

// savedVersion is the version of a saved layout. Another one is not read.
const savedVersion = 1

// Layout is what is kept of a grid between two starts of the program.
type Layout struct {
	Version int           `json:"version"`
	Columns []SavedColumn `json:"columns"`
	Sort    []Order       `json:"sort,omitempty"`
}

// SavedColumn is one column of a kept layout, in the user's order.
type SavedColumn struct {
	ID     string  `json:"id"`
	Width  float32 `json:"width,omitempty"` // 0 as the program made it
	Hidden bool    `json:"hidden,omitempty"`
}

func (l *layout) save(sort []Order) Layout {
	s := Layout{Version: savedVersion, Sort: sort}
	for _, c := range l.order {
		s.Columns = append(s.Columns, SavedColumn{ID: l.tracks[c].id, Width: l.widths[c], Hidden: l.hidden[c]})
	}
	return s
}

// load takes a kept layout over. Columns it does not know stay where the program
// put them: after the column they follow there. Unknown IDs are ignored.
func (l *layout) load(s Layout) bool {
	if s.Version != savedVersion {
		return false
	}
	l.reset()
	var order []int
	for _, sc := range s.Columns {
		c := l.find(sc.ID)
		if c < 0 || slices.Contains(order, c) {
			continue
		}
		order = append(order, c)
		l.hidden[c] = sc.Hidden
		if sc.Width > 0 {
			l.resize(c, sc.Width)
		}
	}
	for c := range l.tracks {
		if slices.Contains(order, c) {
			continue
		}
		at := 0
		if c > 0 {
			at = slices.Index(order, c-1) + 1
		}
		order = slices.Insert(order, at, c)
	}
	l.order = order
	if len(l.visible()) == 0 {
		l.reset()
	}
	return true
}

// known keeps the orders whose column exists and sorts.
func known(sort []Order, sorts func(id string) bool) []Order {
	return slices.DeleteFunc(slices.Clone(sort), func(o Order) bool { return !sorts(o.Column) })
}

// sortDepth is how many columns decide the order before the key does.
const sortDepth = 3

// resort is the order after a click on the head of a column: it decides first,
// or is reversed when it did already. Columns clicked before decide next.
func resort(sort []Order, column string, down bool) []Order {
	if len(sort) > 0 && sort[0].Column == column {
		next := slices.Clone(sort)
		next[0].Down = !next[0].Down
		return next
	}
	next := []Order{{Column: column, Down: down}}
	for _, o := range sort {
		if o.Column != column && len(next) < sortDepth {
			next = append(next, o)
		}
	}
	return next
}
