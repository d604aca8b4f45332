package forwarding

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/reports/documents"
	"github.com/dropledger/dropledger/services/purchase"
)

// Columns is where a person chooses the columns of the order file that a supplier
// gets, with an example of the file beside.
type Columns struct {
	host      page.Host
	purchases *purchase.Service
	supplier  string
	page      *kit.Page
	states    *kit.States
	holder    *kit.Frame
	panel     *kit.Panel
	form      *form.Form
	loader    *async.Loader[purchase.OrderTemplate]
	kept      purchase.OrderTemplate
}

// NewColumns makes the form of a supplier's order file.
func NewColumns(h page.Host) page.Screen {
	b := h.Book()
	c := &Columns{host: h, purchases: purchase.New(b.DB, b.Bus), panel: kit.NewPanel(nil), holder: kit.Inset(kit.Spacer(), 0, 0)}
	c.panel.SetTitle(text.T("forwarding.columns.example"), text.T("forwarding.columns.example.note"))
	c.loader = async.NewLoader(h.Runner(), c.loaded)
	c.states = kit.NewStates(h.Runner(), c.holder)
	c.page = kit.NewPage(text.T("forwarding.columns"))
	c.page.Header.SetBack(c.leave)
	c.page.SetPanelWidth(theme.PanelMaxWidth)
	c.page.SetBody(c.states)
	return c
}

// Content implements page.Screen.
func (c *Columns) Content() fyne.CanvasObject { return c.page }

// Open implements page.Screen.
func (c *Columns) Open(r page.Route) {
	c.supplier = r.Key
	c.page.Header.SetCount(c.supplier)
	c.Reload()
}

// Reload implements page.Reloader.
func (c *Columns) Reload() {
	c.states.ShowLoading()
	c.loader.Load(c.host.Context(), func(ctx context.Context) (purchase.OrderTemplate, error) {
		return c.purchases.Template(ctx, c.supplier)
	})
}

// Close implements page.Screen.
func (c *Columns) Close() {
	c.loader.Stop()
	if c.form != nil {
		c.form.Close()
	}
}

// Actions implements page.Actor.
func (c *Columns) Actions() []action.Action { return nil }

// Escape implements page.Escaper.
func (c *Columns) Escape() bool { return c.form != nil && c.form.Escape() }

func (c *Columns) loaded(s async.State[purchase.OrderTemplate]) {
	switch s.Phase {
	case async.Loading:
	case async.Failed:
		c.states.ShowFailed(kit.FailedOptions{Sentence: s.Err.Error(), Retry: c.Reload})
	default:
		c.kept = s.Value
		c.build()
		c.holder.SetInner(container.NewStack(kit.Ground(theme.Surface), c.form))
		c.page.SetPanel(c.panel)
		c.states.ShowContent()
		c.preview()
		if f := c.form.First(); f != nil {
			kit.Focus(f)
		}
	}
	c.host.Refresh()
}

// usual are the columns that a new template begins with.
var usual = []string{"order_number", "supplier_sku", "quantity", "name", "address1", "address2", "zip", "city", "country_code", "phone", "service"}

func (c *Columns) build() {
	h := c.host
	c.form = form.New(form.Options{
		Format: h.Format(), Runner: h.Runner(), Context: h.Context(),
		Saver: c.save, Saved: c.saved, Leave: c.leave, Ask: c.ask, Changed: c.preview, Reload: c.Reload,
		Details: func(err error) { h.Report(text.T("forwarding.columns.failed"), err) },
		Late:    func(err error) { h.Report(text.T("forwarding.columns.failed"), err) },
	})
	c.fields()
	t := &c.kept
	columns := t.Columns
	if t.ID == 0 {
		for _, f := range usual {
			columns = append(columns, purchase.TemplateColumn{Field: f, Title: text.T(text.Key("forwarding.columns.field.", f))})
		}
	}
	var rows []any
	for _, col := range columns {
		rows = append(rows, map[string]any{"field": col.Field, "title": col.Title, "fixed": col.Fixed})
	}
	err := c.form.Load(map[string]any{
		"own": t.ID == 0 || !t.Archived, "file": t.File, "delimiter": t.Delimiter, "dates": t.Dates, "decimals": t.Decimals, "columns": rows,
	})
	if err != nil {
		h.Report(text.T("forwarding.columns.failed"), err)
	}
}

