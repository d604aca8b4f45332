package sheet

import "strings"

var blanks = strings.NewReplacer("_", " ", "-", " ")

// HeaderWords is a header as its words are compared: underscores and hyphens are
// blanks.
func HeaderWords(cell string) string {
	return strings.Join(strings.Fields(blanks.Replace(Normalise(cell))), " ")
}

// Vocabulary knows the headers of fields.
type Vocabulary[F comparable] map[F]map[string]int

// listStep is how far the words of a list lie behind those of the list before it.
const listStep = 1000

// NewVocabulary takes the headers of each field, the surest first; those of a later
// list go behind those of an earlier one.
func NewVocabulary[F comparable](lists ...map[F][]string) Vocabulary[F] {
	v := Vocabulary[F]{}
	for i, list := range lists {
		for f, headers := range list {
			if v[f] == nil {
				v[f] = map[string]int{}
			}
			for n, h := range headers {
				words := HeaderWords(h)
				if _, known := v[f][words]; !known {
					v[f][words] = i*listStep + n
				}
			}
		}
	}
	return v
}

// List tells which of the lists has the header for a field, counted from 0; -1 when
// none has it.
func (v Vocabulary[F]) List(f F, header string) int {
	if rank, known := v[f][HeaderWords(header)]; known {
		return rank / listStep
	}
	return -1
}

// Columns finds the columns of a header: the surest header of a field wins, and a
// column has one meaning, that of the field that comes first.
func (v Vocabulary[F]) Columns(header []string, fields []F) map[F]Column {
	words := make([]string, len(header))
	for i, cell := range header {
		words[i] = HeaderWords(cell)
	}
	found := map[F]Column{}
	taken := map[int]bool{}
	for _, f := range fields {
		best, surest := -1, 0
		for i, w := range words {
			if rank, known := v[f][w]; known && !taken[i] && (best < 0 || rank < surest) {
				best, surest = i, rank
			}
		}
		if best >= 0 {
			found[f] = ColumnOf(header, best)
			taken[best] = true
		}
	}
	return found
}

// Header is the row of the first records that has most known columns, and these
// columns. Where none has any it is the first row, a title above it left aside.
func (v Vocabulary[F]) Header(records []Record, fields []F) (header Record, columns map[F]Column) {
	for _, r := range records {
		found := v.Columns(r.Cells, fields)
		if columns == nil || len(found) > len(columns) || len(columns) == 0 && title(header) && !title(r) {
			header, columns = r, found
		}
	}
	return header, columns
}

// title tells whether a row holds one cell at most.
func title(r Record) bool {
	filled := 0
	for _, cell := range r.Cells {
		if !Blank(cell) {
			filled++
		}
	}
	return filled < 2
}
