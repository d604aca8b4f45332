package kit

// PlainAreas ends what QuickAreas began.
func PlainAreas() { quickAreas = false }
