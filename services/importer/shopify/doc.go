// Package shopify reads Shopify's exports of orders and of products from the
// records of a file. It judges each order by its own arithmetic and reports
// what is wrong row by row; it never guesses and never half-reads.
//
// It must not know the book, the clock or which shop a file belongs to.
package shopify
