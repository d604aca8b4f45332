package assess

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/vetting"
)

// templateRow is a template with how many assessments are half done by it.
type templateRow struct {
	vetting.Template
	open int
}

// shelf lists the templates by the type of supplier.
type shelf struct {
	h       page.Host
	vetting *vetting.Service
	page    *kit.Page
	states  *kit.States
	grid    *grid.Grid[templateRow]
	loader  *async.Loader[[]templateRow]
	all     bool // those put away as well
	kept    string
	leave   func()
}

func newShelf(h page.Host, kept string) *shelf {
	b := h.Book()
	s := &shelf{h: h, vetting: vetting.New(b.DB, b.Bus), page: kit.NewPage(text.T("assess.tp.title")), kept: kept}
	s.grid = s.list()
	s.states = kit.NewStates(h.Runner(), container.NewStack(kit.Ground(theme.Surface), s.grid))
	s.page.SetBody(s.states)
	s.page.Header.SetBack(h.Back)
	s.loader = async.NewLoader(h.Runner(), s.show)
	soon := async.Debounce(h.Runner(), coalesce, s.reload)
	s.leave = b.Bus.SuppliersChanged.Subscribe(func(event.IDs) { h.Runner().UI(soon) })
	s.dress()
	s.states.ShowLoading()
	s.reload()
	return s
}

func (s *shelf) dress() {
	edit, fresh := s.editAction(), s.newAction()
	s.page.Header.SetTools(kit.ActionButton(edit, kit.Plain), kit.ActionButton(fresh, kit.Primary))
}

func (s *shelf) reload() {
	all := s.all
	s.loader.Load(s.h.Context(), func(ctx context.Context) ([]templateRow, error) {
		found, err := s.vetting.Templates(ctx, all)
		if err != nil {
			return nil, err
		}
		open, err := s.vetting.OpenAssessments(ctx)
		rows := make([]templateRow, len(found))
		for i := range found {
			rows[i] = templateRow{Template: found[i]}
			for _, o := range open {
				if model.NameKey(o.Template) == found[i].NameKey {
					rows[i].open++
				}
			}
		}
		return rows, err
	})
}

func (s *shelf) show(st async.State[[]templateRow]) {
	switch st.Phase {
	case async.Failed:
		s.states.ShowFailed(kit.FailedOptions{Sentence: text.T("assess.tp.unread"), Retry: s.reload, Details: func() { s.h.Report(text.T("assess.tp.unread"), st.Err) }})
	case async.Ready:
		s.grid.SetRows(st.Value)
		s.states.ShowContent()
		if s.kept != "" {
			s.grid.Select(s.kept)
			s.kept = ""
		}
	}
	s.h.Refresh()
}

func (s *shelf) list() *grid.Grid[templateRow] {
	f := s.h.Format()
	count := func(id string, width float32, n func(templateRow) int) grid.Column[templateRow] {
		return grid.Column[templateRow]{ID: id, Title: text.T(text.Key("assess.tp.col.", id)), Width: width, Align: fyne.TextAlignTrailing, Cell: func(t templateRow) grid.Cell {
			if n(t) == 0 {
				return grid.Cell{Text: text.T("assess.dash"), Tone: theme.Quiet}
			}
			return grid.Cell{Text: f.Int(n(t))}
		}}
	}
	return grid.New(grid.Options[templateRow]{
		Name: "assess.templates", Key: func(t templateRow) string { return t.Name },
		Columns: []grid.Column[templateRow]{
			{ID: "name", Title: text.T("assess.tp.col.name"), Width: 240, Flex: 2, Lead: true, Cell: func(t templateRow) grid.Cell { return grid.Cell{Text: t.Name} }},
			count("version", 80, func(t templateRow) int { return t.Number }),
			count("gates", 70, func(t templateRow) int { return len(t.Gates) }),
			count("criteria", 80, func(t templateRow) int { return len(t.Criteria) }),
			count("open", 120, func(t templateRow) int { return t.open }),
			{ID: "from", Title: text.T("assess.tp.col.from"), Width: 170, Cell: func(t templateRow) grid.Cell {
				if t.RecordedAt == "" {
					return grid.Cell{Text: text.T("assess.tp.shipped"), Tone: theme.Quiet}
				}
				return grid.Cell{Text: f.Moment(t.RecordedAt), Tone: theme.Quiet}
			}},
			{ID: "note", Title: text.T("assess.tp.col.note"), Width: 160, Flex: 1, Cell: func(t templateRow) grid.Cell {
				if t.ArchivedAt != "" {
					return grid.Cell{Pills: []grid.Pill{{Text: text.T("assess.tp.away"), Icon: theme.IconArchive, Tone: theme.Idle}}}
				}
				return grid.Cell{Text: t.Note, Tone: theme.Quiet}
			}},
		},
		GroupBy: func(t templateRow) string { return string(t.Type) },
		GroupHead: func(kind string, _ []templateRow) grid.Group {
			return grid.Group{Title: text.T(text.Key("assess.tp.type.", kind))}
		},
		OnCurrent: func(templateRow, bool) { s.dress() },
		Line:      func(t templateRow) grid.Line { return grid.Line{Muted: t.ArchivedAt != ""} },
		OnOpen:    func(t templateRow) { s.h.Go(page.Route{Screen: page.Templates, Key: t.Name}) },
		Setup:     grid.Setup{First: true, NoFold: true, Count: "assess.tp.count", CountOf: "assess.tp.countof", NoMatch: "assess.tp.nomatch"}, Place: place(s.h),
	})
}

