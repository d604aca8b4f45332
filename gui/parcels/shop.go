package parcels

import (
	"context"
	"io"
	"path/filepath"

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
)

// exportShop writes the tracking numbers for the shop.
func (s *Parcels) exportShop() {
	h, n := s.Host, 0
	writing.Ask(h, writing.File{
		Title: text.T("parcels.shop.title"), Name: "tracking-" + string(h.Book().Today()) + ".csv", Endings: []string{".csv"}, Task: text.T("parcels.shop.task"),
		Write: func(ctx context.Context, out string, _ *job.Progress) error {
			return file.WriteAtomic(out, 0o644, func(w io.Writer) (err error) {
				n, err = s.parcels.ExportShop(ctx, w, parcel.ShopFile{})
				return err
			})
		},
		Told: func(out string) page.Toast {
			return page.Toast{Tone: page.Done, Text: text.N("parcels.shop.done", n, h.Format().Int(n), filepath.Base(out))}
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
