package amendment

import (
	"context"
	"encoding/json"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/store"
)

// Filter narrows a list of amendments. Zero fields do not narrow; Limit 0 is all.
type Filter struct {
	State      string
	PurchaseID int64
	Limit      int
}

// Row is one amendment of a list.
type Row struct {
	ID         int64                `json:"id"`
	Number     string               `json:"number"`
	PurchaseID int64                `json:"-"`
	Purchase   string               `json:"purchase"`
	Supplier   string               `json:"supplier"`
	Kind       model.AmendmentKind  `json:"kind"`
	State      model.AmendmentState `json:"state"`
	Origin     string               `json:"origin"` // person or shop
	Reason     string               `json:"reason"`
	Created    model.Instant        `json:"created"`
	Sent       *model.Instant       `json:"sent"`
	Answered   *model.Date          `json:"answered"`
	Reference  string               `json:"reference"`
	Answer     string               `json:"answer"` // why it was refused or did not arrive
	Changes    []Change             `json:"lines" gorm:"-"`
	Address    *Elsewhere           `json:"address,omitempty" gorm:"-"`
}

// Change is what is asked of one line; Agreed is nil until the supplier agreed.
type Change struct {
	OrderID     int64           `json:"-"`
	Order       string          `json:"order"`
	SKU         string          `json:"sku"`
	SupplierSKU string          `json:"supplier_sku"`
	Name        string          `json:"name"`
	Before      model.Quantity  `json:"before"`
	Quantity    model.Quantity  `json:"quantity"`
	Agreed      *model.Quantity `json:"agreed"`
}

// MarshalJSON writes a list that is empty as one.
func (r Row) MarshalJSON() ([]byte, error) {
	type plain Row
	if r.Changes == nil {
		r.Changes = []Change{}
	}
	return json.Marshal(plain(r))
}

const selectRows = `SELECT m.id, m.number, m.purchase_id, p.number AS purchase, s.name AS supplier, m.kind, m.state, m.origin, m.reason,
	m.created_at AS created, NULLIF(m.sent_at, '') AS sent, NULLIF(m.answered_on, '') AS answered, m.reference, m.answer
	FROM amendment m JOIN purchase_order p ON p.id = m.purchase_id JOIN supplier s ON s.id = p.supplier_id
	WHERE (? = '' OR m.state = ?) AND (? = 0 OR m.purchase_id = ?) ORDER BY m.id DESC LIMIT ?`

// List reads amendments with their lines, the newest first.
func (s *Service) List(ctx context.Context, f Filter) ([]Row, error) {
	return List(ctx, s.db, f)
}

// List is Service.List without a service.
func List(ctx context.Context, db *store.DB, f Filter) ([]Row, error) {
	if f.State != "" && !model.AmendmentState(f.State).Valid() {
		var names []string
		for _, s := range model.AmendmentStates() {
			names = append(names, string(s))
		}
		return nil, model.FieldErrorf("state", "There is no amendment state %q; the states are %s.", f.State, strings.Join(names, ", "))
	}
	limit := f.Limit
	if limit <= 0 {
		limit = -1
	}
	rows := []Row{}
	err := db.Read(ctx, func(q *gorm.DB) error {
		if err := q.Raw(selectRows, f.State, f.State, f.PurchaseID, f.PurchaseID, limit).Scan(&rows).Error; err != nil {
			return err
		}
		for i := range rows {
			n, err := ReadNotice(q, rows[i].ID)
			if err != nil {
				return err
			}
			rows[i].Changes, rows[i].Address = n.Changes, n.Address
		}
		return nil
	})
	return rows, err
}

// ByNumber returns the ids of amendments by their numbers.
func (s *Service) ByNumber(ctx context.Context, numbers ...string) ([]int64, error) {
	ids := make([]int64, len(numbers))
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		for i, n := range numbers {
			h, err := load(q, `m.number = ?`, n)
			if err != nil {
				return err
			}
			ids[i] = h.ID
		}
		return nil
	})
	return ids, err
}
