package orders

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"strings"

	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/put"
)

const (
	customerPrefix = "customer."
	linesField     = "lines"
)

// save hands the order over; of one that is changed only what differs.
func (e *entry) save(ctx context.Context, v form.Values) error {
	b := e.o.host.Book()
	data, err := json.Marshal(e.record(v))
	if err != nil {
		return err
	}
	service := put.New(b.DB, b.Bus)
	if e.old == nil {
		_, err = service.Put(ctx, order.Kind, data)
	} else {
		e.followed, err = service.ChangeOrder(ctx, e.old.ID, data, "")
	}
	return placedAt(err)
}

// record is the form's content as the service takes it. The customer and the
// lines replace what there is, so they are told as a whole or not at all.
func (e *entry) record(v form.Values) map[string]any {
	customer, all := map[string]any{}, map[string]any{}
	for name, value := range v {
		if inner, ok := strings.CutPrefix(name, customerPrefix); ok {
			customer[inner] = value
		} else {
			all[name] = value
		}
	}
	if len(customer) > 0 {
		all["customer"] = customer
	}
	if e.old == nil {
		return all
	}
	changed := map[string]bool{}
	for _, name := range differing(e.base, v) {
		if strings.HasPrefix(name, customerPrefix) {
			name = "customer"
			all[name] = customer // it may have become empty
		}
		changed[name] = true
	}
	for name := range all {
		if !changed[name] && name != "shop" && name != "number" {
			delete(all, name)
		}
	}
	for name := range changed {
		if _, ok := all[name]; !ok {
			all[name] = emptied(name)
		}
	}
	return all
}

// differing are the fields of which two contents differ.
func differing(a, b form.Values) (names []string) {
	for name := range a {
		if !reflect.DeepEqual(a[name], b[name]) {
			names = append(names, name)
		}
	}
	for name := range b {
		if _, ok := a[name]; !ok {
			names = append(names, name)
		}
	}
	return names
}

// emptied is the value of a field that was cleared.
func emptied(name string) any {
	switch name {
	case "shipping", "tax", "refunded":
		return "0"
	case linesField:
		return []any{}
	}
	return false
}

// placedAt lets an error of a line land at the lines.
func placedAt(err error) error {
	var m *model.Error
	if errors.As(err, &m) && strings.HasPrefix(m.Field, linesField) {
		return model.FieldErrorf(linesField, "%s", m.Message)
	}
	return err
}

// saved shows the page of the order that was saved.
func (e *entry) saved() {
	v := e.form.Values()
	shop, _ := v["shop"].(string)
	number, _ := v["number"].(string)
	said := text.T("orders.form.changed", number)
	if e.old == nil {
		said = text.T("orders.form.created", number)
	}
	e.done(shop, number)
	e.o.told(said, e.followed)
}
