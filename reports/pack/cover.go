package pack

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
	"github.com/dropledger/dropledger/reports/xlsx"
	"github.com/dropledger/dropledger/services/ledger"
	"github.com/dropledger/dropledger/services/statement"
)

type builder struct {
	deps     reports.Deps
	period   model.Period
	book     xlsx.Workbook
	chart    map[int64]statement.Account
	hash     string
	controls []Control
}

func (b *builder) readChart(ctx context.Context) error {
	var err error
	b.chart, err = statement.Chart(ctx, b.deps.DB)
	return err
}

func (b *builder) cover() *reports.Table {
	return &reports.Table{
		Name: "cover", Title: "Cover",
		Columns: []reports.Column{
			{Key: "item", Label: "Item", Kind: reports.KindText},
			{Key: "value", Label: "Value", Kind: reports.KindText},
			{Key: "sheet", Label: "On its sheet", Kind: reports.KindAmount},
			{Key: "ledger", Label: "In the books", Kind: reports.KindAmount},
			{Key: "difference", Label: "Difference", Kind: reports.KindAmount},
		},
		Meta: reports.Meta{Period: b.period, Basis: reports.Accrual, Currency: b.deps.Currency, Generated: b.deps.DB.Now(), Program: b.deps.Program},
	}
}

func (b *builder) table(sheet int) *reports.Table { return b.book.Sheets[sheet].Table }

// fact adds a line that says something and compares nothing. Its value is text
// whatever it is, so that one column reads as one.
func (b *builder) fact(item string, value reports.Cell) {
	b.table(0).Add(reports.Text(item), reports.Text(value.Display(false)), reports.Unknown(), reports.Unknown(), reports.Unknown())
}

func (b *builder) fill() {
	if b.deps.Business != "" {
		b.fact("Business", reports.Text(b.deps.Business))
	}
	b.fact("From", reports.Date(b.period.From))
	b.fact("To", reports.Date(b.period.To))
	b.fact("Currency", reports.Text(string(b.deps.Currency)))
	b.fact("Basis", reports.Text("accrual: a sale and its costs count on the day the money was taken, a refund on its own day"))
	b.fact("Made", reports.Instant(b.deps.DB.Now()))
	if b.deps.Program != "" {
		b.fact("Made by", reports.Text(b.deps.Program))
	}
	b.fact("SHA-256 of the figures", reports.Identifier(b.hash))
	for _, sheet := range []int{sales, refunds, journal, exceptions} {
		b.fact("Rows of "+b.table(sheet).Title, reports.Integer(b.table(sheet).Len()))
	}
	b.openItems()
	for _, c := range b.comparisons() {
		b.compare(c)
	}
	b.allDifferences()
}

// openItems counts the exceptions by kind, in the order of their sheet.
func (b *builder) openItems() {
	t := b.table(exceptions)
	title := t.Column("title")
	count := map[string]int{}
	var kinds []string
	for _, row := range t.Rows {
		kind := row[title].Raw()
		if count[kind]++; count[kind] == 1 {
			kinds = append(kinds, kind)
		}
	}
	for _, kind := range kinds {
		b.fact("Open: "+kind, reports.Integer(count[kind]))
	}
	for _, p := range b.table(costs).Meta.More {
		b.fact("Costs of goods: "+strings.ToLower(p.Label), p.Value)
	}
}

// comparison says what must agree: totals of sheets, and accounts. credit tells
// that the accounts stand on the credit side.
type comparison struct {
	key, label string
	plus       []total
	minus      []total
	accounts   []string
	column     string // of the trial balance, "balance" when empty
	credit     bool
}

type total struct {
	sheet int
	key   string
}

