package parcels

import (
	"cmp"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
	"github.com/dropledger/dropledger/services/parcel"
)

// columns are those of the list. Beside the panel, which tells them too, days and
// carrier step aside before numbers and the names of suppliers are cut.
func columns(f *format.Format) []grid.Column[row] {
	day := func(fn func(row) model.Date) func(row) grid.Cell {
		return func(r row) grid.Cell { return dayCell(f, fn(r)) }
	}
	plain := func(fn func(row) string) func(row) grid.Cell {
		return func(r row) grid.Cell { return quiet(fn(r)) }
	}
	orders := func(r row) string { return strings.Join(r.Orders, ", ") }
	supplier := func(r row) string { return r.Supplier }
	carrier := func(r row) string { return r.Carrier }
	purchase := func(r row) string { return r.Purchase }
	shipped := func(r row) model.Date { return r.Shipped }
	moved := func(r row) model.Date { return r.Moved }
	delivered := func(r row) model.Date { return r.Delivered }
	promised := func(r row) model.Date { return r.Promised }
	sort := func(fn func(row) model.Date) func(row) string { return func(r row) string { return string(fn(r)) } }
	value := func(fn func(row) model.Date) func(row) any { return func(r row) any { return reports.Date(fn(r)) } }
	all := []grid.Column[row]{
		{ID: "tracking", Width: 172, MinWidth: 120, Flex: 2, Lead: true, Fixed: true, Cell: tracking, SortText: called, Value: func(r row) any { return reports.Identifier(r.Tracking) }},
		{ID: "orders", Width: 80, MinWidth: 72, Flex: 1, Cell: func(r row) grid.Cell { return grid.Cell{Text: orders(r)} }, SortText: orders, Value: func(r row) any { return reports.Identifier(orders(r)) }},
		{ID: "supplier", Width: 186, MinWidth: 80, Flex: 3, Cell: plain(supplier), SortText: supplier, Value: func(r row) any { return reports.Text(r.Supplier) }},
		{ID: "carrier", Width: 80, MinWidth: 58, Yields: 1, Cell: plain(carrier), SortText: carrier, Value: func(r row) any { return reports.Text(r.Carrier) }},
		{ID: "state", Width: 126, Cell: stateCell, Compare: urgency, Value: func(r row) any { return reports.Text(stateName(state(r))) }},
		{ID: "attention", Width: 130, Cell: concernCell, Compare: urgency, Value: func(r row) any { return reports.Text(said(r)) }},
		{ID: "shipped", Width: 68, Hidden: true, Align: fyne.TextAlignTrailing, Down: true, Cell: day(shipped), SortText: sort(shipped), Value: value(shipped)},
		{ID: "moved", Width: 66, Yields: 2, Align: fyne.TextAlignTrailing, Down: true, Cell: day(moved), SortText: sort(moved), Value: value(moved)},
		{ID: "promised", Width: 76, Align: fyne.TextAlignTrailing, Cell: promisedCell(f), SortText: sort(promised), Value: value(promised)},
		{ID: "late", Width: 44, Yields: 3, Align: fyne.TextAlignTrailing, Down: true, Cell: lateCell(f), Compare: func(a, b row) int { return cmp.Compare(late(a), late(b)) }, Value: lateValue},
		{ID: "purchase", Width: 96, Hidden: true, Cell: plain(purchase), SortText: purchase, Value: func(r row) any { return reports.Identifier(r.Purchase) }},
		{ID: "delivered", Width: 70, Hidden: true, Align: fyne.TextAlignTrailing, Down: true, Cell: day(delivered), SortText: sort(delivered), Value: value(delivered)},
	}
	for i := range all {
		all[i].Title = text.T(text.Key("parcels.col.", all[i].ID))
	}
	return all
}

func quiet(t string) grid.Cell {
	if t == "" {
		t = text.T("parcels.none")
	}
	return grid.Cell{Text: t, Tone: theme.Quiet}
}

// tracking is the number; without one what is awaited, by its purchase order.
func tracking(r row) grid.Cell {
	if r.Tracking == "" {
		return grid.Cell{Text: r.Purchase, Tip: text.T("parcels.awaited.tip", r.Purchase)}
	}
	c := grid.Cell{Text: r.Tracking}
	if len(r.Warnings) > 0 {
		c.Icon, c.Tip = theme.IconWarning, strings.Join(r.Warnings, "\n")
	}
	return c
}

func dayCell(f *format.Format, d model.Date) grid.Cell {
	if d == "" {
		return quiet("")
	}
	return grid.Cell{Text: f.Date(d), Tone: theme.Quiet, Tip: f.DateLong(d)}
}

func stateCell(r row) grid.Cell {
	of := faces[state(r)]
	return grid.Cell{Pills: []grid.Pill{{Text: stateName(state(r)), Icon: of.icon, Tone: of.tone}}}
}

// concernFace is how a concern looks; some states are one.
func concernFace(c parcel.Concern) face {
	if of, ok := faces["is"+string(c)]; ok {
		return of
	}
	return faces[map[parcel.Concern]string{parcel.IsLost: string(model.Lost), parcel.CameBack: string(model.Returned), parcel.Customs: string(model.CustomsHold)}[c]]
}

// concernCell is the most urgent concern that the state does not tell already.
func concernCell(r row) grid.Cell {
	for _, c := range r.Attention {
		if c == parcel.IsLost || c == parcel.CameBack || c == parcel.Customs {
			continue
		}
		of := concernFace(c)
		return grid.Cell{Pills: []grid.Pill{{Text: concernName(string(c)), Icon: of.icon, Tone: of.tone}}, Tip: said(r)}
	}
	return grid.Cell{}
}

// said names all concerns of a row.
func said(r row) string {
	var all []string
	for _, c := range concerns(r) {
		all = append(all, concernName(c))
	}
	return strings.Join(all, text.T("parcels.join"))
}

// urgency puts what needs a person first, then what is on its way, then the rest
// with the newest first.
func urgency(a, b row) int {
	return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(late(b), late(a)), cmp.Compare(string(b.Moved), string(a.Moved)))
}

func rank(r row) int {
	all := parcel.Concerns()
	if len(r.Attention) > 0 {
		return slices.Index(all, r.Attention[0])
	}
	switch {
	case r.Archived:
		return len(all) + 3
	case r.State == parcel.Awaited:
		return len(all)
	case model.ParcelState(r.State).Ended():
		return len(all) + 2
	}
	return len(all) + 1
}

func promisedCell(f *format.Format) func(row) grid.Cell {
	return func(r row) grid.Cell {
		c := dayCell(f, r.Promised)
		if r.Late && !r.Archived {
			c.Tone = theme.Wrong
		}
		return c
	}
}

// late counts the days after the promise; without a promise it is as early as can be.
func late(r row) int {
	if r.Promised == "" {
		return -1 << 20
	}
	return r.DaysLate
}

func lateCell(f *format.Format) func(row) grid.Cell {
	return func(r row) grid.Cell {
		if r.Promised == "" || !r.Late {
			return quiet("")
		}
		return grid.Cell{Text: f.Int(r.DaysLate), Tone: theme.Wrong, Tip: text.N("parcels.late.tip", r.DaysLate, f.Int(r.DaysLate), f.Date(r.Promised))}
	}
}

func lateValue(r row) any {
	if r.Promised == "" {
		return reports.Unknown()
	}
	return reports.Integer(int64(r.DaysLate))
}
