package suppliers

import (
	"cmp"
	"slices"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page/staging"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
)

// columns are those of the list; CM2 is in the home currency, what is owed in
// the supplier's own.
func (s *Suppliers) columns(f *format.Format, home model.Currency, today func() model.Date) []grid.Column[row] {
	quiet := func(fn func(row) string) func(row) grid.Cell {
		return func(r row) grid.Cell { return grid.Cell{Text: fn(r), Tone: theme.Quiet} }
	}
	count := func(fn func(row) int) func(row) grid.Cell {
		return func(r row) grid.Cell { return number(f, fn(r)) }
	}
	const right = fyne.TextAlignTrailing
	kind := func(r row) string { return typeName(r.Type) }
	open := func(r row) int { return r.seen.Open }
	offers := func(r row) int { return r.seen.Offers }
	orders := func(r row) int { return int(r.seen.Lately.Orders) }
	all := []grid.Column[row]{
		{ID: "name", Width: 200, MinWidth: 188, Flex: 3, Lead: true, Fixed: true, Cell: s.nameCell, SortText: name, Value: func(r row) any { return reports.Text(r.Name) }},
		{ID: "type", Width: 100, MinWidth: 92, Flex: 1, Cell: quiet(kind), SortText: kind, Value: func(r row) any { return reports.Text(kind(r)) }},
		{ID: "stage", Width: 104, Cell: stageCell, Compare: func(a, b row) int { return cmp.Compare(stageRank(a.Stage), stageRank(b.Stage)) }, Value: func(r row) any { return reports.Text(stageName(r.Stage)) }},
		{ID: "class", Width: 56, Cell: classCell, SortText: func(r row) string { return r.card.Class }, Value: func(r row) any { return reports.Text(r.card.Class) }},
		{ID: "score", Width: 56, Align: right, Down: true, Cell: scoreCell(f), Compare: func(a, b row) int { return a.card.Score.Decimal.Cmp(b.card.Score.Decimal) }, Value: func(r row) any { return scoreValue(r) }},
		{ID: "requalify", Width: 94, Cell: requalifyCell(f, today), SortText: func(r row) string { return string(r.RequalifyOn) }, Value: func(r row) any { return reports.Date(r.RequalifyOn) }},
		{ID: "country", Width: 78, Cell: countryCell, SortText: func(r row) string { return r.Country }, Value: func(r row) any { return reports.Identifier(r.Country) }},
		{ID: "currency", Width: 68, Hidden: true, Cell: quiet(func(r row) string { return string(r.Currency) }), SortText: func(r row) string { return string(r.Currency) }, Value: func(r row) any { return reports.Identifier(string(r.Currency)) }},
		{ID: "offers", Width: 54, Align: right, Down: true, Cell: count(offers), Compare: by(offers), Value: func(r row) any { return reports.Integer(offers(r)) }, Total: sum(f, offers)},
		{ID: "open", Width: 74, Align: right, Down: true, Cell: s.openCell(f), Compare: by(open), Value: func(r row) any { return reports.Integer(open(r)) }, Total: sum(f, open)},
		{ID: "owed", Width: 84, Align: right, Down: true, Cell: owedCell(f), Compare: func(a, b row) int { return cmp.Compare(a.seen.Owed, b.seen.Owed) }, Value: func(r row) any { return reports.Amount(r.seen.Owed, r.Currency) }},
		{ID: "orders", Width: 60, Align: right, Down: true, Cell: count(orders), Compare: by(orders), Value: func(r row) any { return reports.Integer(orders(r)) }, Total: sum(f, orders)},
		{ID: "cm2", Width: 74, Align: right, Down: true, Cell: cm2Cell(f, home), Compare: func(a, b row) int { return cmp.Compare(a.seen.Lately.CM2, b.seen.Lately.CM2) }, Value: func(r row) any { return reports.Amount(r.seen.Lately.CM2, home) }, Total: cm2Total(f, home)},
		{ID: "forwarded", Width: 80, Hidden: true, Down: true, Cell: forwardedCell(f), SortText: func(r row) string { return string(r.seen.Forwarded) }, Value: func(r row) any { return reports.Instant(r.seen.Forwarded) }},
		{ID: "email", Width: 180, Hidden: true, Cell: quiet(func(r row) string { return r.Email }), SortText: func(r row) string { return r.Email }, Value: func(r row) any { return reports.Text(r.Email) }},
	}
	for i := range all {
		all[i].Title = text.T(text.Key("suppliers.col.", all[i].ID))
	}
	return all
}

func by(fn func(row) int) func(a, b row) int {
	return func(a, b row) int { return cmp.Compare(fn(a), fn(b)) }
}

func sum(f *format.Format, fn func(row) int) func([]row) grid.Cell {
	return func(rows []row) grid.Cell {
		n := 0
		for _, r := range rows {
			n += fn(r)
		}
		return number(f, n)
	}
}

// number is a count; none is a dash.
func number(f *format.Format, n int) grid.Cell {
	if n == 0 {
		return grid.Cell{Text: text.T("suppliers.none"), Tone: theme.Quiet}
	}
	return grid.Cell{Text: f.Int(n)}
}

func stageRank(s model.Stage) int { return slices.Index(staging.Stages, s) }

