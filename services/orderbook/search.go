package orderbook

import "strings"

// search tells which orders hold all words. What contacts and lines are called
// is searched once for each word, not once for each order.
type search struct {
	words    []string
	contacts [][]bool // by word and place
	texts    [][]bool
}

func (x *index) search(words string) *search {
	s := &search{words: strings.Fields(strings.ToLower(words))}
	for _, w := range s.words {
		people, texts := make([]bool, len(x.contacts)), make([]bool, len(x.texts))
		for i := range x.contacts {
			people[i] = strings.Contains(x.contacts[i].text, w)
		}
		for i, text := range x.texts {
			texts[i] = strings.Contains(text, w)
		}
		s.contacts, s.texts = append(s.contacts, people), append(s.texts, texts)
	}
	return s
}

func (s *search) fits(x *index, e *entry) bool {
	for i, w := range s.words {
		if e.contact >= 0 && s.contacts[i][e.contact] || strings.Contains(e.low, w) {
			continue
		}
		if !s.named(i, x.linesOf(e)) {
			return false
		}
	}
	return true
}

func (s *search) named(word int, lines []line) bool {
	for i := range lines {
		if s.texts[word][lines[i].text] {
			return true
		}
	}
	return false
}
