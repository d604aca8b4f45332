package orders

import (
	"context"
	"encoding/json"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/amendment"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/orderbook"
	"github.com/dropledger/dropledger/services/put"
)

// shownReaches are how many purchase orders the form speaks of one by one.
const shownReaches = 3

// readdress is the form that changes where an order goes, and how its customer is
// reached.
type readdress struct {
	*paper
	loader   *async.Loader[whereto]
	whereto  whereto
	followed amendment.Followed
}

// whereto is an order with what another address would mean for its purchase
// orders.
type whereto struct {
	old     *orderbook.Detail
	reached []amendment.Reached
}

// asks tells whether a supplier would be asked.
func (w *whereto) asks() bool {
	for _, r := range w.reached {
		if r.Reach == amendment.Asks {
			return true
		}
	}
	return false
}

// openAddress shows the form on the order of the route.
func (o *Order) openAddress() {
	e := &readdress{paper: o.putUp(text.T("orders.move.title", o.route.Key))}
	e.loader = async.NewLoader(o.host.Runner(), e.loaded)
	e.stop = e.loader.Stop
	e.load()
}

func (e *readdress) load() {
	r, b := e.o.route, e.o.host.Book()
	e.states.ShowLoading()
	e.loader.Load(e.o.host.Context(), func(ctx context.Context) (w whereto, err error) {
		if w.old, err = e.o.read(ctx, r); err != nil {
			return w, err
		}
		w.reached, err = amendment.New(b.DB, b.Bus).Reached(ctx, w.old.ID)
		return w, err
	})
}

func (e *readdress) loaded(s async.State[whereto]) {
	switch s.Phase {
	case async.Loading:
	case async.Failed:
		e.failed(s.Err, e.load)
	case async.Ready:
		e.whereto = s.Value
		e.build()
		e.show()
	}
	e.o.host.Refresh()
}

func (e *readdress) build() {
	o := e.options(text.T("orders.move.save"))
	o.Saver, o.Saved, o.Changed = e.save, e.saved, e.o.host.Refresh
	e.form = form.New(o)
	e.form.Section(text.T("orders.move.where"))
	addressFields(e.form, "")
	contactFields(e.form, "")
	if e.whereto.asks() {
		form.Longest(e.form.Text(form.Spec{Name: reasonField, Label: text.T("orders.move.reason"), Help: text.T("orders.move.reason.help"), Wide: true}), 200)
	}
	if err := e.form.Load(toldOf(&e.whereto.old.Order.ShipTo, "")); err != nil {
		e.o.host.Report(text.T("orders.unread.one"), err)
	}
	if notes := reachNotes(e.whereto.reached); len(notes) > 0 {
		e.page.SetStrip(kit.Column(theme.Gap8, notes...))
	}
	e.fillSide(e.whereto.old)
}

// fillSide shows the address as it is, to compare with.
func (e *readdress) fillSide(d *orderbook.Detail) {
	name, lines := customerOf(d)
	e.side.SetTitle(text.T("orders.move.now"))
	all := []fyne.CanvasObject{kit.PanelSection("", "", kit.Wrapped(kit.Body, joinLines(append([]string{name}, lines...))))}
	if facts := contact(&d.Order.ShipTo); len(facts) > 0 {
		all = append(all, kit.PanelSection(text.T("orders.contact"), "", kit.NewFacts(facts...)))
	}
	if other := address(&d.Order.BillTo); len(other) > 0 && !sameAddress(&d.Order.BillTo, &d.Order.ShipTo) {
		all = append(all, kit.PanelSection(text.T("orders.billto"), text.T("orders.move.bill"), kit.Wrapped(kit.Body, joinLines(other))))
	}
	e.side.SetSections(all...)
}

// reasonField is what suppliers that are asked read beside the address.
const reasonField = "reason"

// save hands the customer over as a whole, as whatever is left out is emptied.
func (e *readdress) save(ctx context.Context, v form.Values) error {
	reason, _ := v[reasonField].(string)
	delete(v, reasonField)
	d, b := e.whereto.old, e.o.host.Book()
	data, err := json.Marshal(map[string]any{"shop": d.Shop, "number": d.Number, "customer": v})
	if err != nil {
		return err
	}
	e.followed, err = put.New(b.DB, b.Bus).ChangeOrder(ctx, d.ID, data, reason)
	return err
}

func (e *readdress) saved() {
	d := e.whereto.old
	e.done(d.Shop, d.Number)
	e.o.told(text.T("orders.move.done", d.Number), e.followed)
}

