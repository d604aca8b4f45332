package grid

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// tracksOf makes tracks from "id:width[:flex]"; "-" before hides, "!" fixes.
func tracksOf(specs ...string) []track {
	var list []track
	for _, s := range specs {
		t := track{min: 20}
		t.hidden, s = strings.HasPrefix(s, "-"), strings.TrimPrefix(s, "-")
		t.fixed, s = strings.HasPrefix(s, "!"), strings.TrimPrefix(s, "!")
		parts := strings.Split(s, ":")
		t.id = parts[0]
		fmt.Sscan(parts[1], &t.width)
		if len(parts) > 2 {
			fmt.Sscan(parts[2], &t.flex)
		}
		list = append(list, t)
	}
	return list
}

func TestColumnsAreArranged(t *testing.T) {
	for name, c := range map[string]struct {
		tracks []track
		room   float32
		want   string
	}{
		"columns without flex keep their width and leave room":  {tracksOf("a:50", "b:60"), 200, "a@8+50 b@58+60 =110"},
		"spare room goes to the flexible columns by their part": {tracksOf("a:50:1", "b:60", "c:50:3"), 240, "a@8+70 b@78+60 c@138+110 =240"},
		"flexible columns give up when room lacks":              {tracksOf("a:100:1", "b:60"), 120, "a@8+60 b@68+60 =120"},
		"flexible columns keep their least width":               {tracksOf("a:100:1", "b:60"), 40, "a@8+20 b@28+60 =80"},
		"without flex too little room scrolls":                  {tracksOf("a:100", "b:60"), 40, "a@8+100 b@108+60 =160"},
		"hidden columns take no room":                           {tracksOf("a:50", "-b:60", "c:70"), 500, "a@8+50 c@58+70 =120"},
		"fixed columns come first":                              {tracksOf("a:50", "!b:60", "c:70"), 500, "b@8+60! a@68+50 c@118+70 =180"},
		"what rounding leaves over fills the last flexible one": {tracksOf("a:50:1", "b:50:1", "c:50:1"), 250, "a@8+83 b@91+83 c@174+84 =250"},
		"no columns take no room":                               {nil, 250, "=0"},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLayout(c.tracks)
			cols, total := l.arrange(8, c.room)
			if got := drawnColumns(l, cols, total); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func drawnColumns(l *layout, cols []placed, total float32) string {
	var b strings.Builder
	for _, p := range cols {
		fmt.Fprintf(&b, "%s@%v+%v", l.tracks[p.col].id, p.x, p.w)
		if p.fixed {
			b.WriteByte('!')
		}
		b.WriteByte(' ')
	}
	fmt.Fprintf(&b, "=%v", total)
	return b.String()
}

func ids(l *layout) string {
	var s []string
	for _, c := range l.visible() {
		s = append(s, l.tracks[c].id)
	}
	return strings.Join(s, " ")
}

func TestTheUserChangesColumns(t *testing.T) {
	made := func() *layout { return newLayout(tracksOf("!a:50", "b:60:1", "-c:70", "d:80")) }
	for name, c := range map[string]struct {
		do   func(l *layout)
		want string
	}{
		"a column is hidden":                              {func(l *layout) { l.show(1, false) }, "a d"},
		"a hidden column is shown in its place":           {func(l *layout) { l.show(2, true) }, "a b c d"},
		"the last column stays":                           {func(l *layout) { l.show(0, false); l.show(1, false); l.show(3, false) }, "d"},
		"a column moves right past its visible neighbour": {func(l *layout) { l.move(1, 1) }, "a d b"},
		"a column moves left past its visible neighbour":  {func(l *layout) { l.move(3, -1) }, "a d b"},
		"a column does not move out of the row":           {func(l *layout) { l.move(3, 1) }, "a b d"},
		"a column does not move among the fixed ones":     {func(l *layout) { l.move(1, -1) }, "a b d"},
		"a hidden column does not move":                   {func(l *layout) { l.move(2, 1) }, "a b d"},
		"everything is as made after a reset":             {func(l *layout) { l.move(1, 1); l.show(2, true); l.resize(1, 200); l.reset() }, "a b d"},
	} {
		t.Run(name, func(t *testing.T) {
			l := made()
			c.do(l)
			if got := ids(l); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestADraggedColumnNoLongerFlexes(t *testing.T) {
	l := newLayout(tracksOf("a:50:1", "b:60"))
	l.resize(0, 90)
	cols, total := l.arrange(0, 500)
	if got := drawnColumns(l, cols, total); got != "a@0+90 b@90+60 =150" {
		t.Error(got)
	}
	l.resize(0, 3)
	l.resize(1, 1e9)
	if l.widths[0] != 20 || l.widths[1] != maxWidth {
		t.Errorf("a width goes from the least to the most, got %v", l.widths)
	}
}

func TestALayoutIsKept(t *testing.T) {
	l := newLayout(tracksOf("a:50", "b:60", "c:70"))
	l.move(0, 2)
	l.show(1, false)
	l.resize(2, 99)
	written, err := json.Marshal(l.save([]Order{{Column: "c", Down: true}}))
	if err != nil {
		t.Fatal(err)
	}
	var read Layout
	if err := json.Unmarshal(written, &read); err != nil {
		t.Fatal(err)
	}
	again := newLayout(tracksOf("a:50", "b:60", "c:70"))
	if !again.load(read) {
		t.Fatal("the layout was not read")
	}
	if !reflect.DeepEqual(l.order, again.order) || !reflect.DeepEqual(l.widths, again.widths) || !reflect.DeepEqual(l.hidden, again.hidden) {
		t.Errorf("wrote %s, read %+v", written, again)
	}
	if len(read.Sort) != 1 || read.Sort[0] != (Order{Column: "c", Down: true}) {
		t.Errorf("the order of rows is not kept: %+v", read.Sort)
	}
}

func TestAKeptLayoutOfAnotherProgram(t *testing.T) {
	for name, c := range map[string]struct {
		kept Layout
		ok   bool
		want string
	}{
		"unknown columns are ignored":                 {Layout{1, []SavedColumn{{ID: "x"}, {ID: "b"}, {ID: "a"}}, nil}, true, "b c a"},
		"new columns stand after the one they follow": {Layout{1, []SavedColumn{{ID: "c"}, {ID: "a"}}, nil}, true, "c a b"},
		"a new first column comes first":              {Layout{1, []SavedColumn{{ID: "c"}, {ID: "b"}}, nil}, true, "a c b"},
		"a column named twice counts once":            {Layout{1, []SavedColumn{{ID: "b"}, {ID: "b", Hidden: true}, {ID: "a"}, {ID: "c"}}, nil}, true, "b a c"},
		"another version is not read":                 {Layout{2, []SavedColumn{{ID: "c"}}, nil}, false, "a b c"},
		"a layout that hides everything is not taken": {Layout{1, []SavedColumn{{ID: "a", Hidden: true}, {ID: "b", Hidden: true}, {ID: "c", Hidden: true}}, nil}, true, "a b c"},
		"an empty layout changes nothing":             {Layout{Version: 1}, true, "a b c"},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLayout(tracksOf("a:50", "b:60", "c:70"))
			if ok := l.load(c.kept); ok != c.ok || ids(l) != c.want {
				t.Errorf("got %v %q, want %v %q", ok, ids(l), c.ok, c.want)
			}
		})
	}
}

func TestAClickOnAHeadSorts(t *testing.T) {
	a, b, c, d := Order{Column: "a"}, Order{Column: "b", Down: true}, Order{Column: "c"}, Order{Column: "d"}
	for name, w := range map[string]struct {
		before []Order
		column string
		down   bool
		want   []Order
	}{
		"the first click sorts":                        {nil, "a", false, []Order{a}},
		"the first click goes the column's way":        {nil, "b", true, []Order{b}},
		"a second click reverses":                      {[]Order{a, b}, "a", false, []Order{{Column: "a", Down: true}, b}},
		"a third click turns back":                     {[]Order{{Column: "a", Down: true}}, "a", false, []Order{a}},
		"another column leads, the one before follows": {[]Order{a, b}, "c", false, []Order{c, a, b}},
		"a column that followed leads again":           {[]Order{a, b, c}, "c", false, []Order{c, a, b}},
		"no more than three columns decide":            {[]Order{a, b, c}, "d", false, []Order{d, a, b}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := resort(w.before, w.column, w.down); !reflect.DeepEqual(got, w.want) {
				t.Errorf("got %v, want %v", got, w.want)
			}
		})
	}
}
