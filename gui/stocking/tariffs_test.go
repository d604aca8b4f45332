package stocking_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/stocking"
	"github.com/dropledger/dropledger/services/stock"
)

func TestStocking_AnEmptyBookSaysHowA3PLIsEntered(t *testing.T) {
	open(t, guitest.Empty(t), "warehouses").See("No 3PL yet", "Go to Suppliers")
}

func TestStocking_AListThatCannotBeReadSaysSo(t *testing.T) {
	b := guitest.Sample(t)
	if err := b.DB.Close(); err != nil {
		t.Fatal(err)
	}
	for _, tab := range []string{"stock", "proposals", "warehouses"} {
		open(t, b, tab).See("Try again")
	}
}

func TestStocking_TheWarehousesListAddressFeesAndShipping(t *testing.T) {
	h := open(t, guitest.Sample(t), "warehouses")
	h.See("3PLs and what they charge", "Address", "Storage a month", "Packaging", "Holds")
	h.Shot("warehouses")
}

// fees are the rows of one fee, the oldest first.
func fees(t *testing.T, b *page.Book, fee string) (all []stock.Fee) {
	t.Helper()
	rows, err := stock.New(b.DB, b.Bus).ListFees(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range rows {
		if f.Fee == fee {
			all = append(all, f)
		}
	}
	return all
}

// openAt opens a tab at a row.
func openAt(t *testing.T, b *page.Book, key, tab string) *guitest.Host {
	t.Helper()
	h := guitest.New(t, b)
	h.Resize(1366, guitest.Height)
	h.Open(stocking.New, page.Route{Screen: page.Stocking, Key: key, Params: map[string]string{"tab": tab}})
	return h
}

func TestStocking_ANewFeeEndsTheOlderOne(t *testing.T) {
	b := guitest.Sample(t)
	h := openAt(t, b, "fee\n"+fees(t, b, stock.Pack)[0].Supplier+"\n"+stock.Pack, "warehouses")
	h.See("Then and now")
	h.Act("stocking.renew")
	h.Type("Amount", "0.31")
	h.Shot("warehouses-renew")
	h.Key(action.Ctrl(fyne.KeyS))
	h.Shot("warehouses-renewed")
	all := fees(t, b, stock.Pack)
	if len(all) != 2 || all[1].Amount.String() != "0.31" || all[1].ValidFrom != b.Today() || all[1].Source != all[0].Source || all[0].Amount.String() == "0.31" {
		t.Fatalf("%+v", all)
	}
	h.See("Ended")
	h.Shot("warehouses-renewed")
	h.Act("stocking.checked")
	if d := fees(t, b, stock.Pack)[1].CheckedOn; d != string(b.Today()) {
		t.Errorf("checked on %q", d)
	}
}

func TestStocking_ARefusedFeeIsToldAtItsField(t *testing.T) {
	b := guitest.Sample(t)
	h := openAt(t, b, "fee\n"+fees(t, b, stock.Pack)[0].Supplier+"\n"+stock.Pack, "warehouses")
	h.Act("stocking.tariffs.edit")
	h.Type("Pieces in it", "0")
	h.Key(action.Ctrl(fyne.KeyS))
	if got := fees(t, b, stock.Pack)[0]; got.Pieces != nil {
		t.Errorf("it was saved: %+v", got)
	}
	h.Shot("warehouses-refused")
	h.See("Pieces in it")
}

func TestStocking_AnAddressIsCorrected(t *testing.T) {
	b := guitest.Sample(t)
	h := open(t, b, "warehouses")
	h.Act("stocking.tariffs.edit") // the address comes first
	h.Type("Town", "Delft")
	h.Key(action.Ctrl(fyne.KeyS))
	all, err := stock.New(b.DB, b.Bus).ListWarehouses(t.Context())
	if err != nil || len(all) == 0 || all[0].City != "Delft" || all[0].Address1 == "" {
		t.Errorf("%+v %v", all, err)
	}
}

func TestStocking_AskedForSomethingNewTheKindIsChosenFirst(t *testing.T) {
	b := guitest.Sample(t)
	h := open(t, b, "warehouses")
	h.Key(action.Ctrl(fyne.KeyN))
	h.See("What do you want to enter?")
	h.Tap("Price of shipping")
	h.See("Parcel with one piece", "Who pays duty")
	h.Shot("warehouses-lane")
}

func TestStocking_TheTabsFollowEachOther(t *testing.T) {
	h := open(t, guitest.Sample(t), "")
	for _, title := range []string{"Verdict", "Charge", "Reorder point"} {
		h.Act("stocking.next")
		h.See(title)
	}
}

func TestStocking_ALineOfTheCalculationSaysWhatItIsMadeOf(t *testing.T) {
	h := open(t, guitest.Sample(t), "proposals")
	h.See("A month by pieces sold")
	h.Act("stocking.made")
	h.See("with packaging")
	h.Shot("proposals-lines")
}
