package record_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/record"
)

type part struct {
	To   string         `json:"to" required:"yes" is:"destination" doc:"where"`
	Cost *record.Amount `json:"cost" required:"yes" doc:"price"`
}

type thing struct {
	ID      int64                       `json:"-"`
	Name    string                      `json:"name" key:"yes" is:"name" max:"20" doc:"the name"`
	Day     model.Date                  `json:"day" key:"yes" is:"date" default:"today" doc:"the day"`
	Stage   *model.Stage                `json:"stage" values:"candidate approved" default:"candidate" doc:"how far"`
	Email   *string                     `json:"email" is:"email" doc:"where to write"`
	Country *string                     `json:"country" is:"country" doc:"where"`
	Money   *model.Currency             `json:"currency" is:"currency" doc:"which money"`
	Cutoff  *string                     `json:"cutoff" is:"time" doc:"when"`
	Zone    *string                     `json:"zone" is:"zone" doc:"clock"`
	Tongue  *string                     `json:"language" is:"language" doc:"speech"`
	Days    *int                        `json:"days" range:"0..365" doc:"how long"`
	Cost    *record.Amount              `json:"cost" doc:"price"`
	Rate    *record.Number              `json:"rate" doc:"exact"`
	Flag    *bool                       `json:"flag" doc:"yes or no"`
	Weight  record.Maybe[int64]         `json:"weight" range:"0..100" doc:"grams"`
	Least   record.Maybe[record.Amount] `json:"least" doc:"limit"`
	Places  *[]string                   `json:"places" is:"destination" doc:"where to"`
	Parts   *[]part                     `json:"parts" doc:"what it has"`
}

func decode(t *testing.T, json string) thing {
	t.Helper()
	all, err := record.Decode[thing]("thing", []byte(json))
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 1 {
		t.Fatalf("%d records instead of one", len(all))
	}
	return all[0]
}

func TestDecode_ReadsExactValues(t *testing.T) {
	got := decode(t, `{"name": "Ä", "cost": 12.5, "rate": "0.123456789012345678901", "days": 0, "flag": false, "weight": null,
		"least": "0.0001", "places": ["DE", "*"], "parts": [{"to": "FR", "cost": "1.10"}], "stage": null}`)
	switch {
	case model.Amount(*got.Cost) != model.MustAmount("12.50"):
		t.Errorf("cost = %v", *got.Cost)
	case got.Rate.String() != "0.123456789012345678901":
		t.Errorf("rate = %v", got.Rate)
	case *got.Days != 0 || *got.Flag:
		t.Errorf("zero values were lost: %v %v", *got.Days, *got.Flag)
	case !got.Weight.Given || got.Weight.Value != nil:
		t.Errorf("null weight = %+v, want given and unknown", got.Weight)
	case *got.Least.Value != 1:
		t.Errorf("least = %v", *got.Least.Value)
	case got.Stage != nil:
		t.Errorf("null counts as left out, got %v", *got.Stage)
	case len(*got.Places) != 2 || (*got.Parts)[0].To != "FR" || *(*got.Parts)[0].Cost != record.Amount(11000):
		t.Errorf("lists = %v %v", *got.Places, *got.Parts)
	}
}

func TestDecode_TakesAnArrayAndAByteOrderMark(t *testing.T) {
	all, err := record.Decode[thing]("thing", []byte("\ufeff[{\"name\":\"a\"},{\"name\":\"b\"}]"))
	if err != nil || len(all) != 2 || all[1].Name != "b" {
		t.Errorf("got %v, %v", all, err)
	}
}

func TestDecode_Refuses(t *testing.T) {
	tests := []struct{ name, json, field, message string }{
		{"an unknown field, naming one like it", `{"name":"a","currenzy":"EUR"}`, "currenzy", `Thing "a": "currenzy" is not a field of a thing. Did you mean "currency"?`},
		{"a field of the program's own", `{"ID":1}`, "ID", `"ID" is not a field`},
		{"a field in another case", `{"Name":"a"}`, "Name", `"Name" is not a field`},
		{"an unknown field in a list", `{"parts":[{"to":"DE"},{"price":1}]}`, "parts", `"parts 2 price" is not a field`},
		{"a field given twice", `{"name":"a","name":"b"}`, "name", `"name" is given twice`},
		{"a text for a number", `[{"name":"a"},{"days":"many"}]`, "days", `Thing (record 2): days must be a whole number, not "many"`},
		{"a broken number of days", `{"days":1.5}`, "days", `days must be a whole number, not 1.5`},
		{"a text for true", `{"flag":"yes"}`, "flag", `flag must be true or false, not "yes"`},
		{"an exponent in an amount", `{"cost":1e3}`, "cost", `cost: "1e3" is not an amount`},
		{"five decimals in an amount", `{"cost":"0.00001"}`, "cost", `at most four decimals`},
		{"an amount that is no text", `{"cost":[1]}`, "cost", `is not an amount`},
		{"a list that is none", `{"parts":{"to":"DE"}}`, "parts", `parts must be a list of objects`},
		{"an object that is none", `{"parts":[1]}`, "parts", `must be a JSON object`},
		{"a key that is null", `{"name":null}`, "name", `name must not be null`},
		{"a list of numbers", `[1]`, "", `must be a JSON object`},
		{"nothing", " \n", "", `Nothing was given`},
		{"broken JSON, naming the place", "{\"name\":\n  oops}", "", `at line 2, column 3`},
		{"text after the end", `{"name":"a"} {"name":"b"}`, "", `not valid JSON`},
		{"bytes that are no text", "{\"name\":\"\xff\"}", "", `not UTF-8`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := record.Decode[thing]("thing", []byte(tt.json))
			wantError(t, err, tt.field, tt.message)
		})
	}
}

