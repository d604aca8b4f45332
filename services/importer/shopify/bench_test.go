package shopify

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/dropledger/dropledger/services/importer/sheet"
)

// writeLoad makes an export of n orders with two lines each.
func writeLoad(tb testing.TB, n int) string {
	tb.Helper()
	var b bytes.Buffer
	b.WriteString(fullHeader + "\n")
	for i := range n {
		name := fmt.Sprintf("#%d", 1001+i)
		b.WriteString(row(cells{
			"Name": name, "Email": fmt.Sprintf("c%d@example.com", i%997), "Financial Status": "paid", "Currency": "USD",
			"Subtotal": "50.00", "Shipping": "4.90", "Taxes": "8.50", "Total": "63.40", "Discount Amount": "0.00",
			"Created at": "2024-03-01 10:11:12 -0500", "Paid at": "2024-03-01 10:11:15 -0500", "Fulfillment Status": "fulfilled",
			"Lineitem quantity": "1", "Lineitem name": "Solar Watch Band - Black", "Lineitem price": "20.00", "Lineitem sku": "Sol-1358",
			"Shipping Name": "Hugo Dupont", "Shipping Address1": "79 Main St", "Shipping City": "Haifa", "Shipping Zip": "'3100000",
			"Shipping Country": "IL", "Id": fmt.Sprint(5000000037037 + i), "Notes": "leave at\nthe door, please",
		}) + "\n")
		b.WriteString(row(cells{"Name": name, "Lineitem quantity": "2", "Lineitem name": "Indigo Lamp - Sage / M", "Lineitem price": "15.00"}) + "\n")
	}
	path := filepath.Join(tb.TempDir(), "orders.csv")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		tb.Fatal(err)
	}
	return path
}

func BenchmarkOrders(b *testing.B) {
	path := os.Getenv("ORDERS_CSV")
	if path == "" {
		path = writeLoad(b, 100_000)
	}
	b.ReportAllocs()
	for b.Loop() {
		src, err := sheet.Open(path, sheet.Limits{})
		if err != nil {
			b.Fatal(err)
		}
		orders, err := NewOrders(src)
		if err != nil {
			b.Fatal(err)
		}
		n, lines, bad := 0, 0, 0
		for {
			o, err := orders.Next()
			if err == io.EOF {
				break
			}
			if err != nil {
				b.Fatal(err)
			}
			n++
			lines += len(o.Lines)
			bad += len(o.Problems)
		}
		b.SetBytes(src.Size())
		src.Close()
		if n == 0 || bad > 0 {
			b.Fatalf("%d orders, %d lines, %d problems", n, lines, bad)
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.Sys>>20), "MB-from-OS")
}
