package resources

import "embed"

// ReplyWords are the words by which replies of suppliers are understood,
// replies/<language>.json, lists of phrases by what they mean. A * ends a word
// of which only the beginning counts, a ~ stands for up to three words, and a ^
// for the end of what stands before.
//
//go:embed replies/*.json
var ReplyWords embed.FS
