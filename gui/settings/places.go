package settings

import (
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/store"
)

// doors lead to the lists and tools that belong to the settings.
func (s *Settings) doors() fyne.CanvasObject {
	door := func(id string, icon theme.IconName, r page.Route) *kit.Door {
		return kit.NewDoor(icon, text.T(text.Key("settings.door.", id)), text.T(text.Key("settings.doornote.", id)), func() { s.host.Go(r) })
	}
	return kit.NewDoors(
		door("shops", theme.IconStore, page.Route{Screen: page.Shops}),
		door("letters", theme.IconSent, page.Route{Screen: page.Letters}),
		door("fees", theme.IconPercent, page.Route{Screen: page.Fees}),
		door("rulebook", theme.IconScale, page.Route{Screen: page.Rulebook}),
		door("rates", theme.IconRates, page.Route{Screen: page.Books, Params: map[string]string{"tab": "rates"}}),
		door("backups", theme.IconArchive, page.Route{Screen: page.Backups}),
		door("check", theme.IconShield, page.Route{Screen: page.Check}),
		door("help", theme.IconHelp, page.Route{Screen: page.Help, Key: page.Settings}),
	)
}

// places are the files and folders of the program, each to be copied and opened.
func (s *Settings) places() fyne.CanvasObject {
	d := s.host.Desk()
	var rows []fyne.CanvasObject
	if b := s.host.Book(); b != nil {
		rows = append(rows, s.place("settings.place.book", b.Path, filepath.Dir(b.Path)),
			s.place("settings.place.backups", store.BackupFolder(b.Path), store.BackupFolder(b.Path)))
	}
	rows = append(rows, s.place("settings.place.data", d.Data(), d.Data()), s.place("settings.place.logs", d.Logs(), d.Logs()))
	card := kit.NewCard(text.T("settings.places"), text.T("settings.places.note"), nil, kit.Column(theme.Gap4, rows...))
	if s.host.Book() != nil {
		choose := kit.NewButton(kit.Link, text.T("settings.folder"), func() {
			if s.folder != nil {
				s.chooseFolder()
			}
		})
		card.SetFoot(kit.Row(0, choose, kit.Spacer()))
	}
	return card
}

// placeLabel is the room for what a place is called.
const placeLabel float32 = 84

// place is one path; opening it opens its folder.
func (s *Settings) place(key, path, folder string) fyne.CanvasObject {
	return kit.Row(theme.Gap4,
		kit.Sized(kit.NewLabel(kit.SmallStrong, text.T(key)), placeLabel, 0), kit.Gap(theme.Gap4, 0),
		kit.Grow(kit.NewLabel(kit.Small, path)),
		kit.IconButton(kit.Bare, theme.IconCopy, text.T("settings.place.copy"), func() { s.host.Copy(path) }),
		kit.IconButton(kit.Bare, theme.IconFolder, text.T("settings.place.open"), func() { s.host.OpenFile(folder) }))
}

// halves puts the form left, as wide as its fields want to be and in a wide window
// somewhat wider, and the rest right of it.
type halves struct{}

const (
	formWidth  float32 = 632
	mostForm   float32 = 800
	formShare  float32 = 0.45
	leastRight float32 = 550
	mostCards  float32 = 860 // longer fields only take the eye from their labels
)

// newHalves lays two parts side by side with a line between them.
func newHalves(left, right fyne.CanvasObject) fyne.CanvasObject {
	return container.New(halves{}, kit.Ground(theme.Surface), left, kit.Ground(theme.Line), right)
}

// MinSize implements fyne.Layout.
func (halves) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(720, 200) }

// Layout implements fyne.Layout.
func (halves) Layout(o []fyne.CanvasObject, size fyne.Size) {
	wish := min(max(formWidth, size.Width*formShare), mostForm)
	w := min(wish, max(size.Width-leastRight, size.Width/2))
	put := func(o fyne.CanvasObject, x, width float32) {
		o.Move(fyne.NewPos(x, 0))
		o.Resize(fyne.NewSize(width, size.Height))
	}
	put(o[0], 0, w)
	put(o[1], 0, w)
	put(o[2], w, theme.LineWidth)
	put(o[3], w+theme.LineWidth, min(size.Width-w-theme.LineWidth, mostCards)) // its scroll bar stands at the edge
}

// narrow keeps cards as wide as they are beside the form.
type narrow struct{}

// MinSize implements fyne.Layout.
func (narrow) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(400, 200) }

// Layout implements fyne.Layout.
func (narrow) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(fyne.NewSize(min(size.Width, formWidth), size.Height))
}
