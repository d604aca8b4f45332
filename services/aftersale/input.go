package aftersale

import (
	"slices"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

// Input is a case as a form or the put command says it. What is nil keeps its
// value, or gets its default in a new case.
type Input struct {
	ID      int64 `json:"-"` // the case a form edits, so that kind and day can change; 0: found by its key
	Version int64 `json:"-"` // what the form was filled with; 0: any

	Order      string                      `json:"order" key:"yes" max:"60" doc:"The number of the order."`
	Kind       model.CaseKind              `json:"kind" key:"yes" values:"late lost damaged defective wrong incomplete unwanted address customs other" doc:"What went wrong. The first six count against the supplier."`
	Opened     string                      `json:"opened" key:"yes" is:"date" doc:"The day the customer told of it."`
	Shop       string                      `json:"shop" is:"name" max:"120" default:"the only one with this order" doc:"The shop of the order."`
	Lines      *[]LineInput                `json:"lines" default:"the whole order" doc:"What it is about; it replaces all lines."`
	Resolution *string                     `json:"resolution" is:"name" max:"60" default:"none, the case is open" doc:"How it was settled, such as refund, partial_refund, replacement, return or none."`
	Resolved   *string                     `json:"resolved" is:"date" default:"today, once there is a resolution" doc:"The day it was settled."`
	Refund     record.Maybe[record.Amount] `json:"refund" default:"unknown" doc:"What the customer gets back, in the order's currency. It is noted here and not booked: the books follow the refund that the shop reports for the order."`
	Claim      *ClaimInput                 `json:"claim" default:"none" doc:"What is demanded of whoever caused it. It is noted and not booked."`
	Note       *string                     `json:"note" default:"none" doc:"What the customer says, or what was agreed."`
	Archived   *bool                       `json:"archived" default:"false" doc:"True puts it away when it was entered by mistake: it no longer counts."`
}

// LineInput is some pieces of the order.
type LineInput struct {
	SKU      string          `json:"sku" required:"yes" max:"200" doc:"The SKU of the order's line, or the name of a line without one."`
	Quantity *model.Quantity `json:"quantity" range:"1..1000000" default:"all of the line" doc:"How many pieces."`
}

// ClaimInput is a claim as it is told.
type ClaimInput struct {
	Party    *string                     `json:"party" values:"supplier carrier insurer marketplace other" default:"supplier" doc:"Of whom it is demanded."`
	Amount   *record.Amount              `json:"amount" default:"the refund of the case" doc:"What is demanded."`
	Currency *string                     `json:"currency" is:"currency" default:"the order's" doc:"The currency of the three amounts."`
	Claimed  *string                     `json:"claimed" is:"date" default:"the day the case was opened" doc:"The day it was demanded."`
	Answered *string                     `json:"answered" is:"date" default:"today, once accepted is known" doc:"The day of the answer."`
	Accepted record.Maybe[record.Amount] `json:"accepted" default:"not answered" doc:"What was accepted; 0 is a refusal, null no answer yet."`
	Credited record.Maybe[record.Amount] `json:"credited" default:"nothing yet" doc:"What has come of it."`
}

// current returns the case the input is about, nil for a new one.
func current(tx *store.Tx, at record.Ref, in *Input) (*sale, error) {
	if in.ID != 0 {
		return load(tx, in.ID)
	}
	id, err := orderOf(tx, at, in)
	if err != nil {
		return nil, err
	}
	return one(tx, `c.order_id = ? AND c.kind = ? AND c.opened_on = ?`, id, string(in.Kind), in.Opened)
}

// orderOf finds the order by its number, with or without a leading #.
func orderOf(tx *store.Tx, at record.Ref, in *Input) (int64, error) {
	bare := strings.TrimPrefix(in.Order, "#")
	var ids []int64
	err := tx.Raw(`SELECT o.id FROM shop s CROSS JOIN sales_order o ON o.shop_id = s.id
		WHERE (? = '' OR s.name_key = ?) AND o.number IN (?, ?, ?) ORDER BY o.id`, in.Shop, model.NameKey(in.Shop), in.Order, bare, "#"+bare).Scan(&ids).Error
	switch {
	case err != nil:
		return 0, err
	case len(ids) == 0 && in.Shop != "":
		return 0, at.Errorf("order", "%s has no order %q in this book", in.Shop, in.Order)
	case len(ids) == 0:
		return 0, at.Errorf("order", "there is no order %q in this book", in.Order)
	case len(ids) > 1:
		return 0, at.Errorf("shop", "several shops have an order %s: say which shop", in.Order)
	}
	return ids[0], nil
}

// merge puts what was given into c.
func (in *Input) merge(tx *store.Tx, at record.Ref, c *sale) error {
	if c.OrderID == 0 {
		id, err := orderOf(tx, at, in)
		if err != nil {
			return err
		}
		if err := tx.Raw(`SELECT id AS order_id, number AS "order", currency, placed_on FROM sales_order WHERE id = ?`, id).Scan(c).Error; err != nil {
			return err
		}
	}
	c.Kind, c.OpenedOn = in.Kind, model.Date(in.Opened)
	if latest := tx.Today.AddDays(1); c.OpenedOn > latest {
		return at.Errorf("opened", "opened: %s is still to come", c.OpenedOn)
	}
	if c.OpenedOn < c.PlacedOn {
		return at.Errorf("opened", "opened: %s is before the order came in on %s", c.OpenedOn, c.PlacedOn)
	}
	if in.Refund.Given {
		c.Refund = (*model.Amount)(in.Refund.Value)
	}
	record.Take(&c.Note, in.Note)
	c.ArchivedAt = record.Archive(c.ArchivedAt, in.Archived, tx.Now)
	if err := in.resolve(tx, at, c); err != nil {
		return err
	}
	if in.Lines != nil {
		var err error
		if c.lines, err = linesOf(tx, at, c.OrderID, *in.Lines); err != nil {
			return err
		}
	}
	return in.claim(tx, at, c)
}

// resolve settles the case, or opens it again when the resolution is taken away.
func (in *Input) resolve(tx *store.Tx, at record.Ref, c *sale) error {
	record.Take(&c.Resolution, in.Resolution)
	switch {
	case c.Resolution == "":
		if in.Resolved != nil && *in.Resolved != "" {
			return at.Errorf("resolved", "resolved: the case has no resolution: say how it was settled, or leave the day out")
		}
		c.ResolvedOn = ""
	case in.Resolved != nil && *in.Resolved != "":
		c.ResolvedOn = model.Date(*in.Resolved)
	case c.ResolvedOn == "":
		c.ResolvedOn = max(tx.Today, c.OpenedOn)
	}
	if c.ResolvedOn > tx.Today.AddDays(1) {
		return at.Errorf("resolved", "resolved: %s is still to come", c.ResolvedOn)
	}
	if c.ResolvedOn != "" && c.ResolvedOn < c.OpenedOn {
		return at.Errorf("resolved", "resolved: %s is before it was opened on %s", c.ResolvedOn, c.OpenedOn)
	}
	return nil
}

// linesOf finds the order's lines by SKU; pieces beyond the first line of an
// article go to its next one.
func linesOf(tx *store.Tx, at record.Ref, order int64, ins []LineInput) ([]piece, error) {
	var rows []piece
	err := tx.Raw(`SELECT id AS line_id, quantity, CASE sku WHEN '' THEN name ELSE sku END AS sku FROM order_line
		WHERE order_id = ? AND quantity > 0 ORDER BY position`, order).Scan(&rows).Error
	if err != nil {
		return nil, err
	}
	var all []piece
	for i, in := range ins {
		if slices.ContainsFunc(ins[:i], func(o LineInput) bool { return strings.EqualFold(o.SKU, in.SKU) }) {
			return nil, at.Errorf("lines", "lines %d: %s is named twice: put its pieces into one line", i+1, in.SKU)
		}
		left, found := model.Quantity(0), false
		if in.Quantity != nil {
			left = *in.Quantity
		}
		for _, r := range rows {
			if !strings.EqualFold(r.SKU, in.SKU) || slices.ContainsFunc(all, func(p piece) bool { return p.LineID == r.LineID }) {
				continue
			}
			take := r.Quantity
			if in.Quantity != nil {
				take = min(take, left)
			}
			if found = true; take > 0 {
				all, left = append(all, piece{r.LineID, take, r.SKU}), left-take
			}
		}
		if !found {
			return nil, at.Errorf("lines", "lines %d: the order has no line %q", i+1, in.SKU)
		}
		if left > 0 {
			return nil, at.Errorf("lines", "lines %d: the order has %d of %s, not %d", i+1, *in.Quantity-left, in.SKU, *in.Quantity)
		}
	}
	slices.SortFunc(all, func(a, b piece) int { return int(a.LineID - b.LineID) })
	return all, nil
}

// claim puts what was told of the claim into the case.
func (in *Input) claim(tx *store.Tx, at record.Ref, c *sale) error {
	if in.Claim == nil {
		return nil
	}
	k := model.Claim{Party: "supplier", Currency: c.Currency, Claimed: c.OpenedOn}
	if c.claim != nil {
		k = *c.claim
	} else if c.Refund != nil {
		k.Amount = *c.Refund
	}
	record.Take(&k.Party, in.Claim.Party)
	record.Take(&k.Amount, (*model.Amount)(in.Claim.Amount))
	if in.Claim.Currency != nil {
		k.Currency = model.Currency(*in.Claim.Currency)
	}
	if in.Claim.Claimed != nil && *in.Claim.Claimed != "" {
		k.Claimed = model.Date(*in.Claim.Claimed)
	}
	in.Claim.answer(tx, &k)
	c.claim = &k
	return checkClaim(tx, at, c)
}
