package mail

import (
	"net/url"
	"strings"
)

// MailtoLength is how long a mailto link may be: mail programs and the shells of
// systems cut or refuse longer ones, the shortest limit in use being that of
// Windows at about 2,000 characters.
const MailtoLength = 2000

// Mailto is a link that opens the message in the person's own mail program,
// without its attachments, which such a link cannot carry. It is false when the
// link would be too long or the message has no address: then a draft is the way.
func Mailto(m Message) (string, bool) {
	m.From = m.To // the person's mail program has its own sender
	if m.To.Mail == "" || m.check() != nil {
		return "", false
	}
	link := "mailto:" + escape(m.To.Mail) + "?subject=" + escape(m.Subject) + "&body=" + escape(strings.ReplaceAll(m.Text, "\n", "\r\n"))
	return link, len(link) <= MailtoLength
}

// escape writes a text as RFC 6068 asks for: a blank is %20, never a plus, and
// the at sign of an address stays.
func escape(s string) string {
	return strings.NewReplacer("+", "%20", "%40", "@").Replace(url.QueryEscape(s))
}
