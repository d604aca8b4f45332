// Package shopifytest writes Shopify orders exports of any length for tests and
// benchmarks: invented orders, always the same for the same length, with all the
// columns Shopify writes. It must not know how exports are read.
package shopifytest

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// header is Shopify's, in Shopify's order.
const header = "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total," +
	"Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku," +
	"Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Name,Billing Street,Billing Address1,Billing Address2,Billing Company," +
	"Billing City,Billing Zip,Billing Province,Billing Country,Billing Phone,Shipping Name,Shipping Street,Shipping Address1,Shipping Address2,Shipping Company," +
	"Shipping City,Shipping Zip,Shipping Province,Shipping Country,Shipping Phone,Notes,Note Attributes,Cancelled at,Payment Method,Payment Reference," +
	"Refunded Amount,Vendor,Outstanding Balance,Employee,Location,Device ID,Id,Tags,Risk Level,Source,Lineitem discount," +
	"Tax 1 Name,Tax 1 Value,Tax 2 Name,Tax 2 Value,Tax 3 Name,Tax 3 Value,Tax 4 Name,Tax 4 Value,Tax 5 Name,Tax 5 Value,Phone,Receipt Number,Duties," +
	"Billing Province Name,Shipping Province Name,Payment ID,Payment Terms Name,Next Payment Due At,Payment References"

const (
	products  = 600
	firstDay  = "2025-01-01"
	spanDays  = 365
	timestamp = "2006-01-02 15:04:05 -0700"
)

// place is a destination with the tax the shop charges there, in percent.
type place struct {
	country, city, zip, province string
	tax                          int64
}

var (
	places = []place{
		{"DE", "Fürth", "'90762", "", 19},
		{"FR", "Nîmes", "'30000", "", 20},
		{"NL", "Delft", "2611 AB", "", 21},
		{"AT", "Graz", "'8010", "", 20},
		{"ES", "Cádiz", "'11001", "CA", 21},
		{"IT", "Udine", "'33100", "UD", 22},
		{"PL", "Toruń", "87-100", "", 23},
		{"SE", "Umeå", "903 20", "", 25},
		{"GB", "York", "YO1 7HH", "ENG", 20},
		{"US", "Portland", "'97201", "OR", 0},
		{"US", "Austin", "'78701", "TX", 8},
		{"CA", "Halifax", "B3H 1A1", "NS", 14},
		{"CH", "Chur", "'7000", "", 8},
		{"JP", "札幌市", "060-0001", "JP-01", 10},
		{"AU", "Hobart", "'7000", "TAS", 10},
	}
	things   = []string{"Desk Lamp", "Trail Bottle", "Cork Mat", "Steel Straw Set", "Phone Grip", "Herb Mill", "Dog Bowl", "Night Light", "Tote", "Cable Box"}
	colours  = []string{"Moss", "Sand", "Slate", "Coral", "Ink", "Snow"}
	given    = []string{"Ada", "Björn", "Chloé", "Dov", "Elif", "Finn", "Greta", "Håkon", "Iker", "Jana", "Kai", "Lena"}
	families = []string{"Aalto", "Brandt", "Çelik", "Dubois", "Evans", "Ferreira", "Grünwald", "Horvat", "Iwata", "Jansen", "O'Neill"}
	notes    = []string{"Ring twice, please", "A gift:\nno invoice in the parcel", "Leave with \"Café Mira\" next door"}
)

// Write writes an export of n orders, about 1.8 lines each, in EUR, spread over
// the year 2025. Each order balances: total = subtotal + shipping + taxes, and
// the subtotal is the lines less the discount. One order in five has a
// discount, one in eight is not fulfilled, one in twenty is refunded.
func Write(out io.Writer, n int) error {
	b := bufio.NewWriterSize(out, 1<<18)
	columns := strings.Split(header, ",")
	e := &export{
		csv: csv.NewWriter(b), random: rand.New(rand.NewPCG(2025, 1)),
		at: make(map[string]int, len(columns)), row: make([]string, len(columns)),
	}
	for i, c := range columns {
		e.at[c] = i
	}
	start, err := time.Parse(time.DateOnly, firstDay)
	if err != nil {
		return err
	}
	e.copyRow(columns)
	for i := range n {
		e.order(i, start.Add(time.Duration(i)*spanDays*24*time.Hour/time.Duration(n)))
	}
	e.csv.Flush()
	if err := e.csv.Error(); err != nil {
		return err
	}
	return b.Flush()
}

type export struct {
	csv    *csv.Writer
	random *rand.Rand
	at     map[string]int
	row    []string
}

// line is an order line; money is in cents.
type line struct {
	product         int
	quantity, price int64
}

