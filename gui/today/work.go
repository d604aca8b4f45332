package today

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/today"
)

const kitGap = theme.Gap8

// showWork shows what waits.
func (t *Today) showWork(s async.State[*today.Work]) {
	switch s.Phase {
	case async.Loading:
		t.left.ShowLoading()
	case async.Failed:
		t.left.ShowFailed(kit.FailedOptions{Sentence: text.T("today.failed.work"), Retry: t.Reload, Details: func() { t.h.Report(text.T("today.failed.work"), s.Err) }})
		t.arrange()
	case async.Ready:
		first := t.groups == nil && t.rows == nil
		t.take(s.Value)
		t.narrow()
		if c := fyne.CurrentApp().Driver().CanvasForObject(t.list); first && c != nil && c.Focused() == nil {
			t.focusList()
		}
		t.h.Refresh()
	}
}

// take turns the work into rows.
func (t *Today) take(w *today.Work) {
	f := t.h.Format()
	t.groups, t.rows = w.Groups, []row{}
	review := verb{do: bringIn}
	for g := range w.Groups {
		for i := range w.Groups[g].Items {
			item := &w.Groups[g].Items[i]
			t.rows = append(t.rows, newRow(item, f, w.Home))
			if k := item.Kind; k == today.ToForward || k == today.ToRoute && review.do == bringIn {
				review = verb{do: reviewOrders, n: item.Count}
			}
		}
	}
	t.review(review)
	if !slices.ContainsFunc(t.groups, func(s today.Sums) bool { return s.Group == t.group }) {
		t.group = ""
	}
}

// find hears what is searched for.
func (t *Today) find(words string) {
	t.words = words
	t.narrow()
}

// filter shows one group, "" all of them.
func (t *Today) filter(g today.Group) {
	t.group = g
	t.narrow()
}

// narrow shows the rows that filter and search leave.
func (t *Today) narrow() {
	t.shown = nil
	words := strings.Fields(strings.ToLower(t.words))
	for _, r := range t.rows {
		fits := t.group == "" || r.group == t.group
		for _, w := range words {
			fits = fits && strings.Contains(r.words, w)
		}
		if fits {
			t.shown = append(t.shown, r)
		}
	}
	t.fillChips()
	t.fillList()
	switch {
	case len(t.rows) == 0:
		t.left.ShowEmpty(t.done())
	case len(t.shown) == 0:
		t.left.ShowEmpty(kit.EmptyOptions{
			Icon: theme.IconFilter, Title: text.T("today.none.title"), Lines: []string{text.T("today.none.line")},
			Primary: &action.Action{Label: text.T("today.none.clear"), Run: t.clear},
		})
	default:
		t.left.ShowContent()
	}
	t.arrange()
}

// fillList puts the rows under the heads of their groups. The row that was chosen
// stays chosen.
func (t *Today) fillList() {
	key, at, scroll := "", t.list.at, t.list.offset()
	if r := t.list.current(); r != nil {
		key = r.key
	}
	if t.list.next != "" {
		key = t.list.next
	}
	if t.kept != nil {
		key, at, scroll, t.kept = t.kept.Key, t.kept.At, t.kept.Scrolls, nil
	}
	var lines []*line
	for i := range t.shown {
		r := &t.shown[i]
		if i == 0 || t.shown[i-1].group != r.group {
			lines = append(lines, &line{head: t.sums(r.group)})
		}
		lines = append(lines, &line{row: r})
	}
	t.head.SetText(text.N("today.count", len(t.shown), t.h.Format().Int(len(t.shown))))
	t.list.set(lines, key, at)
	t.list.scrollTo(max(0, min(scroll, t.list.height()-t.list.scroll.Size().Height)))
	t.list.step(t.list.at)
}

