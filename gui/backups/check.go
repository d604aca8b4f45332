package backups

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/proof"
)

// checked is a result with when it was found, as this computer remembers it.
type checked struct {
	At    model.Instant `json:"at"`
	Full  bool          `json:"full"`
	OK    bool          `json:"ok"`
	Parts []proof.Part  `json:"parts"`
}

// checkedKey is where this computer remembers the last result of a book.
const checkedKey = "check."

// Check proves that the book is sound and shows each proof.
type Check struct {
	host   page.Host
	book   *page.Book
	page   *kit.Page
	states *kit.States
	grid   *grid.Grid[proof.Part]
	panel  *kit.Panel
	note   *kit.Note
	quick  *kit.Button
	copies *kit.Button
	last   checked
	known  bool
	busy   bool
	hidden bool
}

// NewCheck makes the screen of the check.
func NewCheck(h page.Host) page.Screen {
	c := &Check{host: h, book: h.Book(), page: kit.NewPage(text.T("backups.check.title"))}
	c.known = h.Remembered(checkedKey+c.book.Path, &c.last)
	c.grid = grid.New(grid.Options[proof.Part]{
		Name: "check", Key: func(p proof.Part) string { return string(p.Name) }, Columns: c.columns(),
		OnCurrent: c.current, OnOpen: c.show,
		Setup: grid.Setup{Count: "backups.check.count", CountOf: "backups.check.countof"},
		Place: grid.Place{Context: h.Context(), Runner: h.Runner(), Format: h.Format(), Layouts: h},
	})
	c.states = kit.NewStates(h.Runner(), c.grid)
	quick := kit.Act("check.quick", text.T("backups.check.quick"), kit.Mark{Icon: theme.IconShield, Key: action.Ctrl(fyne.KeyReturn)}, c.Primary)
	c.quick = kit.ActionButton(quick, kit.Primary)
	c.copies = kit.ActionButton(c.copying(), kit.Plain)
	c.page.Header.SetBack(h.Back)
	c.page.Header.SetTools(c.copies, kit.ActionButton(c.full(), kit.Plain), c.quick)
	c.note = kit.NewNote(theme.Under, theme.IconInfo, "", nil)
	c.page.SetBody(c.states)
	return c
}

func (c *Check) full() action.Action {
	return kit.Act("check.full", text.T("backups.check.full"), kit.Mark{Icon: theme.IconSearch, Key: action.Plain(fyne.KeyF)}, func() { c.run(true) })
}

func (c *Check) copying() action.Action {
	a := kit.Act("check.copy", text.T("backups.check.copy"), kit.Mark{Icon: theme.IconCopy, Key: action.Plain(fyne.KeyC)}, func() {
		c.host.Copy(c.words())
		c.host.Toast(page.Toast{Text: text.T("backups.check.copied")})
	})
	a.Off = func() string {
		if !c.known {
			return text.T("backups.check.off.never")
		}
		return ""
	}
	return a
}

// Actions implements page.Actor.
func (c *Check) Actions() []action.Action { return []action.Action{c.full(), c.copying()} }

// Primary implements page.Primary.
func (c *Check) Primary() { c.run(false) }

// Content implements page.Screen.
func (c *Check) Content() fyne.CanvasObject { return c.page }

// Open implements page.Screen.
func (c *Check) Open(page.Route) { c.shown() }

// Close implements page.Screen.
func (c *Check) Close() { c.grid.Close() }

// Reload implements page.Reloader: a book is read again by checking it.
func (c *Check) Reload() { c.run(c.last.Full) }

// Areas implements page.Areas.
func (c *Check) Areas() []fyne.Focusable {
	if !c.known {
		return []fyne.Focusable{c.quick}
	}
	return []fyne.Focusable{c.grid}
}

// Escape implements page.Escaper.
func (c *Check) Escape() bool {
	if c.page.Panel() == nil {
		return false
	}
	c.hide()
	return true
}

