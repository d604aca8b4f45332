//go:build !linux || !cgo

package gui

// easeDrawing does nothing: only Linux draws without a graphics card in a way
// that needs it.
func easeDrawing() {}

// giveBack does nothing: only the C library of Linux needs to be asked.
func giveBack() {}
