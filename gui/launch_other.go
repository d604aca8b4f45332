//go:build !linux

package gui

import "net/url"

// launch is left to the toolkit: elsewhere the system itself says when nothing opens
// a file.
var launch func(*url.URL) error
