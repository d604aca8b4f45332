package async_test

import (
	"testing"

	"github.com/dropledger/dropledger/gui/kit/async"
)

func TestBehind_IsWorkLikeAnyWhereTheRunnerKnowsNoRanks(t *testing.T) {
	run, done := &async.Manual{}, false
	async.Behind(run, func() { done = true })
	if done || len(run.Work) != 1 {
		t.Fatalf("it was done at once: %v, of %d", done, len(run.Work))
	}
	run.Settle()
	if !done {
		t.Error("it was not done")
	}
}
