package vetting

import (
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

// Place is where a supplier is: a warehouse it ships from, a factory, an office,
// or where returns go.
type Place struct {
	Entry
	Name    string `json:"name"`
	NameKey string `json:"-"`
	Kind    string `json:"kind"`
	Country string `json:"country"`
	City    string `json:"city"`
	Address string `json:"address"`
	Note    string `json:"note"`
}

// TableName is the place's table in the book.
func (Place) TableName() string { return "supplier_place" }

// PlaceInput is a place as a form or the put command says it.
type PlaceInput struct {
	ID      int64 `json:"-"`
	Version int64 `json:"-"`

	Supplier string  `json:"supplier" key:"yes" is:"name" max:"120" doc:"Whose place it is."`
	Name     string  `json:"name" key:"yes" is:"name" max:"120" doc:"A name for it, such as Rotterdam warehouse."`
	Kind     *string `json:"kind" values:"warehouse factory office returns" default:"warehouse" doc:"What it is."`
	Country  *string `json:"country" is:"country" doc:"The country it lies in."`
	City     *string `json:"city" max:"120" doc:"The city."`
	Address  *string `json:"address" max:"200" doc:"The address in one line."`
	Note     *string `json:"note" max:"500" doc:"Anything else."`
	Archived *bool   `json:"archived" default:"false" doc:"True puts it away, false brings it back."`
}

func (in *PlaceInput) target() target {
	return target{in.Supplier, in.ID, in.Version, in.Archived, "name_key = ?", []any{model.NameKey(in.Name)}}
}

func (p *Place) label() string { return p.Name }

func (p *Place) merge(_ *store.Tx, _ record.Ref, in *PlaceInput) error { //nolint:unparam // as all that belongs to a supplier
	if p.Kind == "" {
		p.Kind = "warehouse"
	}
	p.Name, p.NameKey = in.Name, model.NameKey(in.Name)
	record.Take(&p.Kind, in.Kind)
	record.Take(&p.Country, in.Country)
	record.Take(&p.City, in.City)
	record.Take(&p.Address, in.Address)
	record.Take(&p.Note, in.Note)
	return nil
}

func (p *Place) values() []history.Value {
	return []history.Value{
		history.Of("name", p.Name), history.Of("kind", p.Kind), history.Of("country", p.Country), history.Of("city", p.City),
		history.Of("address", p.Address), history.Of("note", p.Note),
	}
}

// Contact is a person at a supplier.
type Contact struct {
	Entry
	Name     string `json:"name"`
	NameKey  string `json:"-"`
	Role     string `json:"role"`
	Email    string `json:"email"`
	Phone    string `json:"phone"`
	Language string `json:"language"`
	Note     string `json:"note"`
}

// TableName is the contact's table in the book.
func (Contact) TableName() string { return "supplier_contact" }

// ContactInput is a contact as a form or the put command says it.
type ContactInput struct {
	ID      int64 `json:"-"`
	Version int64 `json:"-"`

	Supplier string  `json:"supplier" key:"yes" is:"name" max:"120" doc:"Where the person works."`
	Name     string  `json:"name" key:"yes" is:"name" max:"120" doc:"The person's name."`
	Role     *string `json:"role" max:"120" doc:"What for, such as sales or claims."`
	Email    *string `json:"email" is:"email" doc:"The person's e-mail address."`
	Phone    *string `json:"phone" max:"60" doc:"Telephone or messenger."`
	Language *string `json:"language" is:"language" doc:"The language to write in."`
	Note     *string `json:"note" max:"500" doc:"Anything else."`
	Archived *bool   `json:"archived" default:"false" doc:"True puts it away, false brings it back."`
}

func (in *ContactInput) target() target {
	return target{in.Supplier, in.ID, in.Version, in.Archived, "name_key = ?", []any{model.NameKey(in.Name)}}
}

func (c *Contact) label() string { return c.Name }

func (c *Contact) merge(_ *store.Tx, _ record.Ref, in *ContactInput) error { //nolint:unparam // as all that belongs to a supplier
	c.Name, c.NameKey = in.Name, model.NameKey(in.Name)
	record.Take(&c.Role, in.Role)
	record.Take(&c.Email, in.Email)
	record.Take(&c.Phone, in.Phone)
	record.Take(&c.Language, in.Language)
	record.Take(&c.Note, in.Note)
	return nil
}

func (c *Contact) values() []history.Value {
	return []history.Value{
		history.Of("name", c.Name), history.Of("role", c.Role), history.Of("email", c.Email), history.Of("phone", c.Phone),
		history.Of("language", c.Language), history.Of("note", c.Note),
	}
}

// Talk is what was said with a supplier on a day, and when to come back to it.
type Talk struct {
	Entry
	HeldOn     model.Date `json:"date"`
	Subject    string     `json:"subject"`
	SubjectKey string     `json:"-"`
	Channel    string     `json:"channel"`
	Contact    string     `json:"contact"`
	Said       string     `json:"said"`
	FollowUpOn model.Date `json:"follow_up"` // "" none
	FollowedOn model.Date `json:"followed"`  // "" not yet

	AskedAt    string     `json:"asked_at"` // time of day at which a question was sent; "" it was none
	AnsweredOn model.Date `json:"answered"` // "" not yet
	AnsweredAt string     `json:"answered_at"`
}

// TableName is the talk's table in the book.
func (Talk) TableName() string { return "talk" }

// Waits tells whether it is still to be followed up.
func (k *Talk) Waits() bool { return k.FollowUpOn != "" && k.FollowedOn == "" && !k.Archived() }

// Took is how many hours the answer to the question took, 0 while there is none.
func (k *Talk) Took() int { return model.HoursBetween(k.HeldOn, k.AskedAt, k.AnsweredOn, k.AnsweredAt) }

// TalkInput is a talk as a form or the put command says it.
type TalkInput struct {
	ID      int64 `json:"-"`
	Version int64 `json:"-"`

	Supplier string      `json:"supplier" key:"yes" is:"name" max:"120" doc:"With whom."`
	Date     model.Date  `json:"date" key:"yes" is:"date" doc:"The day of the talk."`
	Subject  string      `json:"subject" key:"yes" is:"name" max:"160" doc:"What it was about."`
	Channel  *string     `json:"channel" values:"call email chat meeting fair other" default:"email" doc:"How it was held."`
	Contact  *string     `json:"contact" max:"120" doc:"The person spoken to."`
	Said     *string     `json:"said" max:"4000" doc:"What was said, in your words."`
	FollowUp *model.Date `json:"follow_up" is:"date" default:"none" doc:"The day on which to come back to it."`
	Followed *model.Date `json:"followed" is:"date" default:"not yet" doc:"The day on which that was done."`
	Asked    *string     `json:"asked_at" is:"time" default:"it was no question" doc:"The time of day at which you sent a question, as 14:05; how fast the supplier answers counts in its score."`
	Answered *model.Date `json:"answered" is:"date" default:"not yet" doc:"The day on which the answer came."`
	Time     *string     `json:"answered_at" is:"time" doc:"The time of day at which the answer came."`
	Archived *bool       `json:"archived" default:"false" doc:"True puts it away, false brings it back."`
}

func (in *TalkInput) target() target {
	return target{in.Supplier, in.ID, in.Version, in.Archived, "held_on = ? AND subject_key = ?", []any{string(in.Date), model.NameKey(in.Subject)}}
}

func (k *Talk) label() string { return string(k.HeldOn) + " " + k.Subject }

func (k *Talk) merge(tx *store.Tx, at record.Ref, in *TalkInput) error {
	if k.Channel == "" {
		k.Channel = "email"
	}
	k.HeldOn, k.Subject, k.SubjectKey = in.Date, in.Subject, model.NameKey(in.Subject)
	record.Take(&k.Channel, in.Channel)
	record.Take(&k.Contact, in.Contact)
	record.Take(&k.Said, in.Said)
	record.Take(&k.FollowUpOn, in.FollowUp)
	record.Take(&k.FollowedOn, in.Followed)
	record.Take(&k.AskedAt, in.Asked)
	record.Take(&k.AnsweredOn, in.Answered)
	record.Take(&k.AnsweredAt, in.Time)
	if err := k.answered(at, tx.Today); err != nil {
		return err
	}
	if k.FollowUpOn != "" && k.FollowUpOn < k.HeldOn {
		return at.Errorf("follow_up", "follow_up %s is before the talk on %s", k.FollowUpOn, k.HeldOn)
	}
	if err := notAfter(at, "followed", k.FollowedOn, tx.Today); err != nil {
		return err
	}
	return notAfter(at, "date", k.HeldOn, tx.Today)
}

// answered refuses an answer that does not fit its question.
func (k *Talk) answered(at record.Ref, today model.Date) error {
	switch {
	case k.AskedAt == "" && (k.AnsweredOn != "" || k.AnsweredAt != ""):
		return at.Errorf("asked_at", "an answer needs the question: say at what time it was sent in asked_at")
	case k.AnsweredOn == "" && k.AnsweredAt != "":
		return at.Errorf("answered", "say on which day the answer came")
	case k.AnsweredOn != "" && k.AnsweredAt == "":
		return at.Errorf("answered_at", "say at what time the answer came")
	case k.AnsweredOn != "" && string(k.AnsweredOn)+k.AnsweredAt < string(k.HeldOn)+k.AskedAt:
		return at.Errorf("answered", "the answer on %s at %s is before the question on %s at %s", k.AnsweredOn, k.AnsweredAt, k.HeldOn, k.AskedAt)
	}
	return notAfter(at, "answered", k.AnsweredOn, today)
}

func (k *Talk) values() []history.Value {
	return []history.Value{
		history.Of("date", k.HeldOn), history.Of("subject", k.Subject), history.Of("channel", k.Channel), history.Of("contact", k.Contact),
		history.Of("said", k.Said), history.Of("follow_up", k.FollowUpOn), history.Of("followed", k.FollowedOn),
		history.Of("asked_at", k.AskedAt), history.Of("answered", k.AnsweredOn), history.Of("answered_at", k.AnsweredAt),
	}
}
