// Package format turns numbers, money, dates and times into text the way the
// user writes them, and reads them back. It must not know a widget.
package format

import (
	"time"

	"github.com/dropledger/dropledger/gui/text"
)

// Signs that stand for a value in every language.
const (
	None  = "–" // there is nothing
	Minus = "−" // the sign of negative numbers
)

// DateStyle is how a date is written.
type DateStyle int

// The ways to write 14 October 2026.
const (
	DayName    DateStyle = iota // 14 Oct 2026, without the year when it is this year
	ISO                         // 2026-10-14
	Dots                        // 14.10.2026
	DaySlash                    // 14/10/2026
	MonthName                   // Oct 14, 2026, without the year when it is this year
	MonthSlash                  // 10/14/2026
	styles                      // how many there are
)

// Options are a person's choices. They can be kept as JSON, the clock apart.
type Options struct {
	Decimal string           `json:"decimal"` // "." or ","
	Group   string           `json:"group"`   // between thousands: ",", ".", "’", " " or "" for none
	Date    DateStyle        `json:"date"`    // how dates are written
	Hours12 bool             `json:"hours12"` // 2:05 pm, not 14:05
	Now     func() time.Time `json:"-"`       // the clock and its zone, for today and for ages
}

// Format writes and reads numbers and dates the way the user does. It is safe
// for several goroutines.
type Format struct{ o Options }

// New is the format for the options. What makes no sense is mended: an unknown
// decimal sign becomes a point, and thousands are not parted by the same sign.
// Without a clock no year is this year and all ages are zero: enough for numbers.
func New(o Options) *Format {
	if o.Decimal != "," {
		o.Decimal = "."
	}
	switch o.Group {
	case ",", ".", "’", "":
	default:
		o.Group = space
	}
	if o.Group == o.Decimal {
		o.Group = ""
	}
	if o.Date < 0 || o.Date >= styles {
		o.Date = DayName
	}
	if o.Now == nil {
		o.Now = func() time.Time { return time.Time{} }
	}
	return &Format{o}
}

// Options are the choices the format was made from.
func (f *Format) Options() Options { return f.o }

// space parts thousands without letting a line break there.
const space = "\u00a0"

// Undefined is what stands for a value that does not exist, like a share of
// nothing: "n/a".
func Undefined() string { return text.T("format.undefined") }
