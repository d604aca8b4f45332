// Package pdf makes printed documents: a small kit (letterhead, facts, address
// blocks, tables, notes, page numbers) and the documents built with it, each a
// pure function of a plain struct. It must not know where the data comes from,
// nor the clock: the same data gives the same bytes.
//
// Text may be in any script. What the built-in font lacks is taken from the
// fonts of the computer; what none has is reported to the caller.
package pdf

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"codeberg.org/go-pdf/fpdf"

	"github.com/dropledger/dropledger/model"
)

// Paper is a size of paper.
type Paper string

// The papers.
const (
	A4     Paper = "A4"
	Letter Paper = "Letter"
)

// Setup is what all documents have in common.
type Setup struct {
	Paper   Paper         // A4 when empty
	Program string        // named in the file's properties
	Created model.Instant // the file's date; never the clock
	Fonts   *Fonts        // those of the system when nil

	// Languages of the fixed texts, such as en; several stand beside each
	// other. English when empty or unknown.
	Languages []string

	// Proof is told what the document looks like once it is written; nil asks
	// for none.
	Proof func(*Proof)
}

// loosePages is how many pages a document may have to be written as it is: packing
// them makes it a sixth smaller, as most of it is fonts, and takes a sixth longer.
const loosePages = 4

// Margins in millimetres.
const (
	side   = 18.0
	top    = 16.0
	bottom = 20.0
)

// Doc is a document in the making. Its parts are added from top to bottom.
type Doc struct {
	setup    Setup
	words    words
	pdf      *fpdf.Fpdf
	names    map[*face]string
	missing  map[rune]bool
	unjoined bool
	unspoken []string // languages whose words no font here has
	proof    *Proof   // nil: nobody asked for one

	width0, height float64 // of the page
	y              float64 // where the next part goes
	cellPad        float64 // above and below the text of a cell
	plotX, plotY   float64 // where the chart in the making begins
	sections       []section
}

// section is a document of its own within the file: its pages count from 1.
type section struct {
	first int // page
	title string
}

// New starts a document whose file bears the given title.
func New(s Setup, title string) *Doc {
	if s.Paper != Letter {
		s.Paper = A4
	}
	if s.Fonts == nil {
		s.Fonts = SystemFonts()
	}
	if s.Program == "" {
		s.Program = "Dropledger"
	}
	w := s.speak()
	p := fpdf.New("P", "mm", string(s.Paper), "")
	p.SetAutoPageBreak(false, 0)
	p.SetMargins(side, top, side)
	p.SetCatalogSort(true)
	p.SetCreationDate(s.Created.Time())
	p.SetModificationDate(s.Created.Time())
	p.SetTitle(tidy(title), true)
	p.SetProducer(s.Program, true)
	p.SetCreator(s.Program, true)
	p.SetLang(w[0])
	d := &Doc{setup: s, words: w, pdf: p, names: make(map[*face]string), missing: make(map[rune]bool), cellPad: cellY}
	for _, l := range speaking(s.Languages) {
		if !slices.Contains(w, l) {
			d.unspoken = append(d.unspoken, l)
		}
	}
	d.width0, d.height = p.GetPageSize()
	if s.Proof != nil {
		d.proof = &Proof{width: d.width0, height: d.height}
	}
	return d
}

// Section starts a new page on which page numbers begin again; title stands
// at the foot of each of its pages.
func (d *Doc) Section(title string) {
	d.newPage()
	d.sections = append(d.sections, section{d.pdf.PageNo(), tidy(title)})
}

func (d *Doc) newPage() {
	d.pdf.AddPage()
	d.y = top
}

// inner is the width between the margins.
func (d *Doc) inner() float64 { return d.width0 - 2*side }

// right is the x of the right margin.
func (d *Doc) right() float64 { return d.width0 - side }

// floor is the y below which nothing but the foot goes.
func (d *Doc) floor() float64 { return d.height - bottom }

// need makes sure that h millimetres are left on the page, else starts a new one.
func (d *Doc) need(h float64) {
	if d.y+h > d.floor() {
		d.newPage()
	}
}

