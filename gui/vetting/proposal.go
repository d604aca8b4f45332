package vetting

import (
	"context"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/page/roster"
	"github.com/dropledger/dropledger/gui/page/staging"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/vetting"
)

// proposal is the stage that the facts speak for, nil when they do not.
func (d *Document) proposal() *vetting.Proposal {
	if d.known == nil || len(d.known.sheet.Proposals) == 0 {
		return nil
	}
	return &d.known.sheet.Proposals[0]
}

// proposed shows what is proposed above a list.
func (d *Document) proposed() {
	if note := d.proposalNote(); note != nil {
		d.page.SetStrip(note)
		return
	}
	d.page.SetStrip(nil)
}

// proposalNote says what is proposed and why, and lets a person decide; nil
// without a proposal.
func (d *Document) proposalNote() fyne.CanvasObject {
	p := d.proposal()
	if p == nil {
		return nil
	}
	tone, icon := staging.Look(p.To)
	note := kit.NewNote(tone, icon, p.Reason, nil)
	all := []fyne.CanvasObject{kit.Grow(note)}
	for i, a := range d.decisions() {
		style := kit.Plain
		if i == 0 {
			style = kit.Next
		}
		all = append(all, kit.ActionButton(a, style))
	}
	return kit.Row(theme.Gap8, all...)
}

// decisions are what can be done about the proposal.
func (d *Document) decisions() []action.Action {
	p := d.proposal()
	if p == nil {
		return nil
	}
	return []action.Action{
		kit.Act("vetting.accept", text.T("vetting.do.accept", stageName(p.To)), kit.Mark{Icon: theme.IconTick, Key: action.Plain(fyne.KeyY)}, func() { d.decide(*p, true) }),
		kit.Act("vetting.refuse", text.T("vetting.do.refuse"), kit.Mark{Icon: theme.IconClose, Key: action.Plain(fyne.KeyN)}, func() { d.decide(*p, false) }),
	}
}

// decide asks why and does what a person decided.
func (d *Document) decide(p vetting.Proposal, accept bool) {
	word, does := "refuse", d.vetting.Refuse
	if accept {
		word, does = "accept", d.vetting.Accept
	}
	var hide func()
	f := form.New(form.Options{
		Format: d.h.Format(), Runner: d.h.Runner(), Context: d.h.Context(), Bare: true,
		Saver: func(ctx context.Context, v form.Values) error {
			return does(ctx, p.Supplier, p.Cause, roster.Word(v, "why"))
		},
		Saved: func() {
			hide()
			d.h.Say(page.Done, text.T(text.Key("vetting.", word+".done"), p.Supplier, stageName(p.To)))
			d.Reload()
		},
		Late: func(err error) { d.h.Report(text.T("vetting.stage.failed"), err) },
	})
	why := f.Text(form.Spec{Name: "why", Label: text.T(text.Key("vetting.", word+".why")), Required: !accept, Wide: true, Help: text.T("vetting.stage.reason.help")})
	form.Longest(why, 500)
	f.Settle()
	title := text.T(text.Key("vetting.", word+".title"), p.Supplier, stageName(p.To), stageName(p.From))
	content := kit.Column(theme.Gap12, kit.Wrapped(kit.Body, p.Reason), f)
	hide = d.h.Show(page.Dialog{Title: title, Content: content, Verb: text.T(text.Key("vetting.", word+".verb")), Width: 520, Cancel: f.Close, Do: func() bool {
		f.Submit()
		return true // until it is saved
	}})
}
