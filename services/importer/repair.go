package importer

import (
	"fmt"

	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/importer/sheet"
)

// LeftOut is the code of a record that a person leaves out.
const LeftOut = "left_out"

func leftOut(row int, column, key string) sheet.Problem {
	return sheet.Problem{Row: row, Column: column, Code: LeftOut, Message: "left out by hand", Severity: sheet.Refusal, Found: key}
}

// byHand is why a cell's value is not that of the file, for the history. Taking
// the import back passes over such entries: they came with it.
func byHand(batch int64) string { return fmt.Sprintf("mended by hand in import %d", batch) }

// byImport is why a record was changed that keeps a history of what imports do.
func byImport(batch int64) string { return fmt.Sprintf("import %d", batch) }

// keepRepairs tells in the result, and in the history of the record, which cells
// of a row were mended by hand.
func (b *batch) keepRepairs(row int, of history.Subject) error {
	var changes []history.Change
	for _, r := range b.mended[row] {
		b.file.Repairs = append(b.file.Repairs, r)
		changes = append(changes, history.Change{Field: r.Column, Old: r.Found, New: r.Value})
	}
	if b.tx == nil {
		return nil
	}
	return history.Record(b.tx, of, changes, byHand(b.id))
}
