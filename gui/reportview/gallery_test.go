package reportview

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/period"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
)

func gallery(t *testing.T, b *page.Book) (*guitest.Host, *Gallery) {
	t.Helper()
	h := guitest.New(t, b)
	return h, h.Open(NewGallery, page.Route{Screen: page.Reports}).(*Gallery)
}

func TestGallery_ShowsEveryReportOnceWithItsAnswer(t *testing.T) {
	h, _ := gallery(t, guitest.Small(t))
	h.Resize(guitest.Width, 1400)
	for _, r := range reports.List() {
		if !shelved(r.Name) || !text.Has("reportview.about."+r.Name) || icons[r.Name] == "" {
			t.Errorf("%s has no place, answer or icon", r.Name)
		}
		if n := h.Count(r.Title); n != 1 {
			t.Errorf("%s stands there %d times", r.Title, n)
		}
		h.See(answers(r))
	}
	h.Tap("Trial balance")
	if h.Routes[0].Screen != page.Report || h.Routes[0].Key != "trial-balance" {
		t.Errorf("went to %v", h.Routes)
	}
}

func TestGallery_IsWalkedAndSearchedWithTheKeyboard(t *testing.T) {
	h, g := gallery(t, guitest.Small(t))
	h.Key(action.Plain(fyne.KeyRight), action.Plain(fyne.KeyReturn))
	if h.Routes[0].Key != "margin-lines" {
		t.Errorf("went to %v", h.Routes)
	}
	h.Type("Report or question", "tax return")
	h.Key(action.Plain(fyne.KeyReturn))
	if len(g.doors) != 1 || h.Routes[1].Key != "sales-by-country-rate" {
		t.Errorf("went to %v", h.Routes)
	}
	g.search.Clear()
	h.Type("Report or question", "unicorns")
	g.fill("unicorns")
	h.See("No report fits")
	h.Tap("Show all reports")
	if len(g.doors) != len(shelves) || g.Escape() {
		t.Error("not all reports are back")
	}
}

func TestGallery_WritesTheAccountantsPack(t *testing.T) {
	h, g := gallery(t, guitest.Small(t))
	h.Files = []string{filepath.Join(t.TempDir(), "books.xlsx")}
	h.Key(action.Ctrl(fyne.KeyReturn))
	if info, err := os.Stat(h.Files[0]); err != nil || info.Size() < 10_000 {
		t.Fatalf("%v %v", info, err)
	}
	if ask := h.FileAsks[0]; ask.Name != "Books February 2026.xlsx" || ask.Title != "Export the books of February 2026" {
		t.Errorf("asked %+v", ask)
	}
	if len(h.Toasts) != 1 || !strings.Contains(h.Toasts[0].Text, "controls agree with the books") || h.Toasts[0].Tone != page.Done {
		t.Errorf("told %v", h.Toasts)
	}
	h.Act("reports.folder")
	if len(h.Opened) != 1 || h.Opened[0] != filepath.Dir(h.Files[0]) {
		t.Errorf("opened %v", h.Opened)
	}
	if len(h.Tasks) != 1 || h.Tasks[0].Err != nil || g.packButton.Disabled() {
		t.Errorf("tasks %v", h.Tasks)
	}
	steps, err := h.Book().Waiting.Checklist(t.Context())
	if err != nil || !steps[len(steps)-1].Done {
		t.Errorf("the first steps are %+v, %v", steps, err)
	}
}

func TestGallery_WritesTheJournalForAnotherProgram(t *testing.T) {
	h, g := gallery(t, guitest.Small(t))
	g.books.Choose(period.Named(period.All))
	for form, says := range map[string]string{"hledger": "account", "beancount": "open Assets", "csv": "debit"} {
		g.form.SetChosen(form)
		h.Files = []string{filepath.Join(t.TempDir(), "out"+endings[form])}
		h.Tap("Export journal")
		text, err := os.ReadFile(h.Files[0])
		if err != nil || !strings.Contains(strings.ToLower(string(text)), strings.ToLower(says)) {
			t.Errorf("%s: %v\n%.300s", form, err, text)
		}
	}
	if len(h.Toasts) != 3 || !strings.Contains(h.Toasts[0].Text, "entries are written to") {
		t.Errorf("told %v", h.Toasts)
	}
	h.Files = []string{filepath.Join(t.TempDir(), "no", "folder", "x.csv")}
	h.Tap("Export journal")
	if len(h.Reports) != 1 {
		t.Errorf("reported %v", h.Reports)
	}
}

func TestGallery_RemembersPeriodsAndAsksForDays(t *testing.T) {
	b := guitest.Small(t)
	h, g := gallery(t, b)
	g.askDays(g.pack, model.Period{From: "2026-01-05"}, true)
	if !h.Verb() {
		t.Error("a workbook without an end is taken")
	}
	h.Type("Last day", "2026-02-10")
	h.Verb()
	if g.pack.Period() != (model.Period{From: "2026-01-05", To: "2026-02-10"}) {
		t.Errorf("got %v", g.pack.Period())
	}
	h.Open(NewGallery, page.Route{Screen: page.Reports})
	if again := h.Screen.(*Gallery); again.pack.Period() != g.pack.Period() || again.books.Period().From != "2026-02-01" {
		t.Errorf("came back with %v and %v", again.pack.Period(), again.books.Period())
	}
	g.Search()
	if len(g.Areas()) != 3 {
		t.Errorf("areas %v", g.Areas())
	}
}
