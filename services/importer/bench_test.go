package importer_test

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/dropledger/dropledger/services/importer"
)

// writeExport writes a Shopify orders export of n orders, always the same: one
// to four lines, discounts, tax on top, some refunded, some not sent yet.
func writeExport(t testing.TB, n int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "orders.csv")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(f)
	fmt.Fprintln(w, "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,"+
		"Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,"+
		"Shipping Name,Shipping Address1,Shipping City,Shipping Zip,Shipping Country,Cancelled at,Refunded Amount,Id,Tax 1 Name,Tax 1 Value,Lineitem discount")
	for i := range n {
		exportOrder(w, i)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func exportOrder(w *bufio.Writer, i int) {
	lines := 1 + i*7%4
	var goods, discount int
	for l := range lines {
		goods += (1 + (i+l)%2) * price(i, l)
	}
	if i%5 == 0 {
		discount = goods / 10
	}
	shipping := 490 * (i % 2)
	tax := (goods - discount + shipping) * 19 / 100
	total := goods - discount + shipping + tax
	status, sent, line, refunded := "paid", "fulfilled", "fulfilled", 0
	if i%9 == 0 {
		sent, line = "unfulfilled", "pending"
	} else if i%20 == 1 {
		status, refunded = "partially_refunded", total/3
	}
	day := fmt.Sprintf("2025-%02d-%02d", 1+i/28%12, 1+i%28)
	for l := range lines {
		if l == 0 {
			fmt.Fprintf(w, "#%d,c%d@example.com,%s,%s 10:00:05 +0100,%s,%s,EUR,%s,%s,%s,%s,,%s,%s 10:00:00 +0100,", 1001+i, i%7000, status, day, sent,
				map[bool]string{true: day + " 18:00:00 +0100"}[sent == "fulfilled"], cents(goods-discount), cents(shipping), cents(tax), cents(total), cents(discount), day)
		} else {
			fmt.Fprintf(w, "#%d,c%d@example.com,,,,,,,,,,,,%s 10:00:00 +0100,", 1001+i, i%7000, day)
		}
		fmt.Fprintf(w, "%d,Article %d,%s,SKU-%03d,true,true,%s,", 1+(i+l)%2, (i+l)%300, cents(price(i, l)), (i+l)%300, line)
		if l == 0 {
			fmt.Fprintf(w, "Customer %d,Street %d,Köln,'50667,DE,,%s,%d,VAT 19%%,%s,0.00\n", i%7000, i%90, cents(refunded), 5_000_000_000_000+i, cents(tax))
		} else {
			fmt.Fprint(w, ",,,,,,,,,,0.00\n")
		}
	}
}

func price(i, l int) int { return 500 + (i+l)%300*37 }

func cents(n int) string { return fmt.Sprintf("%d.%02d", n/100, n%100) }

func BenchmarkImport_Orders(b *testing.B) {
	path := writeExport(b, 20_000)
	b.ReportAllocs()
	for b.Loop() {
		_, s := book(b, "EUR")
		f := bring(b, s, importer.Options{Shop: "A"}, path)[0]
		if f.Created != 20_000 {
			b.Fatal(f.Err(), f.Created, f.Problems[:min(len(f.Problems), 3)])
		}
	}
	b.ReportMetric(20_000*float64(b.N)/b.Elapsed().Seconds(), "orders/s")
}

func BenchmarkImport_SameFileAgain(b *testing.B) {
	path := writeExport(b, 20_000)
	_, s := book(b, "EUR")
	bring(b, s, importer.Options{Shop: "A"}, path)
	for b.Loop() {
		if f := bring(b, s, importer.Options{Shop: "A"}, path)[0]; f.Unchanged != 20_000 {
			b.Fatal(f.Unchanged)
		}
	}
	b.ReportMetric(20_000*float64(b.N)/b.Elapsed().Seconds(), "orders/s")
}
