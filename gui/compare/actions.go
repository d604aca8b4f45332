package compare

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/product"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/scorecard"
	"github.com/dropledger/dropledger/services/supplier"
)

// The least and the most suppliers side by side; the service refuses others.
const (
	fewest = 2
	most   = 6
)

// dress puts up the head and the row of what is compared.
func (c *Compare) dress() {
	f := c.h.Format()
	head := c.page.Header
	head.SetCount(text.T("compare.count", f.Int(len(c.asked.Suppliers)), f.Int(most)))
	export := kit.IconButton(kit.Plain, theme.IconExport, text.T("compare.export"), c.Export).WithKey(action.Ctrl(fyne.KeyE))
	head.SetTools(export, kit.ActionButton(c.removeAction(), kit.Plain), kit.ActionButton(c.addAction(), kit.Primary))
	basket := make([]string, len(c.asked.Basket))
	for i, b := range c.asked.Basket {
		basket[i] = text.T("compare.item", f.Quantity(b.Quantity), b.SKU)
	}
	change := kit.ActionButton(c.basketAction(), kit.Plain).Small()
	parts := []fyne.CanvasObject{change, kit.NewLabel(kit.Body, strings.Join(basket, ", ")).Limit(520)}
	if c.asked.Country != "" {
		parts = append(parts, kit.NewLabel(kit.Muted, text.T("compare.to", c.asked.Country)))
	}
	if c.shown != nil {
		parts = append(parts, kit.Spacer(), kit.NewLabel(kit.Caption, text.T("compare.amounts", string(c.shown.Currency))))
	}
	c.page.SetFilters(parts...)
}

// Actions implements page.Actor.
func (c *Compare) Actions() []action.Action {
	return []action.Action{c.addAction(), c.removeAction(), c.basketAction(), c.openAction(), c.exportAction(), c.printAction()}
}

// Primary implements page.Primary.
func (c *Compare) Primary() { c.add() }

func (c *Compare) addAction() action.Action {
	a := kit.Act("compare.add", text.T("compare.add"), kit.Mark{Icon: theme.IconPlus, Key: action.Plain(fyne.KeyInsert)}, c.add)
	a.Off = func() string {
		if len(c.asked.Suppliers) >= most {
			return text.T("compare.full", c.h.Format().Int(most))
		}
		return ""
	}
	return a
}

func (c *Compare) removeAction() action.Action {
	a := kit.Act("compare.remove", text.T("compare.remove"), kit.Mark{Icon: theme.IconMinus, Key: action.Plain(fyne.KeyDelete)}, c.remove)
	a.Off = func() string {
		if len(c.asked.Suppliers) <= fewest {
			return text.T("compare.few", c.h.Format().Int(fewest))
		}
		return ""
	}
	return a
}

func (c *Compare) basketAction() action.Action {
	return kit.Act("compare.basket", text.T("compare.basket"), kit.Mark{Icon: theme.IconPencil, Key: action.Plain(fyne.KeyB)}, c.changeBasket)
}

func (c *Compare) openAction() action.Action {
	return kit.Act("compare.open", text.T("compare.open"), kit.Mark{Icon: theme.IconSheet, Key: action.Plain(fyne.KeyO)}, func() { c.choose(text.T("compare.open"), c.asked.Suppliers, c.openCard) })
}

func (c *Compare) openCard(name string) { c.h.Go(page.Route{Screen: page.Scorecard, Key: name}) }

// openSource opens what a line of the table comes from.
func (c *Compare) openSource(section, name string) {
	route := page.Route{Screen: page.Scorecard, Key: name}
	if section == termsSection {
		route.Params = map[string]string{"tab": "terms"}
	}
	c.h.Go(route)
}

// add asks for one more supplier.
func (c *Compare) add() {
	if len(c.asked.Suppliers) >= most {
		return
	}
	b := c.h.Book()
	run, ctx := c.h.Runner(), c.h.Context()
	run.Go(func() {
		rows, err := supplier.New(b.DB, b.Bus).List(ctx, record.Filter{})
		run.UI(func() {
			if err != nil {
				c.h.Report(text.T("compare.unread"), err)
				return
			}
			var names []string
			for _, r := range rows {
				if !slices.Contains(c.asked.Suppliers, r.Name) {
					names = append(names, r.Name)
				}
			}
			c.choose(text.T("compare.add"), names, func(name string) {
				c.asked.Suppliers = append(slices.Clone(c.asked.Suppliers), name)
				c.Reload()
			})
		})
	})
}

