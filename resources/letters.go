package resources

import "embed"

// LetterWords are the texts of letters, letters/<language>.json,
// a flat object of texts by key with what is filled in in braces.
//
//go:embed letters/*.json
var LetterWords embed.FS
