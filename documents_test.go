package main

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/put"
)

// calls are those that print what the book holds: every list, every
// report and every other document that needs no further word.
func calls(t *testing.T, d *desk) [][]string {
	t.Helper()
	parser, err := kong.New(&commands{})
	if err != nil {
		t.Fatal(err)
	}
	all := [][]string{
		{"check"},
		{"check", "--full"},
		{"settings"},
		{"score"},
		{"vetting", "sheet"},
		{"version"},
		{"route", "--dry-run"},
		{"report", "--list"},
		{"orders", "--lines"},
		{"stock", "--moves"},
		{"stock", "--fees"},
		{"stock", "--lanes"},
		{"stock", "--monthly"},
	}
	for _, leaf := range parser.Model.Leaves(true) {
		alone := !slices.ContainsFunc(leaf.Positional, func(p *kong.Positional) bool { return p.Required })
		list := slices.ContainsFunc(leaf.Flags, func(f *kong.Flag) bool { return f.Name == "format" })
		if alone && list && leaf.Name != "report" && leaf.Name != "journal" {
			all = append(all, strings.Fields(strings.TrimPrefix(leaf.Path(), "dropledger ")))
		}
	}
	if len(all) < 40 {
		t.Fatalf("only %d lists were found: %v", len(all), all)
	}
	for _, r := range d.do("", "report", "--list")["reports"].([]any) {
		all = append(all, []string{"report", r.(map[string]any)["name"].(string)})
	}
	for _, kind := range put.New(nil, &event.Bus{}).Kinds() {
		all = append(all, []string{"put", kind, "--schema"})
	}
	return all
}

// faults names the fields of a document that are not as the contract says: a text
// that is empty, a number with decimals or an exponent, a moment in another form than
// UTC to the second.
func faults(v any, path string) []string {
	var found []string
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			found = append(found, faults(value, path+"."+key)...)
		}
	case []any:
		for _, value := range v {
			found = append(found, faults(value, path)...)
		}
	case json.Number:
		if strings.ContainsAny(v.String(), ".eE") {
			found = append(found, path+" is the number "+v.String())
		}
	case string:
		if v == "" {
			found = append(found, path+" is an empty text")
		}
		if moment.MatchString(v) && !utc.MatchString(v) {
			found = append(found, path+" is the moment "+v)
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

var (
	moment = regexp.MustCompile(`^\d{4}-\d\d-\d\d[T ]\d\d:\d\d\S*$`)
	utc    = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$`)
)

func TestEveryListAndDocumentIsWrittenByTheContract(t *testing.T) {
	d := newDesk(t)
	check := func(name string) {
		for _, call := range calls(t, d) {
			if found := faults(d.do("", call...), ""); len(found) > 0 {
				t.Errorf("%s: %v: %v", name, call, found)
			}
		}
	}
	d.do("", "demo", "--orders", "120")
	d.do("", "route")
	d.do("", "forward", "--approve", "--out", t.TempDir())
	check("the sample book")

	d.do("", "new", "--name", "Bare", "--currency", "EUR", "--country", "DE")
	for _, r := range [][2]string{
		{"supplier", `{"name":"Acme"}`},
		{"product", `{"sku":"S"}`},
		{"offer", `{"supplier":"Acme","sku":"S","valid_from":"2026-01-01","cost":"1"}`},
		{"fee", `{"name":"F","valid_from":"2026-01-01","percent":"1"}`},
		{"shop", `{"name":"W"}`},
		{"order", `{"shop":"W","number":"1","placed":"2026-10-06","lines":[{"name":"Gift","quantity":1,"price":"5"},{"sku":"S","quantity":1,"price":"5"}]}`},
		{"parcel", `{"tracking":"T1","lines":[{"order":"1","sku":"S","quantity":1}]}`},
		{"case", `{"order":"1","kind":"late","opened":"2026-11-01","claim":{"amount":"1"}}`},
		{"testorder", `{"supplier":"Acme","ordered":"2026-10-01"}`},
	} {
		d.do(r[1], "put", r[0])
	}
	check("a book in which hardly anything is known")
	row := d.do("", "suppliers")["rows"].([]any)[0].(map[string]any)
	for _, key := range []string{"email", "country", "cutoff", "requalify_on"} {
		if row[key] != nil {
			t.Errorf("%s of a supplier of which it is unknown is %v", key, row[key])
		}
	}
}

func TestPut_TakesBackWhatAListSaysIsUnknown(t *testing.T) {
	d := newDesk(t)
	d.do("", "new", "--name", "Bare", "--currency", "EUR", "--country", "DE")
	d.do(`{"name":"Acme","country":"PL","email":"a@b.example","cutoff":"14:00","requalify_on":"2027-01-01","website":"https://a.example"}`, "put", "supplier")
	put := func(json, want string) {
		t.Helper()
		if r := d.do(json, "put", "supplier"); fmt.Sprint(r[want]) != "1" {
			t.Errorf("%s: %v", json, r)
		}
	}
	put(`{"name":"Acme"}`, "unchanged")
	put(`{"name":"Acme","currency":null,"language":null,"type":null,"handling_days":null,"ships_to":null}`, "unchanged")
	put(`{"name":"Acme","country":null,"email":null,"cutoff":null,"requalify_on":null,"website":null}`, "updated")
	row := d.do("", "suppliers")["rows"].([]any)[0].(map[string]any)
	if row["country"] != nil || row["cutoff"] != nil || row["requalify_on"] != nil || row["currency"] != "EUR" || row["language"] != "en" {
		t.Errorf("got %v", row)
	}
}
