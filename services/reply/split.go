package reply

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// row is a sentence of the text, or a line that has but one. Quoted ones are what
// we wrote ourselves, signed ones stand below the greeting.
type row struct {
	from           int    // in the folded text
	text           string // folded
	said           string // as it was pasted
	quoted, signed bool
	apart          bool // it may be about another purchase order
}

// split cuts the text into sentences and tells what is quoted and what stands
// below the greeting.
func split(f *folded) []row {
	var lines []row
	at := 0
	for line := range strings.SplitAfterSeq(f.text, "\n") {
		lines = append(lines, row{from: at, text: strings.TrimRight(line, "\r\n")})
		at += len(line)
	}
	judge(lines)
	var all []row
	for _, l := range lines {
		for _, s := range sentences(f, l) {
			s.said = strings.TrimSpace(f.original(s.from, s.from+len(s.text)))
			all = append(all, s)
		}
	}
	return all
}

// judge marks lines as quoted or signed.
func judge(lines []row) {
	spoke, below, signed, top := false, false, false, false
	for i := range lines {
		bare := strings.TrimSpace(lines[i].text)
		heads := headed(lines[i:])
		switch {
		case below:
		case heads && !spoke, top && words().head.MatchString(bare):
			top = true // the head of the reply itself was pasted too
			lines[i].quoted = true
			continue
		case heads, opens(bare), attributed(lines[i:]):
			below = true
		}
		top = top && bare == ""
		signed = signed || bare == "--" || words().closing.MatchString(bare)
		lines[i].quoted = below || strings.HasPrefix(bare, ">") || strings.HasPrefix(bare, "|") && strings.Count(bare, "|") == 1
		lines[i].signed = signed
		spoke = spoke || bare != "" && !lines[i].quoted
	}
}

// opens tells a line that parts the answer from the original below it.
func opens(bare string) bool {
	if strings.HasPrefix(bare, "__________") {
		return true
	}
	rest := strings.TrimLeft(bare, "- ")
	m := words().original.FindStringIndex(rest)
	return m != nil && m[0] == 0 && (strings.HasPrefix(bare, "-") || rest[m[1]:] == ":")
}

// attributed tells whether the first of the lines says who wrote what follows and
// when, alone or with the next one: programs break it.
func attributed(lines []row) bool {
	bare := strings.TrimSpace(lines[0].text)
	if names(bare) && strings.HasSuffix(bare, ":") && words().wrote.MatchString(bare) {
		return true
	}
	if len(lines) < 2 || !names(bare) {
		return false
	}
	next := strings.TrimSpace(lines[1].text)
	return !names(next) && len(next) < 40 && strings.HasSuffix(next, ":") && words().wrote.MatchString(next)
}

// names tells whether a line has a day or an address in it.
func names(s string) bool { return strings.ContainsAny(s, "0123456789@") }

// headed tells whether the first of the lines begins the head of a message: who
// it is from and, in that or the next lines, an address or another field.
func headed(lines []row) bool {
	bare := strings.TrimSpace(lines[0].text)
	if !words().from.MatchString(bare) {
		return false
	}
	if strings.Contains(bare, "@") {
		return true
	}
	for _, l := range lines[1:min(4, len(lines))] {
		if words().head.MatchString(strings.TrimSpace(l.text)) {
			return true
		}
	}
	return false
}

// sentences cuts a line where a sentence ends, as far as that is certain.
func sentences(f *folded, l row) []row {
	var all []row
	start := 0
	cut := func(end int) {
		s := l
		s.from, s.text = l.from+start, l.text[start:end]
		all, start = append(all, s), end
	}
	for i := 0; i+1 < len(l.text); i++ {
		if l.text[i+1] == ' ' && ends(f, l, i) {
			cut(i + 1)
		}
	}
	cut(len(l.text))
	return all
}

// year is one that may end a sentence, as no word cut short does.
var year = regexp.MustCompile(`^20\d\d$`)

// ends tells whether the sign at a place of the line ends a sentence. A full stop
// does before a capital letter, unless what stands before may be cut short.
func ends(f *folded, l row, i int) bool {
	switch l.text[i] {
	case '!', '?', ';':
		return true
	case '.':
	default:
		return false
	}
	if r, _ := utf8.DecodeRuneInString(f.said[f.at[l.from+i]:]); r == '。' {
		return true
	}
	before := l.text[strings.LastIndexByte(l.text[:i], ' ')+1 : i]
	rest := strings.TrimLeft(l.text[i+1:], " ")
	if len(before) < 5 && !year.MatchString(before) || rest == "" || words().label.MatchString(before) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(f.said[f.at[l.from+len(l.text)-len(rest)]:])
	return unicode.IsUpper(r) || unicode.Is(unicode.Han, r)
}
