package shell

import (
	"strings"
	"unicode"
)

// Points of a match: a letter counts more at the start of a word and right after
// the letter before it.
const (
	letterPoints = 1
	afterPoints  = 4
	startPoints  = 8
	firstPoints  = 6 // at the start of the whole text
)

// score tells how well a text fits what was typed; 0 is not at all. Every word
// that was typed must be found: as letters in their order, in one of the texts.
func score(typed string, texts ...string) int {
	total := 0
	for _, word := range strings.Fields(strings.ToLower(typed)) {
		best := 0
		for i, t := range texts {
			n := fits([]rune(word), []rune(strings.ToLower(t)))
			if i > 0 {
				n /= 2 // found by another word than the one that is shown
			}
			best = max(best, n)
		}
		if best == 0 {
			return 0
		}
		total += best
	}
	return total
}

// fits scores the letters of word in their order in text. Letters scattered over
// the words are no match: each that does not follow the one before must start a
// word.
func fits(word, text []rune) int {
	best := 0
	for at := range text {
		if text[at] == word[0] {
			best = max(best, from(word, text, at))
		}
	}
	return best
}

func from(word, text []rune, at int) int {
	points := letterPoints
	switch {
	case at == 0:
		points += startPoints + firstPoints
	case starts(text, at):
		points += startPoints
	}
	if len(word) == 1 {
		return points
	}
	best := 0
	if at+1 < len(text) && text[at+1] == word[1] {
		if n := follow(word[1:], text, at+1); n > 0 {
			best = n
		}
	}
	for next := at + 1; next < len(text); next++ {
		if text[next] == word[1] && starts(text, next) {
			if n := from(word[1:], text, next); n > best {
				best = n
			}
		}
	}
	if best == 0 {
		return 0
	}
	return points + best
}

// follow scores word[0] at a place right behind the letter before it.
func follow(word, text []rune, at int) int {
	if len(word) == 1 {
		return letterPoints + afterPoints
	}
	n := from(word, text, at)
	if n == 0 {
		return 0
	}
	return n + afterPoints
}

// starts tells whether a word begins at a place.
func starts(text []rune, at int) bool {
	return at == 0 || !unicode.IsLetter(text[at-1]) && !unicode.IsDigit(text[at-1])
}
