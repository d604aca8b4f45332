package assistant

import (
	"context"
	"net/url"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/marketplace"
)

// pageID opens the page of the first article.
const pageID = "assistant.page"

// walk are the ways on from the shown order.
func (s *Screen) walk() []action.Action {
	t := s.now.sheet
	act := func(id string, icon theme.IconName, key fyne.KeyName, run func()) action.Action {
		return kit.Act("assistant."+id, text.T(text.Key("assistant.do.", id)), kit.Mark{Icon: icon, Key: action.Plain(key)}, run)
	}
	back, skip := act("back", theme.IconLeft, fyne.KeyB, func() { s.step(-1) }), act("skip", theme.IconRight, fyne.KeyS, func() { s.step(1) })
	only := func() string {
		if len(s.now.items) < 2 {
			return text.T("assistant.off.only")
		}
		return ""
	}
	back.Off, skip.Off = only, only
	all := []action.Action{back, skip, act("hold", theme.IconHeld, fyne.KeyH, s.askHold), act("notthere", theme.IconCrossCircle, fyne.KeyN, s.askNotThere)}
	if t.Begun() {
		all = append(all, act("notplaced", theme.IconUndo, fyne.KeyX, s.takeBack))
	}
	if len(t.Pieces) > 0 && t.Pieces[0].Page != "" {
		return append(all, act("page", theme.IconOpen, fyne.KeyO, func() { s.open(s.now.sheet.Pieces[0].Page) }))
	}
	return all
}

// begin notes that the order is about to be typed, then goes on. One that was begun
// already goes on at once.
func (s *Screen) begin(then func()) {
	t := s.now.sheet
	if t == nil || s.waiting {
		return
	}
	if t.Begun() {
		then()
		return
	}
	s.waiting = true
	run, ctx := s.host.Runner(), s.host.Context()
	run.Go(func() {
		id, err := s.market.Begin(ctx, t.PurchaseID, t.OrderID)
		var now *marketplace.Sheet
		if err == nil {
			now, err = s.market.Sheet(ctx, id, t.OrderID)
		}
		run.UI(func() {
			s.waiting = false
			if err != nil {
				s.host.Report(text.T("assistant.unbegun"), err)
				return
			}
			s.begun = id
			if s.now.sheet == t {
				*t = *now // the form goes on with what stands now
				s.tools()
				s.strip()
				then()
			}
		})
	})
}

// copy puts the i-th thing on the clipboard and goes on to the next; after the
// last one to the order number.
func (s *Screen) copy(i int) {
	if s.now.sheet == nil || i >= len(s.copies) {
		return
	}
	s.begin(func() {
		t := s.now.sheet
		value := t.Note
		if i < len(t.Form) {
			value = t.Form[i].Value
		}
		s.host.Copy(value)
		s.host.Say(page.Done, text.T("assistant.copied.part", s.copyName(i)))
		s.copied[i] = true
		s.copies[i].SetLabel(text.T("assistant.copied"))
		s.copies[i].SetStyle(kit.Next)
		s.copies[i].WithIcon(theme.IconTick)
		switch {
		case i+1 < len(s.copies):
			kit.Focus(s.copies[i+1])
		case s.form != nil:
			kit.Focus(s.form.First())
		}
		s.host.Refresh()
	})
}

// hand puts anything else on the clipboard.
func (s *Screen) hand(value, said string) {
	s.begin(func() {
		s.host.Copy(value)
		s.host.Say(page.Done, said)
	})
}

// open shows a page in the browser, and nothing that is not a page of the web.
func (s *Screen) open(address string) {
	s.begin(func() {
		page, err := marketplace.Page(address)
		if err == nil {
			var u *url.URL
			if u, err = url.Parse(page); err == nil {
				s.browse(u)
			}
		}
		if err != nil {
			s.host.Copy(address)
			s.host.Report(text.T("assistant.unopened"), err)
		}
	})
}

// work does something with the book away from the window's goroutine, then tells.
func (s *Screen) work(failed string, do func(context.Context) error, done func()) {
	run, ctx := s.host.Runner(), s.host.Context()
	run.Go(func() {
		err := do(ctx)
		run.UI(func() {
			if err != nil {
				s.host.Report(failed, err)
				s.Reload()
				return
			}
			done()
		})
	})
}

// takeBack takes the word that nothing was ordered.
func (s *Screen) takeBack() {
	t := s.now.sheet
	if t == nil {
		return
	}
	id := t.PurchaseID
	s.work(text.T("assistant.nottaken"), func(ctx context.Context) error { return s.market.TakeBack(ctx, id) }, func() {
		s.begun, s.copied = 0, map[int]bool{}
		s.now.sheet = nil // drawn anew
		s.host.Say(page.Done, text.T("assistant.taken", t.Order))
		s.Reload()
	})
}

