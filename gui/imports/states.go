package imports

import (
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/importer"
	"github.com/dropledger/dropledger/services/importer/sheet"
)

const sayDone = page.Done

// nothing tells that no file was chosen.
func (s *preview) nothing() {
	s.idle()
	choose, how := s.otherAction(), s.howAction()
	choose.Label = text.T("imports.choose")
	s.states.ShowEmpty(kit.EmptyOptions{
		Icon: theme.IconImport, Title: text.T("imports.none.title"), Lines: []string{text.T("imports.none.one"), text.T("imports.none.two")},
		Primary: &choose, Second: &how,
	})
	s.h.Refresh()
}

// failed tells why a file cannot be imported.
func (s *preview) failed(f *queued) {
	s.idle()
	again := action.Action{Label: text.T("imports.again.verb"), Icon: theme.Icon(theme.IconRefresh, theme.Accent), Run: s.Reload}
	o := kit.EmptyOptions{
		Icon: theme.IconFile, Tone: theme.Wrong, Title: text.T("imports.failed.title", f.name()), Lines: []string{f.said()}, Primary: &again,
	}
	if len(f.preview().Columns) == 0 {
		o.Lines = append(o.Lines, text.T("imports.failed.what"))
		how := s.howAction()
		o.Second = &how
	}
	if p := f.preview(); f.shown.Error.Field == "encoding" || f.shown.Error.Field == "delimiter" || p.Delimiter != 0 || strings.Contains(f.said(), "encoding") {
		o.Second = &action.Action{Label: text.T("imports.how.verb"), Run: s.readingDialog}
	}
	s.states.ShowEmpty(o)
	s.h.Refresh()
}

// unknown asks what a file is that was not recognised.
func (s *preview) unknown(f *queued) {
	s.idle()
	var objs []fyne.CanvasObject
	for _, format := range importer.Formats() {
		label := text.T(text.Key("imports.format.", format))
		objs = append(objs, kit.NewButton(kit.Next, label, func() {
			s.of(f, func(o *importer.Options) { o.As = format })
		}))
	}
	var pairs []fyne.CanvasObject
	for len(objs) > 0 { // two beside each other, that no name is cut
		n := min(len(objs), 2)
		pairs = append(pairs, kit.Row(theme.Gap8, append(append([]fyne.CanvasObject{kit.Spacer()}, objs[:n]...), kit.Spacer())...))
		objs = objs[n:]
	}
	buttons := kit.Column(theme.Gap8, pairs...)
	columns := f.preview().Columns
	if sample := f.preview().Sample; len(columns) > 0 && sheet.Numbered(columns[0]) == 0 && len(sample) > 0 {
		columns = sample[0] // it has no header that could be told from its rows
	}
	shown := columns[:min(len(columns), 12)]
	list := strings.Join(shown, ", ")
	if len(columns) > len(shown) {
		list += " …"
	}
	how := kit.NewButton(kit.Link, readAs(f.preview()), s.readingDialog).WithTip(text.T("imports.how.tip"))
	s.states.ShowEmpty(kit.EmptyOptions{
		Icon: theme.IconQuestionCircle, Tone: theme.Warned, Title: text.T("imports.unknown.title", f.name()),
		Lines: []string{text.N("imports.unknown.columns", len(columns), s.h.Format().Int(len(columns)), list), text.T("imports.unknown.ask")},
		Below: kit.Column(theme.Gap12, buttons, kit.Row(theme.Gap4, kit.Spacer(), kit.NewLabel(kit.Caption, text.T("imports.unknown.read")), how, kit.Spacer())),
	})
	s.h.Refresh()
}

// pickShop asks which shop the orders are from.
func (s *preview) pickShop() fyne.CanvasObject {
	f := s.now()
	return container.NewStack(kit.Ground(theme.Surface), kit.Empty(kit.EmptyOptions{
		Icon: theme.IconStore, Title: text.T("imports.whose.shop"), Lines: []string{text.T("imports.whose.shop.why", f.name())},
		Below: kit.Sized(s.shopSelector(f), 240, 0),
	}))
}

// newShop asks for the name of a new shop; it is made by the import.
func (s *preview) newShop(f *queued) {
	name := kit.NewEntry()
	name.SetText(f.req.Shop)
	content := kit.Column(theme.Gap4, kit.NewLabel(kit.SmallStrong, text.T("imports.shop.name")), name, kit.Wrapped(kit.Caption, text.T("imports.shop.name.help")))
	s.h.Show(page.Dialog{
		Title: text.T("imports.shop.title"), Content: content, Verb: text.T("imports.shop.verb"),
		Do: func() bool {
			typed := strings.TrimSpace(name.Text)
			if typed == "" {
				name.SetWrong(true)
				return true
			}
			s.of(f, func(o *importer.Options) { o.Shop = typed })
			return false
		},
	})
}