func (c *Columns) fields() {
	f := c.form
	some := func(key func(string) string, values ...string) []form.Option {
		all := make([]form.Option, len(values))
		for i, v := range values {
			all[i] = form.Option{Value: v, Label: text.T(key(v))}
		}
		return all
	}
	spec := func(name string) form.Spec {
		return form.Spec{Name: name, Label: text.T(text.Key("forwarding.columns.of.", name)), Required: true}
	}
	f.Section(text.T("forwarding.columns.file"), text.T("forwarding.columns.note"))
	f.Check(form.Spec{Name: "own", Label: text.T("forwarding.columns.of.own")})
	f.Choice(spec("file"), some(func(v string) string { return text.Key("forwarding.columns.file.", v) }, purchase.FileXLSX, purchase.FileCSV)...)
	f.Choice(spec("delimiter"), some(func(v string) string { return text.Key("forwarding.columns.delimiter.", v) }, "comma", "semicolon", "tab")...)
	f.Choice(spec("dates"), some(func(v string) string { return text.Key("forwarding.columns.dates.", v) }, purchase.DatesISO, purchase.DatesDotted, purchase.DatesSlashed, purchase.DatesAmerican)...)
	f.Choice(spec("decimals"), some(func(v string) string { return text.Key("forwarding.columns.decimals.", v) }, purchase.PointDecimals, purchase.CommaDecimals)...)
	f.Section(text.T("forwarding.columns.columns"))
	fields := some(func(v string) string { return text.Key("forwarding.columns.field.", v) }, append([]string{purchase.FixedText}, purchase.OrderFields...)...)
	f.Rows(form.Spec{Name: "columns"}, text.T("forwarding.columns.add"), func(g *form.Group) {
		form.Longest(g.Text(form.Spec{Name: "title", Label: text.T("forwarding.columns.title"), Required: true, Share: 3}), 120)
		g.Search(form.Spec{Name: "field", Label: text.T("forwarding.columns.holds"), Required: true, Share: 3}, form.Among(fields))
		form.Longest(g.Text(form.Spec{Name: "fixed", Label: text.T("forwarding.columns.fixed"), Share: 2}), 200)
	})
}

// inputOf is what the form holds.
func (c *Columns) inputOf(v form.Values) purchase.TemplateInput {
	word := func(name string) *string {
		s, _ := v[name].(string)
		return &s
	}
	own, _ := v["own"].(bool)
	away := !own
	in := purchase.TemplateInput{
		Version: c.kept.Version, Supplier: c.supplier, File: word("file"), Delimiter: word("delimiter"), Dates: word("dates"), Decimals: word("decimals"), Archived: &away,
	}
	columns := []purchase.TemplateColumn{}
	rows, _ := v["columns"].([]form.Values)
	for _, r := range rows {
		title, _ := r["title"].(string)
		field, _ := r["field"].(string)
		fixed, _ := r["fixed"].(string)
		columns = append(columns, purchase.TemplateColumn{Field: field, Title: title, Fixed: fixed})
	}
	in.Columns = &columns
	return in
}

func (c *Columns) save(ctx context.Context, v form.Values) error {
	_, err := c.purchases.PutTemplates(ctx, []purchase.TemplateInput{c.inputOf(v)})
	return err
}

func (c *Columns) saved() {
	c.host.Toast(page.Toast{Text: text.T("forwarding.columns.saved", c.supplier)})
	c.leave()
}

func (c *Columns) leave() { c.host.Back() }

func (c *Columns) ask(_ []form.Change, leave func()) {
	c.host.Ask(page.Question{Title: text.T("forwarding.columns.lost"), Verb: text.T("forwarding.columns.lose"), No: kit.KeepEditing()}, leave)
}

// preview shows an invented order in the columns as they are.
func (c *Columns) preview() {
	if c.form == nil {
		return
	}
	in := c.inputOf(c.form.Values())
	t := purchase.OrderTemplate{File: *in.File, Delimiter: *in.Delimiter, Dates: *in.Dates, Decimals: *in.Decimals}
	for _, col := range *in.Columns {
		if col.Title != "" && col.Field != "" {
			t.Columns = append(t.Columns, col)
		}
	}
	if *in.Archived || len(t.Columns) == 0 {
		c.panel.SetSections(kit.PanelSection("", "", kit.Wrapped(kit.Muted, text.T("forwarding.columns.none"))))
		return
	}
	titles, rows := documents.Example(&t)
	var out []fyne.CanvasObject
	for n, row := range rows {
		var lines []fyne.CanvasObject
		for i, cell := range row {
			lines = append(lines, kit.Row(theme.Gap8, kit.Sized(kit.NewLabel(kit.Muted, titles[i]), titleWidth, 0), kit.Grow(kit.NewLabel(kit.Body, cell))))
		}
		out = append(out, kit.PanelSection(text.T("forwarding.columns.row", n+1), "", kit.Column(theme.Gap4, lines...)))
	}
	c.panel.SetSections(out...)
}

// titleWidth is the room for the name of a column.
const titleWidth float32 = 140
