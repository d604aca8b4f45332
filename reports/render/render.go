// Package render writes finished tables in the form that was asked for: JSON,
// CSV, a workbook or text. It must not know how a report is worked out.
package render

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
	"github.com/dropledger/dropledger/reports/csvout"
	"github.com/dropledger/dropledger/reports/xlsx"
	"github.com/dropledger/dropledger/services/event"
)

// Formats are the forms a table can be written in.
func Formats() []string { return []string{"json", "csv", "xlsx", "text"} }

// Table writes a report: json for programs, csv and xlsx for spreadsheets, text
// for a terminal.
func Table(w io.Writer, t *reports.Table, format string) error {
	switch format {
	case "json":
		if err := t.JSON(w); err != nil {
			return err
		}
		_, err := io.WriteString(w, "\n")
		return err
	case "csv":
		return csvout.Write(w, t, csvout.Format{Spreadsheet: true})
	case "xlsx":
		_, err := xlsx.Write(w, xlsx.Workbook{
			Title: t.Title, Program: t.Meta.Program, Created: t.Meta.Generated, Sheets: []xlsx.Sheet{{Table: t}, {Table: reports.About(t)}},
		})
		return err
	case "text":
		return t.Text(w, linesOnScreen)
	}
	return model.FieldErrorf("format", "%q is not a form a report can be written in; it can be %s.", format, strings.Join(Formats(), ", "))
}

// linesOnScreen is how many rows a terminal gets; a file gets all.
const linesOnScreen = 200

// List makes a table of records. Each column is a field of their JSON, with its
// kind after a colon where it is not text: "total:amount". Amounts are in the
// currency that the record names in its field "currency".
func List[T any](title string, columns []string, rows []T) (*reports.Table, error) {
	t := &reports.Table{Name: strings.ToLower(title), Title: title}
	kinds := map[string]reports.Kind{
		"amount": reports.KindAmount, "date": reports.KindDate, "instant": reports.KindInstant, "count": reports.KindInteger, "id": reports.KindIdentifier,
	}
	keys := make([]string, len(columns))
	for i, c := range columns {
		key, kind, _ := strings.Cut(c, ":")
		keys[i] = key
		t.Columns = append(t.Columns, reports.Column{Key: key, Label: strings.ReplaceAll(key, "_", " "), Kind: kinds[kind]})
		if kinds[kind] == 0 {
			t.Columns[i].Kind = reports.KindText
		}
	}
	for i := range rows {
		raw, err := json.Marshal(rows[i])
		if err != nil {
			return nil, err
		}
		var fields map[string]json.RawMessage
		if err := json.Unmarshal(raw, &fields); err != nil {
			return nil, err
		}
		cells := make([]reports.Cell, len(columns))
		for k, key := range keys {
			if cells[k], err = cell(t.Columns[k].Kind, plain(fields[key]), model.Currency(plain(fields["currency"]))); err != nil {
				return nil, err
			}
		}
		t.Add(cells...)
	}
	return t, nil
}

// cell reads a field as its kind; an empty one is unknown.
func cell(kind reports.Kind, text string, c model.Currency) (reports.Cell, error) {
	if text == "" {
		return reports.Unknown(), nil
	}
	switch kind {
	case reports.KindAmount:
		a, err := model.ParseAmount(text)
		return reports.UnitPrice(a, c), err
	case reports.KindDate:
		return reports.Date(model.Date(text)), nil
	case reports.KindInstant:
		return reports.Instant(model.Instant(text)), nil
	case reports.KindInteger:
		n, err := strconv.ParseInt(text, 10, 64)
		return reports.Integer(n), err
	case reports.KindIdentifier:
		return reports.Identifier(text), nil
	}
	return reports.Text(text), nil
}

func plain(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	if string(raw) == "null" {
		return ""
	}
	return string(raw)
}

// Progress draws the bar of a running job on one line of a terminal, and clears
// the line when the job has ended.
func Progress(j event.Job) string {
	if !j.Running {
		return "\r\033[K"
	}
	const width = 30
	if j.Total <= 0 {
		return fmt.Sprintf("\r\033[K%s: %s", j.Name, j.Text)
	}
	full := int(min(j.Done, j.Total) * width / j.Total)
	return fmt.Sprintf("\r\033[K%s [%s%s] %3d %%  %s", j.Name, strings.Repeat("#", full), strings.Repeat(".", width-full), min(j.Done, j.Total)*100/j.Total, j.Text)
}
