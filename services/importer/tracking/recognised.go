package tracking

import "github.com/dropledger/dropledger/services/importer/sheet"

// Recognised tells whether an opened file says by its header that it holds
// tracking numbers of orders. A column that only looks like them is for a person
// to name: the numbers of payouts, payments and settlements look the same.
func Recognised(src *sheet.Source) bool {
	_, columns := vocabulary().Header(src.Head(), narrowest)
	return Mapping{Fields: columns}.Validate() == nil
}
