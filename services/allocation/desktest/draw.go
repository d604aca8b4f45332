package desktest

import "pgregory.net/rapid"

// even draws a number from nothing to a thousand, each as likely as another.
// rapid's own numbers and samples prefer the first ones, which finds small
// counterexamples and leaves the last acts of a list hardly ever tried.
var even = rapid.Custom(func(t *rapid.T) int {
	n := 0
	for range 10 {
		n *= 2
		if rapid.Bool().Draw(t, "bit") {
			n++
		}
	}
	return n
})

// Any draws one of several things, each about as likely as another. None of
// them is a defect of the test.
func Any[T any](r *rapid.T, label string, of []T) T {
	return rapid.Map(even, func(n int) T { return of[n%len(of)] }).Draw(r, label)
}
