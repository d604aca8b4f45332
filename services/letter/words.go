package letter

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"

	"github.com/dropledger/dropledger/resources"
)

// English is the language of whoever speaks none of the others. It has every text.
const English = "en"

// Languages are the codes of the languages in which letters and documents can be
// written, English first.
func Languages() []string { return []string{English, "de", "fr", "es", "it", "nl", "pl", "zh"} }

// Language is the one of Languages in which somebody is written to whose
// language has the code, such as de-at: English where it is none of them.
func Language(code string) string {
	base, _, _ := strings.Cut(strings.ToLower(code), "-")
	if slices.Contains(Languages(), base) {
		return base
	}
	return English
}

// spoken are the countries where a language is everyone's, as far as a parcel's
// address tells. Where several are, customers are written to in English, but for
// Switzerland.
var spoken = map[string]string{
	"DE": "de", "AT": "de", "CH": "de", "LI": "de",
	"FR": "fr", "MC": "fr", "RE": "fr", "GP": "fr", "MQ": "fr", "GF": "fr",
	"ES": "es", "MX": "es", "AR": "es", "CL": "es", "CO": "es", "PE": "es", "UY": "es", "EC": "es", "CR": "es", "PA": "es", "DO": "es", "GT": "es",
	"IT": "it", "SM": "it", "VA": "it",
	"NL": "nl",
	"PL": "pl",
	"CN": "zh",
}

// SpokenIn is the language in which customers in a country are written to.
func SpokenIn(country string) string {
	if l, known := spoken[country]; known {
		return l
	}
	return English
}

// texts are the texts of letters by language and key.
var texts = sync.OnceValue(func() map[string]map[string]string {
	all := map[string]map[string]string{}
	for _, language := range Languages() {
		data, err := resources.LetterWords.ReadFile("letters/" + language + ".json")
		one := map[string]string{}
		if err == nil {
			err = json.Unmarshal(data, &one)
		}
		if err != nil {
			panic("letters " + language + ": " + err.Error()) // it is built in
		}
		all[language] = one
	}
	return all
})

// Say is a sentence of letters in a language, with values put in for their names
// in braces; "" where there is none under the key.
func Say(language, key string, values map[string]string) string {
	return Fill(texts()[Language(language)][key], values)
}

// Fill puts values in place of their names in braces, once: what is put in is
// never looked at again.
func Fill(text string, values map[string]string) string {
	pairs := make([]string, 0, 2*len(values))
	for name, v := range values {
		pairs = append(pairs, "{"+name+"}", v)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}
