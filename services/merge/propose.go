package merge

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"
	"unicode"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/near"
	"github.com/dropledger/dropledger/services/product"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/shop"
	"github.com/dropledger/dropledger/services/supplier"
)

// Why two records may be one.
const (
	SameEmail   = "same_email"
	SameTax     = "same_tax_number"   // but for signs
	SameContact = "same_contact"      // an e-mail address of a contact or of the supplier
	SameName    = "same_name"         // but for case, signs and the legal form
	NearName    = "near_name"         // a letter or two differ
	SameSKU     = "same_sku"          // but for case and signs
	SameBarcode = "same_barcode"      // in a shop's catalogue
	SameArticle = "same_supplier_sku" // one supplier has both under one number
)

// Pair are two records of one kind that may stand for the same. From is the one
// with less behind it; Why has one or more of the reasons above.
type Pair struct {
	From, Into Side
	Why        []string
}

// Side is one of them. Uses counts what refers to it: purchase orders and
// offers of a supplier, order lines of a product, orders of a shop.
type Side struct {
	ID     int64
	Name   string // of a product the SKU
	Second string // a supplier's e-mail address, a product's name
	Uses   int
}

const (
	sidesOfSuppliers = `SELECT s.id, s.name, s.email, (SELECT COUNT(*) FROM purchase_order p WHERE p.supplier_id = s.id)
		+ (SELECT COUNT(*) FROM offer o WHERE o.supplier_id = s.id) FROM supplier s WHERE s.archived_at = '' ORDER BY s.id`
	sidesOfProducts = `SELECT p.id, p.sku, p.name, (SELECT COUNT(*) FROM order_line l WHERE l.product_id = p.id) FROM product p WHERE p.archived_at = '' ORDER BY p.id`
	sidesOfShops    = `SELECT s.id, s.name, '', (SELECT COUNT(*) FROM sales_order o WHERE o.shop_id = s.id) FROM shop s WHERE s.archived_at = '' ORDER BY s.id`
)

// Propose lists pairs of records that may stand for the same, those with the
// most reasons first. Archived ones are left out.
func (s *Service) Propose(ctx context.Context, kind string) ([]Pair, error) {
	list, ok := map[string]string{supplier.Kind: sidesOfSuppliers, product.Kind: sidesOfProducts, shop.Kind: sidesOfShops}[kind]
	if !ok {
		return nil, model.FieldErrorf("kind", "A %s cannot be merged; suppliers, products and shops can.", kind)
	}
	f := &finder{reasons: map[[2]int64][]string{}}
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		err := query.New(list).Each(q, func(r *sql.Rows) error {
			var one Side
			err := r.Scan(&one.ID, &one.Name, &one.Second, &one.Uses)
			f.sides = append(f.sides, one)
			return err
		})
		if err != nil {
			return err
		}
		if kind == product.Kind {
			f.alike(SameSKU, func(s *Side) string { return letters(s.Name) })
			return f.shared(q)
		}
		if kind == supplier.Kind {
			if err := f.firms(q); err != nil {
				return err
			}
		}
		f.alike(SameEmail, func(s *Side) string { return strings.ToLower(strings.TrimSpace(s.Second)) })
		f.alike(SameName, func(s *Side) string { return firm(s.Name) })
		f.near()
		return nil
	})
	return f.pairs(), err
}

