package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
)

// saidKept is how many messages can be read again.
const saidKept = 12

// said is a message of the status bar.
type said struct {
	tone page.Tone
	text string
	at   string
}

// status is the bar at the bottom: the last message, the job that runs, how old
// the backup is, the book and its currency. Each part can be clicked.
type status struct {
	widget.BaseWidget
	s       *Shell
	back    *kit.Area
	edge    *canvas.Rectangle
	message *part
	task    *part
	bar     *kit.Bar
	done    *kit.Label
	stop    *part
	backup  *part
	book    *part
	home    *part
	program *part // its version, while no book says more
	lines   []*canvas.Rectangle
	log     []said // the newest last
}

func newStatus(s *Shell) *status {
	b := &status{s: s, back: kit.NewArea(), edge: &canvas.Rectangle{}, bar: kit.NewBar(theme.Accented, 96, 6), done: kit.NewLabel(kit.Caption, "")}
	b.message = newPart("", b.showLog)
	b.task = newPart(theme.IconRefresh, b.showTasks)
	b.stop = newPart(theme.IconClose, s.stop)
	b.stop.tip = text.T("shell.task.stop")
	b.backup = newPart(theme.IconArchive, s.backupMenu)
	b.book = newPart(theme.IconDatabase, s.bookMenu)
	b.home = newPart("", func() { s.Go(page.Route{Screen: page.Settings}) })
	b.program = newPart("", s.about)
	for range 4 {
		b.lines = append(b.lines, &canvas.Rectangle{})
	}
	b.ExtendBaseWidget(b)
	b.job(nil)
	return b
}

var toneIcons = map[page.Tone]theme.IconName{
	page.Done: theme.IconTickCircle, page.Note: theme.IconInfo, page.Warning: theme.IconWarning, page.Trouble: theme.IconAlertCircle,
}

var toneColors = map[page.Tone]theme.Tone{page.Done: theme.Fine, page.Note: theme.Under, page.Warning: theme.Warned, page.Trouble: theme.Wrong}

// say shows a message and keeps it for reading again.
func (b *status) say(tone page.Tone, message string) {
	b.log = append(b.log, said{tone, message, b.s.format.Time(b.s.cfg.Clock())})
	if len(b.log) > saidKept {
		b.log = b.log[1:]
	}
	b.message.set(toneIcons[tone], message, toneColors[tone])
	b.Refresh()
}

// why shows why something cannot be done, until the next message.
func (b *status) why(reason string) {
	b.message.set(theme.IconInfo, reason, theme.Under)
	b.Refresh()
}

// job shows a running task, nil for none.
func (b *status) job(t *task) {
	for _, o := range []fyne.CanvasObject{b.task, b.bar, b.done, b.stop} {
		if t == nil {
			o.Hide()
		} else {
			o.Show()
		}
	}
	if t == nil {
		b.Refresh()
		return
	}
	name := t.name
	if t.state.Text != "" {
		name = t.state.Text
	}
	if t.stopped {
		name = text.T("shell.task.stopping", t.name)
		b.stop.Hide()
	}
	b.task.set(theme.IconRefresh, name, theme.Quiet)
	if t.state.Total > 0 {
		b.bar.SetShare(float32(t.state.Done) / float32(t.state.Total))
		f, j := b.s.format, t.state
		done, total := f.Int(int(j.Done)), f.Int(int(j.Total))
		if j.Bytes {
			done, total = f.FileSize(j.Done), f.FileSize(j.Total)
		}
		b.done.SetText(text.T("shell.task.done", done, total))
	} else {
		b.bar.Hide()
		b.done.SetText("")
	}
	b.Refresh()
}

