package parcels

import (
	"context"
	"slices"
	"strings"

	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page/roster"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/parcel"
	"github.com/dropledger/dropledger/services/purchase"
)

// create opens the form for a new parcel.
func (s *Parcels) create() {
	s.EditWide(text.T("parcels.say.new"), text.T("parcels.form.new"), s.formOf(row{}))
}

// change opens the form of a parcel; of what is awaited the one for its parcel.
func (s *Parcels) change(r row) {
	if r.ID <= 0 {
		s.EditWide(text.T("parcels.say.new"), text.T("parcels.form.awaited", r.Purchase, r.Supplier), s.formOf(r))
		return
	}
	s.EditWide(r.Tracking, text.T("parcels.form.change"), s.formOf(r))
}

func (s *Parcels) formOf(r row) *form.Form {
	id, called, asked := r.ID, r.Tracking, ""
	save := func(ctx context.Context, v form.Values) error {
		in := inputOf(v, r)
		called = in.Tracking
		if why := doubt(&in, r); why != "" && why != asked {
			asked = why // asked once; who saves again means it
			return model.FieldErrorf("tracking", "%s", text.T("parcels.form.doubt", why))
		}
		done, err := s.parcels.Put(ctx, []parcel.Input{in})
		if len(done.Touched) == 1 {
			id = done.Touched[0]
		}
		return err
	}
	f := form.New(s.FormOptions(save, func() { s.Saved(id, text.T("parcels.saved", called)) }))
	follow := s.fields(f, r)
	lines := []any{}
	for _, l := range r.Lines {
		lines = append(lines, map[string]any{"order": l.Order, "sku": skuOf(l), "quantity": int64(l.Quantity), "came_back": int64(l.Back)})
	}
	state := r.State
	if r.ID <= 0 {
		state = ""
	}
	roster.Fill(f, map[string]any{
		"tracking": r.Tracking, "carrier": r.Carrier, "purchase": r.Purchase, "shipped": string(r.Shipped), "first_scan": string(r.FirstScan),
		"delivered": string(r.Delivered), "state": state, "lines": lines, "condition": r.Condition, "next_step": r.NextStep,
	})
	follow()
	return f
}

// doubt says what is odd about a number that was typed anew.
func doubt(in *parcel.Input, r row) string {
	carrier := r.Carrier
	if in.Carrier != nil {
		carrier = *in.Carrier
	}
	if in.Tracking == r.Tracking && carrier == r.Carrier {
		return ""
	}
	return parcel.Doubt(carrier, in.Tracking)
}

func skuOf(l parcel.Line) string {
	if l.SKU == "" {
		return l.Name
	}
	return l.SKU
}

// fields adds the fields in their order; follow shows those that the state asks for.
func (s *Parcels) fields(f *form.Form, r row) (follow func()) {
	spec := func(name string) form.Spec {
		sp := form.Spec{Name: name, Label: text.T(text.Key("parcels.field.", name))}
		if key := text.Key("parcels.help.", name); text.Has(key) {
			sp.Help = text.T(key)
		}
		return sp
	}
	number := spec("tracking")
	number.Required = true
	form.Longest(f.Text(number), 80)
	f.Search(spec("carrier"), form.Source{Find: s.findCarriers})
	f.Search(spec("purchase"), form.Source{Find: s.findPurchases})
	f.Date(spec("shipped"))
	f.Date(spec("first_scan"))
	f.Date(spec("delivered"))
	var states []form.Option
	if r.ID <= 0 {
		states = append(states, form.Option{Label: text.T("parcels.state.by_days")})
	}
	for _, st := range model.ParcelStates() {
		states = append(states, form.Option{Value: string(st), Label: stateName(string(st))})
	}
	to := f.Choice(spec("state"), states...)
	f.Date(spec("on"))
	follow = returned(f, spec, to)
	form.Longest(f.Text(spec("note")), 200)
	f.Section(text.T("parcels.field.lines"))
	f.Rows(form.Spec{Name: "lines", Label: text.T("parcels.field.pieces"), Help: text.T("parcels.help.lines")}, text.T("parcels.form.add"), func(g *form.Group) {
		g.Text(form.Spec{Name: "order", Label: text.T("parcels.field.order"), Required: true, Share: 3})
		g.Text(form.Spec{Name: "sku", Label: text.T("parcels.field.sku"), Required: true, Share: 4})
		form.AtLeast(g.Quantity(form.Spec{Name: "quantity", Label: text.T("parcels.field.quantity"), Required: true, Share: 2}), 1)
		if r.State == string(model.Returned) {
			g.Quantity(form.Spec{Name: "came_back", Label: text.T("parcels.field.came_back"), Help: text.T("parcels.help.came_back"), Share: 2})
		}
	})
	return follow
}

