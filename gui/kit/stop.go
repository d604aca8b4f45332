package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// FirstStop is the first object within another that takes the keyboard, nil when
// there is none. What is hidden or switched off is passed over.
func FirstStop(o fyne.CanvasObject) fyne.Focusable {
	if o == nil || !o.Visible() {
		return nil
	}
	if f, ok := o.(fyne.Focusable); ok {
		if d, off := o.(fyne.Disableable); !off || !d.Disabled() {
			return f
		}
	}
	for _, in := range within(o) {
		if f := FirstStop(in); f != nil {
			return f
		}
	}
	return nil
}

// within are the objects an object is made of.
func within(o fyne.CanvasObject) []fyne.CanvasObject {
	switch c := o.(type) {
	case *fyne.Container:
		return c.Objects
	case *container.Scroll:
		return []fyne.CanvasObject{c.Content}
	case drawn:
		return c.objects()
	}
	return nil
}

// Stop is the first object that takes the keyboard of what stands in the place of
// the content, so that a page that is empty or failed can be gone on with by
// Enter. It is nil while the content is shown or on its way.
func (s *States) Stop() fyne.Focusable {
	if s.other == nil || s.other == fyne.CanvasObject(s.loading) {
		return nil
	}
	return FirstStop(s.other)
}
