package scorecard

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/score"
)

func TestExpect_DefectsCostTheirShareLessWhatClaimsBringBack(t *testing.T) {
	share := func(s string) decimal.NullDecimal { return decimal.NewNullDecimal(decimal.RequireFromString(s)) }
	for name, c := range map[string]struct {
		orders         int64
		odr, recovered decimal.NullDecimal
		want           string
	}{
		"five of a hundred, 40 % comes back": {20, share("5"), share("40"), "3.00"},
		"nothing comes back":                 {20, share("5"), decimal.NullDecimal{}, "5.00"},
		"no defect":                          {20, share("0"), decimal.NullDecimal{}, "0.00"},
		"too few orders":                     {9, share("5"), decimal.NullDecimal{}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			price := model.MustAmount("100")
			s := Side{Price: &price}
			s.Card.Performance.N = c.orders
			s.Card.Performance.Metrics = []score.Metric{{Key: "odr", Recent: c.odr}, {Key: "claim_recovery", Recent: c.recovered}}
			if err := s.expect("EUR"); err != nil {
				t.Fatal(err)
			}
			got := ""
			if s.Loss != nil {
				got = s.Loss.Text("EUR")
			}
			if got != c.want || s.Loss != nil && *s.Cost != price.Add(*s.Loss) {
				t.Errorf("costs %q, want %q", got, c.want)
			}
		})
	}
}
