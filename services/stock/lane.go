package stock

import (
	"context"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/supplier"
)

// LaneKind is the kind of record of a 3PL's shipping in messages and in the
// history.
const LaneKind = "threepl_lane"

// Lane is what a 3PL takes to send a parcel to a country ("*" all others) by a
// service: Cost with its first piece, Extra for each further one. Days are from
// dispatch to the door, nil unknown. DutyPayer is as in model.ShippingPrice.
type Lane struct {
	ID         int64          `json:"id"`
	SupplierID int64          `json:"-"`
	Supplier   string         `json:"supplier"`
	Country    string         `json:"to"`
	Service    string         `json:"service"`
	Cost       model.Amount   `json:"cost"`
	Extra      model.Amount   `json:"extra"`
	Currency   model.Currency `json:"currency"`
	DaysP50    *int           `json:"days_p50"`
	DaysP90    *int           `json:"days_p90"`
	DutyPayer  string         `json:"duty_payer"`
	ValidFrom  model.Date     `json:"valid_from"`
	ValidTo    model.Date     `json:"valid_to"`
	Source     string         `json:"source"`
	CheckedOn  string         `json:"last_checked"`
	Version    int64          `json:"version"`
}

// Postage is what the parcel of so many pieces costs.
func (l *Lane) Postage(pieces model.Quantity) model.Amount {
	if pieces <= 0 {
		return 0
	}
	return l.Cost.Add(l.Extra.Times(pieces - 1))
}

const selectLanes = `SELECT l.id, l.supplier_id, s.name AS supplier, l.country, l.service, l.cost, l.extra, l.currency, l.days_p50, l.days_p90,
	l.duty_payer, l.valid_from, l.valid_to, l.source, l.checked_on, l.version
	FROM threepl_lane l JOIN supplier s ON s.id = l.supplier_id ORDER BY s.name_key, l.country, l.service, l.valid_from`

// Lanes is the shipping of all 3PLs, by 3PL.
type Lanes map[int64][]Lane

// LoadLanes reads the shipping of all 3PLs.
func LoadLanes(q *gorm.DB) (Lanes, error) {
	var rows []Lane
	err := q.Raw(selectLanes).Scan(&rows).Error
	all := Lanes{}
	for _, l := range rows {
		all[l.SupplierID] = append(all[l.SupplierID], l)
	}
	return all, err
}

// To lists how a 3PL sends to a country on a day: the newest row of each
// service for that country, or where there is none of those for "*".
func (l Lanes) To(supplierID int64, country string, d model.Date) []Lane {
	exact, wide := map[string]Lane{}, map[string]Lane{}
	var order []string
	for _, x := range l[supplierID] { // by service and start, so that the newest counts
		if x.ValidFrom > d || x.Country != country && x.Country != "*" {
			continue
		}
		to := wide
		if x.Country == country {
			to = exact
		}
		if x.ValidTo != "" && x.ValidTo < d {
			delete(to, x.Service)
			continue
		}
		order = append(order, x.Service)
		to[x.Service] = x
	}
	from := exact
	if len(from) == 0 {
		from = wide
	}
	var all []Lane
	for _, service := range order {
		if x, ok := from[service]; ok {
			all = append(all, x)
			delete(from, service)
		}
	}
	return all
}

// LanesOf lists how one 3PL sends to a country on a day.
func LanesOf(q *gorm.DB, supplierID int64, country string, d model.Date) ([]Lane, error) {
	l, err := LoadLanes(q)
	return l.To(supplierID, country, d), err
}

// ListLanes lists the shipping of all 3PLs.
func (s *Service) ListLanes(ctx context.Context) ([]Lane, error) {
	all := []Lane{}
	err := s.db.Read(ctx, func(q *gorm.DB) error { return q.Raw(selectLanes).Scan(&all).Error })
	return all, err
}

// LaneInput is a 3PL's shipping to a country as a form or the put command says
// it.
type LaneInput struct {
	Supplier  string     `json:"supplier" key:"yes" is:"name" max:"120" doc:"The 3PL's name."`
	To        string     `json:"to" key:"yes" is:"destination" doc:"The country the parcel goes to, * for all others."`
	Service   string     `json:"service" key:"yes" max:"60" default:"standard" doc:"The shipping service."`
	ValidFrom model.Date `json:"valid_from" key:"yes" is:"date" default:"since ever" doc:"The first day of the price."`

	Cost      *record.Amount    `json:"cost" doc:"What a parcel with one piece costs. A new price needs it."`
	Extra     *record.Amount    `json:"extra" default:"0" doc:"What each further piece in the parcel adds."`
	Currency  *model.Currency   `json:"currency" is:"currency" default:"the 3PL's currency" doc:"The currency of the price."`
	DaysP50   record.Maybe[int] `json:"days_p50" range:"0..365" default:"unknown" doc:"Days from dispatch to the door for half of the parcels."`
	DaysP90   record.Maybe[int] `json:"days_p90" range:"0..365" default:"unknown" doc:"The same for nine of ten."`
	DutyPayer *string           `json:"duty_payer" values:"merchant customer supplier" default:"as the book's delivery term says" doc:"Who pays duty and import tax."`
	ValidTo   *model.Date       `json:"valid_to" is:"date" default:"open" doc:"The last day of the price."`
	Source    *string           `json:"source" doc:"Where it was found."`
	Checked   *string           `json:"last_checked" is:"date" default:"never" doc:"When a person last looked whether it holds."`
}

