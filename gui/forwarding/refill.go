package forwarding

import (
	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/services/approval"
)

// refill says what is ordered for the stock of a 3PL and what it costs.
func (s *Screen) refill(o *approval.Order) []fyne.CanvasObject {
	f, home := s.host.Format(), s.home()
	var facts []kit.Fact
	for i := range o.Lines {
		l := &o.Lines[i]
		facts = append(facts, kit.Fact{Label: text.T("forwarding.item", l.Quantity, l.Name), Value: f.Amount(l.Product, home)})
	}
	facts = append(facts, kit.Fact{Label: text.T("forwarding.refill.shipping"), Value: f.Amount(o.Shipping, home)},
		kit.Fact{Label: text.T("forwarding.refill.total"), Value: f.Money(o.Cost, home), Bold: true})
	return []fyne.CanvasObject{kit.PanelSection("", "", kit.NewFacts(facts...)), kit.PanelSection("", "", kit.Wrapped(kit.Muted, text.T("forwarding.refill.note")))}
}
