package file

import (
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestSafeName(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"an ordinary name stays", "PO-2026-0042 Müller & Söhne.pdf", "PO-2026-0042 Müller & Söhne.pdf"},
		{"other scripts stay", "注文書 №5.xlsx", "注文書 №5.xlsx"},
		{"separators and wildcards go", `a/b\c:d*e?f"g<h>i|j`, "a_b_c_d_e_f_g_h_i_j"},
		{"no way out of the folder", "../../etc/passwd", "_.._etc_passwd"},
		{"no hidden file", ".bashrc", "bashrc"},
		{"no dots or blanks at the end", "name. . ", "name"},
		{"a device gets a mark", "CON", "_CON"},
		{"a device with an extension too", "nul.txt", "_nul.txt"},
		{"a port with a superscript too", "com¹.csv", "_com¹.csv"},
		{"a device with a blank before the extension too", "aux .csv", "_aux .csv"},
		{"a word that starts like a device stays", "CONTROL", "CONTROL"},
		{"COM alone is no port", "COM", "COM"},
		{"direction marks go", "invoice\u202Efdp.exe", "invoicefdp.exe"},
		{"zero width characters go", "a\u200Bb\uFEFF", "ab"},
		{"control characters go", "a\x00b\nc\x7f", "a_b c_"},
		{"invalid bytes go", "a\xffb", "a_b"},
		{"no option", "-rf", "_-rf"},
		{"blanks are folded", "a \t\u00A0 b", "a b"},
		{"nothing is left", " ..\u200B ", "unnamed"},
		{"only separators are left", "///", "unnamed"},
		{"a stream of NTFS is none", "file.txt:secret", "file.txt_secret"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := SafeName(tt.in); got != tt.want {
				t.Errorf("SafeName(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestSafeName_CutsLongNamesApartAndKeepsTheExtension(t *testing.T) {
	a, b := SafeName(strings.Repeat("ж", 300)+"1.pdf"), SafeName(strings.Repeat("ж", 300)+"2.pdf")
	for _, got := range []string{a, b} {
		if len(got) > maxNameBytes || !utf8.ValidString(got) || !strings.HasSuffix(got, ".pdf") {
			t.Errorf("got %q (%d bytes)", got, len(got))
		}
	}
	if a == b {
		t.Errorf("two names became one: %q", a)
	}
}

func FuzzSafeName(f *testing.F) {
	for _, s := range []string{"", "..", "CON.", "-", "\u202e", "a/../b", "com1.tar.gz", strings.Repeat(".a", 200)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := SafeName(s)
		if got == "" || len(got) > maxNameBytes || !utf8.ValidString(got) || filepath.Base(got) != got ||
			strings.ContainsAny(got, "/\\:\x00") || strings.HasSuffix(got, ".") || isDevice(got) {
			t.Errorf("SafeName(%q) = %q", s, got)
		}
		if again := SafeName(got); again != got {
			t.Errorf("not stable: %q then %q", got, again)
		}
	})
}
