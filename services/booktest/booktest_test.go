package booktest

import (
	"testing"

	"gorm.io/gorm"
)

func TestSmall_HoldsNineOrdersOfWhichTwoAreNotBooked(t *testing.T) {
	b := Small(t)
	var got struct{ All, Unbooked int }
	err := b.DB.Read(t.Context(), func(q *gorm.DB) error {
		return q.Raw(`SELECT COUNT(*) AS "all", SUM(CASE WHEN booked_on = '' THEN 1 ELSE 0 END) AS unbooked FROM sales_order`).Scan(&got).Error
	})
	if err != nil || got.All != 9 || got.Unbooked != 2 {
		t.Errorf("%+v %v", got, err)
	}
}
