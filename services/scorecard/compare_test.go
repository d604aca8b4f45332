package scorecard_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/scorecard"
)

var ctx = context.Background()

func days(n int) *int { return &n }

// market is a desk with a near and dear, a far and cheap, and a blocked supplier.
func market(t *testing.T) *desktest.Desk {
	t.Helper()
	d := desktest.New(t)
	d.Rate("USD", "0.9")
	near := d.Supplier("Near", func(s *model.Supplier) { s.Country, s.HandlingDays, s.ClaimDays = "DE", 1, 30 })
	far := d.Supplier("Far", func(s *model.Supplier) {
		s.Country, s.HandlingDays, s.Type, s.Stage, s.Currency = "CN", 3, model.Agent, model.Vetting, "USD"
	})
	blocked := d.Supplier("Gone", func(s *model.Supplier) { s.Stage = model.Blocked })
	ship := func(cost string, p50, p90 int) func(*model.Offer) {
		return func(o *model.Offer) {
			o.Shipping = []model.ShippingPrice{{Country: "DE", Service: "post", Cost: model.MustAmount(cost), DaysP50: days(p50), DaysP90: days(p90)}}
		}
	}
	d.Offer(near, "A", "10.00", ship("3.00", 2, 3))
	d.Offer(near, "B", "5.00", ship("2.00", 2, 4))
	d.Offer(far, "A", "6.00", ship("4.00", 10, 18), func(o *model.Offer) { o.Currency = "USD" })
	d.Offer(blocked, "A", "1.00", ship("1.00", 2, 3))
	return d
}

func TestCompare_SetsPricesDaysAndRisksSideBySide(t *testing.T) {
	d := market(t)
	c, err := scorecard.Compare(ctx, d.DB, []string{"Near", "Far", "Gone"}, "DE", []scorecard.Item{{SKU: "A", Quantity: 2}})
	if err != nil {
		t.Fatal(err)
	}
	near, far := &c.Sides[0], &c.Sides[1]
	if near.Price.String() != "23.00" || far.Price.String() != "14.40" || *near.P90 != 4 || *far.P50 != 13 || near.ClaimDays != 30 || far.Nature.Type != "Sourcing agent" {
		t.Errorf("near %s, %d days, far %s, %d days", near.Price, *near.P90, far.Price, *far.P50)
	}
	kinds := func(s *scorecard.Side) (all []string) {
		for _, r := range s.Risks {
			all = append(all, r.Kind)
		}
		return all
	}
	if !slices.Contains(kinds(far), "currency") || !slices.Contains(kinds(far), "stage") || !slices.Contains(kinds(far), "customs") || slices.Contains(kinds(near), "currency") {
		t.Errorf("risks near %v, far %v", near.Risks, far.Risks)
	}
	if c.Best == "" || c.Best == "Gone" || len(c.Reasons) == 0 {
		t.Errorf("recommends %q because %q", c.Best, c.Reasons)
	}
}

func TestCompare_SaysWhoCannotDeliverTheWholeBasket(t *testing.T) {
	d := market(t)
	c, err := scorecard.Compare(ctx, d.DB, []string{"Near", "Far"}, "DE", []scorecard.Item{{"A", 1}, {"B", 1}})
	if err != nil {
		t.Fatal(err)
	}
	if c.Best != "Near" || c.Sides[1].Price != nil || !strings.Contains(strings.Join(c.Reasons, " "), "Far cannot deliver the whole basket: B: not offered.") {
		t.Errorf("recommends %q because %q", c.Best, c.Reasons)
	}
	if c.Sides[0].Price.String() != "20.00" {
		t.Errorf("near costs %s", c.Sides[0].Price)
	}
}

func TestCompare_RefusesACountryThereIsNot(t *testing.T) {
	d := market(t)
	_, err := scorecard.Compare(ctx, d.DB, []string{"Near", "Far"}, "QQ", []scorecard.Item{{"A", 1}})
	var e *model.Error
	if !errors.As(err, &e) || e.Field != "country" || !strings.Contains(e.Message, `"QQ" is not a known country`) {
		t.Errorf("got %v", err)
	}
}

func TestCompare_RefusesWhatCannotBeCompared(t *testing.T) {
	d := market(t)
	basket := []scorecard.Item{{"A", 1}}
	for name, c := range map[string]struct {
		who    []string
		basket []scorecard.Item
		says   string
	}{
		"unknown, of nothing": {[]string{"Near", "Fur"}, nil, `no supplier "Fur"`},
		"one supplier":        {[]string{"Near"}, basket, "Choose 2 to 6"},
		"twice the same":      {[]string{"Near", "near"}, basket, "twice"},
		"an empty basket":     {[]string{"Near", "Far"}, nil, "Say what is to be bought"},
		"an unknown item":     {[]string{"Near", "Far"}, []scorecard.Item{{"Z", 1}}, `no product "Z"`},
		"no pieces":           {[]string{"Near", "Far"}, []scorecard.Item{{"A", 0}}, "1 or more"},
		"an unknown party":    {[]string{"Near", "Fur"}, basket, `no supplier "Fur"`},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := scorecard.Compare(ctx, d.DB, c.who, "DE", c.basket); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v", err)
			}
		})
	}
}
