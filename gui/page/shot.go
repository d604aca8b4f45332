package page

import "fmt"

// Shot is a picture of a screen in one state. Each area has a function Shots that
// lists those of its screens; names begin with the area's: "orders", "orders-empty".
type Shot struct {
	Name    string
	Route   Route
	Book    ShotBook
	State   ShotState
	Prepare func(Screen) // brings the screen into the state, once it is open; may be nil
}

// On makes a Prepare of what is done to one kind of screen.
func On[S any](do func(S)) func(Screen) {
	return func(s Screen) {
		t, ok := s.(S)
		if !ok {
			panic(fmt.Sprintf("page: a picture of another screen, %T", s))
		}
		do(t)
	}
}

// ShotBook is the book a picture is drawn from.
type ShotBook int

// The books of pictures.
const (
	FullBook  ShotBook = iota // the one that was asked for, or a sample business
	BlankBook                 // one without any record
	NoBook                    // none is open
)

// ShotState is how far the screen's loads have come.
type ShotState int

// The states of pictures.
const (
	Loaded       ShotState = iota
	StillLoading           // nothing has come yet
	NotLoaded              // the book cannot be read
)
