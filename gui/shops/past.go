package shops

import (
	"slices"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/history"
)

// pastShown is how many changes the panel tells.
const pastShown = 8

// pastOf lists changes, the newest first: what was changed, and below it when
// and by whom.
func pastOf(entries []history.Entry, f *format.Format) fyne.CanvasObject {
	col := kit.Column(theme.Gap8)
	var rows []fyne.CanvasObject
	for _, e := range slices.Backward(entries) {
		if len(rows) == pastShown {
			more := len(entries) - pastShown
			rows = append(rows, kit.NewLabel(kit.Caption, text.N("shops.past.more", more, f.Int(more))))
			break
		}
		when := text.T("shops.past.when", f.Moment(e.RecordedAt), e.Who)
		if e.Why != "" {
			when = text.T("shops.past.why", f.Moment(e.RecordedAt), e.Who, e.Why)
		}
		rows = append(rows, kit.Column(0, kit.Wrapped(kit.Small, whatChanged(e)), kit.Wrapped(kit.Caption, when)))
	}
	if len(rows) == 0 {
		rows = append(rows, kit.NewLabel(kit.Caption, text.T("shops.past.none")))
	}
	col.Set(rows...)
	return col
}

// whatChanged says one change in words.
func whatChanged(e history.Entry) string {
	name := e.Field
	if key := text.Key("shops.field.", e.Field); text.Has(key) {
		name = text.T(key)
	}
	if e.Field == "archived" || e.Field == "cash_on_delivery" || e.Field == "kept_on_refund" {
		e.OldValue, e.NewValue = yesNo(e.OldValue), yesNo(e.NewValue)
	}
	switch {
	case e == created(e):
		return text.T("shops.past.created")
	case e.OldValue == "":
		return text.T("shops.past.set", name, e.NewValue)
	case e.NewValue == "":
		return text.T("shops.past.cleared", name, e.OldValue)
	}
	return text.T("shops.past.changed", name, e.OldValue, e.NewValue)
}

// yesNo is a value of the history that is true or false.
func yesNo(v string) string {
	switch v {
	case "true":
		return text.T("shops.yes")
	case "false":
		return text.T("shops.no")
	}
	return v
}

// created is the entry as it stands for a new record.
func created(e history.Entry) history.Entry {
	c := history.Created()[0]
	e.Field, e.OldValue, e.NewValue = c.Field, c.Old, c.New
	return e
}