// Space leaves h millimetres free.
func (d *Doc) Space(h float64) { d.y += h }

// line draws a line from margin to margin.
func (d *Doc) line(y, width float64, c colour) { d.level(side, y, width, c) }

// level draws a level line from x to the right margin.
func (d *Doc) level(x, y, width float64, c colour) {
	d.pdf.SetDrawColor(c[0], c[1], c[2])
	d.pdf.SetLineWidth(width)
	d.pdf.Line(x, y, d.right(), y)
	d.note(mark{x: x, y: y, w: d.right() - x, h: width, colour: c, kind: ruleMark})
}

// box fills a rectangle whose upper edge is where the text goes on.
func (d *Doc) box(x, w, h float64, fill colour) {
	d.pdf.SetFillColor(fill[0], fill[1], fill[2])
	d.pdf.Rect(x, d.y, w, h, "F")
	d.note(mark{x: x, y: d.y, w: w, h: h, colour: fill, kind: boxMark})
}

// Write finishes the document and writes it. The warnings are sentences about
// text that is not printed as it should be; the file is complete regardless.
func (d *Doc) Write(w io.Writer) (warnings []string, err error) {
	defer func() {
		if defect := recover(); defect != nil {
			err = model.Errorf(model.Damaged, "the document was not made: a font file of this computer is damaged. Remove fonts you installed lately and try again").
				Because(fmt.Errorf("%v", defect))
		}
	}()
	d.feet()
	d.pdf.SetCompression(d.pdf.PageCount() > loosePages)
	if err := d.pdf.Output(w); err != nil {
		return nil, err
	}
	if d.proof != nil {
		d.setup.Proof(d.proof)
	}
	return d.warnings(), nil
}

// feet writes the foot of every page, now that their number is known.
func (d *Doc) feet() {
	pages := d.pdf.PageCount()
	for i, s := range d.sections {
		last := pages
		if i+1 < len(d.sections) {
			last = d.sections[i+1].first - 1
		}
		for page := s.first; page <= last; page++ {
			d.pdf.SetPage(page)
			// The page's own font is not the one set last: make it be written.
			d.pdf.SetFontSize(1)
			d.line(d.floor()+6, 0.2, rule)
			number := d.words.t("page", fmt.Sprint(page-s.first+1), fmt.Sprint(last-s.first+1))
			d.draw(side, d.floor()+8, small, d.cut(small, s.title, d.inner()-d.width(small, number)-4))
			d.drawRight(d.right(), d.floor()+8, small, number)
		}
	}
}

// cut shortens a line to a width in millimetres.
func (d *Doc) cut(s style, text string, to float64) string {
	if d.width(s, text) <= to {
		return text
	}
	runes := []rune(text)
	for len(runes) > 0 && d.width(s, string(runes)+"…") > to {
		runes = runes[:len(runes)-1]
	}
	return strings.TrimSpace(string(runes)) + "…"
}

func (d *Doc) warnings() []string {
	var all []string
	for _, l := range d.unspoken {
		all = append(all, "The words of the document are not in "+languageNames[l]+", because no usable font on this computer has its characters: install one, such as Noto Sans CJK.")
	}
	if len(d.missing) > 0 {
		runes := make([]rune, 0, len(d.missing))
		for r := range d.missing {
			runes = append(runes, r)
		}
		slices.Sort(runes)
		var b strings.Builder
		for i, r := range runes {
			if i > 0 {
				b.WriteByte(' ')
			}
			fmt.Fprintf(&b, "%c (U+%04X)", r, r)
		}
		all = append(all, "These characters are missing from the document, because no usable font on this computer has them: "+
			b.String()+". Install a TrueType font that has them, such as Noto Sans, or write the text in Latin letters.")
	}
	if d.unjoined {
		all = append(all, "The document has text in a script whose letters join, such as Arabic or Hindi, and no usable font on this computer joins them; they are printed one by one. "+
			"Install a font of that script, such as Noto Sans, or write addresses in Latin letters too.")
	}
	return all
}
