package forward

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/file"
)

// Papers returns the paths of the files that left with a purchase order, or with
// an amendment, whose id is given below zero; none
// when it has not left. They may have been moved since. Those of an e-mail are
// the names of its attachments.
func (s *Service) Papers(ctx context.Context, errand int64) ([]string, error) {
	var n note
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		return q.Raw(`SELECT f.id, f.folder, f.files, p.number FROM forwarding f JOIN purchase_order p ON p.id = f.purchase_id WHERE `+thatErrand, errand, errand).Scan(&n).Error
	})
	if err != nil || n.ID == 0 {
		return nil, err
	}
	var all []sealed
	if err := json.Unmarshal([]byte(n.Files), &all); err != nil {
		return nil, model.Errorf(model.Damaged, "What was noted of %s cannot be read. Restore a backup.", n.Number).Because(err)
	}
	paths := make([]string, len(all))
	for i, f := range all {
		paths[i] = filepath.Join(n.Folder, f.Name)
	}
	return paths, nil
}

// Preview writes the files of a purchase order as they would leave today into a
// new folder below the given one, and returns their paths. The book is not
// changed; the caller removes the folder some time.
func (s *Service) Preview(ctx context.Context, purchaseID int64, below string) ([]string, error) {
	var ds []Dispatch
	err := s.db.Read(ctx, func(q *gorm.DB) (err error) {
		ds, err = dispatches(q, []int64{purchaseID}, s.db.Today())
		return err
	})
	if err != nil {
		return nil, err
	}
	if ds[0].Number == "" {
		return nil, model.Errorf(model.NotFound, "The book has no purchase order %d.", purchaseID)
	}
	files, err := render(s.docs, ds[0])
	if err != nil {
		return nil, model.Errorf(model.Unwritable, "%s", sentence(err)).Because(err)
	}
	if err := os.MkdirAll(below, 0o700); err != nil {
		return nil, noFolder(below, err)
	}
	folder, err := os.MkdirTemp(below, file.SafeName(ds[0].Number)+"-")
	if err != nil {
		return nil, noFolder(below, err)
	}
	paths := make([]string, len(files))
	for i, f := range files {
		paths[i] = filepath.Join(folder, f.Name)
		if err := os.WriteFile(paths[i], f.Content, 0o600); err != nil {
			return nil, noFolder(paths[i], err)
		}
	}
	return paths, nil
}
