// Package put takes records as JSON: it knows which service keeps which kind of
// record and what fields the kind has. It must not know what the records mean.
package put

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/aftersale"
	"github.com/dropledger/dropledger/services/amendment"
	"github.com/dropledger/dropledger/services/delivery"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/letter"
	"github.com/dropledger/dropledger/services/marketplace"
	"github.com/dropledger/dropledger/services/near"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/parcel"
	"github.com/dropledger/dropledger/services/product"
	"github.com/dropledger/dropledger/services/promise"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/routerule"
	"github.com/dropledger/dropledger/services/scorerule"
	"github.com/dropledger/dropledger/services/sourcing"
	"github.com/dropledger/dropledger/services/stock"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/supplier"
	"github.com/dropledger/dropledger/services/taxrule"
	"github.com/dropledger/dropledger/services/vetting"
)

// Handler applies JSON to the records of one kind, and tells their fields.
type Handler struct {
	Put    func(ctx context.Context, json []byte) (record.Result, error)
	Fields []record.Field
}

// Of makes a handler from a service's put: one JSON object or an array of them
// is read strictly into records of type T.
func Of[T any](kind string, put func(context.Context, []T) (record.Result, error)) Handler {
	return Handler{
		Fields: record.Fields[T](),
		Put: func(ctx context.Context, json []byte) (record.Result, error) {
			ins, err := record.Decode[T](kind, json)
			if err != nil {
				return record.Result{}, err
			}
			return put(ctx, ins)
		},
	}
}

// Service is the registry of kinds.
type Service struct {
	db       *store.DB
	bus      *event.Bus
	handlers map[string]Handler
	shelves  map[string]shelf
}

// New registers the kinds of record of the book.
func New(db *store.DB, bus *event.Bus) *Service {
	s := &Service{db: db, bus: bus, handlers: effects(db, bus), shelves: shelves(db, bus)}
	s.Register(supplier.Kind, Of(supplier.Kind, supplier.New(db, bus).Put))
	s.Register(letter.PutKind, Of(letter.PutKind, letter.New(db, bus).Put))
	s.Register(forward.RetryKind, Of(forward.RetryKind, forward.New(db, bus, nil, nil).PutRetryRules))
	s.Register(purchase.TemplateKind, Of(purchase.TemplateKind, purchase.New(db, bus).PutTemplates))
	s.Register(purchase.AckKind, Of(purchase.AckKind, purchase.New(db, bus).Acknowledge))
	s.Register(marketplace.PlacedKind, Of(marketplace.PlacedKind, marketplace.New(db, bus).Put))
	s.Register(marketplace.LinkKind, Of(marketplace.LinkKind, marketplace.New(db, bus).PutLinks))
	s.Register(marketplace.SiteKind, Of(marketplace.SiteKind, marketplace.New(db, bus).PutSites))
	s.Register(marketplace.StorefrontKind, Of(marketplace.StorefrontKind, marketplace.New(db, bus).PutStorefronts))
	s.Register(amendment.Kind, Of(amendment.Kind, amendment.New(db, bus).Put))
	s.Register(amendment.AnswerKind, Of(amendment.AnswerKind, amendment.New(db, bus).PutAnswers))
	s.Register(product.Kind, Of(product.Kind, product.New(db, bus).Put))
	s.Register(order.Kind, Of(order.Kind, promised(db, order.New(db, bus).Put)))
	s.Register(parcel.Kind, Of(parcel.Kind, parcel.New(db, bus).Put))
	s.Register(aftersale.Kind, Of(aftersale.Kind, aftersale.New(db, bus).Put))
	s.Register(parcel.CarrierKind, Of(parcel.CarrierKind, parcel.New(db, bus).PutCarriers))
	s.Register(promise.HolidayKind, Of(promise.HolidayKind, promise.New(db, bus).PutHolidays))
	s.Register(promise.WeekKind, Of(promise.WeekKind, promise.New(db, bus).PutWeeks))
	s.Register(delivery.AddressKind, Of(delivery.AddressKind, delivery.New(db, bus).PutAddressRules))
	s.Register(delivery.BoxKind, Of(delivery.BoxKind, delivery.New(db, bus).PutBoxRules))
	s.Register(scorerule.Kind, Of(scorerule.Kind, scorerule.New(db, bus).Put))
	s.Register(routerule.Kind, Of(routerule.Kind, routerule.New(db, bus).Put))
	s.Register(taxrule.PutKind, Of(taxrule.PutKind, taxrule.New(db, bus).Put))
	s.Register(taxrule.AreaKind, Of(taxrule.AreaKind, taxrule.New(db, bus).PutAreas))
	s.Register(sourcing.DropFeeKind, Of(sourcing.DropFeeKind, then(db, bus, sourcing.New(db, bus).PutDropFees, dropFeesChanged)))
	own := stock.New(db, bus)
	s.Register(stock.MoveKind, Of(stock.MoveKind, own.PutMoves))
	s.Register(stock.FeeKind, Of(stock.FeeKind, then(db, bus, own.PutFees, threeplFeesChanged)))
	s.Register(stock.LaneKind, Of(stock.LaneKind, own.PutLanes))
	s.Register(stock.WarehouseKind, Of(stock.WarehouseKind, own.PutWarehouses))
	s.Register(purchase.RestockKind, Of(purchase.RestockKind, purchase.New(db, bus).PutRestocks))
	s.Register(purchase.ReceiptKind, Of(purchase.ReceiptKind, purchase.New(db, bus).Receive))
	s.registerVetting()
	return s
}

