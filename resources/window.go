package resources

import "embed"

// Icons are the line icons, icons/<name>.svg, one colour each: currentColor.
//
//go:embed icons/*.svg
var Icons embed.FS

// Translations are the texts of the window, translations/<language>/<area>.json.
//
//go:embed translations
var Translations embed.FS

// AppIcon is the program's own picture, a PNG of 256 by 256 pixels. The drawing
// is app/icon.svg; app/icon-512.png is for packages.
//
//go:embed app/icon.png
var AppIcon []byte
