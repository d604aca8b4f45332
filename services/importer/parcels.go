package importer

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/importer/answers"
	"github.com/dropledger/dropledger/services/importer/sheet"
	"github.com/dropledger/dropledger/services/importer/tracking"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/parcel"
)

const kindParcel = parcel.Kind

// wrongOrder is the code of a parcel whose order or purchase order is not the one
// that was meant.
const wrongOrder = "order"

// ParcelRow is one parcel of a file of tracking numbers. Was is how the book has
// it, nil for a new one.
type ParcelRow struct {
	Row     int
	Outcome string
	Number  string
	ParcelFacts
	Was     *ParcelFacts
	Effects []Effect
}

// ParcelFacts are the parts of a parcel that a preview compares.
type ParcelFacts struct {
	Carrier, Purchase string
	Orders            []string
	Pieces            model.Quantity
	Shipped           model.Date
	State             model.ParcelState
}

// trackingMapping is the one remembered for the header, else the proposed one;
// columns that a person named go before both.
func (b *batch) trackingMapping() (tracking.Mapping, error) {
	m := tracking.ProposeFor(b.src)
	before, err := kept[tracking.Mapping](b.q, trackingDrawer, m.Key)
	if err != nil {
		return m, err
	}
	if before != nil && before.Fields != nil {
		m.Fields, m.Dates = before.Fields, cmp.Or(before.Dates, m.Dates)
	}
	if err := assignColumns(b, m.Fields, tracking.Fields); err != nil {
		return m, err
	}
	m.Dates = cmp.Or(b.options.Written.Dates, m.Dates)
	b.seen.Tracking = &m
	b.seen.Shipments = tracking.First(b.src, m).Rows
	return m, nil
}

// recall takes a file for what a person said a file with its header is, unless it
// is said what this one is.
func (b *batch) recall(q *gorm.DB) error {
	if b.options.As != "" || b.options.Supplier != "" {
		return nil
	}
	var as string
	err := q.Raw(`SELECT format FROM (SELECT ? AS format, saved_at FROM tracking_mapping WHERE header_key = ?
		UNION ALL SELECT ?, saved_at FROM answer_mapping WHERE header_key = ?) ORDER BY saved_at DESC LIMIT 1`,
		Tracking, tracking.ProposeFor(b.src).Key, Answers, answers.ProposeFor(b.src).Key).Scan(&as).Error
	b.options.As = as
	return err
}

// sketchTracking tells how a file of tracking numbers would be understood.
func (b *batch) sketchTracking(q *gorm.DB) error {
	b.q = q
	_, err := b.trackingMapping()
	return err
}

// mergeTracking enters the parcels of a file. The rows of one parcel are entered
// together.
func (b *batch) mergeTracking() error {
	m, err := b.trackingMapping()
	if err != nil {
		return err
	}
	f, err := tracking.Read(b.ctx, b.src, m)
	if err != nil {
		return err
	}
	b.file.Records = f.Records
	if f.Records == 0 || len(f.Rows) == 0 {
		return model.FieldErrorf("map", "No row of %s has a tracking number. Say which column holds them. Nothing was changed.", b.file.name())
	}
	p := parcelMerge{b, parcel.Begin(b.tx, byImport(b.id))}
	for i, rows := range parcelsOf(f.Rows) {
		if err := p.merge(rows); err != nil {
			return err
		}
		if i%64 == 0 {
			if err := b.step("Entering parcels"); err != nil {
				return err
			}
		}
	}
	if _, err := p.Finish(); err != nil {
		return err
	}
	b.file.mainCounts(kindParcel)
	b.noteSkipped(&f)
	return trackingDrawer.keep(b.tx, m.Key, m)
}

func (b *batch) noteSkipped(f *tracking.File) {
	if f.Blank > 0 {
		b.file.Notes = append(b.file.Notes, fmt.Sprintf("%d rows have no tracking number yet and were passed over.", f.Blank))
	}
	if f.Voided > 0 {
		b.file.Notes = append(b.file.Notes, fmt.Sprintf("%d rows are of labels that were cancelled or refunded and were passed over.", f.Voided))
	}
}

// parcelsOf gathers the rows of each parcel, in the order of the file.
func parcelsOf(rows []tracking.Row) [][]tracking.Row {
	at := map[string]int{}
	var all [][]tracking.Row
	for _, r := range rows {
		key := model.NameKey(r.Number) + "\n" + model.NameKey(r.Carrier)
		i, ok := at[key]
		if !ok {
			i = len(all)
			at[key] = i
			all = append(all, nil)
		}
		all[i] = append(all[i], r)
	}
	return all
}

// parcelMerge enters the parcels of one file.
type parcelMerge struct {
	*batch
	*parcel.Bringer
}

