package demo

import "math/rand/v2"

// dice throws the same numbers for the same seed and stream, on every computer.
type dice struct{ *rand.Rand }

func newDice(seed int64, stream uint64) *dice {
	return &dice{rand.New(rand.NewPCG(uint64(seed), stream))} //nolint:gosec // a sample must be the same each time, not secret
}

// between throws a number from low to high, both included.
func (d *dice) between(low, high int) int { return low + d.IntN(high-low+1) }

// chance comes true percent times in a hundred.
func (d *dice) chance(percent int) bool { return d.IntN(100) < percent }

// weighted throws an index; each comes up in proportion to its weight.
func (d *dice) weighted(weights []int) int {
	sum := 0
	for _, w := range weights {
		sum += w
	}
	n := d.IntN(sum)
	for i, w := range weights {
		if n -= w; n < 0 {
			return i
		}
	}
	return len(weights) - 1
}

func pick[T any](d *dice, list []T) T { return list[d.IntN(len(list))] }

// deck deals its cards in random order and shuffles again when all are dealt.
// Unlike dice it keeps to its proportions even over a few cards, so that a small
// sample shows everything too.
type deck[T any] struct {
	cards []T
	left  int
}

// card is a kind of card and how many of it a deck has.
type card[T any] struct {
	what  T
	count int
}

func newDeck[T any](hand []card[T]) *deck[T] {
	k := &deck[T]{}
	for _, c := range hand {
		for range c.count {
			k.cards = append(k.cards, c.what)
		}
	}
	return k
}

func (k *deck[T]) deal(d *dice) T {
	if k.left == 0 {
		d.Shuffle(len(k.cards), func(i, j int) { k.cards[i], k.cards[j] = k.cards[j], k.cards[i] })
		k.left = len(k.cards)
	}
	k.left--
	return k.cards[k.left]
}
