package today

import (
	"strings"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/today"
)

// showSteps shows how to begin in a book without orders, and all else in others.
func (t *Today) showSteps(s async.State[[]today.Step]) {
	switch s.Phase {
	case async.Loading:
		t.body.ShowLoading()
	case async.Failed:
		t.body.ShowFailed(kit.FailedOptions{Sentence: text.T("today.failed"), Retry: t.Reload, Details: func() { t.h.Report(text.T("today.failed"), s.Err) }})
		t.h.Refresh()
	case async.Ready:
		if done(s.Value, today.ImportOrder) {
			t.begin.SetSteps(t.checklist(s.Value))
			t.body.ShowContent()
			t.arrange()
			t.h.Refresh()
			return
		}
		in := t.bringIn()
		in.Key = action.Key{}
		t.body.ShowEmpty(kit.EmptyOptions{
			Icon: theme.IconToday, Title: text.T("today.start.title"), Lines: []string{text.T("today.start.line1"), text.T("today.start.line2")},
			Primary: &in,
			Second:  &action.Action{Label: text.T("today.start.how"), Run: func() { t.h.Go(page.Route{Screen: page.Help, Key: "start"}) }},
			Below:   kit.NewChecklist(text.T("today.steps"), t.checklist(s.Value)),
		})
		t.h.Refresh()
	}
}

func done(steps []today.Step, kind today.StepKind) bool {
	for _, s := range steps {
		if s.Kind == kind {
			return s.Done
		}
	}
	return false
}

// complete tells whether all steps were taken: then the list goes away.
func complete(steps []today.Step) bool {
	for _, s := range steps {
		if !s.Done {
			return false
		}
	}
	return true
}

// beginning tells whether the steps of a beginner are shown: some are left, and
// nobody put the list away.
func (t *Today) beginning() bool {
	s := t.steps.State()
	return s.Known && !complete(s.Value) && !t.h.Desk().Look().Welcome
}

// putAway takes the steps off the page, on this computer.
func (t *Today) putAway() {
	l := t.h.Desk().Look()
	l.Welcome = true
	t.h.Desk().SetLook(l)
	t.arrange()
}

// checklist are the steps of a beginner, ticked off from what is in the book.
func (t *Today) checklist(steps []today.Step) []kit.Step {
	lines := make([]kit.Step, len(steps))
	for i, s := range steps {
		lines[i] = kit.Step{
			Title: text.T(text.Key("today.step.", s.Kind)), Note: strings.Join(s.Names, text.T("today.step.join")), Done: s.Done, Run: t.step(s.Kind),
		}
		if len(s.Names) == 0 {
			lines[i].Note = text.T(text.Key("today.step.note.", s.Kind))
		}
	}
	return lines
}

// step opens the page on which a step is taken.
func (t *Today) step(k today.StepKind) func() {
	if k == today.ImportOrder {
		return t.bringIn().Run
	}
	at := map[today.StepKind]string{
		today.SetUpShop: page.Shops, today.AddSupplier: page.Suppliers, today.FirstSend: page.Forwarding, today.FirstExport: page.Reports,
	}
	return func() { t.h.Go(page.Route{Screen: at[k]}) }
}
