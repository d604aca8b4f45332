package settings

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/setting"
)

// sections are the parts of the form, each with the beginnings of the keys that
// stand in it; the last takes what no other does.
var sections = []struct {
	title string
	keys  []string
}{
	{"settings.section.business", []string{"book.", "books."}},
	{"settings.section.address", []string{"merchant."}},
	{"settings.section.buying", []string{"purchase.", "forward.", "routing.", "stocking.", "vetting."}},
	{"settings.section.score", []string{"score."}},
	{"settings.section.parcels", []string{"promise.", "attention."}},
	{"settings.section.documents", []string{"documents.", "tax."}},
	{"settings.section.mail", []string{"smtp.", "mail."}},
	{"settings.section.other", []string{""}},
}

func sectionOf(k setting.Key) int {
	return slices.IndexFunc(sections, func(s struct {
		title string
		keys  []string
	},
	) bool {
		return slices.ContainsFunc(s.keys, func(begin string) bool { return strings.HasPrefix(string(k), begin) })
	})
}

// plainly are settings whose label says all.
var plainly = []setting.Key{setting.BookCountry, setting.MerchantAddress1, setting.MerchantAddress2, setting.MerchantCity, setting.MerchantZip, setting.MerchantCountry}

// name is the setting that the window shows in its title.
const name = string(setting.BookName)

// fill makes the form at the first time, and loads it.
func (s *Settings) fill(b business) {
	if s.form == nil {
		s.build(b.entries)
	}
	values, loaded := map[string]any{}, map[string]string{}
	for _, e := range b.entries {
		loaded[string(e.Key)] = e.Value
		values[string(e.Key)] = e.Value
		if n, err := strconv.Atoi(e.Value); e.Kind == setting.Number && err == nil {
			values[string(e.Key)] = n
		}
	}
	if err := s.form.Load(values); err != nil {
		s.form.Refuse(err)
	}
	if before := s.loaded.Swap(&loaded); before != nil && loaded[name] != "" && loaded[name] != (*before)[name] {
		s.host.Desk().Renamed(loaded[name])
	}
	if b.fixed {
		s.currency.Lock(text.T("settings.currency.fixed"))
	}
}

// build makes the form: a field for every setting the book knows.
func (s *Settings) build(entries []setting.Entry) {
	kinds := map[string]setting.Kind{}
	s.form = form.New(form.Options{
		Format: s.host.Format(), Runner: s.host.Runner(), Context: s.host.Context(),
		Saver: func(ctx context.Context, v form.Values) error {
			return plain(s.set.SetAll(ctx, changed(v, kinds, *s.loaded.Load())))
		},
		Saved: func() {
			s.host.Toast(page.Toast{Text: text.T("settings.saved")})
			s.read()
		},
		Reload:  s.read,
		Details: func(err error) { s.host.Report(text.T("settings.unsaved"), err) },
		Late:    func(err error) { s.host.Report(text.T("settings.unsaved"), err) },
		Changed: s.host.Refresh,
	})
	for i, sec := range sections {
		first := true
		for _, e := range entries {
			if sectionOf(e.Key) != i {
				continue
			}
			if first {
				s.form.Section(text.T(sec.title))
				first = false
			}
			kinds[string(e.Key)] = e.Kind
			s.field(e)
		}
	}
	s.holder.SetInner(s.form)
}

// field adds the field of one setting.
func (s *Settings) field(e setting.Entry) {
	spec := form.Spec{Name: string(e.Key), Label: e.Label, Help: e.Help}
	if slices.Contains(plainly, e.Key) {
		spec.Help = ""
	}
	switch e.Kind {
	case setting.Email:
		s.form.Email(spec)
	case setting.Country:
		s.form.Search(spec, form.Among(countries()))
	case setting.Currency:
		s.currency = s.form.Search(spec, form.Among(currencies()))
	case setting.Choice:
		options := make([]form.Option, len(e.Choices))
		for i, c := range e.Choices {
			options[i] = form.Option{Value: c, Label: choiceLabel(c)}
		}
		s.form.Search(spec, form.Among(options))
	case setting.Number:
		if e.Key == setting.SMTPPort {
			s.form.Digits(spec)
			break
		}
		if e.Default != "" { // those without one may be empty
			spec.Required = true
			if !slices.Contains([]setting.Key{setting.StockOrders, setting.TrialOrders, setting.ScoreLimit}, e.Key) {
				spec.Unit = text.T("settings.days")
			}
		}
		s.form.Quantity(spec)
	case setting.Folder:
		spec.Wide = true
		s.folder = s.form.Text(spec)
	default:
		s.form.Text(spec)
	}
}

// choiceLabel is the value of a choice in words.
func choiceLabel(value string) string {
	if key := text.Key("settings.choice.", value); text.Has(key) {
		return text.T(key)
	}
	return value
}

// changed are the values of the form that differ from what was loaded, as the
// service takes them: what others changed meanwhile stays.
func changed(v form.Values, kinds map[string]setting.Kind, loaded map[string]string) []setting.Pair {
	var all []setting.Pair
	for _, key := range slices.Sorted(maps.Keys(kinds)) {
		value := ""
		switch x := v[key].(type) {
		case string:
			value = x
		case int64:
			value = strconv.FormatInt(x, 10)
		}
		if value != loaded[key] {
			all = append(all, setting.Pair{Key: key, Value: value})
		}
	}
	return all
}

// plain takes the name of the setting from the head of a refusal: it stands at
// the field.
func plain(err error) error {
	var e *model.Error
	if !errors.As(err, &e) || e.Field == "" {
		return err
	}
	rest, ok := strings.CutPrefix(e.Message, "Setting "+e.Field+": ")
	if !ok {
		return err
	}
	first, size := utf8.DecodeRuneInString(rest)
	return model.FieldErrorf(e.Field, "%s", string(unicode.ToUpper(first))+rest[size:]).Because(err)
}

// chooseFolder asks for the folder of purchase orders and writes it into its
// field; saving keeps it.
func (s *Settings) chooseFolder() {
	ask := page.FileAsk{Title: text.T("settings.folder"), Folder: true, Purpose: "forward"}
	s.host.File(ask, func(paths []string) {
		s.folder.Set(paths[0])
		s.folder.Focus()
	})
}

// countries are all that the program knows, by name.
var countries = sync.OnceValue(func() []form.Option {
	var all []form.Option
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			if c := model.Country([]rune{a, b}); c.Valid() {
				all = append(all, form.Option{Value: string(c), Label: c.Name(), Detail: string(c)})
			}
		}
	}
	slices.SortFunc(all, func(x, y form.Option) int { return strings.Compare(x.Label, y.Label) })
	return all
})

// currencies are all that the program knows.
var currencies = sync.OnceValue(func() []form.Option {
	var all []form.Option
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			for c := 'A'; c <= 'Z'; c++ {
				if m := model.Currency([]rune{a, b, c}); m.Valid() {
					all = append(all, form.Option{Value: string(m)})
				}
			}
		}
	}
	return all
})
