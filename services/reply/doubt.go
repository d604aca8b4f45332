package reply

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/dropledger/dropledger/model"
)

// percent is a figure in percent.
var percent = regexp.MustCompile(`\d\s*%|%\s*\d`)

// counts is how much was understood or doubted so far.
func (p *parser) counts() int { return len(p.r.Marks) + len(p.r.Unsure) }

// astray tells whether a number of pieces in a sentence may be of those that do not
// come, or of a box.
func (p *parser) astray(w row) bool {
	x := words()
	return x.lacks.MatchString(x.later.ReplaceAllString(w.text, ",")) || x.refused.MatchString(w.text) || x.bulk.MatchString(w.text)
}

// lone reads of a sentence that names no article what it says of the only one that
// was ordered. What it says of several is told and left out.
func (p *parser) lone(w row) {
	x := words()
	counted := p.counted(w, x.pieces) || p.counted(w, x.laterPieces)
	if counted && len(p.of.Lines) == 1 && !p.astray(w) && !p.denies(w) {
		p.quantity(w, &p.r.Lines[0])
		counted = false
	}
	amounts := p.prices(w)
	if len(amounts) == 1 && amounts[0].named && len(p.of.Lines) == 1 && !p.denies(w) && !x.fees.MatchString(w.text) {
		p.price(w, &p.r.Lines[0], amounts)
		amounts = nil
	}
	if counted || len(amounts) > 0 || percent.MatchString(w.text) || x.lacks.MatchString(w.text) {
		p.r.unsure(fmt.Sprintf("%q does not say which article it is about: look at quantities and prices.", brief(w.said)))
	}
}

// counted tells whether a number of pieces stands in a sentence, one that is no part
// of something else.
func (p *parser) counted(w row, form *regexp.Regexp) bool {
	return slices.ContainsFunc(form.FindAllStringSubmatchIndex(w.text, -1), func(m []int) bool {
		from, to := group(m)
		return p.free(w.from+from, w.from+to)
	})
}

// blank tells of a sentence that names an article and says nothing that is known,
// given how much was understood before it was read.
func (p *parser) blank(w row, before int) {
	if x := words(); p.counts() > before || x.accepted.MatchString(w.text) && !x.lacks.MatchString(w.text) && !x.but.MatchString(w.text) {
		return
	}
	for i, r := range w.text {
		if unicode.IsLetter(r) && p.free(w.from+i, w.from+i+1) {
			p.r.unsure(fmt.Sprintf("%q names an article, and what it says of it is not known: read it.", brief(w.said)))
			return
		}
	}
}

// leaves tells of a sentence that says when something leaves in another way than by
// a day, and of one whose day is that of the arrival.
func (p *parser) leaves(w row, before int) {
	if p.counts() > before || !words().ships.MatchString(w.text) {
		return
	}
	for _, m := range bare.FindAllStringIndex(w.text, -1) {
		if p.free(w.from+m[0], w.from+m[1]) {
			p.r.unsure(fmt.Sprintf("%q names no day that can be read: see when it leaves.", brief(w.said)))
			return
		}
	}
}

// arrives tells whether the day of a sentence is one on which something arrives:
// that is not the day on which it leaves.
func (p *parser) arrives(w row, day model.Date) bool {
	if day == "" || !words().arrives.MatchString(w.text) {
		return false
	}
	p.unmark(w, IsDate)
	p.r.unsure(fmt.Sprintf("%q says when it arrives, not when it leaves: the day was left out.", brief(w.said)))
	return true
}

// coded is what a letter beyond ASCII looks like in the source of a message.
var coded = regexp.MustCompile(`=[0-9a-f]{2}=[0-9a-f]{2}|=\r?\n`)

// beside tells of what was not read at all: the source of a message, attachments.
func (p *parser) beside(rows []row) {
	if coded.MatchString(p.text.text) {
		p.r.unsure("The text looks like the source of a message: open the message, and copy what is shown.")
	}
	for _, w := range rows {
		if !w.quoted && !w.signed && !w.apart && words().attached.MatchString(w.text) {
			p.r.unsure(fmt.Sprintf("%q speaks of an attachment, which is not read: look at it too.", brief(w.said)))
		}
	}
}

// limits tells a sentence that takes something out of what it says, or puts
// something else in its place. An older price is nothing of that kind.
func (p *parser) limits(w row) bool {
	x := words()
	return x.except.MatchString(w.text) || x.swap.MatchString(x.instead.ReplaceAllString(w.text, ","))
}

// A yes of a form: boxes of which one is ticked, and a no behind the word.
var (
	boxes    = regexp.MustCompile(`\[[ xv]?\]|\([ xv]?\)|[☐☑☒]`)
	answerNo = regexp.MustCompile(`^\s*\??\s*[:=]\s*(?:n|no|non|nein|nee|nie|false|0)\b|^\s*\??\s*[:=]\s*[否不]`)
)

// cancels tells of a sentence on a cancellation, which no yes and no quantity is
// taken from. An amendment may have asked for it.
func (p *parser) cancels(w row) bool {
	if p.r.Amendment != "" || !words().cancels.MatchString(w.text) {
		return false
	}
	p.cancelled = true
	hint := "if the supplier does not send it, enter that it is refused"
	if len(p.of.Amendments) > 0 {
		hint = "if it answers " + strings.Join(p.of.Amendments, " or ") + ", record it there"
	}
	p.r.unsure(fmt.Sprintf("%q speaks of a cancellation: %s.", brief(w.said), hint))
	return true
}
