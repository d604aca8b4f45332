package parcel

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"sync"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/resources"
	"github.com/dropledger/dropledger/services/setting"
)

// Letter is a text that is ready to be copied into a message.
type Letter struct {
	To      string // an e-mail address, "" unknown
	Subject string
	Text    string
}

// Letters are the next steps prepared for a row of the board: a reminder for the
// supplier, in the supplier's language, and a notice for the customer, in German
// for countries that speak it. All others are in English.
type Letters struct{ Supplier, Customer Letter }

// words are the sentences of the letters by language.
var words = sync.OnceValue(func() map[string]map[string]string {
	all := map[string]map[string]string{}
	for _, language := range []string{"en", "de"} {
		data, err := resources.LetterWords.ReadFile("letters/" + language + ".json")
		one := map[string]string{}
		if err == nil {
			err = json.Unmarshal(data, &one)
		}
		if err != nil {
			panic("letters " + language + ": " + err.Error()) // it is built in
		}
		all[language] = one
	}
	return all
})

// germanSpeaking are the countries whose customers are written to in German.
var germanSpeaking = []string{"DE", "AT", "CH", "LI"}

// language is the code under which letters in a language are kept.
func language(german bool) string {
	if german {
		return "de"
	}
	return "en"
}

// filled puts values into a text, {name} by name.
func filled(text string, values map[string]string) string {
	for name, v := range values {
		text = strings.ReplaceAll(text, "{"+name+"}", v)
	}
	return text
}

// Letters prepares the texts of a row.
func (s *Service) Letters(ctx context.Context, r *Row) (Letters, error) {
	var l Letters
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		merchant, err := setting.Value(q, setting.MerchantName)
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
		if l.Supplier, err = r.nudge(q, setting.German(to.Language), merchant); err != nil {
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
func (r *Row) nudge(q *gorm.DB, german bool, merchant string) (Letter, error) {
	lang := language(german)
	w, values := words()[lang], r.known()
	matter, ok := w["supplier."+string(r.first())]
	if !ok {
		matter = w["supplier."]
	}
	subject := "subject.parcel"
	if r.Purchase != "" {
		subject = "subject.purchase"
	}
	text, err := setting.Value(q, setting.ParcelLetter("supplier", lang))
	values["matter"], values["pieces"], values["merchant"] = filled(matter, values), r.pieces(w), merchant
	return Letter{Subject: filled(w[subject], values), Text: tidyLetter(filled(text, values))}, err
}

// notice tells the customer of the first order what the matter is, and nothing
// about who sends the goods.
func (r *Row) notice(q *gorm.DB, merchant, link string) (Letter, error) {
	if len(r.Lines) == 0 {
		return Letter{}, nil
	}
	l := &r.Lines[0]
	lang := language(slices.Contains(germanSpeaking, l.Country))
	w := words()[lang]
	concern := string(r.first())
	if r.State == string(model.Delivered) {
		concern = string(model.Delivered)
	}
	matter, ok := w["customer."+concern]
	if !ok {
		matter = w["customer."]
	}
	hello, tracking := w["hello.customer"], ""
	if l.Customer == "" {
		hello = w["hello.nobody"]
	}
	if r.Tracking != "" {
		tracking = filled(w["tracking"], map[string]string{"tracking": strings.TrimSpace(r.Carrier + " " + r.Tracking)})
		if link != "" {
			tracking += "\n" + link
		}
	}
	text, err := setting.Value(q, setting.ParcelLetter("customer", lang))
	values := map[string]string{"order": l.Order, "customer": l.Customer, "merchant": merchant, "matter": matter, "tracking": tracking}
	values["hello"] = filled(hello, map[string]string{"customer": l.Customer})
	return Letter{To: l.Email, Subject: filled(w["subject.order"], values), Text: tidyLetter(filled(text, values))}, err
}

// tidyLetter takes away what empty values leave: more than one blank line, and
// blanks at the end.
func tidyLetter(text string) string {
	for strings.Contains(text, "\n\n\n") {
		text = strings.ReplaceAll(text, "\n\n\n", "\n\n")
	}
	return strings.TrimSpace(text) + "\n"
}

func (r *Row) first() Concern {
	if len(r.Attention) == 0 {
		return ""
	}
	return r.Attention[0]
}

func (r *Row) pieces(w map[string]string) string {
	var lines []string
	for _, l := range r.Lines {
		key := "pieces.other"
		if l.Quantity == 1 {
			key = "pieces.one"
		}
		lines = append(lines, filled(w[key], map[string]string{"order": l.Order, "n": strconv.FormatInt(int64(l.Quantity), 10), "name": l.called()}))
	}
	return strings.Join(lines, "\n")
}
