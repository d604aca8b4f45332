// Package locale keeps the toolkit from complaining about a computer whose
// language is none: C.UTF-8, as servers and containers have it. The toolkit asks
// for the language when it is loaded and prints an error into the output of every
// command. This package imports nothing but the standard library and is loaded
// before. It must not know the toolkit.
package locale

import (
	"os"
	"strings"
)

func init() {
	if name, ok := none(os.Getenv); ok {
		_ = os.Setenv(name, "en_US.UTF-8") // else there is an error printed, no more
	}
}

// none names the variable that holds the language, when it holds none.
func none(getenv func(string) string) (string, bool) {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := getenv(name); v != "" {
			return name, strings.HasPrefix(v, "C.") || strings.HasPrefix(v, "POSIX.")
		}
	}
	return "", false
}