func (c *Check) columns() []grid.Column[proof.Part] {
	return []grid.Column[proof.Part]{
		{ID: "proof", Title: text.T("backups.check.col.proof"), Width: 260, Lead: true, Cell: func(p proof.Part) grid.Cell {
			tone, icon := toneOf(p)
			return grid.Cell{Icon: icon, IconTone: tone, Text: text.T(text.Key("backups.proof.", p.Name))}
		}},
		{ID: "with", Title: text.T("backups.check.col.with"), Width: 240, Flex: 1, Cell: func(p proof.Part) grid.Cell {
			return grid.Cell{Text: text.T(text.Key("backups.with.", p.Name)), Tone: theme.Quiet}
		}},
		{ID: "compared", Title: text.T("backups.check.col.compared"), Width: 190, Align: fyne.TextAlignTrailing, Cell: func(p proof.Part) grid.Cell {
			return grid.Cell{Text: c.compared(p)}
		}, Value: func(p proof.Part) any { return p.Compared }},
		{ID: "result", Title: text.T("backups.check.col.result"), Width: 140, Cell: func(p proof.Part) grid.Cell {
			tone, icon := toneOf(p)
			return grid.Cell{Pills: []grid.Pill{{Text: c.verdict(p), Icon: icon, Tone: tone}}}
		}},
	}
}

func toneOf(p proof.Part) (theme.Tone, theme.IconName) {
	if p.OK() {
		return theme.Fine, theme.IconTickCircle
	}
	return theme.Wrong, theme.IconCrossCircle
}

// compared is how much a proof went over: "10,412 orders".
func (c *Check) compared(p proof.Part) string {
	n := int(p.Compared)
	return text.N(text.Key("backups.number.", p.Name), n, c.host.Format().Int(n))
}

func (c *Check) verdict(p proof.Part) string {
	if p.OK() {
		return text.T("backups.check.agrees")
	}
	return text.N("backups.check.faults", p.Faults, c.host.Format().Int(p.Faults))
}

// run checks the book with its progress in the status bar.
func (c *Check) run(full bool) {
	if c.busy {
		return
	}
	c.setBusy(true)
	h := c.host
	var r proof.Result
	h.Start(page.Task{
		Name: text.T("backups.check.task"),
		Work: func(ctx context.Context, p *job.Progress) (err error) {
			r, err = proof.Follow(ctx, c.book.DB, full, func(made, of int, next proof.Name) {
				p.Step(int64(made), int64(of), text.T(text.Key("backups.proof.", next)))
			})
			return err
		},
		Done: func(err error) {
			c.setBusy(false)
			if err != nil {
				c.failed(err)
				return
			}
			c.book.Waiting.Checked(r) // Today knows it too
			c.last, c.known = checked{At: c.book.DB.Now(), Full: full, OK: r.OK, Parts: r.Parts}, true
			h.Remember(checkedKey+c.book.Path, c.last)
			c.shown()
			kit.Focus(c.grid)
			tone, said := page.Done, text.T("backups.check.sound")
			if !r.OK {
				tone, said = page.Trouble, text.T("backups.check.notsound")
			}
			h.Say(tone, said)
		},
	})
}

func (c *Check) setBusy(busy bool) {
	c.busy = busy
	c.quick.SetBusy(busy)
	if busy && !c.known {
		c.states.ShowLoading()
	}
	c.host.Refresh()
}

// failed says that the check could not be made; an earlier result stays.
func (c *Check) failed(err error) {
	if model.CodeOf(err) == model.Cancelled {
		c.host.Say(page.Note, text.T("backups.check.cancelled"))
		c.shown()
		return
	}
	if c.known {
		c.host.Report(text.T("backups.check.failed"), err)
		return
	}
	c.states.ShowFailed(kit.FailedOptions{
		Sentence: text.T("backups.check.failed"), Retry: c.Primary, Details: func() { c.host.Report(text.T("backups.check.failed"), err) },
	})
}

