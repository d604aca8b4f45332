// Package sheet turns a file of unknown kind into records of text cells: text
// tables with any usual delimiter and encoding, and XLSX workbooks. It also
// reads what stands in a cell: amounts, whole numbers, dates, yes and no.
//
// The kind is decided by content, never by the file's name. Every refusal is a
// *model.Error, Invalid (not a table we read) or Damaged (broken or hostile),
// that names the file and, where there is one, the line.
//
// It must not know what the columns mean, the book, the clock or the network.
package sheet
