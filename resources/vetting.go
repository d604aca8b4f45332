package resources

import "embed"

// VettingTemplates are the gates and criteria that come with the program,
// vetting/<language>/templates.json, a list of templates, one for each sourcing
// type. All languages have the same keys, weights and scales, in their own words;
// a folder more is a language more. The first gates of the marketplace template are
// a merchant's published thresholds.
//
//go:embed vetting
var VettingTemplates embed.FS
