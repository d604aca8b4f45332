package imports

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/dropledger/dropledger/services/importer"
)

// queued is one file of those to be imported: what a person said of it, and what
// is known of it.
type queued struct {
	req   importer.Request
	shown *importer.File // nil before it was first looked at
	tab   string         // chosen by a person, "" for the one that fits best
}

// queue are the files to be imported, in their order, and the one that is shown.
type queue struct {
	files []*queued
	at    int
}

// add puts files behind the others, those that stand there already only once. Bare
// are the folders that hold no tables.
func (q *queue) add(paths []string) (bare []string) {
	files, bare := importer.Files(paths)
	for _, p := range files {
		if !slices.ContainsFunc(q.files, func(f *queued) bool { return f.req.Path == p }) {
			q.files = append(q.files, &queued{req: importer.Request{Path: p, Options: importer.Options{Guess: true}}})
		}
	}
	return bare
}

func (q *queue) drop(i int) {
	q.files = slices.Delete(q.files, i, i+1)
	q.at = max(min(q.at, len(q.files)-1), 0)
}

func (q *queue) now() *queued {
	if q.at >= len(q.files) {
		return nil
	}
	return q.files[q.at]
}

// requests copies what is asked for, as it is worked on elsewhere.
func (q *queue) requests() []importer.Request {
	all := make([]importer.Request, len(q.files))
	for i, f := range q.files {
		all[i] = f.req
		all[i].Repairs, all[i].Leave = slices.Clone(f.req.Repairs), slices.Clone(f.req.Leave)
	}
	return all
}

// byHand tells whether a person did something to the files that leaving would lose.
func (q *queue) byHand() bool {
	return slices.ContainsFunc(q.files, func(f *queued) bool { return len(f.req.Repairs)+len(f.req.Leave) > 0 })
}

func (f *queued) name() string { return filepath.Base(f.req.Path) }

// preview is what is known of the file, empty before it was looked at.
func (f *queued) preview() *importer.Preview {
	if f.shown == nil {
		return &importer.Preview{}
	}
	return f.shown.Preview
}

// needs says what must be said before the file can be imported: "shop",
// "supplier", "format", "mapping", or "" when nothing.
func (f *queued) needs() string {
	switch e := f.shown.Error; {
	case e != nil && e.Field == "shop":
		return "shop"
	case f.shown.Format == "" && len(f.preview().Columns) > 0:
		return "format"
	case f.shown.Format == importer.PriceList && f.req.Supplier == "":
		return "supplier"
	case e != nil && (e.Field == "fields" || e.Field == "map" || f.shown.Format == importer.PriceList && len(f.preview().Columns) > 0):
		return "mapping"
	}
	return ""
}

// mapped tells whether a person says which column of the file is what.
func (f *queued) mapped() bool {
	return f.shown.Format == importer.PriceList || f.byHeader()
}

// byHeader tells whether the file belongs to nobody, and its mapping is kept by
// its header.
func (f *queued) byHeader() bool {
	return f.shown.Format == importer.Tracking || f.shown.Format == importer.Answers
}

// ready tells whether the file can be imported as it is.
func (f *queued) ready() bool {
	return f.shown != nil && f.shown.Err() == nil && f.needs() == "" && !f.sketched()
}

// sketched tells whether only the first rows were understood: so it is where the
// book is open for looking only.
func (f *queued) sketched() bool {
	return f.shown != nil && f.shown.Err() == nil && f.mapped() && f.needs() == "" && f.shown.Records == 0
}

// taken is how many records of the file come in.
func (f *queued) taken() int {
	c := f.shown.Rows
	return c.Created + c.Updated + c.Unchanged
}

// mend adds a repair, in the place of an older one of the same cell.
func (f *queued) mend(r importer.Repair) {
	for i, old := range f.req.Repairs {
		if old.Row == r.Row && old.Column == r.Column {
			r.Found = old.Found
			f.req.Repairs[i] = r
			return
		}
	}
	f.req.Repairs = append(f.req.Repairs, r)
}

// leave leaves a record out, or takes it again.
func (f *queued) leave(row int, out bool) {
	f.req.Leave = slices.DeleteFunc(f.req.Leave, func(r int) bool { return r == row })
	if out {
		f.req.Leave = append(f.req.Leave, row)
	}
}

// said is why a file cannot be imported, with its name instead of its path.
func (f *queued) said() string {
	return strings.ReplaceAll(f.shown.Failed(), f.req.Path, f.name())
}
