package vetting

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/model/assessment"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/supplier"
)

// TestOrder is an order placed to see what comes. Grades are exact decimals from
// 1 to 5, "" while not given; days are nil where none were promised.
type TestOrder struct {
	Entry
	OrderedOn    model.Date     `json:"ordered"`
	SKU          string         `json:"sku"`
	Country      string         `json:"country"`
	Reference    string         `json:"reference"`
	HandlingDays *int           `json:"promised_handling_days"`
	PromisedDays *int           `json:"promised_days"`
	ShippedOn    model.Date     `json:"shipped"`
	ScannedOn    model.Date     `json:"first_scan"`
	DeliveredOn  model.Date     `json:"delivered"`
	Cost         *model.Amount  `json:"-"`
	Currency     model.Currency `json:"currency"`
	Product      string         `json:"-"`
	Packaging    string         `json:"-"`
	Accuracy     string         `json:"-"`
	Branding     string         `json:"-"`
	Photos       string         `json:"-"`
	Price        string         `json:"-"`
	Verdict      string         `json:"verdict"`
	Note         string         `json:"note"`
	Files        []int64        `json:"files" gorm:"-"`
}

// TableName is the test order's table in the book.
func (TestOrder) TableName() string { return "test_order" }

// Trial is what the days of the test order tell.
func (o *TestOrder) Trial() assessment.Trial {
	return assessment.Trial{
		Ordered: o.OrderedOn, Shipped: o.ShippedOn, Scanned: o.ScannedOn, Delivered: o.DeliveredOn, Handling: o.HandlingDays, Promised: o.PromisedDays,
	}
}

// grades are where the grades of the test order stand, by what they feed.
func (o *TestOrder) grades() map[assessment.Feed]*string {
	return map[assessment.Feed]*string{
		assessment.FeedProduct: &o.Product, assessment.FeedPackaging: &o.Packaging, assessment.FeedAccuracy: &o.Accuracy,
		assessment.FeedBranding: &o.Branding, assessment.FeedPhotos: &o.Photos, assessment.FeedPrice: &o.Price,
	}
}

// Grade is the grade from 1 to 5 for one thing on a day, also that of its days;
// nil while it cannot be given.
func (o *TestOrder) Grade(f assessment.Feed, day model.Date) *decimal.Decimal {
	t := o.Trial()
	switch f {
	case assessment.FeedHandling:
		return t.HandlingGrade(day)
	case assessment.FeedDelivery:
		return t.DeliveryGrade(day)
	}
	text := o.grades()[f]
	if text == nil || *text == "" {
		return nil
	}
	g, err := model.ParseDecimal(*text)
	if err != nil {
		return nil
	}
	return &g
}

// TestGrades are the grades of a test order as they are entered, from 1 to 5.
type TestGrades struct {
	Product   record.Maybe[record.Number] `json:"product" doc:"The article itself."`
	Packaging record.Maybe[record.Number] `json:"packaging" doc:"The parcel as it arrived."`
	Accuracy  record.Maybe[record.Number] `json:"accuracy" doc:"Right article, variant, quantity, address and papers."`
	Branding  record.Maybe[record.Number] `json:"branding" doc:"Neutral or your own brand, nothing of the supplier's."`
	Photos    record.Maybe[record.Number] `json:"photos" doc:"The listing against what arrived."`
	Cost      record.Maybe[record.Number] `json:"cost" doc:"Whether it is worth its cost."`
}

