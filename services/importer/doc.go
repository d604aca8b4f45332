// Package importer brings files into the book: it recognises what a file is,
// merges its records in one transaction, keeps the outcome of each, and can
// take a batch back while nothing depends on it.
//
// It must not know how a format looks inside (its sub-packages do) nor how an
// order is booked (package order does).
package importer
