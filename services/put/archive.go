package put

import (
	"context"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/parcel"
	"github.com/dropledger/dropledger/services/product"
	"github.com/dropledger/dropledger/services/routerule"
	"github.com/dropledger/dropledger/services/shop"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/supplier"
)

// shelf is what can be put away and brought back by its key.
type shelf interface {
	Archive(ctx context.Context, key string) error
	Restore(ctx context.Context, key string) error
}

func shelves(db *store.DB, bus *event.Bus) map[string]shelf {
	return map[string]shelf{
		supplier.Kind: supplier.New(db, bus), shop.Kind: shop.New(db, bus), product.Kind: product.New(db, bus), parcel.Kind: parcel.New(db, bus),
		routerule.Kind: routerule.New(db, bus),
	}
}

// Archive puts a supplier, shop or product away, or with away false brings it back.
func (s *Service) Archive(ctx context.Context, kind, key string, away bool) error {
	on, ok := s.shelves[kind]
	switch {
	case !ok:
		return model.FieldErrorf("kind", "A %s cannot be put away; suppliers, shops and products can.", kind)
	case away:
		return on.Archive(ctx, key)
	default:
		return on.Restore(ctx, key)
	}
}
