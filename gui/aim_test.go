package gui

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2/test"
)

// A click that came together with the move before it fell on what the pointer had
// left: Save in a dialog was meant, and another folder was taken.
func TestAim_ClicksWaitForTheMoveAndKeysForTheClicksBeforeThem(t *testing.T) {
	var queue []func()
	var got []string
	say := func(s string) func() { return func() { got = append(got, s) } }
	a := &aimed{ui: func(fn func()) { queue = append(queue, fn) }}
	a.behind(say("a"))
	a.wait(say("press"))
	a.wait(say("release"))
	a.behind(say("b"))
	if !slices.Equal(got, []string{"a"}) {
		t.Fatalf("%q did not wait", got)
	}
	if len(queue) != 1 {
		t.Fatalf("they are done in %d frames", len(queue))
	}
	queue[0]()
	queue = nil
	a.behind(say("c"))
	if want := []string{"a", "press", "release", "b", "c"}; len(queue) != 0 || !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAim_AWindowWithoutADisplayIsLeftAlone(t *testing.T) {
	w := test.NewTempWindow(t, nil)
	aim(w, func(fn func()) { fn() })
}
