package main

import (
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/vetting"
)

type vettingSavingsCommand struct{ vettingList }

// Run lists what negotiated terms saved.
func (c *vettingSavingsCommand) Run(a *app) error {
	columns := []string{"supplier", "from:date", "to:date", "term", "sku:id", "before", "after", "count:count", "saved", "currency"}
	return list(a, listing{c.listFile, "Savings", columns}, func(db *store.DB) ([]vetting.SavingRow, error) {
		return vetting.New(db, &a.bus).SavingRows(a.ctx, c.Supplier)
	})
}

type vettingFilesCheckCommand struct{ listFile }

// Run lists kept files that are missing or changed.
func (c *vettingFilesCheckCommand) Run(a *app) error {
	return list(a, listing{c.listFile, "Files", []string{"supplier", "name", "state", "path"}}, func(db *store.DB) ([]vetting.File, error) {
		return vetting.New(db, &a.bus).CheckFiles(a.ctx)
	})
}

type vettingAssessmentsCommand struct{ vettingList }

// Run lists assessments.
func (c *vettingAssessmentsCommand) Run(a *app) error {
	columns := []string{"supplier", "date:date", "template", "template_version:count", "standing", "score", "coverage", "class", "assessor", "state"}
	return list(a, listing{c.listFile, "Assessments", columns}, func(db *store.DB) ([]vetting.AssessmentRow, error) {
		return vetting.New(db, &a.bus).Assessments(a.ctx, c.filter())
	})
}

type vettingTemplatesCommand struct {
	listFile
	Template string `arg:"" optional:"" help:"The template whose versions to list."`
	Archived bool   `help:"Those put away as well."`
}

// Run lists templates.
func (c *vettingTemplatesCommand) Run(a *app) error {
	return list(a, listing{c.listFile, "Templates", []string{"name", "version:count", "type", "note"}}, func(db *store.DB) ([]vetting.Template, error) {
		if c.Template != "" {
			return vetting.New(db, &a.bus).TemplateVersions(a.ctx, c.Template)
		}
		return vetting.New(db, &a.bus).Templates(a.ctx, c.Archived)
	})
}

type vettingTestOrdersCommand struct{ vettingList }

// Run lists test orders.
func (c *vettingTestOrdersCommand) Run(a *app) error {
	columns := []string{"supplier", "ordered:date", "sku:id", "country", "promised_days:count", "days:count", "late_days:count", "grade", "cost", "currency", "verdict"}
	return list(a, listing{c.listFile, "Test orders", columns}, func(db *store.DB) ([]vetting.TestOrderRow, error) {
		return vetting.New(db, &a.bus).TestOrders(a.ctx, c.filter())
	})
}

type vettingAgreementsCommand struct{ vettingList }

// Run lists agreements.
func (c *vettingAgreementsCommand) Run(a *app) error {
	columns := []string{"supplier", "valid_from:date", "valid_to:date", "payment_terms_days:count", "moq:count", "setup_cost", "currency", "claim_days:count", "return_terms"}
	return list(a, listing{c.listFile, "Agreements", columns}, func(db *store.DB) ([]vetting.AgreementRow, error) {
		return vetting.New(db, &a.bus).Agreements(a.ctx, c.filter())
	})
}

type vettingCredentialsCommand struct{ vettingList }

// Run lists papers.
func (c *vettingCredentialsCommand) Run(a *app) error {
	columns := []string{"supplier", "name", "given_by", "kind", "handed_over:date", "expires:date", "state"}
	return list(a, listing{c.listFile, "Papers", columns}, func(db *store.DB) ([]vetting.CredentialRow, error) {
		return vetting.New(db, &a.bus).Credentials(a.ctx, c.filter())
	})
}

type vettingContactsCommand struct{ vettingList }

// Run lists contacts.
func (c *vettingContactsCommand) Run(a *app) error {
	return list(a, listing{c.listFile, "Contacts", []string{"supplier", "name", "role", "email", "phone", "language"}}, func(db *store.DB) ([]vetting.Contact, error) {
		return vetting.New(db, &a.bus).Contacts(a.ctx, c.filter())
	})
}

type vettingPlacesCommand struct{ vettingList }

// Run lists places.
func (c *vettingPlacesCommand) Run(a *app) error {
	return list(a, listing{c.listFile, "Places", []string{"supplier", "name", "kind", "country", "city", "address"}}, func(db *store.DB) ([]vetting.Place, error) {
		return vetting.New(db, &a.bus).Places(a.ctx, c.filter())
	})
}

type vettingTalksCommand struct{ vettingList }

// Run lists talks.
func (c *vettingTalksCommand) Run(a *app) error {
	columns := []string{"supplier", "date:date", "subject", "channel", "contact", "follow_up:date", "followed:date"}
	return list(a, listing{c.listFile, "Talks", columns}, func(db *store.DB) ([]vetting.Talk, error) {
		return vetting.New(db, &a.bus).Talks(a.ctx, c.filter())
	})
}

type vettingActionsCommand struct{ vettingList }

// Run lists actions.
func (c *vettingActionsCommand) Run(a *app) error {
	columns := []string{"supplier", "title", "owner", "due:date", "metric", "before", "target", "after", "state"}
	return list(a, listing{c.listFile, "Actions", columns}, func(db *store.DB) ([]vetting.Action, error) {
		return vetting.New(db, &a.bus).Actions(a.ctx, c.filter())
	})
}

type vettingFilesCommand struct{ vettingList }

// Run lists files.
func (c *vettingFilesCommand) Run(a *app) error {
	return list(a, listing{c.listFile, "Files", []string{"supplier", "name", "added:date", "bytes:count", "state", "note"}}, func(db *store.DB) ([]vetting.File, error) {
		return vetting.New(db, &a.bus).Files(a.ctx, c.filter())
	})
}