// shown shows the last result, or what a check is for.
func (c *Check) shown() {
	if !c.known {
		quick := kit.Act("check.first", text.T("backups.check.quick"), kit.Mark{Icon: theme.IconShield, Key: action.Ctrl(fyne.KeyReturn)}, c.Primary)
		how := kit.Act("check.how", text.T("backups.check.how"), kit.Mark{Icon: theme.IconHelp}, func() { c.host.Go(page.Route{Screen: page.Help, Key: page.Check}) })
		c.page.SetStrip(nil)
		c.states.ShowEmpty(kit.EmptyOptions{
			Icon: theme.IconShield, Title: text.T("backups.check.never"), Lines: []string{text.T("backups.check.never.what"), text.T("backups.check.never.from")},
			Primary: &quick, Second: &how,
		})
		return
	}
	kind := text.T("backups.check.was.quick")
	if c.last.Full {
		kind = text.T("backups.check.was.full")
	}
	c.page.Header.SetCount(text.T("backups.check.last", c.host.Format().Since(c.last.At), kind))
	if c.last.OK {
		c.note.Set(theme.Fine, theme.IconTickCircle, text.T("backups.check.note.sound"))
	} else {
		c.note.Set(theme.Wrong, theme.IconCrossCircle, text.T("backups.check.note.notsound"))
	}
	c.page.SetStrip(kit.Row(0, kit.Grow(c.note)))
	c.states.ShowContent()
	c.hidden = c.last.OK // nothing wants a look; Enter opens it
	c.page.SetPanel(nil)
	c.grid.SetRows(c.last.Parts)
	c.choose()
	c.copies.Refresh()
	c.host.Refresh()
}

// choose puts the cursor on the first proof that found something, else on the
// first.
func (c *Check) choose() {
	at := max(slices.IndexFunc(c.last.Parts, func(p proof.Part) bool { return !p.OK() }), 0)
	if at < len(c.last.Parts) {
		c.grid.Select(string(c.last.Parts[at].Name))
	}
}

func (c *Check) current(p proof.Part, ok bool) {
	if ok && !c.hidden {
		c.show(p)
	} else if !ok {
		c.page.SetPanel(nil)
	}
}

func (c *Check) hide() {
	c.hidden = true
	c.page.SetPanel(nil)
	kit.Focus(c.grid)
}

// show fills the panel with a proof: what it says, what it found, what to do.
func (c *Check) show(p proof.Part) {
	c.hidden = false
	if c.panel == nil {
		c.panel = kit.NewPanel(c.hide)
	}
	tone, icon := toneOf(p)
	c.panel.SetTitle(text.T(text.Key("backups.proof.", p.Name)), c.compared(p))
	c.panel.SetState(tone, icon, c.verdict(p))
	sections := []fyne.CanvasObject{kit.PanelSection(text.T("backups.check.means"), "", kit.Wrapped(kit.Body, text.T(text.Key("backups.means.", p.Name))))}
	if !p.OK() {
		found := kit.Column(theme.Gap8)
		var lines []fyne.CanvasObject
		for _, f := range p.Findings {
			lines = append(lines, kit.Wrapped(kit.Body, f))
		}
		found.Set(lines...)
		sections = append(sections, kit.PanelSection(text.T("backups.check.found"), "", found),
			kit.PanelSection(text.T("backups.check.do"), "", kit.Wrapped(kit.Body, text.T(text.Key("backups.do.", p.Name)))))
	}
	c.panel.SetSections(sections...)
	buttons := []fyne.CanvasObject{kit.ActionButton(c.copying(), kit.Plain)}
	if !p.OK() {
		restore := kit.Act("check.backups", text.T("backups.title"), kit.Mark{Icon: theme.IconArchive}, func() { c.host.Go(page.Route{Screen: page.Backups}) })
		buttons = append([]fyne.CanvasObject{kit.ActionButton(restore, kit.Next)}, buttons...)
	}
	c.panel.SetButtons(buttons...)
	c.page.SetPanel(c.panel)
}

// words are the result as text, for whoever helps.
func (c *Check) words() string {
	var b strings.Builder
	say := func(line string) { b.WriteString(line + "\n") }
	say(c.book.Program)
	sound := text.T("backups.check.sound")
	if !c.last.OK {
		sound = text.T("backups.check.notsound")
	}
	say(c.host.Format().Moment(c.last.At) + ": " + sound)
	for _, p := range c.last.Parts {
		say(text.T(text.Key("backups.proof.", p.Name)) + ": " + c.verdict(p) + " (" + c.compared(p) + ")")
		for _, f := range p.Findings {
			say("  " + f)
		}
	}
	return b.String()
}
