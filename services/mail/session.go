package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/textproto"
	"slices"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"

	"github.com/dropledger/dropledger/model"
)

// How long to wait. A reply to a whole message may take ten minutes (RFC 5321,
// 4.5.3.2.6): giving up early makes a message unknown that was accepted.
const (
	dialWait    = 30 * time.Second
	commandWait = 5 * time.Minute
	dataWait    = 10 * time.Minute
	quitWait    = 3 * time.Second
	// grace is left to a reply that is awaited when a person stops the work.
	grace = 10 * time.Second
)

// mostReply is how many bytes a server may say on one message: more is no mail
// server.
const mostReply = 1 << 20

// Session is an open connection to a mail server.
type Session struct {
	server Server
	client *smtp.Client
	line   *line
	used   bool
	broken bool
}

// line is a connection that a talkative server cannot fill the memory by.
type line struct {
	net.Conn
	left int
}

func (l *line) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, errTalkative
	}
	n, err := l.Conn.Read(p[:min(len(p), l.left)])
	l.left -= n
	return n, err
}

var errTalkative = model.Errorf(model.Refused, "It says more than a mail server does.")

// trusted are the roots that certificates are checked against, nil for those of
// the computer.
var trusted *x509.CertPool

// Dial connects and signs on. The password is asked for only when the server
// wants one. The error says in a sentence why nothing can be sent now.
func Dial(ctx context.Context, s Server, password func() (string, error)) (*Session, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	n := &Session{server: s}
	options := []gomail.Option{
		gomail.WithPort(s.Port), gomail.WithTimeout(dialWait), gomail.WithHELO(domain(s.From.Mail)), gomail.WithoutNoop(),
		gomail.WithDialContextFunc(n.connect), gomail.WithTLSConfig(s.tls()), gomail.WithTLSPolicy(gomail.NoTLS),
	}
	if s.Security == StartTLS {
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	c, err := gomail.NewClient(s.Host, options...)
	if err != nil {
		return nil, model.Errorf(model.Refused, "The settings of e-mail cannot be used: check %s and the port.", s.Host).Because(err)
	}
	stop := context.AfterFunc(ctx, n.cut)
	defer stop()
	if n.client, err = c.DialToSMTPClientWithContext(ctx); err == nil {
		err = n.signOn(password)
	}
	if err != nil {
		n.drop()
		if ctx.Err() != nil {
			return nil, model.Errorf(model.Cancelled, "Sending was stopped.").Because(ctx.Err())
		}
		return nil, s.unreachable(err)
	}
	return n, nil
}

func (s Server) tls() *tls.Config {
	return &tls.Config{ServerName: s.Host, MinVersion: tls.VersionTLS12, RootCAs: trusted}
}

// connect opens the connection: encrypted from the first byte for TLS, and to
// nobody but this computer without encryption, whatever the name stands for.
func (n *Session) connect(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	n.line = &line{conn, mostReply}
	if n.server.Security == Open {
		if a, ok := conn.RemoteAddr().(*net.TCPAddr); !ok || !a.IP.IsLoopback() {
			return nil, unsafe(n.server.Host)
		}
	}
	if n.server.Security != TLS {
		return n.line, nil
	}
	secure := tls.Client(n.line, n.server.tls())
	return secure, secure.HandshakeContext(ctx)
}

// signOn tells user and password where the server wants them.
func (n *Session) signOn(password func() (string, error)) error {
	wanted, ways := n.client.Extension("AUTH")
	if n.server.User == "" || !wanted {
		return nil
	}
	p, err := password()
	if err != nil {
		return err
	}
	var auth smtp.Auth
	open := n.server.Security == Open // to this computer only, see connect
	has := func(way string) bool { return slices.Contains(strings.Fields(strings.ToUpper(ways)), way) }
	switch {
	case has("PLAIN"):
		auth = smtp.PlainAuth("", n.server.User, p, n.server.Host, open)
	case has("LOGIN"):
		auth = smtp.LoginAuth(n.server.User, p, n.server.Host, open)
	case has("CRAM-MD5"):
		auth = smtp.CRAMMD5Auth(n.server.User, p)
	default:
		return model.Errorf(model.Refused, "The mail server %s offers no way to sign on that this program knows (%s).", n.server.Host, clip(ways))
	}
	if err := n.client.Auth(auth); err != nil {
		if code, text := reply(err); code >= 500 {
			return model.Errorf(model.Refused, "The mail server %s does not accept the password of %s: it says %q. Check both in the settings of e-mail.", n.server.Host, n.server.User, text).Because(err)
		}
		return err
	}
	return nil
}

// Usable tells whether another message can be sent over the connection.
func (n *Session) Usable() bool { return n != nil && !n.broken }

// Used tells whether a message went over the connection before: then it may have
// been closed while nothing was said, and a new one is worth a try.
func (n *Session) Used() bool { return n != nil && n.used }

// Close says good-bye. What is not answered by then does not matter.
func (n *Session) Close() {
	if n.Usable() {
		_ = n.client.UpdateDeadline(quitWait)
		_ = n.client.Quit()
	}
	n.drop()
}

func (n *Session) drop() {
	if n == nil {
		return
	}
	n.broken = true
	if n.line != nil {
		_ = n.line.Close()
	}
}

// cut ends whatever the connection waits for.
func (n *Session) cut() {
	if n.line != nil {
		_ = n.line.SetDeadline(time.Unix(1, 0))
	}
}

// reply is the code and text of a server's answer, 0 when err is none.
func reply(err error) (int, string) {
	var said *textproto.Error
	if errors.As(err, &said) {
		return said.Code, clip(strconv.Itoa(said.Code) + " " + said.Msg)
	}
	return 0, ""
}
