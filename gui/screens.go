package gui

import (
	"context"

	"github.com/dropledger/dropledger/gui/assess"
	"github.com/dropledger/dropledger/gui/assistant"
	"github.com/dropledger/dropledger/gui/backups"
	"github.com/dropledger/dropledger/gui/books"
	"github.com/dropledger/dropledger/gui/compare"
	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/forwarding"
	"github.com/dropledger/dropledger/gui/help"
	"github.com/dropledger/dropledger/gui/imports"
	"github.com/dropledger/dropledger/gui/letters"
	"github.com/dropledger/dropledger/gui/margins"
	"github.com/dropledger/dropledger/gui/orders"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/parcels"
	"github.com/dropledger/dropledger/gui/preview"
	"github.com/dropledger/dropledger/gui/products"
	"github.com/dropledger/dropledger/gui/reportview"
	"github.com/dropledger/dropledger/gui/rulebook"
	"github.com/dropledger/dropledger/gui/rules"
	settingspage "github.com/dropledger/dropledger/gui/settings"
	"github.com/dropledger/dropledger/gui/shell"
	"github.com/dropledger/dropledger/gui/shops"
	"github.com/dropledger/dropledger/gui/stocking"
	"github.com/dropledger/dropledger/gui/suppliers"
	"github.com/dropledger/dropledger/gui/today"
	vettingpage "github.com/dropledger/dropledger/gui/vetting"
	"github.com/dropledger/dropledger/gui/welcome"
	"github.com/dropledger/dropledger/reports"
)

// screens are the screens of the window, by name. The shell offers what is in
// this list and nothing else: rail, menus and finding follow it.
var screens = map[string]func(page.Host) page.Screen{
	page.Welcome:      welcome.New,
	page.Today:        today.New,
	page.Orders:       orders.New,
	page.Order:        orders.NewOrder,
	page.Forwarding:   forwarding.New,
	page.Outbox:       forwarding.NewOutbox,
	page.Assistant:    assistant.New,
	page.OrderColumns: forwarding.NewColumns,
	page.Preview:      preview.New,
	page.Parcels:      parcels.New,
	page.Suppliers:    suppliers.New,
	page.Supplier:     suppliers.New,
	page.Scorecard:    vettingpage.New,
	page.Compare:      compare.New,
	page.Assess:       assess.New,
	page.Templates:    assess.NewTemplates,
	page.Rules:        rules.New,
	page.Rulebook:     rulebook.New,
	page.Stocking:     stocking.New,
	page.Products:     products.New,
	page.Product:      products.New,
	page.Margins:      margins.New,
	page.Books:        books.New,
	page.Reports:      reportview.NewGallery,
	page.Report:       reportview.New,
	page.Shops:        shops.New,
	page.Fees:         shops.NewFees,
	page.Backups:      backups.New,
	page.Check:        backups.NewCheck,
	page.Settings:     settingspage.New,
	page.Letters:      letters.New,
	page.Help:         help.New,
	page.Imports:      imports.New,
	page.Import:       imports.NewPreview,
}

// prepared are what screens work out ahead once a book was opened and its first
// page is there, in the order in which they are likely to be asked for.
var prepared = []func(page.Host) func(context.Context) error{products.Prepare, suppliers.Prepare, margins.Prepare, books.Prepare}

// topics are the reports and the pages of the help, for menus and finding.
func topics() []shell.Topic {
	var all []shell.Topic
	for _, r := range reports.List() {
		all = append(all, shell.Topic{Title: r.Title, Route: page.Route{Screen: page.Report, Key: r.Name}, More: []string{r.Name}})
	}
	return append(all, helpTopics()...)
}

// shots are the pictures that are drawn of the screens; each area lists its own.
func shots() []page.Shot {
	var all []page.Shot
	for _, area := range areaShots {
		all = append(all, area()...)
	}
	return all
}

var areaShots = []func() []page.Shot{
	welcome.Shots,
	today.Shots,
	orders.Shots,
	forwarding.Shots,
	preview.Shots,
	assistant.Shots,
	parcels.Shots,
	books.Shots,
	reportview.Shots,
	margins.Shots,
	shops.Shots,
	backups.Shots,
	settingspage.Shots,
	letters.Shots,
	help.Shots,
	imports.Shots,
	suppliers.Shots,
	rules.Shots,
	rulebook.Shots,
	stocking.Shots,
	vettingpage.Shots,
	assess.Shots,
	compare.Shots,
	products.Shots,
}

// english is how pictures write numbers and dates.
func english() *format.Options {
	o := format.Locale("en-GB")
	return &o
}
