package shell

import (
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
)

// arranged is a list whose columns can be arranged.
type arranged interface{ ArrangeColumns() }

// list is the list that has the keyboard, else the first one of the page; nil where
// there is none.
func (s *Shell) list() arranged {
	if l, ok := s.cfg.Window.Canvas().Focused().(arranged); ok {
		return l
	}
	if a, ok := s.current().(page.Areas); ok {
		for _, f := range a.Areas() {
			if l, ok := f.(arranged); ok {
				return l
			}
		}
	}
	return nil
}

// noList says that the page has no list, "" when it has one.
func (s *Shell) noList() string {
	if s.list() == nil {
		return text.T("shell.off.list")
	}
	return ""
}
