package demo

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"strings"
)

// papers are files as suppliers and carriers hand them over, in a folder of their
// own until they are copied beside the book.
type papers struct{ folder string }

// The files, by the names they have in the records.
const (
	termsPaper = "Terms from Hansekontor.txt"
	photoPaper = "Test order, box.png"
)

const agreedTerms = `Hansekontor Großhandel, dropship desk

Prices as listed. Parcels within Germany 4.20 EUR each.
Payment within 30 days. Claims within 30 days after delivery, with a photo.
Parcels are neutral. Orders until 14:00 leave on the same working day.
`

func writePapers() (*papers, error) {
	folder, err := os.MkdirTemp("", "dropledger-sample")
	if err != nil {
		return nil, err
	}
	p := &papers{folder}
	picture, err := photo()
	if err == nil {
		err = os.WriteFile(p.path(termsPaper), []byte(agreedTerms), 0o600)
	}
	if err == nil {
		err = os.WriteFile(p.path(photoPaper), picture, 0o600)
	}
	if err != nil {
		p.remove()
	}
	return p, err
}

func (p *papers) path(name string) string { return filepath.Join(p.folder, name) }

func (p *papers) remove() { _ = os.RemoveAll(p.folder) } // the folder of the system's leftovers

// named puts the paths of the files into a record.
func (p *papers) named(json string) string {
	return strings.NewReplacer("$terms", filepath.ToSlash(p.path(termsPaper)), "$photo", filepath.ToSlash(p.path(photoPaper))).Replace(json)
}

// photo is a parcel on a table, as far as a few boxes show it.
func photo() ([]byte, error) {
	picture := image.NewPaletted(image.Rect(0, 0, 640, 480), color.Palette{
		color.RGBA{0xD9, 0xD4, 0xCB, 0xFF},
		color.RGBA{0x8A, 0x77, 0x5E, 0xFF},
		color.RGBA{0xC0, 0x96, 0x63, 0xFF},
		color.RGBA{0xA8, 0x7F, 0x4E, 0xFF},
		color.RGBA{0xE7, 0xD9, 0xB8, 0xFF},
		color.RGBA{0xF7, 0xF5, 0xF0, 0xFF},
		color.RGBA{0x33, 0x33, 0x33, 0xFF},
	})
	box := func(ink uint8, x, y, w, h int) {
		draw.Draw(picture, image.Rect(x, y, x+w, y+h), &image.Uniform{picture.Palette[ink]}, image.Point{}, draw.Src)
	}
	box(1, 0, 350, 640, 130)   // the table
	box(2, 150, 130, 340, 260) // the parcel
	box(3, 150, 130, 340, 46)
	box(4, 298, 130, 44, 260)  // its tape
	box(5, 180, 220, 106, 130) // the label
	for line := range 7 {
		box(6, 190, 232+16*line, 40+(line*37)%46, 5)
	}
	var out bytes.Buffer
	err := png.Encode(&out, picture)
	return out.Bytes(), err
}
