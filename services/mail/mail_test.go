package mail

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"math/big"
	"mime"
	"mime/multipart"
	"net"
	netmail "net/mail"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/zalando/go-keyring"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/mail/mailtest"
)

var when = time.Date(2026, time.March, 31, 12, 0, 0, 0, time.UTC)

func local(s *mailtest.Server, how Security) Server {
	return Server{Host: "127.0.0.1", Port: s.Port, Security: how, From: Address{"Blue Shop", "orders@blue.example"}}
}

func secret(p string) func() (string, error) { return func() (string, error) { return p, nil } }

func message() Message {
	return Message{
		ID: "1@blue.example", Date: when, From: Address{"Blue Shop", "orders@blue.example"}, To: Address{"Acme", "sales@acme.example"},
		Subject: "Bestellung für Größe", Text: "Hello\n.\nGrüße\n", Files: []File{{"po.pdf", []byte("%PDF")}, {"po.csv", []byte("a,b\n")}},
	}
}

// send builds and sends a message and returns the reply and whether begin was called.
func send(t *testing.T, s Server) (Reply, bool, error) {
	t.Helper()
	body, err := Build(message())
	if err != nil {
		t.Fatal(err)
	}
	n, err := Dial(t.Context(), s, secret("pw"))
	if err != nil {
		return Reply{}, false, err
	}
	defer n.Close()
	begun := false
	r, err := n.Send(t.Context(), Envelope{"orders@blue.example", "sales@acme.example"}, body, func() error { begun = true; return nil })
	return r, begun, err
}

func TestSend_TheServersAnswerDecides(t *testing.T) {
	tests := []struct {
		fate     mailtest.Fate
		verdict  Verdict
		said     string
		begun    bool
		accepted int
	}{
		{mailtest.Take, Accepted, "", true, 1},
		{mailtest.TakeAndDrop, Unclear, "", true, 1},
		{mailtest.DropAtData, Unclear, "", true, 0},
		{mailtest.LaterAtData, Later, "451 ", true, 0},
		{mailtest.RefuseData, Refused, "554 ", true, 0},
		{mailtest.LaterAtRcpt, Later, "450 ", false, 0},
		{mailtest.RefuseRcpt, Refused, "550 ", false, 0},
		{mailtest.DropAtMail, Later, "", false, 0},
		{mailtest.GoAway, Later, "421 ", false, 0},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.fate), func(t *testing.T) {
			s := mailtest.Start(t, mailtest.Options{}, func(int) mailtest.Fate { return tt.fate })
			r, begun, err := send(t, local(s, Open))
			if err != nil || r.Verdict != tt.verdict || begun != tt.begun || !strings.HasPrefix(r.Said, tt.said) || len(s.Accepted()) != tt.accepted {
				t.Errorf("got %+v begun %t err %v, %d accepted", r, begun, err, len(s.Accepted()))
			}
			if r.Lost != (tt.said == "" && !tt.begun) {
				t.Errorf("lost is %t", r.Lost)
			}
		})
	}
}

func TestSend_ASenderThatMayNotSendConcernsAllMessages(t *testing.T) {
	s := mailtest.Start(t, mailtest.Options{}, func(int) mailtest.Fate { return mailtest.RefuseFrom })
	_, begun, err := send(t, local(s, Open))
	if model.CodeOf(err) != model.Refused || begun || !strings.Contains(err.Error(), "does not let orders@blue.example send") {
		t.Errorf("got %v, begun %t", err, begun)
	}
}

func TestSend_AFailingBeginKeepsTheMessageFromLeaving(t *testing.T) {
	s := mailtest.Start(t, mailtest.Options{}, nil)
	n, err := Dial(t.Context(), local(s, Open), nil)
	if err != nil {
		t.Fatal(err)
	}
	stop := errors.New("stop")
	if _, err := n.Send(t.Context(), Envelope{"a@b.example", "c@d.example"}, []byte("Subject: x\r\n\r\nx\r\n"), func() error { return stop }); !errors.Is(err, stop) {
		t.Errorf("got %v", err)
	}
	n.Close()
	if n.Usable() || len(s.Accepted()) != 0 {
		t.Errorf("usable %t, accepted %v", n.Usable(), s.Accepted())
	}
}

