package model

import (
	"math/bits"
	"slices"
)

// Allocate splits total over weights in whole steps (the minor unit of the
// currency, see Currency.Minor) by largest remainder: the parts always sum to
// total exactly, also for negative totals; ties go to the earlier part; a zero
// weight gets nothing. When all weights are zero the split is equal. A total
// that is not a multiple of step leaves its odd rest in the first part that
// has a weight. Negative weights count as zero. Without weights there is
// nothing to split and the result is empty.
//
// Source: the money-allocation pattern (Fowler), oracles AC-10 to AC-18.
func Allocate(total Amount, weights []int64, step Amount) []Amount {
	n := len(weights)
	if n == 0 {
		return nil
	}
	if total < 0 {
		parts := Allocate(total.Neg(), weights, step)
		for i := range parts {
			parts[i] = -parts[i]
		}
		return parts
	}
	w, sum := positiveWeights(weights)
	parts := make([]Amount, n)
	odd := total % step
	units := uint64((total - odd) / step)
	rest := units
	rem := make([]uint64, n)
	for i := range w {
		hi, lo := bits.Mul64(units, w[i])
		q, r := bits.Div64(hi, lo, sum)
		parts[i] = Amount(q) * step
		rem[i] = r
		rest -= q
	}
	order := make([]int, 0, n)
	for i := range w {
		if w[i] > 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case rem[a] > rem[b]:
			return -1
		case rem[a] < rem[b]:
			return 1
		}
		return 0
	})
	for k := uint64(0); k < rest; k++ {
		parts[order[k]] += step
	}
	if odd != 0 {
		for i := range w {
			if w[i] > 0 {
				parts[i] += odd
				break
			}
		}
	}
	return parts
}

// positiveWeights scales the weights down when their sum would overflow and
// replaces an all-zero list by equal weights.
func positiveWeights(weights []int64) (w []uint64, sum uint64) {
	w = make([]uint64, len(weights))
	shift := 0
	for {
		sum = 0
		overflow := false
		for i, x := range weights {
			w[i] = 0
			if x > 0 {
				w[i] = uint64(x) >> shift
			}
			var carry uint64
			sum, carry = bits.Add64(sum, w[i], 0)
			overflow = overflow || carry != 0
		}
		if !overflow {
			break
		}
		shift++
	}
	if sum == 0 {
		for i := range w {
			w[i] = 1
		}
		sum = uint64(len(w))
	}
	return w, sum
}

// Weights turns amounts into weights for Allocate.
func Weights(amounts []Amount) []int64 {
	w := make([]int64, len(amounts))
	for i, a := range amounts {
		w[i] = int64(a)
	}
	return w
}
