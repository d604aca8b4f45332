package orders

import (
	"context"
	"maps"
	"strings"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/amendment"
	"github.com/dropledger/dropledger/services/orderbook"
	"github.com/dropledger/dropledger/services/product"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/shop"
)

// entry is the form that takes an order typed by hand, or changes one.
type entry struct {
	*paper
	loader   *async.Loader[stock]
	shops    []shop.Row
	products []product.Row
	old      *orderbook.Detail // the order that is changed, nil for a new one
	followed amendment.Followed
	shop     *form.Field[string]
	currency *form.Field[string]
	amounts  []*form.Amount // in the order's currency
	base     form.Values    // what the form began with
}

// stock is what the form needs to know.
type stock struct {
	shops    []shop.Row
	products []product.Row
	old      *orderbook.Detail
	reached  []amendment.Reached
}

// openForm shows the form, on the order of the route or on a new one.
func (o *Order) openForm(edit bool) {
	title := text.T("orders.form.new")
	if edit {
		title = text.T("orders.form.edit", o.route.Key)
	}
	e := &entry{paper: o.putUp(title)}
	e.side.SetTitle(text.T("orders.form.comes"), text.T("orders.form.comes.note"))
	e.loader = async.NewLoader(o.host.Runner(), e.loaded)
	e.stop = e.loader.Stop
	e.load(edit)
}

func (e *entry) load(edit bool) {
	r, b := e.o.route, e.o.host.Book()
	e.states.ShowLoading()
	e.loader.Load(e.o.host.Context(), func(ctx context.Context) (s stock, err error) {
		if s.shops, err = shop.New(b.DB, b.Bus).List(ctx, record.Filter{}); err != nil {
			return s, err
		}
		if s.products, err = product.New(b.DB, b.Bus).List(ctx, record.Filter{}); err != nil || !edit {
			return s, err
		}
		if s.old, err = e.o.read(ctx, r); err != nil {
			return s, err
		}
		s.reached, err = amendment.New(b.DB, b.Bus).Reached(ctx, s.old.ID)
		return s, err
	})
}

func (e *entry) loaded(s async.State[stock]) {
	switch s.Phase {
	case async.Loading:
	case async.Failed:
		e.failed(s.Err, func() { e.load(e.o.route.Param(doParam) == doEdit) })
	case async.Ready:
		if len(s.Value.shops) == 0 {
			e.noShop()
			return
		}
		e.shops, e.products, e.old = s.Value.shops, s.Value.products, s.Value.old
		e.build(s.Value.reached)
		e.show()
	}
	e.o.host.Refresh()
}

// noShop asks for a shop first: every order is placed in one.
func (e *entry) noShop() {
	to := kit.Act("orders.shops", text.T("orders.do.addshop"), kit.Mark{Icon: theme.IconStore}, func() { e.o.host.Go(page.Route{Screen: page.Shops}) })
	e.states.ShowEmpty(kit.EmptyOptions{Icon: theme.IconStore, Title: text.T("orders.noshop.title"), Lines: []string{text.T("orders.noshop.line")}, Primary: &to})
}

func (e *entry) build(reached []amendment.Reached) {
	o := e.options(text.T("orders.form.save"))
	o.Saver, o.Saved, o.Changed = e.save, e.saved, e.changed
	e.form = form.New(o)
	e.head()
	e.customer(reached)
	e.lines()
	e.money()
	e.start()
}

func (e *entry) head() {
	f := e.form
	f.Section(text.T("orders.form.order"))
	var shops []form.Option
	for _, s := range e.shops {
		shops = append(shops, form.Option{Value: s.Name, Detail: s.Platform})
	}
	e.shop = f.Choice(form.Spec{Name: "shop", Label: text.T("orders.col.shop"), Required: true}, shops...)
	number := f.Text(form.Spec{Name: "number", Label: text.T("orders.form.number"), Help: text.T("orders.form.number.help"), Required: true})
	form.Longest(number, 60)
	f.Date(form.Spec{Name: "placed", Label: text.T("orders.fact.placed"), Required: true})
	e.currency = f.Choice(form.Spec{Name: "currency", Label: text.T("orders.form.currency"), Help: text.T("orders.form.currency.help"), Required: true}, form.Currencies()...)
	e.currency.OnChange(e.recur)
	e.shop.OnChange(e.shopChosen)
	if e.old != nil {
		e.shop.Lock(text.T("orders.form.key"))
		number.Lock(text.T("orders.form.key"))
	}
}

// changed takes what was typed over into the sums and the menus.
func (e *entry) changed() {
	e.sumUp()
	e.o.host.Refresh()
}

// shopChosen takes the currency of the shop for a new order.
func (e *entry) shopChosen() {
	name, err := e.shop.Get()
	for _, s := range e.shops {
		if err == nil && s.Name == name && e.old == nil {
			e.currency.Set(string(s.Currency))
			e.recur()
		}
	}
}

// recur puts all amounts into the chosen currency.
func (e *entry) recur() {
	c := e.inCurrency()
	for _, a := range e.amounts {
		a.SetCurrency(c)
	}
}

func (e *entry) inCurrency() model.Currency {
	if c, err := e.currency.Get(); err == nil && c != "" {
		return model.Currency(c)
	}
	return e.o.host.Book().Home
}

