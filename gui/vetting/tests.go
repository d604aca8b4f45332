package vetting

import (
	"cmp"
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/model/assessment"
	"github.com/dropledger/dropledger/services/vetting"
)

// tests is the tab of the orders that were placed to see what comes.
type tests struct {
	*list[vetting.TestOrderRow]
}

// graded are the things of a test order that get a grade, by their names in the
// form and in the book.
var graded = []string{"product", "packaging", "accuracy", "branding", "photos", "cost"}

func newTests(d *Document) *tests {
	t := &tests{}
	t.list = newList(d, about[vetting.TestOrderRow]{
		id: tabTests, icon: theme.IconParcels,
		rows: func(k *known) []vetting.TestOrderRow { return k.tests },
		ref:  func(r vetting.TestOrderRow) ref { return ref{vetting.TestOrderKind, r.ID} },
		gone: func(r vetting.TestOrderRow) bool { return r.Archived() },
		called: func(r vetting.TestOrderRow) string {
			return text.T("vetting.tests.called", d.h.Format().DateYear(r.OrderedOn))
		},
		columns: t.columns(d), sort: []grid.Order{{Column: "ordered", Down: true}},
		details: t.details, change: func(r vetting.TestOrderRow) { t.edit(t.formOf(r)) },
		attach: func(vetting.TestOrderRow) bool { return true }, put: t.attach,
		creates: []action.Action{kit.Act("vetting.test", text.T("vetting.tests.new"), kit.Mark{Icon: theme.IconPlus, Key: action.Ctrl(fyne.KeyN)}, func() {
			k := d.known
			fresh := vetting.TestOrder{OrderedOn: d.h.Book().Today(), Currency: k.terms.Currency, Country: homeOf(d)}
			t.edit(t.formOf(vetting.TestOrderRow{TestOrder: fresh}))
		})},
	})
	return t
}

// homeOf is where the newest test order went, "" without one.
func homeOf(d *Document) string {
	if len(d.known.tests) == 0 {
		return ""
	}
	return d.known.tests[0].Country
}

func (t *tests) columns(d *Document) []grid.Column[vetting.TestOrderRow] {
	type row = vetting.TestOrderRow
	late := counted("late", 110, func(r row) grid.Cell { return d.lateness(r) })
	late.Compare = func(a, b row) int { return cmp.Compare(deref(a.Late), deref(b.Late)) }
	return []grid.Column[row]{
		dated(d, "ordered", func(r row) model.Date { return r.OrderedOn }),
		column("sku", 130, 2, func(r row) grid.Cell { return quiet(r.SKU) }),
		column("country", 60, 0, func(r row) grid.Cell { return quiet(r.Country) }),
		counted("handling", 96, func(r row) grid.Cell { return against(d, r.Handling, r.HandlingDays) }),
		counted("total", 96, func(r row) grid.Cell { return against(d, r.Total, r.PromisedDays) }),
		late,
		counted("grade", 60, func(r row) grid.Cell { return grid.Cell{Text: d.figure(r.Mean, 1), Bold: r.Mean != nil} }),
		counted("paid", 92, func(r row) grid.Cell { return grid.Cell{Text: d.money(r.Cost, r.Currency)} }),
		column("verdict", 104, 0, func(r row) grid.Cell {
			tone, icon := verdictLook(r.Verdict)
			return pill(r.Archived(), tone, icon, wordOf("verdict", r.Verdict))
		}),
	}
}

func deref(n *int) int {
	if n == nil {
		return -1
	}
	return *n
}

// against sets real days beside those promised.
func against(d *Document, days, promised *int) grid.Cell {
	f := d.h.Format()
	switch {
	case days == nil && promised == nil:
		return dash()
	case days == nil:
		return grid.Cell{Text: text.T("vetting.dash"), Tone: theme.Quiet, Sub: text.T("vetting.of", f.Int(*promised))}
	case promised == nil:
		return grid.Cell{Text: f.Int(*days)}
	}
	c := grid.Cell{Text: f.Int(*days), Sub: text.T("vetting.of", f.Int(*promised))}
	if *days > *promised {
		c.Tone = theme.Wrong
	}
	return c
}

// lateness says by how many days a test order came late, or is late today.
func (d *Document) lateness(r vetting.TestOrderRow) grid.Cell {
	switch {
	case r.Late == nil && r.DeliveredOn == "":
		return grid.Cell{Text: text.T("vetting.underway"), Tone: theme.Under}
	case r.Late == nil:
		return dash()
	case *r.Late <= 0 && r.DeliveredOn == "":
		return grid.Cell{Text: text.T("vetting.underway"), Tone: theme.Under}
	case *r.Late <= 0:
		return grid.Cell{Text: text.T("vetting.intime"), Icon: theme.IconTick, Tone: theme.Fine}
	}
	return grid.Cell{Text: d.h.Format().Days(*r.Late), Icon: theme.IconLate, Tone: theme.Wrong}
}

func verdictLook(v string) (theme.Tone, theme.IconName) {
	switch v {
	case "good":
		return theme.Fine, theme.IconTickCircle
	case "bad":
		return theme.Wrong, theme.IconCrossCircle
	}
	return theme.Warned, theme.IconMinusCircle
}

