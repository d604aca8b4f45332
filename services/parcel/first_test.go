package parcel_test

import (
	"reflect"
	"slices"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/parcel"
	"github.com/dropledger/dropledger/services/record"
)

func TestAttention_AnOrderThatCameShortIsToldThoughOthersAreUnderWay(t *testing.T) {
	f := desk(t)
	for _, number := range []string{"1001", "1002"} {
		f.Order(number, desktest.Line("LAMP", 2), func(o *model.Order) { o.Lines = append(o.Lines, desktest.Line("VASE", 1)) })
	}
	f.forward() // both with one purchase order
	all := func(number string) *[]parcel.LineInput {
		return lines(parcel.LineInput{Order: number, SKU: "LAMP", Quantity: 2}, parcel.LineInput{Order: number, SKU: "VASE", Quantity: 1})
	}
	f.put(parcel.Input{Tracking: "T1", Purchase: of(po), Shipped: f.day(1), Delivered: f.day(0), Lines: lines(parcel.LineInput{Order: "1001", SKU: "LAMP", Quantity: 2})})
	f.put(parcel.Input{Tracking: "T2", Purchase: of(po), Shipped: f.day(1), Lines: all("1002")})
	if r := f.row(""); !r.Waits(parcel.Short) || r.Waits(parcel.NoTracking) || r.Missing != 1 || len(r.Lines) != 1 || r.Lines[0].Order != "1001" {
		t.Errorf("got %+v", r)
	}
	f.put(parcel.Input{Tracking: "T2", Lines: lines(parcel.LineInput{Order: "1002", SKU: "LAMP", Quantity: 2})})
	f.later(30)
	if r := f.row(""); !r.Waits(parcel.Short) || !r.Waits(parcel.NoTracking) || r.Missing != 2 {
		t.Errorf("the vase of the other is not told of either: %+v", r)
	}
}

func TestFirst_IsWhatTheBoardBeginsWith(t *testing.T) {
	f := desk(t)
	f.Order("1001", desktest.Line("LAMP", 3))
	f.forward()
	f.put(parcel.Input{Tracking: "T1", Purchase: of(po), Shipped: f.day(1), Delivered: f.day(0), Lines: lines(parcel.LineInput{Order: "1001", SKU: "LAMP", Quantity: 1})})
	f.put(parcel.Input{Tracking: "T2", Purchase: of(po), Shipped: f.day(1), Lines: lines(parcel.LineInput{Order: "1001", SKU: "LAMP", Quantity: 1})})
	f.put(parcel.Input{Tracking: "T3", Purchase: of(po), Archived: of(true), Lines: lines(parcel.LineInput{Order: "1001", SKU: "LAMP", Quantity: 1})})
	board, err := f.parcels.Board(t.Context(), record.Filter{})
	if err != nil || len(board) != 3 {
		t.Fatal(len(board), err)
	}
	first, err := f.parcels.First(t.Context())
	if err != nil || len(first) != len(board) {
		t.Fatal(len(first), err)
	}
	key := func(a, b parcel.Row) int { return int(a.ID - b.ID) }
	slices.SortFunc(first, key)
	slices.SortFunc(board, key)
	if !reflect.DeepEqual(first, board) {
		t.Errorf("%+v\n%+v", first, board)
	}
}
