package reports

import (
	"context"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/aftersale"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/record"
)

func claims() report {
	return report{
		Info: Info{
			Name: "claims", Title: "Claims", Dated: true,
			Description: "What was claimed in the period of whoever caused a case: amount, answer, what was accepted and what has come of it.",
		},
		build: buildClaims,
	}
}

func buildClaims(ctx context.Context, q *request) (*Table, error) {
	all, err := aftersale.New(q.DB, &event.Bus{}).Claims(ctx, record.Filter{})
	if err != nil {
		return nil, err
	}
	t := q.table
	t.Columns = []Column{
		{"order", "Order", KindIdentifier},
		{"supplier", "Supplier", KindText},
		{"kind", "Case", KindText},
		{"party", "Claimed of", KindText},
		{"claimed", "Claimed", KindDate},
		{"answered", "Answered", KindDate},
		{"currency", "Currency", KindIdentifier},
		{"amount", "Amount", KindAmount},
		{"accepted", "Accepted", KindAmount},
		{"credited", "Credited", KindAmount},
		{"open", "Still to come", KindAmount},
		{"state", "State", KindText},
	}
	t.Meta.Currency = ""
	for i := range all {
		c := &all[i]
		k := &c.Claim
		if q.Period.From != "" && k.Claimed < q.Period.From || q.Period.To != "" && k.Claimed > q.Period.To {
			continue
		}
		supplier := ""
		if c.Supplier != nil {
			supplier = *c.Supplier
		}
		t.Add(Identifier(c.Order), orUnknown(supplier), Text(model.CaseKind(c.Kind).Words()), Text(k.Party), Date(k.Claimed), Date(k.Answered),
			Identifier(string(k.Currency)), Amount(k.Amount, k.Currency), money(k.Accepted, k.Currency), money(k.Credited, k.Currency),
			Amount(k.Due(), k.Currency), Text(c.State))
	}
	return t, nil
}

// money is an amount that may not be known.
func money(a *model.Amount, c model.Currency) Cell {
	if a == nil {
		return Unknown()
	}
	return Amount(*a, c)
}
