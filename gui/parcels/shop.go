package parcels

import (
	"context"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/page/roster"
	"github.com/dropledger/dropledger/gui/page/writing"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/file"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/parcel"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/shop"
)

// shopDays is how many days back the file for a shop reaches when nobody says.
const shopDays = 14

// exportShop asks of which shop and since when the tracking numbers are to be
// written, and in what layout, and writes them.
func (s *Parcels) exportShop() {
	h := s.Host
	b := h.Book()
	h.Runner().Go(func() {
		shops, err := shop.New(b.DB, b.Bus).List(h.Context(), record.Filter{})
		h.Runner().UI(func() {
			switch {
			case err != nil:
				h.Report(text.T("parcels.say.unread"), err)
			case len(shops) == 0:
				h.Toast(page.Toast{Tone: page.Note, Text: text.T("parcels.shop.none")})
			default:
				s.askShop(shops)
			}
		})
	})
}

const shopWidth float32 = 460

// askShop asks what the file is to hold. The layout follows the shop's platform
// until a person chooses one.
func (s *Parcels) askShop(shops []shop.Row) {
	h := s.Host
	f := form.New(form.Options{Format: h.Format(), Runner: h.Runner(), Context: h.Context(), Bare: true})
	var names, forms []form.Option
	for _, one := range shops {
		names = append(names, form.Option{Value: one.Name, Label: one.Name, Detail: one.Platform})
	}
	for _, l := range parcel.ShopLayouts() {
		forms = append(forms, form.Option{Value: string(l), Label: text.T(text.Key("parcels.shop.layout.", string(l)))})
	}
	of := f.Choice(form.Spec{Name: "shop", Label: text.T("parcels.shop.of"), Required: true, Wide: true}, names...)
	layout := f.Choice(form.Spec{Name: "layout", Label: text.T("parcels.shop.layout"), Help: text.T("parcels.shop.layout.help"), Required: true, Wide: true}, forms...)
	f.Date(form.Spec{Name: "since", Label: text.T("parcels.shop.since"), Help: text.T("parcels.shop.since.help")})
	taken := func(name string) string {
		i := slices.IndexFunc(shops, func(r shop.Row) bool { return r.Name == name })
		return string(parcel.LayoutOf(shops[max(i, 0)].Platform))
	}
	first := shops[0].Name
	if r, ok := s.Grid.CurrentRow(); ok && len(r.Lines) > 0 {
		first = r.Lines[0].Shop
	}
	roster.Fill(f, map[string]any{"shop": first, "layout": taken(first), "since": string(h.Book().Today().AddDays(-shopDays))})
	of.OnChange(func() {
		if name, err := of.Get(); err == nil {
			layout.Set(taken(name))
		}
	})
	h.Show(page.Dialog{
		Title: text.T("parcels.shop.title"), Verb: text.T("parcels.shop.verb"), Width: shopWidth, Content: f, Cancel: f.Close,
		Do: func() (stay bool) {
			if !f.Valid() {
				return true
			}
			v := f.Values()
			s.writeShop(parcel.ShopFile{Shop: roster.Word(v, "shop"), Since: model.Date(day(v, "since")), Layout: parcel.ShopLayout(roster.Word(v, "layout"))})
			f.Close()
			return false
		},
	})
}

// writeShop writes the tracking numbers for a shop.
func (s *Parcels) writeShop(f parcel.ShopFile) {
	h := s.Host
	var did parcel.Exported
	ending := f.Layout.Ending()
	writing.Ask(h, writing.File{
		Title: text.T("parcels.shop.title"), Name: file.SafeName("tracking-" + f.Shop + "-" + string(h.Book().Today()) + ending), Endings: []string{ending}, Task: text.T("parcels.shop.task"),
		Write: func(ctx context.Context, out string, _ *job.Progress) error {
			return file.WriteAtomic(out, 0o644, func(w io.Writer) (err error) {
				did, err = s.parcels.ExportShop(ctx, w, f)
				return err
			})
		},
		Told: func(out string) page.Toast {
			said := text.N("parcels.shop.done", did.Rows, h.Format().Int(did.Rows), filepath.Base(out))
			if len(did.Withheld) == 0 {
				return page.Toast{Tone: page.Done, Text: said}
			}
			return page.Toast{Tone: page.Warning, Text: said + " " + text.T("parcels.shop.withheld", strings.Join(did.Withheld, text.T("parcels.join")))}
		},
	})
}

// carriers asks for the page of a carrier. The one of the chosen parcel is filled
// in; what is saved holds from today on.
func (s *Parcels) carriers() {
	h := s.Host
	r, _ := s.Grid.CurrentRow()
	h.Runner().Go(func() {
		rows, err := s.parcels.Carriers(h.Context())
		h.Runner().UI(func() {
			if err != nil {
				h.Report(text.T("parcels.say.unread"), err)
				return
			}
			s.askCarrier(r.Carrier, rows)
		})
	})
}

const carrierWidth float32 = 560

func (s *Parcels) askCarrier(carrier string, rows []parcel.Carrier) {
	h := s.Host
	var hide func()
	save := func(ctx context.Context, v form.Values) error {
		url, source, today := roster.Word(v, "url"), roster.Word(v, "source"), string(h.Book().Today())
		_, err := s.parcels.PutCarriers(ctx, []parcel.CarrierInput{{Carrier: roster.Word(v, "carrier"), ValidFrom: today, URL: &url, Source: &source, Checked: &today}})
		return err
	}
	f := form.New(form.Options{
		Format: h.Format(), Runner: h.Runner(), Context: h.Context(), Bare: true, Saver: save,
		Saved: func() {
			hide()
			h.Toast(page.Toast{Text: text.T("parcels.carrier.saved")})
			s.Reload()
		},
		Details: func(err error) { h.Report(text.T("parcels.say.unsaved"), err) },
	})
	name := f.Search(form.Spec{Name: "carrier", Label: text.T("parcels.col.carrier"), Required: true}, form.Source{Find: s.findCarriers})
	page0 := f.Text(form.Spec{Name: "url", Label: text.T("parcels.carrier.url"), Help: text.T("parcels.carrier.url.help", "{tracking}"), Required: true, Wide: true})
	source := f.Text(form.Spec{Name: "source", Label: text.T("parcels.carrier.source")})
	checked := kit.Wrapped(kit.Caption, "")
	follow := func() {
		typed, _ := name.Get()
		checked.SetText("")
		for _, c := range rows {
			if model.NameKey(c.Carrier) == model.NameKey(typed) {
				page0.Set(c.URL)
				source.Set(c.Source)
				checked.SetText(text.T("parcels.carrier.checked", orNone(c.CheckedOn)))
				return
			}
		}
	}
	name.OnChange(follow)
	roster.Fill(f, map[string]any{"carrier": carrier})
	follow()
	hide = h.Show(page.Dialog{
		Title: text.T("parcels.carriers.title"), Verb: text.T("parcels.carrier.verb"), Width: carrierWidth,
		Content: kit.Column(theme.Gap12, kit.Wrapped(kit.Muted, text.T("parcels.carriers.line")), f, checked),
		Do: func() (stay bool) {
			f.Submit()
			return true
		},
		Cancel: f.Close,
	})
}
