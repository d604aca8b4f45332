package importer

import (
	"cmp"
	"encoding/json"
	"fmt"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/importer/answers"
	"github.com/dropledger/dropledger/services/importer/sheet"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/purchase"
)

const kindAnswer = purchase.AckKind

// AnswerRow is what a file of acknowledgements says of one purchase order. Was is
// the answer that the book has, nil for the first.
type AnswerRow struct {
	Row     int
	Outcome string
	Number  string // of the purchase order
	purchase.Answered
	Was     *purchase.Answered
	Effects []Effect
}

// The effects of acknowledgements.
const (
	PriceWaits   EffectKind = "price_waits"  // a price above ours waits for a person
	Backordered  EffectKind = "backordered"  // N pieces do not come yet
	OrderRefused EffectKind = "refused_all"  // its lines are held and wait for another supplier; Name is why
	TakenAsOrder EffectKind = "taken_as_was" // N lines that the file does not name
)

// answerMapping is the one remembered for the header, else the proposed one;
// columns that a person named go before both.
func (b *batch) answerMapping() (answers.Mapping, error) {
	m := answers.ProposeFor(b.src)
	before, err := kept[answers.Mapping](b.q, answerDrawer, m.Key)
	if err != nil {
		return m, err
	}
	if before != nil && before.Fields != nil {
		m.Fields, m.Dates, m.Decimal = before.Fields, cmp.Or(before.Dates, m.Dates), cmp.Or(before.Decimal, m.Decimal)
	}
	if err := assignColumns(b, m.Fields, answers.Fields); err != nil {
		return m, err
	}
	m.Dates, m.Decimal = cmp.Or(b.options.Written.Dates, m.Dates), cmp.Or(b.options.Written.Decimal, m.Decimal)
	b.seen.Answering = &m
	b.seen.Answered = answers.First(b.src, m).Rows
	return m, nil
}

// sketchAnswers tells how a file of acknowledgements would be understood.
func (b *batch) sketchAnswers(q *gorm.DB) error {
	b.q = q
	_, err := b.answerMapping()
	return err
}

// mergeAnswers enters what a file says, purchase order by purchase order.
func (b *batch) mergeAnswers() error {
	m, err := b.answerMapping()
	if err != nil {
		return err
	}
	f, err := answers.Read(b.ctx, b.src, m)
	if err != nil {
		return err
	}
	b.file.Records = f.Records
	if len(f.Rows) == 0 {
		return model.FieldErrorf("map", "No row of %s answers anything. Say which column is what. Nothing was changed.", b.file.name())
	}
	a := answerMerge{b, purchase.Begin(b.tx, byImport(b.id))}
	for i, rows := range byPurchase(f.Rows) {
		if err := a.merge(rows); err != nil {
			return err
		}
		if i%64 == 0 {
			if err := b.step("Entering acknowledgements"); err != nil {
				return err
			}
		}
	}
	if err := a.Finish(); err != nil {
		return err
	}
	b.file.mainCounts(kindAnswer)
	if f.Silent > 0 {
		b.file.Notes = append(b.file.Notes, fmt.Sprintf("%d rows answer nothing yet and were passed over.", f.Silent))
	}
	return answerDrawer.keep(b.tx, m.Key, m)
}

// byPurchase gathers the rows of each purchase order, in the order of the file.
func byPurchase(rows []answers.Row) [][]answers.Row {
	at := map[string]int{}
	var all [][]answers.Row
	for _, r := range rows {
		i, ok := at[r.Purchase]
		if !ok || r.Purchase == "" {
			i = len(all)
			at[r.Purchase] = i
			all = append(all, nil)
		}
		all[i] = append(all[i], r)
	}
	return all
}

// answerMerge enters the answers of one file.
type answerMerge struct {
	*batch
	*purchase.Bringer
}

