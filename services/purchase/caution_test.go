package purchase_test

import (
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/purchase"
)

// oneDraft is a book with one purchase order of a German supplier, of one order to
// Berlin by a service.
func oneDraft(t *testing.T, service string) (*desktest.Desk, *purchase.Service, int64) {
	t.Helper()
	d := desktest.New(t)
	d.Offer(d.Supplier("Acme"), "LAMP", "5")
	d.Order("#1", desktest.Line("LAMP", 1))
	d.Exec(`INSERT INTO allocation (line_id, supplier_id, offer_id, quantity, unit_cost, shipping_cost, currency, service, explanation, routed_at)
		SELECT l.id, f.supplier_id, f.id, l.quantity, f.cost, 0, 'EUR', ?, '{}', '' FROM order_line l JOIN offer f ON f.product_id = l.product_id`, service)
	s := purchase.New(d.DB, d.Bus)
	ids, err := s.Draft(t.Context())
	if err != nil || len(ids) != 1 {
		t.Fatalf("%v, %v", ids, err)
	}
	return d, s, ids[0]
}

func TestReview_WarnsOfAddressGoodsAndSupplierWithTheRemedy(t *testing.T) {
	for name, c := range map[string]struct {
		service, change string
		code, says      string
		severity        purchase.Severity
	}{
		"a post office box and UPS":               {"UPS Standard", `UPDATE contact SET address1 = 'P.O. Box 7'`, purchase.WarnBox, "UPS Standard does not deliver there", purchase.Caution},
		"a post office box and nobody knows":      {"Fast", `UPDATE contact SET address1 = 'Postfach 12 34'`, purchase.WarnBox, "not known whether Fast", purchase.Caution},
		"a post office box in the second line":    {"", `UPDATE contact SET address2 = 'Postbus 9'`, purchase.WarnBox, "not known what carries it", purchase.Caution},
		"no postcode where one is needed":         {"", `UPDATE contact SET zip = ''`, purchase.WarnAddress, "lacks the postcode", purchase.Caution},
		"no house number where one is needed":     {"", `UPDATE contact SET address1 = 'Hauptstrasse', address2 = ''`, purchase.WarnAddress, "lacks the house number", purchase.Caution},
		"dangerous goods":                         {"", `UPDATE product SET hazard = 'battery'`, purchase.WarnHazard, "it holds a battery", purchase.Caution},
		"goods forbidden in the country":          {"", `UPDATE product SET not_to = 'DE FR'`, purchase.WarnBarred, "must not be sent to DE", purchase.Block},
		"a supplier on probation":                 {"", `UPDATE supplier SET stage = 'probation'`, purchase.WarnProbation, "Acme is on probation", purchase.Note},
		"another person's order to the same door": {"", twinOrder, purchase.WarnTwin, "for the same address as order #2", purchase.Caution},
	} {
		t.Run(name, func(t *testing.T) {
			d, s, id := oneDraft(t, c.service)
			if c.change == twinOrder {
				d.Order("#2", desktest.Line("LAMP", 1))
				d.Exec(`UPDATE contact SET address1 = 'HAUPTSTR. 5', zip = '10 115'`)
				d.Exec(`UPDATE contact SET address1 = 'Hauptstr 5', zip = '10115' WHERE id = (SELECT MIN(id) FROM contact)`)
			} else {
				d.Exec(c.change)
			}
			all, err := s.Warnings(t.Context(), []int64{id})
			if err != nil {
				t.Fatal(err)
			}
			var codes []string
			for _, w := range all[id] {
				if codes = append(codes, w.Code); w.Code != c.code {
					continue
				}
				if !strings.Contains(w.Message, c.says) || w.Remedy == "" || w.Severity() != c.severity || w.Blocking != (c.severity == purchase.Block) {
					t.Errorf("got %+v", w)
				}
				return
			}
			t.Errorf("got %v", codes)
		})
	}
}

// twinOrder stands for a second order to the same door, written otherwise.
const twinOrder = "twin"

func TestReview_SaysNothingOfABoxThatIsDeliveredTo(t *testing.T) {
	d, s, id := oneDraft(t, "Deutsche Post Brief")
	d.Exec(`UPDATE contact SET address1 = 'Postfach 12'`)
	all, err := s.Warnings(t.Context(), []int64{id})
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range all[id] {
		if w.Code == purchase.WarnBox {
			t.Errorf("got %q", w.Message)
		}
	}
}

func TestReview_WarnsOfTheBorderAndWhoPays(t *testing.T) {
	for name, c := range map[string]struct {
		price, ioss, term string
		code, says        string
	}{
		"near the limit":                     {"148", "IM1", "", purchase.WarnLimit, "close to the threshold of 150 EUR"},
		"over the limit, the customer pays":  {"190", "IM1", "", purchase.WarnDuty, "the customer is asked for"},
		"over the limit, the merchant pays":  {"190", "IM1", "DDP", purchase.WarnDuty, "yours to pay"},
		"within the limit without a number":  {"20", "", "", purchase.WarnDuty, "no IOSS number goes with it"},
		"what the papers lack is told there": {"20", "IM1", "", purchase.WarnPapers, "HS code"},
	} {
		t.Run(name, func(t *testing.T) {
			d, s, id := oneDraft(t, "")
			d.Exec(`UPDATE supplier SET country = 'CN'`)
			d.Exec(`UPDATE order_line SET price = ?`, int64(model.MustAmount(c.price)))
			d.Set("tax.ioss_number", c.ioss)
			if c.term != "" {
				d.Set("documents.incoterm", c.term)
			}
			all, err := s.Warnings(t.Context(), []int64{id})
			if err != nil {
				t.Fatal(err)
			}
			var told []string
			for _, w := range all[id] {
				if told = append(told, w.Message); w.Code == c.code && strings.Contains(w.Message, c.says) && w.Remedy != "" && !w.Blocking {
					return
				}
			}
			t.Errorf("got %q", told)
		})
	}
}
