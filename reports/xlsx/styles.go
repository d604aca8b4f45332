package xlsx

import (
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/dropledger/dropledger/reports"
)

// look is what decides a cell's style.
type look struct {
	format string
	total  bool
	head   bool
	align  string
}

// excelize writes a font without these as none at all, and programs then
// choose one of their own.
const (
	fontName = "Calibri"
	fontSize = 11
	ink      = "2F4A63"
)

// styles makes each style of the workbook once.
type styles struct {
	file *excelize.File
	ids  map[look]int
}

func newStyles(f *excelize.File) *styles { return &styles{f, make(map[look]int)} }

// id returns the number of the style for a look, 0 for an ordinary cell.
func (s *styles) id(l look) (int, error) {
	if l == (look{}) {
		return 0, nil
	}
	if id, ok := s.ids[l]; ok {
		return id, nil
	}
	style := &excelize.Style{}
	if l.format != "" {
		style.CustomNumFmt = &l.format
	}
	switch {
	case l.head:
		style.Font = &excelize.Font{Bold: true, Family: fontName, Size: fontSize, Color: "FFFFFF"}
		style.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{ink}}
		style.Alignment = &excelize.Alignment{Vertical: "center", WrapText: true}
	case l.total:
		style.Font = &excelize.Font{Bold: true, Family: fontName, Size: fontSize}
		style.Border = []excelize.Border{{Type: "top", Style: 1, Color: ink}, {Type: "bottom", Style: 6, Color: ink}}
	}
	if l.align != "" {
		if style.Alignment == nil {
			style.Alignment = &excelize.Alignment{}
		}
		style.Alignment.Horizontal = l.align
	}
	id, err := s.file.NewStyle(style)
	if err == nil {
		s.ids[l] = id
	}
	return id, err
}

// alignOf returns where a kind stands in its column; empty leaves it to the
// program: figures to the right, text to the left.
func alignOf(k reports.Kind) string {
	if k == reports.KindDate || k == reports.KindInstant {
		return "center"
	}
	return ""
}

const (
	textFormat    = "@"
	dateFormat    = "yyyy-mm-dd"
	instantFormat = "yyyy-mm-dd hh:mm:ss"
)

// formatOf returns the number format of a cell, empty for the general one.
// bare leaves the currency out, because the column's heading names it.
func formatOf(c reports.Cell, bare bool) string {
	switch c.Kind() {
	case reports.KindIdentifier:
		return textFormat
	case reports.KindText:
		if looksLikeFormula(c.Raw()) {
			return textFormat // else editing the cell would turn it into a formula
		}
	case reports.KindInteger:
		return "#,##0"
	case reports.KindNumber:
		return decimals("#,##0", c.Decimals())
	case reports.KindPercent:
		return decimals("0", min(max(c.Decimals(), 1), 4)) + "%"
	case reports.KindAmount:
		format := decimals("#,##0", c.Decimals())
		if cur := string(c.Currency()); !bare && cur != "" {
			format += ` "` + cur + `"`
		}
		return format + ";[Red]-" + format
	case reports.KindDate:
		return dateFormat
	case reports.KindInstant:
		return instantFormat
	}
	return ""
}

func decimals(whole string, n int) string {
	if n == 0 {
		return whole
	}
	return whole + "." + strings.Repeat("0", n)
}

func looksLikeFormula(s string) bool {
	s = strings.TrimLeft(s, " \t\r\n")
	return s != "" && strings.IndexByte("=+-@", s[0]) >= 0
}
