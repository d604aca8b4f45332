package imports

import (
	"context"
	"strings"

	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/services/importer"
	"github.com/dropledger/dropledger/services/shop"
	"github.com/dropledger/dropledger/services/supplier"
)

// known is what the screen shows: the files looked at, and what can be chosen.
type known struct {
	files            []*importer.File
	shops, suppliers []string
	likely           string // the only shop of the platform whose files can be read, "" when there is none or several
}

// chosable lists the shops and suppliers that a file can belong to.
func chosable(ctx context.Context, b *page.Book) (k known, err error) {
	some, err := shop.New(b.DB, b.Bus).List(ctx, shopFilter)
	if err != nil {
		return k, err
	}
	fitting := 0
	for _, r := range some {
		k.shops = append(k.shops, r.Name)
		if strings.EqualFold(r.Platform, platform) {
			k.likely, fitting = r.Name, fitting+1
		}
	}
	if fitting != 1 {
		k.likely = ""
	}
	more, err := supplier.New(b.DB, b.Bus).List(ctx, shopFilter)
	for _, r := range more {
		k.suppliers = append(k.suppliers, r.Name)
	}
	return k, err
}

// platform is the one whose export files of orders and products are known.
const platform = "shopify"

// supply names the likely shop for the files that do not say theirs, and tells
// whether there was one.
func (k *known) supply(reqs []importer.Request) (filled bool) {
	for i, f := range k.files {
		if k.likely != "" && i < len(reqs) && reqs[i].Shop == "" && f.Error != nil && f.Error.Field == "shop" {
			reqs[i].Shop, filled = k.likely, true
		}
	}
	return filled
}
