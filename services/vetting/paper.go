package vetting

import (
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

// Who hands a credential over.
const (
	ByMerchant = "merchant"
	BySupplier = "supplier"
)

// Credential is a paper one side asks the other for.
type Credential struct {
	Entry
	Name      string     `json:"name"`
	NameKey   string     `json:"-"`
	Given     string     `json:"given_by"`
	Kind      string     `json:"kind"`
	Number    string     `json:"number"`
	AskedOn   model.Date `json:"asked"`
	HandedOn  model.Date `json:"handed_over"` // "" not yet
	ExpiresOn model.Date `json:"expires"`     // "" never
	FileID    *int64     `json:"file_id"`
	Note      string     `json:"note"`
}

// TableName is the credential's table in the book.
func (Credential) TableName() string { return "credential" }

// The states of a credential.
const (
	CredentialAsked   = "asked" // not handed over yet
	CredentialHanded  = "handed_over"
	CredentialExpired = "expired"
)

// State is how the paper stands on a day.
func (c *Credential) State(day model.Date) string {
	switch {
	case c.HandedOn == "":
		return CredentialAsked
	case c.ExpiresOn != "" && c.ExpiresOn < day:
		return CredentialExpired
	}
	return CredentialHanded
}

// CredentialInput is a paper as a form or the put command says it.
type CredentialInput struct {
	ID      int64 `json:"-"`
	Version int64 `json:"-"`

	Supplier   string      `json:"supplier" key:"yes" is:"name" max:"120" doc:"Between whom and you."`
	Name       string      `json:"name" key:"yes" is:"name" max:"160" doc:"What it is called, such as Resale certificate."`
	Given      *string     `json:"given_by" key:"yes" values:"supplier merchant" default:"supplier" doc:"Who hands it over: the supplier, or you when the supplier asks for it."`
	Kind       *string     `json:"kind" values:"registration tax resale insurance quality safety brand contract other" default:"other" doc:"What kind of paper it is."`
	Number     *string     `json:"number" max:"80" doc:"Its number."`
	Asked      *model.Date `json:"asked" is:"date" doc:"The day it was asked for."`
	HandedOver *model.Date `json:"handed_over" is:"date" default:"not yet" doc:"The day it was handed over."`
	Expires    *model.Date `json:"expires" is:"date" default:"never" doc:"The last day on which it holds."`
	File       *string     `json:"file" max:"1000" doc:"The file, copied into the folder beside the book; or the name of one that is there."`
	Note       *string     `json:"note" max:"500" doc:"Anything else."`
	Archived   *bool       `json:"archived" default:"false" doc:"True puts it away, false brings it back."`
}

func (in *CredentialInput) target() target {
	return target{in.Supplier, in.ID, in.Version, in.Archived, "given = ? AND name_key = ?", []any{in.given(), model.NameKey(in.Name)}}
}

func (in *CredentialInput) given() string {
	if in.Given == nil {
		return BySupplier
	}
	return *in.Given
}

func (c *Credential) label() string { return c.Name }

func (c *Credential) merge(tx *store.Tx, at record.Ref, in *CredentialInput) error {
	if c.Kind == "" {
		c.Kind = "other"
	}
	c.Name, c.NameKey, c.Given = in.Name, model.NameKey(in.Name), in.given()
	record.Take(&c.Kind, in.Kind)
	record.Take(&c.Number, in.Number)
	record.Take(&c.AskedOn, in.Asked)
	record.Take(&c.HandedOn, in.HandedOver)
	record.Take(&c.ExpiresOn, in.Expires)
	record.Take(&c.Note, in.Note)
	if in.File != nil {
		var err error
		if c.FileID, err = attached(tx, at, c.SupplierID, *in.File); err != nil {
			return err
		}
	}
	if c.HandedOn != "" && c.HandedOn < c.AskedOn {
		return at.Errorf("handed_over", "handed_over %s is before asked %s", c.HandedOn, c.AskedOn)
	}
	if err := notAfter(at, "asked", c.AskedOn, tx.Today); err != nil {
		return err
	}
	return notAfter(at, "handed_over", c.HandedOn, tx.Today)
}

func (c *Credential) values() []history.Value {
	return []history.Value{
		history.Of("name", c.Name), history.Of("given_by", c.Given), history.Of("kind", c.Kind), history.Of("number", c.Number), history.Of("asked", c.AskedOn),
		history.Of("handed_over", c.HandedOn), history.Of("expires", c.ExpiresOn), optional("file", c.FileID), history.Of("note", c.Note),
	}
}

// Action is something a supplier is to improve, with what was measured before
// and after.
type Action struct {
	Entry
	Title    string     `json:"title"`
	TitleKey string     `json:"-"`
	Owner    string     `json:"owner"`
	DueOn    model.Date `json:"due"`
	Metric   string     `json:"metric"`
	Before   string     `json:"before"` // exact decimals, "" unknown
	Target   string     `json:"target"`
	After    string     `json:"after"`
	State    string     `json:"state"`
	OpenedOn model.Date `json:"opened"`
	EndedOn  model.Date `json:"ended"`
	Note     string     `json:"note"`
}

// TableName is the action's table in the book.
func (Action) TableName() string { return "improvement" }

// The states of an action.
const (
	ActionOpen    = "open"
	ActionDone    = "done"
	ActionDropped = "dropped"
)

// ActionInput is an action as a form or the put command says it.
type ActionInput struct {
	ID      int64 `json:"-"`
	Version int64 `json:"-"`

	Supplier string                      `json:"supplier" key:"yes" is:"name" max:"120" doc:"Who is to improve."`
	Title    string                      `json:"title" key:"yes" is:"name" max:"160" doc:"What is to be done."`
	Owner    *string                     `json:"owner" max:"120" doc:"Who looks after it."`
	Due      *model.Date                 `json:"due" is:"date" default:"none" doc:"The day by which."`
	Metric   *string                     `json:"metric" max:"80" doc:"What is measured, such as on-time rate in percent."`
	Before   record.Maybe[record.Number] `json:"before" default:"unknown" doc:"The metric before."`
	Target   record.Maybe[record.Number] `json:"target" default:"unknown" doc:"What it is to become."`
	After    record.Maybe[record.Number] `json:"after" default:"unknown" doc:"The metric after."`
	State    *string                     `json:"state" values:"open done dropped" default:"open" doc:"How it stands."`
	Opened   *model.Date                 `json:"opened" is:"date" default:"today" doc:"The day it was asked for."`
	Ended    *model.Date                 `json:"ended" is:"date" default:"the day it is done or dropped" doc:"The day it ended."`
	Note     *string                     `json:"note" max:"500" doc:"Anything else."`
	Archived *bool                       `json:"archived" default:"false" doc:"True puts it away, false brings it back."`
}

func (in *ActionInput) target() target {
	return target{in.Supplier, in.ID, in.Version, in.Archived, "title_key = ?", []any{model.NameKey(in.Title)}}
}

func (a *Action) label() string { return a.Title }

func (a *Action) merge(tx *store.Tx, at record.Ref, in *ActionInput) error {
	if a.State == "" {
		a.State, a.OpenedOn = ActionOpen, tx.Today
	}
	a.Title, a.TitleKey = in.Title, model.NameKey(in.Title)
	record.Take(&a.Owner, in.Owner)
	record.Take(&a.DueOn, in.Due)
	record.Take(&a.Metric, in.Metric)
	takeNumber(&a.Before, in.Before)
	takeNumber(&a.Target, in.Target)
	takeNumber(&a.After, in.After)
	record.Take(&a.State, in.State)
	record.Take(&a.OpenedOn, in.Opened)
	record.Take(&a.EndedOn, in.Ended)
	record.Take(&a.Note, in.Note)
	switch {
	case a.OpenedOn == "":
		return at.Errorf("opened", "opened must not be empty")
	case a.State == ActionOpen:
		a.EndedOn = ""
	case a.EndedOn == "":
		a.EndedOn = tx.Today
	}
	if a.EndedOn != "" && a.EndedOn < a.OpenedOn {
		return at.Errorf("ended", "ended %s is before opened %s", a.EndedOn, a.OpenedOn)
	}
	if err := notAfter(at, "ended", a.EndedOn, tx.Today); err != nil {
		return err
	}
	return notAfter(at, "opened", a.OpenedOn, tx.Today)
}

// takeNumber keeps a decimal as its exact text.
func takeNumber(to *string, m record.Maybe[record.Number]) {
	switch {
	case !m.Given:
	case m.Value == nil:
		*to = ""
	default:
		*to = strings.TrimSpace(m.Value.String())
	}
}

func (a *Action) values() []history.Value {
	return []history.Value{
		history.Of("title", a.Title), history.Of("owner", a.Owner), history.Of("due", a.DueOn), history.Of("metric", a.Metric), history.Of("before", a.Before),
		history.Of("target", a.Target), history.Of("after", a.After), history.Of("state", a.State), history.Of("opened", a.OpenedOn),
		history.Of("ended", a.EndedOn), history.Of("note", a.Note),
	}
}
