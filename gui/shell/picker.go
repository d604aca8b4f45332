package shell

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
)

const (
	pickerWidth  float32 = 560
	pickerHeight float32 = 380
	linesShown           = 300 // more are narrowed by typing
)

// picker asks for a file or folder: a path to type, and below it what lies there.
// Everything works by keys: the path is completed by arrows and Enter, Space ticks
// several files of a folder where several may be taken.
type picker struct {
	s      *Shell
	ask    page.FileAsk
	got    func([]string)
	field  *kit.Entry
	list   *paletteList
	wrong  *kit.Label
	ticked []string // files, in the order they were ticked
	picked string   // the file that was clicked, "" once another path is typed
	twice  string   // what a second click takes now
	folder string   // whose content is known
	loader *async.Loader[[]os.DirEntry]
	hide   func()
	awake  func() // stops the wait for a second click on a folder
	once   func() // and on a file
}

// File implements page.Host.
func (s *Shell) File(ask page.FileAsk, got func(paths []string)) { s.pick(ask, got) }

func (s *Shell) pick(ask page.FileAsk, got func([]string)) *picker {
	p := &picker{s: s, ask: ask, got: got, field: kit.NewEntry(), awake: func() {}, once: func() {}, wrong: kit.NewLabel(kit.Caption, "")}
	p.list = newPaletteList(p.chosen)
	p.list.lazy, p.list.clicked = true, p.clicked
	p.loader = async.NewLoader(async.Runner(s.run), p.listed)
	p.field.SetText(filepath.Join(p.start(), ask.Name))
	if ask.Name == "" {
		p.field.SetText(withEnd(p.start()))
	}
	p.field.OnChanged = func(string) { p.typed() }
	p.field.OnUp = func() bool { p.list.move(-1); return true }
	p.field.OnDown = func() bool { p.list.move(1); return true }
	p.field.OnSpace = p.tickMoved
	p.field.OnFocus = p.end
	p.field.OnSubmitted = func(string) { p.enter() }
	p.field.OnCommit = func() { p.commit() }
	verb := text.T("shell.file.open")
	switch {
	case ask.Save:
		verb = text.T("shell.file.save")
	case ask.Folder:
		verb = text.T("shell.file.folder")
	}
	parts := []fyne.CanvasObject{p.field, p.wrong, p.list}
	if ask.Save || ask.Folder { // what is read lies in a folder that is there
		parts = append(parts, kit.NewButton(kit.Plain, text.T("shell.file.new"), p.askFolder))
	}
	content := container.New(&pickerLayout{}, parts...)
	p.hide = s.Show(page.Dialog{Title: ask.Title, Content: content, Verb: verb, Width: pickerWidth, Do: func() bool { return !p.take(p.field.Text) }})
	p.typed()
	return p
}

// start is the folder used last for the purpose, else the person's own.
func (p *picker) start() string {
	var folder string
	if p.s.Remembered(p.key(), &folder) {
		if info, err := os.Stat(folder); err == nil && info.IsDir() {
			return folder
		}
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return string(filepath.Separator)
	}
	return home
}

func (p *picker) key() string { return "folder." + p.ask.Purpose }

func withEnd(folder string) string {
	return strings.TrimSuffix(folder, string(filepath.Separator)) + string(filepath.Separator)
}

// whole is the typed path from the root: ~ is the person's own folder, a path from
// the root that was put behind the folder there was counts alone, and what begins
// nowhere begins in the folder used last.
func (p *picker) whole(path string) string {
	path = strings.Trim(strings.TrimSpace(path), `"`)
	if i := strings.LastIndex(path, strings.Repeat(string(filepath.Separator), 2)); i > 0 {
		path = path[i+1:]
	}
	if rest, ok := strings.CutPrefix(path, "~"); ok && (rest == "" || os.IsPathSeparator(rest[0])) {
		if home, err := os.UserHomeDir(); err == nil {
			return home + rest
		}
	}
	if !filepath.IsAbs(path) {
		return withEnd(p.start()) + path
	}
	return path
}

