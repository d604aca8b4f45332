// Package tracking reads files that tell which parcel an order left with:
// exports of suppliers, forwarders and marketplaces, for which no standard
// exists. It proposes which column means what by the header's words, a person
// corrects the proposal, and the mapping is kept by header.
//
// It must not know the book, nor what becomes of the numbers.
package tracking
