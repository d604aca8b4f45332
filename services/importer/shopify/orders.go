package shopify

import (
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/importer/sheet"
)

// Orders reads an orders export one order at a time. Rows of an order normally
// stand together, and then memory is bounded by two small tables of the names
// and numbers seen. An order that does not add up is kept back, because rows
// of it may stand elsewhere in a file somebody sorted; it comes after the last
// row at the latest.
type Orders struct {
	src   *sheet.Source
	at    [columns]int
	point sheet.Decimal
	next  sheet.Record // first row of the next order
	err   error        // what ended the rows
	names map[string]int32
	ids   map[uint64]int32
	held  map[string]*draft
	queue []*draft // held in the order of their first rows
	room  int      // most orders held

	slipped map[string][]model.Country // what misspelt countries may mean
}

// draft is an order of which not all rows may have been seen.
type draft struct {
	Order
	head bool
	done bool
}

// maxHeld bounds the memory an export of nothing but incomplete orders takes.
const maxHeld = 50_000

// NewOrders finds the header in src and refuses a file that is no orders export
// or lacks columns without which orders would be booked in part.
func NewOrders(src *sheet.Source) (*Orders, error) {
	at, header, err := findColumns(src)
	if err != nil {
		return nil, err
	}
	o := &Orders{
		src: src, at: at, point: sheet.Point, room: maxHeld,
		names: map[string]int32{}, ids: map[uint64]int32{}, held: map[string]*draft{},
	}
	var samples []string
	for _, r := range src.Head() {
		if r.Row > header.Row {
			samples = append(samples, r.Cell(at[colTotal]), r.Cell(at[colSubtotal]), r.Cell(at[colPrice]))
		}
	}
	if sheet.DetectDecimal(samples) == sheet.Comma {
		o.point = sheet.Comma
	}
	src.SkipTo(header.Row)
	o.advance()
	return o, nil
}

// advance reads the next row that is not the header once more, as it stands
// between exports somebody joined.
func (o *Orders) advance() {
	for {
		o.next, o.err = o.src.Next()
		if o.err != nil || !strings.EqualFold(o.cell(o.next, colName), columnNames[colName]) ||
			!strings.EqualFold(o.cell(o.next, colLineName), columnNames[colLineName]) {
			return
		}
	}
}

// cell returns the trimmed text of a column, without the apostrophe that
// protects leading zeros.
func (o *Orders) cell(r sheet.Record, c column) string {
	i := o.at[c]
	if i < 0 || i >= len(r.Cells) || r.Cells[i] == "" {
		return ""
	}
	return sheet.CleanText(r.Cells[i])
}

// Next returns the next order, io.EOF after the last one, or the error that
// ended the file. The order is the caller's; its texts share memory, see
// sheet.Record.
func (o *Orders) Next() (*Order, error) {
	for o.err == nil {
		if d := o.settle(o.group()); d != nil {
			return o.finish(d), nil
		}
	}
	if !errors.Is(o.err, io.EOF) {
		return nil, o.err
	}
	for len(o.queue) > 0 {
		d := o.queue[0]
		o.queue = o.queue[1:]
		if !d.done {
			return o.finish(d), nil
		}
	}
	return nil, io.EOF
}

// group reads the adjacent rows of one order.
func (o *Orders) group() *draft {
	d := &draft{}
	d.Number = o.cell(o.next, colName)
	d.FirstRow = o.next.Row
	id := ""
	for {
		known := len(d.Problems)
		if !d.head && o.isHead(o.next) {
			d.head = true
			id = o.cell(o.next, colID)
			o.readHead(&d.Order, o.next)
		}
		o.readLine(&d.Order, o.next)
		o.quote(d.Problems[known:], o.next)
		d.LastRow = o.next.Row
		if o.advance(); o.err != nil || o.cell(o.next, colName) != d.Number {
			return d
		}
		if other := o.cell(o.next, colID); d.head && other != "" && other != id {
			return d
		}
	}
}