// sums is the head of a group: its name, how many rows of it are shown, and what
// is at stake in them.
func (t *Today) sums(g today.Group) [3]string {
	n, sum := 0, model.Amount(0)
	for i := range t.shown {
		if t.shown[i].group == g {
			n, sum = n+1, sum.Add(t.shown[i].stake)
		}
	}
	f, total := t.h.Format(), ""
	if sum != 0 {
		total = numbers{f, t.book.Home}.money(sum)
	}
	return [3]string{text.T(text.Key("today.group.", g)), f.Int(n), total}
}

// choice is one filter.
type choice struct {
	group today.Group // "" for all
	n     int
}

func (c choice) label() string {
	if c.group == "" {
		return text.T("today.all")
	}
	return text.T(text.Key("today.group.", c.group))
}

func (c choice) name() string {
	if c.group == "" {
		return "all"
	}
	return string(c.group)
}

// filters are the filters there are: all, and the groups with something in them.
func (t *Today) filters() []choice {
	if len(t.groups) == 0 {
		return nil
	}
	all := []choice{{"", len(t.rows)}}
	for _, g := range t.groups {
		all = append(all, choice{g.Group, len(g.Items)})
	}
	return all
}

// fillChips draws a chip for each filter.
func (t *Today) fillChips() {
	var chips []fyne.CanvasObject
	for _, c := range t.filters() {
		chip := kit.ChoiceChip(c.label(), t.h.Format().Int(c.n), func() { t.filter(c.group); t.focusList() })
		chip.SetActive(c.group == t.group)
		chips = append(chips, chip)
	}
	t.chips.Set(chips...)
}

// done is what stands there when nothing waits.
func (t *Today) done() kit.EmptyOptions {
	o := kit.EmptyOptions{
		Icon: theme.IconTickCircle, Tone: theme.Fine, Title: text.T("today.done.title"),
		Lines: []string{text.T("today.done.line1"), text.T("today.done.line2")},
	}
	in := t.bringIn()
	in.Key = action.Key{}
	o.Primary = &in
	if t.beginning() {
		o.Below = kit.NewChecklist(text.T("today.steps"), t.checklist(t.steps.State().Value))
	}
	return o
}

// task is what the primary button does.
type task int

const (
	doNothing task = iota // nothing is known yet
	reviewOrders
	bringIn
)

// verb is the primary button: the next job of the day.
type verb struct {
	do task
	n  int // orders
	t  *Today
}

// review changes the primary button.
func (t *Today) review(v verb) {
	v.t = t
	if t.verb == v && t.main != nil {
		return
	}
	t.verb = v
	tools := []fyne.CanvasObject{t.search}
	if v.do != doNothing {
		t.main = kit.ActionButton(v.action(), kit.Primary)
		tools = append(tools, t.main)
	}
	t.page.Header.SetTools(tools...)
}

// action is the verb for menu, palette and button.
func (v verb) action() action.Action {
	if v.do == bringIn {
		return v.t.bringIn()
	}
	label := text.T("today.review.none")
	if v.n > 0 {
		label = text.N("today.review", v.n, v.t.h.Format().Int(v.n))
	}
	return action.Action{
		ID: "today.review", Label: label, Icon: theme.Icon(theme.IconForwarding, theme.OnAccent), Key: action.Plain(fyne.KeyR),
		Run: func() { v.t.h.Go(page.Route{Screen: page.Forwarding}) },
	}
}

func (v verb) act() {
	if v.do != doNothing {
		v.action().Do()
	}
}

// bringIn imports what the shop exported.
func (t *Today) bringIn() action.Action {
	return action.Action{ID: "today.import", Label: text.T("today.import"), Icon: theme.Icon(theme.IconImport, theme.OnAccent), Key: action.Ctrl(fyne.KeyI), Run: func() {
		t.h.File(page.FileAsk{Title: text.T("today.import.title"), Endings: endings, Many: true, Purpose: "import"}, t.h.Import)
	}}
}

// endings are those of the files that can be imported.
var endings = []string{".csv", ".tsv", ".txt", ".xlsx", ".json", ".zip"}
