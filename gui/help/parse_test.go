package help

import (
	"fmt"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/gui/page"
)

// written are blocks in one line each, for comparing.
func written(blocks []block) string {
	var lines []string
	for _, b := range blocks {
		line := fmt.Sprint([]string{"p", "h1", "h2", "-", "n"}[b.kind])
		if b.number > 0 {
			line += fmt.Sprint(b.number)
		}
		for _, s := range b.spans {
			switch {
			case s.key:
				line += "<" + s.text + ">"
			case s.bold:
				line += "{" + s.text + "}"
			case s.link != "":
				line += "[" + s.text + "|" + s.link + "]"
			default:
				line += "(" + s.text + ")"
			}
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func TestParse(t *testing.T) {
	tests := []struct{ name, page, want string }{
		{"headings and paragraphs", "# Title\n\nOne\ntwo\n\n## More\nThree", "h1(Title)\np(One)( two)\nh2(More)\np(Three)"},
		{"lists", "- a\n- b\n  goes on\n1. c\n12. d", "-(a)\n-(b)( goes on)\nn1(c)\nn12(d)"},
		{"marks", "Press `Ctrl N`, **now**, see [Orders](help:orders).", "p(Press )<Ctrl N>(, ){now}(, see )[Orders|help:orders](.)"},
		{"marks that do not end", "2 * 3 and ** and ` and [x] (y)", "p(2 *)( 3 and *)(*)( and `)( and [)(x] (y))"},
		{"Windows line ends", "# A\r\n\r\nb\r\n", "h1(A)\np(b)"},
		{"a number in a text", "In 2026. It was", "p(In 2026. It was)"},
		{"nothing", "\n\n", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := written(parse(tt.page)); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

func TestPages_HaveATitleAndLinksThatLeadSomewhere(t *testing.T) {
	known := map[string]bool{}
	for _, k := range order {
		known[k] = true
	}
	for _, c := range pages {
		known[c.key] = true
		if len(c.blocks) == 0 || c.blocks[0].kind != title || c.title == c.key {
			t.Errorf("%s does not begin with a title", c.key)
		}
	}
	for _, c := range pages {
		for _, b := range c.blocks {
			for _, s := range b.spans {
				scheme, to, _ := strings.Cut(s.link, ":")
				if s.link != "" && (scheme != "help" && scheme != "screen" || !known[to]) {
					t.Errorf("%s has a link to %q", c.key, s.link)
				}
			}
		}
	}
}

func TestFind_FallsBackToThePageAround(t *testing.T) {
	all := []content{{key: startPage}, {key: page.Orders}, {key: page.Imports}}
	for key, want := range map[string]string{page.Order: page.Orders, page.Import: page.Imports, page.Orders: page.Orders, page.Product: startPage, "": startPage} {
		if got := find(all, key).key; got != want {
			t.Errorf("%q shows %q, want %q", key, got, want)
		}
	}
	if got := find(nil, "x").key; got != "" {
		t.Errorf("of no pages %q is shown", got)
	}
}

// Names in *one* star stood there with their stars: the help knows bold only.
func TestPages_ShowNoMarkThatIsNotRead(t *testing.T) {
	for _, c := range pages {
		for _, b := range c.blocks {
			for _, s := range b.spans {
				if !s.key && strings.Count(s.text, "*") > 0 {
					t.Errorf("%s: %q", c.key, s.text)
				}
			}
		}
	}
}
