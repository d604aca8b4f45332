package reports

import (
	"fmt"
	"strings"

	"github.com/dropledger/dropledger/model"
)

// FilterText is a filter as a command line or a form gives it; empty texts do
// not narrow.
type FilterText struct{ From, To, By, Basis, AsKnown string }

// ParseFilter reads a filter from text; a date that is none is refused.
func ParseFilter(text FilterText) (Filter, error) {
	f := Filter{By: text.By, Basis: text.Basis}
	for _, d := range []struct {
		field, text string
		to          *model.Date
	}{{"from", text.From, &f.From}, {"to", text.To, &f.To}, {"as-known", text.AsKnown, &f.AsKnown}} {
		if d.text == "" {
			continue
		}
		date, err := model.ParseDate(d.text)
		if err != nil {
			return f, model.FieldErrorf(d.field, "%s", err)
		}
		*d.to = date
	}
	return f, nil
}

// Listed is a report as the list of them shows it.
type Listed struct {
	Name        string   `json:"name"`
	Title       string   `json:"title"`
	Description string   `json:"description"`
	By          []string `json:"by"`
	AsKnown     bool     `json:"as_known"`
	Dated       bool     `json:"dated"`
}

// Listing lists the reports for programs.
func Listing() []Listed {
	var all []Listed
	for _, r := range List() {
		l := Listed{Name: r.Name, Title: r.Title, Description: r.Description, By: []string{}, AsKnown: r.AsKnown, Dated: r.Dated}
		for _, s := range r.By {
			l.By = append(l.By, string(s))
		}
		all = append(all, l)
	}
	return all
}

// ListText lists the reports in words.
func ListText() string {
	var b strings.Builder
	for _, r := range List() {
		fmt.Fprintf(&b, "%-22s %s\n", r.Name, r.Description)
	}
	return b.String()
}
