package scorecards_test

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports/reportstest"
	"github.com/dropledger/dropledger/reports/scorecards"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/supplier"
	"github.com/dropledger/dropledger/services/vetting"
)

// printed is the text of a PDF as another program reads it.
func printed(t *testing.T, path string) string {
	t.Helper()
	return strings.Join(strings.Fields(reportstest.Run(t, "pdftotext", "-layout", "-enc", "UTF-8", path, "-")), " ")
}

func pages(t *testing.T, path string) (count, size string) {
	t.Helper()
	for _, l := range strings.Split(reportstest.Run(t, "pdfinfo", path), "\n") {
		switch name, value, _ := strings.Cut(l, ":"); name {
		case "Pages":
			count = strings.TrimSpace(value)
		case "Page size":
			size = strings.TrimSpace(value)
		}
	}
	return count, size
}

func sheetOf(t *testing.T, db *store.DB, name string) vetting.Sheet {
	t.Helper()
	s, err := vetting.New(db, new(event.Bus)).Sheet(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestScorecard_SaysWhatTheBookSaysOnTwoPagesAtMost(t *testing.T) {
	db := sample(t)
	for _, c := range cards(t, db) {
		for _, paper := range []string{"A4", "Letter"} {
			t.Run(c.Name+" "+paper, func(t *testing.T) {
				path := written(t, db, scorecards.Ask{Supplier: c.Name, Paper: paper}, "card.pdf")
				count, size := pages(t, path)
				if count != "1" && count != "2" {
					t.Errorf("%s pages", count)
				}
				if a4 := strings.Contains(size, "A4"); a4 != (paper == "A4") {
					t.Errorf("the paper is %s", size)
				}
				want := []string{"Supplier scorecard", c.Name, "2026-11-22", "Northlight Home GmbH", "Dropledger 1.0"}
				if c.Score.Valid {
					want = append(want, c.Score.Decimal.StringFixed(1)+" of 100")
				} else {
					want = append(want, "Not rated")
				}
				for _, m := range c.Performance.Metrics {
					if c.Performance.N > 0 && m.Value.Valid {
						want = append(want, fmt.Sprintf("%s %d %s %s – %s", m.Label, m.N, m.Recent.Decimal.StringFixed(1), m.Low.Decimal.StringFixed(1), m.High.Decimal.StringFixed(1)))
					}
				}
				sheet := sheetOf(t, db, c.Name)
				for _, g := range sheet.Gates {
					evidence, _, _ := strings.Cut(g.Evidence, ":") // a long one goes on below
					want = append(want, g.Name, evidence)
					if g.Expires != "" {
						want = append(want, string(g.Expires))
					}
				}
				for _, x := range sheet.Criteria {
					want = append(want, x.Name)
				}
				text := printed(t, path)
				for _, w := range want {
					if !strings.Contains(text, w) {
						t.Errorf("no %q in\n%s", w, text)
					}
				}
			})
		}
	}
}

func TestScorecard_SpeaksGermanAndPrintsANameInAnyScript(t *testing.T) {
	db := sample(t)
	if _, err := supplier.New(db, new(event.Bus)).Put(t.Context(), []supplier.Input{{Name: "Ελλάς Øst Łódź"}}); err != nil {
		t.Fatal(err)
	}
	text := printed(t, written(t, db, scorecards.Ask{Supplier: "ελλάς øst łódź", Language: "de"}, "card.pdf"))
	for _, want := range []string{"Lieferantenbewertung", "Ελλάς Øst Łódź", "Nicht bewertet", "22.11.2026", "Mindestanforderungen", "nicht bekannt"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	text = printed(t, written(t, db, scorecards.Ask{Supplier: "Lakeshore Home Supply", Language: "de"}, "card.pdf"))
	for _, want := range []string{"NICHT ERFÜLLT", "Zuerst muss es erfüllen: Takes defects back, in writing", "Bewährung", "Tage zu spät zugestellt", "überfällig"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

func TestScorecard_TheSameBookGivesTheSameBytes(t *testing.T) {
	db := sample(t)
	for _, name := range []string{"card.pdf", "card.xlsx"} {
		first, err1 := os.ReadFile(written(t, db, scorecards.Ask{Supplier: "Pennine Makers"}, name))
		again, err2 := os.ReadFile(written(t, db, scorecards.Ask{Supplier: "Pennine Makers"}, name))
		if err1 != nil || err2 != nil || !bytes.Equal(first, again) {
			t.Errorf("%s differs (%v, %v)", name, err1, err2)
		}
	}
}

func TestLetter_TellsTheQuarterAndWhatIsExpectedButNoCosts(t *testing.T) {
	db := sample(t)
	path := written(t, db, scorecards.Ask{Supplier: "Lakeshore Home Supply", Letter: true, Language: "en"}, "review.pdf")
	text := printed(t, path)
	for _, want := range []string{"Supplier review", "Q3 2026", "2026-07-01 – 2026-09-30", "Delivered on time", "Second carrier for the west", "73 to 95", "2026-12-13", "With kind regards"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	for _, secret := range []string{"EUR", "USD", "Price for what you get", "Merle", "Vetting", "Probation"} {
		if strings.Contains(text, secret) {
			t.Errorf("the letter says %q", secret)
		}
	}
	if count, _ := pages(t, path); count != "1" {
		t.Errorf("%s pages", count)
	}
}

// A quarter is three months of the card, each by how many it has.
func TestLetter_CountsTheMonthsOfThePeriod(t *testing.T) {
	db := sample(t)
	for _, c := range cards(t, db) {
		for _, m := range c.Performance.Metrics {
			if m.Key != "otd" || c.Performance.N == 0 {
				continue
			}
			var n int64
			for _, x := range m.Cohorts {
				if x.Month >= "2026-04" && x.Month <= "2026-06" {
					n += x.N
				}
			}
			text := printed(t, written(t, db, scorecards.Ask{Supplier: c.Name, Letter: true, Language: "en", Period: model.Period{From: "2026-04-01", To: "2026-06-30"}}, "review.pdf"))
			if want := fmt.Sprintf("Delivered on time %d ", n); n > 0 != strings.Contains(text, want) {
				t.Errorf("%s: %q in\n%s", c.Name, want, text)
			}
		}
	}
}

func TestLetter_LiesBesideADraftInTheSuppliersLanguage(t *testing.T) {
	db := sample(t)
	path := written(t, db, scorecards.Ask{Supplier: "Hansekontor Großhandel", Letter: true}, "review.pdf")
	raw, err := os.Open(strings.TrimSuffix(path, ".pdf") + ".eml")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = raw.Close() }()
	m, err := mail.ReadMessage(raw)
	if err != nil {
		t.Fatal(err)
	}
	subject, _ := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if m.Header.Get("X-Unsent") != "1" || !strings.Contains(m.Header.Get("To"), "auftrag.hansekontor@example.com") || subject != "Lieferantenbeurteilung 3. Quartal 2026, Northlight Home GmbH" {
		t.Errorf("%v, %q", m.Header, subject)
	}
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	parts, files := multipart.NewReader(m.Body, params["boundary"]), ""
	for {
		p, err := parts.NextPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		files += p.FileName()
	}
	if files != "review.pdf" {
		t.Errorf("attached: %q", files)
	}
}

func TestWrite_SaysWhatItNeeds(t *testing.T) {
	db := sample(t)
	p := scorecards.New(db, "Dropledger 1.0")
	dir := t.TempDir()
	for name, c := range map[string]struct {
		ask  scorecards.Ask
		code model.Code
		says string
	}{
		"no file":            {scorecards.Ask{Supplier: "Pennine Makers"}, model.Invalid, "name of the file"},
		"another ending":     {scorecards.Ask{Supplier: "Pennine Makers", Out: filepath.Join(dir, "a.doc")}, model.Invalid, "a.doc"},
		"a letter as xlsx":   {scorecards.Ask{Supplier: "Pennine Makers", Out: filepath.Join(dir, "a.xlsx"), Letter: true}, model.Invalid, ".pdf"},
		"a strange paper":    {scorecards.Ask{Supplier: "Pennine Makers", Out: filepath.Join(dir, "a.pdf"), Paper: "A3"}, model.Invalid, "A3"},
		"a strange language": {scorecards.Ask{Supplier: "Pennine Makers", Out: filepath.Join(dir, "a.pdf"), Language: "xx"}, model.Invalid, "xx"},
		"nobody":             {scorecards.Ask{Supplier: "Nobody", Out: filepath.Join(dir, "a.pdf")}, model.NotFound, "Nobody"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := p.Write(t.Context(), c.ask)
			if model.CodeOf(err) != c.code || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%s: %v", model.CodeOf(err), err)
			}
		})
	}
	if _, err := supplier.New(db, new(event.Bus)).Put(t.Context(), []supplier.Input{{Name: "Silent"}}); err != nil {
		t.Fatal(err)
	}
	w, err := p.Write(t.Context(), scorecards.Ask{Supplier: "Silent", Out: filepath.Join(dir, "s.pdf"), Letter: true})
	if err != nil || len(w.Files) != 1 || len(w.Warnings) != 1 || !strings.Contains(w.Warnings[0], "e-mail address") {
		t.Errorf("%+v, %v", w, err)
	}
}
