package shopify

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/services/importer/sheet"
)

const fullHeader = "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Currency,Subtotal,Shipping,Taxes,Total," +
	"Discount Code,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku," +
	"Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Country,Shipping Name,Shipping Address1,Shipping City,Shipping Zip," +
	"Shipping Country,Notes,Cancelled at,Refunded Amount,Id,Tax 1 Name,Tax 1 Value,Duties"

// cells is a row by column name.
type cells map[string]string

func row(c cells) string {
	names := strings.Split(fullHeader, ",")
	fields := make([]string, len(names))
	for i, n := range names {
		fields[i] = c[n]
	}
	var b strings.Builder
	w := csv.NewWriter(&b)
	_ = w.Write(fields) // a strings.Builder takes everything
	w.Flush()
	return strings.TrimSuffix(b.String(), "\n")
}

// head is the first row of a good order: one line of 20.00, shipping 4.90.
func head(name, id string, changes cells) cells {
	c := cells{
		"Name": name, "Id": id, "Email": "jo@example.com", "Financial Status": "paid", "Fulfillment Status": "unfulfilled",
		"Currency": "EUR", "Subtotal": "20.00", "Shipping": "4.90", "Taxes": "0.00", "Total": "24.90", "Discount Amount": "0.00",
		"Created at": "2024-03-01 23:30:00 -0500", "Lineitem quantity": "1", "Lineitem name": "Lamp", "Lineitem price": "20.00",
		"Lineitem sku": "LA-1", "Lineitem requires shipping": "true", "Lineitem taxable": "true", "Lineitem fulfillment status": "pending",
		"Shipping Name": "Jo Miller", "Shipping City": "Bonn", "Shipping Zip": "'53111", "Shipping Country": "DE",
	}
	for k, v := range changes {
		c[k] = v
	}
	return c
}

// more is a continuation row.
func more(name, quantity, article, price string) cells {
	return cells{
		"Name": name, "Email": "jo@example.com", "Created at": "2024-03-01 23:30:00 -0500",
		"Lineitem quantity": quantity, "Lineitem name": article, "Lineitem price": price, "Lineitem fulfillment status": "pending",
	}
}

// table writes an export and reads it back.
func table(t testing.TB, rows ...cells) []*Order {
	t.Helper()
	lines := []string{fullHeader}
	for _, c := range rows {
		lines = append(lines, row(c))
	}
	return readAll(t, write(t, strings.Join(lines, "\n")+"\n"))
}

func write(t testing.TB, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "orders.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func open(t testing.TB, text string) *sheet.Source {
	t.Helper()
	src, err := sheet.Open(write(t, text), sheet.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { src.Close() })
	return src
}

func contains(s, part string) bool { return strings.Contains(s, part) }
