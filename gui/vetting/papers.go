package vetting

import (
	"context"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/vetting"
)

// held is a credential that one side asks the other for, or a file of the
// supplier.
type held struct {
	asked *vetting.CredentialRow // nil: it is a file
	file  *vetting.File
}

func (p held) name() string {
	if p.asked != nil {
		return p.asked.Name
	}
	return p.file.Name
}

func (p held) archived() bool {
	if p.asked != nil {
		return p.asked.Archived()
	}
	return p.file.Archived()
}

// papers is the tab of credentials and files.
type papers struct{ *list[held] }

func newPapers(d *Document) *papers {
	t := &papers{}
	t.list = newList(d, about[held]{
		id: tabPapers, icon: theme.IconFileTick, due: []string{vetting.DueCredential}, rows: papersOf,
		ref: func(p held) ref {
			if p.asked != nil {
				return ref{vetting.CredentialKind, p.asked.ID}
			}
			return ref{vetting.FileKind, p.file.ID}
		},
		gone: held.archived, called: held.name,
		group: func(p held) string {
			switch {
			case p.asked == nil:
				return "kept"
			case p.asked.Given == vetting.ByMerchant:
				return "ours"
			}
			return "theirs"
		},
		head: func(group string, all []held) grid.Group {
			return grid.Group{Title: text.T(text.Key("vetting.papers.", group)), Facts: d.h.Format().Int(len(all))}
		},
		columns: t.columns(d), details: t.details, change: t.change,
		attach: func(p held) bool { return p.asked != nil }, put: t.attach,
		creates: []action.Action{
			kit.Act("vetting.paper", text.T("vetting.papers.new"), kit.Mark{Icon: theme.IconPlus, Key: action.Ctrl(fyne.KeyN)}, func() {
				t.edit(t.paperForm(vetting.CredentialRow{Credential: vetting.Credential{Given: vetting.BySupplier, Kind: "other", AskedOn: d.h.Book().Today()}}))
			}),
			kit.Act("vetting.file", text.T("vetting.papers.bring"), kit.Mark{Icon: theme.IconFile, Key: action.Plain(fyne.KeyL)}, d.bringFiles),
		},
		more: t.more,
	})
	return t
}

func papersOf(k *known) []held {
	all := make([]held, 0, len(k.papers)+len(k.files))
	for _, ours := range []bool{false, true} {
		for i := range k.papers {
			if (k.papers[i].Given == vetting.ByMerchant) == ours {
				all = append(all, held{asked: &k.papers[i]})
			}
		}
	}
	for i := range k.files {
		all = append(all, held{file: &k.files[i]})
	}
	return all
}

// waits counts papers that end, and files that are missing or changed.
func (t *papers) waits(k *known) int {
	n := t.list.waits(k)
	for i := range k.files {
		if !k.files[i].Archived() && k.files[i].State != vetting.FileKept {
			n++
		}
	}
	return n
}

func (t *papers) columns(d *Document) []grid.Column[held] {
	of := func(fn func(*vetting.CredentialRow) grid.Cell, file func(*vetting.File) grid.Cell) func(held) grid.Cell {
		return func(p held) grid.Cell {
			if p.asked != nil {
				return fn(p.asked)
			}
			return file(p.file)
		}
	}
	none := func(*vetting.File) grid.Cell { return grid.Cell{} }
	return []grid.Column[held]{
		column("name", 200, 2, func(p held) grid.Cell { return grid.Cell{Text: p.name()} }),
		column("kind", 110, 1, of(func(c *vetting.CredentialRow) grid.Cell { return quiet(wordOf("paperkind", c.Kind)) }, func(f *vetting.File) grid.Cell { return quiet(d.h.Format().FileSize(f.Bytes)) })),
		column("asked", 104, 0, of(func(c *vetting.CredentialRow) grid.Cell { return d.day(c.AskedOn) }, none)),
		column("handed", 104, 0, of(func(c *vetting.CredentialRow) grid.Cell { return d.day(c.HandedOn) }, func(f *vetting.File) grid.Cell { return d.day(f.AddedOn) })),
		column("expires", 116, 0, of(func(c *vetting.CredentialRow) grid.Cell { return d.until(c.ExpiresOn, c.Days) }, none)),
		column("state", 120, 0, func(p held) grid.Cell {
			tone, icon, word := paperLook(p)
			return pill(p.archived(), tone, icon, word)
		}),
	}
}

// paperLook is how a paper or file stands.
func paperLook(p held) (theme.Tone, theme.IconName, string) {
	if p.asked != nil {
		word := wordOf("paperstate", p.asked.State)
		switch p.asked.State {
		case vetting.CredentialHanded:
			return theme.Fine, theme.IconTickCircle, word
		case vetting.CredentialExpired:
			return theme.Wrong, theme.IconLate, word
		}
		return theme.Warned, theme.IconQuestionCircle, word
	}
	word := wordOf("filestate", p.file.State)
	if p.file.State == vetting.FileKept {
		return theme.Fine, theme.IconFileTick, word
	}
	return theme.Wrong, theme.IconAlertCircle, word
}