// told says that an order was saved, and which suppliers are asked because of it.
func (o *Order) told(said string, f amendment.Followed) {
	if len(f.Asked)+len(f.Later) == 0 {
		o.host.Say(page.Done, said)
		return
	}
	all := []string{said}
	if len(f.Asked) > 0 {
		all = append(all, text.N("orders.move.asked", len(f.Asked), strings.Join(f.Asked, ", ")))
	}
	if len(f.Later) > 0 {
		all = append(all, text.T("orders.move.later", strings.Join(f.Later, ", ")))
	}
	o.host.Toast(page.Toast{Text: strings.Join(all, " "), Link: &action.Action{
		ID: "orders.moved", Label: text.T("orders.do.outbox"),
		Run: func() { o.host.Go(page.Route{Screen: page.Outbox, Params: map[string]string{page.ByState: "changes"}}) },
	}})
}

var reachFaces = map[amendment.Reach]face{
	amendment.Follows: {theme.Fine, theme.IconTickCircle},
	amendment.Asks:    {theme.Under, theme.IconMessage},
	amendment.Answers: {theme.Warned, theme.IconClock},
	amendment.Settles: {theme.Warned, theme.IconQuestionCircle},
	amendment.TooLate: {theme.Warned, theme.IconParcels},
}

// reachNotes say what saving means for each purchase order.
func reachNotes(all []amendment.Reached) []fyne.CanvasObject {
	var notes []fyne.CanvasObject
	for _, r := range all[:min(len(all), shownReaches)] {
		f := reachFaces[r.Reach]
		notes = append(notes, kit.NewNote(f.tone, f.icon, text.T(text.Key("orders.reach.", r.Reach), r.Purchase, r.Supplier, r.Open), nil))
	}
	if more := len(all) - len(notes); more > 0 {
		notes = append(notes, kit.NewLabel(kit.Muted, text.N("orders.reach.more", more, more)))
	}
	return notes
}

// addressFields are the fields of an address; prefix stands before their names.
func addressFields(f *form.Form, prefix string) {
	line := func(name string, most int) {
		form.Longest(f.Text(form.Spec{Name: prefix + name, Label: text.T(text.Key("orders.form.", name))}), most)
	}
	line("name", 200)
	line("company", 200)
	line("address1", 200)
	line("address2", 200)
	line("zip", 20)
	line("city", 200)
	line("province", 200)
	f.Choice(form.Spec{Name: prefix + "country", Label: text.T("orders.form.country"), Help: text.T("orders.form.country.help")}, form.Countries()...)
}

// contactFields are the fields by which a customer is reached.
func contactFields(f *form.Form, prefix string) {
	f.Email(form.Spec{Name: prefix + "email", Label: text.T("orders.email"), Help: text.T("orders.form.email.help")})
	f.Phone(form.Spec{Name: prefix + "phone", Label: text.T("orders.phone")})
}

// toldOf is a contact as these fields show it.
func toldOf(c *model.Contact, prefix string) map[string]any {
	v := map[string]any{}
	for name, value := range map[string]string{
		"name": c.Name, "company": c.Company, "address1": c.Address1, "address2": c.Address2, "zip": c.Zip, "city": c.City,
		"province": c.Province, "country": c.Country, "email": c.Email, "phone": c.Phone,
	} {
		v[prefix+name] = value
	}
	return v
}

func addressRoute(r *orderbook.Row) page.Route {
	route := page.OrderRoute(r.Shop, r.Number)
	route.Params[doParam] = doAddress
	return route
}

// moveAction opens the form; leaving it comes back here.
func (o *Order) moveAction() action.Action {
	return kit.Act("orders.move", text.T("orders.do.move"), kit.Mark{Icon: theme.IconPlace, Key: action.Plain(fyne.KeyA)}, func() {
		r := o.route
		r.Params = cloneWith(r.Params, doParam, doAddress)
		o.goTo(r)
		o.host.Refresh()
	})
}

// movedText says in words what another address changed: the parts that differ,
// before and after.
func movedText(c *orderbook.Change) (was, now string) {
	parts := func(k *model.Contact) []string {
		if k == nil {
			return make([]string, 10)
		}
		return []string{k.Name, k.Company, k.Address1, k.Address2, k.Zip, k.City, k.Province, k.Country, k.Email, k.Phone}
	}
	a, b := parts(c.Was), parts(c.Now)
	var olds, news []string
	for i := range a {
		if a[i] != b[i] {
			olds, news = append(olds, a[i]), append(news, b[i])
		}
	}
	return join(olds...), join(news...)
}

// movedName is what of a customer an address change is about: the address, or
// only how the customer is reached.
func movedName(c *orderbook.Change) string {
	if c.Was == nil || c.Now == nil || !sameAddress(c.Was, c.Now) {
		return text.T("orders.field.ship_to")
	}
	return text.T("orders.contact")
}

// stillKept tells whether the book has an address of the history.
func stillKept(value string, c *model.Contact) bool { return order.AddressOf(value) == 0 || c != nil }
