package shopify

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/importer/sheet"
)

func codes(o *Order) []string {
	var list []string
	for _, p := range o.Problems {
		list = append(list, p.Code)
	}
	return list
}

func TestOrders_ReadsEveryFieldOfAnOrder(t *testing.T) {
	orders := table(t,
		head("#1001", "5000000037037", cells{
			"Subtotal": "45.00", "Shipping": "4.90", "Taxes": "8.55", "Total": "58.95", "Discount Amount": "5.00", "Duties": "0.50",
			"Discount Code": "SPRING", "Paid at": "2024-03-01 23:31:00 -0500", "Notes": "two\nlines", "Refunded Amount": "1.00",
			"Tax 1 Name": "DE MwSt 19%", "Tax 1 Value": "8.55", "Billing Country": "Germany", "Lineitem sku": "'007",
		}),
		more("#1001", "2", "Bulb", "15.00"),
		more("#1001", "2", "Bulb", "15.00"),
	)
	if len(orders) != 1 {
		t.Fatalf("%d orders", len(orders))
	}
	o := orders[0]
	want := Order{
		Number: "#1001", ExternalID: "5000000037037", Email: "jo@example.com", Payment: model.Paid, Fulfilment: model.Unfulfilled,
		Created: Moment{"2024-03-02T04:30:00Z", "2024-03-01"}, Paid: Moment{"2024-03-02T04:31:00Z", "2024-03-01"},
		Currency: "EUR", Subtotal: 450_000, Shipping: 49_000, Taxes: 85_500, Total: 589_500, Discount: 50_000, Refunded: 10_000, Duties: 5_000,
		ItemDiscount: 50_000, DiscountCode: "SPRING", Notes: "two\nlines", TaxNames: []model.TaxName{{Name: "DE MwSt 19%", Amount: 85_500}},
		Billing: Address{Country: "DE"}, ShipTo: Address{Name: "Jo Miller", City: "Bonn", Zip: "53111", Country: "DE"},
		Lines: []Line{
			{SKU: "007", Name: "Lamp", Quantity: 1, Price: 200_000, RequiresShipping: true, Taxable: true, Status: model.LinePending, Row: 2, Occurrence: 1},
			{Name: "Bulb", Quantity: 2, Price: 150_000, RequiresShipping: true, Taxable: true, Status: model.LinePending, Row: 3, Occurrence: 1},
			{Name: "Bulb", Quantity: 2, Price: 150_000, RequiresShipping: true, Taxable: true, Status: model.LinePending, Row: 4, Occurrence: 2},
		},
		FirstRow: 2, LastRow: 4,
	}
	// 20 + 30 + 30 - 5 + 4.90 + 0.50 = 80.40, so the totals above say lines are too many.
	want.Problems = []sheet.Problem{{Row: 2, Column: "Total", Code: LinesMissing, Severity: sheet.Warning}}
	if len(o.Problems) == 1 {
		want.Problems[0].Message = o.Problems[0].Message
	}
	if !reflect.DeepEqual(*o, want) {
		t.Errorf("got  %+v\nwant %+v", *o, want)
	}
}