func TestDecode_NullMakesUnknownWhatCanBe(t *testing.T) {
	got := decode(t, `{"name":"a","email":null,"country":null,"cutoff":null,"zone":null,"stage":null,"days":null,"cost":null,"flag":null,"places":null,"parts":null}`)
	if got.Email == nil || *got.Email != "" || got.Cutoff == nil || *got.Cutoff != "" || *got.Country != "" {
		t.Errorf("null did not clear a text: %v %v %v", got.Email, got.Cutoff, got.Country)
	}
	if got.Stage != nil || got.Days != nil || got.Cost != nil || got.Flag != nil || got.Places != nil || got.Parts != nil {
		t.Errorf("null is as good as left out where a value is always known: %+v", got)
	}
	type kept struct {
		Name string  `json:"name"`
		Zone *string `json:"zone" default:"UTC"`
		Fee  *string `json:"fee" default:"the order's" null:"clears"`
		Day  *string `json:"day" is:"date" default:"not yet"`
	}
	all, err := record.Decode[kept]("thing", []byte(`{"name":null,"zone":null,"fee":null,"day":null}`))
	if err != nil || all[0].Name != "" || all[0].Zone != nil || all[0].Fee == nil || all[0].Day == nil {
		t.Errorf("got %+v, %v", all, err)
	}
}

func TestDecode_TakesWholeCharactersOnly(t *testing.T) {
	for json, want := range map[string]string{
		`{"name":"\ud83d\ude00 \u00e9"}`: "\U0001F600 é", `{"name":"\\ud83d"}`: `\ud83d`, `{"name":"a\\\\\"\n"}`: "a\\\\\"\n", `{"name":"\ufffd"}`: "\uFFFD",
	} {
		if got := decode(t, json).Name; got != want {
			t.Errorf("%s read as %q", json, got)
		}
	}
	for _, json := range []string{`{"name":"a\ud83d"}`, `{"name":"\ude00b"}`, `{"name":"\ud83d\ud83d"}`, `{"name":"\ud83d\u0041"}`, `{"name":"\\\ud83dx"}`} {
		_, err := record.Decode[thing]("thing", []byte(json))
		wantError(t, err, "", "half a character")
	}
}

func TestCheck_RefusesWhatCannotBeSeen(t *testing.T) {
	for _, hidden := range []string{"\u202e", "\u2066", "\u200b", "\ufeff", "\u00ad", "\u2028", "\u0085", "\u200e"} {
		in := thing{Name: "Acme" + hidden + "x"}
		_, err := record.Check("thing", 1, &in)
		wantError(t, err, "name", fmt.Sprintf("cannot be printed (U+%04X): take it out", []rune(hidden)[0]))
		if strings.Contains(err.Error(), hidden) {
			t.Errorf("the sentence itself holds %q", hidden)
		}
	}
	for _, plain := range []string{"ריבה", "نوح\u200cها", "👩\u200d🔬", "क्\u200dष"} {
		in := thing{Name: plain}
		if _, err := record.Check("thing", 1, &in); err != nil || in.Name != plain {
			t.Errorf("%q: %v, %q", plain, err, in.Name)
		}
	}
	if said, err := record.Text("lines", "ריבה\u200f (2)\nok"); err != nil || said != "ריבה\u200f (2)\nok" {
		t.Errorf("a text of several lines: %q, %v", said, err)
	}
}

func TestRef_IsShortHoweverLongTheKey(t *testing.T) {
	if said := (record.Ref{Kind: "supplier", Key: strings.Repeat("x", 10_000)}).String(); len(said) > 120 {
		t.Errorf("%d characters", len(said))
	}
}

func wantError(t *testing.T, err error, field, message string) {
	t.Helper()
	e, ok := err.(*model.Error)
	if !ok {
		t.Fatalf("error = %v, want a *model.Error", err)
	}
	if e.Code != model.Invalid || e.Field != field || !strings.Contains(e.Message, message) {
		t.Errorf("got %s, field %q: %s\nwant field %q: %s", e.Code, e.Field, e.Message, field, message)
	}
}

