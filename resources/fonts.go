// Package resources holds the bytes built into the program. It must not know
// what they are used for.
package resources

import _ "embed"

// NotoSans and NotoSansBold are the TrueType fonts of the window and of printed
// documents: Latin, Greek and Cyrillic, and added to them the minus sign, "at most"
// and "at least", the arrows and the sign of the return key from Noto Sans Math and
// Noto Sans Symbols, which are drawn on the same grid. Their licence (OFL 1.1) is
// fonts/OFL.txt.
var (
	//go:embed fonts/NotoSans-Regular.ttf
	NotoSans []byte
	//go:embed fonts/NotoSans-Bold.ttf
	NotoSansBold []byte
)

// FontLicence is the licence the fonts are under, to be shown with the program's own.
//
//go:embed fonts/OFL.txt
var FontLicence string
