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

	AmendSubjectEn Key = "mail.amendment.subject.en"
	AmendTextEn    Key = "mail.amendment.text.en"
	AmendSubjectDe Key = "mail.amendment.subject.de"
	AmendTextDe    Key = "mail.amendment.text.de"
)

// ParcelLetter is the setting of a letter about parcels: to "supplier" or
// "customer", in the language "en" or "de".
func ParcelLetter(to, language string) Key { return Key("mail.parcel." + to + "." + language) }

// The placeholders of letters about parcels: matter is the sentence that fits what
// happened.
var (
	SupplierPlaceholders = []string{"matter", "pieces", "number", "supplier", "merchant"}
	CustomerPlaceholders = []string{"hello", "matter", "tracking", "order", "customer", "merchant"}
)

// Lines is the kind of a setting of several lines, a text with placeholders.
const Lines Kind = "lines"

// Placeholders are what a letter to a supplier may name in braces.
var Placeholders = []string{"number", "date", "supplier", "merchant", "orders", "pieces", "total"}

// AmendmentPlaceholders are what a letter about an amendment may name in braces.
var AmendmentPlaceholders = []string{"number", "purchase", "date", "supplier", "merchant", "change", "reason"}

// German tells whether letters in the language are written in German.
func German(language string) bool {
	base, _, _ := strings.Cut(strings.ToLower(language), "-")
	return base == "de"
}

// AmendmentKeys are LetterKeys of a letter about an amendment.
func AmendmentKeys(language string) (subject, text Key) {
	if German(language) {
		return AmendSubjectDe, AmendTextDe
	}
	return AmendSubjectEn, AmendTextEn
}

// LetterKeys are the settings of the subject and text of a letter in the
// language, English for one that has none.
func LetterKeys(language string) (subject, text Key) {
	if German(language) {
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
	{
		Key: AmendSubjectEn, Label: "Subject of a change, English", Kind: Lines, needed: true, Default: "Change to purchase order {purchase}: {number}",
		Help: "The subject of a change or cancellation sent by e-mail. In braces: " + inBraces(AmendmentPlaceholders) + ".",
	},
	{
		Key: AmendTextEn, Label: "Text of a change, English", Kind: Lines, needed: true,
		Default: "Hello,\n\nplease change our purchase order {purchase} ({number} of {date}):\n\n{change}\n\n{reason}\n\n" +
			"The attached document says the same. Please tell us whether you can do so, naming {number}. " +
			"All that is not named stays as ordered.\n\nKind regards\n{merchant}\n",
		Help: "The text of a change or cancellation sent by e-mail. In braces: " + inBraces(AmendmentPlaceholders) + ".",
	},
	{
		Key: AmendSubjectDe, Label: "Subject of a change, German", Kind: Lines, needed: true, Default: "Änderung der Bestellung {purchase}: {number}",
		Help: "The subject of a change for suppliers whose language is de. In braces: " + inBraces(AmendmentPlaceholders) + ".",
	},
	{
		Key: AmendTextDe, Label: "Text of a change, German", Kind: Lines, needed: true,
		Default: "Guten Tag,\n\nbitte ändern Sie unsere Bestellung {purchase} ({number} vom {date}):\n\n{change}\n\n{reason}\n\n" +
			"Das beigefügte Dokument sagt dasselbe. Bitte teilen Sie uns unter Angabe von {number} mit, ob das möglich ist. " +
			"Alles andere bleibt wie bestellt.\n\nFreundliche Grüße\n{merchant}\n",
		Help: "The text of a change for suppliers whose language is de. In braces: " + inBraces(AmendmentPlaceholders) + ".",
	},
	{
		Key: ParcelLetter("supplier", "en"), Label: "Reminder about a parcel, English", Kind: Lines, needed: true,
		Default: "Dear colleagues,\n\n{matter}\n\n{pieces}\n\nKind regards\n{merchant}\n",
		Help:    "What suppliers are written about a parcel. In braces: " + inBraces(SupplierPlaceholders) + ".",
	},
	{
		Key: ParcelLetter("supplier", "de"), Label: "Reminder about a parcel, German", Kind: Lines, needed: true,
		Default: "Guten Tag,\n\n{matter}\n\n{pieces}\n\nFreundliche Grüße\n{merchant}\n",
		Help:    "The same for suppliers whose language is de. In braces: " + inBraces(SupplierPlaceholders) + ".",
	},
	{
		Key: ParcelLetter("customer", "en"), Label: "Notice to a customer, English", Kind: Lines, needed: true,
		Default: "{hello},\n\n{matter}\n\n{tracking}\n\nKind regards\n{merchant}\n",
		Help:    "What customers are written about their parcel. In braces: " + inBraces(CustomerPlaceholders) + ".",
	},
	{
		Key: ParcelLetter("customer", "de"), Label: "Notice to a customer, German", Kind: Lines, needed: true,
		Default: "{hello},\n\n{matter}\n\n{tracking}\n\nFreundliche Grüße\n{merchant}\n",
		Help:    "The same for customers in Germany, Austria, Switzerland and Liechtenstein. In braces: " + inBraces(CustomerPlaceholders) + ".",
	},
}

func placeholderList() string { return inBraces(Placeholders) }

func inBraces(names []string) string { return "{" + strings.Join(names, "}, {") + "}" }

// places are what the letter of the setting may name in braces.
func (d *Definition) places() []string {
	switch {
	case strings.HasPrefix(string(d.Key), "mail.parcel.supplier."):
		return SupplierPlaceholders
	case strings.HasPrefix(string(d.Key), "mail.parcel.customer."):
		return CustomerPlaceholders
	}
	if strings.HasPrefix(string(d.Key), "mail.amendment.") {
		return AmendmentPlaceholders
	}
	return Placeholders
}

// longestLetter is how many characters a text of several lines may have.
const longestLetter = 5000

// letter checks a text with placeholders. A subject is one line.
func (d *Definition) letter(value string) (string, error) {
	v := strings.TrimSpace(strings.ReplaceAll(value, "\r\n", "\n"))
	oneLine := strings.Contains(string(d.Key), ".subject.")
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
		if !closed || !slices.Contains(d.places(), name) {
			return "", d.wrong("what stands in braces is not known; it can be %s", inBraces(d.places()))
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
