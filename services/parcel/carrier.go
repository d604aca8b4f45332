package parcel

import (
	"context"
	"net/url"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/dated"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

// CarrierKind is the kind of record in messages and in the history.
const CarrierKind = "carrier"

// mark stands for the number in an address.
const mark = "{tracking}"

// CarrierInput is where a carrier shows its parcels, from a day on.
type CarrierInput struct {
	Carrier   string  `json:"carrier" key:"yes" is:"name" max:"60" doc:"The carrier, in any case."`
	ValidFrom string  `json:"valid_from" key:"yes" is:"date" doc:"The first day the address holds."`
	URL       *string `json:"url" max:"500" required:"yes" doc:"The address of its page, http or https, with {tracking} for the number."`
	Source    *string `json:"source" doc:"Where it was found."`
	Checked   *string `json:"last_checked" is:"date" default:"never" doc:"When a person last looked whether it works."`
}

// Carrier is a carrier's address in a list.
type Carrier struct {
	ID        int64      `json:"id"`
	Carrier   string     `json:"carrier"`
	URL       string     `json:"url"`
	ValidFrom model.Date `json:"valid_from"`
	Source    string     `json:"source"`
	CheckedOn string     `json:"last_checked"`
	Version   int64      `json:"version"`
}

const carrierColumns = `id, carrier, url, valid_from, source, checked_on, version`

// Carriers lists the addresses by carrier, the latest first.
func (s *Service) Carriers(ctx context.Context) ([]Carrier, error) {
	rows := []Carrier{}
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		return q.Raw(`SELECT ` + carrierColumns + ` FROM carrier_link ORDER BY carrier_key, valid_from DESC`).Scan(&rows).Error
	})
	return rows, err
}

// Link is the page on which the carrier shows a parcel, "" when no address of
// the carrier is known. It begins with http:// or https://.
func (s *Service) Link(ctx context.Context, carrier, tracking string) (link string, err error) {
	err = s.db.Read(ctx, func(q *gorm.DB) error {
		link, err = Link(q, carrier, Asked{tracking, s.db.Today()})
		return err
	})
	return link, err
}

// Asked is a parcel's number and the day on which its page is wanted.
type Asked struct {
	Tracking string
	On       model.Date
}

// Link is Service.Link within a transaction.
func Link(q *gorm.DB, carrier string, a Asked) (string, error) {
	var pattern string
	err := q.Raw(`SELECT url FROM carrier_link WHERE carrier_key = ? AND valid_from <= ? ORDER BY valid_from DESC LIMIT 1`,
		model.NameKey(carrier), string(a.On)).Scan(&pattern).Error
	if err != nil || carrier == "" || pattern == "" || checkURL(pattern) != nil {
		return "", err
	}
	return strings.ReplaceAll(pattern, mark, url.QueryEscape(trackingKey(a.Tracking))), nil
}

// checkURL lets only pages of the web through: the number is put into whatever
// stands here, and the system's browser opens it.
func checkURL(pattern string) error {
	const inside = "tracking-number"
	u, err := url.Parse(strings.ReplaceAll(pattern, mark, inside))
	switch {
	case err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil:
		return model.Errorf(model.Invalid, "%q is not the address of a page: write it like https://carrier.example/track?number=%s", pattern, mark)
	case !strings.Contains(pattern, mark):
		return model.Errorf(model.Invalid, "%q does not say where the number goes: write %s there", pattern, mark)
	case strings.Contains(strings.ToLower(u.Host), inside):
		return model.Errorf(model.Invalid, "%q has the number in the name of the computer: it can stand behind it only", pattern)
	}
	return nil
}

// PutCarriers creates or changes the addresses of carriers by name and day, all
// or none.
func (s *Service) PutCarriers(ctx context.Context, ins []CarrierInput) (record.Result, error) {
	return record.Batch[CarrierInput]{
		DB: s.db, Kind: CarrierKind, One: putCarrier,
		Done: func([]int64) { s.bus.SettingsChanged.Publish(nil) },
	}.Put(ctx, ins)
}

func putCarrier(tx *store.Tx, at record.Ref, in *CarrierInput) (record.Outcome, int64, error) {
	if err := checkURL(*in.URL); err != nil {
		return "", 0, at.Because("url", err)
	}
	return dated.Row{
		Kind: CarrierKind, Table: "carrier_link",
		Key: []dated.Key{{Column: "carrier_key", Is: model.NameKey(in.Carrier)}, {Column: "valid_from", Is: in.ValidFrom}},
		Values: []dated.Value{
			{Column: "carrier", Name: "carrier", Default: in.Carrier},
			{Column: "url", Name: "url", Given: in.URL},
			{Column: "source", Name: "source", Given: in.Source},
			{Column: "checked_on", Name: "last_checked", Given: in.Checked},
		},
	}.Put(tx, at)
}
