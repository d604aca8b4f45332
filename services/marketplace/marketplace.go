// Package marketplace helps a person to place orders by hand on marketplaces: it
// tells what to type, in the order of that site's form, keeps the order number
// and what was really charged, and writes the file of sites that take many
// orders at once.
//
// Each purchase order is noted as begun before anything of it can be copied, and
// leaves once: package forward holds that. It must not know how a site looks
// beyond the dated rows that people can edit, and never goes on the network.
package marketplace

import (
	"net/url"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/store"
)

// Service places orders by hand for one book.
type Service struct {
	db        *store.DB
	bus       *event.Bus
	forward   *forward.Service
	purchases *purchase.Service
}

// New returns the marketplaces of the book.
func New(db *store.DB, bus *event.Bus) *Service {
	return &Service{db, bus, forward.New(db, bus, nil, nil), purchase.New(db, bus)}
}

// Note is what a seller is asked where the site says nothing of its own.
const Note = "Please ship neutral: no prices, invoices, catalogues or advertising in or on the parcel. It goes straight to the buyer."

// Page checks the address of a page and returns it; only pages of the web pass,
// because the system's browser opens it.
func Page(address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil {
		return "", model.Errorf(model.Invalid, "%q is not the address of a page: write it like https://market.example/item/1005.html", address)
	}
	return u.String(), nil
}
