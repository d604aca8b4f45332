package render

import (
	"context"
	"io"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
	"github.com/dropledger/dropledger/reports/pack"
	"github.com/dropledger/dropledger/reports/xlsx"
	"github.com/dropledger/dropledger/services/file"
)

// Packed is what an accountant's workbook was written with: its sheets, the
// control totals of each against the trial balance, in the book's currency as
// decimal text, and the hash of its figures.
type Packed struct {
	Out      string             `json:"out"`
	Sheets   []string           `json:"sheets"`
	Totals   map[string]string  `json:"totals"`
	Controls map[string]Control `json:"controls"`
	SHA256   string             `json:"sha256"`
	Notes    []string           `json:"notes,omitempty"`
}

// Control is one sheet's total beside what the trial balance says.
type Control struct {
	Label      string `json:"label"`
	Sheet      string `json:"sheet"`
	Ledger     string `json:"ledger"`
	Difference string `json:"difference"`
}

// Pack writes the accountant's workbook of a period, whole or not at all.
func Pack(ctx context.Context, d reports.Deps, period model.Period, out string) (Packed, error) {
	p, err := pack.Build(ctx, d, period)
	if err != nil {
		return Packed{}, err
	}
	res := Packed{Out: out, Sheets: p.Workbook.Names(), Totals: map[string]string{}, Controls: map[string]Control{}, SHA256: p.SHA256}
	for _, c := range p.Controls {
		res.Totals[c.Key] = c.Sheet.Text(d.Currency)
		res.Controls[c.Key] = Control{c.Label, c.Sheet.Text(d.Currency), c.Ledger.Text(d.Currency), c.Difference().Text(d.Currency)}
	}
	return res, file.WriteAtomic(out, 0o644, func(w io.Writer) error {
		changes, err := xlsx.Write(w, p.Workbook)
		for _, c := range changes {
			res.Notes = append(res.Notes, c.Sheet+" "+c.Cell+": "+c.What)
		}
		return err
	})
}
