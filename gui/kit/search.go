package kit

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/theme"
)

// searchWait gathers the keys of a fast typist; a key is answered long before the next.
const searchWait = 30 * time.Millisecond

// SearchField filters what a screen shows while someone types: it tells a key at once,
// so that the list is drawn together with the letter, and those that follow too fast
// a moment later. Down goes to the list, Enter too once something was typed; Esc
// clears.
type SearchField struct {
	Entry
	OnList  func() // Down or Enter: the list takes the focus
	changed func(string)
	run     async.Runner
	told    string
	resting bool // something was told just now
	width   float32
	key     keyMark
	icon    *canvas.Image
	cross   *chipCross
}

// NewSearchField is a search field; changed hears what to search for.
func NewSearchField(run async.Runner, placeholder string, changed func(string)) *SearchField {
	s := &SearchField{changed: changed, run: run, key: newKeyMark(), icon: newIcon(), width: 264}
	s.key.text = action.Ctrl(fyne.KeyF).String()
	s.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	s.PlaceHolder = placeholder
	s.cross = newChipCross(s.Clear)
	s.start(s)
	s.deco.left, s.deco.right = 25, s.key.width()+theme.Gap12
	s.deco.extra = objs(s.icon, s.key, s.cross)
	s.deco.paint, s.deco.place = s.paintMarks, s.placeMarks
	s.OnChanged = func(string) {
		s.paintMarks()
		s.typed()
	}
	s.OnSubmitted = func(string) {
		s.tell()
		if s.OnList != nil && s.Text != "" {
			s.OnList()
		}
	}
	s.OnEscape = s.escape
	s.OnDown = func() bool {
		if s.OnList == nil {
			return false
		}
		s.tell()
		s.OnList()
		return true
	}
	return s
}

// WithKey shows another key than Ctrl+F.
func (s *SearchField) WithKey(k action.Key) *SearchField {
	s.key.text = k.String()
	s.deco.right = s.key.width() + theme.Gap12
	return s
}

// WithWidth changes the width the field wants.
func (s *SearchField) WithWidth(w float32) *SearchField { s.width = w; return s }

// Set writes a text without telling it.
func (s *SearchField) Set(text string) {
	s.told = text
	s.SetText(text)
}

// Clear empties the field and tells it.
func (s *SearchField) Clear() {
	s.SetText("")
	s.tell()
}

// typed tells what was typed, unless something was told just now: then all that was
// typed meanwhile, a moment later.
func (s *SearchField) typed() {
	if s.resting || s.told == s.Text {
		return
	}
	s.tell()
	if _, now := s.run.(async.Inline); now {
		return // there is no later
	}
	s.resting = true
	s.run.After(searchWait, func() {
		s.resting = false
		s.typed()
	})
}

func (s *SearchField) tell() {
	if s.told == s.Text {
		return
	}
	s.told = s.Text
	if s.changed != nil {
		s.changed(s.Text)
	}
}

func (s *SearchField) escape() bool {
	if s.Text == "" {
		return false
	}
	s.Clear()
	return true
}

// Widths implements Elastic.
func (s *SearchField) Widths() (least, want float32) { return min(s.width, 132), s.width }

// HeightFor implements Elastic.
func (s *SearchField) HeightFor(float32) float32 { return theme.ControlHeight }

func (s *SearchField) paintMarks() {
	setIcon(s.icon, theme.IconSearch, theme.Muted)
	s.key.paint(theme.Surface, theme.Muted, theme.LineStrong)
	if s.Text == "" {
		s.cross.Hide()
		return
	}
	s.key.clear()
	s.cross.Show()
}

func (s *SearchField) placeMarks(size fyne.Size) {
	put(s.icon, 9, (size.Height-14)/2, 14, 14)
	s.key.place(size.Width-s.key.width()-theme.Gap8, (size.Height-keyHeight)/2)
	end := crossSize + 2*theme.Gap8
	put(s.cross, size.Width-end, 0, end, size.Height)
	s.paintMarks()
}