// merge enters what some rows say of one purchase order. What is wrong with one of
// them keeps the whole answer out.
func (a *answerMerge) merge(rows []answers.Row) error {
	first := &rows[0]
	told, problems := a.told(rows)
	numbers := make([]int32, len(rows))
	for i := range rows {
		numbers[i] = int32(rows[i].Row)
	}
	if a.leave[first.Row] {
		problems = append(problems, leftOut(first.Row, "", first.Purchase))
	}
	var out purchase.Brought
	if !sheet.Refused(problems) {
		var err error
		if out, err = a.Bring(first.Row, &told); err != nil {
			if model.CodeOf(err) == model.Internal {
				return err
			}
			problems = append(problems, sheet.Problem{
				Row: first.Row, Column: sheet.NameOf(a.seen.Answering.Fields, answers.Purchase), Code: "answer", Message: said(err), Severity: sheet.Refusal, Found: first.Purchase,
			})
		}
	}
	a.file.problems(problems)
	if sheet.Refused(problems) {
		a.seen.refused(a.batch, first.Purchase, numbers, problems)
		return a.note(&trace{kind: kindAnswer, outcome: "refused", row: first.Row, message: firstRefusal(problems)})
	}
	a.show(first, &out)
	back, err := json.Marshal(out.Back)
	if err != nil {
		return err
	}
	return a.note(&trace{kind: kindAnswer, outcome: out.Outcome, id: out.ID, row: first.Row, before: string(back)})
}

// told adds the rows of one purchase order up: an article in several rows comes in
// parts, the last of them on the latest day.
func (a *answerMerge) told(rows []answers.Row) (purchase.Told, []sheet.Problem) {
	told := purchase.Told{Purchase: rows[0].Purchase}
	var problems []sheet.Problem
	at := map[[2]string]int{}
	for i := range rows {
		r := &rows[i]
		problems = append(problems, r.Problems...)
		told.Reference, told.Date = cmp.Or(told.Reference, r.Reference), max(told.Date, r.Date)
		if r.Whole() && r.Declined {
			told.Refused = cmp.Or(told.Refused, r.Reason)
			continue
		}
		key := [2]string{r.SKU, r.SupplierSKU}
		n, twice := at[key]
		if !twice {
			at[key] = len(told.Lines)
			told.Lines = append(told.Lines, purchase.ToldLine{
				SKU: r.SKU, SupplierSKU: r.SupplierSKU, Quantity: r.Quantity, Backorder: r.Backorder, Price: r.Price, Currency: r.Currency, ShipDate: r.ShipDate, Declined: r.Declined, Reason: r.Reason,
			})
			continue
		}
		l := &told.Lines[n]
		if l.Price != nil && r.Price != nil && *l.Price != *r.Price {
			problems = append(problems, sheet.Problem{
				Row: r.Row, Column: sheet.NameOf(a.seen.Answering.Fields, answers.Price), Code: answers.BadAmount, Severity: sheet.Refusal, Found: r.Price.String(),
				Message: fmt.Sprintf("%s has two prices in this file, %s and %s", cmp.Or(r.SKU, r.SupplierSKU), l.Price, r.Price),
			})
		}
		l.Quantity, l.Backorder = sum(l.Quantity, r.Quantity), sum(l.Backorder, r.Backorder)
		l.Price, l.ShipDate, l.Declined, l.Reason = cmp.Or(l.Price, r.Price), max(l.ShipDate, r.ShipDate), l.Declined && r.Declined, cmp.Or(l.Reason, r.Reason)
	}
	return told, problems
}

func sum(a, b *model.Quantity) *model.Quantity {
	if a == nil || b == nil {
		return cmp.Or(a, b)
	}
	n := *a + *b
	return &n
}

// show notes what became of an answer, for the preview.
func (a *answerMerge) show(first *answers.Row, out *purchase.Brought) {
	a.file.Rows.count(out.Outcome)
	if !a.seen.on {
		return
	}
	r := AnswerRow{Row: first.Row, Outcome: out.Outcome, Number: first.Purchase, Answered: out.Now}
	if out.Outcome == order.Updated {
		r.Was = out.Before
	}
	if out.Now.Raised {
		r.Effects = append(r.Effects, Effect{Kind: PriceWaits})
	}
	if out.Now.Refused != "" {
		r.Effects = append(r.Effects, Effect{Kind: OrderRefused, Name: out.Now.Refused})
	}
	if out.Now.Backorder > 0 {
		r.Effects = append(r.Effects, Effect{Kind: Backordered, N: int(out.Now.Backorder)})
	}
	if out.Unnamed > 0 {
		r.Effects = append(r.Effects, Effect{Kind: TakenAsOrder, N: out.Unnamed})
	}
	a.seen.Answers = append(a.seen.Answers, r)
}

// takeBackAnswer makes a purchase order as it was before its answer.
func (u *undoing) takeBackAnswer(r record) error {
	back, err := was[purchase.Back](r)
	if err != nil {
		return err
	}
	if u.answers == nil {
		u.answers = purchase.Begin(u.tx, byImport(u.batch))
	}
	return u.answers.TakeBack(r.RecordID, back)
}
