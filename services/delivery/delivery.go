// Package delivery keeps what countries ask of an address and what carriers do
// with post office boxes, as dated rows with their source that a person can
// edit. It must not know orders, nor who sends a parcel.
package delivery

import (
	"context"
	"regexp"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

// Kinds of record in messages and in the history.
const (
	AddressKind = "address_rule"
	BoxKind     = "box_rule"
)

// Service keeps the rules of one book.
type Service struct {
	db  *store.DB
	bus *event.Bus
}

// New returns the rules of the book.
func New(db *store.DB, bus *event.Bus) *Service { return &Service{db, bus} }

// Need is what an address needs in a country beside name, street, city and
// country.
type Need struct {
	Country                      string
	Zip, Province, Phone, Number bool // Number: a house number in the street
}

// box is what a carrier does with post office boxes.
type box struct {
	Word     string
	Delivers bool
}

// Rules are those that hold on a day.
type Rules struct {
	needs map[string]Need
	boxes []box
}

// everywhere is the rule of all countries that have none of their own.
const everywhere = "*"

// Load reads the rules that hold on a day.
func Load(q *gorm.DB, day model.Date) (*Rules, error) {
	r := &Rules{needs: map[string]Need{}}
	var needs []Need
	err := q.Raw(`SELECT country, zip, province, phone, number FROM address_rule a WHERE valid_from =
		(SELECT MAX(b.valid_from) FROM address_rule b WHERE b.country = a.country AND b.valid_from <= ?)`, string(day)).Scan(&needs).Error
	if err != nil {
		return nil, err
	}
	for _, n := range needs {
		r.needs[n.Country] = n
	}
	err = q.Raw(`SELECT word, delivers FROM box_rule a WHERE valid_from =
		(SELECT MAX(b.valid_from) FROM box_rule b WHERE b.word = a.word AND b.valid_from <= ?) ORDER BY length(word) DESC, word`, string(day)).Scan(&r.boxes).Error
	return r, err
}

// Parts of an address, as Missing names them.
const (
	PartName     = "name"
	PartStreet   = "street"
	PartNumber   = "house_number"
	PartZip      = "postcode"
	PartCity     = "city"
	PartProvince = "province"
	PartCountry  = "country"
	PartPhone    = "phone"
)

// Missing lists the parts an address lacks in its country, in the order of an
// address.
func (r *Rules) Missing(c *model.Contact) []string {
	need, own := r.needs[c.Country]
	if !own {
		need = r.needs[everywhere]
	}
	street := strings.TrimSpace(c.Address1 + c.Address2)
	var all []string
	for _, p := range []struct {
		part    string
		missing bool
	}{
		{PartName, strings.TrimSpace(c.Name+c.Company) == ""},
		{PartStreet, strings.TrimSpace(c.Address1) == ""},
		{PartNumber, need.Number && street != "" && !strings.ContainsAny(street, "0123456789")},
		{PartZip, need.Zip && c.Country != "" && strings.TrimSpace(c.Zip) == ""},
		{PartCity, strings.TrimSpace(c.City) == ""},
		{PartProvince, need.Province && strings.TrimSpace(c.Province) == ""},
		{PartCountry, c.Country == ""},
		{PartPhone, need.Phone && strings.TrimSpace(c.Phone) == ""},
	} {
		if p.missing {
			all = append(all, p.part)
		}
	}
	return all
}

// boxes in the languages of the countries that parcels go to most.
var boxes = regexp.MustCompile(`(?i)(^|[^\pL])(p\.? ?o\.? ?box|post office box|postfach|post ?bus|postboks|postbox|bo[iî]te postale|b\.?p\.? ?\d+|casella postale|apartado( de correos| postal)?|apdo\.?|caixa postal|skrytka( pocztowa)?|postilokero)([^\pL]|$)`)

// Box tells whether the address is a post office box.
func Box(c *model.Contact) bool {
	return boxes.MatchString(c.Address1) || boxes.MatchString(c.Address2)
}

// BoxBy tells whether a shipping service delivers to post office boxes; false
// for known when no rule names it. The rule with the longest name counts.
func (r *Rules) BoxBy(service string) (delivers, known bool) {
	name := strings.ToLower(service)
	for _, b := range r.boxes {
		if strings.Contains(name, b.Word) {
			return b.Delivers, true
		}
	}
	return false, false
}

// PutAddressRules creates or changes rules by country and first day, all or none.
func (s *Service) PutAddressRules(ctx context.Context, ins []AddressInput) (record.Result, error) {
	return record.Batch[AddressInput]{DB: s.db, Kind: AddressKind, One: putAddress, Done: s.changed}.Put(ctx, ins)
}

// PutBoxRules creates or changes rules by word and first day, all or none.
func (s *Service) PutBoxRules(ctx context.Context, ins []BoxInput) (record.Result, error) {
	return record.Batch[BoxInput]{DB: s.db, Kind: BoxKind, One: putBox, Done: s.changed}.Put(ctx, ins)
}

func (s *Service) changed([]int64) { s.bus.SettingsChanged.Publish(nil) }
