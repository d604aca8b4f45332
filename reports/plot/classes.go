package plot

// bandTint are the backgrounds of classes, the best first.
var bandTint = []Role{GoodSoft, Soft, WarnSoft, BadSoft}

// belowLow is how much room is left below the lowest reading.
var belowLow = Whole(3)

// Classes are the bands of classes for readings on 0 to 100, from the lowest one
// needed up: cuts are where A, B and C begin, D lies below. They end at a full ten
// a little below the lowest reading, and show B at least.
func Classes(cuts [3]Value, readings []Reading) []Band {
	base := cuts[0] - Whole(10)
	for _, r := range readings {
		if r.Known {
			base = min(base, r.Value-belowLow)
		}
	}
	base = max(base/Whole(10)*Whole(10), 0)
	var bands []Band
	to := Whole(100)
	for i, from := range []Value{cuts[0], cuts[1], cuts[2], 0} {
		if from = max(from, base); from < to {
			bands = append([]Band{{from, to, string(rune('A' + i)), bandTint[i]}}, bands...)
		}
		to = min(to, from)
	}
	return bands
}
