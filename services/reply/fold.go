package reply

import (
	"bytes"
	"sort"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// folded is a text in the form in which it is understood: small letters without
// accents, signs and digits of full width as plain ones. At tells for every byte
// where the text that was pasted has what it stands for.
type folded struct {
	text string
	at   []int
	said string
}

// plain are signs that are written in several ways.
var plain = map[rune]string{
	'’': "'", '‘': "'", '′': "'", '´': "'", '“': `"`, '”': `"`, '„': `"`, '«': `"`, '»': `"`, '–': "-", '—': "-", '−': "-", '‑': "-", '，': ", ",
	'、': ", ", '。': ". ", '；': "; ", '！': "! ", '？': "? ", '：': ":", '￥': "¥", '　': " ", 'ß': "ss", 'ł': "l", 'ø': "o", 'æ': "ae", 'œ': "oe", '‍': "", '​': "", '\ufeff': "",
}

// fold brings a text into that form.
func fold(text string) folded {
	f := folded{at: make([]int, 0, len(text)+1), said: text}
	var b bytes.Buffer
	parts := -1 // where a blank stands that may part thousands
	put := func(i int, r rune) {
		s := simple(r)
		if parts >= 0 && unicode.IsDigit(r) {
			b.Truncate(parts)
			b.WriteByte('\'')
		}
		parts = -1
		if hard(r) && b.Len() > 0 && unicode.IsDigit(rune(b.Bytes()[b.Len()-1])) {
			parts = b.Len()
		}
		b.WriteString(s)
		for range len(s) {
			f.at = append(f.at, i)
		}
	}
	for i := 0; i < len(text); {
		if n, means := markup(text[i:]); n > 0 {
			for _, r := range means {
				put(i, r)
			}
			i += n
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		put(i, r)
		i += n
	}
	f.text, f.at = b.String(), append(f.at, len(text))
	return f
}

// hard tells a blank at which no line is broken.
func hard(r rune) bool { return r == '\u00a0' || r == '\u202f' || r == '\u2009' }

// simple is the form of one letter or sign.
func simple(r rune) string {
	r = unicode.ToLower(r)
	if r < 0x80 {
		return string(r)
	}
	if s, ok := plain[r]; ok {
		return s
	}
	if r >= '！' && r <= '～' {
		return string(unicode.ToLower(r - '！' + '!'))
	}
	if hard(r) {
		return " "
	}
	if unicode.Is(unicode.Mn, r) {
		return ""
	}
	if unicode.Is(unicode.Latin, r) {
		r = []rune(norm.NFD.String(string(r)))[0]
	}
	return string(r)
}

// original is what was pasted where the folded text has a range.
func (f *folded) original(from, to int) string { return f.said[f.at[from]:f.at[to]] }

// mark is a range of the folded text in bytes of the text that was pasted.
func (f *folded) mark(from, to int, k Kind) Mark {
	m := Mark{f.at[from], f.at[to], k}
	if m.From == m.To { // half of a sign that is folded into two
		m.To = f.at[sort.SearchInts(f.at, m.From+1)]
	}
	return m
}

// word is a name as it is looked for in a folded text.
func word(name string) string { f := fold(name); return f.text }