// typed shows what lies in the folder of the path; what was ticked belonged to
// another one.
func (p *picker) typed() {
	p.ticked = nil
	p.hint()
	if p.picked != p.field.Text {
		p.picked = ""
		p.list.reset()
	}
	folder, _ := filepath.Split(p.whole(p.field.Text))
	if folder == p.folder {
		p.show(p.loader.State().Value)
		return
	}
	p.folder = folder
	p.loader.Load(p.s.Context(), func(context.Context) ([]os.DirEntry, error) { return os.ReadDir(folder) })
}

func (p *picker) listed(st async.State[[]os.DirEntry]) {
	if st.Phase == async.Ready {
		p.show(st.Value)
	}
	if st.Phase == async.Failed {
		p.list.set(nil, text.T("shell.file.nofolder"))
	}
}

// hint says how several files are taken, and how many are.
func (p *picker) hint() {
	p.wrong.SetTone(theme.Plain)
	switch {
	case !p.ask.Many:
		p.wrong.SetText("")
	case len(p.ticked) == 0:
		p.wrong.SetTone(theme.Quiet)
		p.wrong.SetText(text.T("shell.file.several"))
	default:
		p.wrong.SetText(text.N("shell.file.ticked", len(p.ticked), p.s.format.Int(len(p.ticked))))
	}
}

// refuse says what is wrong with the path.
func (p *picker) refuse(why string) {
	p.wrong.SetTone(theme.Wrong)
	p.wrong.SetText(why)
}

// tickMoved ticks the file the person moved to and tells whether there is one.
func (p *picker) tickMoved() bool {
	if !p.list.moved || p.list.at >= len(p.list.rows) || p.list.rows[p.list.at].c.tick == nil {
		return false
	}
	p.list.rows[p.list.at].c.tick()
	return true
}

// tick takes a file to those that are taken together, or out of them.
func (p *picker) tick(path string) {
	if p.picked != "" { // what is ticked counts, not what was clicked before
		p.field.SetText(p.folder)
	}
	if i := slices.Index(p.ticked, path); i >= 0 {
		p.ticked = slices.Delete(p.ticked, i, i+1)
	} else {
		p.ticked = append(p.ticked, path)
	}
	p.hint()
	p.show(p.loader.State().Value)
}

// file is the line of a file.
func (p *picker) file(path, name string) choice {
	c := choice{id: path, title: name, icon: theme.Icon(theme.IconFile, theme.Muted)}
	if p.ask.Many {
		c.tick = func() { p.tick(path) }
		c.icon = theme.Icon(theme.IconBoxEmpty, theme.Muted)
		if slices.Contains(p.ticked, path) {
			c.icon = theme.Icon(theme.IconBoxTick, theme.Accent)
		}
	}
	return c
}

// show lists folders, then files with the endings that are asked for.
func (p *picker) show(entries []os.DirEntry) {
	_, part := filepath.Split(p.whole(p.field.Text))
	if p.ask.Save || p.picked != "" {
		part = ""
	}
	var folders, files []choice
	for _, e := range entries {
		name := e.Name()
		hidden := strings.HasPrefix(name, ".") && !strings.HasPrefix(part, ".")
		if hidden || !strings.Contains(strings.ToLower(name), strings.ToLower(part)) {
			continue
		}
		path := filepath.Join(p.folder, name)
		switch {
		case e.IsDir():
			folders = append(folders, choice{id: withEnd(path), title: name, icon: theme.Icon(theme.IconFolder, theme.Muted)})
		case !p.ask.Folder && p.fits(name):
			files = append(files, p.file(path, name))
		}
	}
	lines := append(folders, files...)
	if up := filepath.Dir(strings.TrimSuffix(p.folder, string(filepath.Separator))); part == "" && up != "." && withEnd(up) != p.folder {
		lines = slices.Insert(lines, 0, choice{id: withEnd(up), title: "..", icon: theme.Icon(theme.IconUp, theme.Muted)})
	}
	more := len(lines) - linesShown
	if more > 0 {
		lines = append(lines[:linesShown], choice{title: text.T("shell.file.more", p.s.format.Int(more)), off: " "})
	}
	p.list.set([]choices{{lines: lines}}, text.T("shell.file.none"))
}

func (p *picker) fits(name string) bool {
	return len(p.ask.Endings) == 0 || slices.ContainsFunc(p.ask.Endings, func(e string) bool {
		return strings.EqualFold(filepath.Ext(name), e)
	})
}

