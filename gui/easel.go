package gui

import (
	"image"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/software"
	stock "fyne.io/fyne/v2/theme"

	"github.com/dropledger/dropledger/gui/theme"
)

// easel is the toolkit without a display: what is shown in its one window is
// drawn in memory, and whatever would happen later happens at once. It is an app
// of the toolkit whose driver was exchanged before it could look for a display.
type easel struct {
	fyne.App
	drawing
	look   fyne.Theme
	window *frame
}

// toolkit is the app whose driver measures texts; one for the process, because it
// watches files of its own.
var toolkit = sync.OnceValue(func() fyne.App {
	makeCache()
	return app.NewWithID(ID)
})

// newEasel makes the easel the app of this process.
func newEasel(size fyne.Size) *easel {
	e := &easel{App: toolkit(), look: theme.New(theme.Options{})}
	e.drawing = drawing{e.App.Driver(), e}
	fyne.SetCurrentApp(e)
	e.renew(size)
	return e
}

// renew puts up an empty window.
func (e *easel) renew(size fyne.Size) *frame {
	e.window = &frame{easel: e, canvas: software.NewCanvas()}
	e.window.canvas.SetPadded(false)
	e.window.canvas.Resize(size)
	return e.window
}

// NewWindow implements fyne.App; there is one window.
func (e *easel) NewWindow(string) fyne.Window { return e.window }

// Driver implements fyne.App.
func (e *easel) Driver() fyne.Driver { return e.drawing }

// Settings implements fyne.App.
func (e *easel) Settings() fyne.Settings { return settings{e} }

// Run implements fyne.App: there is nothing to wait for.
func (e *easel) Run() {}

// Quit implements fyne.App.
func (e *easel) Quit() {}

// settings are the same on every computer.
type settings struct{ e *easel }

func (s settings) Theme() fyne.Theme                    { return s.e.look }
func (s settings) SetTheme(t fyne.Theme)                { s.e.look = t }
func (s settings) ThemeVariant() fyne.ThemeVariant      { return stock.VariantLight }
func (s settings) Scale() float32                       { return 1 }
func (s settings) PrimaryColor() string                 { return stock.ColorBlue }
func (s settings) AddChangeListener(chan fyne.Settings) {}
func (s settings) AddListener(func(fyne.Settings))      {}
func (s settings) BuildType() fyne.BuildType            { return fyne.BuildRelease }
func (s settings) ShowAnimations() bool                 { return false }

// drawing is the toolkit's driver as far as it needs no display: it measures
// texts.
type drawing struct {
	fyne.Driver
	e *easel
}

func (d drawing) CreateWindow(string) fyne.Window               { return d.e.window }
func (d drawing) AllWindows() []fyne.Window                     { return nil }
func (d drawing) CanvasForObject(fyne.CanvasObject) fyne.Canvas { return d.e.window.canvas }
func (d drawing) Run()                                          {}
func (d drawing) Quit()                                         {}
func (d drawing) StartAnimation(a *fyne.Animation)              { a.Tick(1) }
func (d drawing) StopAnimation(*fyne.Animation)                 {}
func (d drawing) DoubleTapDelay() time.Duration                 { return 0 }
func (d drawing) SetDisableScreenBlanking(bool)                 {}
func (d drawing) DoFromGoroutine(fn func(), _ bool)             { fn() }
func (d drawing) AbsolutePositionForObject(o fyne.CanvasObject) fyne.Position {
	at, _ := placeOf(o, d.e.window.canvas.Content())
	return at
}

// placeOf is where an object lies in another, through containers only.
func placeOf(o, in fyne.CanvasObject) (fyne.Position, bool) {
	if o == in {
		return in.Position(), true
	}
	if c, ok := in.(*fyne.Container); ok {
		for _, inner := range c.Objects {
			if at, found := placeOf(o, inner); found {
				return at.Add(in.Position()), true
			}
		}
	}
	return fyne.Position{}, false
}

// frame is the window: a menu strip as the display's driver draws it, and below
// it what the shell shows.
type frame struct {
	fyne.Window // of which the shell uses only what is below
	easel       *easel
	canvas      software.WindowlessCanvas
	menu        *fyne.MainMenu
	content     fyne.CanvasObject
}

func (f *frame) Canvas() fyne.Canvas                          { return f.canvas }
func (f *frame) Content() fyne.CanvasObject                   { return f.content }
func (f *frame) MainMenu() *fyne.MainMenu                     { return f.menu }
func (f *frame) SetTitle(string)                              {}
func (f *frame) SetPadded(bool)                               {}
func (f *frame) Resize(fyne.Size)                             {}
func (f *frame) Show()                                        {}
func (f *frame) RequestFocus()                                {}
func (f *frame) SetCloseIntercept(func())                     {}
func (f *frame) SetOnDropped(func(fyne.Position, []fyne.URI)) {}
func (f *frame) SetMainMenu(m *fyne.MainMenu)                 { f.menu = m; f.hang() }
func (f *frame) SetContent(o fyne.CanvasObject)               { f.content = o; f.hang() }

// hang puts strip and content on the canvas.
func (f *frame) hang() {
	if f.content == nil || f.menu == nil {
		return
	}
	if c, ok := f.canvas.Content().(*fyne.Container); ok && len(c.Objects) == 2 && c.Objects[1] == f.content {
		c.Objects[0] = strip(f.menu)
		c.Refresh()
		return
	}
	size := f.canvas.Size()
	f.canvas.SetContent(container.New(below{}, strip(f.menu), f.content))
	f.canvas.Resize(size)
}

// below puts the menu strip above the content without a gap.
type below struct{}

// MinSize implements fyne.Layout.
func (below) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// Layout implements fyne.Layout.
func (below) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	high := objs[0].MinSize().Height
	objs[0].Resize(fyne.NewSize(size.Width, high))
	objs[1].Resize(fyne.NewSize(size.Width, size.Height-high))
	objs[1].Move(fyne.NewPos(0, high))
}

// picture draws the window.
func (f *frame) picture() image.Image { return f.canvas.Capture() }

// strip draws the menu bar from the same table that the display's driver gets.
func strip(m *fyne.MainMenu) fyne.CanvasObject {
	back := canvas.NewRectangle(theme.Color(theme.Surface))
	pad := stock.InnerPadding()
	high := fyne.MeasureText("M", theme.TextSize, fyne.TextStyle{}).Height + pad
	back.SetMinSize(fyne.NewSize(0, high))
	row := container.NewWithoutLayout()
	x := pad
	for _, item := range m.Items {
		t := canvas.NewText(item.Label, theme.Color(theme.Text))
		t.TextSize = theme.TextSize
		size := t.MinSize()
		t.Resize(size)
		t.Move(fyne.NewPos(x+pad, pad/2))
		x += size.Width + 2*pad + stock.Padding()
		row.Add(t)
	}
	return container.NewStack(back, row)
}