func TestOrders_TaxModeByTheirArithmetic(t *testing.T) {
	tests := []struct {
		name    string
		changes cells
		mode    model.TaxMode
		item    string
		ship    string
		codes   []string
	}{
		{"no tax", cells{}, model.NoTax, "0", "0", nil},
		{"tax included", cells{"Taxes": "3.97"}, model.TaxIncluded, "0", "0", nil},
		{"tax added", cells{"Taxes": "3.97", "Total": "28.87"}, model.TaxAdded, "0", "0", nil},
		{"discount on items", cells{"Discount Amount": "5.00", "Subtotal": "15.00", "Total": "19.90"}, model.NoTax, "5", "0", nil},
		{"discount on shipping", cells{"Discount Amount": "4.90", "Total": "20.00"}, model.NoTax, "0", "4.90", nil},
		{"discount on both", cells{"Discount Amount": "9.90", "Subtotal": "15.00", "Total": "15.00"}, model.NoTax, "5", "4.90", nil},
		{"duties on top", cells{"Duties": "2.00", "Total": "26.90"}, model.NoTax, "0", "0", nil},
		{"a replacement for nothing", cells{"Discount Amount": "24.90", "Subtotal": "0.00", "Total": "0.00"}, model.NoTax, "20", "4.90", nil},
		{"a subtotal that contradicts", cells{"Subtotal": "19.00"}, model.NoTax, "0", "0", []string{DiscountSplit}},
		{"lines are missing", cells{"Subtotal": "40.00", "Total": "44.90"}, "", "0", "0", []string{LinesMissing}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := table(t, head("#1", "1", tt.changes))[0]
			if o.Refused || o.TaxMode != tt.mode || !reflect.DeepEqual(codes(o), tt.codes) {
				t.Errorf("mode %q, problems %v", o.TaxMode, o.Problems)
			}
			if o.ItemDiscount != model.MustAmount(tt.item) || o.ShippingDiscount != model.MustAmount(tt.ship) {
				t.Errorf("discount split into %s and %s", o.ItemDiscount, o.ShippingDiscount)
			}
		})
	}
}

func TestOrders_ATipIsNoGoods(t *testing.T) {
	tip := more("#1", "1", "Tip", "3.00")
	tip["Lineitem requires shipping"], tip["Lineitem taxable"], tip["Lineitem fulfillment status"] = "false", "FALSE", "not_eligible"
	o := table(t, head("#1", "1", cells{"Total": "27.90"}), tip)[0]
	if o.Tip != 30_000 || !o.Lines[1].Tip || o.TaxMode != model.NoTax || o.ItemDiscount != 0 || len(o.Problems) != 0 {
		t.Errorf("got %+v", o)
	}
	goods := table(t, head("#1", "1", cells{"Lineitem name": "Tip"}))[0]
	if goods.Tip != 0 || goods.Lines[0].Tip {
		t.Error("an article named Tip that is shipped was taken for a tip")
	}
}

func TestOrders_ProblemsOfRows(t *testing.T) {
	tests := []struct {
		name    string
		changes cells
		refused bool
		column  string
		code    string
	}{
		{"letters in an amount", cells{"Total": "24.9O"}, true, "Total", BadAmount},
		{"an exponent", cells{"Lineitem price": "2e1"}, true, "Lineitem price", BadAmount},
		{"an amount beyond reason", cells{"Refunded Amount": "99999999999"}, true, "Refunded Amount", BadAmount},
		{"a line beyond reason", cells{"Lineitem price": "9999999999", "Lineitem quantity": "99"}, true, "Lineitem price", BadAmount},
		{"no total", cells{"Total": ""}, true, "Total", BadAmount},
		{"no price", cells{"Lineitem price": ""}, true, "Lineitem price", BadAmount},
		{"unknown currency", cells{"Currency": "EURO"}, true, "Currency", UnknownCurrency},
		{"no currency", cells{"Currency": ""}, true, "Currency", UnknownCurrency},
		{"unknown country", cells{"Shipping Country": "QQ"}, true, "Shipping Country", UnknownCountry},
		{"unknown country to bill", cells{"Billing Country": "QQ"}, false, "Billing Country", UnknownCountry},
		{"unreadable date", cells{"Created at": "31/05/2023"}, true, "Created at", BadDate},
		{"no date", cells{"Created at": ""}, true, "Created at", BadDate},
		{"unreadable day of cancelling", cells{"Cancelled at": "yes"}, true, "Cancelled at", BadDate},
		{"a number rounded by a spreadsheet", cells{"Id": "5.37518E+12"}, false, "Id", SpoiltID},
		{"a SKU rounded by a spreadsheet", cells{"Lineitem sku": "5.37518E+12"}, false, "Lineitem sku", SpoiltID},
		{"half a piece", cells{"Lineitem quantity": "1.5"}, true, "Lineitem quantity", BadQuantity},
		{"no quantity", cells{"Lineitem quantity": ""}, true, "Lineitem quantity", BadQuantity},
		{"less than nothing", cells{"Lineitem quantity": "-1"}, true, "Lineitem quantity", BadQuantity},
		{"a payment state of another shop system", cells{"Financial Status": "on-hold"}, true, "Financial Status", UnknownStatus},
		{"a fulfilment state of another shop system", cells{"Fulfillment Status": "odd"}, false, "Fulfillment Status", UnknownStatus},
		{"a fulfilment state of a line of another shop system", cells{"Lineitem fulfillment status": "odd"}, false, "Lineitem fulfillment status", UnknownStatus},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			orders := table(t, head("#1", "1", nil), head("#2", "2", tt.changes), head("#3", "3", nil))
			if len(orders) != 3 || len(orders[0].Problems)+len(orders[2].Problems) != 0 {
				t.Fatalf("%d orders", len(orders))
			}
			o := orders[1]
			if o.Refused != tt.refused || len(o.Problems) != 1 {
				t.Fatalf("refused %v, %+v", o.Refused, o.Problems)
			}
			p := o.Problems[0]
			if p.Row != 3 || p.Column != tt.column || p.Code != tt.code || p.Message == "" || (p.Severity == sheet.Refusal) != tt.refused {
				t.Errorf("got %+v", p)
			}
		})
	}
}

