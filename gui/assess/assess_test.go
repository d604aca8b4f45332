package assess_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/dropledger/dropledger/gui/assess"
	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/merge"
	"github.com/dropledger/dropledger/services/put"
	"github.com/dropledger/dropledger/services/supplier"
	"github.com/dropledger/dropledger/services/vetting"
)

// fixture is a book with the suppliers Acme and Brick, and one template of two
// gates and two criteria.
type fixture struct {
	*testing.T
	book *page.Book
	h    *guitest.Host
}

const short = `{"name":"Short","type":"wholesaler","gates":[{"key":"paid","name":"Takes our money","days":30},{"key":"safe","name":"Papers in order"}],
	"criteria":[{"key":"goods","name":"Goods","weight":60,"scale":"1-5","levels":[{"at":1,"means":"Unusable"},{"at":3,"means":"Fair"},{"at":5,"means":"Fine"}],"feed":"product"},
	{"key":"reviews","name":"Reviews","weight":40,"scale":"1-5"}]}`

func open(t *testing.T) *fixture {
	t.Helper()
	f := &fixture{T: t, book: guitest.Empty(t)}
	f.put("supplier", `[{"name":"Acme","type":"wholesaler"},{"name":"Brick","type":"wholesaler"}]`)
	f.put("template", short)
	f.h = guitest.New(t, f.book)
	f.h.Resize(guitest.Width, guitest.Height)
	return f
}

func (f *fixture) put(kind, json string) {
	f.Helper()
	if _, err := put.New(f.book.DB, f.book.Bus).Put(f.Context(), kind, []byte(json)); err != nil {
		f.Fatal(err)
	}
}

func (f *fixture) assess(name string) page.Screen {
	f.Helper()
	return f.h.Open(assess.New, page.Route{Screen: page.Assess, Key: name})
}

func (f *fixture) template(name string) page.Screen {
	f.Helper()
	return f.h.Open(assess.NewTemplates, page.Route{Screen: page.Templates, Key: name})
}

// keys presses letters and digits in the list.
func (f *fixture) keys(names ...fyne.KeyName) {
	for _, n := range names {
		f.h.Key(action.Plain(n))
	}
}

func (f *fixture) save() { f.h.Key(action.Ctrl(fyne.KeyS)) }

// see looks for sentences, which may stand on several lines.
func (f *fixture) see(sentences ...string) {
	f.Helper()
	all := strings.Join(f.h.Texts(), " ")
	for _, s := range sentences {
		if !strings.Contains(all, s) {
			f.Errorf("%q cannot be seen; there is %s", s, all)
		}
	}
}

// form is the assessment as the book has it.
func (f *fixture) form(name string) vetting.Form {
	f.Helper()
	v, err := vetting.New(f.book.DB, f.book.Bus).Form(f.Context(), name, 0)
	if err != nil {
		f.Fatal(err)
	}
	return v
}

func (f *fixture) last(name string) vetting.AssessmentRow {
	f.Helper()
	all, err := vetting.New(f.book.DB, f.book.Bus).Assessments(f.Context(), vetting.Filter{Supplier: name})
	if err != nil || len(all) == 0 {
		f.Fatal(all, err)
	}
	return all[0]
}

func (f *fixture) versions(name string) []vetting.Template {
	f.Helper()
	all, err := vetting.New(f.book.DB, f.book.Bus).TemplateVersions(f.Context(), name)
	if err != nil {
		f.Fatal(err)
	}
	return all
}

func TestAssess_IsFilledByKeysSavedHalfDoneAndGoesOnWhereItStopped(t *testing.T) {
	f := open(t)
	s := f.assess("Acme")
	f.h.See("Assess Acme", "Takes our money", "Gates", "Not rated")
	f.keys(fyne.KeyP, fyne.KeyDown, fyne.KeyF, fyne.KeyN, fyne.Key4)
	f.h.See("75.0", "Class B", "Worth 75 of 100, adds 75.0 to the score.")
	f.save()
	if s.(page.Dirty).Dirty() != "" {
		t.Error("saved, and still something would be lost")
	}
	a := f.form("Acme").Assessment
	if a.Finished || a.Grades["goods"].Grade != "4" || !*a.Verdicts["paid"].Passed || *a.Verdicts["safe"].Passed || a.Verdicts["paid"].ExpiresOn != "2026-04-30" {
		t.Fatalf("kept %+v", a)
	}
	if len(f.h.Questions) != 0 {
		t.Error("saving half done asks")
	}
	f.assess("Acme") // months later
	f.h.See("Half done", "Criterion, 40 % of the score")
}