func TestSend_OneConnectionTakesManyMessages(t *testing.T) {
	fates := []mailtest.Fate{mailtest.Take, mailtest.RefuseRcpt, mailtest.LaterAtData, mailtest.Take}
	s := mailtest.Start(t, mailtest.Options{}, func(n int) mailtest.Fate { return fates[n] })
	n, err := Dial(t.Context(), local(s, Open), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer n.Close()
	for i := range fates {
		if _, err := n.Send(t.Context(), Envelope{"a@b.example", "c@d.example"}, []byte("Subject: x\r\n\r\nx\r\n"), func() error { return nil }); err != nil || !n.Usable() {
			t.Fatalf("message %d: %v, usable %t", i, err, n.Usable())
		}
	}
	if len(s.Accepted()) != 2 {
		t.Errorf("accepted %d", len(s.Accepted()))
	}
}

func TestBuild_HoldsTheWholeMessageAndNothingOfThisComputer(t *testing.T) {
	m := message()
	id, err := NewID(m.From.Mail)
	if err != nil || !strings.HasSuffix(id, "@blue.example") {
		t.Fatal(id, err)
	}
	m.ID = id
	body, err := Build(m)
	if err != nil {
		t.Fatal(err)
	}
	got, err := netmail.ReadMessage(strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	if got.Header.Get("Message-Id") != "<"+id+">" || got.Header.Get("X-Mailer") != "" || got.Header.Get("User-Agent") != "" {
		t.Errorf("header %v", got.Header)
	}
	if host, err := os.Hostname(); err == nil && len(host) > 3 && strings.Contains(string(body), host) {
		t.Errorf("the message names this computer")
	}
	for _, want := range []string{`filename="po.pdf"`, "application/pdf", "text/csv", "Gr=C3=BC=C3=9Fe"} {
		if !strings.Contains(string(body), want) {
			t.Errorf("the message lacks %s", want)
		}
	}
}

func TestBuild_RefusesWhatWouldAddAHeaderOrARecipient(t *testing.T) {
	tests := map[string]func(*Message){
		"a line end in the subject":     func(m *Message) { m.Subject = "x\r\nBcc: evil@example.com" },
		"a line end in the sender":      func(m *Message) { m.From.Name = "x\nBcc: evil@example.com" },
		"a line end in the recipient":   func(m *Message) { m.To.Name = "x\rBcc: evil@example.com" },
		"a line end in an address":      func(m *Message) { m.To.Mail = "a@b.example\r\nBcc: evil@example.com" },
		"two addresses":                 func(m *Message) { m.To.Mail = "a@b.example, evil@example.com" },
		"a name in the address":         func(m *Message) { m.To.Mail = "Evil <evil@example.com>" },
		"no address":                    func(m *Message) { m.To.Mail = "" },
		"a line end in a file's name":   func(m *Message) { m.Files[0].Name = "x\r\nBcc: evil@example.com" },
		"a line end in the message id":  func(m *Message) { m.ID = "x\r\nBcc: evil@example.com" },
		"a zero byte":                   func(m *Message) { m.Subject = "x\x00y" },
		"a subject of ten thousand":     func(m *Message) { m.Subject = strings.Repeat("x", 10_000) },
		"letters few servers take":      func(m *Message) { m.To.Mail = "orders@müller.example" },
		"an unprintable separator line": func(m *Message) { m.Subject = "x\u0085Bcc: evil@example.com" },
	}
	for name, change := range tests {
		t.Run(name, func(t *testing.T) {
			m := message()
			change(&m)
			if _, err := Build(m); model.CodeOf(err) != model.Refused {
				t.Errorf("got %v", err)
			}
		})
	}
}

// Strict programs, Python's among them, took what stood there for no name at all.
func TestBuild_NamesOfAttachmentsAreReadAsTheyAre(t *testing.T) {
	long := strings.Repeat("订单", 19) + ".csv"
	for _, name := range []string{"Bestellung Größe.pdf", "发票 PO-1.xlsx", "zażółć.txt", long, "plain.pdf", `semi;colon='x' (1).pdf`} {
		m := message()
		m.Files = []File{{Name: name, Content: []byte("x")}}
		body, err := Build(m)
		if err != nil {
			t.Fatal(err)
		}
		got, err := netmail.ReadMessage(strings.NewReader(string(body)))
		if err != nil {
			t.Fatal(err)
		}
		_, params, err := mime.ParseMediaType(got.Header.Get("Content-Type"))
		if err != nil {
			t.Fatal(err)
		}
		parts := multipart.NewReader(got.Body, params["boundary"])
		if _, err := parts.NextPart(); err != nil {
			t.Fatal(err)
		}
		p, err := parts.NextPart()
		if err != nil {
			t.Fatal(err)
		}
		way, disposition, err := mime.ParseMediaType(p.Header.Get("Content-Disposition"))
		if err != nil || way != "attachment" || disposition["filename"] != name {
			t.Errorf("%q is read as %s %q, %v", name, way, disposition["filename"], err)
		}
		for line := range strings.SplitSeq(string(body), "\r\n") {
			if len(line) > 998 || strings.ContainsFunc(line, func(r rune) bool { return r > 126 }) {
				t.Errorf("%q makes a line that servers may change: %q", name, line)
			}
		}
	}
}

// A name with quotes in it made a second address of itself, or none.
func TestBuild_NamesStandBesideTheirAddressAsTheyAre(t *testing.T) {
	for _, name := range []string{
		`Ünïted "Quote" <Supplier>, GmbH; Co`, `=HYPERLINK("http://x.example","x")`, `x" <evil@example.com>, "y`, `Acme (EU) \\ Co.`, "深圳市龙岗区跨境电子商务有限公司",
		"Łukasz & Söhne", "Acme", "", "a@b.example",
	} {
		m := message()
		m.To.Name, m.From.Name = name, name
		body, err := Build(m)
		if err != nil {
			t.Errorf("%q: %v", name, err)
			continue
		}
		got, err := netmail.ReadMessage(strings.NewReader(string(body)))
		if err != nil {
			t.Fatal(err)
		}
		for _, head := range []string{"From", "To"} {
			all, err := got.Header.AddressList(head)
			if err != nil || len(all) != 1 || all[0].Name != name || strings.Contains(all[0].Address, "evil") {
				t.Errorf("%q is %v in %s: %v", name, all, got.Header.Get(head), err)
			}
		}
	}
}

// certificate makes one for the name and has it trusted, or not, until the test ends.
func certificate(t *testing.T, name string, until time.Time, trust bool) *tls.Config {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Unix(0, 0), NotAfter: until, IsCA: true, BasicConstraintsValid: true}
	if ip := net.ParseIP(name); ip != nil {
		c.IPAddresses = []net.IP{ip}
	} else {
		c.DNSNames = []string{name}
	}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	trusted = x509.NewCertPool()
	if trust {
		trusted.AddCert(parsed)
	}
	t.Cleanup(func() { trusted = nil })
	return &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
}

var longAfter = time.Date(2126, 1, 1, 0, 0, 0, 0, time.UTC)

func TestDial_BothWaysToEncryptCarryTheMessageAndThePassword(t *testing.T) {
	for _, how := range []Security{TLS, StartTLS} {
		t.Run(string(how), func(t *testing.T) {
			s := mailtest.Start(t, mailtest.Options{TLS: certificate(t, "127.0.0.1", longAfter, true), Implicit: how == TLS, Password: "pw"}, nil)
			server := local(s, how)
			server.User = "orders"
			if r, _, err := send(t, server); err != nil || r.Verdict != Accepted || len(s.Accepted()) != 1 {
				t.Errorf("got %+v %v", r, err)
			}
			if got := s.Logins(); len(got) != 1 || got[0] != "pw" {
				t.Errorf("logins %v", got)
			}
		})
	}
}

func TestDial_SaysInASentenceWhyNothingCanBeSent(t *testing.T) {
	none := func(t *testing.T) Server { t.Helper(); return local(mailtest.Start(t, mailtest.Options{}, nil), Open) }
	tests := []struct {
		name, says string
		server     func(t *testing.T) Server
	}{
		{"no encryption offered", "offers no encryption", func(t *testing.T) Server { s := none(t); s.Security = StartTLS; return s }},
		{"plain where TLS is expected", "does not speak TLS", func(t *testing.T) Server { s := none(t); s.Security = TLS; return s }},
		{"a certificate nobody vouches for", "cannot be trusted", func(t *testing.T) Server {
			return local(mailtest.Start(t, mailtest.Options{TLS: certificate(t, "127.0.0.1", longAfter, false), Implicit: true}, nil), TLS)
		}},
		{"the certificate of another", "somebody else", func(t *testing.T) Server {
			return local(mailtest.Start(t, mailtest.Options{TLS: certificate(t, "other.example", longAfter, true), Implicit: true}, nil), TLS)
		}},
		{"an expired certificate", "cannot be trusted", func(t *testing.T) Server {
			return local(mailtest.Start(t, mailtest.Options{TLS: certificate(t, "127.0.0.1", time.Unix(1, 0), true), Implicit: true}, nil), TLS)
		}},
		{"a wrong password", "does not accept the password", func(t *testing.T) Server {
			s := local(mailtest.Start(t, mailtest.Options{Password: "other"}, nil), Open)
			s.User = "orders"
			return s
		}},
		{"nobody listens", "refuses connections", func(t *testing.T) Server {
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			return Server{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, Security: Open, From: Address{"", "a@b.example"}}
		}},
		{"no such name", "was not found", func(*testing.T) Server {
			return Server{Host: "mail.invalid", Port: 465, Security: TLS, From: Address{"", "a@b.example"}}
		}},
		{"no encryption to another computer", "unencrypted", func(*testing.T) Server {
			return Server{Host: "mail.example.com", Port: 25, Security: Open, From: Address{"", "a@b.example"}}
		}},
		{"no server set", "No mail server is set", func(*testing.T) Server { return Server{Security: TLS} }},
		{"no sender set", "No sender's address", func(*testing.T) Server { return Server{Host: "x.example", Security: TLS} }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := send(t, tt.server(t))
			if err == nil || !strings.Contains(err.Error(), tt.says) || strings.Contains(err.Error(), "pw") {
				t.Fatalf("got %v", err)
			}
			if strings.Contains(err.Error(), "smtp.") {
				t.Errorf("a person reads the name that the book has for a setting: %v", err)
			}
		})
	}
}

