// Package vetting keeps what is known of a supplier beside its prices: places,
// contacts, agreements, papers, talks, files, test orders, and assessments by
// versioned templates; it says what the stage of a supplier allows, what falls
// due, and proposes what a person may decide.
//
// It must not know how orders are routed or forwarded, nor what parcels and
// cases say of a supplier: that is its performance.
package vetting

import (
	"context"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

// The kinds of record in messages, in the history and for the put command.
const (
	PlaceKind      = "place"
	ContactKind    = "contact"
	AgreementKind  = "agreement"
	CredentialKind = "credential"
	TalkKind       = "talk"
	ActionKind     = "action"
	FileKind       = "file"
	TestOrderKind  = "testorder"
	TemplateKind   = "template"
	AssessmentKind = "assessment"
)

// Service keeps the vetting of a book.
type Service struct {
	db  *store.DB
	bus *event.Bus
}

// New returns the vetting of the book.
func New(db *store.DB, bus *event.Bus) *Service { return &Service{db, bus} }

// changed tells that something about suppliers is new; the ids are those of
// other records, so that all suppliers may look different.
func (s *Service) changed([]int64) { s.bus.SuppliersChanged.Publish(nil) }

// PutPlaces creates or changes places of suppliers, all or none.
func (s *Service) PutPlaces(ctx context.Context, ins []PlaceInput) (record.Result, error) {
	return record.Batch[PlaceInput]{DB: s.db, Kind: PlaceKind, One: keep[Place, PlaceInput](PlaceKind), Done: s.changed}.Put(ctx, ins)
}

// PutContacts creates or changes contacts at suppliers, all or none.
func (s *Service) PutContacts(ctx context.Context, ins []ContactInput) (record.Result, error) {
	return record.Batch[ContactInput]{DB: s.db, Kind: ContactKind, One: keep[Contact, ContactInput](ContactKind), Done: s.changed}.Put(ctx, ins)
}

// PutAgreements creates or changes agreements with suppliers, all or none. The
// newest that has begun counts.
func (s *Service) PutAgreements(ctx context.Context, ins []AgreementInput) (record.Result, error) {
	return record.Batch[AgreementInput]{DB: s.db, Kind: AgreementKind, One: keep[Agreement, AgreementInput](AgreementKind), Done: s.changed}.Put(ctx, ins)
}

// PutCredentials creates or changes papers, all or none.
func (s *Service) PutCredentials(ctx context.Context, ins []CredentialInput) (record.Result, error) {
	return record.Batch[CredentialInput]{DB: s.db, Kind: CredentialKind, One: keep[Credential, CredentialInput](CredentialKind), Done: s.changed}.Put(ctx, ins)
}

// PutTalks creates or changes talks with suppliers, all or none.
func (s *Service) PutTalks(ctx context.Context, ins []TalkInput) (record.Result, error) {
	return record.Batch[TalkInput]{DB: s.db, Kind: TalkKind, One: keep[Talk, TalkInput](TalkKind), Done: s.changed}.Put(ctx, ins)
}

// PutActions creates or changes what suppliers are to improve, all or none.
func (s *Service) PutActions(ctx context.Context, ins []ActionInput) (record.Result, error) {
	return record.Batch[ActionInput]{DB: s.db, Kind: ActionKind, One: keep[Action, ActionInput](ActionKind), Done: s.changed}.Put(ctx, ins)
}

// PutTestOrders creates or changes test orders, all or none.
func (s *Service) PutTestOrders(ctx context.Context, ins []TestOrderInput) (record.Result, error) {
	return record.Batch[TestOrderInput]{DB: s.db, Kind: TestOrderKind, One: keep[TestOrder, TestOrderInput](TestOrderKind), Done: s.changed}.Put(ctx, ins)
}

// PutFiles copies files into the folder beside the book and enters them, all or
// none.
func (s *Service) PutFiles(ctx context.Context, ins []FileInput) (record.Result, error) {
	return record.Batch[FileInput]{DB: s.db, Kind: FileKind, One: putFile, Done: s.changed}.Put(ctx, ins)
}

// PutTemplates writes templates; a change is the next version. All or none.
func (s *Service) PutTemplates(ctx context.Context, ins []TemplateInput) (record.Result, error) {
	return record.Batch[TemplateInput]{DB: s.db, Kind: TemplateKind, One: putTemplate, Done: s.changed}.Put(ctx, ins)
}

// PutAssessments creates or changes assessments, all or none.
func (s *Service) PutAssessments(ctx context.Context, ins []AssessmentInput) (record.Result, error) {
	return record.Batch[AssessmentInput]{DB: s.db, Kind: AssessmentKind, One: keep[Assessment, AssessmentInput](AssessmentKind), Done: s.changed}.Put(ctx, ins)
}

// notAfter refuses a day in the future.
func notAfter(at record.Ref, field string, day, today model.Date) error {
	if day > today {
		return at.Errorf(field, "%s %s is in the future: today is %s", field, day, today)
	}
	return nil
}