// PutLanes creates or changes prices of shipping by 3PL, country, service and
// first day, all or none.
func (s *Service) PutLanes(ctx context.Context, ins []LaneInput) (record.Result, error) {
	return record.Batch[LaneInput]{
		DB: s.db, Kind: "lane of a 3PL", One: putLane,
		Done: func([]int64) { s.bus.SuppliersChanged.Publish(nil) },
	}.Put(ctx, ins)
}

func putLane(tx *store.Tx, at record.Ref, in *LaneInput) (record.Outcome, int64, error) {
	who, err := logistics(tx.DB, at, in.Supplier)
	if err != nil {
		return "", 0, err
	}
	if in.ValidFrom == "" {
		in.ValidFrom = model.OpenStart
	}
	if in.Service == "" {
		in.Service = "standard"
	}
	var old Lane
	err = tx.Raw(`SELECT id, supplier_id, country, service, cost, extra, currency, days_p50, days_p90, duty_payer, valid_from, valid_to, source,
		checked_on, version FROM threepl_lane WHERE supplier_id = ? AND country = ? AND service = ? AND valid_from = ?`,
		who.ID, in.To, in.Service, string(in.ValidFrom)).Scan(&old).Error
	if err != nil {
		return "", 0, err
	}
	l := old
	if old.ID == 0 {
		if in.Cost == nil {
			return "", 0, at.Errorf("cost", "cost is missing: write what a parcel with one piece costs")
		}
		l = Lane{SupplierID: who.ID, Country: in.To, Service: in.Service, Currency: who.Currency, ValidFrom: in.ValidFrom}
	}
	in.take(&l)
	switch {
	case l.ValidTo != "" && l.ValidTo < l.ValidFrom:
		return "", 0, at.Errorf("valid_to", "valid_to %s is before valid_from %s", l.ValidTo, l.ValidFrom)
	case l.DaysP50 != nil && l.DaysP90 != nil && *l.DaysP90 < *l.DaysP50:
		return "", 0, at.Errorf("days_p90", "nine of ten parcels cannot be faster than half of them")
	}
	return saveLane(tx, who.Name+" / "+l.Country+" / "+l.Service+" / "+string(l.ValidFrom), &old, &l)
}

func (in *LaneInput) take(l *Lane) {
	record.Take(&l.Cost, (*model.Amount)(in.Cost))
	record.Take(&l.Extra, (*model.Amount)(in.Extra))
	record.Take(&l.Currency, in.Currency)
	in.DaysP50.Take(&l.DaysP50)
	in.DaysP90.Take(&l.DaysP90)
	record.Take(&l.DutyPayer, in.DutyPayer)
	record.Take(&l.ValidTo, in.ValidTo)
	record.Take(&l.Source, in.Source)
	record.Take(&l.CheckedOn, in.Checked)
}

func saveLane(tx *store.Tx, key string, old, l *Lane) (record.Outcome, int64, error) {
	of := history.Subject{Kind: LaneKind, ID: old.ID, Key: key}
	if old.ID == 0 {
		err := tx.Raw(`INSERT INTO threepl_lane (supplier_id, country, service, cost, extra, currency, days_p50, days_p90, duty_payer, valid_from,
			valid_to, source, checked_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`, l.SupplierID, l.Country, l.Service, int64(l.Cost),
			int64(l.Extra), string(l.Currency), l.DaysP50, l.DaysP90, l.DutyPayer, string(l.ValidFrom), string(l.ValidTo), l.Source, l.CheckedOn).Scan(&of.ID).Error
		if err != nil {
			return "", 0, err
		}
		return record.Created, of.ID, history.Record(tx, of, history.Created(), "")
	}
	changes := history.Diff(old.values(), l.values())
	if len(changes) == 0 {
		return record.Unchanged, old.ID, nil
	}
	err := tx.Exec(`UPDATE threepl_lane SET cost = ?, extra = ?, currency = ?, days_p50 = ?, days_p90 = ?, duty_payer = ?, valid_to = ?, source = ?,
		checked_on = ?, version = version + 1 WHERE id = ?`, int64(l.Cost), int64(l.Extra), string(l.Currency), l.DaysP50, l.DaysP90, l.DutyPayer,
		string(l.ValidTo), l.Source, l.CheckedOn, old.ID).Error
	if err != nil {
		return "", 0, err
	}
	return record.Updated, old.ID, history.Record(tx, of, changes, "")
}

func (l *Lane) values() []history.Value {
	return []history.Value{
		history.Of("cost", l.Cost), history.Of("extra", l.Extra), history.Of("currency", l.Currency), history.Of("days_p50", orNone(l.DaysP50)),
		history.Of("days_p90", orNone(l.DaysP90)), history.Of("duty_payer", l.DutyPayer), history.Of("valid_to", l.ValidTo),
		history.Of("source", l.Source), history.Of("last_checked", l.CheckedOn),
	}
}

// Known refuses a name that no 3PL has.
func (s *Service) Known(ctx context.Context, name string) error {
	return s.db.Read(ctx, func(q *gorm.DB) error {
		who, err := supplier.ByNameTx(q, name)
		if err == nil && who.Type != model.ThirdPartyLogistics {
			err = model.FieldErrorf("supplier", "%s is no 3PL: own stock is kept with suppliers of the type third_party_logistics.", who.Name)
		}
		return err
	})
}

// logistics finds a 3PL by its name.
func logistics(q *gorm.DB, at record.Ref, name string) (model.Supplier, error) {
	who, err := supplier.ByNameTx(q, name)
	if err != nil {
		return who, at.Because("supplier", err)
	}
	if who.Type != model.ThirdPartyLogistics {
		return who, at.Errorf("supplier", "%s is no 3PL: own stock is kept with suppliers of the type third_party_logistics", who.Name)
	}
	return who, nil
}
