// Package staging asks for another stage of a supplier and why, the same on
// every screen, and knows how stages look. It must not know which stages lead to
// which.
package staging

import (
	"context"

	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/page/roster"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/vetting"
)

// Stages are all stages in their order.
var Stages = []model.Stage{model.Candidate, model.Vetting, model.Trial, model.Approved, model.Probation, model.Blocked}

// Say is how the screen reads texts of the window: text.T.
type Say func(key string, args ...any) string

// Of is a supplier with the stage it has.
type Of struct {
	Supplier string
	Stage    model.Stage
}

// Look is how a stage is shown: approved suppliers receive orders, those on
// probation still do.
func Look(s model.Stage) (theme.Tone, theme.IconName) {
	switch s {
	case model.Approved:
		return theme.Fine, theme.IconTickCircle
	case model.Probation:
		return theme.Warned, theme.IconWarning
	case model.Blocked:
		return theme.Wrong, theme.IconCrossCircle
	case model.Trial, model.Vetting:
		return theme.Under, theme.IconDottedCircle
	case model.Candidate:
	}
	return theme.Idle, theme.IconDottedCircle
}

// Ask asks for another stage of a supplier and why; the reason stays in the
// history. It holds from today, or from the day that is typed. Only stages that
// can be reached are offered. done is called when the supplier has it.
func Ask(h page.Host, of Of, say Say, done func()) {
	supplier := of.Supplier
	b := h.Book()
	service := vetting.New(b.DB, b.Bus)
	var hide func()
	var stage *form.Field[string]
	f := form.New(form.Options{
		Format: h.Format(), Runner: h.Runner(), Context: h.Context(), Bare: true,
		Saver: func(ctx context.Context, v form.Values) error {
			return service.SetStage(ctx, vetting.StageChange{
				Supplier: supplier, To: model.Stage(roster.Word(v, "stage")), Reason: roster.Word(v, "reason"),
				On: model.Date(roster.Word(v, "stage_on")), RequalifyOn: model.Date(roster.Word(v, "requalify")),
			})
		},
		Saved: func() {
			to, _ := stage.Get() // it was just saved
			hide()
			h.Say(page.Done, say("vetting.stage.changed", supplier, say("vetting.stage."+to)))
			done()
		},
		Late: func(err error) { h.Report(say("vetting.stage.failed"), err) },
	})
	stage = f.Choice(form.Spec{Name: "stage", Label: say("vetting.stage"), Required: true, Wide: true, Help: say("vetting.stage.help")}, reached(of.Stage, say)...)
	form.Longest(f.Text(form.Spec{Name: "reason", Label: say("vetting.stage.reason"), Required: true, Wide: true, Help: say("vetting.stage.reason.help")}), 500)
	f.Date(form.Spec{Name: "stage_on", Label: say("vetting.stage.on"), Help: say("vetting.stage.on.help")}).Set(b.Today())
	f.Date(form.Spec{Name: "requalify", Label: say("vetting.stage.requalify"), Help: say("vetting.stage.requalify.help")})
	f.Settle()
	hide = h.Show(page.Dialog{Title: say("vetting.stage.title", supplier), Content: f, Verb: say("vetting.stage.verb"), Width: 520, Cancel: f.Close, Do: func() bool {
		f.Submit()
		return true // until it is saved
	}})
}

// reached are the stages that can be reached from one.
func reached(from model.Stage, say Say) []form.Option {
	var all []form.Option
	for _, to := range Stages {
		if to != from && from.CanGo(to) == nil {
			_, icon := Look(to)
			all = append(all, form.Option{Value: string(to), Label: say("vetting.stage." + string(to)), Icon: icon})
		}
	}
	return all
}