func (t *tests) details(p *kit.Panel, r vetting.TestOrderRow) {
	d, f := t.d, &facts{d: t.d}
	p.SetTitle(t.o.called(r), r.SKU)
	if r.Verdict != "" {
		tone, icon := verdictLook(r.Verdict)
		p.SetState(tone, icon, wordOf("verdict", r.Verdict))
	}
	if r.Country != "" {
		f.add("country", model.Country(r.Country).Name())
	}
	f.add("reference", r.Reference)
	f.day("shipped", r.ShippedOn)
	f.day("first_scan", r.ScannedOn)
	f.day("delivered", r.DeliveredOn)
	f.add("handling", plainOf(against(d, r.Handling, r.HandlingDays)))
	f.add("transit", d.days(r.Transit))
	f.add("total", plainOf(against(d, r.Total, r.PromisedDays)))
	if r.Late != nil && *r.Late > 0 {
		f.add("late", d.days(r.Late)).Tone = theme.Wrong
	}
	f.add("paid", d.money(r.Cost, r.Currency)).Bold = true
	grades := &facts{d: d}
	for _, name := range append([]string{"handling", "delivery"}, graded...) {
		if g := r.Graded[gradeKey(name)]; g != nil {
			grades.add("grade_"+name, d.figure(g, 1))
		}
	}
	if len(grades.all) > 0 {
		f.below = kit.PanelSection(text.T("vetting.tests.graded"), text.T("vetting.of", d.h.Format().Int(5)), kit.NewFacts(grades.all...))
	}
	d.sections(p, f, r.Note, r.Files...)
}

// gradeKey is what the service calls the grade of the cost.
func gradeKey(name string) string {
	if name == "cost" {
		return string(assessment.FeedPrice)
	}
	return name
}

// gradeFits tells whether a grade is one of 1, the worst, to 5.
func gradeFits(g decimal.Decimal) error {
	if g.LessThan(decimal.NewFromInt(1)) || g.GreaterThan(decimal.NewFromInt(5)) {
		return model.Errorf(model.Invalid, "%s", text.T("vetting.tests.badgrade"))
	}
	return nil
}

// plainOf is a cell in one text.
func plainOf(c grid.Cell) string {
	if c.Sub == "" {
		return c.Text
	}
	return text.T("vetting.joined", c.Text, c.Sub)
}

// formOf is the form of a test order; without an id it is a new one.
func (t *tests) formOf(r vetting.TestOrderRow) *editor {
	title := t.say("new")
	if r.ID != 0 {
		title = t.o.called(r)
	}
	e := editorFor(t.list, title, t.say("form"), t.kept(r))
	e.wide = true
	e.Section(text.T("vetting.tests.what"))
	e.past("ordered", must)
	e.text("sku", 120)
	e.country("country")
	e.text("reference", 80)
	e.Section(text.T("vetting.tests.days"))
	e.whole("promised_handling_days", 0, 365, inDays)
	e.whole("promised_days", 0, 365, inDays)
	e.past("shipped")
	e.past("first_scan")
	e.past("delivered")
	e.Section(text.T("vetting.tests.grades"), text.T("vetting.tests.grades.note"))
	for _, g := range graded {
		e.Decimal(e.spec("grade_"+g, nil)).Check(gradeFits)
	}
	e.Section(text.T("vetting.tests.worth"))
	e.blank["cost"] = nil
	cost := e.Money(e.spec("cost", nil), r.Currency)
	money := e.currency("currency")
	money.OnChange(func() {
		if c, err := money.Get(); err == nil {
			cost.SetCurrency(model.Currency(c))
		}
	})
	e.choice("verdict", "good", "doubtful", "bad")
	e.prose("note", 2000)
	e.attachments("files", true, t.d.known.kept(r.Files...))
	o := &r.TestOrder
	return e.load(map[string]any{
		"ordered": o.OrderedOn, "sku": o.SKU, "country": o.Country, "reference": o.Reference,
		"promised_handling_days": o.HandlingDays, "promised_days": o.PromisedDays, "shipped": o.ShippedOn, "first_scan": o.ScannedOn, "delivered": o.DeliveredOn,
		"grade_product": o.Product, "grade_packaging": o.Packaging, "grade_accuracy": o.Accuracy, "grade_branding": o.Branding, "grade_photos": o.Photos, "grade_cost": o.Price,
		"cost": o.Cost, "currency": o.Currency, "verdict": o.Verdict, "note": o.Note,
	})
}

// kept keeps a test order.
func (t *tests) kept(r vetting.TestOrderRow) keeps {
	return func(ctx context.Context, e *editor, v form.Values) (ref, error) {
		files := e.attached(v)
		grades := map[string]any{}
		for _, g := range graded {
			grades[g] = v["grade_"+g]
			delete(v, "grade_"+g)
		}
		v["grades"] = grades
		in, err := inputOf[vetting.TestOrderInput](e, vetting.TestOrderKind, t.d.route.Key, v)
		if err != nil {
			return ref{}, err
		}
		in.ID, in.Version, in.Files = r.ID, r.Version, files
		done, err := t.d.vetting.PutTestOrders(ctx, []vetting.TestOrderInput{in})
		return touched(vetting.TestOrderKind, r.ID, done, err)
	}
}

// attach adds photos and papers to a test order.
func (t *tests) attach(r vetting.TestOrderRow, paths []string) {
	files := append(slices.Clone(t.d.known.kept(r.Files...)), paths...)
	in := vetting.TestOrderInput{ID: r.ID, Version: r.Version, Supplier: t.d.route.Key, Ordered: r.OrderedOn, SKU: &r.SKU, Files: &files}
	t.d.attach(paths, func(ctx context.Context) error {
		_, err := t.d.vetting.PutTestOrders(ctx, []vetting.TestOrderInput{in})
		return err
	})
}
