package letter

import (
	"context"

	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/supplier"
)

// PutKind is the kind of record in messages and in the history.
const PutKind = "letter"

// Input is a letter of the merchant's own as a form or the put command says it. A
// part that is nil keeps what it is; one that is empty is again the one it stands
// for.
type Input struct {
	Kind     Kind    `json:"kind" key:"yes" values:"purchase change cancellation reminder notice review" doc:"The occasion: a purchase order, a change or cancellation of one, a reminder to a supplier or a notice to a customer about a parcel, the review of a supplier."`
	Language string  `json:"language" key:"yes" values:"en de fr es it nl pl zh" doc:"The language it is in."`
	Supplier string  `json:"supplier" key:"yes" is:"name" max:"120" default:"all" doc:"The supplier that gets it; all that have none of their own when left out."`
	Subject  *string `json:"subject" max:"200" default:"the program's" doc:"The subject, with places in braces such as {number}."`
	Text     *string `json:"text" is:"lines" max:"5000" default:"the program's" doc:"The text, with places in braces such as {merchant}."`
	Reset    bool    `json:"reset" default:"false" doc:"Take the program's subject and text again, or for a supplier those of all."`
}

// Put writes letters of the merchant's own, all or none. What stood before is kept
// as a version that no longer counts.
func (s *Service) Put(ctx context.Context, ins []Input) (record.Result, error) {
	return record.Batch[Input]{
		DB: s.db, Kind: PutKind, One: put,
		Done: func([]int64) { s.bus.SettingsChanged.Publish(nil) },
	}.Put(ctx, ins)
}

func put(tx *store.Tx, at record.Ref, in *Input) (record.Outcome, int64, error) {
	f := For{Kind: in.Kind, Language: in.Language}
	if in.Supplier != "" {
		if !in.Kind.ToSupplier() {
			return "", 0, at.Errorf("supplier", "customers get this letter, so it is the same for all suppliers: leave the supplier out")
		}
		who, err := supplier.ByNameTx(tx.DB, in.Supplier)
		if err != nil {
			return "", 0, at.Because("supplier", err)
		}
		f.SupplierID, in.Supplier = who.ID, who.Name
	}
	old, err := standing(tx.DB, f)
	if err != nil {
		return "", 0, err
	}
	base, err := beneath(tx, f)
	if err != nil {
		return "", 0, err
	}
	now := old
	record.Take(&now.Subject, in.Subject)
	record.Take(&now.Body, in.Text)
	if in.Text != nil && now.Body != "" {
		now.Body += "\n"
	}
	if in.Reset || now.Body == base.Text {
		now.Body = ""
	}
	if in.Reset || now.Subject == base.Subject {
		now.Subject = ""
	}
	if err := check(in.Kind, Wording{now.Subject, now.Body}); err != nil {
		return "", 0, at.Because("", err)
	}
	if now.Subject == old.Subject && now.Body == old.Body {
		return record.Unchanged, old.ID, nil
	}
	return save(tx, f, history.Subject{Kind: PutKind, ID: old.ID, Key: key(in.Kind, in.Language, in.Supplier)}, [2]row{old, now})
}

// beneath is the letter that counts where there is none of one's own.
func beneath(tx *store.Tx, f For) (Wording, error) {
	w := Shipped(f.Kind, f.Language)
	if f.SupplierID == 0 {
		return w, nil
	}
	f.SupplierID = 0
	return Read(tx.DB, f)
}

// save closes the letter that stood and writes the new one, unless it says what
// stands without it.
func save(tx *store.Tx, f For, of history.Subject, change [2]row) (record.Outcome, int64, error) {
	old, now := change[0], change[1]
	if err := tx.Exec(`UPDATE letter_text SET superseded_at = ? WHERE id = ?`, string(tx.Now), old.ID).Error; err != nil {
		return "", 0, err
	}
	outcome, id := record.Updated, old.ID
	if old.ID == 0 {
		outcome = record.Created
	}
	if now.Subject != "" || now.Body != "" {
		err := tx.Raw(`INSERT INTO letter_text (kind, language, supplier_id, subject, body, recorded_at) VALUES (?, ?, ?, ?, ?, ?) RETURNING id`,
			string(f.Kind), f.Language, store.OrNull(f.SupplierID), now.Subject, now.Body, string(tx.Now)).Scan(&id).Error
		if err != nil {
			return "", 0, err
		}
	}
	of.ID = id
	values := func(r row) []history.Value {
		return []history.Value{history.Of("subject", r.Subject), history.Of("text", r.Body)}
	}
	return outcome, id, history.Record(tx, of, history.Diff(values(old), values(now)), "")
}
