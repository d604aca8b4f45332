package reports

import (
	"io"
	"runtime"
	"unicode/utf8"
)

// encodedAtOnce is how many rows are encoded into one piece of memory, some
// hundred kilobytes.
const encodedAtOnce = 1 << 10

// JSON writes the table as {"title","columns":[{"key","label","kind"}],
// "rows":[{key:value}],"totals":{key:value},"meta":{...}}, one row a line.
// Amounts, percentages and other decimals are strings, counts numbers, flags
// booleans; unknown is null. Nothing is held back: any size of table takes the
// same memory.
func (t *Table) JSON(w io.Writer) error {
	b := make([]byte, 0, 1<<12)
	b = append(b, `{"name":`...)
	b = appendQuoted(b, t.Name)
	b = append(b, `,"title":`...)
	b = appendQuoted(b, t.Title)
	b = append(b, `,"columns":[`...)
	keys := make([][]byte, len(t.Columns))
	for i, c := range t.Columns {
		if i > 0 {
			b = append(b, ',')
			keys[i] = append(keys[i], ',')
		}
		keys[i] = append(appendQuoted(keys[i], c.Key), ':')
		b = append(b, `{"key":`...)
		b = appendQuoted(b, c.Key)
		b = append(b, `,"label":`...)
		b = appendQuoted(b, c.Label)
		b = append(b, `,"kind":"`...)
		b = append(append(b, c.Kind.String()...), `"}`...)
	}
	b = append(b, `],"rows":[`...)
	if _, err := w.Write(b); err != nil {
		return err
	}
	if err := t.writeRows(w, keys); err != nil {
		return err
	}
	b = append(b[:0], `],"totals":`...)
	b = appendRow(b, keys, t.Totals)
	b = append(b, `,"meta":`...)
	b = append(appendMeta(b, t.Meta), '}', '\n')
	_, err := w.Write(b)
	return err
}

// writeRows encodes pieces of the table on all processors and writes them in
// their order, at most one piece for each processor ahead.
func (t *Table) writeRows(w io.Writer, keys [][]byte) error {
	ahead := make([]chan []byte, runtime.GOMAXPROCS(0)+1)
	for i := range ahead {
		ahead[i] = make(chan []byte, 1)
		ahead[i] <- nil
	}
	pieces := (t.Len() + encodedAtOnce - 1) / encodedAtOnce
	for i := range pieces + len(ahead) {
		slot := ahead[i%len(ahead)]
		b := <-slot
		if _, err := w.Write(b); err != nil {
			return err
		}
		if i >= pieces {
			slot <- nil
			continue
		}
		go func() {
			piece, lent := b[:0], make([]Cell, 0, len(t.Columns))
			for n := i * encodedAtOnce; n < min((i+1)*encodedAtOnce, t.Len()); n++ {
				if n > 0 {
					piece = append(piece, ',')
				}
				piece = appendRow(append(piece, '\n'), keys, t.Row(n, lent))
			}
			slot <- piece
		}()
	}
	return nil
}

// appendRow writes {key:value}; a table without totals gives {}.
func appendRow(b []byte, keys [][]byte, row []Cell) []byte {
	b = append(b, '{')
	for i := range row {
		b = append(b, keys[i]...)
		b = appendValue(b, row[i])
	}
	return append(b, '}')
}

func appendMeta(b []byte, m Meta) []byte {
	b = append(b, '{')
	for _, p := range m.Pairs() {
		b = append(appendQuoted(b, p.Key), ':')
		b = append(appendValue(b, p.Value), ',')
	}
	b = append(b, `"notes":[`...)
	for i, note := range m.Notes {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendQuoted(b, note)
	}
	return append(b, "]}"...)
}

func appendValue(b []byte, c Cell) []byte {
	switch c.kind {
	case KindUnknown:
		return append(b, "null"...)
	case KindInteger, KindFlag:
		return c.AppendTo(b)
	case KindAmount, KindPercent, KindNumber, KindDate, KindInstant:
		return append(c.AppendTo(append(b, '"')), '"')
	}
	if c.word() == "" {
		return append(b, "null"...)
	}
	return appendQuoted(b, c.word())
}

const hexDigits = "0123456789abcdef"

// appendQuoted writes a JSON string; bytes that are no UTF-8 become U+FFFD.
func appendQuoted(b []byte, s string) []byte {
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && n == 1 {
				b = append(append(b, s[start:i]...), `\ufffd`...)
				start = i + 1
			}
			i += n
			continue
		}
		if c >= ' ' && c != '"' && c != '\\' {
			i++
			continue
		}
		b = append(b, s[start:i]...)
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, `\n`...)
		case '\t':
			b = append(b, `\t`...)
		case '\r':
			b = append(b, `\r`...)
		default:
			b = append(b, `\u00`...)
			b = append(b, hexDigits[c>>4], hexDigits[c&15])
		}
		i++
		start = i
	}
	return append(append(b, s[start:]...), '"')
}