// gone goes on after the shown order has left the walk.
func (s *Screen) gone(said string) {
	s.wanted, s.begun = s.after(), 0
	s.host.Say(page.Done, said)
	s.Reload()
}

// askHold asks why the order is held.
func (s *Screen) askHold() {
	i := s.now.sheet.Item
	f := s.small()
	why := f.Text(form.Spec{Name: "why", Label: text.T("assistant.why"), Help: text.T("assistant.hold.help"), Required: true})
	s.host.Show(page.Dialog{Title: text.T("assistant.hold.title", i.Order), Content: f, Verb: text.T("assistant.do.hold"), Do: func() bool {
		reason, err := why.Get()
		if !f.Valid() || err != nil {
			return true
		}
		s.work(text.T("assistant.unheld"), func(ctx context.Context) error {
			_, err := s.market.Hold(ctx, &i, reason)
			return err
		}, func() { s.gone(text.T("assistant.held", i.Order)) })
		return false
	}})
}

// askNotThere asks what the marketplace does not have any more.
func (s *Screen) askNotThere() {
	t := s.now.sheet
	i := t.Item
	f := s.small()
	var which *form.Field[[]string]
	if len(t.Pieces) > 1 {
		var options []form.Option
		for _, p := range t.Pieces {
			options = append(options, form.Option{Value: p.SKU, Label: p.Name, Detail: p.SKU})
		}
		which = f.Several(form.Spec{Name: "sku", Label: text.T("assistant.notthere.which"), Required: true}, options...)
	}
	why := f.Text(form.Spec{Name: "why", Label: text.T("assistant.notthere.why"), Help: text.T("assistant.notthere.help", t.Supplier)})
	s.host.Show(page.Dialog{Title: text.T("assistant.notthere.title", t.Supplier), Content: f, Verb: text.T("assistant.do.notthere"), Do: func() bool {
		reason, err := why.Get()
		if !f.Valid() || err != nil {
			return true
		}
		var skus []string
		if which != nil {
			skus, _ = which.Get()
		}
		lines, err := t.LinesOf(skus)
		if err != nil {
			f.Refuse(err)
			return true
		}
		s.work(text.T("assistant.notreturned"), func(ctx context.Context) error { return s.market.NotThere(ctx, &i, lines, reason) },
			func() { s.gone(text.T("assistant.returned", i.Order)) })
		return false
	}})
}

// askPage asks for the page of an article.
func (s *Screen) askPage(sku string) {
	supplier := s.now.sheet.Supplier
	f := s.small()
	address := f.Text(form.Spec{Name: "url", Label: text.T("assistant.page"), Help: text.T("assistant.page.help"), Required: true})
	s.host.Show(page.Dialog{Title: text.T("assistant.page.title", sku), Content: f, Verb: text.T("assistant.do.addpage"), Do: func() bool {
		u, err := address.Get()
		if !f.Valid() || err != nil {
			return true
		}
		if _, err := marketplace.Page(u); err != nil {
			f.Refuse(err)
			return true
		}
		in := marketplace.LinkInput{Supplier: supplier, SKU: sku, ValidFrom: s.host.Book().Today(), URL: &u}
		s.work(text.T("assistant.page.unsaved"), func(ctx context.Context) error {
			_, err := s.market.PutLinks(ctx, []marketplace.LinkInput{in})
			return err
		}, s.Reload)
		return false
	}})
}

// setSite says on which site the supplier sells.
func (s *Screen) setSite(site string) {
	in := marketplace.StorefrontInput{Supplier: s.now.sheet.Supplier, Site: site}
	s.work(text.T("assistant.site.unsaved"), func(ctx context.Context) error {
		_, err := s.market.PutStorefronts(ctx, []marketplace.StorefrontInput{in})
		return err
	}, s.Reload)
}

// siteChecked notes that the form of the site was compared with the site today.
func (s *Screen) siteChecked() {
	site := s.now.sheet.Site
	today := string(s.host.Book().Today())
	in := marketplace.SiteInput{Site: site.Name, ValidFrom: string(site.ValidFrom), Checked: &today}
	s.work(text.T("assistant.site.unsaved"), func(ctx context.Context) error {
		_, err := s.market.PutSites(ctx, []marketplace.SiteInput{in})
		return err
	}, func() {
		s.host.Say(page.Done, text.T("assistant.form.noted", site.Name))
		s.Reload()
	})
}

// small is a form for a dialog.
func (s *Screen) small() *form.Form {
	return form.New(form.Options{Format: s.host.Format(), Runner: s.host.Runner(), Context: s.host.Context(), Bare: true})
}
