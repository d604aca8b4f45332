package imports

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/importer"
	"github.com/dropledger/dropledger/services/store"
)

func TestPreview_AFileOfTrackingNumbersIsMappedShownAndImported(t *testing.T) {
	b := guitest.Of(desktestBook(t))
	path := filepath.Join(t.TempDir(), "numbers.csv")
	if err := os.WriteFile(path, []byte("Ref,Where\n1001,1Z77\n9999,1Z78\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	h := guitest.New(t, b)
	s := h.Open(NewPreview, page.Route{Screen: page.Import, Params: map[string]string{"files": path}}).(*preview)
	h.See("What is numbers.csv?")
	h.Tap("Tracking numbers")
	h.See("Say on the left which column is what")
	s.of(s.now(), func(o *importer.Options) { o.Mapping = map[string]string{"order": "Ref", "tracking": "Where"} })
	h.See("1Z77", "Import 1 parcel")
	s.choose(tabColumns)
	if areas := s.Areas(); len(areas) < 3 || areas[0] != s.mapping.numbers.Grid {
		t.Errorf("the areas of the columns are %v", areas)
	}
	s.Primary()
	h.See("1 parcel was imported: 1 new, 0 changed", "Show the parcels")
}

func TestPreview_AParcelIsLeftOutByKeyWhateverItsNumber(t *testing.T) {
	path := write(t, "numbers.csv", "Order,Tracking number,SKU,Quantity\n1001,2026,LAMP,1\n1001,00340434,LAMP,1\n")
	h, s := open(t, guitest.Of(desktestBook(t)), path)
	h.See("Import 2 parcels")
	s.rows.table.SelectLine(0)
	if row := s.pointed(); row != 2 {
		t.Fatalf("the key would mean row %d", row)
	}
	s.leaveOut(s.pointed(), true)
	h.See("Import 1 parcel", "1 parcel is refused")
}

// desktestBook is a book with one order that waits.
func desktestBook(t *testing.T) *store.DB {
	d := desktest.New(t)
	d.Order("1001", desktest.Line("LAMP", 2))
	return d.DB
}
