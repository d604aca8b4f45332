// Package order keeps the merchant's sales orders: it merges what shops export
// and what is typed, lists them, and hands every change to the books in the
// same transaction.
//
// It must not know file formats, and it decides nothing about suppliers.
package order
