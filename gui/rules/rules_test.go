package rules_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/rules"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/routerule"
	"github.com/dropledger/dropledger/services/supplier"
)

var list = page.Route{Screen: page.Rules}

func open(t *testing.T, b *page.Book) (*guitest.Host, *rules.Rules) {
	h := guitest.New(t, b)
	h.Resize(1366, guitest.Height)
	return h, h.Open(rules.New, list).(*rules.Rules)
}

func put(t *testing.T, b *page.Book, ins ...routerule.Input) {
	t.Helper()
	if _, err := routerule.New(b.DB, b.Bus).Put(t.Context(), ins); err != nil {
		t.Fatal(err)
	}
}

func rule(name string, e routerule.Effect, suppliers ...string) routerule.Input {
	in := routerule.Input{Name: name, Effect: &e}
	if len(suppliers) > 0 {
		in.Suppliers = &suppliers
	}
	return in
}

func sentences(t *testing.T, b *page.Book) string {
	t.Helper()
	rows, err := routerule.New(b.DB, b.Bus).List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, r := range rows {
		all = append(all, r.Sentence)
	}
	return strings.Join(all, "\n")
}

// first is the name of a supplier of the book.
func first(t *testing.T, b *page.Book) string {
	t.Helper()
	rows, err := supplier.New(b.DB, b.Bus).List(t.Context(), record.Filter{})
	if err != nil || len(rows) == 0 {
		t.Fatal(err)
	}
	return rows[0].Name
}

func TestRules_ShowsSentencesInTheirOrder(t *testing.T) {
	b := guitest.Small(t)
	put(t, b, rule("Look", routerule.Hold), rule("One", routerule.SinglePreferred))
	h, _ := open(t, b)
	h.See("Rules of routing", "For every order: hold them.", "For every order: send a single parcel where one supplier can.", "What it says", "Replay 90 days")
}

func TestRules_AnEmptyBookSaysWhatToDo(t *testing.T) {
	h, _ := open(t, guitest.Empty(t))
	h.See("No rule yet", "How rules work")
}

func TestRules_ANewOneIsWrittenWithTheKeyboardAndReadAsASentence(t *testing.T) {
	b := guitest.Small(t)
	who := first(t, b)
	h, s := open(t, b)
	h.Key(action.Ctrl(fyne.KeyN))
	h.Type("Name", "Germany first")
	h.Type("Suppliers", who+",")
	h.Type("Countries", "germany,")
	h.Type("Worth at least", "50")
	if s.Dirty() == "" {
		t.Error("nothing would be lost by leaving")
	}
	h.Key(action.Ctrl(fyne.KeyReturn))
	if got, want := sentences(t, b), "For orders to Germany, worth at least 50.00 EUR: prefer "+who+"."; got != want {
		t.Errorf("got  %s\nwant %s\n%v", got, want, h.Reports)
	}
	if n := len(h.Toasts); n == 0 || h.Toasts[n-1].Text != "Germany first is saved." {
		t.Errorf("said %v", h.Toasts)
	}
}

func TestRules_AWrongSupplierIsToldAtTheField(t *testing.T) {
	b := guitest.Small(t)
	h, _ := open(t, b)
	h.Key(action.Ctrl(fyne.KeyN))
	h.Type("Name", "X")
	h.Type("Suppliers", "Nobody,")
	h.Key(action.Ctrl(fyne.KeyReturn))
	if sentences(t, b) != "" || !h.Has(`Rule "X": suppliers: the book has no "Nobody"`) {
		t.Errorf("got %v", h.Texts())
	}
}

func TestRules_MoveAndEndAndComeBack(t *testing.T) {
	b := guitest.Small(t)
	put(t, b, rule("A", routerule.Hold), rule("B", routerule.Split))
	h, s := open(t, b)
	h.Act("rules.down")
	if got := sentences(t, b); !strings.HasPrefix(got, "For every order: a line may") {
		t.Errorf("the order is\n%s", got)
	}
	s.Choose("A")
	h.Act("rules.archive")
	if got := sentences(t, b); strings.Contains(got, "hold") {
		t.Errorf("A still stands:\n%s", got)
	}
}