// returned adds what is said of a parcel that came back, shown while that is its
// state.
func returned(f *form.Form, spec func(string) form.Spec, to *form.Field[string]) (follow func()) {
	condition := f.Choice(spec("condition"), options("condition", "unknown", conditions)...)
	next := f.Choice(spec("next_step"), options("next_step", "undecided", nextSteps)...)
	follow = func() {
		state, _ := to.Get()
		condition.Show(state == string(model.Returned))
		next.Show(state == string(model.Returned))
	}
	to.OnChange(follow)
	return follow
}

// findCarriers finds the carriers by any part of the name; what is typed may be
// a new one.
func (s *Parcels) findCarriers(ctx context.Context, query string) ([]form.Option, error) {
	names, err := s.known(ctx)
	if err != nil {
		return nil, err
	}
	typed := strings.TrimSpace(query)
	var all []form.Option
	for _, n := range names {
		if strings.Contains(strings.ToLower(n), strings.ToLower(typed)) {
			all = append(all, form.Option{Value: n, Label: n})
		}
	}
	if typed != "" && !slices.ContainsFunc(all, func(o form.Option) bool { return strings.EqualFold(o.Value, typed) }) {
		all = append(all, form.Option{Value: typed, Label: typed})
	}
	return all, nil
}

// findPurchases finds the purchase orders that left.
func (s *Parcels) findPurchases(ctx context.Context, query string) ([]form.Option, error) {
	const most = 500
	rows, err := purchase.List(ctx, s.Host.Book().DB, purchase.Filter{Limit: most})
	if err != nil {
		return nil, err
	}
	typed := strings.ToLower(strings.TrimSpace(query))
	var all []form.Option
	for _, p := range rows {
		if p.State.Forwarded() && strings.Contains(strings.ToLower(p.Number+" "+p.Supplier), typed) {
			all = append(all, form.Option{Value: p.Number, Label: p.Number, Detail: p.Supplier})
		}
	}
	return all, nil
}

// inputOf is what a form handed over. The state counts only when a person chose
// it: else the days say how far the parcel is.
func inputOf(v form.Values, r row) parcel.Input {
	word := func(name string) *string {
		s := day(v, name)
		return &s
	}
	in := parcel.Input{
		Tracking: roster.Word(v, "tracking"), Carrier: word("carrier"), Purchase: word("purchase"),
		Shipped: word("shipped"), FirstScan: word("first_scan"), Delivered: word("delivered"),
	}
	if r.ID > 0 {
		in.ID, in.Version = r.ID, r.Version
	} else if *in.Carrier == "" {
		in.Carrier = nil
	}
	if state := model.ParcelState(roster.Word(v, "state")); state != "" && string(state) != r.State {
		in.State = &state
	}
	if _, shown := v["condition"]; shown {
		in.Condition, in.Next = word("condition"), word("next_step")
	}
	if on := word("on"); *on != "" {
		in.On = on
	}
	if note := word("note"); *note != "" {
		in.Note = note
	}
	in.Lines = linesOf(v, r)
	if in.Lines == nil || len(*in.Lines) == 0 && r.ID <= 0 {
		in.Lines = nil // what is left of the purchase order
	}
	if *in.Purchase == "" && r.ID <= 0 {
		in.Purchase = nil // the one the pieces stand in
	}
	return in
}

// day is a text or a day of a form.
func day(v form.Values, name string) string {
	switch d := v[name].(type) {
	case string:
		return d
	case model.Date:
		return string(d)
	}
	return ""
}

// linesOf are the pieces of a form. A line keeps the shop it has.
func linesOf(v form.Values, r row) *[]parcel.LineInput {
	given, _ := v["lines"].([]form.Values)
	lines := []parcel.LineInput{}
	for _, g := range given {
		l := parcel.LineInput{Order: roster.Word(g, "order"), SKU: roster.Word(g, "sku"), Quantity: model.Quantity(roster.Whole(g, "quantity"))}
		if back, ok := g["came_back"].(int64); ok {
			n := model.Quantity(back)
			l.Back = &n
		}
		for _, old := range r.Lines {
			if old.Order == l.Order && skuOf(old) == l.SKU {
				l.Shop = old.Shop
			}
		}
		lines = append(lines, l)
	}
	return &lines
}
