package mail_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/services/mail"
)

func letterOf(text string) mail.Message {
	return mail.Message{
		ID: "a@b.example", From: mail.Address{Mail: "shop@example.com"}, To: mail.Address{Name: "Acme", Mail: "orders+eu@acme.example"},
		Subject: "Order 7 & more: 50 % off? #1", Text: text,
	}
}

func TestMailto_OpensTheMessageAsItIs(t *testing.T) {
	const text = "Dear Łukasz,\n\n2 + 2 = 4 & more\n"
	link, ok := mail.Mailto(letterOf(text))
	if !ok {
		t.Fatal("there is no link")
	}
	u, err := url.Parse(link)
	if err != nil {
		t.Fatal(err)
	}
	to, err := url.PathUnescape(u.Opaque)
	q := u.Query()
	if err != nil || to != "orders+eu@acme.example" || q.Get("subject") != letterOf("").Subject || q.Get("body") != strings.ReplaceAll(text, "\n", "\r\n") {
		t.Errorf("%s opens as %q %q", link, to, q)
	}
	if strings.ContainsAny(link, " +\n\"<>") {
		t.Errorf("%s has characters that mail programs read in other ways", link)
	}
}

func TestMailto_FallsBackToTheDraftWhenItIsTooLong(t *testing.T) {
	rest := mail.MailtoLength
	link, ok := mail.Mailto(letterOf(""))
	if !ok {
		t.Fatal("there is no link")
	}
	rest -= len(link)
	if link, ok := mail.Mailto(letterOf(strings.Repeat("x", rest))); !ok || len(link) != mail.MailtoLength {
		t.Errorf("one of %d characters is %v", len(link), ok)
	}
	if _, ok := mail.Mailto(letterOf(strings.Repeat("x", rest+1))); ok {
		t.Error("one character more is a link")
	}
	if _, ok := mail.Mailto(letterOf(strings.Repeat("ж", rest/6+1))); ok {
		t.Error("a letter beyond ASCII takes six characters")
	}
}

func TestMailto_TakesNoAddressThatCouldHoldASecond(t *testing.T) {
	m := letterOf("x")
	for _, to := range []string{"", "a@b.example\r\nBcc: c@d.example"} {
		m.To.Mail = to
		if link, ok := mail.Mailto(m); ok {
			t.Errorf("%q became %s", to, link)
		}
	}
}