func (e *entry) customer(reached []amendment.Reached) {
	note := text.T("orders.form.customer.note")
	for _, r := range reached {
		if r.Reach != amendment.Follows {
			note = text.T("orders.form.customer.left")
		}
	}
	e.form.Section(text.T("orders.form.customer"), note)
	addressFields(e.form, customerPrefix)
	contactFields(e.form, customerPrefix)
}

func (e *entry) lines() {
	f := e.form
	f.Section(text.T("orders.lines.title"), text.T("orders.form.lines.note"))
	rows := f.Rows(form.Spec{Name: linesField}, text.T("orders.form.addline"), func(g *form.Group) {
		sku := g.Search(form.Spec{Name: "sku", Label: text.T("orders.linecol.sku"), Share: 3}, e.skus())
		name := g.Text(form.Spec{Name: "name", Label: text.T("orders.linecol.name"), Share: 4})
		form.AtLeast(g.Quantity(form.Spec{Name: "quantity", Label: text.T("orders.linecol.quantity"), Required: true, Share: 1}), 1)
		e.amounts = append(e.amounts,
			g.Money(form.Spec{Name: "price", Label: text.T("orders.form.price"), Required: true, Share: 2}, e.inCurrency()),
			g.Money(form.Spec{Name: "discount", Label: text.T("orders.linecol.discount"), Share: 2}, e.inCurrency()),
			g.Money(form.Spec{Name: "tax", Label: text.T("orders.linecol.tax"), Share: 2}, e.inCurrency()))
		sku.OnChange(func() { e.named(sku, name) })
	})
	rows.Check(func(lines []form.Values) error {
		if len(lines) == 0 {
			return model.FieldErrorf(linesField, "%s", text.T("orders.form.nolines"))
		}
		return nil
	})
	if e.old == nil {
		rows.Add()
	}
}

// skus finds products; what is typed and no product yet can be taken as it is.
func (e *entry) skus() form.Source {
	all := make([]form.Option, len(e.products))
	for i, p := range e.products {
		all[i] = form.Option{Value: p.SKU, Label: p.SKU, Detail: p.Name, More: p.Name}
	}
	known := form.Among(all)
	return form.Source{Find: func(ctx context.Context, query string) ([]form.Option, error) {
		found, err := known.Find(ctx, query)
		q := strings.TrimSpace(query)
		for _, f := range found {
			if f.Value == q {
				return found, err
			}
		}
		if q != "" {
			found = append(found, form.Option{Value: q, Detail: text.T("orders.form.newsku")})
		}
		return found, err
	}}
}

// named fills in what a product is called.
func (e *entry) named(sku, name *form.Field[string]) {
	value, err := sku.Get()
	for _, p := range e.products {
		if err == nil && p.SKU == value && !name.Given() {
			name.Set(p.Name)
		}
	}
}

func (e *entry) money() {
	f, c := e.form, e.inCurrency()
	f.Section(text.T("orders.form.sums"))
	e.amounts = append(e.amounts,
		f.Money(form.Spec{Name: "shipping", Label: text.T("orders.form.shipping")}, c),
		f.Money(form.Spec{Name: "tax", Label: text.T("orders.form.tax"), Help: text.T("orders.form.tax.help")}, c))
	f.Check(form.Spec{Name: "tax_in_price", Label: text.T("orders.form.taxin"), Help: text.T("orders.form.taxin.help")})
	f.Check(form.Spec{Name: "paid", Label: text.T("orders.form.paid"), Help: text.T("orders.form.paid.help")})
	if e.old == nil {
		return
	}
	e.amounts = append(e.amounts, f.Money(form.Spec{Name: "refunded", Label: text.T("orders.form.refunded"), Help: text.T("orders.form.refunded.help")}, c))
	f.Check(form.Spec{Name: "cancelled", Label: text.T("orders.form.cancelled"), Help: text.T("orders.form.cancelled.help")})
}

// start fills in what is known.
func (e *entry) start() {
	values := e.fresh()
	if e.old != nil {
		values = stated(e.old)
	}
	if err := e.form.Load(values); err != nil {
		e.o.host.Report(text.T("orders.unread.one"), err)
	}
	e.recur()
	e.base = e.form.Values()
	e.sumUp()
}

// fresh are the defaults of a new order.
func (e *entry) fresh() map[string]any {
	v := map[string]any{"placed": string(e.o.host.Book().Today()), "currency": string(e.o.host.Book().Home)}
	if len(e.shops) == 1 {
		v["shop"], v["currency"] = e.shops[0].Name, string(e.shops[0].Currency)
	}
	return v
}

// stated is an order as the form shows it.
func stated(d *orderbook.Detail) map[string]any {
	o, c := d.Order, d.Order.ShipTo
	v := map[string]any{
		"shop": d.Shop, "number": o.Number, "placed": string(o.PlacedOn), "currency": string(o.Currency),
		"shipping": o.Shipping.String(), "tax": o.Tax.String(), "tax_in_price": o.TaxMode == model.TaxIncluded, "paid": o.Payment.Captured(),
		"refunded": o.Refunded.String(), "cancelled": o.CancelledOn != "",
	}
	maps.Copy(v, toldOf(&c, customerPrefix))
	var lines []any
	for _, l := range o.Lines {
		lines = append(lines, map[string]any{
			"sku": l.SKU, "name": l.Name, "quantity": int64(l.Quantity), "price": l.Price.String(), "discount": l.Discount.String(), "tax": l.Tax.String(),
		})
	}
	v["lines"] = lines
	return v
}
