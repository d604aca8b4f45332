package resources

import "embed"

// LetterWords are the sentences of letters about parcels, letters/<language>.json,
// a flat object of texts by key with what is filled in in braces.
//
//go:embed letters/en.json letters/de.json
var LetterWords embed.FS
