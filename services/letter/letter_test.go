package letter_test

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/letter"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/setting"
)

func p[T any](v T) *T { return &v }

var places = regexp.MustCompile(`\{[a-z]+\}`)

func inBraces(text string) []string {
	all := places.FindAllString(text, -1)
	slices.Sort(all)
	return slices.Compact(all)
}

// sentences are the keys of the sentences beside the letters.
var sentences = []string{
	"about.purchase", "about.parcel", "hello.customer", "hello.nobody", "tracking", "pieces.one", "pieces.other", "change.cancel", "change.fewer", "change.address",
	"supplier.", "supplier.lost", "supplier.returned", "supplier.customs", "supplier.short", "supplier.no_movement", "supplier.no_tracking", "supplier.no_answer", "supplier.past_due",
	"customer.", "customer.lost", "customer.returned", "customer.customs", "customer.short", "customer.past_due", "customer.no_movement", "customer.no_tracking", "customer.no_answer", "customer.delivered",
}

func TestLetters_EveryLanguageHasEveryLetterAndSentenceWithItsPlaces(t *testing.T) {
	for _, language := range letter.Languages() {
		for _, k := range letter.Kinds() {
			own, base := letter.Shipped(k, language), letter.Shipped(k, letter.English)
			for _, part := range [][2]string{{own.Subject, base.Subject}, {own.Text, base.Text}} {
				if part[0] == "" || !slices.Equal(inBraces(part[0]), inBraces(part[1])) {
					t.Errorf("%s in %s names %v, want %v", k, language, inBraces(part[0]), inBraces(part[1]))
				}
			}
			if !strings.HasSuffix(own.Text, "{merchant}\n") {
				t.Errorf("%s in %s is not signed", k, language)
			}
		}
		for _, key := range sentences {
			own, base := letter.Say(language, key, nil), letter.Say(letter.English, key, nil)
			if own == "" || !slices.Equal(inBraces(own), inBraces(base)) {
				t.Errorf("%s in %s: %q", key, language, own)
			}
			if language != letter.English && own == base {
				t.Errorf("%s in %s is English", key, language)
			}
		}
	}
}

func TestLetters_CustomersAndSuppliersAreWrittenToInTheirLanguageElseInEnglish(t *testing.T) {
	for code, want := range map[string]string{"de": "de", "de-at": "de", "ZH": "zh", "zh-cn": "zh", "pt-br": "en", "": "en", "den": "en"} {
		if got := letter.Language(code); got != want {
			t.Errorf("language %q: %s", code, got)
		}
	}
	for country, want := range map[string]string{"AT": "de", "MX": "es", "PL": "pl", "BE": "en", "US": "en", "": "en"} {
		if got := letter.SpokenIn(country); got != want {
			t.Errorf("country %q: %s", country, got)
		}
	}
	d := desktest.New(t)
	e, err := setting.New(d.DB, d.Bus).Get(t.Context(), string(setting.DocumentLanguage))
	if err != nil || !slices.Equal(e.Choices, letter.Languages()) {
		t.Errorf("documents can be in %v, %v", e.Choices, err)
	}
}

type book struct {
	*letter.Service
	t *testing.T
}

func open(t *testing.T) (*desktest.Desk, book) {
	d := desktest.New(t)
	d.Supplier("Acme")
	d.Supplier("Borg")
	return d, book{letter.New(d.DB, d.Bus), t}
}

func (b book) put(in letter.Input) record.Outcome {
	b.t.Helper()
	r, err := b.Put(b.t.Context(), []letter.Input{in})
	if err != nil {
		b.t.Fatal(err)
	}
	switch {
	case r.Created == 1:
		return record.Created
	case r.Updated == 1:
		return record.Updated
	}
	return record.Unchanged
}

func (b book) subject(language, supplier string) string {
	b.t.Helper()
	w, _, err := b.Get(b.t.Context(), letter.Purchase, language, supplier)
	if err != nil {
		b.t.Fatal(err)
	}
	return w.Subject
}

func TestPut_TheSuppliersOwnGoesBeforeTheMerchantsBeforeTheProgramsAndEachCanBeTakenBack(t *testing.T) {
	_, b := open(t)
	shipped := letter.Shipped(letter.Purchase, "fr").Subject
	all := letter.Input{Kind: letter.Purchase, Language: "fr", Subject: p("Commande {number}")}
	acme := letter.Input{Kind: letter.Purchase, Language: "fr", Supplier: "acme", Subject: p("Pour Acme {number}")}
	steps := []struct {
		in               letter.Input
		outcome          record.Outcome
		toAcme, toOthers string
	}{
		{acme, record.Created, "Pour Acme {number}", shipped},
		{all, record.Created, "Pour Acme {number}", "Commande {number}"},
		{all, record.Unchanged, "Pour Acme {number}", "Commande {number}"},
		{letter.Input{Kind: letter.Purchase, Language: "fr", Subject: p("Commande n° {number}")}, record.Updated, "Pour Acme {number}", "Commande n° {number}"},
		{letter.Input{Kind: letter.Purchase, Language: "fr", Supplier: "Acme", Subject: p("Commande n° {number}")}, record.Updated, "Commande n° {number}", "Commande n° {number}"},
		{letter.Input{Kind: letter.Purchase, Language: "fr", Reset: true}, record.Updated, shipped, shipped},
		{letter.Input{Kind: letter.Purchase, Language: "fr", Reset: true}, record.Unchanged, shipped, shipped},
	}
	for i, s := range steps {
		if got := b.put(s.in); got != s.outcome {
			t.Errorf("step %d: %s", i, got)
		}
		if a, o := b.subject("fr", "Acme"), b.subject("fr-be", "Borg"); a != s.toAcme || o != s.toOthers {
			t.Errorf("step %d: Acme gets %q and Borg %q", i, a, o)
		}
	}
	if got := b.subject("de", "Acme"); got != letter.Shipped(letter.Purchase, "de").Subject {
		t.Errorf("in another language Acme gets %q", got)
	}
	past, err := b.Owns(t.Context(), true)
	now, err2 := b.Owns(t.Context(), false)
	if err != nil || err2 != nil || len(past) != 3 || len(now) != 0 {
		t.Errorf("%d versions and %d that count, %v %v", len(past), len(now), err, err2)
	}
}

