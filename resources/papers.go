package resources

import "embed"

// PaperWords are the words of printed documents, papers/words/<language>.json, a flat
// object of texts by key.
//
//go:embed papers/words/*.json
var PaperWords embed.FS

// CustomsForms are the dated limits of the postal customs form CN22: value in
// special drawing rights and weight in grams, with their source and the day
// they were last checked.
//
//go:embed papers/customs_forms.json
var CustomsForms []byte