// remove asks which supplier goes.
func (c *Compare) remove() {
	if len(c.asked.Suppliers) <= fewest {
		return
	}
	c.choose(text.T("compare.remove"), c.asked.Suppliers, func(name string) {
		c.asked.Suppliers = slices.DeleteFunc(slices.Clone(c.asked.Suppliers), func(s string) bool { return s == name })
		c.Reload()
	})
}

// choose asks for one of some suppliers.
func (c *Compare) choose(title string, names []string, then func(string)) {
	var options []form.Option
	for _, n := range names {
		options = append(options, form.Option{Value: n})
	}
	f := form.New(form.Options{Format: c.h.Format(), Runner: c.h.Runner(), Context: c.h.Context(), Bare: true})
	who := f.Choice(form.Spec{Name: "supplier", Label: text.T("compare.supplier"), Required: true}, options...)
	c.h.Show(page.Dialog{Title: title, Content: f, Verb: title, Cancel: f.Close, Do: func() bool {
		name, err := who.Get()
		if !f.Valid() || err != nil {
			return true
		}
		then(name)
		return false
	}})
}

// changeBasket asks what is to be bought, and where it goes.
func (c *Compare) changeBasket() {
	h := c.h
	f := form.New(form.Options{Format: h.Format(), Runner: h.Runner(), Context: h.Context(), Bare: true})
	f.Rows(form.Spec{Name: "basket", Label: text.T("compare.basket"), Wide: true}, text.T("compare.basket.more"), func(g *form.Group) {
		g.Search(form.Spec{Name: "sku", Label: text.T("compare.product"), Required: true, Share: 3}, form.Source{Find: c.products})
		form.AtLeast(g.Quantity(form.Spec{Name: "quantity", Label: text.T("compare.quantity"), Required: true}), model.Quantity(1))
	})
	f.Search(form.Spec{Name: "country", Label: text.T("compare.country"), Required: true}, form.Among(form.Countries()))
	now := map[string]any{"country": c.asked.Country}
	var items []any
	for _, b := range c.asked.Basket {
		items = append(items, map[string]any{"sku": b.SKU, "quantity": int64(b.Quantity)})
	}
	now["basket"] = items
	if err := f.Load(now); err != nil {
		h.Report(text.T("compare.unread"), err)
	}
	f.Settle()
	h.Show(page.Dialog{Title: text.T("compare.basket.title"), Content: f, Verb: text.T("compare.basket.verb"), Width: 560, Cancel: f.Close, Do: func() bool {
		if !f.Valid() {
			return true
		}
		v := f.Values()
		c.asked.Country, _ = v["country"].(string)
		c.asked.Basket = basketOf(v)
		c.Reload()
		return false
	}})
}

// basketOf is the basket that was typed.
func basketOf(v form.Values) []scorecard.Item {
	var all []scorecard.Item
	rows, _ := v["basket"].([]form.Values)
	for _, r := range rows {
		sku, _ := r["sku"].(string)
		n, _ := r["quantity"].(int64)
		if sku != "" && n > 0 {
			all = append(all, scorecard.Item{SKU: sku, Quantity: model.Quantity(n)})
		}
	}
	return all
}

// products finds products by what was typed.
func (c *Compare) products(ctx context.Context, typed string) ([]form.Option, error) {
	b := c.h.Book()
	rows, err := product.New(b.DB, b.Bus).List(ctx, record.Filter{})
	if err != nil {
		return nil, err
	}
	var all []form.Option
	for _, r := range rows {
		if strings.Contains(strings.ToLower(r.SKU+" "+r.Name), strings.ToLower(typed)) && len(all) < 30 {
			all = append(all, form.Option{Value: r.SKU, Label: r.SKU, Detail: r.Name})
		}
	}
	return all, nil
}
