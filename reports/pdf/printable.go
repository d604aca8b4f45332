package pdf

import "strings"

// Unprintable says in sentences what of the texts would not be printed as it is
// with these fonts, those of the system when they are nil; none when all would.
func Unprintable(fonts *Fonts, texts ...string) []string {
	d := &Doc{missing: map[rune]bool{}}
	for _, text := range texts {
		if !strings.ContainsFunc(text, isForeign) {
			continue // as most texts are
		}
		if d.setup.Fonts = fonts; fonts == nil {
			d.setup.Fonts = SystemFonts()
		}
		for line := range strings.SplitSeq(d.shaped(tidy(text)), "\n") {
			d.runs(body, visual(line))
		}
	}
	return d.warnings()
}
