package order

import (
	"database/sql"
	"errors"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/booking"
	"github.com/dropledger/dropledger/services/store"
)

const orderColumns = `shop_id, number, external_id, placed_at, placed_on, paid_on, fulfilled_on, cancelled_on, currency, payment,
	fulfilment, subtotal, shipping, tax, total, discount, duties, tip, refunded, outstanding, tax_mode, tax_names, ship_to_id, bill_to_id,
	country, payment_method, shipping_method, discount_code, source, tags, notes, as_of, content_hash, booked_on, sale_entry_id, unbooked_reason`

const selectOrder = `SELECT id, batch_id, archived_at, version, ` + orderColumns + ` FROM sales_order`

const (
	// The empty id is excluded in words, or the index over known ids would not be used.
	findExternal = `SELECT id, as_of, content_hash, COALESCE(sale_entry_id, 0) FROM sales_order
		WHERE shop_id = ? AND external_id = ? AND external_id <> ''`
	// Without the shop's id on either side the number must do; with both it may not.
	findNumber = `SELECT id, as_of, content_hash, COALESCE(sale_entry_id, 0) FROM sales_order
		WHERE shop_id = ? AND number = ? AND (external_id = '' OR ? = '') ORDER BY id LIMIT 1`
)

// writer writes orders within one transaction.
type writer struct {
	batch                                        int64
	nextOrder, nextLine, nextContact             int64
	contacts                                     map[string]int64
	insertOrder, updateOrder, insertLine         *sql.Stmt
	updateLine, insertContact, findContact       *sql.Stmt
	insertRefund, updateRefund, dropRefund, bump *sql.Stmt
	noteBooks, noteSupplier                      *sql.Stmt
	byExternal, byNumber                         *sql.Stmt
}

func newWriter(tx *store.Tx, batch int64) (*writer, error) {
	w := &writer{batch: batch, contacts: map[string]int64{}}
	for table, next := range map[string]*int64{"sales_order": &w.nextOrder, "order_line": &w.nextLine, "contact": &w.nextContact} {
		if err := tx.Raw(`SELECT COALESCE(MAX(id), 0) + 1 FROM ` + table).Scan(next).Error; err != nil {
			return nil, err
		}
	}
	const marks36 = `?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?`
	for query, stmt := range map[string]**sql.Stmt{
		`INSERT INTO sales_order (` + orderColumns + `, id, batch_id) VALUES (` + marks36 + `,?,?)`:             &w.insertOrder,
		`UPDATE sales_order SET (` + orderColumns + `) = (` + marks36 + `), version = version + 1 WHERE id = ?`: &w.updateOrder,
		`INSERT INTO order_line (sku, name, product_id, supplier_id, quantity, price, discount, tax, shipping, shippable, taxable,
			fulfilment, row_number, id, order_id, position) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`: &w.insertLine,
		`UPDATE order_line SET (sku, name, product_id, supplier_id, quantity, price, discount, tax, shipping, shippable, taxable,
			fulfilment, row_number) = (?,?,?,?,?,?,?,?,?,?,?,?,?) WHERE id = ?`: &w.updateLine,
		`INSERT INTO contact (id, fingerprint, email, name, company, address1, address2, city, zip, province, country, phone)
			VALUES (?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (fingerprint) DO NOTHING`: &w.insertContact,
		`SELECT id FROM contact WHERE fingerprint = ?`:                                                        &w.findContact,
		`INSERT INTO refund (order_id, dated, gross, tax, source, entry_id, batch_id) VALUES (?,?,?,?,?,?,?)`: &w.insertRefund,
		`UPDATE refund SET dated = ?, gross = ?, tax = ?, source = ?, entry_id = ? WHERE id = ?`:              &w.updateRefund,
		`DELETE FROM refund WHERE order_id = ?`:                                                               &w.dropRefund,
		`UPDATE sales_order SET booked_on = ?, sale_entry_id = ?, unbooked_reason = ? WHERE id = ?`:           &w.noteBooks,
		`UPDATE order_line SET supplier_id = ? WHERE id = ?`:                                                  &w.noteSupplier,
		findExternal: &w.byExternal,
		findNumber:   &w.byNumber,
		`UPDATE sales_order SET as_of = ? WHERE id = ?`: &w.bump,
	} {
		s, err := tx.Prepare(query)
		if err != nil {
			return nil, err
		}
		*stmt = s
	}
	return w, nil
}

// stand is what must be known of an order in the book to decide whether a
// source says anything new.
type stand struct {
	ID, SaleEntry     int64
	AsOf, ContentHash string
}

// find looks an order up by the shop's own id, else by its number.
func (w *writer) find(o *model.Order) (*stand, bool, error) { return find(w.byExternal, w.byNumber, o) }

func find(byExternal, byNumber *sql.Stmt, o *model.Order) (*stand, bool, error) {
	var s stand
	err := sql.ErrNoRows
	if o.ExternalID != "" {
		err = byExternal.QueryRow(o.ShopID, o.ExternalID).Scan(&s.ID, &s.AsOf, &s.ContentHash, &s.SaleEntry)
	}
	if errors.Is(err, sql.ErrNoRows) {
		err = byNumber.QueryRow(o.ShopID, o.Number, o.ExternalID).Scan(&s.ID, &s.AsOf, &s.ContentHash, &s.SaleEntry)
	}
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	return &s, err == nil, err
}

