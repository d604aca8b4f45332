package vetting_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/put"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/store/storetest"
	"github.com/dropledger/dropledger/services/supplier"
	"github.com/dropledger/dropledger/services/vetting"
)

// fixture is a book with a few suppliers on 2026-03-31.
type fixture struct {
	*testing.T
	db      *store.DB
	bus     *event.Bus
	puts    *put.Service
	vetting *vetting.Service
}

func open(t *testing.T) *fixture {
	t.Helper()
	f := &fixture{T: t, db: storetest.Open(t), bus: &event.Bus{}}
	if err := setting.New(f.db, f.bus).Set(t.Context(), "book.currency", "EUR"); err != nil {
		t.Fatal(err)
	}
	f.puts, f.vetting = put.New(f.db, f.bus), vetting.New(f.db, f.bus)
	f.put("supplier", `[{"name":"Acme","type":"marketplace","stage":"approved","currency":"USD"},{"name":"Brick & Co","type":"wholesaler"}]`)
	return f
}

// put enters records and returns how many were created, updated and unchanged.
func (f *fixture) put(kind, json string) [3]int {
	f.Helper()
	r, err := f.puts.Put(f.Context(), kind, []byte(json))
	if err != nil {
		f.Fatalf("%s: %v", kind, err)
	}
	return counts(r)
}

func counts(r record.Result) [3]int { return [3]int{r.Created, r.Updated, r.Unchanged} }

func (f *fixture) refused(kind, json, field, message string) {
	f.Helper()
	_, err := f.puts.Put(f.Context(), kind, []byte(json))
	e, ok := err.(*model.Error)
	if !ok || e.Field != field || !strings.Contains(e.Message, message) {
		f.Errorf("%s %s\ngot  %v\nwant %s: %s", kind, json, err, field, message)
	}
}

func (f *fixture) sheet(name string) vetting.Sheet {
	f.Helper()
	s, err := f.vetting.Sheet(f.Context(), name)
	if err != nil {
		f.Fatal(err)
	}
	return s
}

func one[T any](f *fixture, query string, args ...any) (v T) {
	f.Helper()
	if err := f.db.Read(f.Context(), func(q *gorm.DB) error { return q.Raw(query, args...).Row().Scan(&v) }); err != nil {
		f.Fatal(err)
	}
	return v
}

func p[T any](v T) *T { return &v }

// example is a full record of each kind.
var example = map[string]string{
	"place":      `{"supplier":"acme","name":"Rotterdam","kind":"warehouse","country":"NL","city":"Rotterdam","address":"Kade 1","note":"bonded"}`,
	"contact":    `{"supplier":"Acme","name":"Mei Lin","role":"sales","email":"mei@acme.example","phone":"+86 1","language":"zh","note":"mornings"}`,
	"agreement":  `{"supplier":"Acme","valid_from":"2026-01-01","payment_terms_days":30,"moq":10,"multiple":5,"setup_cost":"120.50","claim_days":21,"neutral_packaging":true,"working_days":["mon","tue"],"return_address":"Kade 1, Rotterdam","return_terms":"at their cost","changes":[{"term":"price","sku":"LAMP","before":"3.50","after":"3.1"},{"term":"other","note":"photos of each parcel"}]}`,
	"credential": `{"supplier":"Acme","name":"Resale certificate","given_by":"merchant","kind":"resale","number":"R-1","asked":"2026-01-02","handed_over":"2026-01-05","expires":"2026-04-10"}`,
	"talk":       `{"supplier":"Acme","date":"2026-03-01","subject":"Late parcels","channel":"call","contact":"Mei Lin","said":"They add a second shift.","follow_up":"2026-03-20"}`,
	"action":     `{"supplier":"Acme","title":"Second shift","owner":"Anna","due":"2026-03-30","metric":"on time %","before":"81.5","target":"95","state":"open","opened":"2026-03-01"}`,
	"testorder":  `{"supplier":"Acme","ordered":"2026-02-01","sku":"LAMP","country":"DE","promised_handling_days":2,"promised_days":12,"shipped":"2026-02-03","first_scan":"2026-02-04","delivered":"2026-02-13","grades":{"product":4,"packaging":"3.5","accuracy":5},"cost":"14.90","verdict":"good","note":"well packed"}`,
	"assessment": `{"supplier":"Acme","date":"2026-03-01","template":"Marketplace shop","gates":{"rating":true,"volume":false,"Replies within 24 hours":null},"grades":{"product":4,"delivery":"3.5","Reviews":{"grade":5,"source":"platform","on":"2026-02-28"}},"assessor":"Anna"}`,
	"template":   `{"name":"Short","type":"agent","gates":[{"key":"paid","name":"Takes our money","help":"","days":30}],"criteria":[{"key":"a","name":"A","weight":60,"scale":"1-5","levels":[{"at":1,"means":"bad"},{"at":5,"means":"good"}]},{"key":"b","name":"B","weight":"40","scale":"1-5"}]}`,
}

