// Package render writes finished tables in the form that was asked for: JSON,
// CSV, a workbook or text. It must not know how a report is worked out.
package render

import (
	"encoding/json"
	"fmt"
	"io"
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

// Rows lays records out as text: the named fields of their JSON, in columns.
func Rows[T any](columns []string, rows []T) (string, error) {
	t := reports.Table{}
	for _, c := range columns {
		t.Columns = append(t.Columns, reports.Column{Key: c, Label: strings.ReplaceAll(c, "_", " "), Kind: reports.KindText})
	}
	for i := range rows {
		raw, err := json.Marshal(rows[i])
		if err != nil {
			return "", err
		}
		var fields map[string]json.RawMessage
		if err := json.Unmarshal(raw, &fields); err != nil {
			return "", err
		}
		cells := make([]reports.Cell, len(columns))
		for k, c := range columns {
			cells[k] = reports.Text(plain(fields[c]))
		}
		t.Add(cells...)
	}
	var b strings.Builder
	err := t.Text(&b, len(rows))
	return strings.TrimLeft(b.String(), "\n"), err // there is no title above the columns
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
