package calc

import "testing"

func TestSpread_IsMeanAndDeviationOfASample(t *testing.T) {
	for _, tt := range []struct {
		values      []int64
		mean, sigma string
	}{
		{nil, "0", "0"},
		{[]int64{7}, "7", "0"},
		{[]int64{3, 3, 3}, "3", "0"},
		{[]int64{2, 4, 4, 4, 5, 5, 7, 9}, "5", "2.138089935299"}, // variance 32/7
		{[]int64{0, 0, 1}, "0.333333333333", "0.57735026919"},    // variance 1/3
	} {
		var sum, squares int64
		for _, v := range tt.values {
			sum, squares = sum+v, squares+v*v
		}
		if mean, sigma := Spread(int64(len(tt.values)), sum, squares); mean.String() != tt.mean || sigma.String() != tt.sigma {
			t.Errorf("%v has mean %s and deviation %s, want %s and %s", tt.values, mean, sigma, tt.mean, tt.sigma)
		}
	}
}
