// Package scorecards writes what a supplier is worth into files: the scorecard as
// a printed sheet and as a workbook that calculates it, and the review letter to
// the supplier with a draft of the e-mail that brings it. It must not send
// anything, nor change the book.
package scorecards

import (
	"bytes"
	"context"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports/documents"
	"github.com/dropledger/dropledger/reports/pdf"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/file"
	"github.com/dropledger/dropledger/services/store"
)

// Printer writes the files of one book's suppliers. Program is named in them.
type Printer struct {
	db      *store.DB
	program string
}

// New makes the printer of a book.
func New(db *store.DB, program string) *Printer { return &Printer{db, program} }

// Ask says what to write. Out ends in .pdf or .xlsx; a letter ends in .pdf, and
// its draft lies beside it with the end .eml. Empty fields take what the settings
// and the supplier say: the language, the paper ("A4" or "Letter"), and for a
// letter the last full quarter with decided orders.
type Ask struct {
	Supplier string
	Out      string
	Letter   bool
	Period   model.Period
	Language string
	Paper    string
}

// Written are the files that were written, with sentences about what is missing
// in them.
type Written struct {
	Files    []string `json:"files"`
	Warnings []string `json:"warnings"`
}

// piece is one file in the making.
type piece struct {
	path    string
	content []byte
}

// Write writes the file or files asked for, all or none.
func (p *Printer) Write(ctx context.Context, a Ask) (Written, error) {
	w := Written{Files: []string{}, Warnings: []string{}}
	if err := a.check(); err != nil {
		return w, err
	}
	f, err := p.read(ctx, a.Supplier)
	if err != nil {
		return w, err
	}
	var all []piece
	switch {
	case a.Letter:
		all, err = p.letter(ctx, f, a, &w)
	case ending(a.Out) == ".xlsx":
		all, err = p.workbook(f, a, &w)
	default:
		all, err = p.sheet(f, a, &w)
	}
	if err != nil {
		return w, err
	}
	err = w.write(all)
	return w, err
}

// write writes the files, each whole or not at all.
func (w *Written) write(all []piece) error {
	for _, one := range all {
		err := file.WriteAtomic(one.path, 0o644, func(to io.Writer) error {
			_, err := to.Write(one.content)
			return err
		})
		if err != nil {
			return err
		}
		w.Files = append(w.Files, one.path)
	}
	return nil
}

func ending(path string) string { return strings.ToLower(filepath.Ext(path)) }

func (a *Ask) check() error {
	if a.Out == "" {
		return model.FieldErrorf("out", "The name of the file to write is missing, such as scorecard.pdf.")
	}
	end := ending(a.Out)
	switch {
	case a.Letter && end != ".pdf":
		return model.FieldErrorf("out", "The review letter is written as .pdf, with a draft of the e-mail beside it: %s ends otherwise.", filepath.Base(a.Out))
	case end != ".pdf" && end != ".xlsx":
		return model.FieldErrorf("out", "A scorecard is written as .pdf or .xlsx: %s ends otherwise.", filepath.Base(a.Out))
	case a.Language != "" && !slices.Contains(pdf.Languages(), a.Language):
		return model.FieldErrorf("language", "The language is one of %s, not %q.", strings.Join(pdf.Languages(), ", "), a.Language)
	}
	return checkPaper(a.Paper)
}

func checkPaper(paper string) error {
	if paper != "" && paper != string(pdf.A4) && paper != string(pdf.Letter) {
		return model.FieldErrorf("paper", "The paper is A4 or Letter, not %q.", paper)
	}
	return nil
}

// setup is what a document has in common with all others.
func (p *Printer) setup(f *facts, a Ask, language, country string) pdf.Setup {
	if a.Language != "" {
		language = a.Language
	}
	paper := f.paper
	if a.Paper != "" {
		paper = a.Paper
	}
	return pdf.Setup{Paper: documents.PaperFor(paper, country), Program: p.program, Created: p.db.Now(), Languages: []string{language}}
}

// sheet is the printed scorecard.
func (p *Printer) sheet(f *facts, a Ask, w *Written) ([]piece, error) {
	var out bytes.Buffer
	warnings, err := f.scorecard().WritePDF(&out, p.setup(f, a, f.language, f.merchant.Country))
	w.Warnings = append(w.Warnings, warnings...)
	return []piece{{a.Out, out.Bytes()}}, err
}

// workbook is the scorecard that calculates.
func (p *Printer) workbook(f *facts, a Ask, w *Written) ([]piece, error) {
	var out bytes.Buffer
	changes, err := writeBook(&out, f.workbook(p.program))
	w.Warnings = append(w.Warnings, changes...)
	return []piece{{a.Out, out.Bytes()}}, err
}

// bus is of a reader that hears of no change: it asks once.
func bus() *event.Bus { return &event.Bus{} }
