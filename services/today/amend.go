package today

import (
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/amendment"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/setting"
)

// refusedDays is how long a refused change stands in the list.
const refusedDays = 7

// amendments finds what shops changed of orders that have left, and changes that
// suppliers refused or did not answer.
func (f *finder) amendments() error {
	all, err := amendment.Proposals(f.q)
	if err != nil {
		return err
	}
	if len(all) > 0 {
		p := &all[0]
		i := Item{Kind: ToAmend, Count: len(all), NoStake: true, Place: Place{List: OutboxList, Key: "changes"}}
		i.Facts = Facts{Order: p.Order, Reason: p.Reason, Purchase: p.Purchase, Supplier: p.Supplier}
		f.add(i)
	}
	days, err := setting.Days(f.q, setting.AnswerDays)
	if err != nil {
		return err
	}
	late := string(model.InstantOf(f.today.AddDays(-days).Time()))
	err = f.changes(ChangeOpen, `m.state = 'sent' AND m.sent_at < ?`, late)
	if err != nil {
		return err
	}
	since := string(model.InstantOf(f.today.AddDays(-refusedDays).Time()))
	return f.changes(ChangeRefused, `m.state IN ('refused', 'failed') AND m.settled_at >= ?`, since)
}

// changes adds an item for amendments that fit, with the newest of them.
func (f *finder) changes(k Kind, where, arg string) error {
	i := Item{Kind: k, NoStake: true, Place: Place{List: OutboxList, Key: "sent"}}
	err := query.New(`SELECT m.number, s.name, m.answer, CASE WHEN m.sent_at = '' THEN m.created_at ELSE m.sent_at END FROM amendment m JOIN purchase_order p ON p.id = m.purchase_id
		JOIN supplier s ON s.id = p.supplier_id WHERE `+where+` ORDER BY m.id DESC`, arg).Rows(f.q, func(r query.Row) error {
		i.Count++
		i.Facts.Purchase, i.Facts.Supplier, i.Facts.Reason, i.Since = r.Text(0), r.Text(1), r.Text(2), model.Instant(r.Text(3))
		return nil
	})
	if i.Count > 0 {
		f.add(i)
	}
	return err
}
