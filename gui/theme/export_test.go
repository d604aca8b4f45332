package theme

// Outline turns the lines of a drawing into areas, for tests.
var Outline = outline
