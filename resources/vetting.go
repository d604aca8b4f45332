package resources

import _ "embed"

// VettingTemplates are the gates and criteria that come with the program, a list
// of templates as JSON, one for each sourcing type. The first gates of the
// marketplace template are a merchant's published thresholds.
//
//go:embed vetting/templates.json
var VettingTemplates []byte
