package vetting

import (
	"context"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

// Tables are where the records about a supplier stand, by kind. All have the
// columns supplier_id, archived_at and version.
var Tables = map[string]string{
	PlaceKind: "supplier_place", ContactKind: "supplier_contact", AgreementKind: "agreement", CredentialKind: "credential", TalkKind: "talk",
	ActionKind: "improvement", FileKind: "supplier_file", TestOrderKind: "test_order", AssessmentKind: "assessment",
}

// Keys are the columns that with the supplier tell records of a kind apart.
var Keys = map[string][]string{
	PlaceKind: {"name_key"}, ContactKind: {"name_key"}, AgreementKind: {"valid_from"}, CredentialKind: {"given", "name_key"}, TalkKind: {"held_on", "subject_key"},
	ActionKind: {"title_key"}, FileKind: {"sha256", "name"}, TestOrderKind: {"ordered_on", "sku"}, AssessmentKind: {"assessed_on"},
}

// Archive puts a record away by kind and id, or with away false brings it back:
// what a list offers, and takes back.
func (s *Service) Archive(ctx context.Context, kind string, id int64, away bool) error {
	table, ok := Tables[kind]
	if !ok {
		return model.FieldErrorf("kind", "A %s cannot be put away here.", kind)
	}
	return s.db.Write(ctx, func(tx *store.Tx) error {
		var row struct {
			ID         int64
			ArchivedAt model.Instant
			Name       string
		}
		err := tx.Raw("SELECT r.id, r.archived_at, s.name FROM "+table+" r JOIN supplier s ON s.id = r.supplier_id WHERE r.id = ?", id).Scan(&row).Error
		if err != nil {
			return err
		}
		if row.ID == 0 {
			return model.Errorf(model.NotFound, "This record is no longer in the book: load the list again.")
		}
		since := record.Archive(row.ArchivedAt, &away, tx.Now)
		if since == row.ArchivedAt {
			return nil
		}
		if err := tx.Exec("UPDATE "+table+" SET archived_at = ?, version = version + 1 WHERE id = ?", string(since), id).Error; err != nil {
			return err
		}
		tx.After(func() { s.changed(nil) })
		changes := history.Diff([]history.Value{history.Of("archived", !away)}, []history.Value{history.Of("archived", away)})
		return history.Record(tx, history.Subject{Kind: kind, ID: id, Key: row.Name}, changes, "")
	})
}