func TestPut_TakesEveryKindAndTheSameAgainChangesNothing(t *testing.T) {
	f := open(t)
	for kind, json := range example {
		if got := f.put(kind, json); got != [3]int{1, 0, 0} {
			t.Errorf("%s: %v", kind, got)
		}
		if got := f.put(kind, json); got != [3]int{0, 0, 1} {
			t.Errorf("%s again: %v", kind, got)
		}
	}
}

func TestPut_ChangesByNaturalKeyAndKeepsTheHistory(t *testing.T) {
	f := open(t)
	for kind, json := range example {
		f.put(kind, json)
	}
	for _, c := range []struct{ kind, json string }{
		{"place", `{"supplier":"ACME","name":" rotterdam ","city":"Delft"}`},
		{"contact", `{"supplier":"Acme","name":"mei lin","phone":""}`},
		{"agreement", `{"supplier":"Acme","valid_from":"2026-01-01","moq":null}`},
		{"credential", `{"supplier":"Acme","name":"resale certificate","given_by":"merchant","expires":"2027-04-10"}`},
		{"talk", `{"supplier":"Acme","date":"2026-03-01","subject":"late parcels","followed":"2026-03-21"}`},
		{"action", `{"supplier":"Acme","title":"second shift","state":"done","after":"96"}`},
		{"testorder", `{"supplier":"Acme","ordered":"2026-02-01","grades":{"product":null}}`},
		{"assessment", `{"supplier":"Acme","date":"2026-03-01","gates":{"volume":true}}`},
	} {
		if got := f.put(c.kind, c.json); got != [3]int{0, 1, 0} {
			t.Errorf("%s: %v", c.kind, got)
		}
		if n := one[int](f, `SELECT COUNT(*) FROM history WHERE kind = ? AND field <> 'record'`, c.kind); n == 0 {
			t.Errorf("%s: nothing in the history", c.kind)
		}
	}
	if ended := one[string](f, `SELECT ended_on FROM improvement`); ended != "2026-03-31" {
		t.Errorf("the action ended on %s", ended)
	}
}

func TestPut_RefusesWithTheReason(t *testing.T) {
	f := open(t)
	for _, c := range []struct{ kind, json, field, message string }{
		{"place", `{"supplier":"Acmee","name":"X"}`, "supplier", `There is no supplier called "Acmee". Did you mean "Acme"?`},
		{"talk", `{"supplier":"Acme","date":"2026-04-01","subject":"X"}`, "date", "in the future"},
		{"talk", `{"supplier":"Acme","date":"2026-03-01","subject":"X","follow_up":"2026-02-01"}`, "follow_up", "before the talk"},
		{"agreement", `{"supplier":"Acme","valid_from":"2026-03-01","changes":[{"term":"price","before":"1","after":"2"}]}`, "changes", "needs its sku"},
		{"agreement", `{"supplier":"Acme","valid_from":"2026-03-01","changes":[{"term":"shipping","before":"1"}]}`, "changes", "before and after"},
		{"agreement", `{"supplier":"Acme","valid_from":"2026-03-01","working_days":["mon","someday"]}`, "working_days", `"someday" is not one of`},
		{"credential", `{"supplier":"Acme","name":"X","handed_over":"2026-04-02"}`, "handed_over", "in the future"},
		{"credential", `{"supplier":"Acme","name":"X","file":"/nowhere/x.pdf"}`, "file", "There is no file /nowhere/x.pdf"},
		{"testorder", `{"supplier":"Acme","ordered":"2026-03-01","delivered":"2026-02-01"}`, "delivered", "before it was ordered"},
		{"testorder", `{"supplier":"Acme","ordered":"2026-03-01","grades":{"product":6}}`, "grades", "6 is not a grade from 1, the worst, to 5"},
		{"assessment", `{"supplier":"Acme","date":"2026-05-01"}`, "date", "in the future"},
		{"assessment", `{"supplier":"Acme","date":"2026-03-01","gates":{"ratin":true}}`, "gates", `has no gate "ratin". Did you mean "rating"?`},
		{"assessment", `{"supplier":"Acme","date":"2026-03-01","gates":{"rating":"yes"}}`, "gates", "true, false or null"},
		{"assessment", `{"supplier":"Acme","date":"2026-03-01","grades":{"product":7}}`, "grades", "graded from 1 to 5"},
		{"assessment", `{"supplier":"Acme","date":"2026-03-01","grades":{"product":{"grad":7}}}`, "grades", "can have the fields grade"},
		{"assessment", `{"supplier":"Acme","date":"2026-03-01","template":"Marketplac shop"}`, "template", `There is no template called "Marketplac shop". Did you mean "Marketplace shop"?`},
		{"assessment", `{"supplier":"Acme","date":"2026-03-01","template":"Wholesaler","template_version":4}`, "template", "has no version 4"},
		{"template", `{"name":"T","criteria":[{"key":"a","name":"A","weight":60,"scale":"1-5"}]}`, "criteria", "add up to 60, not to 100"},
		{"template", `{"name":"T","criteria":[{"key":"a","name":"A","weight":60,"scale":"1-5"},{"key":"b","name":"B","weight":40,"scale":"0-100"}]}`, "mixed", "use one scale"},
		{"template", `{"name":"T","criteria":[{"key":"a","name":"A","weight":60,"scale":"1-5"},{"key":"a","name":"B","weight":40,"scale":"1-5"}]}`, "criteria", "stands there twice"},
		{"template", `{"name":"T"}`, "criteria", "at least one criterion"},
		{"supplier", `{"name":"Acme","stage":"king"}`, "stage", `"king" is not one of`},
	} {
		f.refused(c.kind, c.json, c.field, c.message)
	}
	f.refused("place", `[{"supplier":"Acme","name":"Kept"},{"supplier":"Nobody","name":"X"}]`, "supplier", "no supplier")
	if n := one[int](f, `SELECT COUNT(*) FROM supplier_place`); n != 0 {
		t.Errorf("%d places of a refused call were kept", n)
	}
}

