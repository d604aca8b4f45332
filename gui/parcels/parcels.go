// Package parcels shows what is on its way to customers: parcels, and what
// suppliers were asked to send and have told no number of; what needs a person
// first, with the next step prepared. It must not know how orders are forwarded.
package parcels

import (
	"context"
	"net/url"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/page/roster"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/parcel"
	"github.com/dropledger/dropledger/services/record"
)

// Filters of the list, also params of a route to it.
const (
	byState     = page.ByState
	byAttention = "attention"
	bySupplier  = page.BySupplier
	byCarrier   = "carrier"
)

type row = parcel.Row

// more is what the panel shows of a row beside the row itself.
type more struct {
	id      int64
	events  []parcel.Event
	letters parcel.Letters
	link    string
}

// Parcels is the list of the parcels.
type Parcels struct {
	*roster.List[row]
	parcels *parcel.Service
	mores   *async.Loader[more]
	more    more
	browse  func(*url.URL) // opens a page of the web
	pasted  *pasting       // the dialog that was opened last
	board   *board         // nil while the list is shown
}

// New makes the screen of the parcels; a route with a Key opens it at the parcel
// of that number.
func New(h page.Host) page.Screen {
	b := h.Book()
	s := &Parcels{parcels: parcel.New(b.DB, b.Bus), browse: h.OpenLink}
	s.mores = async.NewLoader(h.Runner(), s.showMore)
	how := kit.Act("parcels.how", text.T("parcels.how"), kit.Mark{Icon: theme.IconHelp}, func() { h.Go(page.Route{Screen: page.Help, Key: page.Parcels}) })
	create := kit.Act("parcels.first", text.T("parcels.say.new"), kit.Mark{Icon: theme.IconPlus}, s.create)
	shop := kit.Act("parcels.shop", text.T("parcels.shop"), kit.Mark{Icon: theme.IconSheet}, s.exportShop)
	paste := kit.Act("parcels.paste", text.T("parcels.paste"), kit.Mark{Icon: theme.IconPaste, Key: action.Plain(fyne.KeyP)}, s.paste)
	estimates := kit.Act("parcels.estimates", text.T("parcels.estimates"), kit.Mark{Icon: theme.IconClock}, s.estimates)
	show := kit.Act("parcels.board", text.T("parcels.board"), kit.Mark{Icon: theme.IconBoard, Key: action.Plain(fyne.KeyB)}, s.toggleBoard)
	policy := kit.Act("parcels.policy", text.T("parcels.policy"), kit.Mark{Icon: theme.IconCopy}, s.policy)
	carriers := kit.Act("parcels.carriers", text.T("parcels.carriers"), kit.Mark{Icon: theme.IconLink}, s.carriers)
	s.List = roster.New(h, roster.Options[row]{
		Name: "parcels", Kind: parcel.Kind, Words: words(), Single: true,
		ID: func(r row) int64 { return r.ID }, Key: key, Called: called, Archived: func(r row) bool { return r.Archived },
		Load: s.load, First: s.parcels.First, Find: s.parcels.Find, Details: s.details, Shown: s.read, Change: s.change, Create: s.create, Actions: s.actions,
		Filters: filters(),
		Extra:   []action.Action{show, paste, shop, estimates, policy, carriers, how},
		Tools: []fyne.CanvasObject{
			kit.ActionButton(show, kit.Plain).IconOnly(),
			kit.ActionButton(paste, kit.Plain).IconOnly(),
			kit.ActionButton(shop, kit.Plain).IconOnly(),
			kit.IconButton(kit.Plain, theme.IconExport, text.T("parcels.export"), s.Export).WithKey(action.Ctrl(fyne.KeyE)),
		},
		Empty: kit.EmptyOptions{
			Icon: theme.IconParcels, Title: text.T("parcels.empty"), Lines: []string{text.T("parcels.empty.what"), text.T("parcels.empty.from")},
			Primary: &create, Second: &how,
		},
		Grid: grid.Options[row]{
			Name: "parcels", Columns: columns(h.Format()),
			Setup: grid.Setup{Sort: []grid.Order{{Column: "state"}}, Count: "parcels.count", CountOf: "parcels.countof", NoMatch: "parcels.nomatch"},
		},
	}, &b.Bus.PurchasesChanged, &b.Bus.OrdersChanged, &b.Bus.SuppliersChanged, &b.Bus.SettingsChanged)
	on := false
	if h.Remembered(boardKey, &on) && on {
		s.showBoard(true)
	}
	return s
}

// Close implements page.Screen.
func (s *Parcels) Close() {
	s.mores.Stop()
	s.List.Close()
}

