package today

import (
	"strings"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/today"
	"github.com/dropledger/dropledger/services/vetting"
)

// row is one line of the work list.
type row struct {
	key   string // the same for the same thing after a reload
	group today.Group
	kind  today.Kind
	stake model.Amount // 0 when it is not known
	work  kit.Work
	route page.Route
	words string // what it is found by
}

// newRow turns an item into a line.
func newRow(i *today.Item, f *format.Format, home model.Currency) row {
	t := teller{f}
	title, note := t.tell(i)
	r := row{key: strings.Join([]string{string(i.Kind), i.Place.Key, i.Facts.Code, i.Facts.Supplier}, "|"), group: i.Group, kind: i.Kind}
	if i.Kind == today.ToForward {
		r.key = string(i.Kind) // the first cut-off may be another's after a while
	}
	look := looks[i.Kind]
	r.work = kit.Work{
		Icon: look.icon, Tone: look.tone, Title: title, Note: note, Verb: text.T(text.Key("today.verb.", i.Verb)),
		Age: format.None, Stake: format.None,
	}
	if i.Since != "" {
		r.work.Age = f.Age(i.Since)
	}
	if !i.NoStake && i.Stake != 0 { // nothing is known where no order has a rate
		r.stake, r.work.Stake = i.Stake, numbers{f, home}.money(i.Stake)
	}
	r.route = lead(i.Place)
	if i.Kind == today.ToRoute {
		r.route = page.RoutingRoute() // the verb does it
	}
	r.words = strings.ToLower(title + " " + note)
	return r
}

// lead is the page that shows what is behind an item.
func lead(p today.Place) page.Route {
	switch p.List {
	case today.OrderList:
		return page.OrdersRoute(p.Query)
	case today.OutboxList:
		return page.Route{Screen: page.Outbox, Params: map[string]string{"state": p.Key}}
	case today.HandList:
		return page.Route{Screen: page.Assistant, Key: p.Key}
	case today.ParcelList:
		return page.Route{Screen: page.Parcels, Params: map[string]string{"attention": p.Key}}
	case today.ProductList:
		if p.Key == "" {
			return page.Route{Screen: page.Products, Params: map[string]string{"lack": "customs"}}
		}
		return page.Route{Screen: page.Product, Key: p.Key}
	case today.VettingList:
		return page.Route{Screen: page.Scorecard, Key: p.Key, Params: map[string]string{"tab": vettingTabs[p.Part]}}
	case today.StockList:
		return page.Route{Screen: page.Stocking, Params: map[string]string{"low": "low"}}
	case today.BackupList:
		return page.Route{Screen: page.Backups}
	case today.CheckList:
		return page.Route{Screen: page.Check}
	}
	return page.Route{Screen: page.Forwarding}
}

// vettingTabs are the tabs of a supplier's page by what falls due there; a stage
// that is proposed is decided on the scorecard.
var vettingTabs = map[string]string{
	"": "scorecard", vetting.DueRequalify: "assessments", vetting.DueGate: "assessments", vetting.DueCredential: "papers", vetting.DueFollowUp: "talks", vetting.DueAction: "actions",
}

// look is how a kind of item is marked.
type look struct {
	icon theme.IconName
	tone theme.Tone
}

var looks = map[today.Kind]look{
	today.Unbalanced:    {theme.IconScale, theme.Wrong},
	today.Losing:        {theme.IconTrendDown, theme.Wrong},
	today.Unsure:        {theme.IconQuestionCircle, theme.Warned},
	today.ToAmend:       {theme.IconSwap, theme.Warned},
	today.ChangeRefused: {theme.IconCrossCircle, theme.Warned},
	today.ChangeOpen:    {theme.IconClock, theme.Warned},
	today.ToForward:     {theme.IconForwarding, theme.Accented},
	today.ToRefill:      {theme.IconProducts, theme.Accented},
	today.ToPlace:       {theme.IconUser, theme.Accented},
	today.Held:          {theme.IconHeld, theme.Idle},
	today.ToRoute:       {theme.IconSuppliers, theme.Accented},
	today.IsLost:        {theme.IconParcels, theme.Wrong},
	today.PastDue:       {theme.IconClock, theme.Wrong},
	today.CameBack:      {theme.IconUndo, theme.Warned},
	today.Customs:       {theme.IconGlobe, theme.Warned},
	today.Short:         {theme.IconPartShipped, theme.Warned},
	today.NoMovement:    {theme.IconParcels, theme.Warned},
	today.NoTracking:    {theme.IconQuestionCircle, theme.Warned},
	today.NoAnswer:      {theme.IconSent, theme.Warned},
	today.Verify:        {theme.IconDelivered, theme.Under},
	today.StockLow:      {theme.IconProducts, theme.Warned},
	today.StockGone:     {theme.IconProducts, theme.Warned},
	today.PriceRose:     {theme.IconTrendUp, theme.Warned},
	today.PriceFell:     {theme.IconTrendDown, theme.Fine},
	today.StageWaits:    {theme.IconSuppliers, theme.Warned},
	today.ClaimDue:      {theme.IconClock, theme.Warned},
	today.VettingDue:    {theme.IconCalendar, theme.Warned},
	today.OutOfBooks:    {theme.IconBooks, theme.Warned},
	today.CustomsData:   {theme.IconGlobe, theme.Idle},
	today.BackupOld:     {theme.IconArchive, theme.Warned},
}

