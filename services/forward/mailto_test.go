package forward_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/mail"
)

// foldered is a purchase order of n orders that left into a folder for a supplier
// with an address.
func foldered(t *testing.T, n int) *desktest.Desk {
	t.Helper()
	d := desktest.New(t)
	d.Set("smtp.from", "orders@shop.example")
	d.Offer(d.Supplier("Acme", byMail("orders@acme.example", "en"), func(s *model.Supplier) { s.Batching = model.Daily }), "A", "5")
	for i := range n {
		d.Order("#"+strings.Repeat("1", i+1), desktest.Line("A", 2))
	}
	route(t, d)
	if r := run(t, service(d), forward.Options{Out: t.TempDir(), Send: true, Approve: true}); len(r.Sent) != 1 {
		t.Fatalf("%+v", r)
	}
	return d
}

func TestMailto_IsALinkWithTheOrderInWords(t *testing.T) {
	d := foldered(t, 2)
	w, err := service(d).Mailto(t.Context(), 1)
	if err != nil || w.Link == "" || w.Draft == "" {
		t.Fatalf("%+v, %v", w, err)
	}
	u, err := url.Parse(w.Link)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"\r\n#1\r\n", "\r\n#11\r\n", "2 x S-A Product A"} {
		if body := u.Query().Get("body"); !strings.Contains(body, want) {
			t.Errorf("%q is not in %q", want, body)
		}
	}
}

func TestMailto_OfALongOrderIsTheDraft(t *testing.T) {
	d := foldered(t, 40)
	w, err := service(d).Mailto(t.Context(), 1)
	if err != nil || w.Link != "" || !strings.HasSuffix(w.Draft, ".eml") {
		t.Errorf("%d characters, %+v, %v", mail.MailtoLength, w, err)
	}
}

func TestMailto_SaysThatTheAddressIsMissing(t *testing.T) {
	d := foldered(t, 1)
	d.Exec(`UPDATE supplier SET email = ''`)
	if w, err := service(d).Mailto(t.Context(), 1); model.CodeOf(err) != model.Refused {
		t.Errorf("%+v, %v", w, err)
	}
}