func TestAssess_WithNothingMissingTheNextStepIsToFinish(t *testing.T) {
	f := open(t)
	f.assess("Acme")
	f.keys(fyne.KeyP, fyne.KeyN, fyne.KeyP, fyne.KeyN, fyne.Key5, fyne.KeyN)
	f.h.DontSee("Finish")
	f.keys(fyne.Key3)
	f.h.See("Finish", "Save half done")
	f.h.Key(action.Ctrl(fyne.KeyReturn))
	if got := f.last("Acme"); !got.Finished {
		t.Errorf("got %+v", got)
	}
}

func TestAssess_FinishingAsksAndTheSummaryAddsUp(t *testing.T) {
	f := open(t)
	f.assess("Acme")
	f.keys(fyne.KeyP, fyne.KeyN, fyne.KeyP, fyne.KeyN, fyne.Key5, fyne.KeyN, fyne.Key3, fyne.KeyN)
	f.h.See("What each grade adds", "60.00", "20.00", "80.00", "All gates are passed.")
	f.h.Resize(1366, 420)
	was, _ := f.h.Find("What each grade adds")
	over, _ := f.h.Find("60.00")
	test.Scroll(f.h.Window.Canvas(), over.At.AddXY(2, 2), 0, -40)
	if now, _ := f.h.Find("What each grade adds"); now.At.Y >= was.At.Y {
		t.Errorf("the summary stands still under the wheel over its list: %v, was %v", now.At, was.At)
	}
	f.h.Resize(1366, guitest.Height)
	f.h.Type("Assessed by", "Anna")
	f.h.No = true
	f.h.Key(action.Ctrl(fyne.KeyReturn))
	if f.form("Acme").Past != nil {
		t.Fatal("finished though the answer was no")
	}
	f.h.No = false
	f.h.Key(action.Ctrl(fyne.KeyReturn))
	if got := f.last("Acme"); !got.Finished || got.Assessor != "Anna" || *got.Score != "80.00" {
		t.Errorf("finished %+v", got)
	}
	f.h.See("Finished", "Reopen")
	f.keys(fyne.KeyP)
	if got := f.last("Acme"); !*got.Verdicts["safe"].Passed || f.h.Screen.(page.Dirty).Dirty() != "" {
		t.Error("a finished assessment was changed")
	}
}

func TestAssess_WhatTestOrdersProposeIsTakenOverWithItsSource(t *testing.T) {
	f := open(t)
	f.put("testorder", `{"supplier":"Acme","ordered":"2026-02-01","delivered":"2026-02-09","grades":{"product":"3.5"}}`)
	f.assess("Acme")
	f.h.Tap("Goods")
	f.h.See("Take over 3.5")
	f.keys(fyne.KeyT)
	f.save()
	if g := f.form("Acme").Assessment.Grades["goods"]; g.Grade != "3.5" || g.Source != "Test order of 2026-02-01" || g.SourceOn != "2026-02-01" {
		t.Errorf("taken over %+v", g)
	}
}

func TestAssess_ADayInTheFutureIsSaidAtItsFieldAndNothingIsLost(t *testing.T) {
	f := open(t)
	f.assess("Acme")
	f.keys(fyne.KeyP)
	f.h.Tap("Reviews")
	f.h.Type("Source", "a forum")
	f.h.Type("Day of the source", "2027-01-01")
	f.save()
	f.see("This day is in the future: today is 31 Mar 2026.")
	if f.form("Acme").Past != nil {
		t.Fatal("it was saved")
	}
	f.h.Type("Day of the source", "2026-03-01")
	f.save()
	a := f.form("Acme").Assessment
	if a.Grades["reviews"].SourceOn != "2026-03-01" || a.Grades["reviews"].Source != "a forum" || !*a.Verdicts["paid"].Passed {
		t.Errorf("kept %+v", a)
	}
}

