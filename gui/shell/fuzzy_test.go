package shell

import "testing"

func TestScore_FindsWhatAPersonMeans(t *testing.T) {
	better := []struct{ typed, better, worse string }{
		{"ord", "Orders", "Read the record"},
		{"mar", "Margins", "Summary"},
		{"open b", "Open book…", "Reopen a book"},
		{"rep", "Reports", "Open report"},
		{"far", "Fees and rates", "Safari"},
	}
	for _, c := range better {
		b, w := score(c.typed, c.better), score(c.typed, c.worse)
		if b <= w {
			t.Errorf("%q: %q has %d, %q has %d", c.typed, c.better, b, c.worse, w)
		}
	}
	for typed, text := range map[string]string{"xyz": "Orders", "oders": "Orders", "srd": "Orders", "orders x": "Orders"} {
		if n := score(typed, text); n != 0 {
			t.Errorf("%q fits %q with %d", typed, text, n)
		}
	}
	if score("stocktaking", "Check the book", "stocktaking") == 0 {
		t.Error("another word for it is not found")
	}
	if score("ß", "Straße") == 0 || score("ÉTÉ", "été") == 0 {
		t.Error("letters beyond ASCII are not found")
	}
}
