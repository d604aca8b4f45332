package mail

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"strings"
	"syscall"

	"github.com/dropledger/dropledger/model"
)

// unreachable says in a sentence why the server cannot be used now, and what to
// do about it. Nothing was sent.
func (s Server) unreachable(err error) error {
	var known *model.Error
	if errors.As(err, &known) && !errors.Is(err, errTalkative) {
		return known
	}
	return model.Errorf(model.Refused, "%s Nothing was sent.", s.trouble(err)).Because(err)
}

func (s Server) trouble(err error) string {
	var (
		name      *net.DNSError
		untrusted *tls.CertificateVerificationError
		host      x509.HostnameError
		record    tls.RecordHeaderError
		late      net.Error
	)
	code, text := reply(err)
	switch {
	case errors.As(err, &name):
		return "The mail server " + s.Host + " was not found: is its name in the settings right, and is this computer online?"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "The mail server " + s.Host + " refuses connections on port " + s.port() + ": is the port in the settings right?"
	case errors.As(err, &host):
		return "The mail server at " + s.Host + " shows the certificate of somebody else. Check its name in the settings; if it is right, somebody may be listening in."
	case errors.As(err, &untrusted):
		return "The certificate of the mail server " + s.Host + " cannot be trusted (" + clip(untrusted.Err.Error()) + ")."
	case errors.As(err, &record):
		return "The mail server " + s.Host + " does not speak TLS on port " + s.port() + ": try the encryption STARTTLS, or port 465."
	case strings.Contains(err.Error(), "does not support STARTTLS"):
		return "The mail server " + s.Host + " offers no encryption (STARTTLS) on port " + s.port() + ": try the encryption TLS."
	case strings.Contains(err.Error(), "tls:"):
		return "No safe connection with the mail server " + s.Host + " came about (" + clip(err.Error()) + ")."
	case code >= 400 && code < 500:
		return "The mail server " + s.Host + " takes no mail for now: it says \"" + text + "\"."
	case code > 0:
		return "The mail server " + s.Host + " turns this program away: it says \"" + text + "\"."
	case errors.As(err, &late) && late.Timeout():
		return "The mail server " + s.Host + " did not answer in time on port " + s.port() + "."
	case errors.Is(err, io.EOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE), errors.Is(err, errTalkative):
		return "The mail server " + s.Host + " ended the connection before it said what it wants."
	case errors.Is(err, syscall.ENETUNREACH), errors.Is(err, syscall.EHOSTUNREACH):
		return "The mail server " + s.Host + " cannot be reached: is this computer online?"
	}
	return "What answers at " + s.Host + " port " + s.port() + " is no mail server that this program understands (" + clip(err.Error()) + ")."
}
