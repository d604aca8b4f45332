package reports

import (
	"context"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/statement"
)

// catalogueCost names what was costed without a supplier.
const catalogueCost = "none: cost per item from the shop"

func cogsBySupplier() report {
	return report{
		Info: Info{
			Name: "cogs-by-supplier", Title: "COGS by supplier", By: query.Steps(), AsKnown: true, Dated: true,
			Description: "Cost of goods sold and of shipping them, by supplier, currency and how certain it is: estimated, quoted, invoiced or settled.",
		},
		build: buildCogsBySupplier,
	}
}

func buildCogsBySupplier(ctx context.Context, q *request) (*Table, error) {
	rows, err := statement.CostsBySupplier(ctx, q.DB, q.Scope, q.step)
	if err != nil {
		return nil, err
	}
	t := q.table
	t.Columns = append(t.Columns,
		Column{"supplier", "Supplier", KindText}, Column{"state", "Certainty", KindText}, Column{"orders", "Orders", KindInteger},
		Column{"currency", "Currency", KindText}, Column{"product", "Goods", KindAmount}, Column{"shipping", "Shipping", KindAmount},
		Column{"product_home", "Goods " + string(q.Currency), KindAmount}, Column{"shipping_home", "Shipping " + string(q.Currency), KindAmount},
		Column{"total_home", "Total " + string(q.Currency), KindAmount})
	var estimated, all model.Amount
	for i := range rows {
		c := &rows[i]
		total := c.Product.Base.Add(c.Shipping.Base)
		if all = all.Add(total); c.State == "estimated" {
			estimated = estimated.Add(total)
		}
		t.Add(append(q.row(c.Span), orText(c.Supplier, catalogueCost), Text(c.State), Integer(c.Orders), Text(string(c.Currency)),
			Amount(c.Product.Foreign, c.Currency), Amount(c.Shipping.Foreign, c.Currency), q.home(c.Product.Base), q.home(c.Shipping.Base), q.home(total))...)
	}
	t.Sum("product", "shipping", "product_home", "shipping_home", "total_home")
	t.Meta.More = append(t.Meta.More, Pair{"estimated_share", "Share still estimated", shareOf(estimated, all)})
	return t, nil
}
