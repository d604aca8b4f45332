package parcels

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/parcel"
	"github.com/dropledger/dropledger/services/promise"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/routing"
	"github.com/dropledger/dropledger/services/store"
)

type plain struct{}

func (plain) Render(forward.Dispatch) ([]forward.File, error) {
	return []forward.File{{Name: "order.txt", Content: []byte("order\n")}}, nil
}

const po = "PO-000001"

// book is a book of two orders that one supplier has been asked to send.
func book(t *testing.T) *page.Book {
	t.Helper()
	d := desktest.New(t)
	acme := d.Supplier("Acme", func(s *model.Supplier) { s.Batching, s.Email = model.Daily, "acme@example.com" })
	d.Offer(acme, "LAMP", "10")
	d.Order("1001", desktest.Line("LAMP", 2))
	d.Order("1002", desktest.Line("LAMP", 1))
	d.Write(func(tx *store.Tx) error { _, err := promise.Keep(tx); return err })
	if _, err := routing.New(d.DB, d.Bus, d.Jobs).Route(t.Context(), routing.Options{}); err != nil {
		t.Fatal(err)
	}
	if _, err := forward.New(d.DB, d.Bus, d.Jobs, plain{}).Forward(t.Context(), forward.Options{Out: t.TempDir(), Approve: true}); err != nil {
		t.Fatal(err)
	}
	d.Exec(`UPDATE purchase_order SET sent_at = '2026-03-20T10:00:00Z'`)
	return guitest.Of(d.DB)
}

func open(t *testing.T, b *page.Book, r page.Route) (*guitest.Host, *Parcels) {
	h := guitest.New(t, b)
	h.Resize(1366, guitest.Height)
	return h, h.Open(New, r).(*Parcels)
}

var list = page.Route{Screen: page.Parcels}

func put(t *testing.T, b *page.Book, in parcel.Input) {
	t.Helper()
	if _, err := parcel.New(b.DB, b.Bus).Put(t.Context(), []parcel.Input{in}); err != nil {
		t.Fatal(err)
	}
}

