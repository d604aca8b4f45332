package forwarding

import (
	"net/url"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/forward"
)

// ways are the buttons below the papers: where they lie, and the message that a
// person can send by their own mail program.
func (o *Outbox) ways(r forward.Row) fyne.CanvasObject {
	all := []action.Action{o.openAction(r)}
	if !mailed(r) {
		all = append(all, o.mailtoAction(r))
	}
	return answerButtons(all)
}

func (o *Outbox) mailtoAction(r forward.Row) action.Action {
	return kit.Act("forwarding.out.mailto", text.T("forwarding.do.mailto"), kit.Mark{Icon: theme.IconSent, Key: action.Plain(fyne.KeyM)}, func() { o.mailto(r) })
}

// mailto opens the message of a purchase order in the person's mail program: as a
// link, or the draft with its files where a link would be too long.
func (o *Outbox) mailto(r forward.Row) {
	run, ctx := o.host.Runner(), o.host.Context()
	run.Go(func() {
		w, err := o.forward.Mailto(ctx, r.Purchase)
		run.UI(func() {
			if err == nil && w.Link != "" {
				var u *url.URL
				if u, err = url.Parse(w.Link); err == nil {
					o.browse(u)
				}
			} else if err == nil {
				o.host.OpenFile(w.Draft)
			}
			if err != nil {
				o.host.Report(text.T("forwarding.out.nomailto", r.Number), err)
			}
		})
	})
}
