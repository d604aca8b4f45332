package file

import (
	"fmt"
	"hash/fnv"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxNameBytes keeps a name far below the 255 bytes or UTF-16 units file
// systems take, so that a folder, a number or ".tmp" still fits.
const maxNameBytes = 120

// SafeName makes one file name out of any text, such as a supplier's name or
// an order number, that Windows, macOS and Linux all take: no folder, no
// character a system or a shell reserves, no invisible or direction-changing
// character, no device name such as CON, no blank or dot at either end. A name
// that had to be cut keeps its extension and gets a check mark of the whole,
// so that two long names stay apart. Nothing left gives "unnamed".
func SafeName(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Mn, r) && b.Len() == 0:
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		case r == utf8.RuneError || unicode.IsControl(r) || unicode.Is(unicode.Co, r) || strings.ContainsRune(`<>:"/\|?*`, r):
			b.WriteByte('_')
		default:
			b.WriteRune(r)
		}
	}
	name := strings.Join(strings.Fields(b.String()), " ")
	name = strings.TrimLeft(name, ". ")
	name = strings.TrimRight(name, ". ")
	if strings.Trim(name, "_") == "" {
		return "unnamed"
	}
	if name[0] == '-' || isDevice(name) {
		name = "_" + name // "-rf" would be an option to many a program
	}
	return cut(name)
}

// isDevice tells whether Windows takes the name for a device, as it does with
// any extension behind it.
func isDevice(name string) bool {
	stem, _, _ := strings.Cut(name, ".")
	stem = strings.ToUpper(strings.TrimRight(stem, " "))
	switch stem {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$":
		return true
	}
	port := strings.TrimPrefix(strings.TrimPrefix(stem, "COM"), "LPT")
	return len(port) < len(stem) && utf8.RuneCountInString(port) == 1 && strings.ContainsAny(port, "0123456789¹²³")
}

func cut(name string) string {
	if len(name) <= maxNameBytes {
		return name
	}
	h := fnv.New32a()
	_, _ = h.Write([]byte(name))
	ext := filepath.Ext(name)
	if len(ext) > 10 {
		ext = ""
	}
	tail := fmt.Sprintf("~%08x%s", h.Sum32(), ext)
	end := maxNameBytes - len(tail)
	for !utf8.RuneStart(name[end]) {
		end--
	}
	return strings.TrimRight(name[:end], ". ") + tail
}
