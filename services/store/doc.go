// Package store is the book file: it creates, opens, locks, migrates, backs up,
// restores and checks it, and is the only door to its tables.
//
// One process writes, through one connection; readers see consistent snapshots
// and never wait for the writer. What SQLite needs to be safe is set and read
// back here, and the differences between SQLite and other databases end here.
// The package must not know what an order is: services bring the queries.
package store
