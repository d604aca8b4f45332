package reply

import (
	"html"
	"regexp"
	"slices"
	"strings"
)

// What a mail program may leave of a formatted message when its text is copied.
var (
	tagForm    = regexp.MustCompile(`^<(/?)([a-zA-Z][a-zA-Z0-9]*)(?:\s[^<>]*)?/?>`)
	entityForm = regexp.MustCompile(`^&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});`)
)

// Tags by what they mean for the text. Other words in angle brackets, such as an
// address, are no tags.
var (
	breaking = []string{
		"p", "br", "div", "tr", "table", "tbody", "thead", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "body", "html", "center", "pre", "section",
	}
	parting = []string{"td", "th"}
	inside  = []string{"b", "i", "u", "s", "strong", "em", "span", "a", "font", "img", "small", "big", "sup", "sub", "code", "o", "meta", "link"}
	dropped = []string{"head", "style", "script", "title", "blockquote"} // the last is what we wrote
)

// markup is how many bytes of a formatted message the text begins with, 0 for
// none, and what these mean.
func markup(text string) (n int, means string) {
	switch {
	case strings.HasPrefix(text, "<!--"):
		if end := strings.Index(text, "-->"); end >= 0 {
			return end + len("-->"), ""
		}
	case text[0] == '<':
		return tag(text)
	case text[0] == '&':
		if e := entityForm.FindString(text); e != "" {
			if s := html.UnescapeString(e); s != e {
				return len(e), s
			}
		}
	}
	return 0, ""
}

func tag(text string) (n int, means string) {
	m := tagForm.FindStringSubmatch(text)
	if m == nil {
		return 0, ""
	}
	name := strings.ToLower(m[2])
	switch {
	case slices.Contains(breaking, name):
		return len(m[0]), "\n"
	case slices.Contains(parting, name):
		return len(m[0]), " "
	case slices.Contains(inside, name):
		return len(m[0]), ""
	case !slices.Contains(dropped, name):
		return 0, ""
	}
	end := "</" + name + ">"
	if at := strings.LastIndex(strings.ToLower(text), end); m[1] == "" && at > 0 && strings.ToLower(text[:at]) != "" {
		return len(strings.ToLower(text[:at])) + len(end), "\n"
	}
	return len(m[0]), "\n"
}