// classCell is the class of the score; what it rests on stands on the scorecard.
func classCell(r row) grid.Cell {
	tone := theme.Wrong
	switch r.card.Class {
	case "":
		return grid.Cell{Text: text.T("suppliers.none"), Tone: theme.Quiet, Tip: r.card.Trust}
	case "A":
		tone = theme.Fine
	case "B":
		tone = theme.Accented
	case "C":
		tone = theme.Warned
	}
	return grid.Cell{Pills: []grid.Pill{{Text: r.card.Class, Tone: tone}}, Tip: r.card.Trust}
}

func scoreCell(f *format.Format) func(row) grid.Cell {
	return func(r row) grid.Cell {
		if !r.card.Score.Valid {
			return grid.Cell{Text: text.T("suppliers.none"), Tone: theme.Quiet, Tip: r.card.Trust}
		}
		return grid.Cell{Text: f.Fixed(r.card.Score.Decimal, 1), Tip: r.card.Trust}
	}
}

// scoreValue is a score for a file, nothing without one.
func scoreValue(r row) any {
	if !r.card.Score.Valid {
		return nil
	}
	return reports.Number(r.card.Score.Decimal)
}

// soonDays is when a requalification catches the eye.
const soonDays = 30

// requalifyCell is the day on which the supplier is to be vetted again.
func requalifyCell(f *format.Format, today func() model.Date) func(row) grid.Cell {
	return func(r row) grid.Cell {
		if r.RequalifyOn == "" {
			return grid.Cell{Text: text.T("suppliers.none"), Tone: theme.Quiet}
		}
		c := grid.Cell{Text: f.Date(r.RequalifyOn), Tone: theme.Quiet, Tip: f.DateLong(r.RequalifyOn)}
		if r.RequalifyOn <= today().AddDays(soonDays) {
			c.Tone = theme.Warned
		}
		return c
	}
}

// nameCell has the name, and a pill when the supplier was put away.
func (s *Suppliers) nameCell(r row) grid.Cell {
	c := grid.Cell{Text: r.Name}
	if r.Archived {
		c.Pills = []grid.Pill{{Text: text.T("suppliers.state.archived"), Icon: theme.IconArchive, Tone: theme.Idle}}
	}
	return c
}

func stageCell(r row) grid.Cell {
	tone, icon := staging.Look(r.Stage)
	return grid.Cell{Pills: []grid.Pill{{Text: stageName(r.Stage), Icon: icon, Tone: tone}}}
}

// countryCell has the country, and in which currency the supplier sells.
func countryCell(r row) grid.Cell {
	c := grid.Cell{Text: r.Country, Sub: string(r.Currency), Tip: text.T("suppliers.pair", countryName(r.Country), string(r.Currency))}
	if r.Country == "" {
		c.Text = text.T("suppliers.none")
	}
	return c
}

// openCell counts open purchase orders; those nobody knows of warn.
func (s *Suppliers) openCell(f *format.Format) func(row) grid.Cell {
	return func(r row) grid.Cell {
		c := number(f, r.seen.Open)
		switch {
		case r.seen.Unknown > 0:
			c.Tone, c.Icon = theme.Warned, theme.IconWarning
			c.Tip = text.N("suppliers.open.unknown", r.seen.Unknown, f.Int(r.seen.Unknown))
		case r.seen.ToApprove > 0:
			c.Tip = text.N("suppliers.open.approve", r.seen.ToApprove, f.Int(r.seen.ToApprove))
		}
		return c
	}
}

func owedCell(f *format.Format) func(row) grid.Cell {
	return func(r row) grid.Cell {
		if r.seen.Owed == 0 && r.seen.OwedOther == 0 {
			return grid.Cell{Text: text.T("suppliers.none"), Tone: theme.Quiet}
		}
		c := grid.Cell{Text: f.Amount(r.seen.Owed, r.Currency), Tip: text.T("suppliers.owed.tip", f.Money(r.seen.Owed, r.Currency))}
		if n := r.seen.OwedOther; n > 0 {
			c.Tip = text.N("suppliers.owed.other", n, f.Money(r.seen.Owed, r.Currency), f.Int(n))
		}
		return c
	}
}

func cm2Cell(f *format.Format, home model.Currency) func(row) grid.Cell {
	return func(r row) grid.Cell {
		if r.seen.Lately.Orders == 0 {
			return grid.Cell{Text: text.T("suppliers.none"), Tone: theme.Quiet}
		}
		return money(f, r.seen.Lately.CM2, home)
	}
}

func money(f *format.Format, a model.Amount, c model.Currency) grid.Cell {
	cell := grid.Cell{Text: f.Amount(a, c)}
	if a < 0 {
		cell.Tone = theme.Wrong
	}
	return cell
}

func cm2Total(f *format.Format, home model.Currency) func([]row) grid.Cell {
	return func(rows []row) grid.Cell {
		var total model.Amount
		for _, r := range rows {
			total = total.Add(r.seen.Lately.CM2)
		}
		return money(f, total, home)
	}
}

func forwardedCell(f *format.Format) func(row) grid.Cell {
	return func(r row) grid.Cell {
		if r.seen.Forwarded == "" {
			return grid.Cell{Text: text.T("suppliers.never"), Tone: theme.Quiet}
		}
		return grid.Cell{Text: f.Since(r.seen.Forwarded), Tone: theme.Quiet, Tip: f.Moment(r.seen.Forwarded)}
	}
}

func stageName(s model.Stage) string { return text.T(text.Key("vetting.stage.", s)) }
