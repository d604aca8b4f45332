package shell

import (
	"fmt"
	"os"
	"runtime"
	"strings"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
)

// Program implements page.Desk.
func (d desk) Program() string { return d.cfg.Program }

// About implements page.Desk.
func (d desk) About() string { return d.cfg.About() }

// Diagnostics implements page.Desk.
func (d desk) Diagnostics() string {
	s := d.Shell
	z := s.cfg.Window.Canvas().Size()
	lines := []string{
		s.cfg.Program, s.cfg.About(),
		fmt.Sprintf("%s %s, %d processors", runtime.GOOS, runtime.GOARCH, runtime.NumCPU()),
		fmt.Sprintf("window %.0fx%.0f at scale %.2f, theme %d, rows %d", z.Width, z.Height, s.cfg.Window.Canvas().Scale(), s.look.Theme.Look, s.look.Theme.Density),
		"data " + s.cfg.Data, "log " + s.cfg.Logs,
	}
	if s.book != nil {
		lines = append(lines, "book "+s.book.Path)
		if info, err := os.Stat(s.book.Path); err == nil {
			lines = append(lines, fmt.Sprintf("size %d", info.Size()))
		}
	}
	if s.failure != nil {
		lines = append(lines, "not opened "+s.failure.Path+": "+cause(s.failure.Err))
	}
	if s.shown != nil {
		lines = append(lines, "screen "+s.shown.route.Screen)
	}
	return strings.Join(lines, "\n") + "\n"
}

func (s *Shell) copyDiagnostics() {
	s.Copy(s.Desk().Diagnostics())
	s.Toast(page.Toast{Text: text.T("shell.diagnostics")})
}

// about says which program this is and where its data lie.
func (s *Shell) about() {
	rows := []string{text.T("shell.about.what"), s.cfg.About(), text.T("shell.about.data", s.cfg.Data), text.T("shell.about.licence")}
	col := kit.Column(theme.Gap8)
	for _, r := range rows {
		col.Set(append(col.Objects(), kit.Wrapped(kit.Body, r))...)
	}
	s.Show(page.Dialog{Title: s.cfg.Program, Content: col, Width: 480})
}
