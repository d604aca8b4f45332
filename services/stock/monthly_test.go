package stock_test

import (
	"fmt"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/proof"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/stock"
)

func onDay(in stock.MoveInput, d model.Date) stock.MoveInput {
	in.Date = d
	return in
}

func charge(fee, cost string, from model.Date) stock.FeeInput {
	return stock.FeeInput{Supplier: "House", Fee: fee, ValidFrom: from, Amount: amount(cost)}
}

// months are the monthly charges that stand, the oldest first, in short.
func months(t *testing.T, d *desktest.Desk, s *stock.Service) []string {
	t.Helper()
	rows, err := s.Charges(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, m := range rows {
		all = append([]string{fmt.Sprintf("%s %s %s %d %s", m.Month, m.Fee, m.SKU, m.PieceDays, m.Amount.Text(m.Currency))}, all...)
	}
	r, err := proof.Check(ctx, d.DB, true)
	if err != nil || !r.OK {
		t.Errorf("the book does not hold: %v, %v", r.Findings, err)
	}
	return all
}

func same(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s: %q, want %q", what, got, want)
	}
}

func TestMonthly_FollowsFeesAndMoves(t *testing.T) {
	d, s := house(t)
	today := d.DB.Today()
	one := model.Date(today.Month() + "-01").AddDays(-1).Month() // the month before
	first, last := model.Date(one+"-01"), model.Date(today.Month()+"-01").AddDays(-1)
	days := first.DaysUntil(last) + 1
	put := func(fees []stock.FeeInput, moves ...stock.MoveInput) {
		t.Helper()
		if _, err := s.PutFees(ctx, fees); err != nil {
			t.Fatal(err)
		}
		if _, err := s.PutMoves(ctx, moves); err != nil {
			t.Fatal(err)
		}
	}
	put([]stock.FeeInput{charge(stock.Storage, "0.30", ""), charge(stock.Account, "20.00", "")}, onDay(move(stock.Opening, "start", 10, "2.00"), first))
	whole := 10 * days
	same(t, "a month", months(t, d, s), one+" storage A "+fmt.Sprint(whole)+" 3.00", one+" account  0 20.00")

	entries := d.Int(`SELECT COUNT(*) FROM journal_entry`)
	if err := s.Accrue(ctx); err != nil || d.Int(`SELECT COUNT(*) FROM journal_entry`) != entries {
		t.Errorf("the same again was booked again: %v", err)
	}

	put(nil, onDay(move(stock.Adjustment, "broken", -10, ""), last))
	same(t, "gone on the last day", months(t, d, s), fmt.Sprintf("%s storage A %d %s", one, whole-10, part(3, days-1, days)), one+" account  0 20.00")

	put([]stock.FeeInput{charge(stock.Account, "0", last)})
	same(t, "no account on the last day", months(t, d, s),
		fmt.Sprintf("%s storage A %d %s", one, whole-10, part(3, days-1, days)), fmt.Sprintf("%s account  0 %s", one, part(20, days-1, days)))
	if got := d.Int(`SELECT COALESCE(SUM(amount), 0) FROM posting WHERE account_id = 25`); got != d.Int(`SELECT SUM(base_amount) FROM threepl_month WHERE superseded_at = ''`) {
		t.Errorf("%d are booked", got)
	}
	d.Exec(`DROP TRIGGER threepl_month_fixed`)
	d.Exec(`UPDATE threepl_month SET piece_days = piece_days + 1 WHERE superseded_at = '' AND fee = 'storage'`)
	if r, err := proof.Check(ctx, d.DB, false); err != nil || r.ControlDifferences != 1 {
		t.Errorf("a wrong count of days was not found: %+v, %v", r, err)
	}
	if d.Int(`SELECT COUNT(*) FROM threepl_month WHERE superseded_at <> ''`) != 4 {
		t.Error("what stood before is not kept")
	}
}

// part is n of m of a whole amount, to the cent.
func part(amount, n, m int) string {
	return model.Amount(amount * 10_000 * n / m).Round("EUR").Text("EUR")
}

func TestMonthly_CountsNothingOfAMonthThatIsNotOver(t *testing.T) {
	d, s := house(t)
	if _, err := s.PutFees(ctx, []stock.FeeInput{charge(stock.Account, "20.00", "")}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.PutMoves(ctx, []stock.MoveInput{move(stock.Opening, "start", 10, "2.00")}); err != nil {
		t.Fatal(err)
	}
	same(t, "this month", months(t, d, s))
}

func TestMonthly_WaitsForThePiecesOfABin(t *testing.T) {
	d, s := house(t)
	bin := charge(stock.Storage, "2.40", "")
	per := "bin"
	bin.Per = &per
	if _, err := s.PutFees(ctx, []stock.FeeInput{bin}); err != nil {
		t.Fatal(err)
	}
	first := model.Date(model.Date(d.DB.Today().Month()+"-01").AddDays(-1).Month() + "-01")
	if _, err := s.PutMoves(ctx, []stock.MoveInput{onDay(move(stock.Opening, "start", 10, "2.00"), first)}); err != nil {
		t.Fatal(err)
	}
	same(t, "nobody knows", months(t, d, s))
	n := model.Quantity(24)
	bin.Pieces = record.Known(n)
	if _, err := s.PutFees(ctx, []stock.FeeInput{bin}); err != nil {
		t.Fatal(err)
	}
	if got := months(t, d, s); len(got) != 1 || got[0][len(got[0])-4:] != "1.00" {
		t.Errorf("ten pieces of a bin of 24 at 2.40: %q", got)
	}
}