// registerVetting adds the kinds of record about suppliers.
func (s *Service) registerVetting() {
	v := vetting.New(s.db, s.bus)
	s.Register(vetting.PlaceKind, Of(vetting.PlaceKind, v.PutPlaces))
	s.Register(vetting.ContactKind, Of(vetting.ContactKind, v.PutContacts))
	s.Register(vetting.AgreementKind, Of(vetting.AgreementKind, v.PutAgreements))
	s.Register(vetting.CredentialKind, Of(vetting.CredentialKind, v.PutCredentials))
	s.Register(vetting.TalkKind, Of(vetting.TalkKind, v.PutTalks))
	s.Register(vetting.ActionKind, Of(vetting.ActionKind, v.PutActions))
	s.Register(vetting.FileKind, Of(vetting.FileKind, v.PutFiles))
	s.Register(vetting.TestOrderKind, Of(vetting.TestOrderKind, v.PutTestOrders))
	s.Register(vetting.TemplateKind, Of(vetting.TemplateKind, v.PutTemplates))
	s.Register(vetting.AssessmentKind, Of(vetting.AssessmentKind, v.PutAssessments))
}

// Register adds a kind, or puts another handler in its place, before the first
// use.
func (s *Service) Register(kind string, h Handler) { s.handlers[kind] = h }

// Kinds lists the kinds by name.
func (s *Service) Kinds() []string { return slices.Sorted(maps.Keys(s.handlers)) }

// Put creates or changes the records given as one JSON object or an array, all
// or none.
func (s *Service) Put(ctx context.Context, kind string, json []byte) (record.Result, error) {
	h, err := s.handler(kind)
	if err != nil {
		return record.Result{}, err
	}
	return h.Put(ctx, json)
}

// Schema tells the fields of a kind.
type Schema struct {
	Kind   string         `json:"kind"`
	Fields []record.Field `json:"fields"`
}

// Schema returns the fields of a kind.
func (s *Service) Schema(kind string) (Schema, error) {
	h, err := s.handler(kind)
	return Schema{kind, h.Fields}, err
}

func (s *Service) handler(kind string) (Handler, error) {
	h, ok := s.handlers[kind]
	if !ok {
		e := model.Errorf(model.Invalid, "%q is not a kind of record.%s Nothing was changed. The kinds are %s.",
			kind, near.Hint(kind, s.Kinds()), strings.Join(s.Kinds(), ", "))
		e.Field = "kind"
		return Handler{}, e
	}
	return h, nil
}

// Text lists the fields in words, those of the objects in a list below it.
func (s Schema) Text() string {
	var b strings.Builder
	explain(&b, s.Fields, "")
	return b.String()
}

func explain(b *strings.Builder, fields []record.Field, indent string) {
	for _, f := range fields {
		mark := ""
		if f.Key {
			mark = " (key)"
		} else if f.Required {
			mark = " (required)"
		}
		fmt.Fprintf(b, "%s%s%s: %s. %s", indent, f.Name, mark, f.Type, f.Meaning)
		if len(f.Values) > 0 {
			fmt.Fprintf(b, " One of %s.", strings.Join(f.Values, ", "))
		}
		if f.Default != "" {
			fmt.Fprintf(b, " Default: %s.", f.Default)
		}
		b.WriteByte('\n')
		explain(b, f.Fields, indent+"  ")
	}
}
