package main_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

const orderHead = "Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Shipping Name,Shipping Address1,Shipping City,Shipping Zip,Shipping Country,Refunded Amount,Id,Tax 1 Name,Tax 1 Value\n"

// twoOrders is an export of a shop with two orders of 150.00 EUR in all.
const twoOrders = orderHead +
	"#1,ann@example.com,paid,2026-10-28 10:00:00 +0100,unfulfilled,EUR,100.00,0.00,15.97,100.00,0.00,2026-10-28 10:00:00 +0100,2,Lamp,50.00,SKU-1,true,true,pending,Ann Berg,Ring 1,Köln,'50667,DE,0.00,5001,DE MwSt 19%,15.97\n" +
	"#2,bob@example.com,paid,2026-10-29 10:00:00 +0100,unfulfilled,EUR,50.00,0.00,7.98,50.00,0.00,2026-10-29 10:00:00 +0100,1,Lamp,50.00,SKU-1,true,true,pending,Bob Stein,Weg 2,Bonn,'53111,DE,0.00,5002,DE MwSt 19%,7.98\n"

const priceList = "SKU,Name,Cost,Currency,Stock,Valid from\nSKU-1,Lamp,20.00,EUR,50,2026-01-01\n"

func TestTheMainJobByKeys(t *testing.T) {
	d := newDesktop(t)
	orders, prices := d.write("orders.csv", twoOrders), d.write("prices.csv", priceList)
	sent, pack := filepath.Join(d.home, "sent"), filepath.Join(d.home, "pack.xlsx")
	if err := os.Mkdir(sent, 0o700); err != nil {
		t.Fatal(err)
	}

	w := d.open()
	w.titled("Welcome")
	w.typed("Lamp house") // the name has the focus
	w.key("Tab")
	w.typed("Germany")
	w.key("Return", "ctrl+Return")
	w.titled("Today - Lamp house")

	w.key("ctrl+5")
	w.titled("Suppliers")
	w.key("ctrl+n")
	w.typed("Acme")
	w.key("Tab", "Tab")
	w.typed("Poland")
	w.key("Return", "Tab", "Tab", "Right", "Right", "Right", "ctrl+Return") // to the stage, candidate to approved
	w.see("Acme is saved.", "Approved", "Poland")

	w.choose("ctrl+i", prices)
	w.titled("Import prices.csv")
	w.key("ctrl+Return")
	w.see("Say whose list it is.")
	w.key("Down") // the only supplier
	w.see("Import 1 article")
	w.key("ctrl+Return")
	w.see("1 article was imported")

	w.choose("ctrl+i", orders)
	w.see("Import 2 orders", "Ann Berg", "Bob Stein", "150.00")
	w.key("ctrl+Return")
	w.see("2 orders were imported")

	w.key("ctrl+3")
	w.see("Route 2 orders")
	w.key("ctrl+Return")
	w.see("Send 2 purchase orders", "44.03", "66.05")
	w.choose("ctrl+Return", sent)
	w.see("Send 2 purchase orders into this folder?")
	w.key("Return")
	w.see("2 purchase orders sent", "Nothing waits to be forwarded")

	w.key("ctrl+7")
	w.titled("Margins")
	w.see("66.05")
	w.key("ctrl+9")
	w.titled("Reports")
	w.choose("ctrl+Return", pack)
	w.see("pack.xlsx")
	w.tool("key", "ctrl+q")
	w.left()
	d.mainJobDone(sent, pack)
}

// choose presses the key that asks for a file or folder, and types its path.
func (w *window) choose(key, path string) {
	w.t.Helper()
	w.key(key, "ctrl+a")
	w.typed(path)
	w.key("Return")
}

func TestTheMainJobByMouse(t *testing.T) {
	d := newDesktop(t)
	d.write("orders.csv", twoOrders)
	sent := filepath.Join(d.home, "sent")
	if err := os.Mkdir(sent, 0o700); err != nil {
		t.Fatal(err)
	}
	d.prepared("Lamp house")

	w := d.open()
	w.titled("Today - Lamp house")
	w.click("Import orders")
	w.click("orders.csv")
	w.click("Open")
	w.click("Import 2 orders")
	w.click("Route them")
	w.click("Send 2 purchase orders")
	w.click("sent")
	w.click("Choose this folder")
	w.click("Send now")
	w.see("2 purchase orders sent")
	w.click("Margins")
	w.see("66.05")
	w.click("Reports")
	w.click("Export workbook")
	w.click("Save")
	w.see(".xlsx")
	w.tool("key", "ctrl+q") // the display has no frame with a cross around the window
	w.left()
	packs, err := filepath.Glob(filepath.Join(d.home, "*.xlsx"))
	if err != nil || len(packs) != 1 {
		t.Fatalf("the workbooks are %v, %v", packs, err)
	}
	d.mainJobDone(sent, packs[0])
}