func (s *shelf) newAction() action.Action {
	return kit.Act("assess.tp.new", text.T("assess.tp.do.new"), kit.Mark{Icon: theme.IconPlus, Key: action.Ctrl(fyne.KeyN)}, s.create)
}

func (s *shelf) editAction() action.Action {
	a := kit.Act("assess.tp.edit", text.T("assess.tp.do.edit"), kit.Mark{Icon: theme.IconPencil, Key: action.Plain(fyne.KeyE)}, func() {
		if t, ok := s.grid.CurrentRow(); ok {
			s.h.Go(page.Route{Screen: page.Templates, Key: t.Name})
		}
	})
	a.Off = s.off
	return a
}

func (s *shelf) off() string {
	if _, ok := s.grid.CurrentRow(); !ok {
		return text.T("assess.tp.off.template")
	}
	return ""
}

func (s *shelf) actions() []action.Action {
	copied := kit.Act("assess.tp.copy", text.T("assess.tp.do.copy"), kit.Mark{Icon: theme.IconCopy, Key: action.Plain(fyne.KeyC)}, func() {
		if t, ok := s.grid.CurrentRow(); ok {
			s.h.Go(page.Route{Screen: page.Templates, Params: map[string]string{copyParam: t.Name}})
		}
	})
	copied.Off = s.off
	away := kit.Act("assess.tp.archive", text.T("assess.tp.do.archive"), kit.Mark{Icon: theme.IconArchive, Key: action.Plain(fyne.KeyDelete)}, s.archive)
	away.Off = s.off
	all := kit.Act("assess.tp.archived", text.T("assess.tp.do.archived"), kit.Mark{Icon: theme.IconEye, Key: action.Plain(fyne.KeyV)}, func() {
		s.all = !s.all
		s.reload()
	})
	return []action.Action{s.newAction(), s.editAction(), copied, away, all}
}

func (s *shelf) create() {
	s.h.Go(page.Route{Screen: page.Templates, Params: map[string]string{copyParam: ""}})
}

// archive puts the chosen template away, or brings it back; both with a way back.
func (s *shelf) archive() {
	t, ok := s.grid.CurrentRow()
	if !ok {
		return
	}
	run, ctx, v, h, away := s.h.Runner(), s.h.Context(), s.vetting, s.h, t.ArchivedAt == ""
	put := func(away bool, then func()) {
		run.Go(func() {
			err := v.ArchiveTemplate(ctx, t.Name, away)
			run.UI(func() {
				if err != nil {
					h.Report(text.T("assess.tp.failed"), err)
					return
				}
				then()
			})
		})
	}
	put(away, func() {
		said := text.T("assess.tp.broughtback", t.Name)
		if away {
			said = text.T("assess.tp.putaway", t.Name)
		}
		undo := kit.Act("assess.tp.undo", text.T("assess.tp.do.undo"), kit.Mark{Icon: theme.IconUndo}, func() { put(!away, s.reload) })
		h.Toast(page.Toast{Tone: page.Done, Text: said, Link: &undo, Undo: true})
		s.reload()
	})
}

func (s *shelf) close() {
	s.leave()
	s.loader.Stop()
	s.grid.Close()
}
