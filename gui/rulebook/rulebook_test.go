package rulebook

import (
	"maps"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/rulebook"
)

func open(t *testing.T, b *page.Book, kind string) (*guitest.Host, *Rulebook) {
	h := guitest.New(t, b)
	h.Resize(1366, guitest.Height)
	return h, h.Open(New, page.Route{Screen: page.Rulebook, Params: map[string]string{"kind": kind}}).(*Rulebook)
}

func find(t *testing.T, s *Rulebook, id int64) row {
	t.Helper()
	rows, err := s.rows.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if r.ID == id {
			return r
		}
	}
	t.Fatalf("no row %d", id)
	return row{}
}

func TestRulebook_CheckedTodayTakesTheWarningAway(t *testing.T) {
	h, s := open(t, guitest.Empty(t), "carrier")
	h.See("Law and calendars", "Never", "www.dhl.com")
	r, _ := s.Grid.CurrentRow()
	if !r.Stale {
		t.Fatalf("%+v", r)
	}
	h.Key(action.Plain(fyne.KeyK))
	if now := find(t, s, r.ID); now.Stale || now.CheckedOn == "" || len(h.Toasts) != 1 {
		t.Errorf("%+v, reports %v", now, h.Reports)
	}
}

func TestRulebook_OpensTheSourceWhereItIsAPageOfTheWeb(t *testing.T) {
	h, s := open(t, guitest.Empty(t), "market_site")
	var opened []string
	s.browse = func(u *url.URL) { opened = append(opened, u.String()) }
	h.See("Never checked", "Its form asks for")
	rows, err := s.rows.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if r.Kind == "market_site" && r.Place == "AliExpress" && link(r) != nil {
			t.Errorf("%q leads to %v", r.Source, link(r))
		}
	}
	for source, want := range map[string]string{
		"help.dsers.com/place-csv-orders":             "https://help.dsers.com/place-csv-orders",
		"see https://example.org/a/b: headings":       "https://example.org/a/b",
		"Regulation (EU) 2026/382":                    "",
		"gov.uk: VAT and overseas goods":              "",
		"file:///etc/passwd, javascript://x.y/alert1": "",
	} {
		opened = nil
		s.open(row{Source: source})
		if got := strings.Join(opened, " "); got != want {
			t.Errorf("%q opened %q, want %q", source, got, want)
		}
	}
}

func TestRulebook_EveryKindHasAForm(t *testing.T) {
	for _, kind := range rulebook.Kinds() {
		h, s := open(t, guitest.Empty(t), kind)
		r, ok := s.Grid.CurrentRow()
		if !ok {
			t.Fatalf("no %s", kind)
		}
		h.Key(action.Plain(fyne.KeyE))
		h.Type("Taken from", "the gazette")
		h.Key(action.Ctrl(fyne.KeyS))
		now := find(t, s, r.ID)
		if now.Source != "the gazette" || now.Text != r.Text || now.ValidFrom != r.ValidFrom || now.ValidTo != r.ValidTo {
			t.Errorf("%s: was %+v, is %+v, reports %v, %q", kind, r, now, h.Reports, h.Texts())
		}
	}
}

func TestRulebook_ANewRowBeginsWithItsKind(t *testing.T) {
	h, s := open(t, guitest.Empty(t), "")
	s.create()
	h.See("What do you want to write down?")
	h.Tap("Holiday")
	h.See("New row")
	h.Type("Country", "AT")
	h.Type("Day", "2026-10-26")
	h.Key(action.Ctrl(fyne.KeyS))
	rows, err := s.rows.List(t.Context())
	found := false
	for _, r := range rows {
		found = found || r.Kind == "holiday" && r.Place == "AT"
	}
	if err != nil || !found {
		t.Errorf("%v, reports %v", err, h.Reports)
	}
}

func TestRulebook_AFailedLoadOffersToTryAgain(t *testing.T) {
	b := guitest.Empty(t)
	if err := b.DB.Close(); err != nil {
		t.Fatal(err)
	}
	h, _ := open(t, b, "")
	h.See("Try again", "Details")
}

func TestRulebook_YesAndNoAreSwitchesAndALimitCanBeTakenAway(t *testing.T) {
	b := guitest.Empty(t)
	if _, err := rulebook.New(b.DB, b.Bus).Put(t.Context(), "taxrule", map[string]string{
		"country": "CH", "kind": "duty", "valid_from": "2026-01-01", "value": "4", "up_to": "62", "up_to_currency": "CHF", "taxed": "true",
	}); err != nil {
		t.Fatal(err)
	}
	h, s := open(t, b, "taxrule")
	s.Grid.SetSearch("62")
	r, _ := s.Grid.CurrentRow()
	if r.Fields["up_to"] != "62" {
		t.Fatalf("%+v", r)
	}
	h.See("Counts", "Yes")
	h.Key(action.Plain(fyne.KeyE))
	h.Type("Up to", "")
	h.Type("Up to, in", "")
	h.Tap("Yes") // the first switch: whether it is taxed
	h.Key(action.Ctrl(fyne.KeyS))
	if now := find(t, s, r.ID); now.Fields["up_to"] != "" || now.Fields["taxed"] != "false" || now.Fields["counts"] != "true" || now.Fields["value"] != "4" {
		t.Errorf("%+v, reports %v", now, h.Reports)
	}
}

func TestRulebook_Pictures(t *testing.T) {
	h, s := open(t, guitest.Sample(t), "")
	h.Resize(guitest.Width, guitest.Height)
	for name, look := range map[string]theme.Look{"light": theme.Light, "dark": theme.Dark} {
		h.Look(look)
		h.Shot("rulebook-" + name)
	}
	if r, ok := s.Grid.CurrentRow(); ok {
		s.change(r)
		h.Shot("rulebook-edit")
	} else {
		t.Error("nothing is chosen")
	}
	s.Escape()
	s.create()
	h.Shot("rulebook-which")
}

// What was changed is read as the fields are: days and values in the user's words.
func TestRulebook_ChangesAreReadAsTheFieldsAre(t *testing.T) {
	b := guitest.Empty(t)
	s := rulebook.New(b.DB, b.Bus)
	fee := map[string]string{"country": "CH", "kind": "handling_fee", "valid_from": "2026-01-01", "value": "4", "currency": "CHF", "per": "hs6", "last_checked": "2026-01-15"}
	for _, change := range []map[string]string{{}, {"per": "item", "last_checked": "2026-02-16", "valid_to": "2027-12-31"}} {
		maps.Copy(fee, change)
		if _, err := s.Put(t.Context(), "taxrule", fee); err != nil {
			t.Fatal(err)
		}
	}
	h, screen := open(t, b, "taxrule")
	screen.Grid.SetSearch("CHF")
	all := strings.Join(h.Texts(), "\n")
	for _, says := range []string{"from 15 Jan 2026 to 16 Feb 2026", "31 Dec 2027"} {
		if !strings.Contains(strings.ReplaceAll(all, "\n", " "), says) {
			t.Errorf("%q is missing in\n%s", says, all)
		}
	}
	if found := regexp.MustCompile(`.*\d{4}-\d{2}-\d{2}.*|.*\bhs6\b.*`).FindString(all); found != "" {
		t.Errorf("%q is not how a person reads it", found)
	}
}
