// Package documents makes what goes to a supplier with a purchase order: the
// order as PDF, workbook and CSV file, for each parcel a neutral packing slip
// that names neither the supplier nor a price, and for a parcel that crosses a
// border of customs the invoice and the data of its declaration. It must not
// know how the files travel.
package documents

import (
	"bytes"
	"context"
	"encoding/csv"
	"slices"
	"strconv"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
	"github.com/dropledger/dropledger/reports/pdf"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/marketplace"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/store"
)

// Kind says what a document is.
type Kind string

// The kinds of documents.
const (
	PurchaseOrder Kind = "purchase_order"
	PackingSlip   Kind = "packing_slip"
	Invoice       Kind = "invoice"     // commercial or proforma
	Declaration   Kind = "declaration" // CN22 or CN23
	CustomsData   Kind = "customs_data"
)

// Document is one file, complete. Warnings are sentences about what is missing
// in it or could not be written as it is.
type Document struct {
	Name     string   `json:"name"`
	Kind     Kind     `json:"kind"`
	Content  []byte   `json:"-"`
	Warnings []string `json:"warnings"`

	// Proof is what a printed document looks like; nil for others, and unless
	// Proofs made it.
	Proof *pdf.Proof `json:"-"`
}

// Printer renders purchase orders. It keeps the computer's fonts between
// documents and may be used by several goroutines at a time.
type Printer struct {
	program string
	book    *store.DB // nil: what the dispatch says is all there is

	gathered map[int64]*purchase.Papers // read ahead, by purchase order
}

// New makes a printer of orders and packing slips, in English on A4; program
// is named in the files' properties.
func New(program string) *Printer { return &Printer{program: program} }

// For makes a printer of all documents, which reads from the book what a
// dispatch does not say: paper, languages, and the data of customs.
func For(program string, book *store.DB) *Printer { return &Printer{program: program, book: book} }

// Gather reads what the book says of purchase orders that leave on one day, and
// returns a printer of these. One that cannot be read is read again when its
// turn comes, and fails by itself.
func (p *Printer) Gather(ctx context.Context, all []forward.Dispatch) forward.Documents {
	if p.book == nil || len(all) == 0 {
		return p
	}
	ids := make([]int64, len(all))
	for i := range all {
		ids[i] = all[i].PurchaseID
	}
	papers, err := purchase.New(p.book, nil).PapersOf(ctx, ids, all[0].Date)
	if err != nil {
		return p
	}
	return &Printer{program: p.program, book: p.book, gathered: papers}
}

// Unprintable says in sentences what of the texts no font of the computer prints.
func (p *Printer) Unprintable(texts ...string) []string { return pdf.Unprintable(nil, texts...) }

// Render makes the documents of one purchase order. The same order gives the
// same bytes.
func (p *Printer) Render(d forward.Dispatch) ([]forward.File, error) {
	all, err := p.Preview(context.Background(), d)
	if err != nil {
		return nil, err
	}
	files := make([]forward.File, len(all))
	for i, doc := range all {
		files[i] = forward.File{Name: doc.Name, Content: doc.Content, Warnings: doc.Warnings}
	}
	if p.book == nil || d.Amendment != nil {
		return files, nil
	}
	upload, err := marketplace.UploadFor(context.Background(), p.book, d)
	if err != nil || upload == nil {
		return files, err
	}
	content, err := p.upload(upload, d)
	return append(files, forward.File{Name: upload.Name, Content: content, Warnings: upload.Warnings}), err
}

// upload writes the file that a site takes: every cell a text, so that no number
// loses its leading zeros, and in a workbook none is taken for a formula.
func (p *Printer) upload(u *marketplace.Upload, d forward.Dispatch) ([]byte, error) {
	var b bytes.Buffer
	if u.Kind == marketplace.FileCSV {
		err := csv.NewWriter(&b).WriteAll(u.Rows)
		return b.Bytes(), err
	}
	t := &reports.Table{Name: "orders", Title: "Orders", Meta: reports.Meta{Generated: d.Made, Program: p.program}}
	for i, title := range u.Rows[0] {
		t.Columns = append(t.Columns, reports.Column{Key: strconv.Itoa(i), Label: title, Kind: reports.KindText})
	}
	for _, row := range u.Rows[1:] {
		cells := make([]reports.Cell, len(row))
		for i, text := range row {
			cells[i] = reports.Text(text)
		}
		t.Add(cells...)
	}
	_, err := workbook(&b, t)
	return b.Bytes(), err
}

// Preview makes the documents of a dispatch, each with its kind. It changes
// nothing.
func (p *Printer) Preview(ctx context.Context, d forward.Dispatch) ([]Document, error) {
	work := printing{dispatch: d, program: p.program, papers: &purchase.Papers{}}
	if papers := p.gathered[d.PurchaseID]; papers != nil && papers.Date == d.Date {
		work.papers = papers
	} else if p.book != nil {
		var err error
		if work.papers, err = purchase.New(p.book, nil).Papers(ctx, d.PurchaseID, d.Date); err != nil {
			return nil, err
		}
	}
	return work.run()
}

// DocumentsOf makes the documents of a purchase order as they would leave
// today. It changes nothing.
func (p *Printer) DocumentsOf(ctx context.Context, purchaseID int64) ([]Document, error) {
	if p.book == nil {
		return nil, model.Errorf(model.Internal, "The documents of purchase order %d need the book to be read.", purchaseID)
	}
	papers, err := purchase.New(p.book, nil).Papers(ctx, purchaseID, "")
	if err != nil {
		return nil, err
	}
	return (&printing{dispatch: dispatchOf(papers), program: p.program, papers: papers}).run()
}

// Warnings lists once each what the documents of a purchase order would warn of
// if it left today: what is missing, and characters that no font can print.
func (p *Printer) Warnings(ctx context.Context, purchaseID int64) ([]string, error) {
	all, err := p.DocumentsOf(ctx, purchaseID)
	if err != nil {
		return nil, err
	}
	var warnings []string
	for _, doc := range all {
		for _, w := range doc.Warnings {
			if !slices.Contains(warnings, w) {
				warnings = append(warnings, w)
			}
		}
	}
	return warnings, nil
}
