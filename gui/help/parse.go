package help

import (
	"strings"
)

// kind is what a block of a page is.
type kind int

const (
	paragraph kind = iota
	title
	heading
	bullet
	numbered
)

// block is one paragraph, heading or item of a list.
type block struct {
	kind   kind
	number int // of a numbered item
	spans  []span
}

// span is a piece of a text in one style.
type span struct {
	text string
	bold bool
	key  bool   // a key, as it is printed
	link string // where it leads: "help:orders", "screen:orders"; "" nowhere
}

// parse reads a page: headings, paragraphs, lists, **bold**, `keys` and
// [links](help:page). What it does not know is text.
func parse(content string) []block {
	var blocks []block
	open := false // the last block takes further lines
	for _, line := range strings.Split(strings.ReplaceAll(content, "\r\n", "\n"), "\n") {
		line = strings.TrimRight(line, " ")
		if strings.TrimSpace(line) == "" {
			open = false
			continue
		}
		k, number, rest := blockOf(strings.TrimSpace(line))
		if k == paragraph && open {
			last := &blocks[len(blocks)-1]
			last.spans = append(last.spans, spansOf(" "+rest)...)
			continue
		}
		blocks = append(blocks, block{kind: k, number: number, spans: spansOf(rest)})
		open = k != title && k != heading
	}
	return blocks
}

// blockOf tells by its beginning what a line is.
func blockOf(line string) (k kind, number int, rest string) {
	if rest, ok := strings.CutPrefix(line, "# "); ok {
		return title, 0, rest
	}
	if bare := strings.TrimLeft(line, "#"); bare != line && strings.HasPrefix(bare, " ") {
		return heading, 0, strings.TrimSpace(bare)
	}
	for _, sign := range []string{"- ", "* "} {
		if rest, ok := strings.CutPrefix(line, sign); ok {
			return bullet, 0, rest
		}
	}
	if digits, rest, ok := strings.Cut(line, ". "); ok && len(digits) > 0 && len(digits) < 3 && strings.Trim(digits, "0123456789") == "" {
		for _, d := range digits {
			number = number*10 + int(d-'0')
		}
		return numbered, number, rest
	}
	return paragraph, 0, line
}

// spansOf cuts a line at its marks. A mark without its other half is text.
func spansOf(s string) []span {
	var spans []span
	add := func(sp span) {
		if sp.text != "" {
			spans = append(spans, sp)
		}
	}
	for s != "" {
		at := strings.IndexAny(s, "*`[")
		if at < 0 {
			break
		}
		mark, rest, ok := markOf(s[at:])
		if !ok {
			end := at + 1
			add(span{text: s[:end]})
			s = s[end:]
			continue
		}
		add(span{text: s[:at]})
		add(mark)
		s = rest
	}
	add(span{text: s})
	return spans
}

// markOf reads the mark that a text begins with.
func markOf(s string) (found span, rest string, ok bool) {
	for _, m := range []struct {
		open, end string
		of        func(string) span
	}{
		{"**", "**", func(t string) span { return span{text: t, bold: true} }},
		{"`", "`", func(t string) span { return span{text: t, key: true} }},
	} {
		if inner, has := strings.CutPrefix(s, m.open); has {
			if t, after, closed := strings.Cut(inner, m.end); closed && t != "" {
				return m.of(t), after, true
			}
			return span{}, s, false
		}
	}
	label, after, has := strings.Cut(strings.TrimPrefix(s, "["), "](")
	to, tail, closed := strings.Cut(after, ")")
	if !strings.HasPrefix(s, "[") || !has || !closed || label == "" || strings.Contains(label, "]") {
		return span{}, s, false
	}
	return span{text: label, link: to}, tail, true
}

// plain is the text of spans without marks.
func plain(spans []span) string {
	var b strings.Builder
	for _, s := range spans {
		b.WriteString(s.text)
	}
	return b.String()
}
