package stocking

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/page/roster"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/stock"
	"github.com/dropledger/dropledger/services/supplier"
)

// What a row of the warehouses is.
const (
	isAddress = "address"
	isFee     = "fee"
	isLane    = "lane"
)

// Whether a row holds today.
const (
	isNow     = "now"
	isLater   = "later"
	isEnded   = "ended"
	isEntered = "entered" // an address has no days
	isMissing = "missing"
)

var tariffFaces = map[string]face{
	isNow: {theme.Fine, theme.IconTickCircle}, isLater: {theme.Under, theme.IconClock}, isEnded: {theme.Idle, theme.IconDottedCircle},
	isEntered: {theme.Idle, theme.IconTick}, isMissing: {theme.Warned, theme.IconWarning},
}

// tariff is the address of a 3PL, or a dated row of what it charges. Of fee, lane
// and at only the one of its kind is there.
type tariff struct {
	kind, place, state string
	currency           model.Currency // of the 3PL
	fee                *stock.Fee
	lane               *stock.Lane
	at                 *stock.Warehouse
	from, until        model.Date // until "": nobody knows an end
}

// what names a row among those of its 3PL.
func (t *tariff) what() string {
	switch t.kind {
	case isFee:
		return feeName(t.fee.Fee)
	case isLane:
		return text.T("stocking.tariff.lane", destination(t.lane.Country), t.lane.Service)
	}
	return text.T("stocking.tariff.address")
}

func feeName(fee string) string { return text.T(text.Key("stocking.fee.", fee)) }

func destination(country string) string {
	if country == "*" {
		return text.T("stocking.elsewhere")
	}
	return model.Country(country).Name()
}

// series is what the dated rows of one price have in common.
func (t *tariff) series() string {
	switch t.kind {
	case isFee:
		return strings.Join([]string{t.kind, t.place, t.fee.Fee}, "\n")
	case isLane:
		return strings.Join([]string{t.kind, t.place, t.lane.Country, t.lane.Service}, "\n")
	}
	return strings.Join([]string{t.kind, t.place}, "\n")
}

func (t *tariff) id() int64 { return rowID(t.series(), string(t.from)) }

// evidence is where a price was found and when a person last looked.
func (t *tariff) evidence() (source string, checked model.Date) {
	switch t.kind {
	case isFee:
		return t.fee.Source, model.Date(t.fee.CheckedOn)
	case isLane:
		return t.lane.Source, model.Date(t.lane.CheckedOn)
	}
	return "", ""
}

// tariffs is the list of where the 3PLs are and what they charge.
type tariffs struct {
	*roster.List[tariff]
	stock *stock.Service
}

func newTariffs(h page.Host) *tariffs {
	b := h.Book()
	s := &tariffs{stock: stock.New(b.DB, b.Bus)}
	who := kit.Act("stocking.tariffs.suppliers", text.T("stocking.tariffs.suppliers"), kit.Mark{Icon: theme.IconSuppliers}, func() { h.Go(page.Route{Screen: page.Suppliers}) })
	how := kit.Act("stocking.tariffs.second", text.T("stocking.how"), kit.Mark{Icon: theme.IconHelp}, func() { h.Go(page.Route{Screen: page.Help, Key: page.Stocking}) })
	w := words()
	say := w.Say
	w.Say = func(key string, args ...any) string {
		if k := text.Key("stocking.tariffs.say.", key); text.Has(k) {
			return text.T(k, args...)
		}
		return say(key, args...)
	}
	s.List = roster.New(h, roster.Options[tariff]{
		Name: "stocking.tariffs", Words: w, Single: true, Fixed: true,
		ID: func(t tariff) int64 { return t.id() }, Called: func(t tariff) string { return t.what() },
		Key:  func(t tariff) string { return t.series() },
		Load: func(ctx context.Context, _ bool) ([]tariff, error) { return s.load(ctx) }, Find: s.find,
		Details: s.details, Change: s.change, Create: s.create, Actions: s.actions, Filters: tariffFilters(),
		Tools: []fyne.CanvasObject{kit.IconButton(kit.Plain, theme.IconExport, text.T("stocking.export"), s.Export).WithKey(action.Ctrl(fyne.KeyE))},
		Empty: kit.EmptyOptions{
			Icon: theme.IconPlace, Title: text.T("stocking.tariffs.empty"), Lines: []string{text.T("stocking.tariffs.empty.what"), text.T("stocking.tariffs.empty.from")},
			Primary: &who, Second: &how,
		},
		Grid: grid.Options[tariff]{
			Name: "stocking.tariffs", Columns: tariffColumns(h.Format()),
			Setup: grid.Setup{Sort: []grid.Order{{Column: "place"}}, Count: "stocking.tariffs.count", CountOf: "stocking.tariffs.countof", NoMatch: "stocking.tariffs.nomatch"},
		},
	}, &b.Bus.SuppliersChanged)
	return s
}

// Export implements page.Exporter: the visible columns of all rows that fit.
func (s *tariffs) Export() {
	s.ExportTo(written(s.Host, "threepl-prices", text.T("stocking.tab.warehouses")))
}