// prepared makes a book with a supplier and an offer, without the window.
func (d *desktop) prepared(name string) (path string) {
	d.t.Helper()
	path = d.do("", "new", "--name", name, "--currency", "EUR", "--country", "DE")["book"].(string)
	d.do(`{"name":"`+name+`","platform":"shopify"}`, "put", "shop")
	d.do(`{"name":"Acme","stage":"approved","country":"PL","ships_to":["*"]}`, "put", "supplier")
	d.do(`{"sku":"SKU-1","name":"Lamp"}`, "put", "product")
	d.do(`{"supplier":"Acme","sku":"SKU-1","supplier_sku":"SKU-1","valid_from":"2026-01-01","cost":"20.00","stock":50}`, "put", "offer")
	return path
}

// mainJobDone holds the book, the files of the purchase orders and the workbook
// against what the two orders come to.
func (d *desktop) mainJobDone(sent, pack string) {
	d.t.Helper()
	if out, err := d.try("", "check"); err != nil {
		d.t.Errorf("the book does not hold: %v: %s", err, out)
	}
	for list, args := range map[string][]string{"orders": {"orders"}, "purchase orders": {"purchases"}, "forwarded": {"outbox", "list"}} {
		if rows, _ := d.do("", args...)["rows"].([]any); len(rows) != 2 {
			d.t.Errorf("%s are %d, want 2", list, len(rows))
		}
	}
	var papers, tables []string
	for _, path := range files(d.t, sent) {
		switch filepath.Ext(path) {
		case ".pdf":
			out, err := exec.Command("pdftotext", "-layout", path, "-").Output()
			if err != nil {
				d.t.Fatal(err)
			}
			papers = append(papers, string(out))
		case ".csv":
			out, err := os.ReadFile(path)
			if err != nil {
				d.t.Fatal(err)
			}
			tables = append(tables, string(out))
		}
	}
	for kind, all := range map[string][]string{"PDF": papers, "CSV": tables} {
		text := strings.Join(all, "\n")
		for _, want := range []string{"PO-000001", "PO-000002", "SKU-1", "Ann Berg", "Bob Stein"} {
			if !strings.Contains(text, want) {
				d.t.Errorf("%d %s files were forwarded and none has %q", len(all), kind, want)
			}
		}
	}
	d.packed(pack)
}

// packed looks for the month's sales in the accountant's workbook.
func (d *desktop) packed(path string) {
	d.t.Helper()
	book, err := excelize.OpenFile(path)
	if err != nil {
		d.t.Fatal(err)
	}
	defer func() { _ = book.Close() }()
	var cells []string
	for _, sheet := range book.GetSheetList() {
		rows, err := book.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			d.t.Fatal(err)
		}
		for _, row := range rows {
			cells = append(cells, row...)
		}
	}
	for _, want := range []string{"Lamp house", "#1", "#2", "23.95"} {
		if !slices.ContainsFunc(cells, func(c string) bool { return c == want || strings.Contains(c, want) }) {
			d.t.Errorf("the accountant's workbook has no %q", want)
		}
	}
}

func files(t *testing.T, folder string) (all []string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, e os.DirEntry, err error) error {
		if err == nil && e.Type().IsRegular() {
			all = append(all, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestASecondStartHandsOverToTheFirstWindow(t *testing.T) {
	d := newDesktop(t)
	other := d.prepared("Other house")
	first := d.prepared("Lamp house")
	w := d.open(first)
	w.titled("Today - Lamp house")
	if out, err := d.try("", other); err != nil {
		t.Fatalf("the second start failed: %v: %s", err, out)
	}
	w.settle()
	w.titled("Today - Other house")
	if out, err := d.try(""); err != nil {
		t.Fatalf("a start without a book failed: %v: %s", err, out)
	}
	w.settle()
	w.titled("Today - Other house")
	w.key("ctrl+2")
	w.titled("Orders - Other house")
	w.tool("key", "ctrl+q")
	w.left()
}

// TestAnImportThatIsKilledLeavesNothingHalf closes the window and kills the
// program while it imports, and opens the book again.
func TestAnImportThatIsKilledLeavesNothingHalf(t *testing.T) {
	const many = 30_000
	d := newDesktop(t)
	var export strings.Builder
	export.WriteString(orderHead)
	for n := 1; n <= many; n++ {
		fmt.Fprintf(&export, "#%d,c%d@example.com,paid,2026-10-28 10:00:00 +0100,unfulfilled,EUR,50.00,0.00,7.98,50.00,0.00,2026-10-28 10:00:00 +0100,1,Lamp,50.00,SKU-1,true,true,pending,C %d,Ring %d,Bonn,'53111,DE,0.00,%d,DE MwSt 19%%,7.98\n", n, n, n, n, 5000+n)
	}
	path := d.write("orders.csv", export.String())
	d.prepared("Lamp house")

	w := d.open()
	w.choose("ctrl+i", path)
	w.see("Import 30,000 orders")
	w.tool("key", "ctrl+Return", "ctrl+q")
	w.until("Stop the work and close?")
	w.tool("key", "Escape")
	w.now()
	w.kill()
	again := d.open()
	again.titled("Today - Lamp house")
	again.key("ctrl+2")
	again.titled("Orders")
	again.tool("key", "ctrl+q")
	again.left()
	if out, err := d.try("", "check"); err != nil {
		t.Errorf("the book does not hold: %v: %s", err, out)
	}
	if n := fmt.Sprint(d.do("", "orders")["count"]); n != "0" && n != "30000" {
		t.Errorf("%s of %d orders are in the book", n, many)
	}
}