// firms pairs suppliers by tax number and by the addresses of their contacts.
func (f *finder) firms(q *gorm.DB) error {
	for _, c := range []struct {
		why, query string
		key        func(string) string
	}{
		{SameTax, `SELECT id, tax_number FROM supplier WHERE archived_at = '' AND tax_number <> ''`, taxKey},
		{SameContact, `SELECT c.supplier_id, c.email FROM supplier_contact c JOIN supplier s ON s.id = c.supplier_id
			WHERE s.archived_at = '' AND c.archived_at = '' AND c.email <> ''
			UNION SELECT id, email FROM supplier WHERE archived_at = '' AND email <> '' AND EXISTS (SELECT 1 FROM supplier_contact)`, strings.ToLower},
	} {
		first := map[string]int64{}
		err := query.New(c.query+" ORDER BY 1, 2").Each(q, func(r *sql.Rows) error {
			var id int64
			var text string
			err := r.Scan(&id, &text)
			if k := c.key(strings.TrimSpace(text)); k != "" && err == nil {
				if other, ok := first[k]; ok {
					f.add(other, id, c.why)
				} else {
					first[k] = id
				}
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// shortestTax is from how many signs on a tax number says anything.
const shortestTax = 6

// taxKey is a tax number without signs; "" for one that is too short to tell
// firms apart. The country before it counts, as numbers repeat between countries.
func taxKey(s string) string {
	if k := letters(s); len(k) >= shortestTax {
		return k
	}
	return ""
}

// finder gathers reasons for pairs.
type finder struct {
	sides   []Side
	reasons map[[2]int64][]string
}

func (f *finder) add(a, b int64, why string) {
	if a > b {
		a, b = b, a
	}
	key := [2]int64{a, b}
	if a != b && !slices.Contains(f.reasons[key], why) {
		f.reasons[key] = append(f.reasons[key], why)
	}
}

// alike pairs those of which key says the same.
func (f *finder) alike(why string, key func(*Side) string) {
	groups := map[string][]int64{}
	for i := range f.sides {
		if k := key(&f.sides[i]); k != "" {
			groups[k] = append(groups[k], f.sides[i].ID)
		}
	}
	for _, ids := range groups {
		for i := 1; i < len(ids); i++ {
			f.add(ids[0], ids[i], why)
		}
	}
}

// near pairs those whose names differ by little.
func (f *finder) near() {
	names := make([]string, len(f.sides))
	byName := map[string]int64{}
	for i := range f.sides {
		names[i] = firm(f.sides[i].Name)
		byName[names[i]] = f.sides[i].ID
	}
	for i, name := range names {
		if len([]rune(name)) < shortest {
			continue
		}
		for _, other := range near.Names(name, names) {
			if other != name && sameLength(name, other) {
				f.add(f.sides[i].ID, byName[other], NearName)
			}
		}
	}
}

// shortest is from how many letters on a name that nearly fits says anything.
const shortest = 5

// sameLength is stricter than what helps a person who mistyped: a length that
// differs by more than two letters is another name.
func sameLength(a, b string) bool {
	gap := len([]rune(a)) - len([]rune(b))
	return gap <= 2 && gap >= -2
}

// shared pairs products that catalogues say are the same.
func (f *finder) shared(q *gorm.DB) error {
	for _, c := range []struct{ why, query string }{
		{SameBarcode, `SELECT a.product_id, b.product_id FROM listing a JOIN listing b ON b.barcode = a.barcode AND b.product_id > a.product_id
			JOIN product p ON p.id = a.product_id JOIN product r ON r.id = b.product_id WHERE a.barcode <> '' AND p.archived_at = '' AND r.archived_at = ''`},
		{SameArticle, `SELECT a.product_id, b.product_id FROM offer a JOIN offer b ON b.supplier_id = a.supplier_id AND b.supplier_sku = a.supplier_sku
			AND b.product_id > a.product_id JOIN product p ON p.id = a.product_id JOIN product r ON r.id = b.product_id
			WHERE a.supplier_sku <> '' AND p.archived_at = '' AND r.archived_at = ''`},
	} {
		err := query.New(c.query).Each(q, func(r *sql.Rows) error {
			var a, b int64
			err := r.Scan(&a, &b)
			f.add(a, b, c.why)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (f *finder) pairs() []Pair {
	byID := make(map[int64]*Side, len(f.sides))
	for i := range f.sides {
		byID[f.sides[i].ID] = &f.sides[i]
	}
	all := []Pair{}
	for key, why := range f.reasons {
		a, b := byID[key[0]], byID[key[1]]
		if a.Uses < b.Uses {
			a, b = b, a
		}
		if slices.Contains(why, SameEmail) { // it says the same, and more plainly
			why = slices.DeleteFunc(why, func(w string) bool { return w == SameContact })
		}
		slices.Sort(why)
		all = append(all, Pair{From: *b, Into: *a, Why: why})
	}
	slices.SortFunc(all, func(x, y Pair) int {
		return cmp.Or(cmp.Compare(len(y.Why), len(x.Why)), cmp.Compare(x.Into.Name, y.Into.Name), cmp.Compare(x.From.Name, y.From.Name), cmp.Compare(x.From.ID, y.From.ID))
	})
	return all
}

// letters keeps letters and digits, in lower case.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// forms are legal forms and words that do not tell firms apart.
var forms = map[string]bool{
	"gmbh": true, "ag": true, "kg": true, "ug": true, "ohg": true, "ltd": true, "limited": true, "llc": true, "inc": true, "corp": true,
	"co": true, "company": true, "sarl": true, "sas": true, "sa": true, "srl": true, "spa": true, "bv": true, "nv": true, "ab": true,
	"oy": true, "as": true, "aps": true, "sro": true, "spzoo": true, "plc": true, "pty": true, "the": true, "und": true, "and": true,
}

// firm is what tells a name from others: its words without signs and legal forms.
func firm(name string) string {
	var words []string
	for _, w := range strings.Fields(strings.NewReplacer(".", "", "&", " ", ",", " ", "-", " ", "/", " ").Replace(strings.ToLower(name))) {
		if w = letters(w); w != "" && !forms[w] {
			words = append(words, w)
		}
	}
	return strings.Join(words, " ")
}