func TestDial_ThePasswordIsNotToldBeforeEncryption(t *testing.T) {
	s := mailtest.Start(t, mailtest.Options{Password: "pw"}, nil)
	server := local(s, StartTLS)
	server.User = "orders"
	if _, _, err := send(t, server); err == nil || len(s.Logins()) != 0 {
		t.Errorf("got %v, logins %v", err, s.Logins())
	}
}

func TestDial_AServerThatNeverStopsTalkingIsLeft(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	done := make(chan struct{})
	go func() {
		defer close(done)
		c, err := l.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		w := bufio.NewWriter(c)
		for err == nil {
			_, err = w.WriteString("220-" + strings.Repeat("x", 1000) + "\r\n")
		}
	}()
	_, err = Dial(t.Context(), Server{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, Security: Open, From: Address{"", "a@b.example"}}, nil)
	if model.CodeOf(err) != model.Refused {
		t.Errorf("got %v", err)
	}
	<-done
}

func TestDial_EndsWhenAPersonStopsIt(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := Dial(ctx, local(mailtest.Start(t, mailtest.Options{}, nil), Open), nil)
	if model.CodeOf(err) != model.Cancelled {
		t.Errorf("got %v", err)
	}
}

func TestSecrets_TheEnvironmentComesFirstThenTheKeyring(t *testing.T) {
	keyring.MockInit()
	server := Server{Host: "mail.example.com", User: "me"}
	env := map[string]string{}
	s := Secrets{Getenv: func(name string) string { return env[name] }}
	if _, err := s.Password(server); err == nil || !strings.Contains(err.Error(), "no password for me@mail.example.com") || s.Known(server) {
		t.Errorf("got %v", err)
	}
	if err := s.Keep(server, "kept"); err != nil {
		t.Fatal(err)
	}
	if p, err := s.Password(server); p != "kept" || err != nil {
		t.Errorf("got %q %v", p, err)
	}
	if p, err := keyring.Get("Dropledger", "me@mail.example.com"); p != "kept" || err != nil {
		t.Errorf("the keyring holds %q %v", p, err)
	}
	env[noKeyring] = "1"
	if _, err := s.Password(server); err == nil || s.Keep(server, "x") == nil {
		t.Errorf("the keyring was used: %v", err)
	}
	env[passwordVariable] = "given"
	if p, err := s.Password(server); p != "given" || err != nil {
		t.Errorf("got %q %v", p, err)
	}
	delete(env, noKeyring)
	delete(env, passwordVariable)
	if err := s.Keep(server, ""); err != nil || s.Known(server) {
		t.Errorf("got %v", err)
	}
	if err := s.Keep(server, ""); err != nil {
		t.Errorf("taking out nothing fails: %v", err)
	}
	keyring.MockInitWithError(errors.New("locked"))
	if _, err := s.Password(server); err == nil || !strings.Contains(err.Error(), "keyring of this computer") || s.Keep(server, "x") == nil {
		t.Errorf("got %v", err)
	}
}

func TestTest_SaysWhetherTheSettingsWork(t *testing.T) {
	fates := []mailtest.Fate{mailtest.Take, mailtest.RefuseRcpt, mailtest.TakeAndDrop, mailtest.DropAtMail}
	s := mailtest.Start(t, mailtest.Options{}, func(n int) mailtest.Fate { return fates[n] })
	for i, says := range []string{"", "550", "without an answer", "before it took"} {
		err := Test(t.Context(), local(s, Open), nil, when)
		if (err == nil) != (says == "") || err != nil && !strings.Contains(err.Error(), says) {
			t.Errorf("%d: got %v", i, err)
		}
	}
}
