package stocking

import (
	"cmp"
	"context"
	"strconv"
	"strings"

	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/page/roster"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/product"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/stock"
	"github.com/dropledger/dropledger/services/supplier"
)

// create opens the form for goods that lie at a 3PL already.
func (s *levels) create() {
	f := s.form(func(v form.Values) (stock.MoveInput, error) {
		in := stock.MoveInput{Supplier: roster.Word(v, "supplier"), SKU: roster.Word(v, "sku"), Kind: stock.Opening, Quantity: model.Quantity(roster.Whole(v, "quantity"))}
		a, err := model.ParseAmount(roster.Word(v, "unit_cost"))
		in.UnitCost = record.Known(record.Amount(a))
		return in, err
	})
	place := spec("supplier")
	place.Required = true
	f.Search(place, form.Source{Find: s.findPlaces})
	sku := spec("sku")
	sku.Required = true
	f.Search(sku, form.Source{Find: s.findProducts})
	n := spec("quantity")
	n.Required = true
	form.AtLeast(f.Quantity(n), 1)
	cost := spec("unit_cost")
	cost.Required = true
	f.Money(cost, s.Host.Book().Home)
	s.rest(f)
	roster.Fill(f, map[string]any{"date": string(s.Host.Book().Today()), "reference": s.reference("opening")})
	s.Edit(text.T("stocking.say.new"), text.T("stocking.form.new"), f)
}

// count opens the form for a count: what differs is entered.
func (s *levels) count(l level) {
	f := s.form(func(v form.Values) (stock.MoveInput, error) {
		counted := model.Quantity(roster.Whole(v, "counted"))
		if counted == l.OnHand {
			return stock.MoveInput{}, model.FieldErrorf("counted", "%s", text.T("stocking.form.same", s.Host.Format().Quantity(l.OnHand)))
		}
		return stock.MoveInput{Supplier: l.Place, SKU: l.SKU, Kind: stock.Adjustment, Quantity: counted - l.OnHand}, nil
	})
	n := spec("counted")
	n.Required = true
	n.Help = text.T("stocking.help.counted", s.Host.Format().Quantity(l.OnHand))
	form.AtLeast(f.Quantity(n), 0)
	s.rest(f)
	roster.Fill(f, map[string]any{"date": string(s.Host.Book().Today()), "reference": s.reference("count")})
	s.Edit(text.T("stocking.count"), text.T("stocking.line", l.Name, l.Place), f)
}

// adjust opens the form for pieces that broke, were lost or found.
func (s *levels) adjust(l level) {
	f := s.form(func(v form.Values) (stock.MoveInput, error) {
		in := stock.MoveInput{Supplier: l.Place, SKU: l.SKU, Kind: stock.Adjustment, Quantity: model.Quantity(roster.Whole(v, "quantity"))}
		if roster.Word(v, "kind") == "gone" {
			in.Quantity = -in.Quantity
		}
		return in, nil
	})
	f.Choice(required("kind"), form.Option{Value: "gone", Label: text.T("stocking.kind.gone")}, form.Option{Value: "found", Label: text.T("stocking.kind.found")})
	s.pieces(f, "adjustment", map[string]any{"kind": "gone"})
	s.Edit(text.T("stocking.adjust"), text.T("stocking.line", l.Name, l.Place), f)
}

// back opens the form for pieces that a customer sent back to the 3PL.
func (s *levels) back(l level) {
	f := s.form(func(v form.Values) (stock.MoveInput, error) {
		return stock.MoveInput{Supplier: l.Place, SKU: l.SKU, Kind: stock.Return, Quantity: model.Quantity(roster.Whole(v, "quantity"))}, nil
	})
	s.pieces(f, "return", map[string]any{})
	s.Edit(text.T("stocking.return"), text.T("stocking.line", l.Name, l.Place), f)
}

// pieces adds how many, and what every move has.
func (s *levels) pieces(f *form.Form, reference string, values map[string]any) {
	form.AtLeast(f.Quantity(required("quantity")), 1)
	s.rest(f)
	values["date"], values["reference"] = string(s.Host.Book().Today()), s.reference(reference)
	roster.Fill(f, values)
}

