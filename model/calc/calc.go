// Package calc holds the merchant's calculations: price, margin, tax, duty,
// scores, dates and stock. The functions take and return typed values; Run is
// a thin JSON face over them for the command line.
//
// It must not know the book, the clock or the screen: what a calculation needs
// comes in, and the same input always gives the same result.
//
// Conventions of the JSON face: numbers come as decimal strings or JSON
// numbers and leave as decimal strings; percentages are in percent points.
// Money leaves with the decimals of its currency (two when none is given),
// percentages and ratios with two to four decimals; null is what cannot be
// known. In between nothing is rounded unless a rule below says so.
package calc

import (
	"fmt"
	"strings"

	"github.com/dropledger/dropledger/model"
)

// field is one key of a calculation's input; items are the keys of the objects
// in a list.
type field struct {
	name, note string
	items      []field
}

// calculation joins a name of the command line to what computes it.
type calculation struct {
	name, help string
	in         []field
	out        string
	run        func(*input) (any, error)
}

var calculations = []calculation{
	priceCalc, marginCalc, waterfallCalc, breakevenCalc, roasCalc, feeCalc, vatCalc, dutyCalc, landedCalc, allocateCalc, roundCalc,
	fxCalc, weightedCalc, wilsonCalc, shrinkCalc, otifCalc, percentileCalc, promiseCalc, reorderCalc, abcCalc, threeplCalc, reserveCalc,
}

func find(name string) (calculation, error) {
	for _, c := range calculations {
		if c.name == name {
			return c, nil
		}
	}
	return calculation{}, model.Errorf(model.NotFound, "there is no calculation %q: choose one of %s", name, strings.Join(Names(), ", "))
}

// Run does one calculation on a JSON object; the result marshals to JSON. Wrong
// input is an Invalid error with the key as its Field, a wish that no value can
// fulfil an Impossible one that names the limit.
func Run(name string, data []byte) (any, error) {
	c, err := find(name)
	if err != nil {
		return nil, err
	}
	in, err := parseInput(data, c)
	if err != nil {
		return nil, err
	}
	out, err := c.run(in)
	if first := in.failure(); first != nil {
		return nil, first
	}
	if err != nil {
		return nil, err
	}
	return out, nil
}

// Names lists the calculations in the order of the help.
func Names() []string {
	names := make([]string, len(calculations))
	for i, c := range calculations {
		names[i] = c.name
	}
	return names
}

// Describe tells in plain text what a calculation does, what it takes and what
// it gives; it is empty for an unknown name.
func Describe(name string) string {
	c, err := find(name)
	if err != nil {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\nin:\n", c.name, c.help)
	describeFields(&b, c.in, "  ")
	fmt.Fprintf(&b, "out:\n  %s\n", c.out)
	return b.String()
}

func describeFields(b *strings.Builder, fields []field, indent string) {
	for _, f := range fields {
		fmt.Fprintf(b, "%s%-*s %s\n", indent, 26-len(indent), f.name, f.note)
		describeFields(b, f.items, indent+"  ")
	}
}
