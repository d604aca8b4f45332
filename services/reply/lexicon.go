package reply

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/dropledger/dropledger/resources"
)

// language is a file of ReplyWords.
type language struct {
	Spoken    []string `json:"spoken"` // words that tell the language
	Accepted  []string `json:"accepted"`
	Refused   []string `json:"refused"`
	Not       []string `json:"not"`
	Fine      []string `json:"fine"`    // not a denial, though it has one of its words
	Asks      []string `json:"asks"`    // the sentence wants to be answered
	Perhaps   []string `json:"perhaps"` // the sentence binds nobody
	When      []string `json:"when"`    // what is refused is refused for a time
	Some      []string `json:"some"`    // what is refused is not all
	But       []string `json:"but"`     // what is confirmed is so with a reserve
	Except    []string `json:"except"`  // not all of it, or not as it was ordered
	Cancels   []string `json:"cancels"`
	Lacks     []string `json:"lacks"` // the pieces named do not come, or not so many
	Swap      []string `json:"swap"`  // something else comes in its place
	Fees      []string `json:"fees"`  // an amount that is no price
	Arrives   []string `json:"arrives"`
	Attached  []string `json:"attached"`
	Per       []string `json:"per"`  // between a price and what it is of
	Bulk      []string `json:"bulk"` // several pieces at once
	Ships     []string `json:"ships"`
	Dated     []string `json:"dated"` // before the day of something that was written
	Reference []string `json:"reference"`
	Yours     []string `json:"yours"` // before a number that is ours
	Number    []string `json:"number"`
	Units     []string `json:"units"`
	Quantity  []string `json:"quantity"`
	Of        []string `json:"of"`
	Later     []string `json:"later"`
	Be        []string `json:"be"` // between pieces and that they come later
	Price     []string `json:"price"`
	Each      []string `json:"each"`
	Linked    []string `json:"linked"` // between a price and its figure
	Instead   []string `json:"instead"`
	Total     []string `json:"total"`

	Tracking []string          `json:"tracking"` // before the number of a parcel
	And      []string          `json:"and"`      // between several
	Carriers map[string]string `json:"carriers"` // names by what is written

	Currencies map[string]string `json:"currencies"` // codes by what is written, parted by blanks where it may be several
	Months     [12][]string      `json:"months"`
	DayOf      []string          `json:"day_of"`
	DayEnd     []string          `json:"day_end"`
	DayOrder   string            `json:"day_order"` // of a day in digits: dmy, ymd, or "" where several are used

	Original []string `json:"original"`
	Wrote    []string `json:"wrote"`
	From     []string `json:"from"`
	Head     []string `json:"head"`
	Closing  []string `json:"closing"`
}

// languages reads the words, by language.
var languages = sync.OnceValue(func() map[string]language {
	files, err := resources.ReplyWords.ReadDir("replies")
	if err != nil {
		panic("words of replies: " + err.Error()) // they are built in
	}
	all := map[string]language{}
	for _, f := range files {
		var l language
		data, err := resources.ReplyWords.ReadFile("replies/" + f.Name())
		if err == nil {
			err = json.Unmarshal(data, &l)
		}
		if err != nil {
			panic("words of replies " + f.Name() + ": " + err.Error())
		}
		all[strings.TrimSuffix(f.Name(), ".json")] = l
	}
	return all
})

// lexicon are the words of all languages as they are looked for in a folded text:
// a supplier in Shenzhen writes half in English.
type lexicon struct {
	accepted, refused, not, fine, asks, perhaps, when, some, ships, dated, later *regexp.Regexp

	but, except, cancels, lacks, per, bulk, swap, fees, arrives, attached *regexp.Regexp

	reference, yours, numbered           *regexp.Regexp
	pieces, ofAll, laterPieces           *regexp.Regexp
	prices, instead, totals, money       *regexp.Regexp
	each, eachAfter, label               *regexp.Regexp
	namedDay, monthFirst, yearless       *regexp.Regexp
	original, wrote, from, head, closing *regexp.Regexp

	tracking, and, carriers *regexp.Regexp
	carrierNames            map[string]string // by their folded form

	currencies map[string]string
	months     map[string]int
	spoken     map[string]*regexp.Regexp // by the order of a day in digits
}

// figure is an amount as people write it.
const figure = `\d{1,3}(?:[.,']\d{3})+(?:[.,]\d{1,4})?|\d+(?:[.,]\d{1,4})?`

