package forwarding

import (
	"strconv"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/forward"
)

// preview shows the documents of a row as they would leave now.
func (s *Screen) preview(r row) {
	s.host.Go(page.Route{Screen: page.Preview, Key: strconv.FormatInt(r.purchase.ID, 10)})
}

// dayParam of a route to the preview is the day on which the documents left.
const dayParam = "day"

// previewAction shows the documents of a forwarding, by the day on which it left.
func (o *Outbox) previewAction(r forward.Row) action.Action {
	a := kit.Act("forwarding.out.preview", text.T("forwarding.do.preview"), kit.Mark{Icon: theme.IconFile, Key: action.Plain(fyne.KeyP)}, func() {
		day := model.DateOf(r.Started.Time().In(o.host.Book().Clock().Location()))
		o.host.Go(page.Route{Screen: page.Preview, Key: strconv.FormatInt(r.Purchase, 10), Params: map[string]string{dayParam: string(day)}})
	})
	a.Off = func() string {
		if r.Purchase < 0 { // the id of an amendment
			return text.T("forwarding.off.amendment")
		}
		return ""
	}
	return a
}
