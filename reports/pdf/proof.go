package pdf

import (
	"math"
	"strings"
)

// Proof is what a document looks like, page by page: the boxes, rules and texts
// noted while the file was drawn, so that the two cannot differ. Charts are not
// noted. It may be used by several goroutines at a time.
type Proof struct {
	width, height float64 // of a page, in millimetres
	pages         [][]mark
}

// Size is that of a page, in millimetres.
func (p *Proof) Size() (width, height float64) { return p.width, p.height }

// Pages is the number of pages.
func (p *Proof) Pages() int { return len(p.pages) }

// Text is what stands on a page, the first being 0, line by line as it was
// drawn; none on a page that is not there.
func (p *Proof) Text(page int) string {
	if page < 0 || page >= len(p.pages) {
		return ""
	}
	var b strings.Builder
	last := mark{}
	for _, m := range p.pages[page] {
		if m.kind != textMark {
			continue
		}
		if last.run.face != nil && (m.y != last.y || math.Abs(m.x-last.end()) > 0.01) {
			b.WriteByte('\n')
		}
		b.WriteString(m.run.text)
		last = m
	}
	return b.String()
}

// mark is one thing drawn on a page. Lengths are millimetres from the upper left
// corner of the page.
type mark struct {
	kind       markKind
	x, y, w, h float64 // of a text: where its baseline begins, and in h its type size
	colour     colour
	run        run // of a text
}

type markKind int

const (
	boxMark  markKind = iota
	ruleMark          // a level line, h thick, with y in its middle
	textMark
)

// end is the x at which a text ends.
func (m mark) end() float64 { return m.x + m.run.width()/1000*m.h }

// advance is how far a character of a text moves the pen.
func (m mark) advance(c rune) float64 { return float64(m.run.face.width(c)) / 1000 * m.h }

// note keeps what was drawn on the page at hand.
func (d *Doc) note(m mark) {
	if d.proof == nil {
		return
	}
	for len(d.proof.pages) < d.pdf.PageNo() {
		d.proof.pages = append(d.proof.pages, nil)
	}
	at := d.pdf.PageNo() - 1
	d.proof.pages[at] = append(d.proof.pages[at], m)
}
