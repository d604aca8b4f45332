package help

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/resources"
)

// content is one page of the help.
type content struct {
	key    string
	title  string
	blocks []block
	words  string // all of it, for searching, in lower case
}

// Pages that the screen adds something to.
const (
	startPage = "start"
	keysPage  = "keys"
	aboutPage = "about"
)

// order is how the pages are listed: as a merchant meets them. Others follow by
// title, and what is about the program comes last.
var order = []string{
	startPage, page.Welcome, page.Today, page.Orders, page.Import, page.Imports, page.Forwarding, page.Rules, page.Assistant, page.Outbox, "mail", page.Letters, page.Parcels, "cases",
	page.Suppliers, page.Scorecard, page.Assess, page.Templates, page.Compare, page.Products, page.Stocking,
	page.Margins, page.Books, page.Rulebook, page.Reports, page.Settings, page.Shops, page.Fees, page.Backups, page.Check,
}

// alone are pages about no screen, or about one that shows something of its own.
var alone = []string{startPage, "mail", "cases", page.Welcome, page.Import, page.Scorecard}

var lastPages = []string{keysPage, "licences", aboutPage}

// within is the page about a screen that has none of its own.
var within = map[string]string{
	page.Order: page.Orders, page.Supplier: page.Suppliers, page.Product: page.Products, page.Report: page.Reports, page.Import: page.Imports,
	page.Outbox: page.Forwarding, page.Preview: page.Forwarding, page.Fees: page.Settings, page.Shops: page.Settings, page.Backups: page.Settings, page.Check: page.Settings,
}

// read loads all pages in the order in which they are listed.
func read(from fs.FS) []content {
	names, err := fs.Glob(from, "help/en/*.md")
	if err != nil {
		return nil // the pattern is right
	}
	var all []content
	for _, n := range names {
		b, err := fs.ReadFile(from, n)
		if err != nil {
			continue // it was listed
		}
		c := content{key: strings.TrimSuffix(path.Base(n), ".md"), blocks: parse(string(b))}
		c.title = c.key
		var words []string
		for _, b := range c.blocks {
			if b.kind == title {
				c.title = plain(b.spans)
			}
			words = append(words, plain(b.spans))
		}
		c.words = strings.ToLower(strings.Join(words, "\n"))
		all = append(all, c)
	}
	slices.SortStableFunc(all, func(a, b content) int {
		if d := place(a.key) - place(b.key); d != 0 {
			return d
		}
		return strings.Compare(a.title, b.title)
	})
	return all
}

// place is where a page stands in the list.
func place(key string) int {
	if i := slices.Index(order, key); i >= 0 {
		return i
	}
	if i := slices.Index(lastPages, key); i >= 0 {
		return len(order) + 1 + i
	}
	return len(order)
}

// pages are the pages of the program.
var pages = read(resources.Help)

// find returns the page about a screen: its own, that of the screen it belongs
// to, else the first.
func find(all []content, key string) content {
	for {
		if i := slices.IndexFunc(all, func(c content) bool { return c.key == key }); i >= 0 {
			return all[i]
		}
		up, ok := within[key]
		if !ok {
			break
		}
		key = up
	}
	if len(all) > 0 {
		return all[0]
	}
	return content{}
}

// search lists the pages that hold every word, those with the words in their
// title first.
func search(all []content, words string) []content {
	want := strings.Fields(strings.ToLower(words))
	var titled, others []content
	for _, c := range all {
		if !holds(c.words, want) {
			continue
		}
		if holds(strings.ToLower(c.title), want) {
			titled = append(titled, c)
		} else {
			others = append(others, c)
		}
	}
	return append(titled, others...)
}

func holds(text string, words []string) bool {
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
}
