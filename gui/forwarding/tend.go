package forwarding

import (
	"context"

	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/reports/documents"
	"github.com/dropledger/dropledger/services/forward"
)

// Tend tries the e-mail again that is queued and due: it was approved and sent by
// a person before, and the mail server put it off. Nothing else leaves by itself.
func Tend(ctx context.Context, b *page.Book) error {
	return forward.New(b.DB, b.Bus, b.Jobs, documents.For(b.Program, b.DB)).Retry(ctx)
}
