package demo

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/dropledger/dropledger/services/put"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/vetting"
)

// aDay is a day in the records below: so many days ago, or with + still to come.
var aDay = regexp.MustCompile(`@(\+?)(\d+)`)

// putVetting enters how the suppliers were vetted: every sourcing type, every
// stage, and something that falls due of each kind.
func (w *world) putVetting(tx *store.Tx, s *Service) error {
	if err := w.promote(tx, s); err != nil {
		return err
	}
	papers, err := writePapers()
	if err != nil {
		return err
	}
	defer papers.remove()
	p := put.New(s.db, s.bus)
	for _, v := range vetted {
		json := aDay.ReplaceAllStringFunc(v.json, func(day string) string {
			n, _ := strconv.Atoi(strings.TrimLeft(day, "@+")) // the pattern allows digits only
			if day[1] != '+' {
				n = -n
			}
			return string(w.today.AddDays(n))
		})
		for _, key := range []byte{'H', 'Y', 'L'} {
			json = strings.ReplaceAll(json, "$"+string(key), articleOf(key))
		}
		json = papers.named(json)
		if _, err := p.Put(tx.Context(), v.kind, []byte(json)); err != nil {
			return err
		}
	}
	return nil
}

// promote moves the suppliers through the stages to the ones they are in, each on
// its day.
func (w *world) promote(tx *store.Tx, s *Service) error {
	v := vetting.New(s.db, s.bus)
	for _, x := range ways {
		c := vetting.StageChange{Supplier: x.supplier, To: x.to, On: w.ago(x.ago), Reason: x.why}
		if err := v.SetStage(tx.Context(), c); err != nil {
			return err
		}
	}
	return nil
}

// articleOf is the SKU of the first article that a supplier sells.
func articleOf(key byte) string {
	for i := range articles {
		if strings.IndexByte(articles[i].from, key) >= 0 {
			return articles[i].sku
		}
	}
	return ""
}
