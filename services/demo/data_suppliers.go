package demo

import "github.com/dropledger/dropledger/model"

// source is a supplier. Its key names it in the list of articles.
type source struct {
	key           byte
	name, email   string
	kind          model.SourcingType
	country       string
	currency      model.Currency
	language      string
	handling      int
	cutoff        string
	claims, terms int
	batching      model.Batching
	channel       model.Channel
	shipsTo       string // "" where its zones lie
	cost          int64  // what it asks in its own currency for each 100 EUR of an article's cost
	breaks        bool   // cheaper from 10 and from 50 pieces on
	since, until  int    // days before today of its first and last prices; 0: all the year, and still
	skuFmt        string // of its own article numbers
	zones         []zone
}

// zone is what a supplier asks to ship to some countries: cents of its currency
// for a parcel and for each kilogram, and the days half and nine of ten need.
type zone struct {
	to               string
	service          string
	parcel, kilogram int64
	half, most       int
}

const europe = "AT BE CH DE DK ES FR GB IT NL PL"

var sources = []source{
	{
		key: 'H', name: "Hansekontor Großhandel", email: "auftrag.hansekontor@example.com", kind: model.Wholesaler,
		country: "DE", currency: "EUR", language: "de", handling: 1, cutoff: "14:00", claims: 30, terms: 30, batching: model.Daily,
		cost: 117, breaks: true, skuFmt: "HK-%05d",
		zones: []zone{
			{"DE", "Paket", 420, 60, 1, 2},
			{"AT BE DK FR NL PL", "parcel", 860, 110, 3, 5},
			{"ES IT", "parcel", 1_040, 140, 4, 7},
			{"CH GB", "parcel with customs", 1_320, 180, 5, 9},
		},
	},
	{
		key: 'Y', name: "Yiwu Morning Star Sourcing", email: "orders.morningstar@example.net", kind: model.Agent,
		country: "CN", currency: "CNY", language: "en", handling: 3, claims: 15, batching: model.Hourly,
		cost: 650, breaks: true, skuFmt: "MS%06d",
		zones: []zone{{europe, "air line", 2_600, 4_800, 11, 18}, {"CA US", "air line", 3_100, 5_600, 12, 20}},
	},
	{
		key: 'R', name: "Maasdok Fulfilment", email: "desk.maasdok@example.org", kind: model.ThirdPartyLogistics,
		country: "NL", currency: "EUR", language: "nl", handling: 0, cutoff: "17:00", claims: 21, terms: 14, batching: model.PerOrder,
		cost: 110, skuFmt: "NLH-%04d",
		zones: []zone{
			{"BE NL", "next day", 450, 40, 1, 2}, {"AT DE DK FR PL", "parcel", 560, 50, 2, 3}, {"CH ES GB IT", "parcel", 930, 90, 3, 6},
		},
	},
	{
		key: 'G', name: "Lakeshore Home Supply", email: "dropship.lakeshore@example.com", kind: model.Wholesaler,
		country: "US", currency: "USD", language: "en", handling: 2, cutoff: "12:00", claims: 30, terms: 15, batching: model.PerOrder,
		cost: 134, breaks: true, skuFmt: "LH%04d",
		zones: []zone{{"US", "ground", 620, 130, 3, 6}, {"CA", "ground", 1_150, 210, 6, 11}},
	},
	{
		key: 'P', name: "Pennine Makers", email: "hello.pennine@example.org", kind: model.PrivateLabel,
		country: "GB", currency: "GBP", language: "en", handling: 2, claims: 30, batching: model.PerOrder,
		cost: 70, since: 96, skuFmt: "PM/%03d",
		zones: []zone{{"GB", "tracked 48", 360, 50, 2, 3}, {"AT BE DE DK FR NL", "international", 880, 110, 5, 9}},
	},
	{
		key: 'M', name: "Golden Reed Store", email: "goldenreed@example.net", kind: model.Marketplace,
		country: "CN", currency: "USD", language: "zh", handling: 4, claims: 15, batching: model.PerOrder, channel: model.ByMarketplace,
		shipsTo: "*", cost: 118, since: 1, skuFmt: "100500%05d",
		zones: []zone{{europe + " CA US", "standard", 240, 850, 14, 27}},
	},
	{
		key: 'L', name: "Lantern Lane Store", email: "lanternlane@example.net", kind: model.Marketplace,
		country: "CN", currency: "USD", language: "en", handling: 2, claims: 15, batching: model.PerOrder, channel: model.ByMarketplace,
		cost: 62, since: 75, skuFmt: "100700%05d",
		zones: []zone{{europe, "standard", 120, 240, 8, 13}, {"CA US", "standard", 140, 260, 9, 14}},
	},
	{
		key: 'C', name: "Olaria do Vale", email: "encomendas.olaria@example.com", kind: model.PrivateLabel,
		country: "PT", currency: "EUR", language: "pt", handling: 5, claims: 14, terms: 30, batching: model.Daily,
		cost: 114, breaks: true, since: 1, skuFmt: "OV%03d",
		zones: []zone{{"AT BE DE ES FR IT NL", "courier", 990, 120, 4, 7}},
	},
	{
		key: 'B', name: "Bluewharf Trading", email: "sales.bluewharf@example.net", kind: model.Marketplace,
		country: "CN", currency: "USD", language: "en", handling: 5, claims: 10, batching: model.PerOrder, channel: model.ByMarketplace,
		shipsTo: "*", cost: 134, until: 152, skuFmt: "BW-%04d",
	},
}
