package xlsx

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/dropledger/dropledger/reports"
)

// maxText is how many UTF-16 units one cell holds.
const maxText = 32_767

// appendNumber writes a figure as an exact decimal; a percentage becomes the
// fraction that Excel shows as one: 6.5 % is 0.065.
func appendNumber(b []byte, c reports.Cell) []byte {
	if c.Kind() != reports.KindPercent {
		return c.AppendTo(b)
	}
	v, scale := c.Scaled()
	if v < 0 {
		b, v = append(b, '-'), -v
	}
	var room [20]byte
	digits := strconv.AppendInt(room[:0], v, 10)
	if n := len(digits) - scale - 2; n > 0 {
		return append(append(append(b, digits[:n]...), '.'), digits[n:]...)
	}
	b = append(append(b, "0."...), strings.Repeat("0", scale+2-len(digits))...)
	return append(b, digits...)
}

// isPlain tells whether s can go into a cell as it is: short and of printable
// ASCII, as nearly all text is.
func isPlain(s string) bool {
	if len(s) > maxText {
		return false
	}
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' || c > '~' || c == '_' {
			return false
		}
	}
	return true
}

// cleanText makes s fit for a cell and says what was lost, if anything.
// "_x0041_" in a cell means "A" to Excel, so a text that looks like that gets
// its underscore escaped.
func cleanText(s string) (clean, lost string) {
	var b strings.Builder
	dropped := 0
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	for i, r := range s {
		switch {
		case r == '\n' || r == '\t':
			b.WriteRune(r)
		case r < ' ' || r == 0xFFFE || r == 0xFFFF:
			dropped++
		case r == '_' && isEscape(s[i:]):
			b.WriteString("_x005F_")
		case r == utf8.RuneError:
			b.WriteString("\uFFFD")
		default:
			b.WriteRune(r)
		}
	}
	clean = b.String()
	if dropped > 0 {
		lost = fmt.Sprintf("%d control characters, which no workbook can hold, were left out", dropped)
	}
	if len(clean) > maxText {
		if n := units(clean); n > maxText {
			mark := fmt.Sprintf("… [cut: %d characters in all]", n)
			clean = cutUnits(clean, maxText-units(mark)) + mark
			lost = fmt.Sprintf("the text has %d characters and a cell holds %d: it was cut", n, maxText)
		}
	}
	return clean, lost
}

func units(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// isEscape tells whether s starts like _x0041_.
func isEscape(s string) bool {
	if len(s) < 7 || s[1] != 'x' || s[6] != '_' {
		return false
	}
	_, err := strconv.ParseUint(s[2:6], 16, 16)
	return err == nil
}

func appendEscaped(b []byte, s string) []byte {
	start := 0
	for i := 0; i < len(s); i++ {
		var entity string
		switch s[i] {
		case '&':
			entity = "&amp;"
		case '<':
			entity = "&lt;"
		case '>':
			entity = "&gt;"
		default:
			continue
		}
		b = append(append(b, s[start:i]...), entity...)
		start = i + 1
	}
	return append(b, s[start:]...)
}

// serialOf turns "2026-10-31" or "2026-10-31T09:00:00Z" into Excel's days
// since the end of 1899, with the time of day as a decimal fraction.
func serialOf(s string) (string, bool) {
	if len(s) < 10 || s[4] != '-' || s[7] != '-' {
		return "", false
	}
	y, m, d, ok := threeNumbers(s[0:4], s[5:7], s[8:10])
	const firstSafe = 61 // 1 March 1900: before it, Excel counts a day that never was
	days := serialDay(y, m, d)
	if !ok || m < 1 || m > 12 || d < 1 || days < firstSafe {
		return "", false
	}
	if len(s) == 10 {
		return strconv.Itoa(days), true
	}
	fraction, ok := dayFraction(s[10:])
	if !ok {
		return "", false
	}
	return fmt.Sprintf("%d.%09d", days, fraction), true
}

// dayFraction turns "T09:00:00Z" into billionths of a day, rounded half up.
func dayFraction(s string) (int64, bool) {
	if len(s) != 10 || s[0] != 'T' || s[3] != ':' || s[6] != ':' || s[9] != 'Z' {
		return 0, false
	}
	hh, mm, ss, ok := threeNumbers(s[1:3], s[4:6], s[7:9])
	const secondsADay, ten9 = 86_400, 1_000_000_000
	fraction := (int64(hh*3600+mm*60+ss)*ten9 + secondsADay/2) / secondsADay
	return fraction, ok && fraction < ten9
}

// serialDay counts days in the Gregorian calendar (Howard Hinnant's
// days_from_civil, shifted to 30 December 1899).
func serialDay(y, m, d int) int {
	if m <= 2 {
		y--
		m += 12
	}
	return 365*y + y/4 - y/100 + y/400 + (153*(m-3)+2)/5 + d - 693_900
}

func threeNumbers(a, b, c string) (x, y, z int, ok bool) {
	var errs [3]error
	x, errs[0] = strconv.Atoi(a)
	y, errs[1] = strconv.Atoi(b)
	z, errs[2] = strconv.Atoi(c)
	return x, y, z, errs == [3]error{}
}
