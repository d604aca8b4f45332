package pdf

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports/reportstest"
)

// proved writes a document and returns it with its proof.
func proved(t testing.TB, write func(io.Writer, Setup) ([]string, error), s Setup) ([]byte, *Proof) {
	t.Helper()
	var p *Proof
	s.Proof = func(made *Proof) { p = made }
	file, _ := written(t, write, s)
	if p == nil {
		t.Fatal("no proof was made")
	}
	return file, p
}

// bare is a text without its blanks and breaks, of which a reader of PDF files
// only guesses.
func bare(s string) string { return strings.Join(strings.Fields(s), "") }

// cjk is a customer whom the built-in fonts cannot print.
var cjk = Address{Name: "李小龍 陳", Line1: "中山路 100 號", City: "臺北", Zip: "100", Country: "TW", Phone: "+886 2 5550103"}

func slipTo(a Address) PackingSlip {
	return PackingSlip{Order: "#1001", Date: "2026-11-03", Brand: merchant, ShipTo: a, Lines: []SlipLine{{"LAMP", "Desk lamp, größer", 2}}}
}

// papers are one document of each kind, and one of several pages.
func papers(a Address) map[string]func(io.Writer, Setup) ([]string, error) {
	many, e := long(), sale(40)
	many.Orders[0].ShipTo, e.ShipTo = a, a
	few := sale(2)
	few.ShipTo, few.Form = a, model.CN22
	slip := slipTo(a)
	return map[string]func(io.Writer, Setup) ([]string, error){
		"purchase order": many.WritePDF, "invoice": e.WriteInvoice, "CN23": e.WriteDeclaration, "CN22": few.WriteDeclaration,
		"packing slip": func(w io.Writer, s Setup) ([]string, error) { return WritePackingSlips(w, s, slip) },
	}
}

func TestProof_SaysWhatTheFileSaysPageByPage(t *testing.T) {
	for _, paper := range []Paper{A4, Letter} {
		for _, languages := range [][]string{{"en"}, {"de"}, {"en", "de"}, {"zh"}, {"en", "pl"}} {
			to := cjk
			if languages[0] == "de" {
				to = indic
			}
			for kind, write := range papers(to) {
				t.Run(fmt.Sprint(kind, " ", paper, " ", languages), func(t *testing.T) {
					s := Setup{Paper: paper, Languages: languages, Fonts: SystemFonts(), Created: setup().Created}
					file, p := proved(t, write, s)
					path := filepath.Join(t.TempDir(), "x.pdf")
					if err := os.WriteFile(path, file, 0o600); err != nil {
						t.Fatal(err)
					}
					pages := strings.Split(reportstest.Run(t, "pdftotext", "-raw", "-enc", "UTF-8", path, "-"), "\f")
					if len(pages)-1 != p.Pages() {
						t.Fatalf("the file has %d pages, the proof %d", len(pages)-1, p.Pages())
					}
					for i := range p.Pages() {
						if got, want := bare(p.Text(i)), bare(pages[i]); got != want {
							t.Errorf("page %d:\n%s\nthe file says\n%s", i+1, got, want)
						}
					}
				})
			}
		}
	}
}

// raster is a page of a file as another program draws it.
func raster(t *testing.T, file []byte, width int) image.Image {
	t.Helper()
	folder := t.TempDir()
	path, out := filepath.Join(folder, "x.pdf"), filepath.Join(folder, "page")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	reportstest.Run(t, "pdftoppm", "-png", "-f", "1", "-singlefile", "-scale-to-x", fmt.Sprint(width), "-scale-to-y", "-1", path, out)
	f, err := os.Open(out + ".png")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	img, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// differing is the share of cells of some pixels whose darkness differs by more
// than a tenth: letters may be smoothed otherwise, but not stand elsewhere.
func differing(a, b image.Image) float64 {
	const cell = 8
	far, all := 0, 0
	r := a.Bounds().Intersect(b.Bounds())
	for y := r.Min.Y; y+cell <= r.Max.Y; y += cell {
		for x := r.Min.X; x+cell <= r.Max.X; x += cell {
			d := darkness(a, x, y, cell) - darkness(b, x, y, cell)
			if all++; d > 0.1 || d < -0.1 {
				far++
			}
		}
	}
	return float64(far) / float64(all)
}

func darkness(img image.Image, x0, y0, size int) float64 {
	sum := 0
	for y := y0; y < y0+size; y++ {
		for x := x0; x < x0+size; x++ {
			sum += 255 - int(color.GrayModel.Convert(img.At(x, y)).(color.Gray).Y)
		}
	}
	return float64(sum) / float64(255*size*size)
}

func TestProof_PictureIsThePageAsOthersDrawIt(t *testing.T) {
	for paper, to := range map[Paper]Address{A4: cjk, Letter: indic} {
		for kind, write := range papers(to) {
			t.Run(string(paper)+" "+kind, func(t *testing.T) {
				const width = 900
				file, p := proved(t, write, Setup{Paper: paper, Languages: []string{"en", "de"}, Fonts: SystemFonts(), Created: setup().Created})
				theirs, ours := raster(t, file, width), p.Picture(0, width)
				if d := theirs.Bounds().Dy() - ours.Bounds().Dy(); d < -1 || d > 1 {
					t.Fatalf("the page is %d high, elsewhere %d", ours.Bounds().Dy(), theirs.Bounds().Dy())
				}
				if share := differing(theirs, ours); share > 0.005 {
					t.Errorf("%.2f %% of the page differ", 100*share)
				}
				white := image.NewRGBA(ours.Bounds())
				draw.Draw(white, white.Bounds(), image.White, image.Point{}, draw.Src)
				if share := differing(theirs, white); share < 0.02 {
					t.Errorf("the comparison would also pass an empty page: %.2f %%", 100*share)
				}
			})
		}
	}
}

func TestProof_ThereIsNoneUnlessAskedFor_AndTheFileIsTheSame(t *testing.T) {
	file, p := proved(t, slipWriter(cjk), setup())
	plain, _ := written(t, slipWriter(cjk), setup())
	if string(file) != string(plain) {
		t.Error("a proof changes the file")
	}
	if p.Text(-1)+p.Text(p.Pages()) != "" {
		t.Error("a page that is not there has text")
	}
	if c := p.Picture(p.Pages(), 50).At(25, 10); c != (color.RGBA{255, 255, 255, 255}) {
		t.Errorf("a page that is not there is %v", c)
	}
}

func slipWriter(a Address) func(io.Writer, Setup) ([]string, error) {
	return func(w io.Writer, s Setup) ([]string, error) { return WritePackingSlips(w, s, slipTo(a)) }
}

func BenchmarkPicture(b *testing.B) {
	_, p := proved(b, long().WritePDF, setup())
	for b.Loop() {
		p.Picture(1, 800)
	}
}
