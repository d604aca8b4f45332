package main

import (
	"fmt"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/vetting"
)

type vettingCommand struct {
	Sheet       vettingSheetCommand       `cmd:"" default:"withargs" help:"Gates, criteria and score of a supplier, or of all."`
	Due         vettingDueCommand         `cmd:"" help:"What falls due with suppliers: vettings, papers, proofs, talks, actions."`
	Proposals   vettingProposalsCommand   `cmd:"" help:"Stages that the facts speak for; a person decides."`
	Accept      vettingAcceptCommand      `cmd:"" help:"Move a supplier to the stage that is proposed."`
	Refuse      vettingRefuseCommand      `cmd:"" help:"Turn a proposal down."`
	Stage       vettingStageCommand       `cmd:"" help:"Move a supplier to another stage; without one the stages it had."`
	Savings     vettingSavingsCommand     `cmd:"" help:"What negotiated terms saved, counted from purchase orders."`
	Suggest     vettingSuggestCommand     `cmd:"" help:"Grades that test orders propose for a supplier."`
	CheckFiles  vettingFilesCheckCommand  `cmd:"" name:"check-files" help:"Kept files of suppliers that are missing or changed."`
	Assessments vettingAssessmentsCommand `cmd:"" help:"List assessments."`
	Templates   vettingTemplatesCommand   `cmd:"" help:"List the templates, or the versions of one."`
	TestOrders  vettingTestOrdersCommand  `cmd:"" name:"testorders" help:"List test orders."`
	Agreements  vettingAgreementsCommand  `cmd:"" help:"List agreements."`
	Credentials vettingCredentialsCommand `cmd:"" help:"List papers asked for and handed over."`
	Contacts    vettingContactsCommand    `cmd:"" help:"List contacts."`
	Places      vettingPlacesCommand      `cmd:"" help:"List places."`
	Talks       vettingTalksCommand       `cmd:"" help:"List talks."`
	Actions     vettingActionsCommand     `cmd:"" help:"List what suppliers are to improve."`
	Files       vettingFilesCommand       `cmd:"" help:"List files, each with how its copy is found."`
}

// vettingList is what the lists of vetting can be narrowed by.
type vettingList struct {
	listFile
	Supplier string `arg:"" optional:"" help:"Only those of this supplier."`
	Archived bool   `help:"Those put away as well."`
}

func (l vettingList) filter() vetting.Filter {
	return vetting.Filter{Supplier: l.Supplier, Archived: l.Archived}
}

type vettingSheetCommand struct {
	Supplier string `arg:"" optional:"" help:"The supplier; all by default."`
}

// Run prints what vetting found.
func (c *vettingSheetCommand) Run(a *app) error {
	db, err := a.look()
	if err != nil {
		return err
	}
	var sheets []vetting.Sheet
	if c.Supplier == "" {
		sheets, err = vetting.New(db, &a.bus).Sheets(a.ctx)
	} else {
		sheets = make([]vetting.Sheet, 1)
		sheets[0], err = vetting.New(db, &a.bus).Sheet(a.ctx, c.Supplier)
	}
	if err != nil {
		return err
	}
	texts := make([]string, len(sheets))
	for i := range sheets {
		texts[i] = sheets[i].Text()
	}
	return a.print(map[string]any{"suppliers": sheets}, strings.Join(texts, "\n\n"))
}

type vettingDueCommand struct{ listFile }

// Run lists what falls due.
func (c *vettingDueCommand) Run(a *app) error {
	return list(a, listing{c.listFile, "Due", []string{"on:date", "days:count", "kind", "supplier", "what"}}, func(db *store.DB) ([]vetting.Due, error) {
		return vetting.New(db, &a.bus).Due(a.ctx)
	})
}

type vettingProposalsCommand struct{ listFile }

// Run lists proposals.
func (c *vettingProposalsCommand) Run(a *app) error {
	return list(a, listing{c.listFile, "Proposals", []string{"supplier", "from", "to", "reason", "cause:id"}}, func(db *store.DB) ([]vetting.Proposal, error) {
		return vetting.New(db, &a.bus).Proposals(a.ctx)
	})
}

type vettingDecision struct {
	Supplier string `arg:"" help:"The supplier."`
	Cause    string `arg:"" help:"The cause, as the list of proposals names it."`
	Why      string `help:"Why; kept in the history." placeholder:"TEXT"`
}

type vettingAcceptCommand struct{ vettingDecision }

// Run accepts a proposal.
func (c *vettingAcceptCommand) Run(a *app) error {
	db, err := a.change()
	if err != nil {
		return err
	}
	if err := vetting.New(db, &a.bus).Accept(a.ctx, c.Supplier, c.Cause, c.Why); err != nil {
		return err
	}
	return a.print(map[string]any{"supplier": c.Supplier, "accepted": c.Cause}, "Done.")
}

type vettingRefuseCommand struct{ vettingDecision }

// Run turns a proposal down.
func (c *vettingRefuseCommand) Run(a *app) error {
	db, err := a.change()
	if err != nil {
		return err
	}
	if err := vetting.New(db, &a.bus).Refuse(a.ctx, c.Supplier, c.Cause, c.Why); err != nil {
		return err
	}
	return a.print(map[string]any{"supplier": c.Supplier, "refused": c.Cause}, "Turned down. It comes back when the facts are others.")
}

type vettingStageCommand struct {
	listFile
	Supplier  string `arg:"" help:"The supplier."`
	Stage     string `arg:"" optional:"" help:"candidate, vetting, trial, approved, probation or blocked."`
	Reason    string `help:"Why; kept in the history." placeholder:"TEXT"`
	On        string `help:"From which day it holds, for what is entered later; today by default." placeholder:"D"`
	Requalify string `help:"When it is to be vetted again; after an approval the usual time by default." placeholder:"D"`
}

// Run moves a supplier, or lists the stages it had.
func (c *vettingStageCommand) Run(a *app) error {
	if c.Stage == "" {
		return list(a, listing{c.listFile, "Stages", []string{"on:date", "from", "to", "reason", "who", "at"}}, func(db *store.DB) ([]vetting.StageStep, error) {
			return vetting.New(db, &a.bus).StageHistory(a.ctx, c.Supplier)
		})
	}
	again, err := day("requalify", c.Requalify)
	if err != nil {
		return err
	}
	on, err := day("on", c.On)
	if err != nil {
		return err
	}
	db, err := a.change()
	if err != nil {
		return err
	}
	move := vetting.StageChange{Supplier: c.Supplier, To: model.Stage(c.Stage), Reason: c.Reason, On: on, RequalifyOn: again}
	if err := vetting.New(db, &a.bus).SetStage(a.ctx, move); err != nil {
		return err
	}
	return a.print(map[string]any{"supplier": c.Supplier, "stage": c.Stage}, fmt.Sprintf("%s is %s now.", c.Supplier, model.Stage(c.Stage).Words()))
}

type vettingSuggestCommand struct {
	Supplier string `arg:"" help:"The supplier."`
	Template string `help:"The template; that of the supplier's type by default." placeholder:"NAME"`
}

// Run prints the grades that test orders propose.
func (c *vettingSuggestCommand) Run(a *app) error {
	db, err := a.look()
	if err != nil {
		return err
	}
	found, err := vetting.New(db, &a.bus).Suggestions(a.ctx, c.Supplier, c.Template)
	if err != nil {
		return err
	}
	return a.print(map[string]any{"supplier": c.Supplier, "grades": found}, vetting.SuggestionsText(found))
}
