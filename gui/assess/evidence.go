package assess

import (
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/vetting"
)

// fileNow is the file the item rests on: one that was chosen, or the kept one.
func (e *editor) fileNow() (path string, kept *vetting.File) {
	d := e.f.draft
	if path, ok := d.paths[e.id]; ok {
		return path, nil
	}
	var id *int64
	if e.gate != nil {
		id = d.verdicts[e.gate.Key].FileID
	} else {
		id = d.grades[e.criterion.Key].FileID
	}
	if id == nil {
		return "", nil
	}
	f, ok := d.form.Files[*id]
	if !ok {
		return "", nil
	}
	return f.Path, &f
}

// drawFile shows the file and whether it can be opened.
func (e *editor) drawFile() {
	path, kept := e.fileNow()
	read := e.f.draft.finished()
	choose := kit.NewButton(kit.Plain, text.T("assess.do.file"), e.chooseFile).WithIcon(theme.IconFile).Small()
	if path == "" {
		if read {
			e.file.Set(kit.NewLabel(kit.Muted, text.T("assess.nofile")))
			return
		}
		e.file.Set(kit.Row(theme.Gap8, kit.NewLabel(kit.Muted, text.T("assess.nofile")), choose))
		return
	}
	row := []fyne.CanvasObject{kit.FileLink(path, e.f.h.OpenFile)}
	why := e.gone
	if kept != nil && kept.State != vetting.FileKept {
		why = text.T(text.Key("assess.file.", kept.State), kept.Path)
		row = append(row, kit.NewPill(theme.Wrong, theme.IconAlertCircle, text.T(text.Key("assess.filepill.", kept.State))))
	} else if kept == nil {
		row = append(row, kit.NewPill(theme.Idle, theme.IconDottedCircle, text.T("assess.file.unsaved")))
	}
	if !read {
		row = append(row, choose, kit.NewButton(kit.Plain, text.T("assess.do.dropfile"), func() { e.setFile("") }).Small())
	}
	lines := []fyne.CanvasObject{kit.Row(theme.Gap8, row...)}
	if why != "" {
		lines = append(lines, kit.Wrapped(kit.Small, why).SetTone(theme.Wrong))
	}
	e.file.Set(lines...)
}

func (e *editor) chooseFile() {
	e.f.h.File(page.FileAsk{Title: text.T("assess.file.ask"), Purpose: "evidence"}, func(paths []string) { e.setFile(paths[0]) })
}

// setFile takes a file as what the item rests on; it is copied beside the book
// with the next save. An empty path takes the one there is away.
func (e *editor) setFile(path string) {
	if e.fields == nil {
		return
	}
	e.gone = ""
	if path != "" {
		path, _ = filepath.Abs(path)
		if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
			e.gone = text.T("assess.file.gone", path)
		}
	}
	d := e.f.draft
	d.paths[e.id] = path
	if e.gate != nil {
		v := d.verdicts[e.gate.Key]
		v.Gate = e.gate.Key
		d.verdicts[e.gate.Key] = v
	} else {
		g := d.grades[e.criterion.Key]
		g.Criterion = e.criterion.Key
		d.grades[e.criterion.Key] = g
	}
	e.drawFile()
	e.f.changed(e.id)
}

// facts are what was found, to be read.
func (e *editor) facts() fyne.CanvasObject {
	f, d := e.f.h.Format(), e.f.draft
	var facts []kit.Fact
	add := func(label, value string) {
		if value == "" {
			value = text.T("assess.dash")
		}
		facts = append(facts, kit.Fact{Label: text.T(label), Value: value})
	}
	reason := ""
	day := func(on model.Date) string {
		if on == "" {
			return ""
		}
		return f.DateYear(on)
	}
	if e.gate != nil {
		v := d.verdicts[e.gate.Key]
		add("assess.col.found", text.T(text.Key("assess.state.", string(d.state(e.gate.Key, e.f.today())))))
		add("assess.expires", day(v.ExpiresOn))
		reason = v.Evidence
	} else {
		g := d.grades[e.criterion.Key]
		said := ""
		if v := numberOf(g.Grade); v != nil {
			said = joined(f.Decimal(*v), e.criterion.Meaning(*v))
		}
		add("assess.col.grade", said)
		add("assess.source", g.Source)
		add("assess.sourceon", day(g.SourceOn))
		reason = g.Evidence
	}
	parts := []fyne.CanvasObject{e.heading(), kit.NewFacts(facts...)}
	if reason != "" {
		parts = append(parts, kit.Column(theme.Gap4, kit.NewLabel(kit.SmallStrong, text.T("assess.evidence")), kit.Wrapped(kit.Body, reason)))
	}
	parts = append(parts, kit.Column(theme.Gap4, kit.NewLabel(kit.SmallStrong, text.T("assess.file")), e.file))
	return kit.NewCard("", "", nil, kit.Column(theme.Gap16, parts...)).WithInset(theme.Gap16)
}