func TestAssess_AFileThatIsGoneIsSaidAtItsItemAndTheRestIsKept(t *testing.T) {
	f := open(t)
	path := filepath.Join(t.TempDir(), "licence.pdf")
	if err := os.WriteFile(path, []byte("a licence"), 0o600); err != nil {
		t.Fatal(err)
	}
	f.assess("Acme")
	f.keys(fyne.KeyP)
	f.h.Files = []string{path}
	f.h.Tap("Choose file")
	f.h.See("licence.pdf", "copied on saving")
	if err := os.Rename(path, path+".moved"); err != nil {
		t.Fatal(err)
	}
	f.save()
	f.see("There is no file " + path)
	if f.h.Screen.(page.Dirty).Dirty() == "" || f.form("Acme").Past != nil {
		t.Fatal("it counts as saved")
	}
	f.h.Files = []string{path + ".moved"}
	f.h.Tap("Choose file")
	f.save()
	v := f.form("Acme")
	if v.Assessment.Verdicts["paid"].FileID == nil {
		t.Fatal("the file was not kept")
	}
	for _, kept := range v.Files {
		if err := os.Remove(kept.Path); err != nil {
			t.Fatal(err)
		}
	}
	f.assess("Acme")
	f.h.Tap("Takes our money")
	f.h.See("missing")
}

func TestAssess_ATemplateEditedMeanwhileIsToldAndMovedOverByKey(t *testing.T) {
	f := open(t)
	f.assess("Acme")
	f.keys(fyne.KeyP, fyne.KeyN, fyne.KeyF, fyne.KeyN, fyne.Key3)
	f.put("template", `{"name":"Short","gates":[{"key":"paid","name":"Takes our money"},{"key":"brand","name":"No brands"}],
		"criteria":[{"key":"goods","name":"The goods","weight":100,"scale":"0-100"}]}`)
	f.h.Screen.(page.Reloader).Reload()
	f.see("There is version 2 of Short. This assessment keeps version 1 until you move it over.", "Papers in order")
	if f.h.Screen.(page.Dirty).Dirty() == "" {
		t.Fatal("what was entered is gone")
	}
	f.h.Act("assess.move")
	q := strings.Join(f.h.Questions[len(f.h.Questions)-1].Lines, "\n")
	for _, part := range []string{"2 verdicts and grades go along", "Papers in order", "No brands", "1 grade is brought to another scale"} {
		if !strings.Contains(q, part) {
			t.Errorf("the question lacks %q:\n%s", part, q)
		}
	}
	v := f.form("Acme")
	if v.Template.Number != 2 || !*v.Assessment.Verdicts["paid"].Passed || v.Assessment.Grades["goods"].Grade != "50" {
		t.Errorf("moved %+v", v.Assessment)
	}
	f.h.See("No brands", "The goods")
	f.h.DontSee("Papers in order")
}

func TestAssess_ASupplierMergedMeanwhileGoesOnUnderTheOther(t *testing.T) {
	for name, begun := range map[string]bool{"before the first save": false, "half done in the book": true} {
		t.Run(name, func(t *testing.T) {
			f := open(t)
			f.assess("Acme")
			f.keys(fyne.KeyP)
			if begun {
				f.save()
			}
			f.keys(fyne.KeyN, fyne.KeyF)
			suppliers := supplier.New(f.book.DB, f.book.Bus)
			from, err := suppliers.ByName(t.Context(), "Acme")
			if err != nil {
				t.Fatal(err)
			}
			into, err := suppliers.ByName(t.Context(), "Brick")
			if err != nil {
				t.Fatal(err)
			}
			if _, err := merge.New(f.book.DB, f.book.Bus).Merge(t.Context(), merge.Request{Kind: supplier.Kind, From: from.ID, Into: into.ID}); err != nil {
				t.Fatal(err)
			}
			f.save()
			f.see("Acme was merged into Brick meanwhile. What you entered is still here.")
			f.h.Act("assess.goon")
			f.h.See("Assess Brick")
			f.save()
			if a := f.form("Brick").Assessment; !*a.Verdicts["paid"].Passed || *a.Verdicts["safe"].Passed {
				t.Errorf("kept %+v", a.Verdicts)
			}
		})
	}
}

func TestAssess_WhatSomeoneElseSavedIsReadAndWhatWasEnteredStandsOnTop(t *testing.T) {
	f := open(t)
	f.assess("Acme")
	f.keys(fyne.KeyP)
	f.save()
	f.keys(fyne.KeyN, fyne.KeyF)
	f.put("assessment", `{"supplier":"Acme","date":"2026-03-31","finished":false,"gates":{"safe":{"passed":true,"evidence":"mail"}},"grades":{"goods":2}}`)
	f.save()
	f.see("the book has a newer state of this assessment", "Changed in the book meanwhile, and by you: Papers in order.")
	f.save()
	if a := f.form("Acme").Assessment; *a.Verdicts["safe"].Passed || a.Grades["goods"].Grade != "2" {
		t.Errorf("kept %+v %+v", a.Verdicts, a.Grades)
	}
}

