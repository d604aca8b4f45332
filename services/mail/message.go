package mail

import (
	"bytes"
	"mime"
	netmail "net/mail"
	"path/filepath"
	"strings"
	"time"
	"unicode"

	gomail "github.com/wneessen/go-mail"

	"github.com/dropledger/dropledger/model"
)

// Message is one message to one recipient.
type Message struct {
	ID       string // Message-ID without angle brackets
	Date     time.Time
	From, To Address
	Subject  string
	Text     string // plain, lines ending in \n
	Files    []File
	Draft    bool // to be opened by a mail program, completed and sent by a person
}

// File is an attachment.
type File struct {
	Name    string
	Content []byte
}

// types of attachments by the end of their names: what the computer would say
// differs from one to the next.
var types = map[string]string{
	".pdf":  "application/pdf",
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	".csv":  "text/csv; charset=utf-8",
	".txt":  "text/plain; charset=utf-8",
}

// Build writes the message as it goes over the wire. What could smuggle a second
// recipient or header into it is refused.
func Build(m Message) ([]byte, error) {
	if err := m.check(); err != nil {
		return nil, err
	}
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent(), gomail.WithCharset(gomail.CharsetUTF8), gomail.WithEncoding(gomail.EncodingQP))
	// Names are never put beside an address as text: one with quotes in it could
	// be read as another address.
	msg.FromMailAddress(&netmail.Address{Name: m.From.Name, Address: m.From.Mail})
	msg.ToMailAddress(&netmail.Address{Name: m.To.Name, Address: m.To.Mail})
	msg.Subject(m.Subject)
	msg.SetDateWithValue(m.Date)
	msg.SetMessageIDWithValue(m.ID)
	if m.Draft {
		msg.SetGenHeader("X-Unsent", "1")
	}
	msg.SetBodyString(gomail.TypeTextPlain, strings.ReplaceAll(m.Text, "\n", "\r\n"))
	for _, f := range m.Files {
		if err := msg.AttachReader(f.Name, bytes.NewReader(f.Content), f.label); err != nil {
			return nil, model.Errorf(model.Internal, "%s could not be attached.", f.Name).Because(err)
		}
	}
	var out bytes.Buffer
	if _, err := msg.WriteTo(&out); err != nil {
		return nil, model.Errorf(model.Internal, "The message could not be written.").Because(err)
	}
	return out.Bytes(), nil
}

// label writes the heads of an attachment. Its name is written as RFC 2231 asks for:
// what the library would write is no name to strict programs.
func (f *File) label(to *gomail.File) {
	typ := types[strings.ToLower(filepath.Ext(f.Name))]
	if typ == "" {
		typ = string(gomail.TypeAppOctetStream)
	}
	to.Header.Set(string(gomail.HeaderContentType), typ)
	name := `attachment; filename="` + f.Name + `"`
	if strings.ContainsFunc(f.Name, func(r rune) bool { return r > unicode.MaxASCII || r == '"' || r == '\\' }) {
		name = mime.FormatMediaType("attachment", map[string]string{"filename": f.Name})
	}
	to.Header.Set(string(gomail.HeaderContentDisposition), name)
}

// longest line of a header: longer ones are no subject and no name.
const longest = 500

func (m *Message) check() error {
	heads := []string{m.ID, m.From.Name, m.From.Mail, m.To.Name, m.To.Mail, m.Subject}
	for _, f := range m.Files {
		heads = append(heads, f.Name)
	}
	for _, h := range heads {
		if len(h) > longest || strings.ContainsFunc(h, unicode.IsControl) {
			return model.Errorf(model.Refused, "%q has characters that do not belong into the head of a message, or too many: nothing was sent.", clip(h))
		}
	}
	for _, a := range []string{m.From.Mail, m.To.Mail} {
		if p, err := netmail.ParseAddress(a); err != nil || p.Address != a || p.Name != "" {
			return noAddress(a, err)
		}
		if strings.ContainsFunc(a, func(r rune) bool { return r > unicode.MaxASCII }) {
			return model.Errorf(model.Refused, "%q has letters that many mail servers do not take: nothing was sent. Ask for its plain form, in which such a domain begins with xn--, and enter that.", clip(a))
		}
	}
	return nil
}

func noAddress(a string, err error) error {
	return model.Errorf(model.Refused, "%q is not one e-mail address: nothing was sent.", clip(a)).Because(err)
}

// clip shortens what others said to a line that can be shown.
func clip(s string) string {
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) }), " ")
	if r := []rune(s); len(r) > 200 {
		return string(r[:200]) + "…"
	}
	return s
}