func TestOrders_ALineThatIsNotSentWaitsWhateverItIsCalled(t *testing.T) {
	for cell, want := range map[string]model.Fulfilment{"unfulfilled": model.LinePending, "": model.LinePending, "odd": model.LinePending, "Fulfilled": model.Fulfilled} {
		orders := table(t, head("#1", "1", cells{"Lineitem fulfillment status": cell}))
		if len(orders) != 1 || orders[0].Refused || orders[0].Lines[0].Status != want {
			t.Errorf("%q: got %+v", cell, orders)
		}
	}
}

func TestOrders_ASpoiltNumberFallsBackToTheName(t *testing.T) {
	orders := table(t, head("#1", "5.37518E+12", nil), head("#2", "5.37518E+12", nil))
	if len(orders) != 2 || orders[0].Refused || orders[1].Refused || orders[0].Key() != "#1" || orders[1].Key() != "#2" {
		t.Errorf("got %+v", orders)
	}
}

func TestOrders_TheSameOrderTwiceIsTakenOnce(t *testing.T) {
	orders := table(t, head("#1", "1", nil), head("#2", "2", nil), head("#1", "1", nil), head("#3", "", nil), head("#2", "2", nil), head("#3", "", nil))
	var refused []int
	for _, o := range orders {
		if o.Refused {
			refused = append(refused, o.FirstRow)
			if !reflect.DeepEqual(codes(o), []string{Duplicate}) {
				t.Errorf("row %d: %+v", o.FirstRow, o.Problems)
			}
		}
	}
	if len(orders) != 6 || !reflect.DeepEqual(refused, []int{4, 6, 7}) {
		t.Errorf("%d orders, refused at %v", len(orders), refused)
	}
}

func TestOrders_OneNameOfTwoShopsIsTwoOrders(t *testing.T) {
	orders := table(t, head("#1", "11", nil), head("#1", "12", nil))
	if len(orders) != 2 || orders[0].Key() != "11" || orders[1].Key() != "12" || orders[1].Refused {
		t.Errorf("got %+v", orders)
	}
}

