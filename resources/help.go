package resources

import "embed"

// Help are the pages of the help, help/<language>/<page>.md. A page about a
// screen has the screen's name.
//
//go:embed help/*/*.md
var Help embed.FS
