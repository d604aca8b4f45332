package setting

import (
	"net/netip"
	"strings"

	"gorm.io/gorm"
)

// The settings of e-mail. The password is none of them: it never stands in the
// book.
const (
	SMTPHost     Key = "smtp.host"
	SMTPPort     Key = "smtp.port"
	SMTPSecurity Key = "smtp.security"
	SMTPUser     Key = "smtp.user"
	SMTPFrom     Key = "smtp.from"
)

var mailDefinitions = []Definition{
	{
		Key: SMTPHost, Label: "Mail server", Kind: Text,
		Help: "The name of the server that sends your e-mail (SMTP), such as smtp.example.com. Your mail provider tells it.",
	},
	{
		Key: SMTPSecurity, Label: "Encryption", Kind: Choice, Choices: []string{"tls", "starttls", "none"}, Default: "tls", needed: true,
		Help: "TLS and STARTTLS are both safe; your mail provider tells which. None is for a server on this computer only.",
	},
	{
		Key: SMTPPort, Label: "Port", Kind: Number, low: 1, high: 65535,
		Help: "Empty for the usual one: 465 for TLS, 587 for STARTTLS, 25 for none.",
	},
	{
		Key: SMTPUser, Label: "User", Kind: Text,
		Help: "The name you sign on to the mail server with, often your address. The password is kept in the computer's keyring, never in the book.",
	},
	{
		Key: SMTPFrom, Label: "Sender's address", Kind: Email,
		Help: "The address that suppliers see and answer to. Empty for the address of the business.",
	},
}

// refuseOpen keeps mail and password from passing unencrypted to anywhere but
// this computer.
func refuseOpen(q *gorm.DB) error {
	security, err := Value(q, SMTPSecurity)
	if err != nil || security != "none" {
		return err
	}
	host, err := Value(q, SMTPHost)
	if err != nil || host == "" || strings.EqualFold(host, "localhost") {
		return err
	}
	if a, err := netip.ParseAddr(strings.Trim(host, "[]")); err == nil && a.IsLoopback() {
		return nil
	}
	d, err := define(string(SMTPSecurity))
	if err != nil {
		return err
	}
	return d.wrong("none is for a mail server on this computer only, and %s is not this computer: set TLS or STARTTLS", host)
}
