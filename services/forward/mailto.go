package forward

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/mail"
)

// Written is the way to a message that a person sends with their own mail
// program: a mailto link, or where that would be too long a draft to open.
type Written struct {
	Link  string
	Draft string // path of the .eml file, "" when none was kept
}

// Mailto prepares the message of a purchase order that left into a folder: its
// text with the order in words, as a link cannot carry files. Where the link
// would be longer than mail programs take, the draft with the files is the way.
func (s *Service) Mailto(ctx context.Context, purchaseID int64) (Written, error) {
	var w Written
	m, err := s.inWords(ctx, purchaseID)
	if err != nil {
		return w, err
	}
	paths, err := s.Papers(ctx, purchaseID)
	if err != nil {
		return w, err
	}
	if i := slices.IndexFunc(paths, func(p string) bool { return filepath.Ext(p) == ".eml" }); i >= 0 {
		w.Draft = paths[i]
	}
	if link, ok := mail.Mailto(m); ok {
		w.Link = link
		return w, nil
	}
	if w.Draft == "" {
		return w, model.Errorf(model.Impossible, "The order is too long for a link to a mail program. Enter the sender's address in the settings, and a draft is kept with the papers.")
	}
	return w, nil
}

// inWords is the message of a purchase order with the order in its text.
func (s *Service) inWords(ctx context.Context, purchaseID int64) (mail.Message, error) {
	var m mail.Message
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		ds, err := dispatches(q, []int64{purchaseID}, s.db.Today())
		if err != nil {
			return err
		}
		d := &ds[0]
		if d.Supplier.Email == "" {
			return model.Errorf(model.Refused, "The e-mail address of %s is not known: enter it.", d.Supplier.Name)
		}
		var h head
		if err := q.Raw(`SELECT language, id AS supplier_id FROM supplier WHERE id = ?`, d.SupplierID).Scan(&h).Error; err != nil {
			return err
		}
		texts, err := wordings(q, []head{h})
		if err != nil {
			return err
		}
		as := texts[h.ID].Fill(d.values(h.Language))
		m = mail.Message{To: mail.Address{Name: d.Supplier.Name, Mail: d.Supplier.Email}, Subject: as.Subject, Text: as.Text + "\n" + d.words()}
		return nil
	})
	return m, err
}

// words tells each order in a few lines: whom it goes to, and what.
func (d *Dispatch) words() string {
	var b strings.Builder
	for i := range d.Orders {
		o := &d.Orders[i]
		c := &o.ShipTo
		fmt.Fprintf(&b, "\n%s\n", o.Number)
		for _, line := range []string{c.Name, c.Company, c.Address1, c.Address2, strings.TrimSpace(c.Zip + " " + c.City), c.Province, c.Country, c.Phone} {
			if line != "" {
				b.WriteString(line + "\n")
			}
		}
		for _, l := range o.Lines {
			sku := l.SupplierSKU
			if sku == "" {
				sku = l.SKU
			}
			fmt.Fprintf(&b, "%d x %s %s\n", l.Quantity, sku, l.Name)
		}
	}
	return b.String()
}
