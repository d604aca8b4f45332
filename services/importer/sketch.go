package importer

import (
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/services/importer/pricelist"
	"github.com/dropledger/dropledger/services/supplier"
)

// sketcher tells how a file whose columns have to be named would be understood, nil
// for other files.
func (b *batch) sketcher() func(q *gorm.DB) error {
	switch b.file.Format {
	case PriceList:
		return b.sketch
	case Tracking:
		return b.sketchTracking
	case Answers:
		return b.sketchAnswers
	}
	return nil
}

// sketch tells how a supplier's list would be understood, by its first rows,
// whether or not all is known to import it.
func (b *batch) sketch(q *gorm.DB) error {
	b.q = q
	name := b.options.Supplier
	if name == "" {
		var err error
		if name, err = b.likelySupplier(); err != nil {
			return err
		}
	}
	var id int64
	if name != "" {
		of, err := supplier.ByNameTx(q, name)
		if err != nil {
			return err
		}
		id, b.seen.Supplier = of.ID, of.Name
	}
	m, err := b.mapping(id)
	if err != nil {
		return err
	}
	b.seen.Items, err = pricelist.First(b.src, m)
	return err
}

// likelySupplier is the supplier whose lists had this very header, "" when none
// or several had.
func (b *batch) likelySupplier() (string, error) {
	var names []string
	err := b.q.Raw(`SELECT s.name FROM import_mapping m JOIN supplier s ON s.id = m.supplier_id WHERE m.header_key = ? AND s.archived_at = ''`,
		pricelist.ProposeFor(b.src).Key).Scan(&names).Error
	if err != nil || len(names) != 1 {
		return "", err
	}
	return names[0], nil
}