// words makes the lexicon, once.
var words = sync.OnceValue(func() *lexicon {
	x := &lexicon{carrierNames: map[string]string{}, currencies: map[string]string{}, months: map[string]int{}, spoken: map[string]*regexp.Regexp{}}
	all := gather()
	for _, p := range []struct {
		to   **regexp.Regexp
		from []string
	}{
		{&x.accepted, all.Accepted},
		{&x.refused, all.Refused},
		{&x.not, all.Not},
		{&x.fine, all.Fine},
		{&x.asks, all.Asks},
		{&x.perhaps, all.Perhaps},
		{&x.when, all.When},
		{&x.some, all.Some},
		{&x.ships, all.Ships},
		{&x.later, all.Later},
		{&x.but, all.But},
		{&x.except, all.Except},
		{&x.cancels, all.Cancels},
		{&x.lacks, all.Lacks},
		{&x.bulk, all.Bulk},
		{&x.swap, all.Swap},
		{&x.fees, all.Fees},
		{&x.arrives, all.Arrives},
		{&x.attached, all.Attached},
		{&x.original, all.Original},
		{&x.wrote, all.Wrote},
	} {
		*p.to = regexp.MustCompile(anyOf(p.from))
	}
	x.numbers(&all)
	x.amounts(&all)
	x.days(&all)
	x.parcels(&all)
	x.from = regexp.MustCompile(`^\W*` + anyOf(all.From) + `\s*:`)
	x.head = regexp.MustCompile(`^\W*` + anyOf(all.Head) + `\s*:`)
	x.closing = regexp.MustCompile(`^\W*` + anyOf(all.Closing) + `(?:[\s,.!]+[^\s\d]+){0,4}[\s,.!]*$`)
	return x
})

// gather puts the words of all languages together, and those by which the
// languages are told apart into spoken.
func gather() language {
	var all language
	all.Currencies, all.Carriers = map[string]string{}, map[string]string{}
	for _, l := range languages() {
		of := l.lists()
		for i, to := range all.lists() {
			*to = append(*to, *of[i]...)
		}
		maps.Copy(all.Currencies, l.Currencies)
		maps.Copy(all.Carriers, l.Carriers)
		for i, names := range l.Months {
			all.Months[i] = append(all.Months[i], names...)
		}
	}
	return all
}

// lists are all that is a list of words, in one order.
func (l *language) lists() []*[]string {
	return []*[]string{
		&l.Accepted, &l.Refused, &l.Not, &l.Fine, &l.Asks, &l.Perhaps, &l.When, &l.Some, &l.But, &l.Except, &l.Cancels, &l.Lacks,
		&l.Per, &l.Bulk, &l.Swap, &l.Fees, &l.Arrives, &l.Attached, &l.Ships, &l.Dated, &l.Reference, &l.Yours, &l.Number,
		&l.Units, &l.Quantity, &l.Of, &l.Later, &l.Be, &l.Price, &l.Each, &l.Linked, &l.Instead, &l.Total, &l.Tracking, &l.And,
		&l.DayOf, &l.DayEnd, &l.Original, &l.Wrote, &l.From, &l.Head, &l.Closing,
	}
}

// parcels are the expressions of tracking numbers. Between the words for one and
// the number the carrier may stand.
func (x *lexicon) parcels(all *language) {
	var names []string
	for written, name := range all.Carriers {
		names = append(names, written)
		x.carrierNames[word(written)] = name
	}
	x.carriers = regexp.MustCompile(anyOf(names))
	x.tracking = regexp.MustCompile(anyOf(all.Tracking) + `(?:[\s.:#=()"-]|` + anyOf(all.Number) + `|` + anyOf(names) + `)*`)
	x.and = regexp.MustCompile(`^\s*(?:[,;/+&]|` + anyOf(all.And) + `)\s*(?:` + anyOf(all.And) + `\s*)?`)
}

// numbers are the expressions of order numbers and quantities.
func (x *lexicon) numbers(all *language) {
	unit, of, later := joined(all.Units), `(?:`+anyOf(all.Of)+`|/)`, anyOf(all.Later)
	x.reference = regexp.MustCompile(anyOf(all.Reference) + `[\s.:#]*(?:` + anyOf(all.Number) + `[\s.:#]*){0,2}([a-z0-9][a-z0-9/_-]*\d[a-z0-9/_-]*)`)
	x.yours = regexp.MustCompile(anyOf(all.Yours) + `\s*(?:[a-z]+\s+)?$`)
	x.numbered = regexp.MustCompile(`^` + anyOf(all.Number) + `[\s.:#]*[a-z]{0,4}-?\d`)
	x.pieces = regexp.MustCompile(`\b(\d{1,6})(?:\s*` + of + `\s*\d{1,6})?\s*` + unit + `|` + anyOf(all.Quantity) + `\s*[:=]?\s*(\d{1,6})\b|\b(\d{1,6})\s+` + anyOf(all.Of) +
		`\s+\d{1,6}\b|(?:^|\s)[x×]\s?(\d{1,6})\b`)
	x.ofAll = regexp.MustCompile(`^\d{1,6}\s*` + of + `\s*(\d{1,6})\b`)
	x.label = regexp.MustCompile(anyOf(slices.Concat(all.Reference, all.Number, all.Tracking)) + `$`)
	x.laterPieces = regexp.MustCompile(`\b(\d{1,6})\s*(?:` + unit + `)?[.]?\s*(?:` + anyOf(all.Be) + `\s*){0,2}` + later + `|` + later + `\s*[:=]?\s*(?:` + anyOf(all.Of) + `\s*)?(\d{1,6})\b`)
}

