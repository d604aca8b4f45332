package kit

import "strings"

// textRun is a piece of a line in one weight.
type textRun struct {
	text     string
	bold     bool
	x, width float32
}

type textLine struct {
	runs  []textRun
	width float32
}

// wrapText breaks a text into lines of at most a width, at spaces and line
// ends. **Two stars** make words bold. A word that is too long is cut.
func wrapText(k ink, text string, width float32) []textLine {
	var lines []textLine
	bold := k.bold
	for _, paragraph := range strings.Split(text, "\n") {
		var words []word
		words, bold = splitWords(paragraph, bold)
		lines = append(lines, wrapWords(k, words, width)...)
	}
	return lines
}

// wrapWidth is the width of the widest line when nothing wraps.
func wrapWidth(k ink, text string) float32 {
	w := float32(0)
	for _, l := range wrapText(k, text, 1e6) {
		w = max(w, l.width)
	}
	return w
}

// word is what is not broken, with the blank before it.
type word struct {
	text  string
	bold  bool
	glued bool // no blank before: the weight changed within a word
}

func splitWords(s string, bold bool) ([]word, bool) {
	var words []word
	for i, part := range strings.Split(s, "**") {
		if i > 0 {
			bold = !bold
		}
		glue := len(words) > 0 && part != "" && part[0] != ' ' && !strings.HasSuffix(strings.Join(strings.Split(s, "**")[:i], ""), " ")
		for j, w := range strings.Fields(part) {
			words = append(words, word{w, bold, j == 0 && glue})
		}
	}
	return words, bold
}

func wrapWords(k ink, words []word, width float32) []textLine {
	lines := []textLine{{}}
	space := k.width("a b") - k.width("ab")
	for _, w := range words {
		wk := k
		wk.bold = w.bold
		text := w.text
		l := &lines[len(lines)-1]
		gap := space
		if len(l.runs) == 0 || w.glued {
			gap = 0
		}
		if len(l.runs) > 0 && l.with(wk, text, gap) > width && !w.glued {
			lines = append(lines, textLine{})
			l, gap = &lines[len(lines)-1], 0
		}
		if wk.width(text) > width {
			text = wk.fit(text, width)
		}
		l.add(wk, text, gap)
	}
	return lines
}

// with is the width of the line once a word is joined to it.
func (l *textLine) with(k ink, text string, gap float32) float32 {
	if n := len(l.runs); l.runs[n-1].bold == k.bold {
		r := l.runs[n-1]
		if gap > 0 {
			text = " " + text
		}
		return r.x + k.width(r.text+text)
	}
	return l.width + gap + k.width(text)
}

// add joins a word to the line: to the run before it when the weight is the
// same, so that blanks are as wide as the font has them.
func (l *textLine) add(k ink, text string, gap float32) {
	if n := len(l.runs); n > 0 && l.runs[n-1].bold == k.bold {
		r := &l.runs[n-1]
		if gap > 0 {
			r.text += " "
		}
		r.text += text
		r.width = k.width(r.text)
		l.width = r.x + r.width
		return
	}
	r := textRun{text: text, bold: k.bold, x: l.width + gap, width: k.width(text)}
	l.runs = append(l.runs, r)
	l.width = r.x + r.width
}
