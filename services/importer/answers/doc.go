// Package answers reads files in which suppliers acknowledge purchase orders: how
// much of each article comes, at what price and when, or why not. No standard
// exists for them. It proposes which column means what by the header's words, a
// person corrects the proposal, and the mapping is kept by header.
//
// It must not know the book, nor what becomes of the answers.
package answers