func TestTestOrders_OfOneDayGoByArticle(t *testing.T) {
	f := open(t)
	f.put("testorder", `{"supplier":"Acme","ordered":"2026-03-01"}`)
	if got := f.put("testorder", `{"supplier":"Acme","ordered":"2026-03-01","sku":"LAMP"}`); got != [3]int{0, 1, 0} {
		t.Errorf("the article of the only one: %v", got)
	}
	if got := f.put("testorder", `{"supplier":"Acme","ordered":"2026-03-01","sku":"VASE"}`); got != [3]int{1, 0, 0} {
		t.Errorf("another article: %v", got)
	}
	f.refused("testorder", `{"supplier":"Acme","ordered":"2026-03-01","note":"x"}`, "sku", "LAMP, VASE")
}

func TestFiles_AreCopiedBesideTheBookAndMissedWhenGone(t *testing.T) {
	f := open(t)
	from := filepath.Join(t.TempDir(), "licence.pdf")
	if err := os.WriteFile(from, []byte("licence"), 0o600); err != nil {
		t.Fatal(err)
	}
	f.put("credential", `{"supplier":"Acme","name":"Licence","file":"`+filepath.ToSlash(from)+`"}`)
	f.put("file", `{"supplier":"Acme","path":"licence.pdf","note":"front"}`)
	if err := os.Remove(from); err != nil {
		t.Fatal(err)
	}
	f.put("testorder", `{"supplier":"Acme","ordered":"2026-03-01","files":["licence.pdf"]}`)
	files, err := f.vetting.Files(t.Context(), vetting.Filter{Supplier: "Acme"})
	if err != nil || len(files) != 1 || files[0].State != vetting.FileKept || files[0].Note != "front" || files[0].Bytes != 7 {
		t.Fatalf("files %+v, %v", files, err)
	}
	if filepath.Dir(files[0].Path) != vetting.Folder(f.db.Path()) {
		t.Errorf("it lies in %s", files[0].Path)
	}
	check := func(want string) {
		t.Helper()
		wrong, err := f.vetting.CheckFiles(t.Context())
		if err != nil || len(wrong) != 1 || wrong[0].State != want || wrong[0].Name != "licence.pdf" {
			t.Errorf("found %+v, %v; want %s", wrong, err, want)
		}
	}
	if err := os.WriteFile(files[0].Path, []byte("LICENCE"), 0o600); err != nil {
		t.Fatal(err)
	}
	check(vetting.FileChanged)
	if err := os.Remove(files[0].Path); err != nil {
		t.Fatal(err)
	}
	check(vetting.FileMissing)
	if n := one[int](f, `SELECT COUNT(*) FROM supplier_file`); n != 1 {
		t.Errorf("%d files are entered", n)
	}
}

func TestArchive_PutsAwayAndBringsBack(t *testing.T) {
	f := open(t)
	f.put("contact", example["contact"])
	id := one[int64](f, `SELECT id FROM supplier_contact`)
	for _, c := range []struct {
		away bool
		want int
	}{{true, 0}, {true, 0}, {false, 1}} {
		if err := f.vetting.Archive(t.Context(), vetting.ContactKind, id, c.away); err != nil {
			t.Fatal(err)
		}
		if got, err := f.vetting.Contacts(t.Context(), vetting.Filter{}); err != nil || len(got) != c.want {
			t.Errorf("away %v: %d contacts, %v", c.away, len(got), err)
		}
	}
	if err := f.vetting.Archive(t.Context(), "thing", id, true); model.CodeOf(err) != model.Invalid {
		t.Errorf("an unknown kind: %v", err)
	}
}