// assignIDs gives the order and its new lines their ids before anything is
// written, because the books refer to them.
func (w *writer) assignIDs(o *model.Order) {
	if o.ID == 0 {
		o.ID = w.nextOrder
		w.nextOrder++
	}
	for i := range o.Lines {
		if o.Lines[i].ID == 0 {
			o.Lines[i].ID = w.nextLine
			w.nextLine++
		}
	}
}

func (w *writer) insert(o *model.Order, out booking.Outcome, by stamp) error {
	args, err := w.orderArgs(o, out, by)
	if err != nil {
		return err
	}
	if _, err := w.insertOrder.Exec(append(args, o.ID, store.OrNull(w.batch))...); err != nil {
		return err
	}
	for i := range o.Lines {
		l := &o.Lines[i]
		l.Position = i + 1
		if _, err := w.insertLine.Exec(append(lineArgs(l), l.ID, o.ID, l.Position)...); err != nil {
			return err
		}
	}
	if out.Refund == nil {
		return nil
	}
	return w.saveRefund(o.ID, out.Refund)
}

func (w *writer) update(o *model.Order, out booking.Outcome, by stamp) error {
	args, err := w.orderArgs(o, out, by)
	if err != nil {
		return err
	}
	if _, err := w.updateOrder.Exec(append(args, o.ID)...); err != nil {
		return err
	}
	for i := range o.Lines {
		l := &o.Lines[i]
		res, err := w.updateLine.Exec(append(lineArgs(l), l.ID)...)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 1 {
			if err != nil {
				return err
			}
			continue
		}
		if _, err := w.insertLine.Exec(append(lineArgs(l), l.ID, o.ID, l.Position)...); err != nil {
			return err
		}
	}
	return w.saveRefund(o.ID, out.Refund)
}

func (w *writer) saveRefund(orderID int64, r *booking.Refund) error {
	var err error
	switch {
	case r == nil:
		_, err = w.dropRefund.Exec(orderID)
	case r.ID != 0:
		_, err = w.updateRefund.Exec(string(r.Dated), int64(r.Gross), int64(r.Tax), r.Source, store.OrNull(r.EntryID), r.ID)
	default:
		_, err = w.insertRefund.Exec(orderID, string(r.Dated), int64(r.Gross), int64(r.Tax), r.Source, store.OrNull(r.EntryID), store.OrNull(w.batch))
	}
	return err
}

// touch notes that a newer source says the same.
func (w *writer) touch(id int64, asOf string) error {
	_, err := w.bump.Exec(asOf, id)
	return err
}

func (w *writer) orderArgs(o *model.Order, out booking.Outcome, by stamp) ([]any, error) {
	shipTo, err := w.contact(&o.ShipTo)
	if err != nil {
		return nil, err
	}
	billTo, err := w.contact(&o.BillTo)
	if err != nil {
		return nil, err
	}
	return []any{
		o.ShopID, o.Number, o.ExternalID, string(o.PlacedAt), string(o.PlacedOn), string(o.PaidOn), string(o.FulfilledOn),
		string(o.CancelledOn), string(o.Currency), string(o.Payment), string(o.Fulfilment), int64(o.Subtotal), int64(o.Shipping),
		int64(o.Tax), int64(o.Total), int64(o.Discount), int64(o.Duties), int64(o.Tip), int64(o.Refunded), int64(o.Outstanding),
		string(o.TaxMode), taxesText(o.TaxNames), store.OrNull(shipTo), store.OrNull(billTo), o.Country, o.PaymentMethod, o.ShippingMethod,
		o.DiscountCode, o.Source, o.Tags, o.Notes, by.asOf, by.hash, string(out.BookedOn), store.OrNull(out.SaleEntry), out.Unbooked,
	}, nil
}

func lineArgs(l *model.OrderLine) []any {
	return []any{
		l.SKU, l.Name, store.OrNull(l.ProductID), store.OrNull(l.SupplierID), int64(l.Quantity), int64(l.Price), int64(l.Discount), int64(l.Tax),
		int64(l.Shipping), flag(l.Shippable), flag(l.Taxable), string(l.Fulfilment), l.Row,
	}
}

// contact returns the id of the row that says the same as c, making it when
// there is none; 0 for an empty contact.
func (w *writer) contact(c *model.Contact) (int64, error) {
	if c.IsZero() {
		return 0, nil
	}
	mark := fingerprint(c)
	if id, ok := w.contacts[mark]; ok {
		return id, nil
	}
	res, err := w.insertContact.Exec(w.nextContact, mark, c.Email, c.Name, c.Company, c.Address1, c.Address2, c.City, c.Zip, c.Province, c.Country, c.Phone)
	if err != nil {
		return 0, err
	}
	n, err := res.RowsAffected()
	if err != nil {
		return 0, err
	}
	id := w.nextContact
	if n == 1 {
		w.nextContact++
	} else if err := w.findContact.QueryRow(mark).Scan(&id); err != nil {
		if errors.Is(err, sql.ErrNoRows) {
			return 0, model.Errorf(model.Internal, "A customer's address could not be stored. Nothing was changed.")
		}
		return 0, err
	}
	w.contacts[mark] = id
	return id, nil
}