func TestAssess_ASecondOneOfTheSameDayIsRefusedAtTheDay(t *testing.T) {
	f := open(t)
	f.put("assessment", `{"supplier":"Acme","date":"2026-03-31","gates":{"paid":true},"grades":{"goods":5}}`)
	f.assess("Acme")
	f.keys(fyne.KeyF)
	f.save()
	f.see("there is an assessment of 2026-03-31 already")
	f.h.Type("Assessed on", "2026-03-30")
	f.save()
	if a := f.last("Acme"); !a.Finished || !*a.Verdicts["paid"].Passed {
		t.Errorf("the first one became %+v", a)
	}
	if a := f.form("Acme").Assessment; a.AssessedOn != "2026-03-30" || *a.Verdicts["paid"].Passed {
		t.Errorf("the second %+v", a)
	}
}

func TestAssess_PastOnesAreListedAndRead(t *testing.T) {
	f := open(t)
	f.put("assessment", `{"supplier":"Acme","date":"2026-01-31","assessor":"Anna","gates":{"paid":{"passed":true,"evidence":"paid a test"}},"grades":{"goods":5}}`)
	f.assess("Acme")
	f.h.See("Last time, 31 Jan 2026: Passed, paid a test")
	f.keys(fyne.KeyH)
	f.h.See("31 Jan 2026", "Anna")
	f.keys(fyne.KeyReturn)
	if n := len(f.h.Routes); n == 0 || f.h.Routes[n-1].Param("id") == "" {
		t.Fatalf("routes %v", f.h.Routes)
	}
	f.h.Open(assess.New, f.h.Routes[len(f.h.Routes)-1])
	f.h.See("Finished", "Reopen")
	f.h.DontSee("Save half done")
}

func TestAssess_TheListTellsHowFarEverySupplierIs(t *testing.T) {
	f := open(t)
	f.put("assessment", `{"supplier":"Acme","date":"2026-01-31","finished":false,"grades":{"goods":5}}`)
	f.h.Open(assess.New, page.Route{Screen: page.Assess})
	f.h.See("Acme", "Half done", "Brick", "Never assessed")
	f.keys(fyne.KeyReturn)
	if n := len(f.h.Routes); n == 0 || f.h.Routes[n-1].Key != "Acme" {
		t.Errorf("routes %v", f.h.Routes)
	}
}

func TestAssess_AnEmptyBookAndAFailedReadSayWhatToDo(t *testing.T) {
	h := guitest.New(t, guitest.Empty(t))
	h.Open(assess.New, page.Route{Screen: page.Assess})
	h.See("No supplier yet", "Open suppliers")
	h.Open(assess.New, page.Route{Screen: page.Assess, Key: "Nobody"})
	h.See("There is no supplier called", "Try again")
}

func TestAssess_ALateReadDoesNotTakeWhatWasEntered(t *testing.T) {
	f := open(t)
	run := &async.Manual{}
	f.h.Run = run
	f.assess("Acme")
	run.Settle()
	f.h.Screen.(page.Reloader).Reload()
	f.keys(fyne.KeyP)
	run.Settle()
	f.save()
	run.Settle()
	if a := f.form("Acme").Assessment; a.ID == 0 || !*a.Verdicts["paid"].Passed {
		t.Errorf("kept %+v", a)
	}
}

func TestTemplate_WeightsThatDoNotAddUpAreSaidWhileTypingAndOnSaving(t *testing.T) {
	f := open(t)
	s := f.template("Short")
	f.h.See("Weights add up to 100", "Save as version 2")
	f.h.Tap("Goods")
	f.h.Type("Its weight", "50")
	f.h.See("Weights add up to 90: 10 missing")
	f.h.Key(action.Ctrl(fyne.KeyReturn))
	f.see("the weights add up to 90, not to 100")
	if len(f.versions("Short")) != 1 || s.(page.Dirty).Dirty() == "" {
		t.Fatal("it was saved")
	}
	f.h.Act("assess.tp.rest")
	f.h.See("Weights add up to 100")
	f.h.Tap("Reviews")
	f.h.Type("What to look at", "where customers write")
	f.h.Key(action.Ctrl(fyne.KeyReturn))
	all := f.versions("Short")
	if len(all) != 2 || all[0].Criteria[1].Help != "where customers write" || all[0].Criteria[0].Levels[1].Means != "Fair" {
		t.Errorf("versions %+v", all)
	}
	f.h.See("version 2", "Save as version 3")
}