func (o *Orders) isHead(r sheet.Record) bool {
	return o.cell(r, colPayment) != "" || o.cell(r, colTotal) != "" || o.cell(r, colID) != ""
}

// settle decides whether a group is ready to go out, and returns what is.
func (o *Orders) settle(d *draft) *draft {
	switch {
	case d.Number == "":
		d.refuse(d.FirstRow, colName, NoName, "the row names no order, so it cannot be told whose line it is")
		return d
	case !d.head:
		return o.settleRows(d)
	}
	if first, twice := o.remember(d); twice {
		d.refuse(d.FirstRow, colName, Duplicate, "order "+d.Number+" stands a second time in this file; row "+strconv.Itoa(int(first))+" was taken")
		return d
	}
	if before := o.held[d.Number]; before != nil && !before.head {
		before.done = true
		delete(o.held, d.Number)
		d.absorb(before)
	}
	if d.addUp() || sheet.Refused(d.Problems) || len(o.held) >= o.room {
		return d
	}
	o.hold(d)
	return nil
}

// settleRows joins rows without their order's head to that order.
func (o *Orders) settleRows(d *draft) *draft {
	before := o.held[d.Number]
	if before == nil {
		if first, taken := o.names[d.Number]; taken {
			d.refuse(d.FirstRow, colName, Scattered, "the row belongs to order "+d.Number+" of row "+strconv.Itoa(int(first))+", which was complete without it; export the orders again and do not sort the file")
			return d
		}
		if len(o.held) >= o.room {
			return d
		}
		o.hold(d)
		return nil
	}
	before.absorb(d)
	if !before.head || !before.addUp() {
		return nil
	}
	before.done = true
	delete(o.held, d.Number)
	return before
}

func (o *Orders) hold(d *draft) {
	o.held[strings.Clone(d.Number)] = d
	o.queue = append(o.queue, d)
}

// absorb takes over the rows of another group of the same order.
func (d *draft) absorb(other *draft) {
	d.Lines = append(d.Lines, other.Lines...)
	d.Problems = append(d.Problems, other.Problems...)
	d.FirstRow = min(d.FirstRow, other.FirstRow)
	d.LastRow = max(d.LastRow, other.LastRow)
}

// remember notes the order's key and returns the row of an earlier order with it.
func (o *Orders) remember(d *draft) (first int32, twice bool) {
	row := int32(d.FirstRow)
	if id, err := strconv.ParseUint(d.ExternalID, 10, 64); err == nil {
		if first, twice = o.ids[id]; !twice {
			o.ids[id] = row
			if _, taken := o.names[d.Number]; !taken {
				o.names[strings.Clone(d.Number)] = row
			}
		}
		return first, twice
	}
	if first, twice = o.names[d.Number]; !twice {
		o.names[strings.Clone(d.Number)] = row
	}
	return first, twice
}

// finish judges the complete order.
func (o *Orders) finish(d *draft) *Order {
	if !d.head && !sheet.Refused(d.Problems) {
		d.refuse(d.FirstRow, colName, HeadMissing, "the first row of order "+d.Number+" with its amounts is missing; export the orders again")
	}
	d.numberLines()
	d.Refused = sheet.Refused(d.Problems)
	if !d.Refused {
		d.judge()
	}
	return &d.Order
}

func (o *Order) refuse(row int, c column, code, message string) {
	o.Problems = append(o.Problems, sheet.Problem{Row: row, Column: columnNames[c], Code: code, Message: message, Severity: sheet.Refusal})
}

func (o *Order) warn(row int, c column, code, message string) {
	o.Problems = append(o.Problems, sheet.Problem{Row: row, Column: columnNames[c], Code: code, Message: message, Severity: sheet.Warning})
}

// largest bounds every amount and line total, so that no sum over a file can
// overflow: ten billion units of a currency.
const (
	largest     = 10_000_000_000 * model.Unit
	mostLines   = 10_000
	mostOfALine = 1_000_000
)
