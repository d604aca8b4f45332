package settings

import (
	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/mail"
)

// mailCard takes the password of the mail server, which never lies in the book,
// and tries the settings out.
type mailCard struct {
	host     page.Host
	secrets  mail.Secrets
	card     *kit.Card
	password *kit.Entry
	keep     *kit.Button
	test     *kit.Button
	state    *kit.Label
	ready    bool        // a mail server is entered and saved
	typing   func() bool // something in the form of the settings is not saved
	leave    func()
}

// passwordLabel is the room for what the field is called.
const passwordLabel float32 = 84

func newMailCard(h page.Host, typing func() bool) *mailCard {
	c := &mailCard{host: h, typing: typing, password: kit.NewEntry(), state: kit.Wrapped(kit.Small, "")}
	c.password.Password = true
	c.password.OnSubmitted = func(string) { c.file() }
	c.keep = kit.NewButton(kit.Plain, text.T("settings.mail.keep"), c.file)
	c.test = kit.ActionButton(c.testAction(), kit.Plain)
	row := kit.Row(theme.Gap8, kit.Sized(kit.NewLabel(kit.SmallStrong, text.T("settings.mail.password")), passwordLabel, 0), kit.Grow(c.password), c.keep)
	c.card = kit.NewCard(text.T("settings.mail"), text.T("settings.mail.note"), nil, kit.Column(theme.Gap8, row, c.state))
	c.card.SetFoot(kit.Row(0, c.test, kit.Spacer()))
	run := h.Runner()
	c.leave = h.Book().Bus.SettingsChanged.Subscribe(func(event.IDs) { run.UI(c.refresh) })
	c.refresh()
	return c
}

func (c *mailCard) testAction() action.Action {
	a := kit.Act("settings.mail.test", text.T("settings.mail.test"), kit.Mark{Icon: theme.IconSent, Key: action.Alt(fyne.KeyT)}, c.try)
	a.Off = func() string {
		if !c.ready {
			return text.T("settings.mail.none")
		}
		return ""
	}
	return a
}

// refresh says whether a password is known. The keyring may take its time.
func (c *mailCard) refresh() {
	run, ctx, db := c.host.Runner(), c.host.Context(), c.host.Book().DB
	run.Go(func() {
		s, err := mail.Load(ctx, db)
		known := err == nil && s.Host != "" && s.User != "" && c.secrets.Known(s)
		run.UI(func() {
			c.ready = err == nil && s.Host != ""
			why := ""
			if !c.ready {
				why = text.T("settings.mail.none")
			}
			c.test.SetOff(why)
			c.keep.SetOff(why)
			c.say(s, known, err)
			c.host.Refresh()
		})
	})
}

func (c *mailCard) say(s mail.Server, known bool, err error) {
	switch {
	case err != nil:
		c.state.SetTone(theme.Wrong).SetText(text.T("settings.mail.unread"))
	case s.Host == "":
		c.state.SetTone(theme.Quiet).SetText(text.T("settings.mail.none"))
	case s.User == "":
		c.state.SetTone(theme.Quiet).SetText(text.T("settings.mail.open", s.Host))
	case known:
		c.state.SetTone(theme.Fine).SetText(text.T("settings.mail.known", s.Account()))
	default:
		c.state.SetTone(theme.Warned).SetText(text.T("settings.mail.unknown", s.Account()))
	}
}

// file puts the password into the keyring; an empty one is taken out of it.
func (c *mailCard) file() {
	password := c.password.Text
	run, ctx, db := c.host.Runner(), c.host.Context(), c.host.Book().DB
	run.Go(func() {
		s, err := mail.Load(ctx, db)
		if err == nil {
			err = s.Check()
		}
		if err == nil {
			err = c.secrets.Keep(s, password)
		}
		run.UI(func() {
			if err != nil {
				c.host.Report(text.T("settings.mail.failed"), err)
				return
			}
			c.password.SetText("")
			said := text.T("settings.mail.kept")
			if password == "" {
				said = text.T("settings.mail.gone")
			}
			c.host.Toast(page.Toast{Text: said})
			c.refresh()
		})
	})
}

// try sends a message to the sender and says what came of it. It goes by what is
// saved, so what is typed is saved first.
func (c *mailCard) try() {
	if c.typing() {
		c.state.SetTone(theme.Warned).SetText(text.T("settings.mail.unsaved"))
		return
	}
	run, ctx, db := c.host.Runner(), c.host.Context(), c.host.Book().DB
	c.state.SetTone(theme.Quiet).SetText(text.T("settings.mail.testing"))
	run.Go(func() {
		to, err := mail.Try(ctx, db, c.secrets)
		run.UI(func() {
			if err != nil {
				c.state.SetTone(theme.Wrong).SetText(err.Error())
				return
			}
			c.state.SetTone(theme.Fine).SetText(text.T("settings.mail.sent", to))
		})
	})
}