// readingDialog asks how the file is to be read.
func (s *preview) readingDialog() {
	f := s.now()
	if f == nil || f.shown == nil {
		return
	}
	p, as := f.preview(), f.req.Reading
	var rows []fyne.CanvasObject
	add := func(label string, options []kit.Option, chosen string, set func(id string)) {
		sel := kit.SelectField(options, set)
		sel.SetChosen(chosen)
		rows = append(rows, kit.NewLabel(kit.SmallStrong, label), sel, kit.Gap(0, theme.Gap8))
	}
	if len(p.Sheets) > 0 {
		options := make([]kit.Option, len(p.Sheets))
		for i, n := range p.Sheets {
			options[i] = kit.Option{ID: n, Text: n}
		}
		add(text.T("imports.how.sheet"), options, p.Sheet, func(id string) { as.Sheet = id })
	} else {
		encodings := []kit.Option{{ID: "", Text: text.T("imports.how.auto")}}
		for _, e := range []string{"utf-8", "windows-1252", "iso-8859-1", "windows-1250", "windows-1251", "utf-16le", "shift_jis", "gb18030", "big5", "euc-kr"} {
			encodings = append(encodings, kit.Option{ID: e, Text: strings.ToUpper(e)})
		}
		add(text.T("imports.how.encoding"), encodings, as.Encoding, func(id string) { as.Encoding = id })
		delimiters := []kit.Option{{ID: "", Text: text.T("imports.how.auto")}}
		for _, d := range ",;\t|" {
			delimiters = append(delimiters, kit.Option{ID: string(d), Text: capital(parts(d))})
		}
		chosen := ""
		if as.Delimiter != 0 {
			chosen = string(as.Delimiter)
		}
		add(text.T("imports.how.delimiter"), delimiters, chosen, func(id string) {
			as.Delimiter = 0
			for _, d := range id {
				as.Delimiter = d
			}
		})
	}
	kinds := []kit.Option{{ID: "", Text: text.T("imports.how.auto")}}
	for _, k := range importer.Formats() {
		kinds = append(kinds, kit.Option{ID: k, Text: text.T(text.Key("imports.format.", k))})
	}
	kind := f.req.As
	add(text.T("imports.how.format"), kinds, kind, func(id string) { kind = id })
	s.h.Show(page.Dialog{
		Title: text.T("imports.how.title", f.name()), Content: kit.Column(theme.Gap4, rows...), Verb: text.T("imports.how.read"),
		Do: func() bool {
			s.of(f, func(o *importer.Options) { o.Reading, o.As = as, kind })
			return false
		},
	})
}

// other asks for other files in the place of those shown.
func (s *preview) other() {
	s.h.File(ask(), func(paths []string) {
		s.Open(page.Route{Screen: s.route.Screen, Params: map[string]string{"files": strings.Join(paths, "\n")}})
	})
}

func ask() page.FileAsk {
	return page.FileAsk{Title: text.T("imports.ask"), Endings: importer.Endings(), Many: true, Purpose: "import"}
}

// saveRows asks for a place and writes the refused rows of a file there.
func (s *preview) saveRows(r importer.Request, f *importer.File, name string) {
	stem := strings.TrimSuffix(name, filepath.Ext(name))
	ask := page.FileAsk{Title: text.T("imports.refused.title"), Name: text.T("imports.refused.file", stem), Endings: []string{".csv"}, Save: true, Purpose: "export"}
	s.h.File(ask, func(paths []string) {
		ctx, n := s.h.Context(), 0
		s.h.Runner().Go(func() {
			var err error
			n, err = s.svc.SaveRefused(ctx, r, f, paths[0])
			s.h.Runner().UI(func() {
				if err != nil {
					s.h.Report(text.T("imports.refused.unsaved"), err)
					return
				}
				open := action.Action{Label: text.T("imports.open"), Run: func() { s.h.OpenFile(paths[0]) }}
				s.h.Toast(page.Toast{Text: text.N("imports.refused.saved", n, s.h.Format().Int(n), filepath.Base(paths[0])), Link: &open})
			})
		})
	})
}
