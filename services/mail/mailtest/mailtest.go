// Package mailtest gives tests a mail server on this computer that misbehaves as
// it is told. It must not know what the messages are about.
package mailtest

import (
	"crypto/tls"
	"io"
	"net"
	"net/mail"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// Fate is what happens to a message.
type Fate int

// The fates. Only Take and TakeAndDrop accept it.
const (
	Take        Fate = iota
	TakeAndDrop      // accepted, and the connection ends before the answer
	DropAtData       // read to its end, not accepted, and the connection ends
	DropAtMail       // the connection ends before the text begins
	LaterAtData      // 451 to the text
	RefuseData       // 554 to the text
	LaterAtRcpt      // 450 to the recipient
	RefuseRcpt       // 550 to the recipient
	RefuseFrom       // 553 to the sender
	GoAway           // 421 to the sender
)

// Options say what the server offers. With TLS it offers STARTTLS, or speaks TLS
// from the first byte when it is Implicit. With Password it wants one.
type Options struct {
	TLS      *tls.Config
	Implicit bool
	Password string
}

// Mail is an accepted message.
type Mail struct {
	ID, From, To, Text string
}

// Server is a running mail server.
type Server struct {
	Port int

	mu       sync.Mutex
	fate     func(n int) Fate
	seen     int // messages begun
	accepted []Mail
	logins   []string // passwords heard
}

// Start runs a server until the test ends. Fate decides over the nth message,
// counted from 0; nil takes all.
func Start(t testing.TB, o Options, fate func(n int) Fate) *Server {
	t.Helper()
	s := &Server{fate: fate}
	if fate == nil {
		s.fate = func(int) Fate { return Take }
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	at, ok := l.Addr().(*net.TCPAddr)
	if !ok {
		t.Fatalf("the server listens at %s", l.Addr())
	}
	s.Port = at.Port
	server := smtp.NewServer(backend{s, o.Password})
	server.Domain, server.AllowInsecureAuth, server.TLSConfig = "test.example", true, o.TLS
	server.ErrorLog = quiet{}
	if o.Implicit {
		l = tls.NewListener(l, o.TLS)
		server.TLSConfig = nil
	}
	var done sync.WaitGroup
	done.Go(func() { _ = server.Serve(l) })
	t.Cleanup(func() {
		_ = server.Close()
		_ = l.Close() // it may not be served yet
		done.Wait()
	})
	return s
}

// Accepted lists what the server took, in order.
func (s *Server) Accepted() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.accepted)
}

// Logins lists the passwords that were told.
func (s *Server) Logins() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.logins)
}

func (s *Server) next() Fate {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen++
	return s.fate(s.seen - 1)
}

// quiet hears what the server complains of and says nothing.
type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}

type backend struct {
	server   *Server
	password string
}

// NewSession implements smtp.Backend.
func (b backend) NewSession(c *smtp.Conn) (smtp.Session, error) {
	s := &session{server: b.server, conn: c}
	if b.password == "" {
		return s, nil
	}
	return &guarded{s, b.password}, nil
}

type session struct {
	server   *Server
	conn     *smtp.Conn
	fate     Fate
	from, to string
}

// Mail implements smtp.Session.
func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.from, s.fate = from, s.server.next()
	switch s.fate {
	case DropAtMail:
		_ = s.conn.Conn().Close()
	case RefuseFrom:
		return &smtp.SMTPError{Code: 553, Message: "not your address"}
	case GoAway:
		return &smtp.SMTPError{Code: 421, Message: "enough for now"}
	}
	return nil
}

// Rcpt implements smtp.Session.
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.to = to
	switch s.fate {
	case LaterAtRcpt:
		return &smtp.SMTPError{Code: 450, Message: "mailbox busy"}
	case RefuseRcpt:
		return &smtp.SMTPError{Code: 550, Message: "no such user"}
	}
	return nil
}

// Data implements smtp.Session.
func (s *session) Data(r io.Reader) error {
	text, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	switch s.fate {
	case LaterAtData:
		return &smtp.SMTPError{Code: 451, Message: "try later"}
	case RefuseData:
		return &smtp.SMTPError{Code: 554, Message: "refused"}
	case DropAtData:
		return s.conn.Conn().Close()
	}
	m, err := mail.ReadMessage(strings.NewReader(string(text)))
	if err != nil {
		return err
	}
	s.server.mu.Lock()
	s.server.accepted = append(s.server.accepted, Mail{strings.Trim(m.Header.Get("Message-Id"), "<>"), s.from, s.to, string(text)})
	s.server.mu.Unlock()
	if s.fate == TakeAndDrop {
		return s.conn.Conn().Close()
	}
	return nil
}

// Reset implements smtp.Session.
func (s *session) Reset() {}

// Logout implements smtp.Session.
func (s *session) Logout() error { return nil }

// guarded is a session that wants a password.
type guarded struct {
	*session
	password string
}

// AuthMechanisms implements smtp.AuthSession.
func (g *guarded) AuthMechanisms() []string { return []string{sasl.Plain} }

// Auth implements smtp.AuthSession.
func (g *guarded) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, _, password string) error {
		g.server.mu.Lock()
		g.server.logins = append(g.server.logins, password)
		g.server.mu.Unlock()
		if password != g.password {
			return smtp.ErrAuthFailed
		}
		return nil
	}), nil
}
