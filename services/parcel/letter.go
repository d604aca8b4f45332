package parcel

import (
	"context"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/letter"
)

// Letter is a text that is ready to be copied into a message.
type Letter struct {
	To      string // an e-mail address, "" unknown
	Subject string
	Text    string
}

// Letters are the next steps prepared for a row of the board: a reminder for the
// supplier, in the supplier's language, and a notice for the customer, in the
// language of the country. Where there is none of these, they are in English.
type Letters struct{ Supplier, Customer Letter }

// Letters prepares the texts of a row.
func (s *Service) Letters(ctx context.Context, r *Row) (Letters, error) {
	var l Letters
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		merchant, err := letter.Merchant(q)
		if err != nil {
			return err
		}
		var to struct{ Email, Language string }
		if err := q.Raw(`SELECT email, language FROM supplier WHERE id = ?`, r.SupplierID).Scan(&to).Error; err != nil {
			return err
		}
		link, err := Link(q, r.Carrier, Asked{r.Tracking, s.db.Today()})
		if err != nil {
			return err
		}
		if l.Supplier, err = r.nudge(q, to.Language, merchant); err != nil {
			return err
		}
		l.Supplier.To = to.Email
		l.Customer, err = r.notice(q, merchant, link)
		return err
	})
	return l, err
}

// known are the values that sentences name.
func (r *Row) known() map[string]string {
	number := r.Purchase
	if number == "" {
		number = r.Tracking
	}
	return map[string]string{
		"number": number, "tracking": r.Tracking, "since": string(r.Since(NoMovement)), "sent": string(r.Sent), "promised": string(r.Promised),
		"supplier": r.Supplier,
	}
}

// nudge asks the supplier for the next step of the most urgent concern.
func (r *Row) nudge(q *gorm.DB, language, merchant string) (Letter, error) {
	values := r.known()
	about := "about.parcel"
	if r.Purchase != "" {
		about = "about.purchase"
	}
	values["about"] = letter.Say(language, about, values)
	values["matter"] = matter(language, "supplier.", string(r.first()), values)
	values["pieces"], values["merchant"] = r.pieces(language), merchant
	w, err := letter.Read(q, letter.For{Kind: letter.Reminder, Language: language, SupplierID: r.SupplierID})
	w = w.Fill(values)
	return Letter{Subject: w.Subject, Text: w.Text}, err
}

// matter is the sentence for a concern, the one for none where it has no own.
func matter(language, to, concern string, values map[string]string) string {
	if s := letter.Say(language, to+concern, values); s != "" {
		return s
	}
	return letter.Say(language, to, values)
}

// notice tells the customer of the first order what the matter is, and nothing
// about who sends the goods.
func (r *Row) notice(q *gorm.DB, merchant, link string) (Letter, error) {
	if len(r.Lines) == 0 {
		return Letter{}, nil
	}
	l := &r.Lines[0]
	language := letter.SpokenIn(l.Country)
	concern := string(r.first())
	if r.State == string(model.Delivered) {
		concern = string(model.Delivered)
	}
	values := map[string]string{"order": l.Order, "customer": l.Customer, "merchant": merchant, "tracking": ""}
	hello := "hello.customer"
	if l.Customer == "" {
		hello = "hello.nobody"
	}
	values["hello"] = letter.Say(language, hello, values)
	values["matter"] = matter(language, "customer.", concern, values)
	if r.Tracking != "" {
		values["tracking"] = letter.Say(language, "tracking", map[string]string{"tracking": strings.TrimSpace(r.Carrier + " " + r.Tracking)})
		if link != "" {
			values["tracking"] += "\n" + link
		}
	}
	w, err := letter.Read(q, letter.For{Kind: letter.Notice, Language: language})
	w = w.Fill(values)
	return Letter{To: l.Email, Subject: w.Subject, Text: w.Text}, err
}

func (r *Row) first() Concern {
	if len(r.Attention) == 0 {
		return ""
	}
	return r.Attention[0]
}

func (r *Row) pieces(language string) string {
	var lines []string
	for _, l := range r.Lines {
		key := "pieces.other"
		if l.Quantity == 1 {
			key = "pieces.one"
		}
		lines = append(lines, letter.Say(language, key, map[string]string{"order": l.Order, "n": strconv.FormatInt(int64(l.Quantity), 10), "name": l.called()}))
	}
	return strings.Join(lines, "\n")
}