// load reads the 3PLs that are not put away, with their rows.
func (s *tariffs) load(ctx context.Context) ([]tariff, error) {
	b := s.Host.Book()
	who, err := supplier.New(b.DB, b.Bus).List(ctx, record.Filter{})
	if err != nil {
		return nil, err
	}
	fees, err := s.stock.ListFees(ctx)
	if err != nil {
		return nil, err
	}
	lanes, err := s.stock.ListLanes(ctx)
	if err != nil {
		return nil, err
	}
	addresses, err := s.stock.ListWarehouses(ctx)
	if err != nil {
		return nil, err
	}
	var all []tariff
	for _, w := range who {
		if w.Type != model.ThirdPartyLogistics || w.Archived {
			continue
		}
		at := tariff{kind: isAddress, place: w.Name, currency: w.Currency, state: isMissing}
		for i := range addresses {
			if addresses[i].SupplierID == w.ID {
				at.at, at.state = &addresses[i], isEntered
			}
		}
		all = append(all, at)
		for i := range fees {
			if fees[i].SupplierID == w.ID {
				all = append(all, tariff{kind: isFee, place: w.Name, currency: w.Currency, fee: &fees[i], from: fees[i].ValidFrom})
			}
		}
		for i := range lanes {
			if lanes[i].SupplierID == w.ID {
				all = append(all, tariff{kind: isLane, place: w.Name, currency: w.Currency, lane: &lanes[i], from: lanes[i].ValidFrom, until: lanes[i].ValidTo})
			}
		}
	}
	end(all, b.Today())
	return all, nil
}

// end says until when each row holds: the next one of its series ends it, and a fee
// of nothing is none.
func end(all []tariff, today model.Date) {
	slices.SortStableFunc(all, func(a, b tariff) int { return cmp.Or(cmp.Compare(a.series(), b.series()), cmp.Compare(a.from, b.from)) })
	for i := range all {
		t := &all[i]
		if t.kind == isAddress {
			continue
		}
		if i+1 < len(all) && all[i+1].series() == t.series() {
			if last := all[i+1].from.AddDays(-1); t.until == "" || last < t.until {
				t.until = last
			}
		}
		switch {
		case t.from > today:
			t.state = isLater
		case t.until != "" && t.until < today, t.kind == isFee && t.fee.Amount == 0:
			t.state = isEnded
		default:
			t.state = isNow
		}
	}
}

func (s *tariffs) find(ctx context.Context, key string) (int64, bool, error) {
	all, err := s.load(ctx)
	for _, t := range all {
		if t.series() == key || t.place == key {
			return t.id(), false, nil
		}
	}
	if err == nil {
		err = model.Errorf(model.NotFound, "%s", text.T("stocking.unknown", strings.ReplaceAll(key, "\n", " ")))
	}
	return 0, false, err
}

func tariffFilters() []roster.Filter[tariff] {
	one := func(fn func(tariff) string) func(tariff) []string {
		return func(t tariff) []string { return []string{fn(t)} }
	}
	return []roster.Filter[tariff]{
		{ID: byPlace, Name: text.T("stocking.col.place"), Values: one(func(t tariff) string { return t.place }), Label: func(v string) string { return v }},
		{ID: "kind", Name: text.T("stocking.col.kind"), Values: one(func(t tariff) string { return t.kind }), Label: func(v string) string { return text.T(text.Key("stocking.sort.", v)) }},
		{ID: "holds", Name: text.T("stocking.col.state"), Values: one(func(t tariff) string { return t.state }), Label: tariffState},
	}
}

func tariffState(v string) string { return text.T(text.Key("stocking.holds.", v)) }

// inOrder puts the address of each 3PL first, then fees as a parcel meets them,
// then shipping by country, and of one price what holds first.
func inOrder(a, b tariff) int {
	rank := func(t tariff) string {
		switch t.kind {
		case isFee:
			return "1" + strconv.Itoa(slices.Index(stock.Charges(), t.fee.Fee))
		case isLane:
			return "2" + t.what()
		}
		return "0"
	}
	return cmp.Or(cmp.Compare(strings.ToLower(a.place), strings.ToLower(b.place)), cmp.Compare(rank(a), rank(b)), cmp.Compare(b.from, a.from))
}

