// Package letter keeps the words of the letters that leave: those that come with
// the program, in each language, and in their place the merchant's own, for all
// suppliers or for one. It must not know what a letter is about, nor how it
// travels.
package letter

import (
	"context"
	"slices"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/near"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/supplier"
)

// Kind says on what occasion a letter is written.
type Kind string

// The kinds of letters.
const (
	Purchase     Kind = "purchase"     // brings a purchase order
	Change       Kind = "change"       // asks to change one
	Cancellation Kind = "cancellation" // asks not to send pieces of one
	Reminder     Kind = "reminder"     // to a supplier about a parcel or its answer
	Notice       Kind = "notice"       // to a customer about a parcel
	Review       Kind = "review"       // brings the review of a supplier
)

// Kinds lists the kinds in the order in which a person meets them.
func Kinds() []Kind { return []Kind{Purchase, Change, Cancellation, Reminder, Notice, Review} }

// Places are what a letter of the kind may name in braces.
func (k Kind) Places() []string {
	switch k {
	case Purchase:
		return []string{"number", "date", "supplier", "merchant", "orders", "pieces", "total"}
	case Change, Cancellation:
		return []string{"number", "purchase", "date", "supplier", "merchant", "change", "reason"}
	case Reminder:
		return []string{"about", "matter", "pieces", "number", "supplier", "merchant"}
	case Notice:
		return []string{"hello", "matter", "tracking", "order", "customer", "merchant"}
	case Review:
		return []string{"period", "supplier", "merchant"}
	}
	return nil
}

// ToSupplier tells whether suppliers get letters of the kind, so that one of
// them can have its own.
func (k Kind) ToSupplier() bool { return k != Notice }

// For says whose letter is wanted. SupplierID is 0 for the one of all suppliers,
// and for customers.
type For struct {
	Kind       Kind
	Language   string // any code; see Language
	SupplierID int64
}

// Wording is the subject and text of a letter, with places in braces.
type Wording struct {
	Subject string `json:"subject"`
	Text    string `json:"text"`
}

// Fill puts values in place of the names in braces. What empty values leave
// behind is tidied up: more than one blank line, and blanks at the ends.
func (w Wording) Fill(values map[string]string) Wording {
	text := Fill(w.Text, values)
	for strings.Contains(text, "\n\n\n") {
		text = strings.ReplaceAll(text, "\n\n\n", "\n\n")
	}
	return Wording{oneLine(Fill(w.Subject, values)), strings.TrimSpace(text) + "\n"}
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// Shipped is the letter that comes with the program.
func Shipped(k Kind, language string) Wording {
	of := texts()[Language(language)]
	return Wording{of[string(k)+".subject"], of[string(k)+".text"]}
}

// over is the wording with what another one says in its place.
func (w Wording) over(own Wording) Wording {
	if own.Subject != "" {
		w.Subject = own.Subject
	}
	if own.Text != "" {
		w.Text = own.Text
	}
	return w
}

// Read is the letter that counts within a transaction: the supplier's own, else
// the merchant's for all, else the one that comes with the program.
func Read(q *gorm.DB, f For) (Wording, error) {
	w := Shipped(f.Kind, f.Language)
	var own []row
	err := q.Raw(selectOwn+` WHERE t.superseded_at = '' AND t.kind = ? AND t.language = ? AND (t.supplier_id IS NULL OR t.supplier_id = ?)
		ORDER BY t.supplier_id IS NOT NULL`, string(f.Kind), Language(f.Language), f.SupplierID).Scan(&own).Error
	for _, r := range own {
		w = w.over(Wording{r.Subject, r.Body})
	}
	return w, err
}

const selectOwn = `SELECT t.id, t.kind, t.language, COALESCE(t.supplier_id, 0) AS supplier_id, COALESCE(s.name, '') AS supplier, t.subject, t.body,
	t.recorded_at, t.superseded_at FROM letter_text t LEFT JOIN supplier s ON s.id = t.supplier_id`

// row is a letter of the merchant's own; a part that is "" is the one it stands for.
type row struct {
	ID                      int64
	Kind                    Kind
	Language                string
	SupplierID              int64
	Supplier, Subject, Body string
	RecordedAt              model.Instant
	SupersededAt            model.Instant
}

// Service keeps the letters of one book.
type Service struct {
	db  *store.DB
	bus *event.Bus
}

// New returns the letters of the book.
func New(db *store.DB, bus *event.Bus) *Service { return &Service{db, bus} }

// Own is a letter that the merchant wrote. Until is "" for the one that counts.
type Own struct {
	ID       int64         `json:"id"`
	Number   string        `json:"number"` // kind, language and supplier, as every list has a number
	Kind     Kind          `json:"kind"`
	Language string        `json:"language"`
	Supplier string        `json:"supplier"`
	Since    model.Instant `json:"since"`
	Until    model.Instant `json:"until"`
	Wording
}

// Owns lists the letters that the merchant wrote; with the past ones also those
// that no longer count, the newest first within each.
func (s *Service) Owns(ctx context.Context, past bool) ([]Own, error) {
	all := []Own{}
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		var rows []row
		err := q.Raw(selectOwn+` WHERE t.superseded_at = '' OR ? ORDER BY t.kind, t.language, s.name_key, t.id DESC`, past).Scan(&rows).Error
		for _, r := range rows {
			o := Own{ID: r.ID, Kind: r.Kind, Language: r.Language, Supplier: r.Supplier, Since: r.RecordedAt, Until: r.SupersededAt, Wording: Wording{r.Subject, r.Body}}
			o.Number = key(o.Kind, o.Language, o.Supplier)
			all = append(all, o)
		}
		return err
	})
	return all, err
}

