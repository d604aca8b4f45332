package shopifytest

import (
	"bytes"
	"encoding/csv"
	"errors"
	"testing"

	"github.com/dropledger/dropledger/model"
)

func TestWrite_OrdersBalanceAndAreAlwaysTheSame(t *testing.T) {
	const orders = 2000
	var first, second bytes.Buffer
	if err := errors.Join(Write(&first, orders), Write(&second, orders)); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("two exports of the same length differ")
	}
	rows, err := csv.NewReader(&first).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]int{}
	for i, c := range rows[0] {
		at[c] = i
	}
	if len(at) != 79 {
		t.Errorf("%d different columns, want Shopify's 79", len(at))
	}
	money := func(row []string, column string) model.Amount { return model.MustAmount(row[at[column]]) }
	heads, refunded := 0, 0
	var goods, want model.Amount
	for _, row := range rows[1:] {
		if row[at["Total"]] != "" {
			if goods != want {
				t.Fatalf("before %s: the lines sum to %s, the order says %s", row[at["Name"]], goods, want)
			}
			heads++
			goods, want = 0, money(row, "Subtotal").Add(money(row, "Discount Amount"))
			if sum := money(row, "Subtotal").Add(money(row, "Shipping")).Add(money(row, "Taxes")); sum != money(row, "Total") {
				t.Errorf("%s: %s in parts, total %s", row[at["Name"]], sum, money(row, "Total"))
			}
			if money(row, "Refunded Amount") > 0 {
				refunded++
			}
		}
		goods = goods.Add(money(row, "Lineitem price").Times(model.Quantity(row[at["Lineitem quantity"]][0] - '0')))
	}
	if heads != orders || goods != want {
		t.Errorf("%d orders, the last one %s of %s", heads, goods, want)
	}
	if lines := len(rows) - 1; lines < orders*17/10 || lines > orders*19/10 {
		t.Errorf("%d lines for %d orders", lines, orders)
	}
	if refunded < orders/40 || refunded > orders/12 {
		t.Errorf("%d of %d orders refunded", refunded, orders)
	}
}