func (b *builder) comparisons() []comparison {
	revenue := b.byMargin("goods", "shipping", "discount")
	result := b.byType("income", "expense")
	all := b.byType()
	one := func(sheet int, key string) []total { return []total{{sheet, key}} }
	return []comparison{
		{key: "net_sales", label: "Sales, net", plus: one(sales, "net_home"), accounts: revenue, credit: true},
		{key: "refunds", label: "Refunds, net", plus: one(refunds, "net_home"), accounts: b.byMargin("refund")},
		{key: "tax", label: "Tax on sales less refunds", plus: one(sales, "tax_home"), minus: one(refunds, "tax_home"), accounts: b.codes(ledger.TaxCollected), credit: true},
		{key: "duties", label: "Duties collected", plus: one(sales, "duties_home"), accounts: b.codes(ledger.DutiesCollected), credit: true},
		{key: "net_by_country", label: "Sales less refunds by country", plus: one(countries, "net_due"), accounts: append(b.byMargin("refund"), revenue...), credit: true},
		{key: "tax_by_country", label: "Tax by country", plus: one(countries, "tax_due"), accounts: b.codes(ledger.TaxCollected), credit: true},
		{key: "product_cost", label: "Cost of goods", plus: one(costs, "product_home"), accounts: b.codes(ledger.ProductCost)},
		{key: "supplier_shipping", label: "Cost of shipping", plus: one(costs, "shipping_home"), accounts: b.codes(ledger.SupplierShipping, ledger.DropFees, ledger.PickPack)},
		{key: "fees", label: "Fees", plus: one(fees, "fee_home"), accounts: b.codes(ledger.PaymentFees, ledger.MarketplaceFees)},
		{key: "result", label: "Result of the period", plus: one(profit, "result"), accounts: result, credit: true},
		{key: "journal_debit", label: "Journal, debits", plus: one(journal, "debit"), accounts: all, column: "debit"},
		{key: "journal_credit", label: "Journal, credits", plus: one(journal, "credit"), accounts: all, column: "credit"},
		{key: "trial_balance", label: "Trial balance, debits and credits", plus: one(balance, "debit"), accounts: all, column: "credit"},
	}
}

// codes names accounts by their codes in the book.
func (b *builder) codes(accounts ...ledger.Account) []string {
	var codes []string
	for _, a := range accounts {
		codes = append(codes, b.chart[int64(a)].Code)
	}
	return codes
}

func (b *builder) byMargin(parts ...string) []string {
	return b.which(func(a *statement.Account) bool { return slices.Contains(parts, a.Margin) })
}

// byType lists the accounts of some types, all without one.
func (b *builder) byType(types ...string) []string {
	return b.which(func(a *statement.Account) bool { return len(types) == 0 || slices.Contains(types, a.Type) })
}

func (b *builder) which(fits func(*statement.Account) bool) []string {
	var codes []string
	for _, a := range b.chart {
		if fits(&a) {
			codes = append(codes, a.Code)
		}
	}
	slices.Sort(codes)
	return codes
}

// compare adds a control: both sides and their difference, calculated here and
// again by whoever opens the workbook.
func (b *builder) compare(c comparison) {
	t := b.table(0)
	control := Control{Key: c.key, Label: c.label}
	var formula strings.Builder
	for _, part := range c.plus {
		control.Sheet = control.Sheet.Add(b.value(part))
		formula.WriteString("+" + b.refer(part))
	}
	for _, part := range c.minus {
		control.Sheet = control.Sheet.Sub(b.value(part))
		formula.WriteString("-" + b.refer(part))
	}
	amount, ledger := b.accounts(c)
	control.Ledger = amount
	b.controls = append(b.controls, control)
	home := func(a model.Amount) reports.Cell { return reports.Amount(a, b.deps.Currency) }
	row := len(t.Rows)
	t.Add(reports.Text(c.label), reports.Unknown(), home(control.Sheet).WithFormula(strings.TrimPrefix(formula.String(), "+")),
		home(control.Ledger).WithFormula(ledger), reports.Unknown())
	t.Rows[row][4] = home(control.Difference()).WithFormula(b.cell(0, "sheet", row) + "-" + b.cell(0, "ledger", row))
}

