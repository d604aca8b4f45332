package guitest

import (
	"path/filepath"

	"github.com/dropledger/dropledger/gui/page"
)

// desk records what is asked of the desk.
type desk struct{ h *Host }

func (d desk) ask(what string) { d.h.Asked = append(d.h.Asked, what) }

func (d desk) Open(path string)            { d.ask("open " + path) }
func (d desk) Read(path string)            { d.ask("read " + path) }
func (d desk) Close()                      { d.ask("close") }
func (d desk) Restore(path, backup string) { d.ask("restore " + path + " " + backup) }
func (d desk) Renamed(name string)         { d.ask("renamed " + name) }
func (d desk) Recent() []page.Recent       { return d.h.Known }
func (d desk) Forget(path string)          { d.ask("forget " + path) }
func (d desk) Failure() *page.Failure      { return d.h.Why }
func (d desk) Data() string                { return d.h.T.TempDir() }
func (d desk) Logs() string                { return filepath.Join(d.Data(), "logs") }
func (d desk) Look() page.Look             { return d.h.Now }
func (d desk) SetLook(l page.Look)         { d.h.Now = l }
func (d desk) Program() string             { return Program }
func (d desk) About() string               { return "built on test" }
func (d desk) Keys() []page.KeyGroup       { return d.h.Keys }
func (d desk) Diagnostics() string         { return "diagnostics" }

func (d desk) BookPath(name string) string {
	return filepath.Join("/books", name+".dropledger")
}

// Make fills an empty book in a folder of the test, so that what a screen puts
// into it can be looked at.
func (d desk) Make(m page.Making) {
	d.ask("make " + m.Path)
	if m.Fill == nil {
		return
	}
	b := Empty(d.h.T)
	d.h.Made = b
	if err := m.Fill(d.h.ctx, b); err != nil && m.Failed != nil {
		m.Failed(err)
	}
}