func amount(s string) *record.Amount { return p(record.Amount(model.MustAmount(s))) }

func TestAgreement_HoldsFromItsFirstDayBeforeTheRecord(t *testing.T) {
	f := open(t)
	f.put("supplier", `{"name":"Acme","claim_days":30,"payment_terms_days":7}`)
	f.put("agreement", `[{"supplier":"Acme","valid_from":"2026-02-01","payment_terms_days":14},
		{"supplier":"Acme","valid_from":"2026-06-01","valid_to":"2026-06-30","payment_terms_days":60,"claim_days":10}]`)
	id := one[int64](f, `SELECT id FROM supplier WHERE name = 'Acme'`)
	for day, want := range map[model.Date]supplier.Terms{
		"2026-01-31": {PaymentDays: 7, ClaimDays: 30},
		"2026-02-01": {PaymentDays: 14, ClaimDays: 30, Agreed: "2026-02-01"},
		"2026-06-15": {PaymentDays: 60, ClaimDays: 10, Agreed: "2026-06-01"},
		"2026-07-01": {PaymentDays: 14, ClaimDays: 30, Agreed: "2026-02-01"},
	} {
		err := f.db.Read(f.Context(), func(q *gorm.DB) error {
			got, err := supplier.TermsOn(q, id, day)
			if got != want {
				t.Errorf("%s: %+v, want %+v", day, got, want)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	rows, err := supplier.New(f.db, f.bus).List(f.Context(), record.Filter{})
	if err != nil || rows[0].PaymentDaysNow != 14 || rows[0].ClaimDaysNow != 30 || rows[0].AgreedFrom != "2026-02-01" || rows[0].PaymentTermsDays != 7 {
		t.Errorf("%+v, %v", rows[0], err)
	}
}

func TestTalk_AnAnswerFitsItsQuestion(t *testing.T) {
	f := open(t)
	talk := func(rest string) string {
		return `{"supplier":"Acme","date":"2026-03-20","subject":"Boxes"` + rest + `}`
	}
	f.refused("talk", talk(`,"answered":"2026-03-21","answered_at":"09:00"`), "asked_at", "an answer needs the question")
	f.refused("talk", talk(`,"asked_at":"10:00","answered":"2026-03-21"`), "answered_at", "at what time the answer came")
	f.refused("talk", talk(`,"asked_at":"10:00","answered_at":"09:00"`), "answered", "on which day")
	f.refused("talk", talk(`,"asked_at":"10:00","answered":"2026-03-20","answered_at":"09:59"`), "answered", "is before the question")
	f.refused("talk", talk(`,"asked_at":"10:00","answered":"2026-04-02","answered_at":"09:59"`), "answered", "in the future")
	f.refused("talk", talk(`,"asked_at":"25:00"`), "asked_at", "not a time of day")
	f.put("talk", talk(`,"asked_at":"10:00"`))
	f.put("talk", talk(`,"answered":"2026-03-21","answered_at":"09:30"`))
	talks, err := f.vetting.Talks(f.Context(), vetting.Filter{Supplier: "Acme"})
	if err != nil || len(talks) != 1 || talks[0].Took() != 24 || talks[0].AskedAt != "10:00" {
		t.Errorf("%+v, %v", talks, err)
	}
}

func TestJudgements_AreTheFinishedAssessmentsWithTheirOwnTemplates(t *testing.T) {
	f := open(t)
	f.put("assessment", `[{"supplier":"Acme","date":"2026-01-10","grades":{"product":5},"gates":{"tested":{"passed":true,"expires":"2026-02-01"}}},
		{"supplier":"Acme","date":"2026-03-01","grades":{"product":1},"gates":{"tested":false}},
		{"supplier":"Acme","date":"2026-03-20","grades":{"product":3},"finished":false}]`)
	said, err := f.vetting.Judgements(f.Context(), "Acme")
	if err != nil || len(said) != 2 || said[0].On != "2026-03-01" || *said[0].Score != "0.00" || *said[1].Score != "100.00" {
		t.Fatalf("%+v, %v", said, err)
	}
	for i, want := range []model.Date{"", "2026-02-01"} {
		for _, g := range said[i].Gates {
			if g.Passed != nil && (*g.Passed != (i == 1) || g.Expires != want) {
				t.Errorf("%s: %+v", said[i].On, g)
			}
		}
	}
}
