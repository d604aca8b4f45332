// Package model says what the business is: values (amounts, currencies, dates,
// rates), entities (supplier, product, offer, order, purchase order), their
// states and the rules that hold without a computer.
//
// It must not know the file, the clock, the network or the screen: it imports
// the standard library and a decimal library, nothing else.
package model
