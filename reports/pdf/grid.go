package pdf

import (
	"slices"
	"strings"

	"github.com/dropledger/dropledger/reports/plot"
)

// GridColumn is one column of a printed table.
type GridColumn struct {
	Label string
	Share float64 // of the width, relative to the other columns
	Right bool    // figures
}

// Grid is a printed table. Cells wrap; the heading is repeated on every page.
type Grid struct {
	Columns []GridColumn
	Rows    [][]string
	Totals  []string // below a line, bold; nil for none
	Whole   []int    // columns beside those of figures whose words are not broken

	// Charts draw the cells of some columns, by the column's number, each small
	// enough for one line. A nil chart leaves the cell to its text.
	Charts map[int]func(row int) plot.Chart
}

const (
	cellX = 1.6 // padding within a cell
	cellY = 1.3
	tight = 0.75 // cellY of a sheet that shows much at once
)

var cellStyle = style{8.5, false, ink}

// Grid adds a table.
func (d *Doc) Grid(g Grid) {
	widths := d.gridWidths(g)
	rows := make([][][]string, len(g.Rows))
	for i, row := range g.Rows {
		rows[i] = d.wrapRow(cellStyle, row, widths)
	}
	first := 0.0
	if len(rows) > 0 {
		first = min(d.rowHeight(rows[0]), d.pageRoom()/2)
		if len(rows) == 1 && len(g.Totals) > 0 {
			first += cellStyle.line() + 2*d.cellPad
		}
	}
	d.need(d.gridHead(g, widths, false) + first)
	d.gridHead(g, widths, true)
	for i, cells := range rows {
		if i+1 == len(rows) && len(g.Totals) > 0 && d.y+d.rowHeight(cells)+cellStyle.line()+2*d.cellPad > d.floor() {
			d.continueGrid(g, widths) // a total never stands alone on a page
		}
		d.gridRow(g, widths, cells)
		d.gridCharts(g, widths, i, d.y-d.rowHeight(cells))
	}
	if len(g.Totals) > 0 {
		cells := d.wrapRow(cellStyle.strong(), g.Totals, widths)
		if d.y+d.rowHeight(cells) > d.floor() {
			d.continueGrid(g, widths)
		}
		d.line(d.y, 0.4, accent)
		d.drawRow(g, widths, cells, cellStyle.strong())
	}
	d.y += 4
}

// gridWidths gives each column its share, and those with a figure, a word of the
// heading, or one of a text that is to stay whole, that is wider what they lack,
// from the columns that have room. Where there is not room for all, headings come
// first.
func (d *Doc) gridWidths(g Grid) []float64 {
	least := make([]float64, len(g.Columns))
	for i, c := range g.Columns {
		least[i] = d.widest(head, c.Label)
	}
	headings := slices.Clone(least)
	for i, c := range g.Columns {
		if !c.Right && !slices.Contains(g.Whole, i) {
			continue
		}
		for _, row := range g.Rows {
			least[i] = max(least[i], d.widest(cellStyle, row[i]))
		}
		if len(g.Totals) > 0 {
			least[i] = max(least[i], d.widest(cellStyle.strong(), g.Totals[i]))
		}
	}
	widths := g.widths(d.inner())
	if roomier, ok := atLeast(widths, least); ok {
		return roomier
	}
	roomier, _ := atLeast(widths, headings)
	return roomier
}

// widest is what the widest word of a text needs in a cell.
func (d *Doc) widest(s style, text string) float64 {
	most := 0.0
	for _, line := range strings.Split(d.shaped(tidy(text)), "\n") {
		for _, word := range pieces(line) {
			most = max(most, d.width(s, strings.TrimRight(word, " "))+2*cellX+hair)
		}
	}
	return most
}

