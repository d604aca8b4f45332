package stock_test

import (
	"context"
	"strings"
	"testing"

	"gorm.io/gorm"
	"pgregory.net/rapid"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/stock"
	"github.com/dropledger/dropledger/services/store"
)

var ctx = context.Background()

// house is a book with a 3PL that keeps nothing yet.
func house(t *testing.T) (*desktest.Desk, *stock.Service) {
	d := desktest.New(t)
	d.Supplier("House", func(s *model.Supplier) { s.Type, s.Country = model.ThirdPartyLogistics, "DE" })
	d.Supplier("Acme")
	d.Product("A")
	return d, stock.New(d.DB, d.Bus)
}

func amount(text string) *record.Amount {
	a := record.Amount(model.MustAmount(text))
	return &a
}

func move(kind, reference string, q model.Quantity, cost string) stock.MoveInput {
	in := stock.MoveInput{Supplier: "House", SKU: "A", Kind: kind, Reference: reference, Quantity: q}
	if cost != "" {
		in.UnitCost = record.Known(*amount(cost))
	}
	return in
}

func balance(t *testing.T, d *desktest.Desk) stock.Balance {
	t.Helper()
	var b stock.Balance
	err := d.DB.Read(ctx, func(q *gorm.DB) (err error) {
		b, err = stock.Of(q, 1, 1)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestMoves_KeepAMovingAverage(t *testing.T) {
	d, s := house(t)
	for _, step := range []struct {
		in            stock.MoveInput
		pieces        model.Quantity
		value, piece  string
		unchangedThen bool
	}{
		{move(stock.Opening, "start", 3, "2.00"), 3, "6.00", "2.0000", true},
		{move(stock.Adjustment, "found", 1, "4.00"), 4, "10.00", "2.5000", true},
		{move(stock.Adjustment, "broken", -3, ""), 1, "2.50", "2.5000", true},
		{move(stock.Return, "back", 2, ""), 3, "7.50", "2.5000", true},
		{move(stock.Adjustment, "fine", 3, "0.3333"), 6, "8.50", "1.4167", true},
		{move(stock.Adjustment, "all gone", -6, ""), 0, "0.00", "0.0000", true},
	} {
		r, err := s.PutMoves(ctx, []stock.MoveInput{step.in})
		if err != nil || r.Created != 1 {
			t.Fatalf("%s: %+v, %v", step.in.Reference, r, err)
		}
		if again, err := s.PutMoves(ctx, []stock.MoveInput{step.in}); err != nil || again.Unchanged != 1 {
			t.Errorf("%s again: %+v, %v", step.in.Reference, again, err)
		}
		b := balance(t, d)
		if b.OnHand != step.pieces || b.Value != model.MustAmount(step.value) || b.UnitCost() != model.MustAmount(step.piece) {
			t.Errorf("after %s there are %d worth %s, %s each", step.in.Reference, b.OnHand, b.Value, b.UnitCost())
		}
	}
	if got := d.Int(`SELECT COUNT(*) FROM offer WHERE archived_at = ''`); got != 0 {
		t.Errorf("own stock made %d offers that lists show", got)
	}
}

func TestPutMoves_RefusesWhatCannotBe(t *testing.T) {
	d, s := house(t)
	if _, err := s.PutMoves(ctx, []stock.MoveInput{move(stock.Opening, "start", 2, "2.00")}); err != nil {
		t.Fatal(err)
	}
	later := move(stock.Adjustment, "later", 1, "")
	later.Date = d.Today().AddDays(1)
	elsewhere := move(stock.Adjustment, "x", 1, "1")
	elsewhere.Supplier = "Acme"
	for _, tt := range []struct {
		in   stock.MoveInput
		says string
	}{
		{move(stock.Adjustment, "lost", -3, ""), "House has 2 of A"},
		{move(stock.Opening, "start", 5, "2.00"), "moves are never changed"},
		{move(stock.Opening, "second", 5, ""), "unit_cost is missing"},
		{move(stock.Return, "wrong way", -1, ""), "only an adjustment takes pieces away"},
		{move(stock.Adjustment, "nothing", 0, ""), "a move of nothing"},
		{move(stock.Adjustment, "negative", 1, "-1"), "unit_cost must be between 0"},
		{later, "still to come"},
		{elsewhere, "is no 3PL"},
	} {
		if _, err := s.PutMoves(ctx, []stock.MoveInput{tt.in}); model.CodeOf(err) != model.Invalid || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: got %v, want %q", tt.in.Reference, err, tt.says)
		}
	}
}

func TestDatabase_KeepsStockFromGoingBelowZeroAndMovesAsTheyAre(t *testing.T) {
	d, s := house(t)
	if _, err := s.PutMoves(ctx, []stock.MoveInput{move(stock.Opening, "start", 2, "2.00")}); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ query, says string }{
		{`INSERT INTO stock_move (supplier_id, product_id, kind, quantity, unit_cost, value, moved_on, reference, reason, source, recorded_at)
			VALUES (1, 1, 'adjustment', -3, 0, 0, '2026-03-31', 'x', '', '', '')`, "never below zero"},
		{`INSERT INTO stock_move (supplier_id, product_id, kind, quantity, unit_cost, value, moved_on, reference, reason, source, recorded_at)
			VALUES (1, 1, 'adjustment', -2, 0, -10000, '2026-03-31', 'x', '', '', '')`, "goes with its pieces"},
		{`UPDATE stock_move SET quantity = 9`, "never changed"},
		{`DELETE FROM stock_move`, "never deleted"},
	} {
		err := d.DB.Write(ctx, func(tx *store.Tx) error { return tx.Exec(tt.query).Error })
		if err == nil || !strings.Contains(err.Error()+strings.Join(causes(err), " "), tt.says) {
			t.Errorf("%s: got %v", tt.query, err)
		}
	}
}

// causes lists what is behind an error.
func causes(err error) (all []string) {
	for err != nil {
		all = append(all, err.Error())
		u, ok := err.(interface{ Unwrap() error })
		if !ok {
			break
		}
		err = u.Unwrap()
	}
	return all
}

func TestFees_TheNewestRowOfEachFeeCounts(t *testing.T) {
	d, s := house(t)
	day := func(d model.Date, fee, text string) stock.FeeInput {
		return stock.FeeInput{Supplier: "House", Fee: fee, ValidFrom: d, Amount: amount(text)}
	}
	pallet, pieces := "pallet", model.Quantity(40)
	store := day("", stock.Storage, "12.00")
	store.Per, store.Pieces = &pallet, record.Known(pieces)
	for _, in := range []stock.FeeInput{
		day("", stock.PickFirst, "2.00"), day("2026-03-01", stock.PickFirst, "2.20"), day("2026-09-01", stock.PickFirst, "3.00"),
		day("", stock.PickExtra, "0.40"), day("", stock.Pack, "0.50"), day("2026-02-01", stock.Pack, "0"), store,
	} {
		if _, err := s.PutFees(ctx, []stock.FeeInput{in}); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.DB.Read(ctx, func(q *gorm.DB) error {
		f, err := stock.FeesOf(q, 1, d.Today())
		if got := f.PickAndPack(3); got != model.MustAmount("3.00") { // 2.20 + 2 x 0.40, and packing has ended
			t.Errorf("three pieces are picked and packed for %s", got)
		}
		x := f.On[stock.Storage]
		if got, ok := x.ByPiece(); !ok || got != model.MustAmount("0.30") {
			t.Errorf("a piece is stored for %s, %v", got, ok)
		}
		if c, ok := f.Calc(); !ok || c.Pick.String() != "2.2" || c.Storage.String() != "0.3" {
			t.Errorf("as the calculation takes it: %+v, %v", c, ok)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	usd := model.Currency("USD")
	other := day("", stock.Account, "9")
	other.Currency = &usd
	wrong := day("", stock.PickFirst, "9")
	wrong.Per = &pallet
	for _, in := range []stock.FeeInput{other, wrong} {
		if _, err := s.PutFees(ctx, []stock.FeeInput{in}); model.CodeOf(err) != model.Invalid {
			t.Errorf("%+v: got %v", in, err)
		}
	}
}

func TestLanes_TheCountryGoesBeforeAllOthersAndTheNewestCounts(t *testing.T) {
	d, s := house(t)
	for _, in := range []stock.LaneInput{
		{Supplier: "House", To: "*", Cost: amount("9.00")},
		{Supplier: "House", To: "DE", Cost: amount("4.00"), Extra: amount("0.50")},
		{Supplier: "House", To: "DE", Service: "express", Cost: amount("7.00")},
		{Supplier: "House", To: "DE", ValidFrom: "2026-03-01", Cost: amount("4.20"), Extra: amount("0.50")},
	} {
		if _, err := s.PutLanes(ctx, []stock.LaneInput{in}); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct{ country, want string }{{"DE", "standard 5.20, express 7.00"}, {"FR", "standard 9.00"}} {
		var got []string
		if err := d.DB.Read(ctx, func(q *gorm.DB) error {
			all, err := stock.LanesOf(q, 1, tt.country, d.Today())
			for i := range all {
				got = append(got, all[i].Service+" "+all[i].Postage(3).String())
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if strings.Join(got, ", ") != tt.want {
			t.Errorf("to %s: %q, want %q", tt.country, got, tt.want)
		}
	}
}

func TestStock_IsWhatItsAccountSaysWhateverMoves(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		d, s := house(t)
		kinds := []string{stock.Opening, stock.Adjustment, stock.Return}
		for n := range rapid.IntRange(1, 12).Draw(r, "moves") {
			in := move(rapid.SampledFrom(kinds).Draw(r, "kind"), string(rune('a'+n)), model.Quantity(rapid.IntRange(-9, 9).Draw(r, "pieces")), "")
			if rapid.Bool().Draw(r, "priced") {
				in.UnitCost = record.Known(record.Amount(rapid.Int64Range(0, 50_000).Draw(r, "cost")))
			}
			if _, err := s.PutMoves(ctx, []stock.MoveInput{in}); err != nil && model.CodeOf(err) != model.Invalid {
				r.Fatal(err)
			}
			b := balance(t, d)
			if booked := d.Int(`SELECT COALESCE(SUM(amount), 0) FROM posting WHERE account_id = 20`); booked != int64(b.Value) || b.OnHand < 0 || b.OnHand == 0 && b.Value != 0 {
				r.Fatalf("%d pieces worth %s, the account says %d", b.OnHand, b.Value, booked)
			}
		}
	})
}
