package vetting

import (
	"errors"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/page/staging"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
)

// dress puts up the head of the page: who it is, its stage and what can be done.
func (d *Document) dress() {
	s := &d.known.sheet
	head := d.page.Header
	head.SetTitle(s.Supplier)
	head.SetCount(text.T(text.Key("vetting.type.", string(s.Type))))
	tone, icon := staging.Look(s.Stage)
	head.SetStates(kit.NewPill(tone, icon, stageName(s.Stage)))
	head.SetTools(d.now().tools()...)
}

// Actions implements page.Actor.
func (d *Document) Actions() []action.Action {
	if d.known == nil {
		return nil
	}
	all := append(d.now().actions(), d.stageAction(), d.compareAction(), d.listAction())
	all = append(all, d.decisions()...)
	return append(all,
		kit.Act("vetting.next", text.T("vetting.do.next"), kit.Mark{Key: action.Key{Name: fyne.KeyTab, Mod: fyne.KeyModifierControl}}, func() { d.tabs.Next(1) }),
		kit.Act("vetting.before", text.T("vetting.do.before"), kit.Mark{Key: action.Key{Name: fyne.KeyTab, Mod: fyne.KeyModifierControl | fyne.KeyModifierShift}}, func() { d.tabs.Next(-1) }))
}

// Primary implements page.Primary.
func (d *Document) Primary() {
	if d.known != nil {
		d.now().primary()
	}
}

// Save implements page.Saver.
func (d *Document) Save() {
	if t, ok := d.now().(interface{ save() }); ok {
		t.save()
	}
}

func (d *Document) stageAction() action.Action {
	return kit.Act("vetting.stage", text.T("vetting.do.stage"), kit.Mark{Icon: theme.IconSwap, Key: action.Plain(fyne.KeyS)}, d.changeStage)
}

func (d *Document) compareAction() action.Action {
	return kit.Act("vetting.compare", text.T("vetting.do.compare"), kit.Mark{Icon: theme.IconScale, Key: action.Plain(fyne.KeyC)}, func() {
		d.h.Go(page.Route{Screen: page.Compare, Params: map[string]string{"suppliers": d.route.Key}})
	})
}

func (d *Document) listAction() action.Action {
	return kit.Act("vetting.terms", text.T("vetting.do.terms"), kit.Mark{Icon: theme.IconSuppliers, Key: action.Plain(fyne.KeyO)}, func() {
		d.h.Go(page.Route{Screen: page.Supplier, Key: d.route.Key})
	})
}

// changeStage asks for another stage and why.
func (d *Document) changeStage() {
	s := &d.known.sheet
	staging.Ask(d.h, staging.Of{Supplier: s.Supplier, Stage: s.Stage}, text.T, d.Reload)
}

// said is what a person is told of an error.
func said(err error) string {
	var m *model.Error
	if errors.As(err, &m) {
		return m.Message
	}
	return text.T("vetting.unread")
}

func stageName(s model.Stage) string { return text.T(text.Key("vetting.stage.", s)) }
