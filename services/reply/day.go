package reply

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/dropledger/dropledger/model"
)

// Days in digits, whatever the language.
var (
	isoDay     = regexp.MustCompile(`\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:\b|t\d{2}:[0-9:.z+-]*)`)
	chineseDay = regexp.MustCompile(`(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]`)
	dottedDay  = regexp.MustCompile(`\b(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\b`)
	slashedDay = regexp.MustCompile(`\b(\d{1,2})[/-](\d{1,2})[/-](\d{4})\b`)
)

// dmy is the order of day, month and year.
const dmy = "dmy"

// order is the order in which all languages of the answer write days in digits,
// "" where they differ or one of them has several.
func order(rows []row) string {
	found := ""
	for o, spoken := range words().spoken {
		for _, w := range rows {
			if w.quoted || w.signed || !spoken.MatchString(w.text) {
				continue
			}
			if found != "" || o == "" {
				return ""
			}
			found = o
			break
		}
	}
	return found
}

// date reads the day of a sentence; one that can be two days, or has no year, is
// told and left out. The day of an order is not the day that something happens.
func (p *parser) date(w row) model.Date {
	var said []model.Date
	for _, way := range []struct {
		form    *regexp.Regexp
		y, m, d int // groups
	}{{isoDay, 1, 2, 3}, {chineseDay, 1, 2, 3}, {dottedDay, 3, 2, 1}, {words().namedDay, 3, 2, 1}, {words().monthFirst, 3, 1, 2}, {slashedDay, 3, 0, 0}} {
		for _, m := range way.form.FindAllStringSubmatchIndex(w.text, -1) {
			if !p.free(w.from+m[0], w.from+m[1]) {
				continue
			}
			part := func(g int) string { return w.text[m[2*g]:m[2*g+1]] }
			var day model.Date
			var ok bool
			if way.form == slashedDay {
				day, ok = p.slashed(w, [3]string{part(1), part(2), part(3)})
			} else {
				day, ok = civil(part(way.y), part(way.m), part(way.d))
			}
			switch {
			case words().dated.MatchString(w.text[:m[0]]), p.orderedOn(w, m[0]):
				p.spend(w.from+m[0], w.from+m[1])
			case !ok:
				p.spend(w.from+m[0], w.from+m[1])
				if day != "" {
					p.r.unsure(fmt.Sprintf("The day in %q does not exist: it was left out.", brief(w.said)))
				}
			case p.take(w.from+m[0], w.from+m[1], IsDate):
				said = append(said, day)
			}
		}
	}
	for _, m := range words().yearless.FindAllStringIndex(w.text, -1) {
		if p.free(w.from+m[0], w.from+m[1]) {
			p.spend(w.from+m[0], w.from+m[1])
			p.r.unsure(fmt.Sprintf("The day in %q has no year: it was left out.", brief(w.said)))
		}
	}
	return p.only(w, said)
}

// ofDay is a word between the number of a purchase order and its day.
var ofDay = regexp.MustCompile(`\s+\(?(?:of|from|dated|dtd\.?|vom|von|du|de|del|van|d\.d\.?|z)\s+$`)

// orderedOn tells whether the day at a place is that of the purchase order, whose
// number stands right before.
func (p *parser) orderedOn(w row, at int) bool {
	m := ofDay.FindStringIndex(w.text[:at])
	return m != nil && slices.ContainsFunc(p.own, func(x spot) bool { return x.to == w.from+m[0] })
}

// only is the one day that a sentence names.
func (p *parser) only(w row, said []model.Date) model.Date {
	if len(said) == 0 {
		return ""
	}
	for _, day := range said[1:] {
		if day != said[0] {
			p.r.unsure(fmt.Sprintf("%q names several days: they were left out.", brief(w.said)))
			p.unmark(w, IsDate)
			return ""
		}
	}
	return said[0]
}

// slashed reads a day whose order of parts no sign tells: when only one order is
// possible, or the languages of the answer know only one.
func (p *parser) slashed(w row, part [3]string) (model.Date, bool) {
	one, first := civil(part[2], part[1], part[0])
	two, second := civil(part[2], part[0], part[1])
	switch {
	case first && (!second || one == two || p.order == dmy):
		return one, true
	case first && second:
		p.r.unsure(fmt.Sprintf("The day in %q can be read in two ways: it was left out.", brief(w.said)))
		return "", false
	}
	return two, second
}

// civil puts a day together; months may be names.
func civil(year, month, day string) (model.Date, bool) {
	y, err := strconv.Atoi(year)
	if err != nil {
		return "", false
	}
	m, err := strconv.Atoi(month)
	if err != nil {
		m = words().months[month]
	}
	d, err := strconv.Atoi(day)
	if err != nil || m < 1 || m > 12 || d < 1 {
		return "", false
	}
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	return model.DateOf(t), t.Day() == d && int(t.Month()) == m
}
