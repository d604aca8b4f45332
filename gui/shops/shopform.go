package shops

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/shop"
)

// Create implements page.Creator: it opens the form for a new shop.
func (s *Shops) Create() {
	s.edit(text.T("shops.new"), text.T("shops.form.new"), s.formOf(shop.Row{Platform: "", Currency: s.host.Book().Home, TimeZone: "UTC"}))
}

// change opens the form for a shop.
func (s *Shops) change(r row) {
	s.edit(r.Name, text.T("shops.form.change"), s.formOf(r.Row))
}

func (s *Shops) formOf(r shop.Row) *form.Form {
	var key, called string
	save := func(ctx context.Context, v form.Values) error {
		platform, currency, zone, cod := word(v, "platform"), model.Currency(word(v, "currency")), word(v, "time_zone"), v["cash_on_delivery"] == true
		if platform == "" {
			platform = "other"
		}
		in := shop.Input{ID: r.ID, Version: r.Version, Name: word(v, "name"), Platform: &platform, Currency: &currency, TimeZone: &zone, CashOnDelivery: &cod}
		done, err := s.put.Shops(ctx, []shop.Input{in})
		key, called = strconv.FormatInt(r.ID, 10), in.Name
		if len(done.Touched) == 1 {
			key = strconv.FormatInt(done.Touched[0], 10)
		}
		return err
	}
	f := form.New(s.options(save, func() {
		s.host.Toast(page.Toast{Text: text.T("shops.saved", called)})
		s.chose(key)
	}))
	form.Longest(f.Text(form.Spec{Name: "name", Label: text.T("shops.col.name"), Required: true, Help: text.T("shops.help.name")}), 120)
	form.Longest(f.Text(form.Spec{Name: "platform", Label: text.T("shops.col.platform"), Hint: text.T("shops.hint.platform")}), 60)
	f.Search(form.Spec{Name: "currency", Label: text.T("shops.col.currency"), Required: true, Help: text.T("shops.help.currency")}, form.Among(currencies()))
	f.Search(form.Spec{Name: "time_zone", Label: text.T("shops.col.zone"), Required: true, Help: text.T("shops.help.zone")}, zones())
	f.Check(form.Spec{Name: "cash_on_delivery", Label: text.T("shops.col.cod"), Help: text.T("shops.help.cod")})
	s.fill(f, map[string]any{"name": r.Name, "platform": r.Platform, "currency": string(r.Currency), "time_zone": r.TimeZone, "cash_on_delivery": r.CashOnDelivery})
	return f
}

// fill loads what the book holds; a value that no field takes is told above.
func (l *list[R]) fill(f *form.Form, values map[string]any) {
	if err := f.Load(values); err != nil {
		f.Refuse(err)
	}
}

// currencies are all that the program knows, the usual ones first.
func currencies() []form.Option {
	var all []form.Option
	known := map[model.Currency]bool{}
	add := func(c model.Currency) {
		if c.Valid() && !known[c] {
			known[c] = true
			all = append(all, form.Option{Value: string(c)})
		}
	}
	for _, c := range strings.Fields("EUR USD GBP CHF SEK DKK NOK PLN CZK CNY JPY CAD AUD") {
		add(model.Currency(c))
	}
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			for c := 'A'; c <= 'Z'; c++ {
				add(model.Currency([]rune{a, b, c}))
			}
		}
	}
	return all
}

// zones finds time zones: those of the list by any part of the name, every other
// by its whole name.
func zones() form.Source {
	listed := form.Among(zoneOptions())
	return form.Source{Label: listed.Label, Find: func(ctx context.Context, query string) ([]form.Option, error) {
		found, err := listed.Find(ctx, query)
		name := strings.TrimSpace(query)
		if len(found) > 0 || name == "" || strings.EqualFold(name, "local") {
			return found, err
		}
		if z, err := time.LoadLocation(name); err == nil {
			found = []form.Option{{Value: z.String()}}
		}
		return found, nil
	}}
}

func zoneOptions() []form.Option {
	var all []form.Option
	for _, z := range strings.Fields(commonZones) {
		all = append(all, form.Option{Value: z, More: strings.NewReplacer("/", " ", "_", " ").Replace(z)})
	}
	return all
}

// commonZones are the zones of the larger markets, by their names in the zone
// database.
const commonZones = `UTC
Europe/Berlin Europe/Vienna Europe/Zurich Europe/Amsterdam Europe/Brussels Europe/Paris Europe/Madrid Europe/Lisbon Europe/Rome Europe/London Europe/Dublin
Europe/Copenhagen Europe/Stockholm Europe/Oslo Europe/Helsinki Europe/Tallinn Europe/Riga Europe/Vilnius Europe/Warsaw Europe/Prague Europe/Bratislava Europe/Budapest
Europe/Ljubljana Europe/Zagreb Europe/Belgrade Europe/Bucharest Europe/Sofia Europe/Athens Europe/Kyiv Europe/Istanbul Europe/Moscow Europe/Luxembourg Europe/Malta
America/New_York America/Chicago America/Denver America/Phoenix America/Los_Angeles America/Anchorage Pacific/Honolulu America/Toronto America/Vancouver America/Halifax
America/Mexico_City America/Bogota America/Lima America/Santiago America/Sao_Paulo America/Argentina/Buenos_Aires
Asia/Shanghai Asia/Hong_Kong Asia/Taipei Asia/Tokyo Asia/Seoul Asia/Singapore Asia/Kuala_Lumpur Asia/Bangkok Asia/Ho_Chi_Minh Asia/Jakarta Asia/Manila Asia/Kolkata
Asia/Karachi Asia/Dubai Asia/Riyadh Asia/Jerusalem Asia/Tbilisi Asia/Almaty Australia/Sydney Australia/Melbourne Australia/Brisbane Australia/Perth Pacific/Auckland
Africa/Johannesburg Africa/Lagos Africa/Nairobi Africa/Cairo Africa/Casablanca`