// merge enters the parcel that some rows tell of. What is wrong with one of them
// keeps the whole parcel out.
func (p *parcelMerge) merge(rows []tracking.Row) error {
	first := &rows[0]
	told := parcel.Told{Tracking: first.Number, Carrier: first.Carrier}
	var problems []sheet.Problem
	var numbers []int32
	for i := range rows {
		r := &rows[i]
		problems = append(problems, r.Problems...)
		numbers = append(numbers, int32(r.Row))
		told.Shipped, told.Delivered = max(told.Shipped, r.Shipped), max(told.Delivered, r.Delivered)
		piece := parcel.Piece{Order: r.Order, Purchase: r.Purchase, SKU: r.SKU, Quantity: r.Quantity}
		if !slices.Contains(told.Pieces, piece) || r.SKU != "" {
			told.Pieces = append(told.Pieces, piece)
		}
	}
	if p.leave[first.Row] {
		problems = append(problems, leftOut(first.Row, "", first.Number))
	}
	var out parcel.Brought
	if !sheet.Refused(problems) {
		var err error
		if out, err = p.Bring(first.Row, &told); err != nil {
			if model.CodeOf(err) == model.Internal {
				return err
			}
			problems = append(problems, p.refusal(first, err))
		} else if out.Doubt != "" {
			problems = append(problems, sheet.Problem{
				Row: first.Row, Column: sheet.NameOf(p.seen.Tracking.Fields, tracking.Number), Code: "number", Message: out.Doubt, Severity: sheet.Warning, Found: first.Number,
			})
		}
	}
	p.file.problems(problems)
	if sheet.Refused(problems) {
		p.seen.refused(p.batch, first.Number, numbers, problems)
		return p.note(&trace{kind: kindParcel, outcome: "refused", row: first.Row, message: firstRefusal(problems)})
	}
	p.show(first.Row, &out)
	before, err := json.Marshal(out.Before)
	if err != nil {
		return err
	}
	return p.note(&trace{kind: kindParcel, outcome: out.Outcome, id: out.ID, row: first.Row, before: string(before)})
}

// refusal says what is wrong with a parcel, at the cell that can mend it.
func (p *parcelMerge) refusal(first *tracking.Row, err error) sheet.Problem {
	at, code, found := tracking.Number, "parcel", first.Number
	var e *model.Error
	if errors.As(err, &e) && (e.Field == "order" || e.Field == "purchase") {
		at, code, found = tracking.Order, wrongOrder, first.Order
		if found == "" {
			at, found = tracking.Purchase, first.Purchase
		}
	}
	return sheet.Problem{
		Row: first.Row, Column: sheet.NameOf(p.seen.Tracking.Fields, at), Code: code, Message: said(err), Severity: sheet.Refusal, Found: found,
	}
}

// said is what an error says behind the name of the record it begins with.
func said(err error) string {
	text := err.Error()
	for _, kind := range []string{"Parcel ", "Acknowledgement "} {
		if i := strings.Index(text, "\": "); strings.HasPrefix(text, kind) && i > 0 {
			return text[i+3:]
		}
	}
	return text
}

// show notes what became of a parcel, for the preview.
func (p *parcelMerge) show(row int, out *parcel.Brought) {
	p.file.Rows.count(out.Outcome)
	if !p.seen.on {
		return
	}
	r := ParcelRow{Row: row, Outcome: out.Outcome, Number: out.Now.Tracking, ParcelFacts: parcelFacts(&out.Now)}
	if out.Outcome == order.Updated {
		was := parcelFacts(out.Before)
		r.Was = &was
	}
	if out.Extra > 0 {
		r.Effects = append(r.Effects, Effect{Kind: MorePieces, N: int(out.Extra)})
	}
	if out.Doubt != "" {
		r.Effects = append(r.Effects, Effect{Kind: OddNumber})
	}
	if len(out.Now.Pieces) == 0 {
		r.Effects = append(r.Effects, Effect{Kind: NoPieces})
	}
	p.seen.Parcels = append(p.seen.Parcels, r)
}

func parcelFacts(f *parcel.Facts) ParcelFacts {
	facts := ParcelFacts{Carrier: f.Carrier, Purchase: f.Purchase, Orders: f.Orders, Shipped: f.Shipped, State: f.State}
	for _, k := range f.Pieces {
		facts.Pieces += k.Quantity
	}
	return facts
}

// takeBackParcel makes a parcel as it was.
func (u *undoing) takeBackParcel(r record) error {
	before, err := was[parcel.Facts](r)
	if err != nil {
		return err
	}
	if u.parcels == nil {
		u.parcels = parcel.Begin(u.tx, fmt.Sprintf("import %d", u.batch))
	}
	return u.parcels.TakeBack(r.RecordID, before)
}
