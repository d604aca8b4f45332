package reports

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/dropledger/dropledger/model"
)

func TestShareOf_IsTheExactPercentage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.SampledFrom([]int64{9, 20_000, 1 << 40, 1 << 62}).Draw(t, "size")
		part, whole := model.Amount(rapid.Int64Range(-size, size).Draw(t, "part")), model.Amount(rapid.Int64Range(-size, size).Draw(t, "whole"))
		got := shareOf(part, whole)
		want, ok := model.PercentOf(part, whole, 2)
		if !ok && got.Known() || ok && got != Percent(want) {
			t.Fatalf("%d of %d is %v, want %v", part, whole, got, want)
		}
	})
}
