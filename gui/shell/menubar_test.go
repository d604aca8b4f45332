package shell_test

import (
	"runtime"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
)

func TestShell_TheMenuBarHoldsWhatCanBeDone(t *testing.T) {
	r := enter(t, "book")
	r.s.Go(page.Route{Screen: page.Suppliers})
	var labels []string
	items := map[string]*fyne.MenuItem{}
	for _, m := range r.w.MainMenu().Items {
		labels = append(labels, m.Label)
		for _, i := range m.Items {
			label, _, _ := strings.Cut(i.Label, "\t") // the key stands behind
			items[m.Label+"/"+label] = i
		}
	}
	if got := strings.Join(labels, " "); got != "File Edit View Orders Suppliers Reports Help" {
		t.Errorf("the menus are %s", got)
	}
	for path, off := range map[string]bool{
		"Suppliers/Tick all of suppliers": false, "Suppliers/Never on suppliers": true, "File/Save": true, "Edit/Save": true,
		"Edit/New record": true, "View/Read again": false, "View/Back": false, "View/Forward": true, "File/Back up…": false, "Help/First steps": false,
	} {
		i := items[path]
		if i == nil {
			if path != "File/Save" {
				t.Errorf("there is no %s", path)
			}
			continue
		}
		if i.Disabled != off {
			t.Errorf("%s is off: %v", path, i.Disabled)
		}
	}
	items["View/Back"].Action()
	if r.screen().name != page.Today {
		t.Errorf("Back in the menu led to %s", r.screen().name)
	}
	if i := items["View/Theme"]; i == nil || len(i.ChildMenu.Items) != 3 {
		t.Error("there are no themes to choose")
	}
}

// The toolkit writes the keys of its menus in a fifth of the colour of text: they could
// hardly be read. Only the menu of a Mac is drawn by the desktop.
func TestShell_TheMenuBarWritesItsKeysAsPlainAsItsLabels(t *testing.T) {
	r := enter(t, "book")
	keys, takes := 0, false
	var walk func(m *fyne.Menu)
	walk = func(m *fyne.Menu) {
		for _, i := range m.Items {
			if i.ChildMenu != nil {
				walk(i.ChildMenu)
			}
			_, key, written := strings.Cut(i.Label, "\t")
			_, faint := i.Shortcut.(fyne.KeyboardShortcut)
			if faint != (i.Shortcut != nil && runtime.GOOS == "darwin") || written && strings.TrimLeft(key, "\t") == "" {
				t.Errorf("%q: the toolkit writes its key: %v", i.Label, faint)
			}
			if written || faint {
				keys++
			}
			takes = takes || i.Shortcut != nil && i.Shortcut.ShortcutName() == action.Ctrl(fyne.KeyI).Shortcut().ShortcutName()
		}
	}
	for _, m := range r.w.MainMenu().Items {
		walk(m)
	}
	if keys < 20 || !takes {
		t.Errorf("%d items say their key; Ctrl+I is taken: %v", keys, takes)
	}
}
