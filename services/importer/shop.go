package importer

import (
	"strconv"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/shop"
)

// shop finds the shop a file belongs to: the one named, made when it is new;
// else the only one there is; else a first one of that name. A book with
// several shops must be told, unless the file's orders are in one of them and
// that may count.
func (b *batch) shop(platform string, currency model.Currency, first []read) (*model.Shop, error) {
	var shops []model.Shop
	if err := b.q.Where("archived_at = ''").Order("id").Find(&shops).Error; err != nil {
		return nil, err
	}
	name := b.options.Shop
	switch {
	case name != "":
		for i := range shops {
			if shops[i].NameKey == model.NameKey(name) {
				return b.use(&shops[i])
			}
		}
	case len(shops) == 1:
		return b.use(&shops[0])
	case len(shops) > 1:
		if s, err := b.guess(shops, first); err != nil || s != nil {
			return s, err
		}
		return nil, model.FieldErrorf("shop", "This book has %d shops and the file does not say which one it is from: name the shop. Nothing was changed.", len(shops))
	default:
		name = "My " + platform + " shop"
	}
	made, err := b.make(name, shop.Input{Platform: &platform, Currency: &currency})
	if err != nil {
		return nil, err
	}
	became := "was"
	if b.options.DryRun {
		became = "would be"
	}
	b.file.Notes = append(b.file.Notes, "The shop "+strconv.Quote(name)+" is new and "+became+" added.")
	b.seen.newShop = made.ID == 0 || b.seen.on
	return b.use(made)
}

// make adds a shop, or only tells what it would be like.
func (b *batch) make(name string, in shop.Input) (*model.Shop, error) {
	if b.tx != nil {
		made, _, err := shop.Ensure(b.tx, name, in)
		return &made, err
	}
	made, err := shop.Sketch(b.q, name, in)
	if err != nil {
		return nil, err
	}
	var archived []model.Shop // takes the orders all the same
	if err := b.q.Where("name_key = ?", made.NameKey).Find(&archived).Error; err != nil {
		return nil, err
	}
	if len(archived) > 0 {
		return &archived[0], nil
	}
	return &made, nil
}

// guess takes the shop that has some of the file's first orders, if no other has.
func (b *batch) guess(shops []model.Shop, first []read) (*model.Shop, error) {
	if !b.options.Guess {
		return nil, nil
	}
	var keys []string
	for i := range first {
		if id := first[i].sales.ExternalID; id != "" {
			keys = append(keys, id)
		}
	}
	var ids []int64
	err := b.q.Raw(`SELECT DISTINCT shop_id FROM sales_order WHERE external_id IN ? AND external_id <> ''`, keys).Scan(&ids).Error
	if err != nil || len(ids) != 1 {
		return nil, err
	}
	for i := range shops {
		if shops[i].ID == ids[0] {
			return b.use(&shops[i])
		}
	}
	return nil, nil
}

func (b *batch) use(s *model.Shop) (*model.Shop, error) {
	b.shopID = s.ID
	b.seen.Shop, b.seen.ShopID = s.Name, s.ID
	return s, nil
}
