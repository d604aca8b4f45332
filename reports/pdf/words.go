package pdf

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/resources"
)

// english is the language that has every word.
const english = "en"

// Languages are the languages in which documents can be written.
func Languages() []string { return []string{english, "de", "fr", "es", "it", "nl", "pl", "zh"} }

// languageNames are the languages that the built-in fonts do not have all letters
// of, in English.
var languageNames = map[string]string{"zh": "Chinese"}

// glossary is all words of documents by language and key.
var glossary = sync.OnceValue(func() map[string]map[string]string {
	all := map[string]map[string]string{}
	for _, language := range Languages() {
		file, err := resources.PaperWords.ReadFile("papers/words/" + language + ".json")
		if err != nil {
			panic("pdf: the words of documents are missing: " + err.Error())
		}
		words := map[string]string{}
		if err := json.Unmarshal(file, &words); err != nil {
			panic("pdf: the words of documents are damaged: " + err.Error())
		}
		all[language] = words
	}
	return all
})

// words writes the fixed texts of a document in its languages, each after the
// other where they differ.
type words []string

// speaking keeps the languages that there are words of, English without any. A
// language as it is spoken somewhere, such as de-at, is the language.
func speaking(languages []string) words {
	var w words
	for _, l := range languages {
		l, _, _ = strings.Cut(strings.ToLower(l), "-")
		if slices.Contains(Languages(), l) && !slices.Contains(w, l) {
			w = append(w, l)
		}
	}
	if len(w) == 0 {
		return words{english}
	}
	return w
}

// speak are the languages of the document whose words the fonts at hand can print;
// English where none of them can be.
func (s *Setup) speak() words {
	fonts := s.Fonts
	if fonts == nil {
		fonts = SystemFonts()
	}
	w := slices.DeleteFunc(speaking(s.Languages), func(language string) bool { return !fonts.speak(language) })
	if len(w) == 0 {
		return words{english}
	}
	return w
}

// speak tells whether the words of a language can be printed with these fonts and
// the built-in ones.
func (f *Fonts) speak(language string) bool {
	f.mu.Lock()
	can, known := f.spoken[language]
	f.mu.Unlock()
	if known {
		return can
	}
	can = f.prints(glossary()[language])
	f.mu.Lock()
	defer f.mu.Unlock()
	f.spoken[language] = can
	return can
}

func (f *Fonts) prints(texts map[string]string) bool {
	whole, _ := builtIn()
	for _, text := range texts {
		for _, r := range text {
			if r != '\n' && !isWestern(r) && whole.block(r) == nil && f.faceFor(r) == nil {
				return false
			}
		}
	}
	return true
}

// t is a text with {0}, {1} replaced, its languages divided by a slash.
func (w words) t(key string, args ...string) string { return w.join(" / ", key, args) }

// head is t with each language on a line of its own, for labels, and for
// sentences that follow each other.
func (w words) head(key string, args ...string) string { return w.join("\n", key, args) }

func (w words) join(between, key string, args []string) string {
	var all []string
	for _, language := range w {
		text, known := glossary()[language][key]
		if !known {
			text = glossary()[english][key]
		}
		for i, a := range args {
			text = strings.ReplaceAll(text, "{"+strconv.Itoa(i)+"}", a)
		}
		if !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	return strings.Join(all, between)
}

// custom is how figures and days are written in a language.
type custom struct {
	comma bool   // before the decimals
	day   string // as package time writes it
}

var customs = map[string]custom{
	"de": {true, "02.01.2006"}, "fr": {true, "02/01/2006"}, "es": {true, "02/01/2006"}, "it": {true, "02/01/2006"},
	"nl": {true, "02-01-2006"}, "pl": {true, "02.01.2006"}, "zh": {false, "2006-01-02"},
}

// custom is that of a document in one language alone. Whatever a foreign reader
// sees too keeps the decimal point and the ISO date.
func (w words) custom() custom {
	if len(w) == 1 {
		return customs[w[0]]
	}
	return custom{}
}

// figure writes a number without separators the way of the language.
func (w words) figure(n string) string {
	if w.custom().comma {
		return strings.Replace(n, ".", ",", 1)
	}
	return n
}

func (w words) amount(a model.Amount, c model.Currency) string { return w.figure(a.Text(c)) }

// date writes a day the way of the language.
func (w words) date(d model.Date) string {
	if day := w.custom().day; day != "" && d != "" {
		return d.Time().Format(day)
	}
	return string(d)
}
