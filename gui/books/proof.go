package books

import (
	"time"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/proof"
)

// proveAfter is how long the books must rest before they are proved again: a
// proof reads all of them.
const proveAfter = 2 * time.Second

// proofLine says whether the journal balances and the margins equal it. A click
// opens the check of the book.
type proofLine struct {
	h     page.Host
	icon  *kit.Icon
	link  *kit.Button
	line  fyne.CanvasObject
	load  *async.Loader[proof.Result]
	again func()
	said  func() // another sentence stands there
	begun bool
}

func newProofLine(h page.Host, said func()) *proofLine {
	p := &proofLine{h: h, said: said, icon: kit.NewIcon(theme.IconShield, theme.Muted, theme.IconSize)}
	p.link = kit.NewButton(kit.Link, text.T("books.proof.running"), p.open).Small()
	p.line = kit.Row(theme.Gap4, p.icon, p.link)
	p.load = async.NewLoader(h.Runner(), p.show)
	p.again = async.Debounce(h.Runner(), proveAfter, p.prove)
	return p
}

// begin proves the books once, when the first rows are shown.
func (p *proofLine) begin() {
	if !p.begun {
		p.begun = true
		p.prove()
	}
}

func (p *proofLine) reload() {
	if p.begun {
		p.again()
	}
}

func (p *proofLine) prove() {
	b := p.h.Book()
	p.load.Load(p.h.Context(), b.Waiting.Proof)
}

func (p *proofLine) open() { p.h.Go(page.Route{Screen: page.Check}) }

func (p *proofLine) show(s async.State[proof.Result]) {
	switch {
	case s.Phase == async.Failed:
		p.say(theme.IconWarning, theme.Warned, text.T("books.proof.failed"))
	case s.Phase == async.Loading && !s.Known:
		p.say(theme.IconShield, theme.Quiet, text.T("books.proof.running"))
	case s.Phase == async.Ready && s.Value.OK:
		p.say(theme.IconShield, theme.Fine, text.T("books.proof.sound"))
	case s.Phase == async.Ready:
		n := len(s.Value.Findings)
		p.say(theme.IconAlertCircle, theme.Wrong, text.N("books.proof.wrong", n, p.h.Format().Int(n)))
	}
}

func (p *proofLine) say(icon theme.IconName, tone theme.Tone, sentence string) {
	p.icon.Set(icon, tone.Ink())
	p.link.SetLabel(sentence)
	p.line.Refresh()
	p.said()
}

func (p *proofLine) close() { p.load.Stop() }