// end puts the cursor behind the path, so that typing goes on with it.
func (p *picker) end() { p.field.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd}) }

// enter takes what is ticked, else the line the person moved to, else the typed
// path.
func (p *picker) enter() {
	if len(p.ticked) == 0 && p.list.moved && len(p.list.rows) > 0 {
		p.list.choose()
		return
	}
	p.commit()
}

func (p *picker) commit() {
	if p.take(p.field.Text) {
		p.hide()
	}
}

// chosen goes into a folder or takes a file.
func (p *picker) chosen(c choice) {
	switch {
	case c.id == "":
		return
	case strings.HasSuffix(c.id, string(filepath.Separator)):
		p.rest()
		p.enterFolder(c.id)
	case len(p.ticked) > 0:
		p.tick(c.id)
	case p.ask.Save:
		p.field.SetText(c.id)
	default:
		p.field.SetText(c.id)
		p.commit()
	}
}

// enterFolder goes into a folder; the name of what is saved stays.
func (p *picker) enterFolder(path string) {
	if p.ask.Save {
		_, name := filepath.Split(p.field.Text)
		path += name
	}
	p.field.SetText(path)
	p.end()
}

// rest leaves out the second click of two on a folder: it would fall on whatever
// the folder has at that place, and take a file nobody meant.
func (p *picker) rest() {
	p.awake()
	p.list.deaf = true
	p.awake = p.s.run.After(fyne.CurrentApp().Driver().DoubleTapDelay(), func() { p.list.deaf = false })
}

// take hands over a path and tells whether it could be; else the dialog says why
// not.
func (p *picker) take(typed string) bool {
	if len(p.ticked) > 0 {
		p.hand(filepath.Dir(p.ticked[0]), p.ticked)
		return true
	}
	path := filepath.Clean(p.whole(typed))
	info, err := os.Stat(path)
	switch {
	case p.ask.Save:
		return p.save(path, info)
	case err != nil:
		p.refuse(text.T("shell.file.missing", filepath.Base(path)))
		return false
	case info.IsDir() && !p.ask.Folder && !p.ask.Many:
		p.field.SetText(withEnd(path))
		return false
	case !info.IsDir() && p.ask.Folder:
		p.refuse(text.T("shell.file.isfile", filepath.Base(path)))
		return false
	}
	p.done(path)
	return true
}

// save takes a file to be written; one that exists is replaced only when the
// person says so.
func (p *picker) save(path string, there os.FileInfo) bool {
	if filepath.Ext(path) == "" && len(p.ask.Endings) > 0 {
		path += p.ask.Endings[0]
		there, _ = os.Stat(path)
	}
	switch {
	case there != nil && there.IsDir():
		p.field.SetText(withEnd(path) + p.ask.Name)
		return false
	case there != nil:
		p.s.Ask(page.Question{
			Title: text.T("shell.file.replace", filepath.Base(path)), Lines: []string{text.T("shell.file.replaced")},
			Verb: text.T("shell.file.replace.verb"), Bad: true,
		}, func() {
			p.hide()
			p.done(path)
		})
		return false
	}
	if info, err := os.Stat(filepath.Dir(path)); err != nil || !info.IsDir() {
		p.refuse(text.T("shell.file.missing", filepath.Dir(path)))
		return false
	}
	p.done(path)
	return true
}

func (p *picker) done(path string) {
	folder := filepath.Dir(path)
	if p.ask.Folder {
		folder = path
	}
	paths := []string{path}
	if info, err := os.Stat(path); err == nil && info.IsDir() && p.ask.Many {
		if paths, err = inFolder(path, p.fits); err != nil || len(paths) == 0 {
			p.s.Report(p.ask.Title, model.Errorf(model.NotFound, "%s", text.T("shell.file.empty", path)))
			return
		}
	}
	p.hand(folder, paths)
}

// hand gives the files to whoever asked; next time the choice begins in the folder. The
// dialog is closed before: closing gives the focus back, and would take it from where
// the answer leads.
func (p *picker) hand(folder string, paths []string) {
	p.s.Remember(p.key(), folder)
	p.hide()
	p.s.guard("file", func() { p.got(paths) })
}
