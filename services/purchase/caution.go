package purchase

import (
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/delivery"
)

// remedies say what to do about each kind of warning.
var remedies = map[string]string{
	WarnOrder:      "Cancel the purchase order, and route what is still wanted anew.",
	WarnHeld:       "Release the order when the reason is gone.",
	WarnSupplier:   "Give the order to another supplier, or change the stage of this one.",
	WarnOffer:      "Give the order to another supplier, or enter the new offer.",
	WarnMOQ:        "Give the order to another supplier, or gather more orders for this one.",
	WarnPrice:      "Accept the new price, or give the order to another supplier.",
	WarnStock:      "Give the order to another supplier, or enter a newer count.",
	WarnStockAge:   "Import the supplier's newest stock, or ask for it.",
	WarnStockBlank: "Ask the supplier, or enter a count.",
	WarnAddress:    "Ask the customer, and complete the address in the order.",
	WarnMargin:     "Give the order to a cheaper supplier, or hold it.",
	WarnFloor:      "Give the order to a cheaper supplier, or hold it.",
	WarnTwin:       "Ask the customer, and hold one of the orders until then.",
	WarnBarred:     "Hold the order and refund it, or correct the countries in the product.",
	WarnHazard:     "Make sure that the shipping service takes it, with the papers it asks for.",
	WarnBox:        "Ask the customer for a street address, or choose a service that goes there.",
	WarnLimit:      "Send nothing more with it, and look at the value and the exchange rate.",
	WarnDuty:       "Tell the customer, or send it with duties paid.",
	WarnProbation:  "Watch how it delivers, and send no more than it can prove itself with.",
	WarnGlyphs:     "Install a font that has them, or write the name and the address in Latin letters.",
	WarnPapers:     "Complete what is missing, so that customs does not stop the parcel.",
}

// checkPlace warns of an address that lacks what its country asks for, and of a
// post office box that the carrier may not reach.
func (r *review) checkPlace(i *item) {
	c := model.Contact{
		Name: i.Name, Company: i.Company, Address1: i.Address1, Address2: i.Address2, City: i.City, Zip: i.Zip, Province: i.Province,
		Country: i.ToLand, Phone: i.Phone,
	}
	if missing := r.rules.Missing(&c); len(missing) > 0 && r.once(i, WarnAddress, i.OrderID) {
		said := strings.ReplaceAll(strings.Join(missing, ", the "), "_", " ")
		r.warn(i, WarnAddress, Facts{Missing: missing}.say("The delivery address of order %s lacks the %s.", i.Number, said))
	}
	if !delivery.Box(&c) || !r.once(i, WarnBox, i.OrderID) {
		return
	}
	f := Facts{Service: i.Service}
	delivers, known := r.rules.BoxBy(i.Service)
	switch {
	case known && delivers:
	case known:
		f.Door = true
		r.warn(i, WarnBox, f.say("Order %s goes to a post office box, and %s does not deliver there.", i.Number, i.Service))
	case i.Service != "":
		r.warn(i, WarnBox, f.say("Order %s goes to a post office box, and it is not known whether %s delivers there.", i.Number, i.Service))
	default:
		r.warn(i, WarnBox, f.say("Order %s goes to a post office box, and it is not known what carries it.", i.Number))
	}
}

// checkGoods warns of goods that are dangerous to carry, and keeps what is
// forbidden in a country from going there.
func (r *review) checkGoods(i *item) {
	p := model.Product{NotTo: i.NotTo}
	if p.BarredIn(i.ToLand) {
		r.block(i, WarnBarred, Facts{Country: i.ToLand}.say("%s must not be sent to %s, where order %s goes.", i.SKU, i.ToLand, i.Number))
	}
	if i.Hazard != "" && r.once(i, WarnHazard, i.ProductID) {
		r.warn(i, WarnHazard, Facts{Hazard: i.Hazard}.say("%s is dangerous to carry: %s.", i.SKU, hazards[i.Hazard]))
	}
}

// hazards say what a hazard is.
var hazards = map[model.Hazard]string{
	model.Battery: "it holds a battery", model.Flammable: "it burns easily", model.Aerosol: "it is under pressure", model.Liquid: "it is a liquid",
	model.Magnet: "it is strongly magnetic", model.Blade: "it is sharp", model.OtherRisk: "carriers ask about it",
}