func (b *builder) value(part total) model.Amount {
	t := b.table(part.sheet)
	if part.sheet == profit {
		return t.Rows[b.line(part.key)][t.Column("amount")].Amount()
	}
	return t.Totals[t.Column(part.key)].Amount()
}

func (b *builder) refer(part total) string {
	if part.sheet == profit {
		return tab(b.book, profit) + b.cell(profit, "amount", b.line(part.key))
	}
	return b.book.Total(part.sheet, part.key)
}

// line finds a line of the profit and loss.
func (b *builder) line(key string) int {
	t := b.table(profit)
	at := t.Column("line")
	return slices.IndexFunc(t.Rows, func(row []reports.Cell) bool { return row[at].Raw() == key })
}

// accounts adds up accounts of the trial balance: by their codes, so that
// sorting that sheet changes nothing.
func (b *builder) accounts(c comparison) (model.Amount, string) {
	if c.column == "" {
		c.column = "balance"
	}
	t := b.table(balance)
	code, column := t.Column("account"), t.Column(c.column)
	var sum model.Amount
	var tests []string
	for _, row := range t.Rows {
		if slices.Contains(c.accounts, row[code].Raw()) {
			sum = sum.Add(row[column].Amount())
			tests = append(tests, fmt.Sprintf(`(%s="%s")`, b.book.Range(balance, "account"), row[code].Raw()))
		}
	}
	if len(tests) == 0 {
		return 0, ""
	}
	formula := fmt.Sprintf("SUMPRODUCT((%s)*%s)", strings.Join(tests, "+"), b.book.Range(balance, c.column))
	if len(tests) == len(t.Rows) {
		formula = b.book.Total(balance, c.column)
	}
	if c.credit {
		return sum.Neg(), "-" + formula
	}
	return sum, formula
}

// allDifferences is the one figure to look at.
func (b *builder) allDifferences() {
	var off model.Amount
	for i := range b.controls {
		off = off.Add(b.controls[i].Difference().Abs())
	}
	t := b.table(0)
	first, last := len(t.Rows)-len(b.controls), len(t.Rows)-1
	formula := fmt.Sprintf("SUMPRODUCT(ABS(%s:%s))", b.cell(0, "difference", first), b.cell(0, "difference", last))
	t.Add(reports.Text("All differences"), reports.Unknown(), reports.Unknown(), reports.Unknown(), reports.Amount(off, b.deps.Currency).WithFormula(formula))
}

// subtotals makes the subtotals of the profit and loss live: each is the one
// before plus the accounts between them.
func (b *builder) subtotals() {
	t := b.table(profit)
	account, amount := t.Column("account"), t.Column("amount")
	before, first := "", 0
	for i, row := range t.Rows {
		if row[account].Known() {
			continue
		}
		var parts []string
		if before != "" {
			parts = append(parts, before)
		}
		if i > first {
			parts = append(parts, fmt.Sprintf("SUM(%s:%s)", b.cell(profit, "amount", first), b.cell(profit, "amount", i-1)))
		}
		if len(parts) > 0 {
			row[amount] = row[amount].WithFormula(strings.Join(parts, "+"))
		}
		before, first = b.cell(profit, "amount", i), i+1
	}
}

// cell is where a row's cell stands on its own sheet: "D12".
func (b *builder) cell(sheet int, key string, row int) string {
	address := b.book.Range(sheet, key) // 'Cover'!$D$2:$D$19
	part := strings.Split(address[strings.LastIndexByte(address, '!')+1:], "$")
	first, err := strconv.Atoi(strings.TrimSuffix(part[2], ":"))
	if err != nil {
		panic("pack: " + address + " is no range of cells")
	}
	return part[1] + strconv.Itoa(first+row)
}

// tab is a sheet's name as formulas on others need it, with its "!".
func tab(b xlsx.Workbook, sheet int) string {
	address := b.Range(sheet, "amount")
	return address[:strings.LastIndexByte(address, '!')+1]
}