// refresh shows the book.
func (b *status) refresh() {
	o := b.s.book
	for _, p := range []*part{b.backup, b.book, b.home} {
		p.Hidden = o == nil
	}
	b.program.Hidden = o != nil
	if o == nil {
		b.program.set("", b.s.cfg.Program, theme.Quiet)
		if len(b.log) == 0 {
			b.message.set(theme.IconDottedCircle, text.T("shell.nobook"), theme.Quiet)
		}
	}
	if o != nil {
		b.backup.set(theme.IconArchive, b.s.backupAge(), theme.Quiet)
		b.backup.warn(b.s.backupOld())
		if b.s.looking(o.Book) {
			b.book.set(theme.IconLock, text.T("shell.reading", base(o.Path)), theme.Warned)
		} else {
			b.book.set(theme.IconDatabase, base(o.Path), theme.Quiet)
		}
		b.book.tip = o.Path
		b.home.set("", string(o.Home), theme.Quiet)
		b.home.tip = text.T("shell.home.tip")
	}
	b.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (b *status) CreateRenderer() fyne.WidgetRenderer {
	d := &statusDrawing{b: b, objs: []fyne.CanvasObject{b.back.Object(), b.edge, b.message, b.task, b.bar, b.done, b.stop, b.backup, b.book, b.home, b.program}}
	for _, l := range b.lines {
		d.objs = append(d.objs, l)
	}
	d.paint()
	return d
}

type statusDrawing struct {
	b    *status
	objs []fyne.CanvasObject
}

func (d *statusDrawing) Destroy()                     {}
func (d *statusDrawing) Objects() []fyne.CanvasObject { return d.objs }
func (d *statusDrawing) MinSize() fyne.Size           { return fyne.NewSize(0, theme.StatusBarHeight) }

func (d *statusDrawing) paint() {
	d.b.back.Tint(theme.Color(theme.Rail))
	d.b.edge.FillColor = theme.Color(theme.Line)
	for _, l := range d.b.lines {
		l.FillColor = theme.Color(theme.LineStrong)
	}
}

// Refresh implements fyne.WidgetRenderer.
func (d *statusDrawing) Refresh() {
	d.paint()
	d.Layout(d.b.Size())
	canvas.Refresh(d.b)
}

// Layout puts the parts from the right; the message has what is left.
func (d *statusDrawing) Layout(size fyne.Size) {
	b := d.b
	put(b.back.Object(), box{0, 0, size.Width, size.Height})
	put(b.edge, box{0, 0, size.Width, theme.LineWidth})
	x, n := size.Width-theme.Gap12, 0
	for _, l := range b.lines {
		l.Hide()
	}
	group := func(parts ...fyne.CanvasObject) { // the last one left
		some := false
		for _, p := range parts {
			if !p.Visible() {
				continue
			}
			m := p.MinSize()
			if p == b.bar {
				x -= theme.Gap8
			}
			x -= m.Width
			put(p, box{x, (size.Height - m.Height) / 2, m.Width, m.Height})
			some = true
		}
		if some {
			x -= theme.Gap8
			b.lines[n].Show()
			put(b.lines[n], box{x, 7, theme.LineWidth, size.Height - 14})
			x -= theme.Gap8
			n++
		}
	}
	group(b.program)
	group(b.home)
	group(b.book)
	group(b.backup)
	group(b.stop, b.done, b.bar, b.task)
	put(b.message, box{theme.Gap4, (size.Height - partHeight) / 2, min(x-theme.Gap12, b.message.want()), partHeight})
}

func (b *status) showLog() {
	var items []item
	for i := len(b.log) - 1; i >= 0; i-- {
		m := b.log[i]
		items = append(items, item{Action: actionOf(m.at+"  "+m.text, toneIcons[m.tone], func() { b.s.Copy(m.text) })})
	}
	if len(items) > 0 {
		b.s.popUp(b.message, items)
	}
}

func (b *status) showTasks() {
	var items []item
	for _, t := range b.s.tasks {
		items = append(items, item{Action: actionOf(text.T("shell.task.stopit", t.name), theme.IconStop, func() {
			t.stopped = true
			t.cancel()
			b.s.progress()
		})})
	}
	b.s.popUp(b.task, items)
}
