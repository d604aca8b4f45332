package rate

import (
	"context"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/setting"
)

// Use tells how many orders have entries booked with a currency's rate of a day.
type Use struct {
	Currency model.Currency
	Date     model.Date
	Orders   int
}

// Uses lists which rates the books rest on. A rate that was worked out counts for
// the day of its older part.
func (s *Service) Uses(ctx context.Context) ([]Use, error) {
	var uses []Use
	err := s.db.Read(ctx, func(tx *gorm.DB) error {
		home, err := setting.Home(tx)
		if err != nil {
			return err
		}
		t := query.New(`SELECT currency, rate_date, COUNT(DISTINCT order_id) FROM journal_entry WHERE currency <> ? GROUP BY currency, rate_date`, string(home))
		return t.Rows(tx, func(r query.Row) error {
			uses = append(uses, Use{model.Currency(r.Text(0)), model.Date(r.Text(1)), int(r.Int(2))})
			return nil
		})
	})
	return uses, err
}

// Gap is a currency whose missing rate keeps orders out of the books. A rate
// into To of the day Since, or before, lets all of them in.
type Gap struct {
	From, To     model.Currency
	Since, Until model.Date // the days of the first and the last order
	Orders       int
}

// Gaps lists the rates that are missing, the currency with the most orders first.
func (s *Service) Gaps(ctx context.Context) ([]Gap, error) {
	var gaps []Gap
	err := s.db.Read(ctx, func(tx *gorm.DB) error {
		home, err := setting.Home(tx)
		if err != nil {
			return err
		}
		t := query.New(`SELECT currency, MIN(CASE WHEN paid_on = '' THEN placed_on ELSE paid_on END), MAX(CASE WHEN paid_on = '' THEN placed_on ELSE paid_on END), COUNT(*)
			FROM sales_order WHERE unbooked_reason <> '' AND currency <> ? GROUP BY currency ORDER BY 4 DESC, 1`, string(home))
		return t.Rows(tx, func(r query.Row) error {
			gaps = append(gaps, Gap{model.Currency(r.Text(0)), home, model.Date(r.Text(1)), model.Date(r.Text(2)), int(r.Int(3))})
			return nil
		})
	})
	return gaps, err
}
