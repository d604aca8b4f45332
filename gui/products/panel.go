package products

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/overview"
	"github.com/dropledger/dropledger/services/sourcing"
)

// pastOffers is how many older prices the panel tells.
const pastOffers = 8

// details fills the panel with a product, and reads its offers.
func (s *Products) details(p *kit.Panel, r row) {
	p.SetTitle(r.SKU, r.Name, r.Brand)
	tone, icon, word := stateOf(r)
	p.SetState(tone, icon, word)
	edit, archive, merge := s.Common(r, true)
	do := s.actions(r, true)
	p.SetSections(append(s.offered(r),
		kit.PanelSectionWith(text.T("products.section.lately"), kit.Row(theme.Gap12, lead(do[3]), lead(do[4])), s.lately(r)),
		kit.PanelSection(text.T("products.section.facts"), "", s.facts(r)),
		s.Past())...)
	p.SetButtons(kit.ActionButton(do[0], kit.Next), kit.ActionButton(edit, kit.Plain),
		kit.ActionButton(merge, kit.Plain).IconOnly(), kit.ActionButton(archive, kit.Plain).IconOnly())
}

// stateOf is what a person must know of a product first.
func stateOf(r row) (theme.Tone, theme.IconName, string) {
	switch {
	case r.Archived:
		return theme.Idle, theme.IconArchive, text.T("products.state.archived")
	case r.seen.Offers == 0:
		return theme.Warned, theme.IconWarning, text.T("products.state.nooffer")
	case r.seen.Best == nil:
		return theme.Warned, theme.IconWarning, text.T("products.state.nosupplier")
	case soldOut(r):
		return theme.Wrong, theme.IconAlertCircle, text.T("products.state.gone")
	}
	return theme.Fine, theme.IconTickCircle, text.T("products.state.offered")
}

// lead is a link in the head of a section.
func lead(a action.Action) *kit.Button {
	return kit.NewButton(kit.Link, a.Label, a.Do).WithTip(text.T("products.key", a.Label, a.Key.String())).Small()
}

// price is the price of a piece with its currency.
func price(f *format.Format, a model.Amount, c model.Currency) string {
	return text.T("products.money", f.Price(a, c), string(c))
}

// read reads the offers of the product that the panel shows from now on.
func (s *Products) read(r row) {
	db := s.Host.Book().DB
	s.loader.Load(s.Host.Context(), func(ctx context.Context) (offers, error) {
		all, err := overview.Offers(ctx, db, r.ID)
		return offers{r.ID, all}, err
	})
}

// offered are the sections on offers: those that hold, and the prices before and
// to come.
func (s *Products) offered(r row) []fyne.CanvasObject {
	name := text.T("products.section.offers")
	st := s.loader.State()
	switch {
	case st.Phase == async.Failed:
		return []fyne.CanvasObject{kit.PanelSection(name, "", kit.NewLabel(kit.Caption, text.T("products.offers.failed")))}
	case !st.Known || st.Value.product != r.ID:
		return []fyne.CanvasObject{kit.PanelSection(name, "", kit.NewLabel(kit.Caption, text.T("products.say.past.loading")))}
	}
	var now, others []fyne.CanvasObject
	for _, o := range s.current(r) {
		now = append(now, s.offerRow(r, o))
	}
	for i := range st.Value.all {
		if o := &st.Value.all[i]; o.State != sourcing.StateCurrent && len(others) < pastOffers {
			others = append(others, s.priceRow(r, o))
		}
	}
	if len(now) == 0 {
		now = append(now, kit.Wrapped(kit.Muted, text.T("products.offers.none")))
	}
	note := text.T("products.offers.note", string(s.Host.Book().Home))
	all := []fyne.CanvasObject{kit.PanelSection(name, note, kit.Column(theme.Gap8, now...))}
	if len(others) > 0 {
		all = append(all, kit.PanelSection(text.T("products.section.validity"), "", kit.Column(theme.Gap8, others...)))
	}
	return all
}

// cheapestFirst puts what holds today first, by its cost to the door; all else
// stays in its order.
func cheapestFirst(all []overview.Offer) []*overview.Offer {
	var now, others []*overview.Offer
	for i := range all {
		if o := &all[i]; o.State == sourcing.StateCurrent && o.Landed != nil {
			now = append(now, o)
		} else {
			others = append(others, o)
		}
	}
	slices.SortStableFunc(now, func(a, b *overview.Offer) int { return cmp.Compare(a.Landed.Cost, b.Landed.Cost) })
	return append(now, others...)
}

// offerRow is an offer that holds: who, the cost to the door, and what is behind
// it.
func (s *Products) offerRow(r row, o *overview.Offer) fyne.CanvasObject {
	f, home := s.Host.Format(), s.Host.Book().Home
	cost, says := text.T("products.norate"), kit.Body
	if o.Landed != nil {
		cost = f.Amount(o.Landed.Cost, home)
	}
	if b := r.seen.Best; b != nil && b.OfferID == o.ID {
		says = kit.Strong
	}
	tools := []fyne.CanvasObject{}
	if !r.Archived {
		tools = append(tools,
			kit.IconButton(kit.Bare, theme.IconPlus, text.T("products.offer.version"), func() { s.nextOffer(r, o) }).Small(),
			kit.IconButton(kit.Bare, theme.IconPencil, text.T("products.offer.correct"), func() { s.correctOffer(r, o) }).Small())
	}
	head := []fyne.CanvasObject{kit.Grow(kit.NewLabel(says, o.Supplier)), kit.Number(says, cost)}
	return kit.Column(0, kit.Row(theme.Gap4, append(head, tools...)...), kit.Wrapped(kit.Caption, s.behind(o)))
}

