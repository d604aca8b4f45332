package forwarding

import (
	"strings"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/purchase"
)

// icons say what a warning is about.
var icons = map[string]theme.IconName{
	purchase.WarnOrder: theme.IconOrders, purchase.WarnHeld: theme.IconHeld, purchase.WarnSupplier: theme.IconSuppliers,
	purchase.WarnOffer: theme.IconTag, purchase.WarnMOQ: theme.IconScale, purchase.WarnPrice: theme.IconTrendUp,
	purchase.WarnStock: theme.IconProducts, purchase.WarnAddress: theme.IconPlace, purchase.WarnMargin: theme.IconTrendDown,
	purchase.WarnFloor: theme.IconTrendDown, purchase.WarnTwin: theme.IconCopy, purchase.WarnStockAge: theme.IconCalendar,
	purchase.WarnStockBlank: theme.IconQuestionCircle, purchase.WarnBarred: theme.IconCrossCircle, purchase.WarnHazard: theme.IconWarning,
	purchase.WarnBox: theme.IconInbox, purchase.WarnLimit: theme.IconScale, purchase.WarnDuty: theme.IconScale,
	purchase.WarnProbation: theme.IconSuppliers, purchase.WarnPapers: theme.IconFile,
	purchase.WarnGlyphs: theme.IconFile,
}

func toneOf(w *purchase.Warning) theme.Tone {
	switch {
	case w.Severity() == purchase.Block || w.Code == purchase.WarnFloor || w.Code == purchase.WarnMargin:
		return theme.Wrong
	case w.Severity() == purchase.Note:
		return theme.Idle
	}
	return theme.Warned
}

// short is a warning as a pill says it: what it is about and its number.
func short(f *format.Format, w *purchase.Warning) string {
	x := &w.Facts
	switch w.Code {
	case purchase.WarnPrice:
		if rise, ok := x.Rise(); ok {
			return text.T("forwarding.warn.price", f.Fixed(rise, 1))
		}
		return text.T("forwarding.warn.price.other")
	case purchase.WarnStock:
		return text.T("forwarding.warn.stock", x.Have, x.Need)
	case purchase.WarnStockAge:
		return text.N("forwarding.warn.stockage", x.Days, f.Int(x.Days))
	case purchase.WarnFloor:
		return text.T("forwarding.warn.floor", f.Fixed(x.Beneath, 1))
	case purchase.WarnAddress:
		if len(x.Missing) > 0 {
			return text.T("forwarding.warn.missing", missing(x.Missing))
		}
	case purchase.WarnTwin:
		return text.T("forwarding.warn.twin", x.Twin)
	case purchase.WarnMOQ:
		return text.T("forwarding.warn.least", x.Need)
	case purchase.WarnBarred:
		return text.T("forwarding.warn.barred", x.Country)
	case purchase.WarnDuty:
		if x.Due > 0 {
			return text.T("forwarding.warn.due", f.Money(x.Due, x.Currency))
		}
	}
	return text.T(text.Key("forwarding.warn.plain.", w.Code))
}

// missing names the parts of an address that are not there.
func missing(parts []string) string {
	named := make([]string, len(parts))
	for i, p := range parts {
		named[i] = text.T(text.Key("forwarding.part.", p))
	}
	return strings.Join(named, ", ")
}

func pillOf(f *format.Format, w *purchase.Warning) grid.Pill {
	return grid.Pill{Text: short(f, w), Icon: icons[w.Code], Tone: toneOf(w)}
}
