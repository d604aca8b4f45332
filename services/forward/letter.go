package forward

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strconv"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/file"
	letters "github.com/dropledger/dropledger/services/letter"
	"github.com/dropledger/dropledger/services/mail"
	"github.com/dropledger/dropledger/services/store"
)

// letter is the e-mail of one purchase order, whole: the bytes kept are the
// bytes sent, however often it is tried.
type letter struct {
	from, to, subject string
	bytes             []byte
}

// wordings reads the letters of some suppliers, by head.
func wordings(q *gorm.DB, heads []head) (map[int64]letters.Wording, error) {
	all, known := map[int64]letters.Wording{}, map[letters.For]letters.Wording{}
	for i := range heads {
		h := &heads[i]
		f := letters.For{Kind: h.letter(), Language: h.Language, SupplierID: h.SupplierID}
		w, read := known[f]
		if !read {
			var err error
			if w, err = letters.Read(q, f); err != nil {
				return nil, err
			}
			known[f] = w
		}
		all[h.ID] = w
	}
	return all, nil
}

// letter is the kind of letter that brings it.
func (h *head) letter() letters.Kind {
	switch {
	case h.amends() && h.Amends == model.AmendCancel:
		return letters.Cancellation
	case h.amends():
		return letters.Change
	}
	return letters.Purchase
}

// values are what the letter of a dispatch can name.
func (d *Dispatch) values(language string) map[string]string {
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
	fillAmendment(d.Amendment, language, values)
	return values
}

// message is the e-mail of a purchase order whose documents are rendered.
func (w *work) message(s *sending, files []File) (mail.Message, error) {
	id, err := mail.NewID(w.server.From.Mail)
	h := w.heads[s.dispatch.errand()]
	as := w.texts[h.ID].Fill(s.dispatch.values(h.Language))
	m := mail.Message{
		ID: id, Date: w.db.Now().Time(), From: w.server.From, To: mail.Address{Name: h.Supplier, Mail: h.Email}, Subject: as.Subject, Text: as.Text,
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
