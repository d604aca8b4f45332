package mail

import (
	"context"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/store"
)

// Verdict is what became of a message.
type Verdict int

// The verdicts. Only Accepted and Unclear may have reached anyone.
const (
	Accepted Verdict = iota // the server took it
	Later                   // not now; it has certainly not been taken
	Refused                 // never; it has certainly not been taken
	Unclear                 // its text was on the way when the answer got lost
)

// Reply is what became of a message and what the server said, in its words.
// Lost tells that it said nothing: the connection ended before the text began.
type Reply struct {
	Verdict Verdict
	Said    string
	Lost    bool
}

// Envelope is who sends and who gets a message.
type Envelope struct{ From, To string }

// Send hands a message over. Begin is called at the last moment at which it has
// certainly not been taken: when it fails, the message is not sent. An error
// other than that of begin means that the server cannot be used for any message.
func (n *Session) Send(ctx context.Context, e Envelope, body []byte, begin func() error) (Reply, error) {
	defer func() { n.used = true }()
	n.line.left = mostReply
	stop := context.AfterFunc(ctx, n.cut)
	defer func() { stop() }()
	if r, failed := n.address(e); failed != nil || r.Verdict != Accepted {
		return r, failed
	}
	_ = n.client.UpdateDeadline(commandWait)
	w, err := n.client.Data()
	if err != nil {
		return n.turned(err), nil
	}
	if !stop() { // the person stopped the work
		n.drop()
		return Reply{Verdict: Later, Lost: true}, nil
	}
	if err := begin(); err != nil {
		n.drop() // there is no other way out of DATA
		return Reply{Verdict: Later}, err
	}
	_ = n.client.UpdateDeadline(dataWait)
	stop = context.AfterFunc(ctx, func() { time.AfterFunc(grace, n.cut) })
	if _, err = w.Write(body); err == nil {
		err = w.Close()
	}
	return n.answered(err), nil
}

// address tells the server from whom and to whom the message goes.
func (n *Session) address(e Envelope) (Reply, error) {
	_ = n.client.UpdateDeadline(commandWait)
	if err := n.client.Mail("<" + e.From + ">"); err != nil {
		code, said := reply(err)
		if code < 500 || code == 552 {
			return n.turned(err), nil
		}
		n.drop()
		return Reply{}, model.Errorf(model.Refused, "The mail server %s does not let %s send: it says %q. Check the sender, user and password in the settings of e-mail.",
			n.server.Host, e.From, said).Because(err)
	}
	if err := n.client.Rcpt("<" + e.To + ">"); err != nil {
		r := n.turned(err)
		if !n.broken && n.client.Reset() != nil {
			n.drop()
		}
		return r, nil
	}
	return Reply{Verdict: Accepted}, nil
}

// turned is the reply when a message was turned away before its text began.
func (n *Session) turned(err error) Reply {
	code, said := reply(err)
	switch {
	case code >= 500:
		return Reply{Verdict: Refused, Said: said}
	case code >= 400:
		if code == 421 { // it closes the connection
			n.drop()
		}
		return Reply{Verdict: Later, Said: said}
	}
	n.drop()
	return Reply{Verdict: Later, Lost: true}
}

// answered is the reply to a message whose text was sent.
func (n *Session) answered(err error) Reply {
	if err == nil {
		return Reply{Verdict: Accepted}
	}
	code, said := reply(err)
	switch {
	case code >= 200 && code < 300:
		return Reply{Verdict: Accepted, Said: said}
	case code >= 400 && code < 600:
		if code == 421 {
			n.drop()
		}
		r := Reply{Verdict: Later, Said: said}
		if code >= 500 {
			r.Verdict = Refused
		}
		return r
	}
	n.drop()
	return Reply{Verdict: Unclear}
}

func (s Server) port() string { return strconv.Itoa(s.Port) }

// Test sends a short message to the sender himself, to see that the settings
// work. The error says in a sentence why they do not.
func Test(ctx context.Context, s Server, password func() (string, error), now time.Time) error {
	n, err := Dial(ctx, s, password)
	if err != nil {
		return err
	}
	defer n.Close()
	id, err := NewID(s.From.Mail)
	if err != nil {
		return err
	}
	body, err := Build(Message{
		ID: id, Date: now, From: s.From, To: s.From, Subject: "Dropledger: test message",
		Text: "This message was sent by Dropledger to see whether its settings of e-mail work.\nThey do, by " + net.JoinHostPort(s.Host, s.port()) + ".\n",
	})
	if err != nil {
		return err
	}
	r, err := n.Send(ctx, Envelope{s.From.Mail, s.From.Mail}, body, func() error { return nil })
	switch {
	case err != nil:
		return err
	case r.Verdict == Unclear:
		return model.Errorf(model.Refused, "The mail server %s took the test message and ended the connection without an answer. Look whether it arrived.", s.Host)
	case r.Verdict != Accepted && r.Lost:
		return model.Errorf(model.Refused, "The mail server %s ended the connection before it took the test message.", s.Host)
	case r.Verdict != Accepted:
		return model.Errorf(model.Refused, "The mail server %s did not take the test message: it says %q.", s.Host, strings.TrimSpace(r.Said))
	}
	return nil
}

// Try is Test with the mail server of a book. It returns to whom it went.
func Try(ctx context.Context, db *store.DB, secrets Secrets) (to string, err error) {
	s, err := Load(ctx, db)
	if err != nil {
		return "", err
	}
	return s.From.Mail, Test(ctx, s, func() (string, error) { return secrets.Password(s) }, db.Now().Time())
}
