package parcel

import (
	"context"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/setting"
)

// Letter is a text that is ready to be copied into a message.
type Letter struct {
	To      string // an e-mail address, "" unknown
	Subject string
	Text    string
}

// Letters are the next steps prepared for a row of the board: a reminder for the
// supplier and a notice for the customer. Both are in English.
type Letters struct{ Supplier, Customer Letter }

// Letters prepares the texts of a row.
func (s *Service) Letters(ctx context.Context, r *Row) (Letters, error) {
	var l Letters
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		name, err := setting.Value(q, setting.MerchantName)
		if err != nil {
			return err
		}
		if err := q.Raw(`SELECT email FROM supplier WHERE id = ?`, r.SupplierID).Scan(&l.Supplier.To).Error; err != nil {
			return err
		}
		link, err := Link(q, r.Carrier, Asked{r.Tracking, s.db.Today()})
		if err != nil {
			return err
		}
		l.Supplier.Subject, l.Supplier.Text = nudge(r)
		l.Customer = notice(r, link)
		l.Supplier.Text, l.Customer.Text = signed(l.Supplier.Text, name), signed(l.Customer.Text, name)
		return nil
	})
	return l, err
}

func signed(text, name string) string {
	return strings.TrimSpace(text+"\n\nKind regards\n"+name) + "\n"
}

// subject is what the supplier knows the pieces by.
func (r *Row) subject() string {
	if r.Purchase != "" {
		return "Purchase order " + r.Purchase
	}
	return "Parcel " + r.Tracking
}

// nudge asks the supplier for the next step of the most urgent concern.
func nudge(r *Row) (subject, text string) {
	what := "We ask for the state of these pieces."
	switch r.first() {
	case IsLost:
		what = fmt.Sprintf("Parcel %s was lost. Please send the pieces again and tell us the new tracking number, or confirm the refund.", r.Tracking)
	case CameBack:
		what = fmt.Sprintf("Parcel %s came back to you. Please tell us why, and send the pieces again once we have confirmed the address.", r.Tracking)
	case Customs:
		what = fmt.Sprintf("Customs hold parcel %s. Please send us the commercial invoice and what else was declared with it.", r.Tracking)
	case Short:
		what = "What arrived is less than we ordered. Please send the pieces below, or confirm the refund."
	case NoMovement:
		what = fmt.Sprintf("Parcel %s has not moved since %s. Please ask the carrier where it is.", r.Tracking, r.Since(NoMovement))
	case NoTracking:
		what = fmt.Sprintf("We ordered on %s and have no tracking number yet. Please tell us the number, or the day you will send it.", r.Sent)
	case NoAnswer:
		what = fmt.Sprintf("We ordered on %s and have no confirmation yet. Please confirm quantities, prices and the day you will send it.", r.Sent)
	case PastDue:
		what = fmt.Sprintf("Our customer was promised these pieces by %s. Please tell us today where they are and when they will arrive.", r.Promised)
	}
	return r.subject(), "Dear colleagues,\n\n" + what + "\n\n" + r.pieces()
}

// notice tells the customer of the first order what the matter is, and nothing
// about who sends the goods.
func notice(r *Row, link string) Letter {
	var n Letter
	if len(r.Lines) == 0 {
		return n
	}
	l := &r.Lines[0]
	n.To, n.Subject = l.Email, "Your order "+l.Order
	what := "Your parcel is on its way."
	switch r.first() {
	case IsLost:
		what = "The carrier has lost your parcel. We are sorry. Would you like us to send the order again, or to give your money back?"
	case CameBack:
		what = "Your parcel came back to us. Please confirm your address and telephone number, so that we can send it again."
	case Customs:
		what = "Your parcel is with customs at the moment. If they contact you, please answer them; we help with any document they ask for."
	case Short:
		what = "A part of your order is still missing. We are finding out where it is and will write to you again."
	case PastDue, NoMovement:
		what = "Your parcel takes longer than we promised. We are sorry. We have asked for it and will write as soon as we know the new day. You may cancel the order at no cost if you do not want to wait."
	case NoTracking, NoAnswer:
		what = "Your order is being prepared. We will send you the tracking number as soon as the parcel has left."
	default:
		if r.State == string(model.Delivered) {
			what = "Your parcel was delivered. Is all well with it? If anything is missing or damaged, please answer this message with a picture."
		}
	}
	hello := "Hello"
	if l.Customer != "" {
		hello += " " + l.Customer
	}
	n.Text = hello + ",\n\n" + what
	if r.Tracking != "" {
		n.Text += "\n\nTracking number: " + strings.TrimSpace(r.Carrier+" "+r.Tracking)
		if link != "" {
			n.Text += "\n" + link
		}
	}
	return n
}

func (r *Row) first() Concern {
	if len(r.Attention) == 0 {
		return ""
	}
	return r.Attention[0]
}

func (r *Row) pieces() string {
	var lines []string
	for _, l := range r.Lines {
		lines = append(lines, fmt.Sprintf("%s: %s %s", l.Order, model.Pieces(l.Quantity), l.called()))
	}
	return strings.Join(lines, "\n")
}
