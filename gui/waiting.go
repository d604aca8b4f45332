package gui

import (
	"context"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/shell"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/resources"
	"github.com/dropledger/dropledger/services/find"
	"github.com/dropledger/dropledger/services/today"
)

// waiting counts what waits, for the badges of the rail. A badge is red when money
// is at risk there, amber when somebody must look, and filled where the day's next
// job is.
func waiting(ctx context.Context, b *page.Book) (shell.Counts, error) {
	c, err := b.Waiting.Counts(ctx)
	if err != nil {
		return nil, err
	}
	w, err := b.Waiting.Work(ctx)
	if err != nil {
		return nil, err
	}
	leaving := c.ToRoute + c.ToForward + c.ToRefill
	counts := shell.Counts{
		page.Today:      {N: w.Count},
		page.Orders:     {N: c.Open},
		page.Forwarding: {N: leaving, Tone: theme.Accented},
	}
	if slices.ContainsFunc(w.Groups, func(s today.Sums) bool { return s.Group == today.Risk }) {
		counts[page.Today] = shell.Count{N: w.Count, Tone: theme.Wrong}
	}
	if c.Unsure > 0 {
		counts[page.Forwarding] = shell.Count{N: leaving + c.Unsure, Tone: theme.Warned}
	}
	return counts, nil
}

// found is how many of each kind finding shows.
const found = 6

// search finds records for the palette.
func search(ctx context.Context, b *page.Book, words string) ([]shell.Hit, error) {
	groups, err := find.New(b.DB, b.Orders).Find(ctx, words, found)
	if err != nil {
		return nil, err
	}
	var hits []shell.Hit
	for _, g := range groups {
		for _, h := range g.Hits {
			hits = append(hits, shell.Hit{
				Group: text.T(text.Key("shell.found.", g.Kind)), Title: h.Title, Note: h.Second, Icon: icons[g.Kind], Route: route(h),
			})
		}
	}
	return hits, nil
}

var icons = map[find.Kind]theme.IconName{
	find.Order: theme.IconOrders, find.Product: theme.IconProducts, find.Supplier: theme.IconSuppliers, find.Purchase: theme.IconForwarding,
}

// route leads to what was found. A purchase order stands in the approval until it
// is to leave, then in the outbox.
func route(h find.Hit) page.Route {
	switch h.Kind {
	case find.Order:
		return page.Route{Screen: page.Order, Key: h.Key, Params: map[string]string{"shop": h.Shop}}
	case find.Product:
		return page.Route{Screen: page.Product, Key: h.Key}
	case find.Supplier:
		return page.Route{Screen: page.Supplier, Key: h.Key}
	}
	if s := model.PurchaseState(h.State); s == model.PurchaseDraft || s == model.PurchaseApproved {
		return page.Route{Screen: page.Forwarding, Key: h.Key}
	}
	return page.Route{Screen: page.Outbox, Key: h.Key}
}

// helpTopics lists the pages of the help by their titles, the first steps first.
func helpTopics() []shell.Topic {
	names, err := fs.Glob(resources.Help, "help/en/*.md")
	if err != nil {
		return nil // the pattern is right
	}
	var all []shell.Topic
	for _, n := range names {
		content, err := resources.Help.ReadFile(n)
		if err != nil {
			continue // it was listed
		}
		head, _, _ := strings.Cut(string(content), "\n")
		key := strings.TrimSuffix(path.Base(n), ".md")
		topic := shell.Topic{Title: strings.TrimSpace(strings.TrimLeft(head, "# ")), Route: page.Route{Screen: page.Help, Key: key}, More: []string{key}}
		if key == firstHelp {
			all = slices.Insert(all, 0, topic)
			continue
		}
		all = append(all, topic)
	}
	return all
}

// firstHelp is the page of the help to begin with.
const firstHelp = "start"
