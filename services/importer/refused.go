package importer

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/file"
	"github.com/dropledger/dropledger/services/importer/sheet"
)

// reasonColumn heads the column that says why a row was refused.
const reasonColumn = "Refused because"

// SaveRefused writes the refused rows of a file that was looked at to a CSV file:
// as they stand in it, with a last column for the reasons, so that they can be
// mended there and brought again. It returns how many rows it wrote.
func (s *Service) SaveRefused(ctx context.Context, r Request, f *File, out string) (rows int, err error) {
	if err := s.refuseBook(out); err != nil {
		return 0, err
	}
	src, err := sheet.OpenWith(r.Path, r.Reading, sheet.Limits{})
	if err != nil {
		return 0, err
	}
	defer func() { _ = src.Close() }() // it was only read
	if f.SHA256 != src.SHA256() {
		return 0, model.Errorf(model.Conflict, "%s was changed after it was shown: look at it again. Nothing was written.", f.name())
	}
	if sheetName := f.Preview.Sheet; sheetName != "" {
		if err := src.UseSheet(sheetName); err != nil {
			return 0, err
		}
	}
	wanted := f.Preview.reasons()
	err = file.WriteAtomic(out, 0o600, func(w io.Writer) error {
		c := csv.NewWriter(w)
		if err := c.Write(row(f.Columns(), len(f.Columns()), reasonColumn)); err != nil {
			return err
		}
		o := refusedOut{c, wanted, len(f.Columns())}
		rows, err = o.copy(ctx, src)
		c.Flush()
		return errors.Join(err, c.Error())
	})
	return rows, err
}

// refusedOut is where refused rows go: those that are wanted, with their reasons.
type refusedOut struct {
	*csv.Writer
	wanted map[int32]string
	width  int
}

func (o *refusedOut) copy(ctx context.Context, src *sheet.Source) (rows int, err error) {
	for {
		r, err := src.Next()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return rows, err
		}
		reason, ok := o.wanted[int32(r.Row)]
		if !ok {
			continue
		}
		rows++
		if err := o.Write(row(r.Cells, o.width, reason)); err != nil {
			return rows, err
		}
	}
}

// reasons are the rows of refused records, and what is said of each.
func (p *Preview) reasons() map[int32]string {
	said := make(map[int32]string, len(p.refusedRows))
	for _, row := range p.refusedRows {
		said[row] = ""
	}
	for _, r := range p.Refusals {
		row := int32(r.Row)
		if said[row] != "" {
			said[row] += "; "
		}
		said[row] += r.Column + ": " + r.Message
	}
	return said
}

// row is a row of the file with the reason behind it. A spreadsheet must not take
// a cell for a formula; the importer takes the apostrophe away again.
func row(cells []string, width int, reason string) []string {
	out := slices.Clone(cells)
	for len(out) < width {
		out = append(out, "")
	}
	for i, c := range out {
		if strings.HasPrefix(c, "=") || strings.HasPrefix(c, "@") || strings.HasPrefix(c, "+") {
			out[i] = "'" + c
		}
	}
	return append(out, reason)
}