func TestPut_RefusesALetterThatCannotBeFilled(t *testing.T) {
	_, b := open(t)
	for name, c := range map[string]struct {
		in    letter.Input
		field string
	}{
		"a place that is not known":      {letter.Input{Kind: letter.Purchase, Language: "en", Text: p("see {numbr}")}, ""},
		"a brace that is not closed":     {letter.Input{Kind: letter.Purchase, Language: "en", Subject: p("see {number")}, ""},
		"a place of another letter":      {letter.Input{Kind: letter.Purchase, Language: "en", Text: p("{tracking}")}, ""},
		"a subject of two lines":         {letter.Input{Kind: letter.Purchase, Language: "en", Subject: p("a\nb")}, "subject"},
		"what cannot be printed":         {letter.Input{Kind: letter.Purchase, Language: "en", Text: p("a\x00b")}, "text"},
		"too long a subject":             {letter.Input{Kind: letter.Purchase, Language: "en", Subject: p(strings.Repeat("x", 201))}, "subject"},
		"too long a text":                {letter.Input{Kind: letter.Purchase, Language: "en", Text: p(strings.Repeat("x", 5001))}, "text"},
		"a language that is not written": {letter.Input{Kind: letter.Purchase, Language: "xx"}, "language"},
		"a customer's for one supplier":  {letter.Input{Kind: letter.Notice, Language: "en", Supplier: "Acme", Text: p("x")}, "supplier"},
		"a supplier that is not there":   {letter.Input{Kind: letter.Purchase, Language: "en", Supplier: "Zorg", Text: p("x")}, "supplier"},
	} {
		_, err := b.Put(t.Context(), []letter.Input{c.in})
		var e *model.Error
		if !errors.As(err, &e) || e.Field != c.field {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestPut_KeepsLinesAndTheirEnd(t *testing.T) {
	_, b := open(t)
	b.put(letter.Input{Kind: letter.Reminder, Language: "de", Text: p(" Hallo {supplier},\r\n\r\n{matter} ")})
	b.put(letter.Input{Kind: letter.Reminder, Language: "de", Subject: p("Nachfrage")})
	w, own, err := b.Get(t.Context(), letter.Reminder, "de", "")
	if err != nil || !own || w.Text != "Hallo {supplier},\n\n{matter}\n" || w.Subject != "Nachfrage" {
		t.Errorf("kept %+v, %v", w, err)
	}
}

func TestFill_PutsValuesInOnceAndTidiesWhatEmptyOnesLeave(t *testing.T) {
	w := letter.Wording{Subject: "{number} of\n{merchant}", Text: "Hello {supplier},\n\n{reason}\n\n{number}\n\n"}
	got := w.Fill(map[string]string{"number": "PO-1", "merchant": "{supplier}", "supplier": "{number}", "reason": ""})
	if got.Subject != "PO-1 of {supplier}" || got.Text != "Hello {number},\n\nPO-1\n" {
		t.Errorf("got %+v", got)
	}
}

func TestPreview_NothingStaysInBraces(t *testing.T) {
	d, b := open(t)
	if err := setting.New(d.DB, d.Bus).Set(t.Context(), "merchant.name", "Lamps & Co"); err != nil {
		t.Fatal(err)
	}
	for _, language := range letter.Languages() {
		for _, k := range letter.Kinds() {
			all := "{" + strings.Join(k.Places(), "} {") + "}"
			for _, w := range []letter.Wording{letter.Shipped(k, language), {Subject: all, Text: all}} {
				got, err := b.Preview(t.Context(), k, language, "Acme", w)
				if err != nil || strings.ContainsAny(got.Subject+got.Text, "{}") || !strings.Contains(got.Text, "Lamps & Co") {
					t.Errorf("%s in %s: %+v, %v", k, language, got, err)
				}
			}
		}
	}
	if _, err := b.Preview(t.Context(), letter.Purchase, "en", "", letter.Wording{Text: "{x}"}); model.CodeOf(err) != model.Invalid {
		t.Errorf("a letter that cannot be filled: %v", err)
	}
}
