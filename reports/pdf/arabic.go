package pdf

import (
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// The forms of an Arabic letter, in the order in which Unicode lists them.
const (
	isolated = iota
	final
	initial
	medial
	allForms
)

const (
	lam     = 'ل'
	tatweel = 'ـ'
)

// script is the shapes of Arabic letters as characters of their own, which
// fonts have for just this: a PDF needs no more than that to join them.
type script struct {
	forms map[rune][]rune // two for letters that join to the right only, else four
	alefs map[rune][]rune // lam and this letter in one: isolated, final
}

// arabic is learnt from how Unicode decomposes the presentation forms.
var arabic = sync.OnceValue(func() script {
	s := script{map[rune][]rune{}, map[rune][]rune{}}
	learn := func(first, last rune) {
		for r := first; r <= last; r++ {
			switch parts := []rune(norm.NFKC.String(string(r))); {
			case len(parts) == 1 && parts[0] != r:
				s.forms[parts[0]] = append(s.forms[parts[0]], r)
			case len(parts) == 2 && parts[0] == lam && r >= 0xFEF5:
				s.alefs[parts[1]] = append(s.alefs[parts[1]], r)
			}
		}
	}
	learn(0xFE80, 0xFEFC)
	learn(0xFB50, 0xFBB1)
	learn(0xFBD3, 0xFBE9)
	learn(0xFBFC, 0xFBFF)
	return s
})

func (s script) toRight(r rune) bool { return r == tatweel || len(s.forms[r]) > final }

func (s script) toLeft(r rune) bool { return r == tatweel || len(s.forms[r]) >= allForms }

// shaped puts the form of each Arabic letter that its neighbours ask for, in
// reading order. A word with a letter that has no such form here stays as it is,
// to be set. A text that is shaped already stays.
func (d *Doc) shaped(text string) string {
	if !hasArabic(text) {
		return text
	}
	var all strings.Builder
	for _, word := range strings.SplitAfter(text, " ") {
		if done, whole := d.formed(word); whole {
			word = done
		}
		all.WriteString(word)
	}
	return all.String()
}

// formed is a word in the forms its letters ask for; not whole where one is missing.
func (d *Doc) formed(word string) (done string, whole bool) {
	s := arabic()
	runes := []rune(word)
	out := make([]rune, 0, len(runes))
	before := rune(0)
	for i := 0; i < len(runes); i++ {
		r := runes[i]
		if unicode.Is(unicode.Mn, r) {
			out = append(out, r)
			continue
		}
		if r == noJoiner || r == joiner {
			before = 0
			continue
		}
		joins := s.toLeft(before) && s.toRight(r)
		if i+1 < len(runes) && r == lam && len(s.alefs[runes[i+1]]) > final {
			if form := s.alefs[runes[i+1]][pick(joins, false)]; d.printable(form) {
				out = append(out, form)
				before = runes[i+1]
				i++
				continue
			}
		}
		form, ok := d.form(s, r, pick(joins, s.toLeft(r) && s.toRight(next(runes[i+1:]))))
		if !ok {
			return word, false
		}
		out = append(out, form)
		before = r
	}
	return string(out), true
}

func pick(right, left bool) int {
	switch {
	case right && left:
		return medial
	case right:
		return final
	case left:
		return initial
	}
	return isolated
}

// next is the first letter that is no mark above or below another.
func next(runes []rune) rune {
	for _, r := range runes {
		if !unicode.Is(unicode.Mn, r) {
			return r
		}
	}
	return 0
}

// form returns a letter in one of its forms; not ok where a form is missing.
func (d *Doc) form(s script, r rune, which int) (form rune, ok bool) {
	forms := s.forms[r]
	if len(forms) > which {
		return forms[which], d.printable(forms[which])
	}
	return r, len(forms) > 0 || !isArabicLetter(r)
}

// printable tells whether a font has the character.
func (d *Doc) printable(r rune) bool {
	f, _ := builtIn()
	return f.all.glyph(r) != 0 || d.setup.Fonts.faceFor(r) != nil
}

func hasArabic(text string) bool {
	for _, r := range text {
		if r >= 0x600 && unicode.Is(unicode.Arabic, r) {
			return true
		}
	}
	return false
}

// isArabicLetter tells whether a character is a letter that asks to be joined,
// and not one of its forms.
func isArabicLetter(r rune) bool {
	return r < 0xFB50 && unicode.Is(unicode.Arabic, r) && unicode.IsLetter(r)
}
