package vetting

import (
	"fmt"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/supplier"
)

// Agreement is what was agreed with a supplier from a day on, until the next
// agreement or its last day. What is nil or empty was not agreed.
type Agreement struct {
	Entry
	ValidFrom        model.Date     `json:"valid_from"`
	ValidTo          model.Date     `json:"valid_to"` // "" open
	PaymentTermsDays *int           `json:"payment_terms_days"`
	MOQ              *int           `json:"moq"`
	Multiple         *int           `json:"multiple"`
	SetupCost        *model.Amount  `json:"-"`
	Currency         model.Currency `json:"currency"`
	ClaimDays        *int           `json:"claim_days"`
	NeutralPackaging *bool          `json:"neutral_packaging"`
	WorkingDays      string         `json:"working_days"` // by blanks
	ReturnAddress    string         `json:"return_address"`
	ReturnTerms      string         `json:"return_terms"`
	Note             string         `json:"note"`
	FileID           *int64         `json:"file_id"`
	Changes          []TermChange   `json:"changes" gorm:"-"`
}

// TableName is the agreement's table in the book.
func (Agreement) TableName() string { return "agreement" }

// TermChange is a term that negotiating changed. Before and After are money of
// the agreement's currency for a piece (price), an order line (shipping) or an
// order (order_fee); nil for what is no money.
type TermChange struct {
	AgreementID int64         `json:"-"`
	Position    int           `json:"-"`
	Term        string        `json:"term"`
	SKU         string        `json:"sku"`
	Before      *model.Amount `json:"-"`
	After       *model.Amount `json:"-"`
	Note        string        `json:"note"`
}

// TableName is the table of changes in the book.
func (TermChange) TableName() string { return "agreement_change" }

// The terms whose savings can be counted, and the rest.
const (
	TermPrice    = "price"
	TermShipping = "shipping"
	TermOrderFee = "order_fee"
	TermOther    = "other"
)

// TermInput is a changed term as it is entered.
type TermInput struct {
	Term   string         `json:"term" required:"yes" values:"price shipping order_fee other" doc:"What changed: the price of a piece, the shipping of an order line, the fee of an order, or another term."`
	SKU    string         `json:"sku" is:"sku" max:"120" doc:"The product, for a price."`
	Before *record.Amount `json:"before" doc:"Before the change, in the agreement's currency."`
	After  *record.Amount `json:"after" doc:"After it."`
	Note   string         `json:"note" max:"500" doc:"In words, such as the term that is no money."`
}

// AgreementInput is an agreement as a form or the put command says it.
type AgreementInput struct {
	ID      int64 `json:"-"`
	Version int64 `json:"-"`

	Supplier         string                      `json:"supplier" key:"yes" is:"name" max:"120" doc:"With whom."`
	ValidFrom        model.Date                  `json:"valid_from" key:"yes" is:"date" doc:"The first day. The agreement before it ends the day before."`
	ValidTo          *model.Date                 `json:"valid_to" is:"date" default:"open" doc:"The last day."`
	PaymentTermsDays record.Maybe[int]           `json:"payment_terms_days" range:"0..3650" default:"not agreed" doc:"Days until an invoice is due."`
	MOQ              record.Maybe[int]           `json:"moq" range:"1..1000000" default:"not agreed" doc:"The least quantity of an order."`
	Multiple         record.Maybe[int]           `json:"multiple" range:"1..1000000" default:"not agreed" doc:"Orders come in multiples of this."`
	SetupCost        record.Maybe[record.Amount] `json:"setup_cost" default:"not agreed" doc:"What is paid once, such as moulds or onboarding."`
	Currency         *model.Currency             `json:"currency" is:"currency" default:"the supplier's currency" doc:"The currency of the setup cost and of the changes."`
	ClaimDays        record.Maybe[int]           `json:"claim_days" range:"0..3650" default:"not agreed" doc:"Days after delivery in which a claim can be raised."`
	NeutralPackaging record.Maybe[bool]          `json:"neutral_packaging" default:"not agreed" doc:"Parcels show neither supplier nor prices."`
	WorkingDays      *[]string                   `json:"working_days" values:"mon tue wed thu fri sat sun" default:"not agreed" doc:"The days on which orders leave."`
	ReturnAddress    *string                     `json:"return_address" max:"300" doc:"Where returns go."`
	ReturnTerms      *string                     `json:"return_terms" max:"500" doc:"Who pays them, in what time, in what condition."`
	Note             *string                     `json:"note" max:"500" doc:"Anything else."`
	File             *string                     `json:"file" max:"1000" doc:"The contract or mail, copied into the folder beside the book; or the name of one that is there."`
	Changes          *[]TermInput                `json:"changes" default:"none" doc:"What negotiating changed against the terms before; what it saved since is counted from purchase orders."`
	Archived         *bool                       `json:"archived" default:"false" doc:"True puts it away, false brings it back."`
}

