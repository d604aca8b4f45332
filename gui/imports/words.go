package imports

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/importer"
)

// does says in words what a record does, what a person must see first, and how
// urgent that is.
func does(f *format.Format, list []importer.Effect, c model.Currency) (said string, tone theme.Tone) {
	var words, rest []string
	for _, e := range list {
		switch e.Kind {
		case importer.AlreadySent, importer.NotBooked, importer.PriceWaits, importer.OrderRefused:
			tone = theme.Warned
			words = append(words, effect(f, e, c))
		default:
			rest = append(rest, effect(f, e, c))
		}
	}
	words = append(words, rest...)
	if len(words) == 0 {
		return format.None, tone
	}
	return capital(strings.Join(words, "; ")), tone
}

// effect is one effect in words, as part of a sentence.
func effect(f *format.Format, e importer.Effect, c model.Currency) string {
	switch e.Kind {
	case importer.ToForward, importer.MayForward, importer.LinesRemoved, importer.LinesAdded, importer.StockCounted, importer.MorePieces, importer.Backordered, importer.TakenAsOrder:
		return text.N(text.Key("imports.many.", e.Kind), e.N, f.Int(e.N))
	case importer.RefundBooked, importer.SaleBooked, importer.SaleRebooked, importer.SaleWithdrawn, importer.PriceRises, importer.PriceFalls:
		return text.T(text.Key("imports.amount.", e.Kind), f.Price(e.Amount, c))
	case importer.OnlyHistory:
		return text.T("imports.history", text.T(text.Key("imports.closed.", e.Name)))
	case importer.ClosedBySending, importer.ClosedByCancel:
		if e.On == "" {
			return text.T(text.Key("imports.plain.", e.Kind))
		}
		return text.T(text.Key("imports.day.", e.Kind), f.Date(e.On))
	case importer.NotBooked, importer.CostChanged:
		return text.T(text.Key("imports.day.", e.Kind), f.Date(e.On))
	case importer.LineRemoved:
		return text.T("imports.line.removed", f.Int(e.N))
	case importer.PartSent:
		return text.T("imports.part.sent", f.Int(e.N), f.Int(e.Of))
	case importer.OrderRefused:
		return text.T("imports.refused.all", e.Name)
	case importer.LeavesPurchase, importer.AlreadySent:
		return text.T(text.Key("imports.paper.", e.Kind), e.Name)
	}
	return text.T(text.Key("imports.plain.", e.Kind))
}

// capital begins a sentence.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return ""
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// state is a state in words; one that has none stands as it is.
func state[S ~string](s S) string {
	if key := text.Key("imports.state.", s); text.Has(key) {
		return text.T(key)
	}
	return string(s)
}

// readAs is how a file was read: its encoding, what parts its cells, its sheet.
func readAs(p *importer.Preview) string {
	if p.Sheet != "" {
		return p.Sheet
	}
	if p.Delimiter == 0 {
		return text.T("imports.how")
	}
	return text.T("imports.how.text", strings.ToUpper(p.Encoding), parts(p.Delimiter))
}

func parts(r rune) string {
	switch r {
	case ',':
		return text.T("imports.parts.comma")
	case ';':
		return text.T("imports.parts.semicolon")
	case '\t':
		return text.T("imports.parts.tab")
	}
	return text.T("imports.parts.line")
}