// amounts are the expressions of prices.
func (x *lexicon) amounts(all *language) {
	var signs []string
	for sign, code := range all.Currencies {
		signs = append(signs, sign)
		x.currencies[word(sign)] = code
	}
	currency, after := anyOf(signs), joined(signs)
	x.money = regexp.MustCompile(after)
	x.prices = regexp.MustCompile(currency + `\s*(` + figure + `)\b|\b(` + figure + `)\s*` + after + `|` + anyOf(all.Price) + `\s*(?:` + anyOf(all.Linked) +
		`)?\s*[:=]?\s*(` + figure + `)\b(?:\s*` + after + `)?`)
	x.instead = regexp.MustCompile(anyOf(all.Instead) + `\s*:?\s*(?:` + currency + `\s*)?(?:` + figure + `)\b(?:\s*` + after + `)?(?:\s*` + joined(all.Units) + `)?`)
	x.totals = regexp.MustCompile(anyOf(all.Total) + `[^\d]{0,20}?(?:` + currency + `\s*(?:` + figure + `)\b|\b(?:` + figure + `)\s*` + after + `)`)
	x.per = regexp.MustCompile(`^\s*(?:/|` + anyOf(all.Per) + `)`)
	x.each = regexp.MustCompile(anyOf(slices.Concat(all.Each, all.Price)) + `\s*(?:` + anyOf(all.Linked) + `)?\s*[:=]?\s*$`)
	x.eachAfter = regexp.MustCompile(`^\s*/?\s*` + joined(slices.Concat(all.Each, all.Units)))
}

// days are the expressions of days with the name of a month, and of where the
// languages are that write days in digits one way only.
func (x *lexicon) days(all *language) {
	var names []string
	for i, of := range all.Months {
		for _, name := range of {
			names = append(names, name)
			x.months[word(name)] = i + 1
		}
	}
	month := `(` + strings.Trim(anyOf(names), `()?:`) + `)\.?`
	end, of := strings.ReplaceAll(anyOf(all.DayEnd), `\b`, ""), anyOf(all.DayOf)
	x.dated = regexp.MustCompile(anyOf(all.Dated) + `\s*:?\s*$`)
	x.namedDay = regexp.MustCompile(`\b(\d{1,2})(?:` + end + `|\.)?[\s/-]+(?:` + of + `\s+)?` + month + `[,/-]?\s*(?:` + of + `\s+)?(\d{4})\b`)
	x.monthFirst = regexp.MustCompile(month + `\s+(\d{1,2})(?:` + end + `)?,?\s+(\d{4})\b`)
	x.yearless = regexp.MustCompile(`\b(?:0?[1-9]|[12]\d|3[01])\.\s?(?:0?[1-9]|1[0-2])\.(?:\s|$|\d{2}\b)|\b\d{1,2}/\d{1,2}(?:/\d{2})?\b|\b\d{1,2}-\d{1,2}-\d{2}\b|\d{1,2}月\d{1,2}[日号]|\b\d{1,2}(?:` + end + `|\.)?\s+(?:` + of + `\s+)?` + month + `|` + month + `\s+\d{1,2}\b`)
	spoken := map[string][]string{}
	for _, l := range languages() {
		spoken[l.DayOrder] = append(spoken[l.DayOrder], l.Spoken...)
	}
	for order, list := range spoken {
		x.spoken[order] = regexp.MustCompile(anyOf(list))
	}
}

// anyOf is the expression of one of the phrases, the longest first.
func anyOf(phrases []string) string {
	if len(phrases) == 0 {
		return `[^\x00-\x{10FFFF}]` // nothing
	}
	all := make([]string, 0, len(phrases))
	for _, p := range phrases {
		all = append(all, expression(p))
	}
	slices.SortFunc(all, func(a, b string) int { return len(b) - len(a) })
	return `(?:` + strings.Join(slices.Compact(all), "|") + `)`
}

// joined is any of phrases that may stand right behind a figure.
func joined(phrases []string) string { return begun.ReplaceAllString(anyOf(phrases), "$1") }

var begun = regexp.MustCompile(`(\(\?:|\|)\\b`)

// expression is that of one phrase, which stands on its own where its language
// parts words by blanks.
func expression(phrase string) string {
	apart := strings.HasPrefix(phrase, "^")
	fields := strings.Fields(word(strings.TrimPrefix(phrase, "^")))
	var b strings.Builder
	for i, f := range fields {
		switch {
		case f == "~":
			b.WriteString(`(?:\s+[^\s.,;!?]+){0,3}`)
			continue
		case i > 0:
			b.WriteString(`\s+`)
		}
		stem, begins := strings.CutSuffix(f, "*")
		b.WriteString(regexp.QuoteMeta(stem))
		if begins {
			b.WriteString(`[a-z]*`)
		}
	}
	s, first, last := b.String(), fields[0], fields[len(fields)-1]
	if apart {
		s = `(?:^|[^\p{Han}])` + s
	}
	if alphanumeric(first[0]) {
		s = `\b` + s
	}
	if alphanumeric(last[len(last)-1]) {
		s += `\b`
	}
	return s
}