// behind says what an offer is made of: piece price, shipping, breaks, stock and
// since when it holds.
func (s *Products) behind(o *overview.Offer) string {
	f := s.Host.Format()
	parts := []string{text.T("products.offer.piece", price(f, o.Cost, o.Currency))}
	if o.Landed != nil {
		parts = append(parts, text.T("products.offer.shipping", price(f, o.Landed.Shipping, o.Currency)))
	}
	for _, b := range o.Breaks {
		parts = append(parts, text.T("products.offer.break", f.Quantity(b.FromQuantity), price(f, b.Cost, o.Currency)))
	}
	if o.MOQ > 1 {
		parts = append(parts, text.T("products.offer.moq", f.Quantity(o.MOQ)))
	}
	if o.Multiple > 1 {
		parts = append(parts, text.T("products.offer.multiple", f.Quantity(o.Multiple)))
	}
	if o.Stock != nil {
		parts = append(parts, text.T("products.offer.stock", f.Quantity(*o.Stock), f.Date(o.Counted)))
	}
	return strings.Join(append(parts, s.valid(o)), " · ")
}

// valid says when an offer holds.
func (s *Products) valid(o *overview.Offer) string {
	f := s.Host.Format()
	switch from, to := o.ValidFrom, o.ValidTo; {
	case from == model.OpenStart && to == "":
		return text.T("products.valid.always")
	case to == "":
		return text.T("products.valid.from", f.DateYear(from))
	case from == model.OpenStart:
		return text.T("products.valid.to", f.DateYear(to))
	default:
		return text.T("products.valid.both", f.DateYear(from), f.DateYear(to))
	}
}

// priceRow is a price that held before or will hold.
func (s *Products) priceRow(r row, o *overview.Offer) fyne.CanvasObject {
	f := s.Host.Format()
	head := []fyne.CanvasObject{kit.Grow(kit.NewLabel(kit.Muted, o.Supplier)), kit.Number(kit.Muted, price(f, o.Cost, o.Currency))}
	if o.State == sourcing.StateFuture && !r.Archived {
		head = append(head, kit.IconButton(kit.Bare, theme.IconPencil, text.T("products.offer.correct"), func() { s.correctOffer(r, o) }).Small())
	}
	line := text.T("products.offer.line", text.T(text.Key("products.offer.state.", o.State)), s.valid(o))
	if o.Before != nil && *o.Before != o.Cost {
		line = text.T("products.offer.before", line, price(f, *o.Before, o.Currency))
	}
	return kit.Column(0, kit.Row(theme.Gap4, head...), kit.Wrapped(kit.Caption, line))
}

// lately says what was sold and earned.
func (s *Products) lately(r row) *kit.Box {
	f, home, e := s.Host.Format(), s.Host.Book().Home, r.seen.Lately
	facts := []kit.Fact{{
		Label: text.T("products.sold", overview.Short, overview.Span),
		Value: text.T("products.slash", f.Quantity(r.seen.Sold[0]), f.Quantity(r.seen.Sold[1])),
	}}
	if e.Orders > 0 {
		earned := kit.Fact{Label: text.T("products.cm2", overview.Span), Value: f.Money(e.CM2, home), Bold: true}
		if share, ok := e.Share(); ok {
			earned.Value = text.T("products.pair", f.Money(e.CM2, home), f.Percent(share))
		}
		if e.CM2 < 0 {
			earned.Tone = theme.Wrong
		}
		facts = append(facts, kit.Fact{Label: text.T("products.net", overview.Span), Value: f.Money(e.Net, home)}, earned)
	}
	if c := r.seen.Change; c != nil {
		facts = append(facts, kit.Fact{
			Label: text.T("products.changed"), Value: text.T("products.pair", f.SignedPercent(change(c)), f.Date(c.On)),
			Tip: text.T("products.price.tip", c.Supplier, price(f, c.Old, c.Currency), price(f, c.New, c.Currency), f.DateLong(c.On)),
		})
	}
	return kit.NewFacts(facts...)
}

// facts says what the product is.
func (s *Products) facts(r row) *kit.Box {
	f, weight := s.Host.Format(), text.T("products.none")
	if r.WeightG != nil {
		weight = text.T("products.grams", f.Int(int(*r.WeightG)))
	}
	fact := func(name, value string) kit.Fact {
		if value == "" {
			value = text.T("products.none")
		}
		return kit.Fact{Label: text.T(text.Key("products.field.", name)), Value: value}
	}
	origin := r.Origin
	if origin != "" {
		origin = model.Country(origin).Name()
	}
	return kit.NewFacts(fact("hs", r.HS), fact("origin", origin), fact("weight_g", weight))
}