// transfer opens the form that moves pieces to another 3PL: what is gone here is
// there at what it cost, in one go.
func (s *levels) transfer(l level) {
	var to string
	n := 0
	save := func(ctx context.Context, v form.Values) error {
		to, n = roster.Word(v, "supplier"), roster.Whole(v, "quantity")
		if to == l.Place {
			return model.FieldErrorf("supplier", "%s", text.T("stocking.form.sameplace", to))
		}
		gone := stock.MoveInput{
			Supplier: l.Place, SKU: l.SKU, Kind: stock.Adjustment, Quantity: model.Quantity(-n), Reference: roster.Word(v, "reference"),
			Date: day(v, "date"), Reason: cmp.Or(roster.Word(v, "reason"), text.T("stocking.reason.to", to)),
		}
		there := gone
		there.Supplier, there.Quantity, there.UnitCost = to, model.Quantity(n), record.Known(l.UnitCost)
		there.Reason = cmp.Or(roster.Word(v, "reason"), text.T("stocking.reason.from", l.Place))
		_, err := s.stock.PutMoves(ctx, []stock.MoveInput{gone, there})
		return err
	}
	f := form.New(s.FormOptions(save, func() {
		s.Saved(rowID(to, l.SKU), text.N("stocking.transferred", n, s.Host.Format().Int(n), l.SKU, l.Place, to))
	}))
	place := required("supplier")
	place.Label, place.Help = text.T("stocking.field.to"), ""
	f.Search(place, form.Source{Find: s.findPlaces})
	s.pieces(f, "transfer", map[string]any{})
	s.Edit(text.T("stocking.transfer"), text.T("stocking.line", l.Name, l.Place), f)
}

func required(name string) form.Spec {
	sp := spec(name)
	sp.Required = true
	return sp
}

func spec(name string) form.Spec {
	sp := form.Spec{Name: name, Label: text.T(text.Key("stocking.field.", name))}
	if key := text.Key("stocking.help.", name); name != "counted" && text.Has(key) {
		sp.Help = text.T(key)
	}
	return sp
}

// rest adds the fields that every move has.
func (s *levels) rest(f *form.Form) {
	f.Date(required("date"))
	form.Longest(f.Text(required("reference")), 60)
	form.Longest(f.Text(spec("reason")), 200)
}

// form is a form that enters a move.
func (s *levels) form(read func(form.Values) (stock.MoveInput, error)) *form.Form {
	var in stock.MoveInput
	save := func(ctx context.Context, v form.Values) (err error) {
		if in, err = read(v); err != nil {
			return err
		}
		in.Reference, in.Reason, in.Date = roster.Word(v, "reference"), roster.Word(v, "reason"), day(v, "date")
		_, err = s.stock.PutMoves(ctx, []stock.MoveInput{in})
		return err
	}
	return form.New(s.FormOptions(save, func() {
		n, key := int(in.Quantity), "stocking.saved"
		if n < 0 {
			n, key = -n, "stocking.saved.less"
		}
		s.Saved(rowID(in.Supplier, in.SKU), text.N(key, n, s.Host.Format().Int(n), in.SKU, in.Supplier))
	}))
}

// day is a day of a form.
func day(v form.Values, name string) model.Date {
	switch d := v[name].(type) {
	case string:
		return model.Date(d)
	case model.Date:
		return d
	}
	return ""
}

// reference proposes what names a move: its day, numbered where the day has one
// already.
func (s *levels) reference(kind string) string {
	first := text.T(text.Key("stocking.reference.", kind), string(s.Host.Book().Today()))
	name := first
	for n := 2; s.taken(name); n++ {
		name = first + " " + strconv.Itoa(n)
	}
	return name
}

func (s *levels) taken(reference string) bool {
	for _, m := range s.moved.moves {
		if m.Reference == reference || strings.HasSuffix(m.Reference, " / "+reference) {
			return true
		}
	}
	return false
}

// findPlaces finds the 3PLs.
func (s *levels) findPlaces(ctx context.Context, query string) ([]form.Option, error) {
	return findPlaces(ctx, s.Host.Book(), query)
}

func findPlaces(ctx context.Context, b *page.Book, query string) ([]form.Option, error) {
	rows, err := supplier.New(b.DB, b.Bus).List(ctx, record.Filter{})
	var all []form.Option
	for _, r := range rows {
		if r.Type == model.ThirdPartyLogistics && !r.Archived && strings.Contains(strings.ToLower(r.Name), strings.ToLower(strings.TrimSpace(query))) {
			all = append(all, form.Option{Value: r.Name, Detail: r.Country})
		}
	}
	return all, err
}

// optionsMost is how many products a field offers.
const optionsMost = 40

// findProducts finds products by SKU or name.
func (s *levels) findProducts(ctx context.Context, query string) ([]form.Option, error) {
	b := s.Host.Book()
	rows, err := product.New(b.DB, b.Bus).List(ctx, record.Filter{})
	var all []form.Option
	typed := strings.ToLower(strings.TrimSpace(query))
	for _, r := range rows {
		if !r.Archived && len(all) < optionsMost && strings.Contains(strings.ToLower(r.SKU+" "+r.Name), typed) {
			all = append(all, form.Option{Value: r.SKU, Label: r.SKU, Detail: r.Name})
		}
	}
	return all, err
}