// atLeast widens those that lack something at the cost of those with room, and
// leaves all as they are where no widths would do.
func atLeast(widths, least []float64) ([]float64, bool) {
	lack, room := 0.0, 0.0
	for i := range widths {
		lack += max(0, least[i]-widths[i])
		room += max(0, widths[i]-least[i])
	}
	if lack == 0 || room < lack {
		return widths, lack == 0
	}
	fit := make([]float64, len(widths))
	for i := range widths {
		fit[i] = max(least[i], widths[i]-(widths[i]-least[i])*lack/room)
	}
	return fit, true
}

// hair keeps a word that just fits from breaking by rounding, in millimetres.
const hair = 0.01

func (g Grid) widths(all float64) []float64 {
	sum := 0.0
	for _, c := range g.Columns {
		sum += c.Share
	}
	widths := make([]float64, len(g.Columns))
	for i, c := range g.Columns {
		widths[i] = all * c.Share / sum
	}
	return widths
}

func (d *Doc) wrapRow(s style, row []string, widths []float64) [][]string {
	cells := make([][]string, len(widths))
	for i := range cells {
		cells[i] = d.wrap(s, row[i], widths[i]-2*cellX)
	}
	return cells
}

func (d *Doc) rowHeight(cells [][]string) float64 {
	most := 1
	for _, lines := range cells {
		most = max(most, len(lines))
	}
	return float64(most)*cellStyle.line() + 2*d.cellPad
}

// pageRoom is the height an empty page has for rows.
func (d *Doc) pageRoom() float64 { return d.floor() - top - 12 }

func (d *Doc) continueGrid(g Grid, widths []float64) {
	d.newPage()
	d.gridHead(g, widths, true)
}

// gridHead draws the heading, or only measures it.
func (d *Doc) gridHead(g Grid, widths []float64, draw bool) float64 {
	labels := make([]string, len(g.Columns))
	for i, c := range g.Columns {
		labels[i] = c.Label
	}
	cells := d.wrapRow(head, labels, widths)
	h := d.rowHeight(cells)
	if draw {
		d.drawRow(g, widths, cells, head)
		d.line(d.y, 0.4, accent)
	}
	return h
}

// gridRow draws a row, on the next page when it does not fit; a row higher
// than a page is split.
func (d *Doc) gridRow(g Grid, widths []float64, cells [][]string) {
	for d.rowHeight(cells) > d.pageRoom() {
		fits := int((d.floor() - d.y - 2*d.cellPad) / cellStyle.line())
		if fits < 1 {
			d.continueGrid(g, widths)
			continue
		}
		part := make([][]string, len(cells))
		for i, lines := range cells {
			n := min(fits, len(lines))
			part[i], cells[i] = lines[:n], lines[n:]
		}
		d.drawRow(g, widths, part, cellStyle)
		d.continueGrid(g, widths)
	}
	if d.y+d.rowHeight(cells) > d.floor() {
		d.continueGrid(g, widths)
	}
	d.drawRow(g, widths, cells, cellStyle)
	d.line(d.y, 0.15, rule)
}

func (d *Doc) drawRow(g Grid, widths []float64, cells [][]string, s style) {
	x := side
	for i, lines := range cells {
		y := d.y + d.cellPad
		for _, l := range lines {
			if g.Columns[i].Right {
				d.drawRight(x+widths[i]-cellX, y, s, l)
			} else {
				d.draw(x+cellX, y, s, l)
			}
			y += cellStyle.line()
		}
		x += widths[i]
	}
	d.y += d.rowHeight(cells)
}

// gridCharts draws the charts of a row whose upper edge is at y.
func (d *Doc) gridCharts(g Grid, widths []float64, row int, y float64) {
	x := side
	for i, w := range widths {
		if draw := g.Charts[i]; draw != nil {
			if c := draw(row); c != nil {
				d.plotAt(c, x+cellX, y+d.cellPad, plot.Frame{W: (w - 2*cellX) / mmPerUnit, H: cellStyle.line() / mmPerUnit, Measure: d.measure})
			}
		}
		x += w
	}
}
