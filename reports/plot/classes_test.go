package plot

import (
	"fmt"
	"strings"
	"testing"
)

func TestClasses_AreThoseTheReadingsNeed(t *testing.T) {
	cuts := [3]Value{Whole(90), Whole(70), Whole(50)}
	for want, values := range map[string][]int{
		"B 80-90, A 90-100":                   {95, 91},
		"C 60-70, B 70-90, A 90-100":          {95, 71},
		"B 70-90, A 90-100":                   {74},
		"C 50-70, B 70-90, A 90-100":          {55, 95},
		"D 0-50, C 50-70, B 70-90, A 90-100":  {3},
		"D 20-50, C 50-70, B 70-90, A 90-100": {29, 80},
	} {
		var readings []Reading
		for _, v := range values {
			readings = append(readings, At(Whole(v)))
		}
		var got []string
		for _, b := range Classes(cuts, append(readings, Reading{})) {
			got = append(got, fmt.Sprintf("%s %d-%d", b.Label, b.From/Whole(1), b.To/Whole(1)))
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%v: %q, want %q", values, got, want)
		}
	}
}
