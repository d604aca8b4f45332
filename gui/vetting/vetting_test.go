package vetting

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/put"
	"github.com/dropledger/dropledger/services/vetting"
)

const acme = "Acme"

// book is a book with one supplier and what its records say.
func book(t *testing.T, records ...[2]string) *page.Book {
	t.Helper()
	b := guitest.Empty(t)
	for _, r := range append([][2]string{{"supplier", `{"name":"Acme","type":"wholesaler","currency":"EUR","country":"DE","stage":"approved"}`}}, records...) {
		if _, err := put.New(b.DB, b.Bus).Put(t.Context(), r[0], []byte(r[1])); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

func open(t *testing.T, b *page.Book, tab string) (*guitest.Host, *Document) {
	t.Helper()
	h := guitest.New(t, b)
	h.Resize(1366, guitest.Height)
	return h, h.Open(New, page.Route{Screen: page.Scorecard, Key: acme, Params: map[string]string{tabParam: tab}}).(*Document)
}

var everything = vetting.Filter{Supplier: acme, Archived: true}

func service(b *page.Book) *vetting.Service { return vetting.New(b.DB, b.Bus) }

const gates = `{"registered":true,"tested":true,"tracking":true,"returns":true,"neutral":true,"answers":true,"safety":true,"own_rights":true}`

var assessed = [2]string{"assessment", `{"supplier":"Acme","date":"2026-03-01","assessor":"Anna","gates":` + gates + `,"grades":{"product":4,"delivery":5,"stock":4,"handling":4,"price":3}}`}

func TestVetting_EveryTabOfASupplierSaysWhatBelongsThere(t *testing.T) {
	h, d := open(t, book(t), "")
	h.See(acme, "Wholesaler", "Approved", "Not rated", "Gates", "Performance")
	for tab, says := range map[string]string{
		tabAssessments: "Not assessed yet", tabTests: "No test order yet", tabTerms: "No agreement yet", tabTalks: "No talk yet", tabPapers: "No paper yet", tabParty: "Nobody yet", tabActions: "No action yet",
	} {
		d.tabs.SetChosen(tab)
		d.choose(tab)
		h.See(says)
		if len(d.Areas()) < 2 || len(d.Actions()) < 3 {
			t.Errorf("%s: areas %d, actions %d", tab, len(d.Areas()), len(d.Actions()))
		}
	}
}

func TestVetting_AnUnknownSupplierIsSaidAndCanBeTriedAgain(t *testing.T) {
	b := book(t)
	h := guitest.New(t, b)
	d := h.Open(New, page.Route{Screen: page.Scorecard, Key: "Nobody"}).(*Document)
	h.See("Try again")
	if len(d.Actions()) != 0 || d.Dirty() != "" {
		t.Errorf("actions %v", d.Actions())
	}
	if _, err := put.New(b.DB, b.Bus).Put(t.Context(), "supplier", []byte(`{"name":"Nobody"}`)); err != nil {
		t.Fatal(err)
	}
	h.Tap("Try again")
	h.See("Candidate", "What would lift it")
}

func TestVetting_ATestOrderIsEnteredWithItsGradesAndDays(t *testing.T) {
	b := book(t)
	h, _ := open(t, b, tabTests)
	h.Key(action.Ctrl(fyne.KeyN))
	h.See("New test order")
	h.Type("Ordered on", "2026-03-02")
	h.Type("Article", "L-1")
	h.Type("Promised to the door", "5")
	h.Type("Left on", "2026-03-04")
	h.Type("Arrived on", "2026-03-01")
	h.Type("Product", "9")
	h.Key(action.Ctrl(fyne.KeyReturn))
	h.See("A grade is from 1, the worst, to 5.")
	h.Type("Product", "4.5")
	h.Key(action.Ctrl(fyne.KeyReturn))
	h.See("2026-03-01 is before it was ordered on")
	h.Type("Arrived on", "2026-03-09")
	h.Type("Cost to the door", "12.50")
	h.Key(action.Ctrl(fyne.KeyReturn))
	rows, err := service(b).TestOrders(t.Context(), everything)
	if err != nil || len(rows) != 1 {
		t.Fatalf("%d test orders, %v, reports %v", len(rows), err, h.Reports)
	}
	r := rows[0]
	if r.SKU != "L-1" || *r.Total != 7 || *r.PromisedDays != 5 || *r.Late != 2 || r.Product != "4.5" || *r.Paid != "12.50" {
		t.Errorf("kept %+v", r)
	}
	h.See("2 days", "Tests 1", "Grades", "12.50\u00a0EUR")
	h.Key(action.Plain(fyne.KeyE))
	h.Type("Promised to the door", "")
	h.Type("Cost to the door", "")
	h.Key(action.Ctrl(fyne.KeyS))
	if rows, _ = service(b).TestOrders(t.Context(), everything); rows[0].PromisedDays != nil || rows[0].Paid != nil || rows[0].Product != "4.5" {
		t.Errorf("cleared to %+v, reports %v", rows[0], h.Reports)
	}
}

func TestVetting_FilesAreDroppedOnWhatIsChosen(t *testing.T) {
	b := book(t, [2]string{"credential", `{"supplier":"Acme","name":"Trade register","asked":"2026-03-01"}`}, [2]string{"testorder", `{"supplier":"Acme","ordered":"2026-03-02"}`})
	folder := t.TempDir()
	var paths []string
	for _, name := range []string{"register.pdf", "box.jpg"} {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	h, d := open(t, b, tabPapers)
	d.Drop(paths[:1])
	papers, _ := service(b).Credentials(t.Context(), everything)
	if papers[0].FileID == nil || papers[0].HandedOn != b.Today() || papers[0].State != vetting.CredentialHanded {
		t.Fatalf("paper %+v, reports %v", papers[0], h.Reports)
	}
	h.See("Handed over", "register.pdf")
	h.Key(action.Plain(fyne.KeyV))
	if len(h.Opened) != 1 {
		t.Errorf("opened %v", h.Opened)
	}
	d.tabs.SetChosen(tabTests)
	d.choose(tabTests)
	h.Files = paths[1:]
	h.Key(action.Plain(fyne.KeyA))
	tests, _ := service(b).TestOrders(t.Context(), everything)
	if len(tests[0].Files) != 1 {
		t.Fatalf("test order %+v, reports %v", tests[0], h.Reports)
	}
	h.See("box.jpg")
	d.tabs.SetChosen(tabTalks)
	d.choose(tabTalks)
	d.Drop([]string{filepath.Join(folder, "gone.pdf")})
	if len(h.Reports) != 1 || !strings.Contains(h.Reports[0].Err.Error(), "There is no file") {
		t.Errorf("reports %v", h.Reports)
	}
}

func TestVetting_AMissingFileIsToldAndNotOpened(t *testing.T) {
	path := filepath.Join(t.TempDir(), "contract.pdf")
	if err := os.WriteFile(path, []byte("contract"), 0o600); err != nil {
		t.Fatal(err)
	}
	b := book(t)
	if _, err := service(b).PutFiles(t.Context(), []vetting.FileInput{{Supplier: acme, Path: path}}); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(vetting.Folder(b.DB.Path())); err != nil {
		t.Fatal(err)
	}
	h, _ := open(t, b, tabPapers)
	h.See("contract.pdf", "Missing", "put it back there, or attach it again")
	h.Key(action.Plain(fyne.KeyV))
	if len(h.Opened) != 0 || !strings.Contains(strings.Join(h.Said, " "), "contract.pdf is not in") {
		t.Errorf("opened %v, said %v", h.Opened, h.Said)
	}
}

func TestVetting_ATalkIsFollowedUpByAKeyAndThatCanBeTakenBack(t *testing.T) {
	b := book(t, [2]string{"talk", `{"supplier":"Acme","date":"2026-03-20","subject":"Prices","follow_up":"2026-03-25"}`})
	h, _ := open(t, b, tabTalks)
	h.See("Follow up", "Prices")
	h.Key(action.Plain(fyne.KeyF))
	talks, _ := service(b).Talks(t.Context(), everything)
	if talks[0].FollowedOn != b.Today() || talks[0].FollowUpOn != "2026-03-25" {
		t.Fatalf("%+v, reports %v", talks[0], h.Reports)
	}
	toast := h.Toasts[len(h.Toasts)-1]
	if !toast.Undo {
		t.Fatalf("toast %+v", toast)
	}
	toast.Link.Do()
	if talks, _ = service(b).Talks(t.Context(), everything); talks[0].FollowedOn != "" {
		t.Errorf("undone %+v", talks[0])
	}
}

func TestVetting_AnAgreementKeepsWhatNegotiatingChanged(t *testing.T) {
	b := book(t, [2]string{"agreement", `{"supplier":"Acme","valid_from":"2026-01-01","payment_terms_days":14,"neutral_packaging":true,"working_days":["mon","fri"],"changes":[{"term":"shipping","before":"4.90","after":"4.20"},{"term":"other","note":"more days"}]}`})
	h, _ := open(t, b, tabTerms)
	h.See("In force", "from 4.90 to 4.20", "more days", "Mon Fri")
	h.Key(action.Plain(fyne.KeyE))
	h.Type("Payment terms", "30")
	h.Type("Last day", "2025-12-01")
	h.Key(action.Ctrl(fyne.KeyReturn))
	h.See("is before valid_from")
	h.Type("Last day", "")
	h.Key(action.Ctrl(fyne.KeyReturn))
	rows, _ := service(b).Agreements(t.Context(), everything)
	if r := rows[0]; len(rows) != 1 || *r.PaymentTermsDays != 30 || r.ValidTo != "" || len(r.Changes) != 2 || !*r.NeutralPackaging || r.WorkingDays != "mon fri" {
		t.Fatalf("kept %+v, reports %v", rows, h.Reports)
	}
	h.Key(action.Ctrl(fyne.KeyN))
	h.Key(action.Ctrl(fyne.KeyReturn))
	if rows, _ = service(b).Agreements(t.Context(), everything); len(rows) != 2 || len(rows[0].Changes) != 0 || *rows[0].PaymentTermsDays != 30 {
		t.Errorf("a new one is %+v, reports %v", rows, h.Reports)
	}
	h.See("Past", "30 Mar 2026")
}

func TestVetting_PeopleAndPlacesStandInOneList(t *testing.T) {
	b := book(t)
	h, _ := open(t, b, tabParty)
	h.Key(action.Ctrl(fyne.KeyN))
	h.Type("Name", "Inga")
	h.Type("E-mail", "nonsense")
	h.Key(action.Ctrl(fyne.KeyReturn))
	if all, _ := service(b).Contacts(t.Context(), everything); len(all) != 0 {
		t.Fatalf("kept %+v", all)
	}
	h.Type("E-mail", "inga@example.com")
	h.Key(action.Ctrl(fyne.KeyReturn))
	h.See("People", "inga@example.com")
	h.Key(action.Plain(fyne.KeyL))
	h.Type("Name", "Hamburg")
	h.Key(action.Ctrl(fyne.KeyReturn))
	h.See("Places", "Hamburg", "Warehouse", " people and places")
	h.Key(action.Plain(fyne.KeyDelete))
	h.DontSee("Hamburg")
	h.Key(action.Plain(fyne.KeyH))
	h.See("Hamburg")
	h.Toasts[len(h.Toasts)-1].Link.Do()
	if all, _ := service(b).Places(t.Context(), everything); len(all) != 1 || all[0].Archived() {
		t.Errorf("places %+v", all)
	}
}

func TestVetting_AnActionIsDoneWithWhatWasMeasured(t *testing.T) {
	b := book(t, [2]string{"action", `{"supplier":"Acme","title":"Faster","due":"2026-03-20","metric":"on time","before":"80","target":"95"}`})
	h, d := open(t, b, tabActions)
	h.See("Overdue", "Faster")
	h.Key(action.Plain(fyne.KeyF))
	h.Type("Measured after", "96.5")
	if d.Dirty() == "" {
		t.Error("what is typed could be lost without a word")
	}
	h.Key(action.Ctrl(fyne.KeyReturn))
	all, _ := service(b).Actions(t.Context(), everything)
	if all[0].State != vetting.ActionDone || all[0].After != "96.5" || all[0].EndedOn == "" {
		t.Errorf("%+v, reports %v", all[0], h.Reports)
	}
}

func TestVetting_AFormOfAnotherTabStaysOpen(t *testing.T) {
	h, d := open(t, book(t), tabTalks)
	h.Key(action.Ctrl(fyne.KeyN))
	if first := d.now().(*talks).form.First(); h.Focused() != first {
		t.Errorf("%T has the focus, not the first field", h.Focused())
	}
	h.Type("About", "Half typed")
	d.tabs.SetChosen(tabActions)
	d.choose(tabActions)
	h.See("No action yet")
	if d.Dirty() == "" {
		t.Error("leaving would lose it without a word")
	}
	d.Reload()
	d.tabs.SetChosen(tabTalks)
	d.choose(tabTalks)
	h.See("New talk")
	if d.now().lost() == "" {
		t.Error("what was typed is gone")
	}
	h.No = true
	h.Key(action.Plain(fyne.KeyEscape))
	h.See("New talk")
	h.No = false
	h.Key(action.Plain(fyne.KeyEscape))
	h.See("No talk yet")
}

func TestVetting_AProposalIsRefusedWithAReasonOrAccepted(t *testing.T) {
	failed := [2]string{"assessment", strings.Replace(assessed[1], `"returns":true`, `"returns":false`, 1)}
	b := book(t, failed)
	h, _ := open(t, b, "")
	h.See("probation is proposed", "Move to Probation", "1 fail")
	h.Act("vetting.refuse")
	h.Verb()
	if len(h.Dialogs) != 1 {
		t.Fatal("it was refused without a reason")
	}
	h.Type("Why it stays", "New terms are on their way")
	h.Verb()
	h.DontSee("probation is proposed")
	b = book(t, failed)
	h, _ = open(t, b, tabHistory)
	h.Act("vetting.accept")
	h.Verb()
	h.See("Probation", "The gate")
	steps, _ := service(b).StageHistory(t.Context(), acme)
	if steps[0].To != model.Probation || len(h.Reports) != 0 {
		t.Errorf("steps %+v, reports %v", steps, h.Reports)
	}
}

func TestVetting_TheStageChangesOnlyWithAReason(t *testing.T) {
	b := book(t)
	h, _ := open(t, b, "")
	h.Key(action.Plain(fyne.KeyS))
	h.See("Which stage is Acme to have?", "Probation", "Blocked")
	h.DontSee("Candidate")
	h.Tap("Blocked")
	h.Verb()
	if s, _ := service(b).Sheet(t.Context(), acme); s.Stage != model.Approved {
		t.Fatalf("it is %s without a reason", s.Stage)
	}
	h.Type("Why", "Gift parcels")
	h.Verb()
	if s, _ := service(b).Sheet(t.Context(), acme); s.Stage != model.Blocked || s.Why != "Gift parcels" {
		t.Errorf("%s because %q, reports %v", s.Stage, s.Why, h.Reports)
	}
	h.See("Blocked")
}

func TestVetting_LeadsToAssessmentsAndOthers(t *testing.T) {
	h, d := open(t, book(t, assessed), "")
	h.See("Start requalification", "Class B")
	h.Key(action.Ctrl(fyne.KeyReturn))
	h.Key(action.Plain(fyne.KeyC))
	h.Key(action.Plain(fyne.KeyO))
	d.tabs.SetChosen(tabAssessments)
	d.choose(tabAssessments)
	h.Key(action.Plain(fyne.KeyReturn))
	var to []string
	for _, r := range h.Routes {
		to = append(to, r.Screen)
	}
	if want := []string{page.Assess, page.Compare, page.Supplier, page.Assess}; !slices.Equal(to, want) {
		t.Errorf("went to %v, want %v", to, want)
	}
	if h.Routes[0].Param("id") != "" || h.Routes[3].Param("id") == "" {
		t.Errorf("assessments %v", h.Routes)
	}
}

func TestVetting_TheWayBackKeepsTabAndSearch(t *testing.T) {
	b := book(t, [2]string{"talk", `[{"supplier":"Acme","date":"2026-03-20","subject":"Prices"},{"supplier":"Acme","date":"2026-03-21","subject":"Boxes"}]`})
	h, d := open(t, b, tabTalks)
	h.Type("Search here", "boxes")
	d.now().(*talks).grid.SetSearch("boxes")
	kept := d.Keep()
	d = h.Return(New, page.Route{Screen: page.Scorecard, Key: acme}, kept).(*Document)
	h.See("Boxes", " of 2 talks")
	h.DontSee("Prices")
	d.Escape()
	h.See("Prices")
}

func TestVetting_WhatComesLateDoesNotCloseAForm(t *testing.T) {
	b := book(t)
	pump := guitest.NewPump()
	h := guitest.New(t, b)
	h.Run = pump
	d := h.Open(New, page.Route{Screen: page.Scorecard, Key: acme, Params: map[string]string{tabParam: tabTalks}}).(*Document)
	if d.known != nil || len(d.Actions()) != 0 {
		t.Error("it knows before it was read")
	}
	d.Create()
	d.Primary()
	d.Drop([]string{"x"})
	pump.Settle()
	h.See("No talk yet")
	d.Create()
	pump.Settle()
	h.Type("About", "Boxes")
	if _, err := put.New(b.DB, b.Bus).Put(t.Context(), "talk", []byte(`{"supplier":"Acme","date":"2026-03-20","subject":"Prices"}`)); err != nil {
		t.Fatal(err)
	}
	pump.Settle()
	pump.Tick()
	pump.Settle()
	h.See("New talk", "Prices")
	if d.Dirty() == "" {
		t.Error("what was typed is gone")
	}
}

func TestVetting_AFigureOpensTheOrdersBehindIt(t *testing.T) {
	b := guitest.Sample(t)
	h := guitest.New(t, b)
	h.Resize(1366, guitest.Height)
	d := h.Open(New, page.Route{Screen: page.Scorecard, Key: "Maasdok Fulfilment"}).(*Document)
	c := d.scorecard()
	c.events("otd")
	h.See("what the figure rests on")
	if c.open == nil || c.open.All() == 0 {
		t.Fatal("no event is behind the figure")
	}
	h.Key(action.Plain(fyne.KeyReturn))
	if len(h.Routes) != 1 || h.Routes[0].Screen != page.Order {
		t.Errorf("went to %v", h.Routes)
	}
	if !d.Escape() || d.page.Panel() != nil || d.Escape() {
		t.Error("Esc closes the panel, once")
	}
}

func TestVetting_AMonthOpensWhatBecameKnownInIt(t *testing.T) {
	b := guitest.Sample(t)
	h := guitest.New(t, b)
	h.Resize(1366, guitest.Height)
	d := h.Open(New, page.Route{Screen: page.Scorecard, Key: "Hansekontor Großhandel"}).(*Document)
	h.See("Score by month", "classes A from 90, B from 70")
	c := d.scorecard()
	last := d.known.months[len(d.known.months)-1]
	if !last.Card.Score.Decimal.Equal(d.known.card.Score.Decimal) {
		t.Errorf("the last month has %s, the card %s", last.Card.Score.Decimal, d.known.card.Score.Decimal)
	}
	for _, m := range d.known.months {
		c.monthEvents(m.Month)
		if c.open != nil && c.open.All() > 0 {
			h.See("what became known")
			return
		}
	}
	t.Error("no month has an event")
}

func TestVetting_AQuestionIsNotedWithItsAnswer(t *testing.T) {
	b := guitest.Sample(t)
	h := guitest.New(t, b)
	h.Resize(1366, guitest.Height)
	d := h.Open(New, page.Route{Screen: page.Scorecard, Key: "Lantern Lane Store", Params: map[string]string{"tab": tabTalks}}).(*Document)
	h.See("16 hours to the answer", "Stock before Christmas")
	talks := d.now().(*talks)
	e := talks.formOf(vetting.Talk{
		HeldOn: b.Today().AddDays(-2), Channel: "chat", Subject: "Which carrier?", AskedAt: "10:00", AnsweredOn: b.Today().AddDays(-1), AnsweredAt: "08:30",
	})
	talks.edit(e)
	e.Submit()
	all, err := vetting.New(b.DB, b.Bus).Talks(t.Context(), vetting.Filter{Supplier: "Lantern Lane Store"})
	if err != nil || !slices.ContainsFunc(all, func(k vetting.Talk) bool { return k.Subject == "Which carrier?" && k.Took() == 23 }) {
		t.Errorf("%+v, %v, reports %v", all, err, h.Reports)
	}
}

func TestVetting_WhatWouldLiftItBecomesAnAction(t *testing.T) {
	b := guitest.Sample(t)
	h := guitest.New(t, b)
	h.Resize(1366, guitest.Height)
	for _, name := range []string{"Hansekontor Großhandel", "Yiwu Morning Star Sourcing", "Pennine Makers", "Maasdok Fulfilment", "Lakeshore Home Supply"} {
		d := h.Open(New, page.Route{Screen: page.Scorecard, Key: name}).(*Document)
		l := d.known.card.Lift
		if l == nil || len(l.Steps) == 0 {
			continue
		}
		h.Act("vetting.lift")
		h.See("New action", l.Steps[0].Label+", percent")
		h.Key(action.Ctrl(fyne.KeyReturn))
		all, err := vetting.New(b.DB, b.Bus).Actions(t.Context(), vetting.Filter{Supplier: name})
		if err != nil || !slices.ContainsFunc(all, func(a vetting.Action) bool {
			return strings.HasPrefix(a.Title, l.Steps[0].Label) && a.Before != "" && a.Target != ""
		}) {
			t.Errorf("actions %+v, %v, reports %v", all, err, h.Reports)
		}
		return
	}
	t.Error("no supplier of the sample can be lifted by steps")
}

// The card showed "Answers within 72 ho..." beside an empty column, and Enter led
// to the summary of the assessment instead of the gate.
func TestVetting_AGateIsReadableAndOpensAtItsPlaceInTheAssessment(t *testing.T) {
	h, _ := open(t, book(t, assessed), "")
	h.See("Takes defects back, in writing", "Answers within 72 hours")
	h.Key(action.Plain(fyne.KeyDown), action.Plain(fyne.KeyReturn))
	if len(h.Routes) != 1 || h.Routes[0].Screen != page.Assess || h.Routes[0].Param("item") != "gate tested" {
		t.Errorf("Enter on the second gate leads to %+v", h.Routes)
	}
}

// The scorecard has nine tabs, and the way back from the last was through all.
func TestVetting_TabsGoBothWays(t *testing.T) {
	h, d := open(t, book(t), tabTalks)
	back := action.Key{Name: fyne.KeyTab, Mod: fyne.KeyModifierControl | fyne.KeyModifierShift}
	h.Key(back)
	h.See("No agreement yet")
	h.Act("vetting.next")
	h.See("No talk yet")
	if len(d.Actions()) == 0 {
		t.Error("no actions")
	}
}