func TestTemplate_MixedScalesMustBeSaid(t *testing.T) {
	f := open(t)
	f.template("Short")
	f.h.Tap("Reviews")
	f.h.Tap("0 to 100")
	f.see("Criteria have both scales.")
	f.h.Key(action.Ctrl(fyne.KeyReturn))
	f.h.See("Mixed, and not said", "Both are meant")
	if len(f.versions("Short")) != 1 {
		t.Fatal("it was saved")
	}
	f.h.Tap("Both are meant")
	f.h.Key(action.Ctrl(fyne.KeyReturn))
	if all := f.versions("Short"); len(all) != 2 || !all[0].Mixed {
		t.Errorf("versions %+v", all)
	}
}

func TestTemplate_ToldIsWhatAnEditDoesToOpenAssessments(t *testing.T) {
	f := open(t)
	f.put("assessment", `{"supplier":"Acme","date":"2026-01-31","finished":false,"grades":{"goods":5}}`)
	f.template("Short")
	f.see("1 assessment is half done by this template and keeps its version until it is moved over: Acme.")
}

func TestTemplate_OneSavedMeanwhileIsToldAndNothingIsLost(t *testing.T) {
	f := open(t)
	f.template("Short")
	f.h.Tap("Papers in order")
	f.h.Type("What to look at, and what passes", "CE and GPSR")
	f.put("template", `{"name":"Short","gates":[]}`)
	f.h.Key(action.Ctrl(fyne.KeyReturn))
	f.see("Short has a newer version 2 meanwhile", "Papers in order")
	f.h.Key(action.Ctrl(fyne.KeyReturn))
	if all := f.versions("Short"); len(all) != 3 || len(all[0].Gates) != 2 || all[0].Gates[1].Help != "CE and GPSR" {
		t.Errorf("versions %+v", all)
	}
}

func TestTemplate_ANewOneIsWrittenFromNothing(t *testing.T) {
	f := open(t)
	f.h.Open(assess.NewTemplates, page.Route{Screen: page.Templates, Params: map[string]string{"copy": ""}})
	f.h.Type("Name", "Short")
	f.h.Act("assess.tp.gate")
	f.h.Type("The condition", "Pays duty")
	f.h.Act("assess.tp.criterion")
	f.h.Type("What is graded", "Speed & care")
	f.h.See("Weights add up to 100")
	f.h.Key(action.Ctrl(fyne.KeyReturn))
	f.see("A template with this name exists already: choose another.")
	f.h.Type("Name", "Mine")
	f.h.Key(action.Ctrl(fyne.KeyReturn))
	all := f.versions("Mine")
	if len(all) != 1 || all[0].Gates[0].Key != "pays_duty" || all[0].Criteria[0].Key != "speed_care" || all[0].Type != model.Wholesaler {
		t.Errorf("versions %+v", all)
	}
}

func TestTemplates_AreListedByTypeAndPutAwayWithAWayBack(t *testing.T) {
	f := open(t)
	f.h.Open(assess.NewTemplates, page.Route{Screen: page.Templates})
	f.h.See("Short", "Marketplace shop", "with the program")
	f.h.Tap("Short")
	f.h.Act("assess.tp.archive")
	f.h.DontSee("Short")
	f.h.Toasts[len(f.h.Toasts)-1].Link.Run()
	f.h.See("Short")
	f.h.Act("assess.tp.archived")
	f.h.See("Short")
}

// From a criterion of the scorecard the way led to the summary, and then through
// the whole list.
func TestAssess_ARouteNamesTheItemToBeginWith(t *testing.T) {
	f := open(t)
	f.h.Open(assess.New, page.Route{Screen: page.Assess, Key: "Acme", Params: map[string]string{"item": "criterion reviews"}})
	f.keys(fyne.Key4)
	f.save()
	if g := f.form("Acme").Assessment.Grades; len(g) != 1 || g["reviews"].Grade != "4" {
		t.Errorf("graded was %+v", g)
	}
}
