package booking

import (
	"errors"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/ledger"
	"github.com/dropledger/dropledger/services/store"
)

// Payment is what was paid to a supplier for a purchase order, from the account
// named. It settles what the purchase order charged.
type Payment struct {
	PurchaseID, SupplierID int64
	Document               string // the purchase order's number
	Amount                 model.Amount
	Currency               model.Currency
	On                     model.Date
	From                   ledger.Account
}

// paid is a payment as it should stand in the books, or stands. Owed is what it
// takes off the supplier's account, Left what leaves the money account, both in
// the book's currency; what lies between them is the exchange result.
type paid struct {
	id         int64
	purchaseID int64
	payment    *Payment
	owed, left model.Amount
	entry      *ledger.Entry
}

// planPayments books each payment at the rate of its day against what is owed at
// the rates of the costs it pays. Of a payment whose costs are not in the books,
// the money is owed back at the rate of its day. One without a rate stays out of
// the books until a rate is entered.
func (b *Books) planPayments(p *plan, s *Subject, now *standing) error {
	for i := range s.Payments {
		x := &s.Payments[i]
		if x.Amount == 0 {
			continue
		}
		var before *ledger.Entry
		if old := now.payment(x.PurchaseID); old != nil {
			before = old.entry
		}
		rate, err := b.rateFor(before, x.On, x.Currency)
		if model.CodeOf(err) == model.NotFound {
			continue
		}
		if err != nil {
			return err
		}
		of := paid{purchaseID: x.PurchaseID, payment: x}
		if of.left, err = rate.Convert(x.Amount); err != nil {
			return err
		}
		charged, owed := p.settled(x)
		if of.owed, err = rate.Convert(x.Amount.Sub(charged)); err != nil {
			return err
		}
		of.owed = of.owed.Add(owed)
		of.entry = b.entry(s, ledger.Payment, x.On, rate)
		of.entry.Document, of.entry.Memo = x.Document, "Paid for "+x.Document+", order "+s.Order.Number
		of.entry.Postings = []ledger.Posting{
			{Account: x.From, Foreign: x.Amount.Neg(), Amount: of.left.Neg(), SupplierID: x.SupplierID},
			{Account: ledger.SuppliersPayable, Foreign: x.Amount, Amount: of.owed, SupplierID: x.SupplierID},
		}
		if off := of.left.Sub(of.owed); off != 0 {
			of.entry.Postings = append(of.entry.Postings, ledger.Posting{Account: ledger.ExchangeResult, Amount: off, SupplierID: x.SupplierID})
		}
		p.payments = append(p.payments, of)
	}
	return nil
}

// settled is what the planned costs of a purchase order charge that a payment
// pays: in its own currency, and as booked.
func (p *plan) settled(x *Payment) (charged, base model.Amount) {
	for i := range p.groups {
		for _, f := range p.groups[i].facts {
			if f.state == settled && f.source == sourceOf(x.Document) && f.supplierID == x.SupplierID && f.rate.From == x.Currency {
				charged, base = charged.Add(f.amount), base.Add(f.base)
			}
		}
	}
	return charged, base
}

// sourceOf is how a cost fact names the purchase order it comes from.
func sourceOf(document string) string { return "purchase order " + document }

// payment is what stands as paid for a purchase order, nil for nothing.
func (now *standing) payment(purchaseID int64) *paid {
	for i := range now.payments {
		if now.payments[i].purchaseID == purchaseID {
			return &now.payments[i]
		}
	}
	return nil
}

// readPayments fills in what stands as paid for an order's purchase orders.
func (b *Books) readPayments(now *standing, orderID int64) error {
	entries, err := b.listPayments(now, orderID)
	if err != nil {
		return err
	}
	for i, id := range entries {
		if now.payments[i].entry, err = b.load(id); err != nil {
			return err
		}
	}
	return nil
}

// listPayments fills in the payments without their entries, whose ids it returns.
func (b *Books) listPayments(now *standing, orderID int64) (entries []int64, err error) {
	read, err := b.tx.Prepare(`SELECT id, purchase_id, entry_id FROM payment WHERE order_id = ? AND superseded_at = '' ORDER BY id`)
	if err != nil {
		return nil, err
	}
	rows, err := read.Query(orderID)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var x paid
		var entry int64
		if err := rows.Scan(&x.id, &x.purchaseID, &entry); err != nil {
			return nil, err
		}
		now.payments, entries = append(now.payments, x), append(entries, entry)
	}
	return entries, rows.Err()
}

// replacePayments posts what differs, and reverses what is no longer paid.
func (b *Books) replacePayments(s *Subject, now *standing, p *plan) (bool, error) {
	changed := false
	for i := range p.payments {
		want := &p.payments[i]
		old := now.payment(want.purchaseID)
		var before *ledger.Entry
		if old != nil {
			before = old.entry
		}
		id, differs, err := b.replace(before, want.entry)
		if err != nil {
			return true, err
		}
		if !differs {
			continue
		}
		changed = true
		want.entry.ID = id
		if err := b.keepPayment(s, old, want); err != nil {
			return true, err
		}
	}
	for i := range now.payments {
		old := &now.payments[i]
		if p.pays(old.purchaseID) {
			continue
		}
		changed = true
		if err := b.writer.Reverse(old.entry.ID, b.batch); err != nil {
			return true, err
		}
		if err := b.closePayment(old); err != nil {
			return true, err
		}
	}
	return changed, nil
}

func (p *plan) pays(purchaseID int64) bool {
	for i := range p.payments {
		if p.payments[i].purchaseID == purchaseID {
			return true
		}
	}
	return false
}

func (b *Books) keepPayment(s *Subject, old, want *paid) error {
	if old != nil {
		if err := b.closePayment(old); err != nil {
			return err
		}
	}
	x := want.payment
	return b.tx.Exec(`INSERT INTO payment (purchase_id, order_id, supplier_id, dated, currency, amount, left_base, owed_base, account_id, entry_id, recorded_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, x.PurchaseID, s.Order.ID, store.OrNull(x.SupplierID), string(x.On), string(x.Currency), int64(x.Amount),
		int64(want.left), int64(want.owed), int64(x.From), want.entry.ID, string(b.tx.Now)).Error
}

func (b *Books) closePayment(old *paid) error {
	return b.tx.Exec(`UPDATE payment SET superseded_at = ? WHERE id = ?`, string(b.tx.Now), old.id).Error
}
