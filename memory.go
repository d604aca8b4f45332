package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync/atomic"
)

// How often the collector runs. An import makes much garbage and little that stays, so
// the collector may wait longer than it does by default; but not when much stays, as
// with the preview of a very large file, where the same patience would take gigabytes.

const (
	// gcPercent is the most garbage, in percent of what stays, that a command lets lie.
	gcPercent = 400
	// windowGCPercent is the window's, which stays open all day: with 100,000 orders it
	// saves 160 MB and costs nothing that can be seen.
	windowGCPercent = 50
	// leastGCPercent is the least, so that the collector never runs all the time.
	leastGCPercent = 50
	// room is how much garbage may lie where what stays is small.
	room = 64 << 20
)

// patience is the percentage in force; the window changes it.
var patience atomic.Int64

// collect makes the collector follow what stays after each of its runs.
func collect() {
	patience.Store(gcPercent)
	debug.SetGCPercent(gcPercent)
	runtime.SetFinalizer(&cycle{}, (*cycle).ended)
}

// cycle is an object that nothing holds, so that the collector tells of its run.
type cycle struct{ _ [16]byte }

func (*cycle) ended() {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	if live[0].Value.Kind() == metrics.KindUint64 {
		debug.SetGCPercent(percentFor(live[0].Value.Uint64(), int(patience.Load())))
	}
	runtime.SetFinalizer(&cycle{}, (*cycle).ended)
}

// percentFor is the percentage that leaves room for garbage beside what stays.
func percentFor(live uint64, most int) int {
	if live == 0 {
		return most
	}
	return max(leastGCPercent, min(most, int(100*room/live)))
}