// key is what a parcel is found by: its number, with the carrier behind it.
func key(r row) string {
	if r.Carrier == "" {
		return r.Tracking
	}
	return r.Tracking + " " + r.Carrier
}

// called is what a person calls a row.
func called(r row) string {
	if r.Tracking != "" {
		return r.Tracking
	}
	return r.Purchase
}

// words are the texts that every list of records needs.
func words() roster.Words {
	return roster.Words{
		Say: func(key string, args ...any) string { return text.T(text.Key("parcels.say.", key), args...) },
		Count: func(key string, n int, args ...any) string {
			return text.N(text.Key("parcels.say.", key), n, args...)
		},
		Field: func(name string) string {
			if key := text.Key("parcels.field.", name); text.Has(key) {
				return text.T(key)
			}
			return name
		},
		Value: valueName,
	}
}

func filters() []roster.Filter[row] {
	one := func(fn func(row) string) func(row) []string {
		return func(r row) []string {
			if v := fn(r); v != "" {
				return []string{v}
			}
			return nil
		}
	}
	as := func(v string) string { return v }
	return []roster.Filter[row]{
		{ID: byAttention, Name: text.T("parcels.attention"), Values: concerns, Label: concernName},
		{ID: byState, Name: text.T("parcels.col.state"), Values: one(func(r row) string { return r.State }), Label: stateName},
		{ID: bySupplier, Name: text.T("parcels.col.supplier"), Values: one(func(r row) string { return r.Supplier }), Label: as},
		{ID: byCarrier, Name: text.T("parcels.col.carrier"), Values: one(func(r row) string { return r.Carrier }), Label: as},
	}
}

func concerns(r row) []string {
	all := make([]string, len(r.Attention))
	for i, c := range r.Attention {
		all[i] = string(c)
	}
	return all
}

func stateName(state string) string { return text.T(text.Key("parcels.state.", state)) }

func concernName(c string) string { return text.T(text.Key("parcels.concern.", c)) }

// face is how a state or a concern looks.
type face struct {
	tone theme.Tone
	icon theme.IconName
}

var faces = map[string]face{
	parcel.Awaited:                   {theme.Accented, theme.IconClock},
	string(model.LabelMade):          {theme.Idle, theme.IconFile},
	string(model.ParcelShipped):      {theme.Under, theme.IconSent},
	string(model.InTransit):          {theme.Under, theme.IconParcels},
	string(model.CustomsHold):        {theme.Warned, theme.IconGlobe},
	string(model.OutForDelivery):     {theme.Under, theme.IconForwarding},
	string(model.Delivered):          {theme.Fine, theme.IconDelivered},
	string(model.Returned):           {theme.Warned, theme.IconReturned},
	string(model.Lost):               {theme.Wrong, theme.IconCrossCircle},
	record.StateArchived:             {theme.Idle, theme.IconArchive},
	"is" + string(parcel.PastDue):    {theme.Wrong, theme.IconLate},
	"is" + string(parcel.Short):      {theme.Warned, theme.IconPartShipped},
	"is" + string(parcel.NoMovement): {theme.Warned, theme.IconHeld},
	"is" + string(parcel.NoTracking): {theme.Warned, theme.IconNoTracking},
	"is" + string(parcel.NoAnswer):   {theme.Warned, theme.IconQuestionCircle},
	"is" + string(parcel.Verify):     {theme.Under, theme.IconMessage},
}

// state is the state a row shows.
func state(r row) string {
	if r.Archived {
		return record.StateArchived
	}
	return r.State
}

// load reads the parcels and what is awaited.
func (s *Parcels) load(ctx context.Context, archived bool) ([]row, error) {
	return s.parcels.Board(ctx, record.Filter{Archived: archived})
}

// read reads what the panel shows beside the row.
func (s *Parcels) read(r row) {
	s.mores.Load(s.Host.Context(), func(ctx context.Context) (more, error) {
		m := more{id: r.ID}
		var err error
		if r.ID > 0 {
			if m.events, err = s.parcels.Events(ctx, r.ID); err != nil {
				return m, err
			}
			if m.link, err = s.parcels.Link(ctx, r.Carrier, r.Tracking); err != nil {
				return m, err
			}
		}
		m.letters, err = s.parcels.Letters(ctx, &r)
		return m, err
	})
}

func (s *Parcels) showMore(m async.State[more]) {
	switch m.Phase {
	case async.Ready:
		s.more = m.Value
		s.Again()
		s.Host.Refresh()
	case async.Failed:
		s.Host.Report(text.T("parcels.say.unread.one"), m.Err)
	}
}
