package model

import (
	"strings"
	"unicode"
)

// SourcingType is the kind of source a supplier is.
type SourcingType string

// The sourcing types.
const (
	Marketplace         SourcingType = "marketplace"
	Wholesaler          SourcingType = "wholesaler"
	PrivateLabel        SourcingType = "private_label"
	Agent               SourcingType = "agent"
	ThirdPartyLogistics SourcingType = "third_party_logistics"
)

// Stage is how far a supplier has been vetted; it limits what may be bought there.
type Stage string

// The stages of a supplier.
const (
	Candidate Stage = "candidate"
	Vetting   Stage = "vetting"
	Trial     Stage = "trial"
	Approved  Stage = "approved"
	Probation Stage = "probation"
	Blocked   Stage = "blocked"
)

// Channel is how a supplier takes orders.
type Channel string

// The channels.
const (
	ByFolder      Channel = "folder"
	ByEmail       Channel = "email"
	ByMarketplace Channel = "marketplace"
)

// Batching is how orders to one supplier are gathered into purchase orders.
type Batching string

// The batchings: one purchase order for each sales order, or gathered.
const (
	PerOrder Batching = "order"
	Hourly   Batching = "hourly"
	Daily    Batching = "daily"
)

// Supplier is someone the merchant buys from. ShipsTo lists ISO country codes,
// or "*" for everywhere.
type Supplier struct {
	ID               int64
	Name             string
	NameKey          string
	Type             SourcingType
	Stage            Stage
	Email            string
	Country          string
	Currency         Currency
	Language         string
	HandlingDays     int
	Cutoff           string // local time "14:00", "" none
	TimeZone         string // IANA name, "" that of its country
	BatchLead        int    // minutes before the cut-off at which a daily purchase order leaves
	ClaimDays        int
	Channel          Channel
	Batching         Batching
	PaymentTermsDays int
	TaxNumber        string
	Website          string
	Languages        string // all it answers in, by blanks
	Currencies       string // all it can be paid in, by blanks
	RequalifyOn      Date   // when it is to be vetted again, "" never
	ArchivedAt       Instant
	Version          int64
	ShipsTo          []string `gorm:"-"`
}

// TableName is the supplier's table in the book.
func (Supplier) TableName() string { return "supplier" }

// Ships tells whether the supplier ships to the country.
func (s *Supplier) Ships(country string) bool {
	for _, c := range s.ShipsTo {
		if c == "*" || c == country {
			return true
		}
	}
	return false
}

// NameKey folds a name for comparison: lower case, blanks run together.
func NameKey(name string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(name), unicode.IsSpace), " ")
}

// Shop is one of the merchant's own shops. TimeZone is an IANA name. In a
// cash-on-delivery shop orders stay unpaid until the parcel is handed over.
type Shop struct {
	ID             int64
	Name           string
	NameKey        string
	Platform       string
	Currency       Currency
	TimeZone       string
	CashOnDelivery bool
	ArchivedAt     Instant
	Version        int64
}

// TableName is the shop's table in the book.
func (Shop) TableName() string { return "shop" }