func tariffColumns(f *format.Format) []grid.Column[tariff] {
	const least = 80 // of what gives room to the others
	plain := func(id string, width, flex float32, fn func(tariff) string) grid.Column[tariff] {
		return grid.Column[tariff]{ID: id, Width: width, MinWidth: least, Flex: flex, Cell: func(t tariff) grid.Cell { return ended(t, quiet(fn(t))) }, SortText: fn, Value: func(t tariff) any { return reports.Text(fn(t)) }}
	}
	date := func(id string, hidden bool, fn func(tariff) model.Date) grid.Column[tariff] {
		return grid.Column[tariff]{
			ID: id, Width: 88, Hidden: hidden, Cell: func(t tariff) grid.Cell { return quiet(dated(f, fn(t))) },
			Compare: func(a, b tariff) int { return cmp.Compare(fn(a), fn(b)) }, Value: func(t tariff) any { return reports.Date(fn(t)) },
		}
	}
	place := plain("place", 128, 1, func(t tariff) string { return t.place })
	place.SortText, place.Compare = nil, inOrder
	source := plain("source", 110, 2, func(t tariff) string { source, _ := t.evidence(); return source })
	source.Hidden = true
	checked := date("checked", false, func(t tariff) model.Date { _, d := t.evidence(); return d })
	checked.Cell = func(t tariff) grid.Cell {
		_, d := t.evidence()
		if t.kind == isAddress {
			return quiet("")
		}
		return quiet(looked(f, d))
	}
	all := []grid.Column[tariff]{
		place,
		{
			ID: "what", Width: 190, MinWidth: 158, Flex: 3, Lead: true, Cell: func(t tariff) grid.Cell { return ended(t, grid.Cell{Text: t.what()}) },
			SortText: func(t tariff) string { return t.what() }, Value: func(t tariff) any { return reports.Text(t.what()) },
		},
		{
			ID: "charge", Width: 86, Align: fyne.TextAlignTrailing, Cell: func(t tariff) grid.Cell { return ended(t, grid.Cell{Text: charge(f, &t)}) },
			Compare: func(a, b tariff) int { return cmp.Compare(charged(&a), charged(&b)) }, Value: func(t tariff) any { return reports.Text(charge(f, &t)) },
		},
		plain("per", 156, 2, func(t tariff) string { return per(f, &t) }),
		plain("days", 84, 0, func(t tariff) string { return days(f, &t) }),
		{
			ID: "state", Width: 106, Cell: func(t tariff) grid.Cell {
				of := tariffFaces[t.state]
				return grid.Cell{Pills: []grid.Pill{{Text: tariffState(t.state), Icon: of.icon, Tone: of.tone}}}
			}, SortText: func(t tariff) string { return tariffState(t.state) }, Value: func(t tariff) any { return reports.Text(tariffState(t.state)) },
		},
		date("from", false, func(t tariff) model.Date { return t.from }),
		date("until", true, func(t tariff) model.Date { return t.until }),
		source,
		checked,
	}
	for i := range all {
		all[i].Title = text.T(text.Key("stocking.col.", all[i].ID))
	}
	return all
}

// ended mutes what holds no more.
func ended(t tariff, c grid.Cell) grid.Cell {
	if t.state == isEnded {
		c.Tone = theme.Quiet
	}
	c.Tip = c.Text
	return c
}

// dated is a day, or that a price holds since ever.
// looked is the day on which a person last compared a price with its source.
func looked(f *format.Format, d model.Date) string {
	if d == "" {
		return text.T("stocking.never")
	}
	return dated(f, d)
}

func dated(f *format.Format, d model.Date) string {
	switch d {
	case model.OpenStart:
		return text.T("stocking.always")
	case "":
		return ""
	}
	return f.Date(d)
}

// charge is what is charged, "" for an address.
func charge(f *format.Format, t *tariff) string {
	switch {
	case t.kind == isLane:
		return price(f, t.lane.Cost, t.lane.Currency)
	case t.kind == isFee && t.fee.Amount == 0:
		return text.T("stocking.uncharged")
	case t.kind == isFee:
		return price(f, t.fee.Amount, t.fee.Currency)
	}
	return ""
}

// price is an amount with its currency: 3PLs charge in their own.
func price(f *format.Format, a model.Amount, c model.Currency) string {
	return text.T("stocking.price", f.Price(a, c), string(c))
}

func charged(t *tariff) model.Amount {
	switch t.kind {
	case isFee:
		return t.fee.Amount
	case isLane:
		return t.lane.Cost
	}
	return -1
}

// per says what a charge is for; of an address, where it is.
func per(f *format.Format, t *tariff) string {
	switch {
	case t.kind == isFee && t.fee.Pieces != nil:
		return text.N("stocking.per.of", int(*t.fee.Pieces), text.T(text.Key("stocking.per.", t.fee.Per)), f.Quantity(*t.fee.Pieces))
	case t.kind == isFee:
		return text.T(text.Key("stocking.per.", t.fee.Per))
	case t.kind == isLane && t.lane.Extra != 0:
		return text.T("stocking.per.parcel", f.Price(t.lane.Extra, t.lane.Currency))
	case t.kind == isLane:
		return text.T("stocking.per.parcels")
	case t.at != nil:
		return text.T("stocking.town", t.at.City, model.Country(t.at.Country).Name())
	}
	return ""
}

// days is how long a parcel takes: half of them, and nine of ten.
func days(f *format.Format, t *tariff) string {
	switch {
	case t.kind != isLane || t.lane.DaysP50 == nil:
		return ""
	case t.lane.DaysP90 == nil || *t.lane.DaysP90 == *t.lane.DaysP50:
		return f.Days(*t.lane.DaysP50)
	}
	return text.T("stocking.days", f.Int(*t.lane.DaysP50), f.Days(*t.lane.DaysP90))
}
