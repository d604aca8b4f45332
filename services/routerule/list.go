package routerule

import (
	"context"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/setting"
)

// The states of a rule on a day.
const (
	StateActive = "active"
	StateFuture = "future"
	StatePast   = "past"
	StateEnded  = "ended" // by a person
)

// Row is a rule in a list; unset limits are null.
type Row struct {
	ID         int64          `json:"id"`     // of its first version
	Number     string         `json:"number"` // the name, as every list has a number
	Place      int            `json:"place"`
	Name       string         `json:"name"`
	Effect     Effect         `json:"effect"`
	Sentence   string         `json:"sentence"`
	Suppliers  []string       `json:"suppliers"`
	Countries  []string       `json:"countries"`
	SKUs       []string       `json:"skus"`
	Tags       []string       `json:"tags"`
	Shops      []string       `json:"shops"`
	Services   []string       `json:"services"`
	ValueFrom  *record.Amount `json:"value_from"`
	ValueTo    *record.Amount `json:"value_to"`
	WeightFrom *int64         `json:"weight_from_g"`
	WeightTo   *int64         `json:"weight_to_g"`
	Reason     string         `json:"reason"`
	ValidFrom  model.Date     `json:"valid_from"`
	ValidTo    *model.Date    `json:"valid_to"` // null: open
	State      string         `json:"state"`
}

// List reads the rules that stand, in order.
func (s *Service) List(ctx context.Context) ([]Row, error) { return s.list(ctx, false) }

// All is List and behind them the rules that were ended, as they stood last.
func (s *Service) All(ctx context.Context) ([]Row, error) { return s.list(ctx, true) }

func (s *Service) list(ctx context.Context, ended bool) ([]Row, error) {
	rows := []Row{}
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		home, err := setting.Home(q)
		if err != nil {
			return err
		}
		set, err := Load(q, home)
		if err != nil {
			return err
		}
		for i := range set.Rules {
			rows = append(rows, set.row(&set.Rules[i], s.db.Today()))
		}
		if !ended {
			return nil
		}
		var gone []Rule
		err = q.Where(`id IN (SELECT MAX(id) FROM route_rule GROUP BY name_key) AND ended_at <> ''`).Order("name_key").Find(&gone).Error
		for i := range gone {
			rows = append(rows, set.row(&gone[i], s.db.Today()))
		}
		return err
	})
	return rows, err
}

func (s *Set) row(r *Rule, today model.Date) Row {
	w := Row{
		ID: r.FirstID, Number: r.Name, Place: r.Place, Name: r.Name, Effect: r.Effect, Sentence: s.Sentence(r), Suppliers: named(r.Suppliers, s.suppliers),
		Countries: r.Countries, SKUs: r.SKUs, Tags: r.Tags, Shops: named(r.Shops, s.shops), Services: r.Services,
		ValueFrom: (*record.Amount)(r.ValueFrom), ValueTo: (*record.Amount)(r.ValueTo), WeightFrom: r.WeightFrom, WeightTo: r.WeightTo,
		Reason: r.Reason, ValidFrom: r.ValidFrom, State: StateActive,
	}
	if r.ValidTo != "" {
		w.ValidTo = &r.ValidTo
	}
	switch {
	case r.EndedAt != "":
		w.State = StateEnded
	case r.ValidFrom > today:
		w.State = StateFuture
	case r.ValidTo != "" && r.ValidTo < today:
		w.State = StatePast
	}
	return w
}
