package approval

import (
	"slices"

	"github.com/dropledger/dropledger/services/routing"
)

// firstRows is how many orders, or lines without a supplier, are enough for the
// highest window.
const firstRows = 60

// beginning chooses the purchase orders that come first on the board, until they
// have orders enough.
func (r *reading) beginning(ids []int64) ([]int64, error) {
	heads := slices.Clone(r.board.Purchases)
	slices.SortStableFunc(heads, inOrder)
	heads = heads[:min(len(heads), firstRows)]
	some := make([]int64, len(heads))
	for i := range heads {
		some[i] = heads[i].ID
	}
	var counts []struct{ PurchaseID, Orders int64 }
	err := r.q.Raw(`SELECT purchase_id, COUNT(DISTINCT order_id) AS orders FROM purchase_line WHERE purchase_id IN ? GROUP BY purchase_id`, some).Scan(&counts).Error
	if err != nil {
		return nil, err
	}
	of := map[int64]int64{}
	for _, c := range counts {
		of[c.PurchaseID] = c.Orders
	}
	n, sum := 0, int64(0)
	for n < len(some) && sum < firstRows {
		sum += of[some[n]]
		n++
	}
	r.left = slices.DeleteFunc(slices.Clone(ids), func(id int64) bool { return slices.Contains(some[:n], id) })
	return some[:n], nil
}

// unsupplied are the lines without a supplier, as far as they are seen at first.
func (r *reading) unsupplied() ([]routing.Waiting, error) {
	switch {
	case !r.first:
		return routing.ListWaiting(r.q)
	case len(r.left) > 0:
		return nil, nil
	}
	return routing.FirstWaiting(r.q, firstRows)
}

// cut ends the board before the first purchase order that was not read.
func (r *reading) cut() {
	b := r.board
	if at := slices.IndexFunc(b.Purchases, func(p Purchase) bool { return slices.Contains(r.left, p.ID) }); at >= 0 {
		b.Purchases = b.Purchases[:at]
	}
}
