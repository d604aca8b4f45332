package welcome

import (
	"context"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/demo"
)

// sampleOrders is how large the sample business is: enough to look around in, and
// made in a moment.
const sampleOrders = 400

// buildSample makes the card of the sample business.
func (w *Welcome) buildSample() {
	w.open = kit.ActionButton(w.sampleAction(), kit.Plain)
	w.fresh = kit.NewButton(kit.Link, text.T("welcome.sample.fresh"), w.renew)
	w.fresh.Hide()
	w.sample = kit.NewCard("", "", nil, nil).WithInset(cardEdge)
	w.fillSample()
}

// fillSample shows what the sample is; the picture only while there is room.
func (w *Welcome) fillSample() {
	again := w.known != nil && w.known.sample != ""
	w.fresh.Hidden = !again
	parts := []fyne.CanvasObject{
		kit.NewLabel(kit.PanelTitle, text.T("welcome.sample")), kit.Gap(0, theme.Gap4), kit.Wrapped(kit.Muted, text.T("welcome.sample.what", w.h.Format().Int(sampleOrders))),
	}
	if len(w.recent.Objects()) < 2 { // more books to open again leave no room
		parts = append(parts, kit.Gap(0, theme.Gap12), newSketch())
	}
	parts = append(parts, kit.Gap(0, theme.Gap12))
	for _, key := range []string{"suppliers", "orders", "trouble", "books"} {
		parts = append(parts, kit.Row(theme.Gap8, kit.ToneIcon(theme.IconTick, theme.Fine), kit.NewLabel(kit.Body, text.T(text.Key("welcome.sample.has.", key)))), kit.Gap(0, theme.Gap8-2))
	}
	note := text.T("welcome.sample.note")
	if again {
		note = text.T("welcome.sample.there", filepath.Base(w.known.sample))
	}
	parts = append(parts, kit.Grow(nil), w.open, kit.Gap(0, theme.Gap8), kit.Wrapped(kit.Caption, note))
	if again {
		parts = append(parts, kit.Row(0, w.fresh, kit.Spacer()))
	}
	w.sample.SetBody(kit.Column(0, parts...))
	w.open.Refresh()
}

// sampleAction opens the sample business; the first time it is made.
func (w *Welcome) sampleAction() action.Action {
	return action.Action{
		ID: "welcome.sample", Label: text.T("welcome.sample.open"), Icon: theme.Icon(theme.IconPlay, theme.Muted), Key: action.Plain(fyne.KeyS), Off: w.busy,
		Run: w.openSample,
	}
}

func (w *Welcome) openSample() {
	if w.known != nil && w.known.sample != "" {
		w.h.Desk().Open(w.known.sample)
		return
	}
	w.makeSample(samplePath(w.h.Desk()))
}

// makeSample makes the sample business and opens it.
func (w *Welcome) makeSample(path string) {
	w.begin(w.open)
	w.h.Desk().Make(page.Making{
		Path: path, Name: text.T("welcome.sample.task"),
		Fill: func(ctx context.Context, b *page.Book) error {
			_, err := demo.New(b.DB, b.Bus, b.Jobs).Make(ctx, demo.Options{Orders: sampleOrders, Seed: 1})
			return err
		},
		Failed: func(err error) {
			w.end(w.open)
			if model.CodeOf(err) == model.Cancelled {
				w.h.Say(page.Note, err.Error())
				return
			}
			w.h.Report(text.T("welcome.sample.failed"), err)
		},
	})
}

// renew makes the sample business anew, with orders up to today.
func (w *Welcome) renew() {
	path := w.known.sample
	w.h.Ask(page.Question{
		Title: text.T("welcome.fresh.title"), Lines: []string{text.T("welcome.fresh.line", filepath.Base(path)), text.T("welcome.fresh.yours")},
		Verb: text.T("welcome.fresh.verb"), Bad: true,
	}, func() {
		w.h.Runner().Go(func() {
			err := os.Remove(path)
			w.h.Runner().UI(func() {
				if err != nil {
					w.h.Report(text.T("welcome.fresh.failed"), model.Errorf(model.Unwritable, "%s", text.T("welcome.fresh.locked", path)).Because(err))
					return
				}
				w.known.sample = ""
				w.makeSample(path)
			})
		})
	})
}

// begin marks that a book is being made, by the button that asked for it.
func (w *Welcome) begin(b *kit.Button) {
	w.making = true
	b.SetBusy(true)
	w.off()
}

func (w *Welcome) end(b *kit.Button) {
	w.making = false
	b.SetBusy(false)
	w.off()
	w.Reload()
}

// off lets the buttons say whether they can be pressed now.
func (w *Welcome) off() {
	for _, b := range []*kit.Button{w.open, w.fresh, w.create} {
		b.SetOff(w.busy())
	}
	w.h.Refresh()
}
