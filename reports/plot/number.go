package plot

import (
	"math"
	"strconv"
	"strings"
)

const (
	maxValue Value = math.MaxInt64
	minValue Value = -math.MaxInt64 // so that every Value has an opposite
)

// minus is the sign of negative figures.
const minus = "−"

// magnitudes are the powers of a thousand that Short writes as a letter.
var magnitudes = []struct {
	size Value
	name string
}{{one * 1e12, "T"}, {one * 1e9, "B"}, {one * 1e6, "M"}, {one * 1e3, "k"}, {one, ""}}

// Short writes a figure for a narrow place, with three digits that count: "950",
// "4.9k", "−12.5k", "1.5M". Less is written with up to four decimals: "0.05".
func Short(v Value) string {
	if v < minValue {
		v = minValue
	}
	sign := ""
	if v < 0 {
		sign, v = minus, -v
	}
	for i, m := range magnitudes {
		if v < m.size {
			continue
		}
		s := round3(v, m.size)
		if s == "1000" && i > 0 {
			s, m = "1", magnitudes[i-1]
		}
		return sign + s + m.name
	}
	if v == 0 {
		return "0"
	}
	digits := strconv.FormatInt(int64(v), 10)
	return sign + "0." + strings.TrimRight("0000"[len(digits):]+digits, "0")
}

// round3 writes v/unit, half away from zero, with as many decimals as make three
// digits, and without closing zeros.
func round3(v, unit Value) string {
	whole, decimals := v/unit, 2
	for w := whole; w >= 10 && decimals > 0; w /= 10 {
		decimals--
	}
	step := unit
	for range decimals {
		step /= 10
	}
	n := v / step
	if v%step >= step-step/2 {
		n++
	}
	s := strconv.FormatInt(int64(n), 10)
	if decimals == 0 {
		return s
	}
	s = s[:len(s)-decimals] + "." + s[len(s)-decimals:]
	return strings.TrimRight(strings.TrimRight(s, "0"), ".")
}
