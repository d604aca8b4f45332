package setting

import (
	"net/netip"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

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

	MailSubjectEn Key = "mail.subject.en"
	MailTextEn    Key = "mail.text.en"
	MailSubjectDe Key = "mail.subject.de"
	MailTextDe    Key = "mail.text.de"
)

// Lines is the kind of a setting of several lines, a text with placeholders.
const Lines Kind = "lines"

// Placeholders are what a letter to a supplier may name in braces.
var Placeholders = []string{"number", "date", "supplier", "merchant", "orders", "pieces", "total"}

// LetterKeys are the settings of the subject and text of a letter in the
// language, English for one that has none.
func LetterKeys(language string) (subject, text Key) {
	if base, _, _ := strings.Cut(strings.ToLower(language), "-"); base == "de" {
		return MailSubjectDe, MailTextDe
	}
	return MailSubjectEn, MailTextEn
}

var mailDefinitions = []Definition{
	{
		Key: SMTPHost, Label: "Mail server", Kind: Text,
		Help: "The name of the server that sends your e-mail (SMTP), such as smtp.example.com. Your mail provider tells it.",
	},
	{
		Key: SMTPSecurity, Label: "Encryption", Kind: Choice, Choices: []string{"tls", "starttls", "none"}, Default: "tls", needed: true,
		Help: "tls and starttls are both safe; your mail provider tells which. none is for a server on this computer only.",
	},
	{
		Key: SMTPPort, Label: "Port", Kind: Number, low: 1, high: 65535,
		Help: "Empty for the usual one: 465 for tls, 587 for starttls, 25 for none.",
	},
	{
		Key: SMTPUser, Label: "User", Kind: Text,
		Help: "The name you sign on to the mail server with, often your address. The password is kept in the computer's keyring, never in the book.",
	},
	{
		Key: SMTPFrom, Label: "Sender's address", Kind: Email,
		Help: "The address that suppliers see and answer to. Empty for the address of the business.",
	},
	{
		Key: MailSubjectEn, Label: "Subject, English", Kind: Lines, needed: true, Default: "Purchase order {number} of {merchant}",
		Help: "The subject of a purchase order sent by e-mail. In braces: " + placeholderList() + ".",
	},
	{
		Key: MailTextEn, Label: "Text, English", Kind: Lines, needed: true,
		Default: "Hello,\n\nplease find attached our purchase order {number} of {date}.\n\nOrders: {orders}\nPieces: {pieces}\nTotal: {total}\n\n" +
			"Send each order to its own address, with the packing slip attached and without your prices or your name. " +
			"Please confirm the order with its number, and tell us the tracking number of each parcel once it is on its way.\n\nKind regards\n{merchant}\n",
		Help: "The text of a purchase order sent by e-mail. In braces: " + placeholderList() + ".",
	},
	{
		Key: MailSubjectDe, Label: "Subject, German", Kind: Lines, needed: true, Default: "Bestellung {number} von {merchant}",
		Help: "The subject for suppliers whose language is de. In braces: " + placeholderList() + ".",
	},
	{
		Key: MailTextDe, Label: "Text, German", Kind: Lines, needed: true,
		Default: "Guten Tag,\n\nanbei unsere Bestellung {number} vom {date}.\n\nAufträge: {orders}\nStück: {pieces}\nSumme: {total}\n\n" +
			"Bitte senden Sie jeden Auftrag an seine eigene Adresse, mit dem beigefügten Lieferschein und ohne Ihre Preise und Ihren Namen. " +
			"Bitte bestätigen Sie die Bestellung mit ihrer Nummer und nennen Sie uns die Sendungsnummern, sobald die Pakete unterwegs sind.\n\nFreundliche Grüße\n{merchant}\n",
		Help: "The text for suppliers whose language is de. In braces: " + placeholderList() + ".",
	},
}

func placeholderList() string { return "{" + strings.Join(Placeholders, "}, {") + "}" }

// longestLetter is how many characters a text of several lines may have.
const longestLetter = 5000

// letter checks a text with placeholders. A subject is one line.
func (d *Definition) letter(value string) (string, error) {
	v := strings.TrimSpace(strings.ReplaceAll(value, "\r\n", "\n"))
	oneLine := d.Key == MailSubjectEn || d.Key == MailSubjectDe
	switch {
	case v == "":
		return "", d.wrong("it must not be empty")
	case !utf8.ValidString(v) || strings.ContainsFunc(v, func(r rune) bool { return unicode.IsControl(r) && (r != '\n' || oneLine) }):
		return "", d.wrong("it has characters that cannot be printed: take them out")
	case utf8.RuneCountInString(v) > longestLetter || oneLine && utf8.RuneCountInString(v) > 200:
		return "", d.wrong("it is too long")
	}
	for rest := v; ; {
		_, after, open := strings.Cut(rest, "{")
		if !open {
			break
		}
		name, more, closed := strings.Cut(after, "}")
		if !closed || !slices.Contains(Placeholders, name) {
			return "", d.wrong("what stands in braces is not known; it can be %s", placeholderList())
		}
		rest = more
	}
	if !oneLine {
		v += "\n"
	}
	return v, nil
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
	return d.wrong("none is for a mail server on this computer only, and %s is none: set tls or starttls", host)
}
