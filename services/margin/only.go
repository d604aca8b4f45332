package margin

import (
	"strconv"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/query"
)

// Only narrows a sheet to some records. What is empty does not narrow; of
// several values of one kind any will do, and all kinds must fit. The product or
// supplier 0 is that of lines without one. Days are more periods a day may lie
// in, within the one of the scope.
type Only struct {
	Products, Suppliers, Shops, Orders []int64
	Countries                          []string
	Days                               []model.Period
}

// narrow appends the conditions on the sheet's rows m. Ids stand in the text
// itself: there may be more of them than a statement takes values.
func (o *Only) narrow(t *query.Text) {
	for _, ids := range []struct {
		column string
		ids    []int64
	}{{"COALESCE(m.product_id, 0)", o.Products}, {"COALESCE(m.supplier_id, 0)", o.Suppliers}, {"m.shop_id", o.Shops}, {"m.order_id", o.Orders}} {
		if len(ids.ids) > 0 {
			t.Add(` AND ` + ids.column + ` IN (` + list(ids.ids) + `)`)
		}
	}
	if len(o.Countries) > 0 {
		t.Add(` AND m.country IN (?`+strings.Repeat(`, ?`, len(o.Countries)-1)+`)`, values(o.Countries)...)
	}
	if len(o.Days) > 0 {
		t.Add(` AND (1 = 0`)
		for _, p := range o.Days {
			t.Add(` OR (1 = 1`).In("m.dated", p).Add(`)`)
		}
		t.Add(`)`)
	}
}

func list(ids []int64) string {
	var b strings.Builder
	for i, id := range ids {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strconv.FormatInt(id, 10))
	}
	return b.String()
}

func values(texts []string) []any {
	all := make([]any, len(texts))
	for i, s := range texts {
		all[i] = s
	}
	return all
}
