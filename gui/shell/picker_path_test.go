package shell

import (
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/prefs"
)

func TestPicker_APathPutBehindTheFolderCountsAlone(t *testing.T) {
	for typed, want := range map[string]string{
		"/home/ida//tmp/orders.csv":    "/tmp/orders.csv",
		"/home/ida/orders.csv":         "/home/ida/orders.csv",
		`"/home/ida//tmp/my file.csv"`: "/tmp/my file.csv",
		"/home//tmp//var/x.csv":        "/var/x.csv",
	} {
		if got := (&picker{}).whole(filepath.FromSlash(typed)); got != filepath.FromSlash(want) {
			t.Errorf("%s is %s, not %s", typed, got, want)
		}
	}
}

func TestPicker_SeveralFilesAreTickedByKeysOrByMouse(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{"a.csv", "b.csv", "c.csv", "my d.csv"} {
		if err := os.WriteFile(filepath.Join(folder, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, choose := range map[string]func(p *picker){
		"keys": func(p *picker) {
			p.field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
			for range 3 {
				p.field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
				p.field.TypedRune(' ')
			}
			p.field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyUp}) // back to b.csv
			p.field.TypedRune(' ')
			p.field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		},
		"mouse": func(p *picker) {
			at := func(name string, x float32) {
				for _, r := range p.list.rows {
					if r.c.title == name {
						r.Tapped(&fyne.PointEvent{Position: fyne.NewPos(x, 5)})
						return
					}
				}
				t.Fatalf("%s is not listed", name)
			}
			at("a.csv", 20)
			at("c.csv", 200) // with one ticked a click on the name ticks too
			p.commit()
		},
	} {
		t.Run(name, func(t *testing.T) {
			a := test.NewTempApp(t)
			w := a.NewWindow("")
			s := New(Config{App: a, Window: w, Run: async.Inline{}, Memory: prefs.Open(filepath.Join(t.TempDir(), "w.json")), Context: t.Context(), Clock: time.Now, Log: slog.New(slog.DiscardHandler), Quit: func() {}})
			var got []string
			p := s.pick(page.FileAsk{Title: "Import", Endings: []string{".csv"}, Many: true, Purpose: "import"}, func(paths []string) { got = paths })
			p.field.SetText(folder + string(filepath.Separator))
			choose(p)
			if want := []string{filepath.Join(folder, "a.csv"), filepath.Join(folder, "c.csv")}; !slices.Equal(got, want) {
				t.Errorf("%v are taken, want %v", got, want)
			}
		})
	}
}

func TestPicker_ASpaceBelongsToThePathUntilAFileIsChosen(t *testing.T) {
	p := &picker{list: newPaletteList(nil)}
	if p.tickMoved() {
		t.Error("the space is used")
	}
}

func TestPicker_AFolderOfManyFilesIsShownFromItsBeginning(t *testing.T) {
	l := newPaletteList(nil)
	l.lazy = true
	var lines []choice
	for i := range linesShown {
		lines = append(lines, choice{id: strconv.Itoa(i), title: "file"})
	}
	l.set([]choices{{lines: append(lines, choice{title: "12 more", off: " "})}}, "")
	if l.at != 0 {
		t.Errorf("line %d is shown", l.at)
	}
}
