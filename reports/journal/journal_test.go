package journal

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports/reportstest"
)

func post(code, name string, kind Type, amount string, c model.Currency) Posting {
	return Posting{AccountCode: code, AccountName: name, AccountType: kind, Amount: model.MustAmount(amount), Currency: c}
}

// sample has names and memos that break a careless writer of plain text.
func sample() Journal {
	sale := post("4000", "Sales: goods; \"EU\"  | net", Income, "-84.03", "EUR")
	sale.Order, sale.Shop, sale.Country, sale.TaxCode = "#1001", "Müller, Söhne: Shop", "DE", "DE19"
	cost := post("5000", "Purchases (drop ship)", Expense, "31.5", "EUR")
	cost.Supplier, cost.Product = `Acme "Best" \ Ltd; China`, "00123"
	return Journal{
		Company: `Süd & "Nord" GmbH`, Currency: "EUR", Period: model.Period{From: "2026-10-01", To: "2026-10-31"},
		Entries: []Entry{
			{Number: "2026-000001", Date: "2026-10-02", Memo: "Order #1001; paid | by card", Document: "#1001", Postings: []Posting{
				post("1200", "Débiteurs  Ägypten", Asset, "100", "EUR"), sale, post("2100", "Output VAT", Liability, "-15.97", "EUR"),
			}},
			{Number: "2026-000002", Date: "2026-10-01", Memo: "(odd) * memo\nwith a second line \"quoted\" \\", Document: "PO-7, part: 2", Postings: []Posting{
				cost, post("2000", "Поставщики", Liability, "-31.50", "EUR"),
			}},
			{Number: "2026-000003", Date: "2026-10-05", Memo: "", Postings: []Posting{
				post("1210", "应收账款", Asset, "1200", "JPY"), post("3000", "equity", Equity, "-1200", "JPY"),
				post("1211", "应付账款", Asset, "0.001", "KWD"), post("3000", "equity", Equity, "-0.001", "KWD"),
			}},
			{Number: "2026-000004", Date: "2026-10-06", Memo: "Zero on both sides", Postings: []Posting{
				post("1200", "Débiteurs  Ägypten", Asset, "0", "EUR"), post("4000", "Sales: goods; \"EU\"  | net", Income, "0", "EUR"),
			}},
		},
	}
}

func written(t *testing.T, f Format, j Journal) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, f, j); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func saved(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestWrite_HledgerAcceptsAndAgrees(t *testing.T) {
	path := saved(t, "books.journal", written(t, Hledger, sample()))
	reportstest.Run(t, "hledger", "-f", path, "check", "-s")
	balance := reportstest.Run(t, "hledger", "-f", path, "balance", "--flat", "-N", "-O", "csv")
	for _, want := range []string{
		`"Assets:1200 Débiteurs Ägypten","100.00 EUR"`, `"Income:4000 Sales - goods, ""EU"" / net","-84.03 EUR"`,
		`"Liabilities:2000 Поставщики","-31.50 EUR"`, `"Assets:1211 应付账款","0.001 KWD"`, `"Expenses:5000 Purchases drop ship","31.50 EUR"`,
	} {
		if !strings.Contains(balance, want) {
			t.Errorf("no %s in\n%s", want, balance)
		}
	}
	for query, want := range map[string]string{"tag:order=#1001": "84.03", "tag:taxcode=DE19": "84.03", "tag:supplier=Acme": "31.50", "tag:document=PO-7": "31.50", "code:2026-000002": "31.50"} {
		if got := reportstest.Run(t, "hledger", "-f", path, "register", query); !strings.Contains(got, want) {
			t.Errorf("%s finds %q", query, got)
		}
	}
}

func TestWrite_BeancountAccepts(t *testing.T) {
	path := saved(t, "books.beancount", written(t, Beancount, sample()))
	if said := strings.TrimSpace(reportstest.Run(t, "bean-check", path)); said != "" {
		t.Errorf("bean-check says %s", said)
	}
}

func TestWrite_IsTheAgreedText(t *testing.T) {
	for format, name := range map[Format]string{Hledger: "books.journal", Beancount: "books.beancount", CSV: "books.csv"} {
		t.Run(string(format), func(t *testing.T) {
			path := filepath.Join("testdata", name)
			got := written(t, format, sample())
			if os.Getenv("UPDATE_GOLDEN") != "" {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil || got != string(want) {
				t.Errorf("differs from %s (%v):\n%s", path, err, got)
			}
		})
	}
}

func TestWrite_CSVHasOneRowAPosting(t *testing.T) {
	records, err := csv.NewReader(strings.NewReader(written(t, CSV, sample()))).ReadAll()
	if err != nil || len(records) != 12 {
		t.Fatalf("%d records, %v", len(records), err)
	}
	want := "2026-000001|2026-10-02|#1001|Order #1001; paid | by card|4000|Sales: goods; \"EU\"  | net|income||84.03|EUR|#1001|||Müller, Söhne: Shop|DE|DE19"
	if got := strings.Join(records[2], "|"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestWrite_RefusesWhatNoProgramWouldTake(t *testing.T) {
	tests := []struct {
		name   string
		format Format
		spoil  func(e *Entry)
		code   model.Code
		says   string
	}{
		{"an unknown format", "sage", func(*Entry) {}, model.Invalid, "beancount, csv, hledger"},
		{"a cent too much", Hledger, func(e *Entry) { e.Postings[0].Amount += 100 }, model.Damaged, "2026-000001 does not balance by 0.01 EUR"},
		{"an amount in another currency", Hledger, func(e *Entry) { e.Postings[0].Currency = "USD" }, model.Damaged, "2026-000001"},
		{"no account", CSV, func(e *Entry) { e.Postings[0].AccountCode = "" }, model.Damaged, "2026-000001"},
		{"no account type", Beancount, func(e *Entry) { e.Postings[0].AccountType = "" }, model.Damaged, "2026-000001"},
		{"no date", CSV, func(e *Entry) { e.Date = "" }, model.Damaged, "2026-000001"},
		{"a date that does not exist", CSV, func(e *Entry) { e.Date = "2026-02-30" }, model.Damaged, "2026-000001"},
		{"no number", CSV, func(e *Entry) { e.Number = "" }, model.Damaged, "has no number"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			j := sample()
			tt.spoil(&j.Entries[0])
			var b bytes.Buffer
			err := Write(&b, tt.format, j)
			if model.CodeOf(err) != tt.code || !strings.Contains(err.Error(), tt.says) || b.Len() != 0 {
				t.Errorf("%v (%s), %d bytes", err, model.CodeOf(err), b.Len())
			}
		})
	}
}

func TestComponent(t *testing.T) {
	for in, want := range map[string]string{
		"1200 Débiteurs  Ägypten": "1200-Debiteurs-Agypten", "bank (EUR)": "Bank-EUR", "应收": "X", "": "X", "-x-": "X", "4000 Größe": "4000-Grosse",
	} {
		if got := component(in); got != want {
			t.Errorf("component(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestBeancountNames_AreDifferent(t *testing.T) {
	names := beancountNames([]account{{code: "é", kind: Asset}, {code: "e", kind: Asset}, {code: "ë", kind: Asset}})
	if names["é"] != "Assets:E" || names["e"] != "Assets:E-2" || names["ë"] != "Assets:E-3" {
		t.Errorf("got %v", names)
	}
}
