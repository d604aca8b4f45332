// Package mail builds e-mail messages and hands them to the merchant's mail
// server. What the server answers is told as it was said: accepted, not now,
// refused, or not known.
//
// It must not know what is in a message, nor whether one was sent before.
package mail

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"net/netip"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/store"
)

// Security is how the connection to the mail server is kept from others.
type Security string

// The securities. Open is for a server on this computer only.
const (
	TLS      Security = "tls"      // encrypted from the first byte
	StartTLS Security = "starttls" // encrypted before anything is said
	Open     Security = "none"
)

// Server is the merchant's mail server and who sends by it. An empty User signs
// on nowhere.
type Server struct {
	Host     string
	Port     int
	Security Security
	User     string
	From     Address
}

// Address is a mailbox and the name of who it belongs to.
type Address struct{ Name, Mail string }

// Read reads the mail server from the settings of a book. The sender is
// smtp.from, else the merchant's own address.
func Read(q *gorm.DB) (Server, error) {
	var s Server
	var security, port, own, merchant, book string
	for _, v := range []struct {
		key setting.Key
		to  *string
	}{
		{setting.SMTPHost, &s.Host},
		{setting.SMTPPort, &port},
		{setting.SMTPSecurity, &security},
		{setting.SMTPUser, &s.User},
		{setting.SMTPFrom, &s.From.Mail},
		{setting.MerchantEmail, &own},
		{setting.MerchantName, &merchant},
		{setting.BookName, &book},
	} {
		var err error
		if *v.to, err = setting.Value(q, v.key); err != nil {
			return s, err
		}
	}
	s.Security = Security(security)
	if s.From.Mail == "" {
		s.From.Mail = own
	}
	if s.From.Name = merchant; merchant == "" {
		s.From.Name = book
	}
	s.Port = map[Security]int{TLS: 465, StartTLS: 587, Open: 25}[s.Security]
	if n, err := strconv.Atoi(port); err == nil {
		s.Port = n
	}
	return s, nil
}

// Load is Read for the book.
func Load(ctx context.Context, db *store.DB) (Server, error) {
	var s Server
	err := db.Read(ctx, func(q *gorm.DB) (err error) {
		s, err = Read(q)
		return err
	})
	return s, err
}

// Check says in a sentence what the server still lacks before anything can be
// sent by it.
func (s Server) Check() error {
	switch {
	case s.Host == "":
		return model.FieldErrorf(string(setting.SMTPHost), "No mail server is set. Enter it in the settings, then send again.")
	case s.From.Mail == "":
		return model.FieldErrorf(string(setting.SMTPFrom), "No sender's address is set. Enter it in the settings, then send again.")
	case s.Security != TLS && s.Security != StartTLS && s.Security != Open:
		return model.FieldErrorf(string(setting.SMTPSecurity), "%q is no way to keep mail safe: set the encryption of e-mail to TLS or STARTTLS.", s.Security)
	case s.Security == Open && !loopback(s.Host):
		return unsafe(s.Host)
	}
	return nil
}

func unsafe(host string) error {
	return model.FieldErrorf(string(setting.SMTPSecurity), "Mail and password would pass unencrypted to %s: set the encryption of e-mail to TLS or STARTTLS. Without encryption only a server on this computer is used.", host)
}

// loopback tells whether the host is this computer by its very name.
func loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	a, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return err == nil && a.IsLoopback()
}

// Account names the password in the keyring: the user at the host.
func (s Server) Account() string { return s.User + "@" + s.Host }

// NewID makes a Message-ID that no other message has. It tells the domain of the
// sender's address, which stands in the message anyway, and nothing of this
// computer.
func NewID(sender string) (string, error) {
	var b [16]byte
	if _, err := rand.Read(b[:]); err != nil {
		return "", err
	}
	return hex.EncodeToString(b[:]) + "@" + domain(sender), nil
}

// domain is the part of an address behind the @.
func domain(address string) string {
	if at := strings.LastIndexByte(address, '@'); at >= 0 && at+1 < len(address) {
		return address[at+1:]
	}
	return "localhost"
}
