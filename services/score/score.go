// Package score tells from facts what suppliers are worth: from orders, what
// suppliers answered, parcels, prices, stock counts, cases and claims. How they
// were vetted comes in from outside and fades as orders accumulate.
//
// It must not know how a supplier is vetted, nor change anything in the book.
package score

import (
	"context"
	"sync"

	"github.com/shopspring/decimal"
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/near"
	"github.com/dropledger/dropledger/services/store"
)

// Vetting tells what is thought of suppliers before orders tell, by supplier:
// of the one of that name, or of all for "". Those nobody vetted may be left out.
type Vetting interface {
	Vetted(ctx context.Context, name string) (map[int64]Vetted, error)
	// VettedBy tells of one supplier what was thought of it at the end of each of
	// these days, in their order.
	VettedBy(ctx context.Context, name string, days []model.Date) ([]Vetted, error)
}

// Vetted is the outcome of vetting one supplier: the score on 0 to 100, how much
// of its criteria was graded in percent, and the gates.
type Vetted struct {
	Score, Coverage decimal.NullDecimal
	Gates           []Gate
}

// Gate is a condition a supplier meets or not; Passed is nil while nobody knows.
type Gate struct {
	Name   string `json:"name"`
	Passed *bool  `json:"passed"`
}

// Service works out the scores of one book's suppliers. What it read of the facts
// it keeps, and reads anew for the suppliers that changes touch. It may be used
// from several goroutines.
type Service struct {
	db      *store.DB
	vetting Vetting

	mu    sync.Mutex
	kept  *shelf
	heard heard
	stop  []func()
}

// New returns the scores of the book. vetting may be nil. Close it when the
// service is kept for long and the bus outlives it.
func New(db *store.DB, bus *event.Bus, vetting Vetting) *Service {
	s := &Service{db: db, vetting: vetting}
	s.listen(bus)
	return s
}

// Close stops listening to changes.
func (s *Service) Close() {
	for _, stop := range s.stop {
		stop()
	}
}

// All returns the cards of the suppliers in use, the best first; those without a
// score come last, by name.
func (s *Service) All(ctx context.Context) ([]Card, error) {
	vetted, err := s.vetted(ctx, "")
	if err != nil {
		return nil, err
	}
	var cards []Card
	err = s.db.Read(ctx, func(q *gorm.DB) error {
		who, err := suppliers(q, `WHERE archived_at = ''`)
		if err != nil {
			return err
		}
		cards, err = s.cards(q, who, vetted)
		return err
	})
	rank(cards)
	return cards, err
}

// Of returns the card of one supplier by name, with what would lift it.
func (s *Service) Of(ctx context.Context, name string) (Card, error) {
	var who supplier
	err := s.db.Read(ctx, func(q *gorm.DB) (err error) {
		who, err = named(q, name)
		return err
	})
	if err != nil {
		return Card{}, err
	}
	vetted, err := s.vetted(ctx, who.Name)
	if err != nil {
		return Card{}, err
	}
	var cards []Card
	err = s.db.Read(ctx, func(q *gorm.DB) (err error) {
		cards, err = s.cards(q, []supplier{who}, vetted)
		return err
	})
	if err != nil {
		return Card{}, err
	}
	cards[0].Lift = cards[0].lift()
	return cards[0], nil
}

func (s *Service) vetted(ctx context.Context, name string) (map[int64]Vetted, error) {
	if s.vetting == nil {
		return nil, nil
	}
	return s.vetting.Vetted(ctx, name)
}

// cards works out the cards of suppliers.
func (s *Service) cards(q *gorm.DB, who []supplier, vetted map[int64]Vetted) ([]Card, error) {
	r, err := loadRules(q, s.db.Today())
	if err != nil {
		return nil, err
	}
	facts, err := s.facts(q, r)
	if err != nil {
		return nil, err
	}
	cards := make([]Card, len(who))
	for i, w := range who {
		cards[i] = r.card(w, facts[w.ID], vetted[w.ID])
	}
	return cards, nil
}

// supplier is whom a card is about.
type supplier struct {
	ID      int64
	Name    string
	NameKey string
	Type    model.SourcingType
	Stage   model.Stage
}

func suppliers(q *gorm.DB, where string, args ...any) ([]supplier, error) {
	var all []supplier
	err := q.Raw(`SELECT id, name, name_key, type, stage FROM supplier `+where+` ORDER BY name_key`, args...).Scan(&all).Error
	return all, err
}

func named(q *gorm.DB, name string) (supplier, error) {
	found, err := suppliers(q, `WHERE name_key = ?`, model.NameKey(name))
	if err != nil || len(found) == 1 {
		return append(found, supplier{})[0], err
	}
	var known []string
	if err := q.Raw(`SELECT name FROM supplier ORDER BY name_key`).Scan(&known).Error; err != nil {
		return supplier{}, err
	}
	e := model.Errorf(model.NotFound, "There is no supplier %q in this book.%s", name, near.Hint(name, known))
	e.Field = "supplier"
	return supplier{}, e
}