func TestRules_MoveOverTheGapOfAnEndedRule(t *testing.T) {
	b := guitest.Small(t)
	put(t, b, rule("A", routerule.Hold), rule("B", routerule.Split), rule("C", routerule.NoSplit))
	h, s := open(t, b)
	s.Choose("B")
	h.Act("rules.archive")
	s.Choose("C")
	h.Act("rules.up")
	if got := sentences(t, b); !strings.HasSuffix(got, "For every order: hold them.") {
		t.Errorf("the order is\n%s", got)
	}
}

func TestRules_TheFirstMovesNoHigherAndTheLastNoLower(t *testing.T) {
	b := guitest.Small(t)
	put(t, b, rule("A", routerule.Hold), rule("B", routerule.Split))
	_, s := open(t, b)
	for _, c := range []struct{ rule, off, on string }{{"A", "rules.up", "rules.down"}, {"B", "rules.down", "rules.up"}} {
		s.Choose(c.rule)
		for _, a := range s.Actions() {
			if a.ID == c.off && a.Why() == "" || a.ID == c.on && a.Why() != "" {
				t.Errorf("%s of %s is off for %q", a.ID, c.rule, a.Why())
			}
		}
	}
}

func TestRules_ReplayShowsBeforeAndAfter(t *testing.T) {
	b := guitest.Small(t)
	put(t, b, rule("A", routerule.Hold))
	h, _ := open(t, b)
	h.Act("rules.replay")
	if len(h.Reports) > 0 {
		t.Fatal(h.Reports)
	}
	h.See("With it", "Without it", "Orders held", "Margin before fees, EUR")
	if sentences(t, b) != "For every order: hold them." {
		t.Error("the replay changed a rule")
	}
}

func TestRules_TestShowsWhatBecomesOfAnOrder(t *testing.T) {
	b := guitest.Small(t)
	put(t, b, rule("A", routerule.Hold))
	h, _ := open(t, b)
	h.Act("rules.test")
	if !strings.Contains(strings.Join(h.Texts(), "\n"), `The rule "A" holds it`) {
		t.Errorf("got %v", h.Texts())
	}
}

func TestMain(m *testing.M) {
	_ = os.Setenv("LANG", "en_US.UTF-8")
	os.Exit(m.Run())
}

// The test changes nothing, so that there is nothing to cancel.
func TestRules_TheTestOfAnOrderIsClosedAndNotCancelled(t *testing.T) {
	b := guitest.Small(t)
	put(t, b, rule("A", routerule.Hold))
	h, _ := open(t, b)
	h.Act("rules.test")
	h.See("Close")
	h.DontSee("Cancel")
}

var iso = regexp.MustCompile(`\d{4}-\d{2}-\d{2}`)

func TestRules_TheTestOfAnOrderWritesDaysAsTheWindowDoes(t *testing.T) {
	b := guitest.Small(t)
	in := rule("A", routerule.Hold)
	since := model.Date("2020-02-03")
	in.ValidFrom = &since
	put(t, b, in)
	h, _ := open(t, b)
	h.Act("rules.test")
	all := strings.Join(h.Texts(), "\n")
	if !strings.Contains(all, `The rule "A" holds it: For every order: hold them, from `+h.Format().DateYear(since)) || iso.MatchString(all) {
		t.Errorf("got\n%s", all)
	}
}

// The numbers close up when a rule is ended.
func TestRules_AnEndedRuleLeavesNoGapInTheNumbers(t *testing.T) {
	b := guitest.Small(t)
	put(t, b, rule("A", routerule.Hold), rule("B", routerule.Split), rule("C", routerule.NoSplit))
	h, s := open(t, b)
	s.Choose("B")
	h.Act("rules.archive")
	s.Choose("C")
	h.See("Rule 2")
}
