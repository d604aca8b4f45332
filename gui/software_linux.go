//go:build cgo

package gui

/*
#include <malloc.h>

static void keep_heap(void) {
#ifdef __GLIBC__
	mallopt(M_TRIM_THRESHOLD, 16 << 20);
	mallopt(M_TOP_PAD, 4 << 20);
	mallopt(M_MMAP_THRESHOLD, 8 << 20);
#endif
}

static void give_back(void) {
#ifdef __GLIBC__
	malloc_trim(0);
#endif
}
*/
import "C"

import (
	"os"
	"runtime"

	"github.com/dropledger/dropledger/gui/kit"
)

// easeDrawing makes frames cheaper where the processor draws them, which it does
// without a graphics card. It is called before the window opens.
//
// The driver takes and frees a few megabytes with every frame: given back to the
// system each time, they cost a third of the frame in page faults, so the C
// library keeps some. And on two cores a second drawing thread costs more than
// it brings, since it takes the core of the one that prepares the next frame.
// Plain areas are drawn by a program that does nothing else.
func easeDrawing() {
	C.keep_heap()
	kit.QuickAreas()
	if runtime.NumCPU() <= 2 && os.Getenv("LP_NUM_THREADS") == "" {
		_ = os.Setenv("LP_NUM_THREADS", "1")
	}
}

// giveBack gives memory that the C library keeps back to the system.
func giveBack() { C.give_back() }