func (e *export) order(i int, placed time.Time) {
	lines := e.lines()
	var goods int64
	for _, l := range lines {
		goods += l.quantity * l.price
	}
	var discount int64
	code := ""
	if e.oneIn(5) {
		code, discount = "HELLO15", goods*15/100
	}
	to := places[e.random.IntN(len(places))]
	shipping := int64(495)
	if goods-discount > 5000 {
		shipping = 0
	}
	taxes := (goods - discount + shipping) * to.tax / 100
	total := goods - discount + shipping + taxes

	name := "#" + strconv.Itoa(1001+i)
	customer := e.random.IntN(i*3/4 + 1)
	clear(e.row)
	e.head(i, placed, customer, to)
	e.set("Subtotal", cents(goods-discount), "Shipping", cents(shipping), "Taxes", cents(taxes), "Total", cents(total),
		"Discount Code", code, "Discount Amount", cents(discount), "Tax 1 Name", fmt.Sprintf("VAT %d%%", to.tax), "Tax 1 Value", cents(taxes))
	e.outcome(placed, total)
	status := "pending"
	if e.row[e.at["Fulfillment Status"]] == "fulfilled" {
		status = "fulfilled"
	}
	for k, l := range lines {
		if k > 0 {
			clear(e.row)
			e.set("Name", name, "Email", email(customer), "Created at", placed.Format(timestamp))
		}
		e.line(l, status)
		e.copyRow(e.row)
	}
}

func (e *export) lines() []line {
	count := 1
	for count < 5 && e.random.IntN(100) < 45 {
		count++
	}
	lines := make([]line, count)
	for i := range lines {
		p := e.random.IntN(products)
		lines[i] = line{product: p, quantity: 1, price: 690 + int64(p*37%8000)}
		if e.oneIn(6) {
			lines[i].quantity = 2 + e.random.Int64N(3)
		}
	}
	return lines
}

func (e *export) head(i int, placed time.Time, customer int, to place) {
	person := given[customer%len(given)] + " " + families[customer%len(families)]
	street := fmt.Sprintf("%s %d", []string{"Lindenweg", "Rue du Port", "Mill Lane", "Calle del Sol"}[customer%4], 1+customer%180)
	phone := fmt.Sprintf("+49 30 %07d", customer)
	id := strconv.Itoa(6_100_000_000_000 + i*41)
	e.set("Name", "#"+strconv.Itoa(1001+i), "Email", email(customer), "Currency", "EUR", "Created at", placed.Format(timestamp),
		"Accepts Marketing", []string{"yes", "no"}[customer%2], "Shipping Method", "Standard", "Payment Method", "Shopify Payments",
		"Payment Reference", "c"+id+".1", "Payment References", "c"+id+".1", "Payment ID", "r"+id, "Id", id, "Phone", phone,
		"Outstanding Balance", "0.00", "Risk Level", "Low", "Source", "web")
	for _, who := range []string{"Billing ", "Shipping "} {
		e.set(who+"Name", person, who+"Street", street, who+"Address1", street, who+"City", to.city, who+"Zip", to.zip,
			who+"Province", to.province, who+"Country", to.country, who+"Phone", phone)
	}
	if e.oneIn(15) {
		e.set("Notes", notes[e.random.IntN(len(notes))])
	}
}

// outcome says what became of the order: paid and sent, waiting, or refunded.
func (e *export) outcome(placed time.Time, total int64) {
	e.set("Financial Status", "paid", "Paid at", placed.Add(3*time.Second).Format(timestamp), "Refunded Amount", "0.00", "Fulfillment Status", "unfulfilled")
	if !e.oneIn(8) {
		e.set("Fulfillment Status", "fulfilled", "Fulfilled at", placed.Add(40*time.Hour).Format(timestamp))
	}
	switch e.random.IntN(40) {
	case 0:
		e.set("Financial Status", "refunded", "Refunded Amount", cents(total))
	case 1:
		e.set("Financial Status", "partially_refunded", "Refunded Amount", cents(total/3))
	}
}

func (e *export) line(l line, status string) {
	title := fmt.Sprintf("%s %d - %s", things[l.product%len(things)], l.product, colours[l.product%len(colours)])
	e.set("Lineitem quantity", strconv.FormatInt(l.quantity, 10), "Lineitem name", title, "Lineitem price", cents(l.price),
		"Lineitem compare at price", cents(l.price*5/4), "Lineitem sku", fmt.Sprintf("T%04d-%s", l.product, colours[l.product%len(colours)]),
		"Lineitem requires shipping", "true", "Lineitem taxable", "true", "Lineitem fulfillment status", status,
		"Lineitem discount", "0.00", "Vendor", fmt.Sprintf("Maker %d", l.product%30))
}

// set fills cells, given as column and value in turn.
func (e *export) set(cells ...string) {
	for i := 0; i < len(cells); i += 2 {
		e.row[e.at[cells[i]]] = cells[i+1]
	}
}

// copyRow hands a row to the writer, which keeps its first error for Write.
func (e *export) copyRow(row []string) { _ = e.csv.Write(row) }

func (e *export) oneIn(n int) bool { return e.random.IntN(n) == 0 }

func email(customer int) string { return fmt.Sprintf("customer%d@example.com", customer) }

func cents(c int64) string { return fmt.Sprintf("%d.%02d", c/100, c%100) }