func TestOrders_RowsInAnyOrderMakeTheSameOrders(t *testing.T) {
	var rows []cells
	for i := range 30 {
		name := fmt.Sprintf("#%d", 1000+i)
		rows = append(rows, head(name, fmt.Sprint(50+i), cells{"Subtotal": "50.00", "Total": "54.90"}), more(name, "2", "Bulb", "15.00"), more(name, "1", "Gift", "0.00"))
	}
	plain := table(t, rows...)
	// A fixed permutation: 7 and 90 have no common factor.
	mixed := make([]cells, len(rows))
	for i := range rows {
		mixed[i*7%len(rows)] = rows[i]
	}
	shuffled := table(t, mixed...)
	lines := func(orders []*Order) map[string]int {
		n := map[string]int{}
		for _, o := range orders {
			if o.Refused && !slices.Contains(codes(o), Scattered) {
				t.Errorf("order %s: %+v", o.Number, o.Problems)
			}
			if !o.Refused {
				if _, twice := n[o.Number]; twice || o.TaxMode != model.NoTax || len(o.Problems) != 0 {
					t.Errorf("order %s: %+v", o.Number, o.Problems)
				}
			}
			for _, l := range o.Lines {
				if l.Price > 0 {
					n[o.Number]++
				}
			}
		}
		return n
	}
	if a, b := lines(plain), lines(shuffled); len(a) != 30 || !reflect.DeepEqual(a, b) {
		t.Errorf("got %v\nwant %v", b, a)
	}
}

func TestOrders_RowsWithoutTheirOrder(t *testing.T) {
	orders := table(t,
		more("#9", "1", "Lost", "5.00"),
		head("#1", "1", nil),
		more("", "1", "Nameless", "5.00"),
		head("#2", "2", nil),
		more("#1", "1", "Late", "5.00"),
	)
	got := map[int]string{}
	for _, o := range orders {
		if o.Refused {
			got[o.FirstRow] = strings.Join(codes(o), ",")
		}
	}
	if want := map[int]string{2: HeadMissing, 4: NoName, 6: Scattered}; !reflect.DeepEqual(got, want) || len(orders) != 5 {
		t.Errorf("got %v of %d", got, len(orders))
	}
}

func TestOrders_ManyIncompleteOrdersDoNotPileUp(t *testing.T) {
	rows := []string{fullHeader}
	for i := range 20 {
		rows = append(rows, row(head(fmt.Sprintf("#%d", i), "", cells{"Total": "1.00"})))
	}
	orders, err := NewOrders(open(t, strings.Join(rows, "\n")))
	if err != nil {
		t.Fatal(err)
	}
	orders.room = 5
	n := 0
	for _, err = orders.Next(); err == nil; _, err = orders.Next() {
		n++
		if len(orders.held) > 5 {
			t.Fatalf("%d orders are held", len(orders.held))
		}
	}
	if n != 20 || err != io.EOF {
		t.Errorf("%d orders, %v", n, err)
	}
}

func TestOrders_JoinedExportsRepeatTheHeader(t *testing.T) {
	text := fullHeader + "\n" + row(head("#1", "1", nil)) + "\n" + fullHeader + "\n" + row(head("#2", "2", nil)) + "\n"
	if orders := readAll(t, write(t, text)); len(orders) != 2 || orders[1].Refused || orders[1].FirstRow != 4 {
		t.Errorf("got %+v", orders)
	}
}

func TestOrders_AfterASpreadsheetWithDecimalCommas(t *testing.T) {
	text := strings.ReplaceAll(fullHeader, ",", ";") + "\n" +
		strings.ReplaceAll(strings.ReplaceAll(row(head("#1", "1", nil)), ",", ";"), ".", ",") + "\n"
	o := readAll(t, write(t, strings.ReplaceAll(text, "example,com", "example.com")))[0]
	if o.Refused || o.Total != 249_000 || o.TaxMode != model.NoTax {
		t.Errorf("got %+v", o)
	}
}

