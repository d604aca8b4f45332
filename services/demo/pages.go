package demo

import (
	"fmt"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/marketplace"
	"github.com/dropledger/dropledger/services/store"
)

// putPages says on which site the suppliers on a marketplace that still sell are,
// and where their articles are found there. The addresses lead nowhere.
func (w *world) putPages(tx *store.Tx, s *Service) error {
	m := marketplace.New(s.db, s.bus)
	var links []marketplace.LinkInput
	for i := range sources {
		o := &sources[i]
		if o.channel != model.ByMarketplace || o.until > 0 {
			continue
		}
		if _, err := m.PutStorefronts(tx.Context(), []marketplace.StorefrontInput{{Supplier: o.name, Site: "AliExpress"}}); err != nil {
			return err
		}
		source := "made up for the sample"
		for n := range articles {
			for _, of := range articles[n].sources() {
				if of.key != o.key {
					continue
				}
				page := fmt.Sprintf("https://market.example/item/%s.html", fmt.Sprintf(o.skuFmt, 117*(n+1)))
				links = append(links, marketplace.LinkInput{Supplier: o.name, SKU: articles[n].sku, ValidFrom: w.ago(max(o.since, 1)), URL: &page, Source: &source})
			}
		}
	}
	_, err := m.PutLinks(tx.Context(), links)
	return err
}