// key names a letter for people.
func key(k Kind, language, supplier string) string {
	return strings.TrimSpace(string(k) + " " + language + " " + supplier)
}

// Get is the letter that counts for a supplier by name, or for all when it is "",
// with whether the merchant wrote it for just these.
func (s *Service) Get(ctx context.Context, k Kind, language, supplierName string) (w Wording, own bool, err error) {
	err = s.db.Read(ctx, func(q *gorm.DB) error {
		f := For{Kind: k, Language: language}
		if supplierName != "" {
			who, err := supplier.ByNameTx(q, supplierName)
			if err != nil {
				return err
			}
			f.SupplierID = who.ID
		}
		if w, err = Read(q, f); err != nil {
			return err
		}
		r, err := standing(q, f)
		own = r.ID != 0
		return err
	})
	return w, own, err
}

// standing is the merchant's own letter for just these, ID 0 for none.
func standing(q *gorm.DB, f For) (row, error) {
	var r row
	err := q.Raw(selectOwn+` WHERE t.superseded_at = '' AND t.kind = ? AND t.language = ? AND COALESCE(t.supplier_id, 0) = ?`,
		string(f.Kind), Language(f.Language), f.SupplierID).Scan(&r).Error
	return r, err
}

// Preview fills a letter as it is being written with values of the book: the
// merchant, the supplier, and its last purchase order where there is one.
func (s *Service) Preview(ctx context.Context, k Kind, language, supplierName string, w Wording) (Wording, error) {
	if err := check(k, w); err != nil {
		return Wording{}, err
	}
	values := example(language)
	err := s.db.Read(ctx, func(q *gorm.DB) (err error) {
		if values["merchant"], err = Merchant(q); err != nil {
			return err
		}
		var last struct {
			Number, Name, Currency string
			CreatedAt              model.Instant
			Total                  model.Amount
			Orders, Pieces         int64
		}
		err = q.Raw(`SELECT p.number, s.name, p.currency, p.created_at, p.total, (SELECT COUNT(DISTINCT order_id) FROM purchase_line WHERE purchase_id = p.id) AS orders,
			(SELECT COALESCE(SUM(quantity), 0) FROM purchase_line WHERE purchase_id = p.id) AS pieces
			FROM purchase_order p JOIN supplier s ON s.id = p.supplier_id WHERE p.kind = 'dropship' AND (? = '' OR s.name_key = ?) ORDER BY p.id DESC LIMIT 1`,
			supplierName, model.NameKey(supplierName)).Scan(&last).Error
		if err == nil && last.Number != "" {
			values.take(last.Number, last.Name, last.Total.Text(model.Currency(last.Currency))+" "+last.Currency)
			values["date"] = string(model.DateOf(last.CreatedAt.Time()))
			values["orders"], values["pieces"] = decimals(last.Orders), decimals(last.Pieces)
		}
		if supplierName != "" {
			values["supplier"] = supplierName
		}
		return err
	})
	switch k {
	case Change, Cancellation:
		values["number"] += "-A1"
	case Notice:
		values["matter"] = Say(language, "customer.past_due", nil)
	case Reminder:
		values["pieces"] = Say(language, "pieces.other", map[string]string{"order": values["order"], "n": "2", "name": "LAMP-01"})
		values["about"] = Say(language, "about.purchase", values)
	}
	return w.Fill(values), err
}

// Merchant is the name that letters are signed with: the business's, else the
// book's.
func Merchant(q *gorm.DB) (string, error) {
	name, err := setting.Value(q, setting.MerchantName)
	if err == nil && name == "" {
		name, err = setting.Value(q, setting.BookName)
	}
	return name, err
}

// check refuses a letter that could not be filled.
func check(k Kind, w Wording) error {
	if !slices.Contains(Kinds(), k) {
		all := make([]string, len(Kinds()))
		for i, k := range Kinds() {
			all[i] = string(k)
		}
		return model.FieldErrorf("kind", "%q is not a kind of letter.%s", k, near.Hint(string(k), all))
	}
	for _, part := range []struct{ field, text string }{{"subject", w.Subject}, {"text", w.Text}} {
		for rest := part.text; ; {
			_, after, open := strings.Cut(rest, "{")
			if !open {
				break
			}
			name, more, closed := strings.Cut(after, "}")
			if !closed || !slices.Contains(k.Places(), name) {
				return model.FieldErrorf(part.field, "What stands in braces in the %s is not known: it can be {%s}.", part.field, strings.Join(k.Places(), "}, {"))
			}
			rest = more
		}
	}
	return nil
}