// TestOrderInput is a test order as a form or the put command says it.
type TestOrderInput struct {
	ID      int64 `json:"-"`
	Version int64 `json:"-"`

	Supplier     string                      `json:"supplier" key:"yes" is:"name" max:"120" doc:"Where it was ordered."`
	Ordered      model.Date                  `json:"ordered" key:"yes" is:"date" doc:"The day it was ordered."`
	SKU          *string                     `json:"sku" is:"sku" max:"120" doc:"What was ordered. Part of the key where a supplier has several test orders on one day."`
	Country      *string                     `json:"country" is:"country" doc:"Where it was sent."`
	Reference    *string                     `json:"reference" max:"80" doc:"The supplier's order number."`
	HandlingDays record.Maybe[int]           `json:"promised_handling_days" range:"0..365" default:"unknown" doc:"Days promised until it leaves."`
	PromisedDays record.Maybe[int]           `json:"promised_days" range:"0..365" default:"unknown" doc:"Days promised until it arrives."`
	Shipped      *model.Date                 `json:"shipped" is:"date" default:"not yet" doc:"The day it left."`
	FirstScan    *model.Date                 `json:"first_scan" is:"date" default:"not yet" doc:"The carrier's first scan; a label is no dispatch."`
	Delivered    *model.Date                 `json:"delivered" is:"date" default:"not yet" doc:"The day it arrived."`
	Grades       *TestGrades                 `json:"grades" default:"none" doc:"Condition from 1, the worst, to 5."`
	Cost         record.Maybe[record.Amount] `json:"cost" default:"unknown" doc:"What it cost to the door."`
	Currency     *model.Currency             `json:"currency" is:"currency" default:"the supplier's currency" doc:"The currency of the cost."`
	Verdict      *string                     `json:"verdict" values:"good doubtful bad" default:"none yet" doc:"What you make of it."`
	Note         *string                     `json:"note" max:"2000" doc:"What you found."`
	Files        *[]string                   `json:"files" max:"1000" default:"none" doc:"Photos and papers, copied into the folder beside the book; or names of those that are there."`
	Archived     *bool                       `json:"archived" default:"false" doc:"True puts it away, false brings it back."`
}

func (in *TestOrderInput) target() target {
	t := target{in.Supplier, in.ID, in.Version, in.Archived, "ordered_on = ?", []any{string(in.Ordered)}}
	if in.SKU != nil && *in.SKU != "" { // the one of that article, or one whose article nobody has said yet
		t.where, t.args = "id = (SELECT t.id FROM test_order t WHERE t.supplier_id = test_order.supplier_id AND t.ordered_on = ? AND t.sku IN (?, '') ORDER BY t.sku DESC LIMIT 1)", append(t.args, *in.SKU)
	}
	return t
}

func (o *TestOrder) label() string { return strings.TrimSpace(string(o.OrderedOn) + " " + o.SKU) }

func (o *TestOrder) merge(tx *store.Tx, at record.Ref, in *TestOrderInput) error {
	if err := o.alone(tx, at, in); err != nil {
		return err
	}
	if o.Currency == "" {
		s, err := supplier.ByIDTx(tx.DB, o.SupplierID)
		if err != nil {
			return err
		}
		if o.Currency = s.Currency; o.Currency == "" {
			if o.Currency, err = setting.Home(tx.DB); err != nil {
				return err
			}
		}
	}
	o.OrderedOn = in.Ordered
	record.Take(&o.SKU, in.SKU)
	record.Take(&o.Country, in.Country)
	record.Take(&o.Reference, in.Reference)
	in.HandlingDays.Take(&o.HandlingDays)
	in.PromisedDays.Take(&o.PromisedDays)
	record.Take(&o.ShippedOn, in.Shipped)
	record.Take(&o.ScannedOn, in.FirstScan)
	record.Take(&o.DeliveredOn, in.Delivered)
	if in.Cost.Given {
		o.Cost = (*model.Amount)(in.Cost.Value)
	}
	record.Take(&o.Currency, in.Currency)
	record.Take(&o.Verdict, in.Verdict)
	record.Take(&o.Note, in.Note)
	if err := o.grade(at, in.Grades); err != nil {
		return err
	}
	if err := o.attach(tx, at, in.Files); err != nil {
		return err
	}
	return o.dates(at, tx.Today)
}

// alone refuses an input that may mean several test orders of one day.
func (o *TestOrder) alone(tx *store.Tx, at record.Ref, in *TestOrderInput) error {
	if in.ID != 0 || in.SKU != nil {
		return nil
	}
	var skus []string
	err := tx.Raw(`SELECT sku FROM test_order WHERE supplier_id = ? AND ordered_on = ? ORDER BY sku`, o.SupplierID, string(in.Ordered)).Scan(&skus).Error
	if err == nil && len(skus) > 1 {
		return at.Errorf("sku", "there are %d test orders of that day (%s): say which by its sku", len(skus), strings.Join(skus, ", "))
	}
	return err
}