func (t *papers) more(p held) []action.Action {
	id := int64(0)
	switch {
	case p.file != nil:
		id = p.file.ID
	case p.asked.FileID != nil:
		id = *p.asked.FileID
	}
	f, ok := t.d.known.file(id)
	if !ok {
		return nil
	}
	return []action.Action{kit.Act("vetting.view", text.T("vetting.do.view"), kit.Mark{Icon: theme.IconOpen, Key: action.Plain(fyne.KeyV)}, func() { t.d.view(f) })}
}

func (t *papers) details(p *kit.Panel, r held) {
	f := &facts{d: t.d}
	tone, icon, word := paperLook(r)
	p.SetState(tone, icon, word)
	if c := r.asked; c != nil {
		p.SetTitle(c.Name, wordOf("given_by", c.Given))
		f.add("kind", wordOf("paperkind", c.Kind))
		f.add("number", c.Number)
		f.day("asked", c.AskedOn)
		f.day("handed_over", c.HandedOn)
		if end := f.day("expires", c.ExpiresOn); c.Days != nil && *c.Days <= soonDays {
			end.Tone = theme.Warned
		}
		var ids []int64
		if c.FileID != nil {
			ids = append(ids, *c.FileID)
		}
		t.d.sections(p, f, c.Note, ids...)
		return
	}
	p.SetTitle(r.file.Name, t.d.h.Format().FileSize(r.file.Bytes))
	f.day("added", r.file.AddedOn)
	f.add("path", r.file.Path)
	said := r.file.Note
	switch r.file.State {
	case vetting.FileMissing:
		said = joined(said, text.T("vetting.papers.missing"))
	case vetting.FileChanged:
		said = joined(said, text.T("vetting.papers.changed"))
	}
	t.d.sections(p, f, said, r.file.ID)
}

func (t *papers) change(r held) {
	if r.asked != nil {
		t.edit(t.paperForm(*r.asked))
		return
	}
	t.edit(t.fileForm(*r.file))
}

func (t *papers) paperForm(r vetting.CredentialRow) *editor {
	title := t.say("new")
	if r.ID != 0 {
		title = r.Name
	}
	e := editorFor(t.list, title, t.say("form"), func(ctx context.Context, e *editor, v form.Values) (ref, error) {
		file := e.file(v)
		in, err := inputOf[vetting.CredentialInput](e, vetting.CredentialKind, t.d.route.Key, v)
		if err != nil {
			return ref{}, err
		}
		in.ID, in.Version, in.File = r.ID, r.Version, file
		done, err := t.d.vetting.PutCredentials(ctx, []vetting.CredentialInput{in})
		return touched(vetting.CredentialKind, r.ID, done, err)
	})
	e.text("name", 160, must, across)
	e.Choice(e.spec("given_by", nil), options("given_by", vetting.BySupplier, vetting.ByMerchant)...)
	e.Choice(e.spec("kind", nil), options("paperkind", "registration", "tax", "resale", "insurance", "quality", "safety", "brand", "contract", "other")...)
	e.text("number", 80)
	e.past("asked")
	e.past("handed_over")
	e.date("expires")
	var ids []int64
	if r.FileID != nil {
		ids = append(ids, *r.FileID)
	}
	e.attachments("file", false, t.d.known.kept(ids...))
	e.prose("note", 500)
	return e.load(map[string]any{
		"name": r.Name, "given_by": r.Given, "kind": r.Kind, "number": r.Number, "asked": r.AskedOn, "handed_over": r.HandedOn, "expires": r.ExpiresOn, "note": r.Note,
	})
}

// fileForm changes the note on a file; all else of it is the file's own.
func (t *papers) fileForm(r vetting.File) *editor {
	e := editorFor(t.list, r.Name, t.say("fileform"), func(ctx context.Context, _ *editor, v form.Values) (ref, error) {
		note, _ := v["note"].(string)
		done, err := t.d.vetting.PutFiles(ctx, []vetting.FileInput{{Supplier: t.d.route.Key, Path: r.Name, Note: &note}})
		return touched(vetting.FileKind, r.ID, done, err)
	})
	e.prose("note", 500)
	return e.load(map[string]any{"note": r.Note})
}

// attach makes a file the one of a credential; more than one become files of the
// supplier beside.
func (t *papers) attach(r held, paths []string) {
	c, s := r.asked, t.d.vetting
	last := paths[len(paths)-1]
	in := vetting.CredentialInput{ID: c.ID, Version: c.Version, Supplier: t.d.route.Key, Name: c.Name, Given: &c.Given, File: &last}
	if c.HandedOn == "" {
		today := t.d.h.Book().Today()
		in.HandedOver = &today
	}
	t.d.attach(paths, func(ctx context.Context) error {
		if _, err := s.PutCredentials(ctx, []vetting.CredentialInput{in}); err != nil {
			return err
		}
		var beside []vetting.FileInput
		for _, path := range paths[:len(paths)-1] {
			beside = append(beside, vetting.FileInput{Supplier: t.d.route.Key, Path: path})
		}
		if len(beside) == 0 {
			return nil
		}
		_, err := s.PutFiles(ctx, beside)
		return err
	})
}
