package pdf

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

var placeholder = regexp.MustCompile(`\{\d\}`)

func TestWords_EveryLanguageHasEveryWordWithItsPlaceholders(t *testing.T) {
	base := glossary()[english]
	for _, language := range Languages() {
		for key, text := range base {
			own, there := glossary()[language][key]
			if !there || own == "" {
				t.Errorf("%s lacks %s", language, key)
				continue
			}
			want, got := placeholder.FindAllString(text, -1), placeholder.FindAllString(own, -1)
			slices.Sort(want)
			slices.Sort(got)
			if !slices.Equal(want, got) {
				t.Errorf("%s: %s has %v, want %v", language, key, got, want)
			}
		}
		for key := range glossary()[language] {
			if _, there := base[key]; !there {
				t.Errorf("%s: %s is not a word of any document", language, key)
			}
		}
	}
}

func TestWords_StandBesideEachOtherWhereTheyDiffer(t *testing.T) {
	tests := []struct {
		name      string
		languages []string
		want      string
	}{
		{"one", []string{"de"}, "Lieferschein"},
		{"two", []string{"en", "de"}, "Packing slip / Lieferschein"},
		{"the same twice", []string{"en", "en"}, "Packing slip"},
		{"none that is known", []string{"xx", ""}, "Packing slip"},
		{"as it is spoken somewhere", []string{"FR-be"}, "Bon de livraison"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := speaking(tt.languages).t("slip.title"); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	for language, want := range map[string]string{
		"fr": "1234,50 03/11/2026", "es": "1234,50 03/11/2026", "it": "1234,50 03/11/2026", "nl": "1234,50 03-11-2026", "pl": "1234,50 03.11.2026", "zh": "1234.50 2026-11-03",
	} {
		if w := speaking([]string{language}); w.amount(price("1234.5"), "EUR")+" "+w.date("2026-11-03") != want {
			t.Errorf("%s alone: %s %s", language, w.amount(price("1234.5"), "EUR"), w.date("2026-11-03"))
		}
	}
	german, both := speaking([]string{"de"}), speaking([]string{"en", "de"})
	if got := german.amount(price("1234.5"), "EUR") + " " + german.date("2026-11-03"); got != "1234,50 03.11.2026" {
		t.Errorf("German alone: %s", got)
	}
	if got := both.amount(price("1234.5"), "EUR") + " " + both.date("2026-11-03"); got != "1234.50 2026-11-03" {
		t.Errorf("beside English: %s", got)
	}
}

// A document whose words no font can print would say nothing: it is in English,
// and says so.
func TestWords_AreEnglishWhereNoFontHasThoseOfTheLanguage(t *testing.T) {
	order := long()
	s := setup() // without any font but the built-in ones
	s.Languages = []string{"zh"}
	var p *Proof
	s.Proof = func(made *Proof) { p = made }
	_, warnings := written(t, order.WritePDF, s)
	if !strings.Contains(p.Text(0), "Purchase order") || strings.ContainsRune(p.Text(0), replacement) {
		t.Errorf("the first page says %s", p.Text(0))
	}
	if len(warnings) == 0 || !strings.Contains(warnings[0], "not in Chinese") {
		t.Errorf("warnings: %v", warnings)
	}
	for _, language := range Languages() {
		s.Languages = []string{language}
		if w := s.speak(); (w[0] == language) == (language == "zh") {
			t.Errorf("%s is printed in %v", language, w)
		}
	}
}
