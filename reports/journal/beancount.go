package journal

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// writeBeancount writes a file that bean-check accepts: every account is
// opened on the day of its first posting.
func writeBeancount(w io.Writer, j Journal) error {
	b := bufio.NewWriterSize(w, 1<<16)
	fmt.Fprintf(b, "option \"title\" %s\n", quoted(j.Company))
	if j.Currency != "" {
		fmt.Fprintf(b, "option \"operating_currency\" %q\n", string(j.Currency))
	}
	b.WriteByte('\n')
	names := beancountNames(accounts(j.Entries))
	for _, a := range accounts(j.Entries) {
		fmt.Fprintf(b, "%s open %s\n", a.first, names[a.code])
		fmt.Fprintf(b, "  name: %s\n", quoted(a.code+" "+a.name))
	}
	for i := range j.Entries {
		writeBeancountEntry(b, &j.Entries[i], names)
	}
	return b.Flush()
}

func writeBeancountEntry(b *bufio.Writer, e *Entry, names map[string]string) {
	fmt.Fprintf(b, "\n%s * %s\n  number: %s\n", e.Date, quoted(e.Memo), quoted(e.Number))
	if e.Document != "" {
		fmt.Fprintf(b, "  document: %s\n", quoted(e.Document))
	}
	for i := range e.Postings {
		p := &e.Postings[i]
		fmt.Fprintf(b, "  %-40s  %12s %s\n", names[p.AccountCode], amountText(p.Amount, p.Currency), p.Currency)
		for _, t := range p.tags() {
			if t.value != "" {
				fmt.Fprintf(b, "    %s: %s\n", t.name, quoted(t.value))
			}
		}
	}
}

// beancountNames gives each account a name in beancount's alphabet, different
// from all others even when only letters it lacks tell them apart.
func beancountNames(all []account) map[string]string {
	names, taken := make(map[string]string, len(all)), make(map[string]bool, len(all))
	for _, a := range all {
		base := a.kind.root() + ":" + component(a.code+" "+a.name)
		name := base
		for n := 2; taken[name]; n++ {
			name = fmt.Sprintf("%s-%d", base, n)
		}
		taken[name] = true
		names[a.code] = name
	}
	return names
}

// component writes a part of an account's name: ASCII letters, digits and
// dashes, starting with a capital or a digit. Accents are dropped.
func component(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(strings.NewReplacer("ß", "ss", "æ", "ae", "ø", "o", "ł", "l").Replace(s)) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			if gap = false; b.Len() == 0 {
				r = unicode.ToUpper(r)
			}
			b.WriteRune(r)
		default:
			gap = true
		}
	}
	if b.Len() == 0 {
		return "X"
	}
	return b.String()
}

// quoted writes a string of one line with beancount's two escapes.
func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(line(s)) + `"`
}
