package forward

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/file"
	"github.com/dropledger/dropledger/services/mail"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/store"
)

// letter is the e-mail of one purchase order, whole: the bytes kept are the
// bytes sent, however often it is tried.
type letter struct {
	from, to, subject string
	bytes             []byte
}

// wording is the subject and text of letters in one language.
type wording struct{ subject, text, language string }

// wordings reads the texts for the languages of some suppliers.
func wordings(q *gorm.DB, heads []head) (map[string]wording, error) {
	all := map[string]wording{}
	for _, h := range heads {
		if _, known := all[h.tongue()]; known {
			continue
		}
		subject, text := setting.LetterKeys(h.Language)
		if h.amends() {
			subject, text = setting.AmendmentKeys(h.Language)
		}
		w := wording{language: h.Language}
		var err error
		if w.subject, err = setting.Value(q, subject); err == nil {
			w.text, err = setting.Value(q, text)
		}
		if err != nil {
			return nil, err
		}
		all[h.tongue()] = w
	}
	return all, nil
}

// fill puts what the purchase order says in place of the placeholders, once:
// what is put in is never looked at again.
func (w wording) fill(d *Dispatch) wording {
	pieces := model.Quantity(0)
	for _, o := range d.Orders {
		for _, l := range o.Lines {
			pieces += l.Quantity
		}
	}
	values := map[string]string{
		"number": d.Number, "date": string(d.Date), "supplier": d.Supplier.Name, "merchant": d.Merchant.Name,
		"orders": strconv.Itoa(len(d.Orders)), "pieces": strconv.FormatInt(int64(pieces), 10),
		"total": d.Total.Text(d.Currency) + " " + string(d.Currency),
	}
	fillAmendment(d.Amendment, w.language, values)
	var pairs []string
	for name := range values {
		pairs = append(pairs, "{"+name+"}", values[name])
	}
	r := strings.NewReplacer(pairs...)
	return wording{r.Replace(w.subject), r.Replace(w.text), w.language}
}

// message is the e-mail of a purchase order whose documents are rendered.
func (w *work) message(s *sending, files []File) (mail.Message, error) {
	id, err := mail.NewID(w.server.From.Mail)
	h := w.heads[s.dispatch.errand()]
	as := w.texts[h.tongue()].fill(&s.dispatch)
	m := mail.Message{
		ID: id, Date: w.db.Now().Time(), From: w.server.From, To: mail.Address{Name: h.Supplier, Mail: h.Email}, Subject: as.subject, Text: as.text,
	}
	for _, f := range files {
		m.Files = append(m.Files, mail.File{Name: f.Name, Content: f.Content})
	}
	return m, err
}

// draft is the message as a file that a mail program opens for a person to send.
func (w *work) draft(s *sending, files []File) (File, error) {
	m, err := w.message(s, files)
	if err != nil {
		return File{}, err
	}
	m.Draft = true
	body, err := mail.Build(m)
	return File{Name: file.SafeName(s.note.Number + ".eml"), Content: body}, err
}

// write makes the letter of a purchase order whose documents are rendered.
func (w *work) write(s *sending) error {
	m, err := w.message(s, s.files)
	if err != nil {
		return err
	}
	for _, f := range s.files {
		sum := sha256.Sum256(f.Content)
		s.sealed = append(s.sealed, sealed{f.Name, hex.EncodeToString(sum[:])})
	}
	body, err := mail.Build(m)
	if err != nil {
		return err
	}
	s.note.MessageID = m.ID
	s.letter = &letter{from: m.From.Mail, to: m.To.Mail, subject: m.Subject, bytes: body}
	return nil
}

// insert keeps the letter, queued.
func (l *letter) insert(tx *store.Tx, n *note, supplierID int64) error {
	sum := sha256.Sum256(l.bytes)
	var id int64
	err := tx.Raw(`INSERT INTO mail_message (forwarding_id, supplier_id, message_id, sender, recipient, subject, bytes, sha256, state, queued_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'queued', ?) RETURNING id`,
		n.ID, supplierID, n.MessageID, l.from, l.to, l.subject, len(l.bytes), hex.EncodeToString(sum[:]), string(tx.Now)).Scan(&id).Error
	if err != nil {
		return err
	}
	packed, err := pack(l.bytes)
	if err != nil {
		return err
	}
	return tx.Exec(`INSERT INTO mail_body (mail_id, packed) VALUES (?, ?)`, id, packed).Error
}

func pack(b []byte) ([]byte, error) {
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestSpeed)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(b); err != nil {
		return nil, err
	}
	err = z.Close()
	return out.Bytes(), err
}

// unpack returns the bytes of a letter and proves that they are those kept.
func unpack(number string, packed []byte, bytesKept int64, sha string) ([]byte, error) {
	broken := model.Errorf(model.Damaged, "The message of %s in the book is damaged: it is not sent. Restore a backup.", number)
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, broken.Because(err)
	}
	b, err := io.ReadAll(io.LimitReader(z, bytesKept+1))
	if err != nil {
		return nil, broken.Because(err)
	}
	sum := sha256.Sum256(b)
	if hex.EncodeToString(sum[:]) != sha {
		return nil, broken
	}
	return b, nil
}
