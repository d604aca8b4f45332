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
func Languages() []string { return []string{english, "de"} }

// glossary is all words of documents by language and key.
var glossary = sync.OnceValue(func() map[string]map[string]string {
	all := map[string]map[string]string{}
	for _, language := range Languages() {
		file, err := resources.PaperWords.ReadFile("papers/" + language + ".json")
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

// speaking keeps the languages that there are words of, English without any.
func speaking(languages []string) words {
	var w words
	for _, l := range languages {
		if slices.Contains(Languages(), l) && !slices.Contains(w, l) {
			w = append(w, l)
		}
	}
	if len(w) == 0 {
		return words{english}
	}
	return w
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

// german tells whether the document is in German alone, so that figures and
// dates are written the German way. Whatever a foreign reader sees too keeps
// the decimal point and the ISO date.
func (w words) german() bool { return len(w) == 1 && w[0] == "de" }

// figure writes a number without separators the way of the language.
func (w words) figure(n string) string {
	if w.german() {
		return strings.Replace(n, ".", ",", 1)
	}
	return n
}

func (w words) amount(a model.Amount, c model.Currency) string { return w.figure(a.Text(c)) }

// date writes a day the way of the language.
func (w words) date(d model.Date) string {
	if parts := strings.Split(string(d), "-"); w.german() && len(parts) == 3 {
		return parts[2] + "." + parts[1] + "." + parts[0]
	}
	return string(d)
}