func TestCheck_BringsTextsIntoOneForm(t *testing.T) {
	in := decode(t, `{"name": "  Cafe\u0301  du   Nord ", "country": "germany", "currency": "eur", "email": " a@b.example ", "language": "PT-BR", "places": ["fr", "*"]}`)
	given := in
	at, err := record.Check("thing", 1, &in)
	if err != nil {
		t.Fatal(err)
	}
	if in.Name != "Café du Nord" || *in.Country != "DE" || *in.Money != "EUR" || *in.Email != "a@b.example" || *in.Tongue != "pt-br" {
		t.Errorf("got %q %q %q %q %q", in.Name, *in.Country, *in.Money, *in.Email, *in.Tongue)
	}
	if !reflect.DeepEqual(*in.Places, []string{"FR", "*"}) {
		t.Errorf("places = %v", *in.Places)
	}
	if *given.Country != "germany" || (*given.Places)[0] != "fr" {
		t.Error("the caller's own values were changed")
	}
	if at.Key != "Café du Nord" {
		t.Errorf("key = %q", at.Key)
	}
}

func TestCheck_Refuses(t *testing.T) {
	tests := []struct{ name, json, field, message string }{
		{"a missing key", `{}`, "name", "Thing (record 7): name is missing"},
		{"a blank key", `{"name":"  "}`, "name", "name is missing"},
		{"a value that is not in the list", `{"name":"a","stage":"great"}`, "stage", `Thing "a": stage: "great" is not one of candidate, approved`},
		{"an empty value from a list", `{"name":"a","stage":""}`, "stage", "must be one of candidate, approved"},
		{"no e-mail address", `{"name":"a","email":"foo"}`, "email", `Thing "a": email: "foo" is not an e-mail address`},
		{"two e-mail addresses", `{"name":"a","email":"a@b.example, c@d.example"}`, "email", "not an e-mail address"},
		{"an address with a name", `{"name":"a","email":"Bob <a@b.example>"}`, "email", "not an e-mail address"},
		{"a line break in an address", `{"name":"a","email":"a@b.example\nBcc: x@y.example"}`, "email", "cannot be printed"},
		{"a control character in a name", `{"name":"a\u0007"}`, "name", "cannot be printed"},
		{"a name that is too long", `{"name":"aaaaaaaaaaaaaaaaaaaaa"}`, "name", "longer than 20 characters"},
		{"no country", `{"name":"a","country":"Atlantis"}`, "country", "is not a known country"},
		{"no currency", `{"name":"a","currency":"DOLLAR"}`, "currency", "is not a currency"},
		{"no time", `{"name":"a","cutoff":"24:00"}`, "cutoff", "is not a time of day"},
		{"no zone", `{"name":"a","zone":"Mars/Base"}`, "zone", "is not a time zone"},
		{"the zone of this computer", `{"name":"a","zone":"Local"}`, "zone", "is not a time zone"},
		{"no language", `{"name":"a","language":"english please"}`, "language", "is not a language code"},
		{"no date", `{"name":"a","day":"2026-02-30"}`, "day", "is not a date"},
		{"a number below its range", `{"name":"a","days":-1}`, "days", "days must be between 0 and 365, not -1"},
		{"a number above its range", `{"name":"a","weight":101}`, "weight", "between 0 and 100"},
		{"a negative amount", `{"name":"a","cost":"-1"}`, "cost", "cost must be between 0 and 10000000000.00, not -1.00"},
		{"a negative limit", `{"name":"a","least":"-1"}`, "least", "must be between 0 and"},
		{"an amount that would overflow", `{"name":"a","cost":"99999999999"}`, "cost", "must be between 0 and"},
		{"no destination", `{"name":"a","places":["DE","nowhere"]}`, "places", "is not a known country"},
		{"a missing part of a part", `{"name":"a","parts":[{"to":"DE","cost":1},{"to":"FR"}]}`, "parts", "parts 2 cost is missing"},
		{"a part without its place", `{"name":"a","parts":[{"cost":1}]}`, "parts", "parts 1 to is missing"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := decode(t, tt.json)
			_, err := record.Check("thing", 7, &in)
			wantError(t, err, tt.field, tt.message)
		})
	}
}

func TestFields_DescribeTheRecord(t *testing.T) {
	byName := map[string]record.Field{}
	for _, f := range record.Fields[thing]() {
		byName[f.Name] = f
	}
	types := map[string]string{
		"name": "text", "day": "date", "stage": "text", "email": "e-mail address", "country": "country code", "currency": "currency code",
		"cutoff": "time", "zone": "time zone", "days": "whole number", "cost": "amount", "rate": "decimal number", "flag": "true or false",
		"weight": "whole number", "least": "amount", "places": "list, each a country code or *", "parts": "list of objects",
	}
	for name, want := range types {
		if got := byName[name].Type; got != want {
			t.Errorf("type of %s = %q, want %q", name, got, want)
		}
	}
	if _, ok := byName["ID"]; ok || len(byName) != 17 {
		t.Errorf("%d fields, want the 17 with a name in JSON", len(byName))
	}
	if n, d := byName["name"], byName["day"]; !n.Key || !n.Required || !d.Key || d.Required || d.Default != "today" {
		t.Errorf("keys = %+v %+v", n, d)
	}
	if f := byName["parts"].Fields; len(f) != 2 || f[1].Name != "cost" || !f[1].Required {
		t.Errorf("fields of parts = %+v", f)
	}
	if v := byName["stage"].Values; !reflect.DeepEqual(v, []string{"candidate", "approved"}) {
		t.Errorf("values = %v", v)
	}
}
