package journal

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode"
)

// writeHledger writes a journal that "hledger check -s" accepts: every account
// and commodity is declared. The directives are those that ledger takes too.
func writeHledger(w io.Writer, j Journal) error {
	b := bufio.NewWriterSize(w, 1<<16)
	fmt.Fprintf(b, "; Journal of %s, %s to %s\n\n", line(j.Company), orAlways(string(j.Period.From)), orAlways(string(j.Period.To)))
	for _, c := range currencies(j.Entries) {
		format := "1000." + strings.Repeat("0", c.Digits())
		fmt.Fprintf(b, "commodity %s\n  format %s %s\n\n", c, format, c)
	}
	names := make(map[string]string)
	for _, a := range accounts(j.Entries) {
		name := a.kind.root() + ":" + hledgerName(a.code+" "+a.name)
		names[a.code] = name
		fmt.Fprintf(b, "account %s\n", name)
	}
	for i := range j.Entries {
		writeHledgerEntry(b, &j.Entries[i], names)
	}
	return b.Flush()
}

func writeHledgerEntry(b *bufio.Writer, e *Entry, names map[string]string) {
	fmt.Fprintf(b, "\n%s * (%s) %s\n", e.Date, strings.NewReplacer("(", "", ")", "").Replace(line(e.Number)), description(e.Memo))
	if doc := tagValue(e.Document); doc != "" {
		fmt.Fprintf(b, "  ; document:%s\n", doc)
	}
	for i := range e.Postings {
		p := &e.Postings[i]
		fmt.Fprintf(b, "  %-40s  %12s %s", names[p.AccountCode], amountText(p.Amount, p.Currency), p.Currency)
		lead := "  ; "
		for _, t := range p.tags() {
			if v := tagValue(t.value); v != "" {
				b.WriteString(lead + t.name + ":" + v)
				lead = ", "
			}
		}
		b.WriteByte('\n')
	}
}

// line makes one line of a text, without blanks at its ends or two together:
// two blanks end an account's name.
func line(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return strings.Join(strings.Fields(s), " ")
}

// hledgerName keeps a name one level deep and free of what starts a comment
// or a virtual posting.
func hledgerName(s string) string {
	return line(strings.NewReplacer(":", " -", ";", ",", "|", "/", "(", "", ")", "", "[", "", "]", "").Replace(s))
}

// description keeps the marks of comments and payees out of a memo.
func description(s string) string { return line(strings.NewReplacer(";", ",", "|", "/").Replace(s)) }

// tagValue keeps the comma, which ends a tag's value, and the colon, which
// would start another tag, out of a value.
func tagValue(s string) string { return line(strings.NewReplacer(",", " ", ":", " ").Replace(s)) }

func orAlways(s string) string {
	if s == "" {
		return "open"
	}
	return s
}
