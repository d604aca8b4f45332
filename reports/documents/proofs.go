package documents

import (
	"context"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/purchase"
)

// Proofs are the documents of a purchase order, the printed ones with what they
// look like.
type Proofs struct {
	Number    string // of the purchase order
	Supplier  string
	Documents []Document
}

// Proofs makes the documents of a purchase order as they leave on a day, today
// when it is "", with their proofs. It changes nothing.
func (p *Printer) Proofs(ctx context.Context, purchaseID int64, day model.Date) (*Proofs, error) {
	if p.book == nil {
		return nil, model.Errorf(model.Internal, "The documents of purchase order %d need the book to be read.", purchaseID)
	}
	papers, err := purchase.New(p.book, nil).Papers(ctx, purchaseID, day)
	if err != nil {
		return nil, err
	}
	all, err := (&printing{dispatch: dispatchOf(papers), program: p.program, papers: papers, proofs: true}).run()
	return &Proofs{Number: papers.Number, Supplier: papers.Supplier.Name, Documents: all}, err
}