func (o *TestOrder) grade(at record.Ref, in *TestGrades) error {
	if in == nil {
		return nil
	}
	worst, best := assessment.Five.Bounds()
	for _, g := range []struct {
		name  string
		to    *string
		given record.Maybe[record.Number]
	}{
		{"product", &o.Product, in.Product},
		{"packaging", &o.Packaging, in.Packaging},
		{"accuracy", &o.Accuracy, in.Accuracy},
		{"branding", &o.Branding, in.Branding},
		{"photos", &o.Photos, in.Photos},
		{"cost", &o.Price, in.Cost},
	} {
		if v := g.given.Value; v != nil && (v.LessThan(worst) || v.GreaterThan(best)) {
			return at.Errorf("grades", "grades %s: %s is not a grade from %s, the worst, to %s", g.name, v, worst, best)
		}
		takeNumber(g.to, g.given)
	}
	return nil
}

func (o *TestOrder) attach(tx *store.Tx, at record.Ref, paths *[]string) error {
	if paths == nil {
		return nil
	}
	o.Files = nil
	for _, p := range *paths {
		id, err := attached(tx, at, o.SupplierID, p)
		if err != nil {
			return err
		}
		if id != nil && !slices.Contains(o.Files, *id) {
			o.Files = append(o.Files, *id)
		}
	}
	slices.Sort(o.Files)
	return nil
}

// dates refuses days in the future or in an order in which nothing travels.
func (o *TestOrder) dates(at record.Ref, today model.Date) error {
	for _, d := range []struct {
		field string
		day   model.Date
	}{{"ordered", o.OrderedOn}, {"shipped", o.ShippedOn}, {"first_scan", o.ScannedOn}, {"delivered", o.DeliveredOn}} {
		if err := notAfter(at, d.field, d.day, today); err != nil {
			return err
		}
		if d.day != "" && d.day < o.OrderedOn {
			return at.Errorf(d.field, "%s %s is before it was ordered on %s", d.field, d.day, o.OrderedOn)
		}
	}
	if left := max(o.ShippedOn, o.ScannedOn); o.DeliveredOn != "" && o.DeliveredOn < left {
		return at.Errorf("delivered", "delivered %s is before it left on %s", o.DeliveredOn, left)
	}
	return nil
}

func (o *TestOrder) values() []history.Value {
	return []history.Value{
		history.Of("ordered", o.OrderedOn), history.Of("sku", o.SKU), history.Of("country", o.Country), history.Of("reference", o.Reference),
		optional("promised_handling_days", o.HandlingDays), optional("promised_days", o.PromisedDays), history.Of("shipped", o.ShippedOn),
		history.Of("first_scan", o.ScannedOn), history.Of("delivered", o.DeliveredOn), optional("cost", o.Cost), history.Of("currency", o.Currency),
		history.Of("product", o.Product), history.Of("packaging", o.Packaging), history.Of("accuracy", o.Accuracy), history.Of("branding", o.Branding),
		history.Of("photos", o.Photos), history.Of("worth its cost", o.Price), history.Of("verdict", o.Verdict), history.Of("note", o.Note),
		history.Of("files", o.Files),
	}
}

func (o *TestOrder) read(q *gorm.DB) error {
	return q.Raw(`SELECT file_id FROM test_order_file WHERE test_order_id = ? ORDER BY file_id`, o.ID).Scan(&o.Files).Error
}

func (o *TestOrder) write(tx *store.Tx) error {
	if err := tx.Exec(`DELETE FROM test_order_file WHERE test_order_id = ?`, o.ID).Error; err != nil {
		return err
	}
	for _, id := range o.Files {
		if err := tx.Exec(`INSERT INTO test_order_file (test_order_id, file_id) VALUES (?, ?)`, o.ID, id).Error; err != nil {
			return err
		}
	}
	return nil
}
