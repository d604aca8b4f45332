package sheet

import (
	"bytes"
	"strings"
)

// delimiters are tried in this order; where two fit equally the earlier wins,
// because a comma also stands in numbers and texts.
var delimiters = []byte{'\t', ';', '|', ','}

// delimiterHint reads the line "sep=;" by which spreadsheets are told the
// delimiter, and returns its length with its end.
func delimiterHint(head []byte) (delim byte, n int) {
	if len(head) < 5 || !strings.EqualFold(string(head[:4]), "sep=") {
		return 0, 0
	}
	for n = 5; n < len(head) && n < 8; n++ {
		if head[n-1] == '\n' || head[n-1] == '\r' && head[n] != '\n' {
			return head[4], n
		}
	}
	return 0, 0
}

// lineEnd is CR for the rare files that use it alone, else LF, which a CR may precede.
func lineEnd(head []byte) byte {
	inQuotes, cr := false, false
	for i, c := range head {
		switch c {
		case '"':
			inQuotes = !inQuotes
		case '\n':
			if !inQuotes {
				return '\n'
			}
		case '\r':
			cr = cr || (!inQuotes && i+1 < len(head) && head[i+1] != '\n')
		}
	}
	if cr {
		return '\r'
	}
	return '\n'
}

// detectDelimiter cuts the first records by each candidate and takes the one
// that gives the most cells in rows of one width.
func detectDelimiter(head []byte, eol byte, whole bool, limits Limits) byte {
	best, bestScore := byte(','), 0
	for _, d := range delimiters {
		if bytes.IndexByte(head, d) < 0 {
			continue
		}
		s := scanner{r: bytes.NewReader(nil), limits: limits, delim: d, eol: eol, buf: head, end: len(head), eof: true}
		if score := s.evenness(whole); score > bestScore {
			best, bestScore = d, score
		}
	}
	return best
}

// evenness is, over the widths of the first records, the largest product of
// delimiters in a row and rows with that many.
func (s *scanner) evenness(whole bool) int {
	widths := map[int]int{}
	last := 0
	for n := 0; n < HeadRecords; n++ {
		r, err := s.next()
		if err != nil {
			if n > 1 && !whole {
				widths[last]-- // the text ended inside this record
			}
			break
		}
		last = len(r.Cells)
		widths[last]++
	}
	score := 0
	for width, n := range widths {
		score = max(score, (width-1)*n)
	}
	return score
}