func (in *AgreementInput) target() target {
	return target{in.Supplier, in.ID, in.Version, in.Archived, "valid_from = ?", []any{string(in.ValidFrom)}}
}

func (a *Agreement) label() string { return "from " + string(a.ValidFrom) }

func (a *Agreement) merge(tx *store.Tx, at record.Ref, in *AgreementInput) error {
	if err := a.start(tx); err != nil {
		return err
	}
	a.ValidFrom = in.ValidFrom
	record.Take(&a.ValidTo, in.ValidTo)
	in.PaymentTermsDays.Take(&a.PaymentTermsDays)
	in.MOQ.Take(&a.MOQ)
	in.Multiple.Take(&a.Multiple)
	if in.SetupCost.Given {
		a.SetupCost = (*model.Amount)(in.SetupCost.Value)
	}
	record.Take(&a.Currency, in.Currency)
	in.ClaimDays.Take(&a.ClaimDays)
	in.NeutralPackaging.Take(&a.NeutralPackaging)
	if in.WorkingDays != nil {
		a.WorkingDays = strings.Join(*in.WorkingDays, " ")
	}
	record.Take(&a.ReturnAddress, in.ReturnAddress)
	record.Take(&a.ReturnTerms, in.ReturnTerms)
	record.Take(&a.Note, in.Note)
	if in.File != nil {
		var err error
		if a.FileID, err = attached(tx, at, a.SupplierID, *in.File); err != nil {
			return err
		}
	}
	if a.ValidTo != "" && a.ValidTo < a.ValidFrom {
		return at.Errorf("valid_to", "valid_to %s is before valid_from %s", a.ValidTo, a.ValidFrom)
	}
	if in.Changes != nil {
		return a.change(at, *in.Changes)
	}
	return nil
}

// start gives a new agreement the supplier's currency.
func (a *Agreement) start(tx *store.Tx) error {
	if a.Currency != "" {
		return nil
	}
	s, err := supplier.ByIDTx(tx.DB, a.SupplierID)
	if err != nil {
		return err
	}
	if a.Currency = s.Currency; a.Currency == "" {
		a.Currency, err = setting.Home(tx.DB)
	}
	return err
}

func (a *Agreement) change(at record.Ref, ins []TermInput) error {
	a.Changes = make([]TermChange, len(ins))
	for i, in := range ins {
		c := TermChange{Position: i + 1, Term: in.Term, SKU: in.SKU, Before: (*model.Amount)(in.Before), After: (*model.Amount)(in.After), Note: in.Note}
		switch {
		case c.Term == TermPrice && c.SKU == "":
			return at.Errorf("changes", "changes %d: a changed price needs its sku", i+1)
		case c.Term != TermOther && (c.Before == nil || c.After == nil):
			return at.Errorf("changes", "changes %d: say before and after of the %s", i+1, c.Term)
		}
		a.Changes[i] = c
	}
	return nil
}

func (a *Agreement) values() []history.Value {
	return []history.Value{
		history.Of("valid_from", a.ValidFrom), history.Of("valid_to", a.ValidTo), optional("payment_terms_days", a.PaymentTermsDays), optional("moq", a.MOQ),
		optional("multiple", a.Multiple), optional("setup_cost", a.SetupCost), history.Of("currency", a.Currency), optional("claim_days", a.ClaimDays),
		optional("neutral_packaging", a.NeutralPackaging), history.Of("working_days", a.WorkingDays), history.Of("return_address", a.ReturnAddress),
		history.Of("return_terms", a.ReturnTerms), history.Of("note", a.Note), optional("file", a.FileID), history.Of("changes", a.changesText()),
	}
}

func (a *Agreement) changesText() string {
	all := make([]string, len(a.Changes))
	for i, c := range a.Changes {
		all[i] = strings.TrimSpace(fmt.Sprintf("%s %s %s to %s %s", c.Term, c.SKU, amountText(c.Before), amountText(c.After), c.Note))
	}
	return strings.Join(all, "; ")
}

func amountText(a *model.Amount) string {
	if a == nil {
		return "?"
	}
	return a.String()
}

func (a *Agreement) read(q *gorm.DB) error {
	return q.Where("agreement_id = ?", a.ID).Order("position").Find(&a.Changes).Error
}

func (a *Agreement) write(tx *store.Tx) error {
	if err := tx.Exec("DELETE FROM agreement_change WHERE agreement_id = ?", a.ID).Error; err != nil {
		return err
	}
	for i := range a.Changes {
		a.Changes[i].AgreementID = a.ID
	}
	if len(a.Changes) == 0 {
		return nil
	}
	return tx.Create(&a.Changes).Error
}