func all(t *testing.T, b *page.Book) []parcel.Row {
	t.Helper()
	rows, err := parcel.New(b.DB, b.Bus).List(t.Context(), record.Filter{Archived: true})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func of[T any](v T) *T { return &v }

func TestParcels_WhatIsAwaitedBecomesAParcelByItsNumber(t *testing.T) {
	b := book(t)
	h, s := open(t, b, list)
	h.See("Parcels", po, "Awaited", "No tracking", "What needs you", "Enter number", "2 × Product LAMP")
	h.Key(action.Plain(fyne.KeyE))
	h.See("New parcel", po+" of Acme")
	h.Type("Tracking number", "JD01 4711")
	h.Key(action.Ctrl(fyne.KeyReturn))
	rows := all(t, b)
	if len(rows) != 1 || rows[0].Purchase != po || len(rows[0].Lines) != 2 || rows[0].State != "label_made" {
		t.Fatalf("parcels %+v, reports %v", rows, h.Reports)
	}
	h.See("JD01 4711", "Label made", "What happened")
	if r, _ := s.Grid.CurrentRow(); r.Tracking != "JD01 4711" {
		t.Errorf("%q is chosen", r.Tracking)
	}
	if len(h.Toasts) != 1 || h.Toasts[0].Text != "JD01 4711 is saved." {
		t.Errorf("toasts %v", h.Toasts)
	}
}

func TestParcels_TheDaysSayHowFarItIs(t *testing.T) {
	b := book(t)
	put(t, b, parcel.Input{Tracking: "A", Purchase: of(po), Carrier: of("DHL")})
	h, s := open(t, b, page.Route{Screen: page.Parcels, Key: "A DHL"})
	h.Key(action.Plain(fyne.KeyE))
	h.See("Corrections are kept in its history")
	h.Type("Shipped on", "2026-03-28")
	h.Type("First scan on", "2026-03-29")
	h.Key(action.Ctrl(fyne.KeyS))
	if r := all(t, b)[0]; r.State != "in_transit" || r.Shipped != "2026-03-28" || len(r.Lines) != 2 {
		t.Fatalf("%+v, reports %v", r, h.Reports)
	}
	h.Key(action.Plain(fyne.KeyE))
	h.Type("Delivered on", "2026-03-20")
	h.Key(action.Ctrl(fyne.KeyS))
	h.See("shipped on 2026-03-28")
	s.Escape()
	h.Key(action.Plain(fyne.KeyV))
	if r := all(t, b)[0]; r.State != "delivered" || r.Delivered != "2026-03-31" {
		t.Fatalf("%+v, reports %v", r, h.Reports)
	}
	toast := h.Toasts[len(h.Toasts)-1]
	if !toast.Undo {
		t.Fatalf("toast %+v", toast)
	}
	toast.Link.Do()
	if r := all(t, b)[0]; r.State != "in_transit" || r.Delivered != "" {
		t.Errorf("undone: %+v", r)
	}
}

func TestParcels_TheNextStepIsReadyToBeCopied(t *testing.T) {
	h, _ := open(t, book(t), list)
	h.Key(action.Plain(fyne.KeyS))
	h.Key(action.Plain(fyne.KeyN))
	if len(h.Copied) != 2 || !strings.Contains(h.Copied[0], "tracking number") || !strings.Contains(h.Copied[0], "1001: 2 pieces LAMP") {
		t.Fatalf("reminder %q", h.Copied)
	}
	if notice := h.Copied[1]; !strings.Contains(notice, "Buyer of 1001") || strings.Contains(notice, "Acme") {
		t.Errorf("notice %q", notice)
	}
	h.Key(action.Plain(fyne.KeyO))
	if n := len(h.Routes); n != 1 || h.Routes[0].Screen != page.Order || h.Routes[0].Key != "1001" {
		t.Errorf("went to %v", h.Routes)
	}
}

func TestParcels_OpensOnlyPagesOfTheWeb(t *testing.T) {
	b := book(t)
	put(t, b, parcel.Input{Tracking: "1Z 1", Carrier: of("UPS"), Purchase: of(po)})
	h, s := open(t, b, list)
	var opened []string
	s.browse = func(u *url.URL) { opened = append(opened, u.String()) }
	h.Key(action.Plain(fyne.KeyT))
	if len(opened) != 1 || opened[0] != "https://www.ups.com/track?tracknum=1Z1" {
		t.Errorf("opened %v, reports %v", opened, h.Reports)
	}
	s.more.link = "file:///etc/passwd"
	s.track()
	if len(opened) != 1 {
		t.Errorf("opened %v", opened)
	}
}

func TestParcels_ACarrierGetsItsPage(t *testing.T) {
	b := book(t)
	put(t, b, parcel.Input{Tracking: "77", Carrier: of("Fast Post"), Purchase: of(po)})
	h, s := open(t, b, list)
	h.Act("parcels.carriers")
	h.See("Where does the carrier show its parcels?", "Fast Post")
	h.Type("Address", "javascript:x{tracking}")
	h.Verb()
	h.See("is not the address of a page")
	h.Type("Address", "https://post.example/{tracking}")
	h.Verb()
	if link, err := s.parcels.Link(t.Context(), "fast post", "77"); err != nil || link != "https://post.example/77" {
		t.Errorf("%q, %v, reports %v", link, err, h.Reports)
	}
}

func TestParcels_ChipsNarrowTheListAndComeByRoute(t *testing.T) {
	b := book(t)
	put(t, b, parcel.Input{Tracking: "A", Lines: &[]parcel.LineInput{{Order: "1002", SKU: "LAMP", Quantity: 1}}, State: of(model.CustomsHold)})
	h, s := open(t, b, page.Route{Screen: page.Parcels, Params: map[string]string{"attention": "customs"}})
	h.See("A", "Attention: Customs hold", "1 of 2")
	h.DontSee("Enter number")
	s.Grid.SetSearch("zzz")
	h.See("No parcel fits these 2 filters")
	h.Tap("Clear filters")
	h.See("Awaited")
}

func TestParcels_ArchivingCanBeTakenBack(t *testing.T) {
	b := book(t)
	put(t, b, parcel.Input{Tracking: "A", Purchase: of(po)})
	h, _ := open(t, b, page.Route{Screen: page.Parcels, Key: "A"})
	h.Key(action.Plain(fyne.KeyDelete))
	if !all(t, b)[0].Archived || len(h.Toasts) != 1 {
		t.Fatalf("%+v, toasts %v", all(t, b), h.Toasts)
	}
	h.See("Awaited")
	h.Toasts[0].Link.Do()
	if all(t, b)[0].Archived {
		t.Error("undo did not bring it back")
	}
}

func TestParcels_WhatIsAwaitedCannotBePutAway(t *testing.T) {
	h, s := open(t, book(t), list)
	for _, a := range s.Actions() {
		if a.ID == "parcels.archive" && (a.Off == nil || a.Off() == "") {
			t.Error("archiving is offered")
		}
		if strings.Contains(a.ID, "merge") || strings.Contains(a.ID, "duplicates") {
			t.Errorf("%s is offered", a.ID)
		}
	}
	h.DontSee("Find duplicates")
}

func TestParcels_WritesTheFileForTheShop(t *testing.T) {
	b := book(t)
	put(t, b, parcel.Input{Tracking: "0077", Carrier: of("UPS"), Purchase: of(po), Shipped: of("2026-03-30")})
	h, _ := open(t, b, list)
	out := filepath.Join(t.TempDir(), "tracking.csv")
	h.Files = []string{out}
	h.Act("parcels.shop")
	h.See("Write tracking numbers for the shop", "Shop", "Plain table", "17 Mar 2026")
	h.Verb()
	data, err := os.ReadFile(out)
	if err != nil || !strings.Contains(string(data), "1001,LAMP,2,0077,UPS,") || len(h.Toasts) != 1 || h.Toasts[0].Text != "tracking.csv has 2 rows for the shop." {
		t.Errorf("%q, %v, toasts %v", data, err, h.Toasts)
	}
	h.Files = []string{filepath.Join(t.TempDir(), "list.csv")}
	h.Key(action.Ctrl(fyne.KeyE))
	if data, err = os.ReadFile(h.Files[0]); err != nil || !strings.Contains(string(data), "0077") {
		t.Errorf("%q, %v", data, err)
	}
}

func TestParcels_AnEmptyBookSaysWhatToDo(t *testing.T) {
	h, _ := open(t, guitest.Empty(t), list)
	h.See("No parcel yet", "How parcels work")
	h.Tap("How parcels work")
	if n := len(h.Routes); n != 1 || h.Routes[0].Screen != page.Help || h.Routes[0].Key != page.Parcels {
		t.Errorf("went to %v", h.Routes)
	}
}

func TestParcels_AFailedLoadOffersToTryAgain(t *testing.T) {
	b := book(t)
	if err := b.DB.Close(); err != nil {
		t.Fatal(err)
	}
	h, s := open(t, b, list)
	h.See("Try again", "Details")
	s.Export()
	if len(h.Reports) != 1 || len(h.FileAsks) != 0 {
		t.Errorf("a list that could not be read is exported: reports %v, asked %v", h.Reports, h.FileAsks)
	}
}

func TestParcels_AListThatIsStillReadIsNotExportedInPart(t *testing.T) {
	b := book(t)
	pump := guitest.NewPump()
	h := guitest.New(t, b)
	h.Run = pump
	s := h.Open(New, list).(*Parcels)
	s.Export()
	if len(h.Reports) != 1 || !strings.Contains(h.Reports[0].Err.Error(), "still being read") {
		t.Errorf("reports %v", h.Reports)
	}
	pump.Settle()
}

func TestParcels_LateRowsComeWithoutMovingTheChoice(t *testing.T) {
	b := book(t)
	pump := guitest.NewPump()
	h := guitest.New(t, b)
	h.Run = pump
	s := h.Open(New, list).(*Parcels)
	pump.Settle()
	before, _ := s.Grid.CurrentRow()
	put(t, b, parcel.Input{Tracking: "B", Lines: &[]parcel.LineInput{{Order: "1002", SKU: "LAMP", Quantity: 1}}})
	pump.Settle()
	pump.Tick()
	h.See("B")
	if after, _ := s.Grid.CurrentRow(); after.ID != before.ID {
		t.Errorf("the choice moved from %v to %v", before.ID, after.ID)
	}
	s.Close()
	put(t, b, parcel.Input{Tracking: "CCC", Lines: &[]parcel.LineInput{{Order: "1001", SKU: "LAMP", Quantity: 1}}})
	pump.Settle()
	pump.Tick()
	h.DontSee("CCC")
}

func TestParcels_PastedLinesAreShownBeforeTheyAreEntered(t *testing.T) {
	b := book(t)
	h, s := open(t, b, list)
	h.Key(action.Plain(fyne.KeyP))
	h.See("Paste tracking numbers", "Nothing is pasted yet")
	if _, err := s.parcels.LookPasted(t.Context(), po+" 1Z1 UPS"); err != nil {
		t.Fatal(err)
	}
	d := s.pasted
	d.entry.SetText("#1001 1Z1 UPS\nnothing")
	d.look()
	h.See("1 of 2 lines is not understood", "1Z1, UPS: 2 of 1001", "Line 2")
	d.entry.SetText("#1001 1Z 999 AA1 01 2345 6784 UPS\n1002;RR123456785GB;Royal Mail")
	d.look()
	h.See("2 lines are understood")
	h.Verb()
	if rows := all(t, b); len(rows) != 2 || h.Toasts[0].Text != "2 parcels are entered." {
		t.Errorf("%+v, toasts %v, reports %v", rows, h.Toasts, h.Reports)
	}
}

func TestParcels_ANumberThatIsOddIsAskedAboutOnce(t *testing.T) {
	b := book(t)
	h, s := open(t, b, list)
	h.Key(action.Plain(fyne.KeyP))
	s.pasted.entry.SetText("#1001 RR123456789CN China Post")
	s.pasted.look()
	h.See("Understood: 1 line. Look at the number that is marked before you enter it.", "RR123456789CN does not fit its own check digit")
	h.Key(action.Plain(fyne.KeyEscape))
	h.Key(action.Plain(fyne.KeyE))
	h.Type("Tracking number", "RR123456789CN")
	h.Key(action.Ctrl(fyne.KeyS))
	h.See("RR123456789CN does not fit its own check", "Save again if it is")
	if n := len(all(t, b)); n != 0 {
		t.Fatalf("%d parcels are kept unasked", n)
	}
	h.Key(action.Ctrl(fyne.KeyS))
	if rows := all(t, b); len(rows) != 1 || rows[0].Tracking != "RR123456789CN" {
		t.Errorf("%+v, reports %v", rows, h.Reports)
	}
	h.See("RR123456789CN does not fit its own check")
}

func TestParcels_NewsOfADayThatIsOverLeaveTheStateAndAreSaidSo(t *testing.T) {
	b := book(t)
	put(t, b, parcel.Input{Tracking: "A", Carrier: of("DHL"), Purchase: of(po), FirstScan: of("2026-03-30")})
	h, s := open(t, b, page.Route{Screen: page.Parcels, Key: "A DHL"})
	r, _ := s.Grid.CurrentRow()
	s.moving(r, "customs_hold")
	h.Type("State reached on", "2026-03-28")
	h.Verb()
	if r := all(t, b)[0]; r.State != "in_transit" {
		t.Errorf("it is %s, reports %v", r.State, h.Reports)
	}
	if n := len(h.Toasts); n != 1 || h.Toasts[0].Text != "A: noted. Later news of it is known, so it stays In transit." || h.Toasts[0].Undo {
		t.Errorf("toasts %+v", h.Toasts)
	}
}

// Where room lacks, what the panel tells steps aside before the name of a supplier is
// cut: a merchant knows suppliers by their names.
func TestParcels_SuppliersAreWholeWhereRoomLacks(t *testing.T) {
	b := book(t)
	err := b.DB.Write(t.Context(), func(tx *store.Tx) error {
		return tx.Exec(`UPDATE supplier SET name = 'Yiwu Morning Star Sourcing', name_key = 'yiwu morning star sourcing'`).Error
	})
	if err != nil {
		t.Fatal(err)
	}
	put(t, b, parcel.Input{Tracking: "1Z999AA10123456784", Carrier: of("UPS"), Lines: &[]parcel.LineInput{{Order: "1001", SKU: "LAMP", Quantity: 2}}})
	h, s := open(t, b, list)
	s.Escape()
	for _, width := range []float32{1366, 1000, 960} {
		h.Resize(width, guitest.Height)
		if names, numbers := h.Count("Yiwu Morning Star Sourcing"), h.Count("1Z999AA10123456784"); names != 2 || numbers != 1 {
			t.Errorf("%v wide: %d names of suppliers and %d numbers are whole, want 2 and 1", width, names, numbers)
		}
	}
}

func TestParcels_AfterADeliveryItIsVerified(t *testing.T) {
	b := book(t)
	put(t, b, parcel.Input{Tracking: "A", Carrier: of("DHL"), Purchase: of(po), Delivered: of("2026-03-27")})
	h, _ := open(t, b, page.Route{Screen: page.Parcels, Params: map[string]string{"attention": "verify"}})
	h.See("A", "Verify", "Ask the customer whether all is well")
	h.Key(action.Plain(fyne.KeyK))
	if r := all(t, b)[0]; r.Verified != "2026-03-31" || len(r.Attention) != 0 {
		t.Fatalf("%+v, reports %v", r, h.Reports)
	}
	h.Toasts[0].Link.Do()
	if r := all(t, b)[0]; r.Verified != "" {
		t.Errorf("undone: %+v", r)
	}
}

func TestParcels_TheTextForTheDeliveryPageIsCopied(t *testing.T) {
	b := book(t)
	h, _ := open(t, b, list)
	h.Act("parcels.policy")
	if len(h.Copied)+len(h.Toasts) == 0 {
		t.Error("nothing was said")
	}
	h.Act("parcels.estimates")
	if n := len(h.Routes); n != 1 || h.Routes[0].Key != "delivery-estimates" {
		t.Errorf("went to %v", h.Routes)
	}
}
