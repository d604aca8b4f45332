// Package pricelist reads suppliers' price and stock lists, for which no
// standard exists. It proposes which column means what, a person corrects the
// proposal, and the mapping is kept per supplier and header. On every later
// file the mapping is tested against the values before a row is believed: a
// list whose layout has drifted is refused whole, never read as all nought.
//
// It must not know the book, the clock or which supplier a file belongs to.
package pricelist