func TestOrders_HeaderBelowATitleInAnyCaseAndOrder(t *testing.T) {
	names := strings.Split(fullHeader, ",")
	fields := strings.Split(row(head("#1", "1", nil)), ",")
	slices.Reverse(names)
	slices.Reverse(fields)
	text := "Export of my shop\n\n" + strings.ToUpper(strings.Join(names, ", ")) + "\n" + strings.Join(fields, ",") + "\n"
	o := readAll(t, write(t, text))[0]
	if o.Refused || o.Total != 249_000 || o.FirstRow != 4 || o.ShipTo.Zip != "53111" {
		t.Errorf("got %+v", o)
	}
}

func TestOrders_MissingOptionalColumnsAreRead(t *testing.T) {
	text := "Name,Created at,Financial Status,Currency,Subtotal,Shipping,Taxes,Total,Discount Amount,Lineitem quantity,Lineitem name,Lineitem price\n" +
		"#1,2024-03-01 10:00:00 +0000,paid,JPY,2000,0,0,2000,0,1,Lamp,2000\n"
	o := readAll(t, write(t, text))[0]
	if o.Refused || o.Key() != "#1" || !o.Lines[0].RequiresShipping || !o.Lines[0].Taxable || o.Fulfilment != model.Unfulfilled {
		t.Errorf("got %+v", o)
	}
}

func TestOrders_RefuseExportsThatLackColumns(t *testing.T) {
	text := "Name,Email,Created at,Total,Currency,Financial Status,Lineitem name,Lineitem quantity\n#1,a@example.com,2024-03-01 10:00:00 +0000,5,EUR,paid,Lamp,1\n"
	src := open(t, text)
	if !Recognises(src.Head()[0].Cells) {
		t.Error("the export is not recognised")
	}
	_, err := NewOrders(src)
	if model.CodeOf(err) != model.Invalid || !contains(err.Error(), "Subtotal, Shipping, Taxes, Discount Amount, Lineitem price") {
		t.Errorf("got %v", err)
	}
	other := open(t, "Date,Amount\n2024-03-01,5\n")
	if _, err = NewOrders(other); model.CodeOf(err) != model.Invalid || Recognises(other.Head()[0].Cells) || !contains(err.Error(), "not a Shopify orders export") {
		t.Errorf("got %v", err)
	}
}

func TestOrders_AnErrorOfTheFileEndsThem(t *testing.T) {
	var text strings.Builder
	text.WriteString(fullHeader + "\n")
	for i := range 50 {
		text.WriteString(row(head(fmt.Sprintf("#%d", i), "", nil)) + "\n")
	}
	text.WriteString("#50,\"never closed\n")
	orders, err := NewOrders(open(t, text.String()))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, err = orders.Next(); err == nil; _, err = orders.Next() {
		n++
	}
	if model.CodeOf(err) != model.Damaged || !contains(err.Error(), "line 52") {
		t.Errorf("after %d orders: %v", n, err)
	}
}

func FuzzOrders(f *testing.F) {
	f.Add(fullHeader + "\n" + row(head("#1", "1", nil)) + "\n" + row(more("#1", "2", "Bulb", "1.00")) + "\n")
	f.Add(fullHeader + "\n" + row(more("#1", "2", "Bulb", "1.00")) + "\n" + row(head("#1", "1", cells{"Total": "26.90", "Lineitem quantity": "1000000"})) + "\n")
	f.Fuzz(func(t *testing.T, text string) {
		path := filepath.Join(t.TempDir(), "orders.csv")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		src, err := sheet.Open(path, sheet.Limits{})
		if err != nil {
			return
		}
		defer src.Close()
		if orders, err := NewOrders(src); err == nil {
			for o, err := orders.Next(); err == nil; o, err = orders.Next() {
				if !o.Refused && (o.Created.On == "" || !o.Currency.Valid() || o.ItemDiscount.Add(o.ShippingDiscount) != o.Discount) {
					t.Errorf("taken: %+v", o)
				}
			}
		}
	})
}