// teller says an item in words.
type teller struct{ f *format.Format }

// tell is the title, what it is, and the note, whom it is about.
func (t teller) tell(i *today.Item) (title, note string) {
	f := &i.Facts
	n := t.f.Int(i.Count)
	switch i.Kind {
	case today.StockGone:
		return text.T("today.title.stock_gone", f.Name), t.gone(f)
	case today.PriceRose, today.PriceFell:
		return text.T(text.Key("today.title.", i.Kind), t.f.Percent(f.Percent.Abs()), f.Name), t.price(f)
	case today.StageWaits:
		return text.T("today.title.stage_waits", f.Supplier), f.Reason
	case today.ClaimDue:
		return text.N("today.title.claim_due", i.Count, f.Supplier, n), t.claim(i)
	case today.VettingDue:
		return text.N("today.title.vetting_due", i.Count, f.Supplier, n), t.due(i)
	case today.BackupOld:
		if f.On == "" {
			return text.T("today.title.backup_none"), text.T("today.note.backup_none")
		}
		return text.T("today.title.backup_old"), text.T("today.note.backup_old", t.f.Date(f.On))
	}
	return text.N(text.Key("today.title.", i.Kind), i.Count, n), t.note(i)
}

// claim says which case is due first, and until when it can be claimed.
func (t teller) claim(i *today.Item) string {
	if i.Count == 1 {
		return text.T("today.note.claim_due", i.Facts.Order, t.f.Date(i.Facts.On))
	}
	return text.T("today.note.claim_due_more", i.Facts.Order, t.f.Date(i.Facts.On), t.f.Int(i.Count-1))
}

// due says what falls due first with a supplier, and when.
func (t teller) due(i *today.Item) string {
	what, on := i.Facts.Name, t.f.Date(i.Facts.On)
	if what == "" {
		what = text.T("today.note.vetting_again")
	}
	if i.Count == 1 {
		return text.T("today.note.vetting", what, on)
	}
	return text.T("today.note.vetting_more", what, on, t.f.Int(i.Count-1))
}

// note says whom a count is about.
func (t teller) note(i *today.Item) string {
	f := &i.Facts
	switch i.Kind {
	case today.Unbalanced:
		return f.Reason
	case today.ToRefill:
		return oneOf(i, text.T("today.note.refill", f.Purchase, f.Supplier))
	case today.Unsure:
		return oneOf(i, text.T("today.note.unsure", f.Purchase, f.Supplier))
	case today.ToPlace:
		return text.T("today.note.first", f.Supplier)
	case today.ToForward:
		return t.leaving(f)
	case today.ChangeRefused:
		return oneOf(i, text.T("today.note.why", f.Purchase, f.Reason))
	case today.Held, today.OutOfBooks, today.ToAmend:
		return oneOf(i, text.T("today.note.why", f.Order, f.Reason))
	case today.CustomsData:
		return oneOf(i, f.Name)
	case today.StockLow:
		return oneOf(i, text.N("today.note.stock_low", int(f.Left), f.Name, t.f.Quantity(f.Left), f.Supplier))
	case today.IsLost, today.PastDue, today.CameBack, today.Customs, today.Short, today.NoMovement, today.NoTracking, today.NoAnswer, today.Verify, today.ChangeOpen:
		return t.parcel(i)
	}
	if i.Count == 1 {
		return f.Order
	}
	return text.T("today.note.oldest", f.Order)
}

// oneOf is what is said of the first of several.
func oneOf(i *today.Item, first string) string {
	if i.Count > 1 {
		return text.T("today.note.first", first)
	}
	return first
}

// parcel says of which order and supplier the oldest is.
func (t teller) parcel(i *today.Item) string {
	f := &i.Facts
	var parts []string
	for _, p := range []string{f.Purchase, f.Supplier} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	if f.Order != "" {
		parts = append([]string{text.T("today.note.order", f.Order)}, parts...)
	}
	said := strings.Join(parts, text.T("today.note.join"))
	if i.Count > 1 {
		return text.T("today.note.oldest", said)
	}
	return said
}

// leaving says how many purchase orders are to leave, and until when the first
// supplier takes orders.
func (t teller) leaving(f *today.Facts) string {
	var parts []string
	if f.Purchases > 0 {
		parts = append(parts, text.N("today.note.purchases", f.Purchases, t.f.Int(f.Purchases)))
	}
	if f.Cutoff != "" {
		parts = append(parts, text.T("today.note.cutoff", string(f.Cutoff), f.Supplier))
	}
	return strings.Join(parts, text.T("today.note.join"))
}

// gone says how much a product without stock is missed.
func (t teller) gone(f *today.Facts) string {
	sold := text.N("today.note.sold", int(f.Sold), t.f.Quantity(f.Sold))
	if f.Shops == 0 {
		return text.T("today.note.gone", f.SKU, sold)
	}
	return text.N("today.note.gone.listed", f.Shops, f.SKU, t.f.Int(f.Shops), sold)
}

// price says from what to what, where, and how much it matters.
func (t teller) price(f *today.Facts) string {
	sold := text.N("today.note.sold", int(f.Sold), t.f.Quantity(f.Sold))
	return text.T("today.note.price", f.Supplier, t.f.Price(f.Old, f.Currency), t.f.Price(f.New, f.Currency), string(f.Currency), sold)
}
