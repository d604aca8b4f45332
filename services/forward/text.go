package forward

import (
	"fmt"
	"path/filepath"
	"strings"
)

// Text tells the result to people: what left and where it lies, and what did not.
func (r Result) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d sent, %d held.\n", len(r.Sent), len(r.Held))
	for _, s := range r.Sent {
		where := " in " + filepath.Dir(s.Files[0])
		if s.To != "" {
			where = ", by e-mail to " + s.To
		}
		fmt.Fprintf(&b, "%s to %s: %d files%s\n", s.Purchase, s.Supplier, len(s.Files), where)
		for _, w := range s.Warnings {
			fmt.Fprintf(&b, "    %s\n", w)
		}
	}
	for _, h := range r.Held {
		fmt.Fprintf(&b, "%s is held: %s\n", h.Purchase, h.Reason)
	}
	return b.String()
}
