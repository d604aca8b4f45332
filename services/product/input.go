package product

import (
	"slices"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/record"
)

// Input is a product as a form or the put command says it. What is nil keeps
// its value, or gets its default in a new product.
type Input struct {
	ID      int64 `json:"-"` // the product a form edits, so that its SKU can change; 0: found by SKU
	Version int64 `json:"-"` // what the form was filled with, to notice that someone else saved meanwhile; 0: any

	SKU      string              `json:"sku" key:"yes" doc:"The merchant's own article number, exactly as in the shop."`
	Name     *string             `json:"name" max:"500" default:"the SKU" doc:"What customers and suppliers call it."`
	HS       *string             `json:"hs" max:"20" doc:"The customs tariff number (HS code), six digits or more."`
	Origin   *string             `json:"origin" is:"country" doc:"The country of manufacture, for customs."`
	WeightG  record.Maybe[int64] `json:"weight_g" range:"0..10000000" default:"unknown" doc:"The weight in grams; null is unknown."`
	Brand    *string             `json:"brand" doc:"The brand."`
	Hazard   *model.Hazard       `json:"hazard" values:"none battery flammable aerosol liquid magnet blade other" default:"none" doc:"What makes it dangerous to carry; a person is told before it is sent."`
	NotTo    *[]string           `json:"not_to" is:"country" default:"none" doc:"Countries it must not be sent to, such as where it is forbidden."`
	Archived *bool               `json:"archived" default:"false" doc:"True puts it away, false brings it back."`
}

// merge puts what was given into p.
func (in *Input) merge(p *model.Product, at record.Ref, now model.Instant) error {
	p.SKU = in.SKU
	record.Take(&p.Name, in.Name)
	record.Take(&p.Origin, in.Origin)
	in.WeightG.Take(&p.WeightG)
	record.Take(&p.Brand, in.Brand)
	if in.Hazard != nil {
		p.Hazard = model.Hazard(strings.TrimPrefix(string(*in.Hazard), noHazard))
	}
	if in.NotTo != nil {
		countries := slices.Clone(*in.NotTo)
		slices.Sort(countries)
		p.NotTo = strings.Join(slices.Compact(countries), " ")
	}
	p.ArchivedAt = record.Archive(p.ArchivedAt, in.Archived, now)
	if p.Name == "" {
		p.Name = p.SKU
	}
	if in.HS != nil {
		hs, ok := tariffNumber(*in.HS)
		if !ok {
			return at.Errorf("hs", "%q is not an HS code: write 6 to 12 digits", *in.HS)
		}
		p.HS = hs
	}
	return nil
}

// noHazard is how a product without a hazard is written.
const noHazard = "none"

// tariffNumber takes the dots and blanks out of an HS code. The international
// part has six digits; countries add up to six of their own.
func tariffNumber(s string) (string, bool) {
	s = strings.NewReplacer(".", "", " ", "", "-", "").Replace(s)
	ok := s == "" || len(s) >= 6 && len(s) <= 12 && strings.Trim(s, "0123456789") == ""
	return s, ok
}

// values lists the fields that a person can change.
func values(p *model.Product) []history.Value {
	weight := history.Value{Field: "weight_g"}
	if p.WeightG != nil {
		weight = history.Of("weight_g", *p.WeightG)
	}
	return []history.Value{
		history.Of("sku", p.SKU), history.Of("name", p.Name), history.Of("hs", p.HS), history.Of("origin", p.Origin),
		weight, history.Of("brand", p.Brand), history.Of("hazard", p.Hazard), history.Of("not_to", p.NotTo), history.Of("archived", p.ArchivedAt != ""),
	}
}
