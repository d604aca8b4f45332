package shell

import (
	"net/url"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
)

// OpenFile implements page.Host. What no program of the computer opens is named with
// its path, so that a person can get at it in another way.
func (s *Shell) OpenFile(path string) {
	info, err := os.Stat(path)
	if err != nil {
		s.cfg.Log.Warn("not opened", "path", path, "err", err)
		s.tell(text.T("shell.notopened", filepath.Base(path)), text.T("shell.file.missing", path), "")
		return
	}
	u, err := url.Parse(storage.NewFileURI(path).String())
	if err != nil {
		s.noFile(path, info.IsDir(), err)
		return
	}
	s.launch(u, func(err error) { s.noFile(path, info.IsDir(), err) })
}

// OpenLink implements page.Host.
func (s *Shell) OpenLink(u *url.URL) {
	s.launch(u, func(err error) {
		s.cfg.Log.Warn("not opened", "scheme", u.Scheme, "err", err)
		address := u.String()
		s.unopened(text.T("shell.noprogram.link"), page.Dialog{
			Content: kit.Wrapped(kit.Muted, short(address)), Verb: text.T("shell.copy.link"),
			Do: func() bool { s.Copy(address); return false },
		})
	})
}

// linkShown is how much of an address is shown; all of it is copied.
const linkShown = 240

func short(address string) string {
	if r := []rune(address); len(r) > linkShown {
		return string(r[:linkShown]) + "…"
	}
	return address
}

// launch hands something to the program for it. The system's opener may take its
// time, and says only then whether there is one.
func (s *Shell) launch(u *url.URL, failed func(error)) {
	if s.cfg.Launch == nil {
		if err := s.cfg.App.OpenURL(u); err != nil {
			failed(err)
		}
		return
	}
	s.run.inner.Go(func() {
		if err := s.cfg.Launch(u); err != nil {
			s.run.UI(func() { failed(err) })
		}
	})
}

// noFile says that no program opens a file, or a folder, and where it lies.
func (s *Shell) noFile(path string, folder bool, err error) {
	s.cfg.Log.Warn("not opened", "path", path, "err", err)
	d := page.Dialog{
		Content: kit.Wrapped(kit.Muted, path), Verb: text.T("shell.copy.path"),
		Do: func() bool { s.Copy(path); return false },
	}
	if !folder {
		cp := kit.NewButton(kit.Link, text.T("shell.copy.path"), func() { s.Copy(path) }).WithIcon(theme.IconCopy)
		d.Content = fyne.CanvasObject(kit.Column(theme.Gap4, d.Content, kit.Row(0, cp)))
		d.Verb, d.Do = text.T("shell.folder"), func() bool {
			s.run.UI(func() { s.OpenFile(filepath.Dir(path)) })
			return false
		}
	}
	s.unopened(text.T("shell.noprogram", filepath.Base(path)), d)
}

// unopened shows once what could not be opened, however often it was tried.
func (s *Shell) unopened(title string, d page.Dialog) {
	s.status.say(page.Warning, title)
	if s.dialogs.Title() == title {
		return
	}
	d.Title, d.No = title, text.T("shell.close")
	s.Show(d)
}
