package pdf

import (
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/dropledger/dropledger/resources"
)

// Fonts finds fonts on this computer for characters the built-in ones lack,
// such as Chinese names. It looks only when such a character occurs, and
// remembers what it found. One Fonts serves any number of documents at once.
type Fonts struct {
	folders []string

	mu      sync.Mutex
	files   []string            // by preference; nil until looked for
	faces   map[string]*face    // which characters a file has; nil: not usable
	sources map[string]*source  // the files that were used; nil: not usable
	choice  map[rune]*face      // nil: no font here has the character
	spoken  map[string]bool     // whether the words of a language can be printed
	settled map[string]*setting // words that a script asks to be set; nil: no font here can
}

// NewFonts returns the fonts of the given folders and all within them.
func NewFonts(folders ...string) *Fonts {
	return &Fonts{folders: folders, faces: make(map[string]*face), sources: make(map[string]*source), choice: make(map[rune]*face), spoken: make(map[string]bool), settled: make(map[string]*setting)}
}

// SystemFonts returns the fonts of this computer: the usual folders of Linux,
// macOS and Windows. It is the same object every time.
var SystemFonts = sync.OnceValue(func() *Fonts {
	home, _ := os.UserHomeDir()
	folders := []string{"/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "/Library/Fonts"}
	if home != "" {
		folders = append(folders, filepath.Join(home, ".local", "share", "fonts"), filepath.Join(home, ".fonts"), filepath.Join(home, "Library", "Fonts"))
	}
	if windows := os.Getenv("WINDIR"); windows != "" {
		folders = append(folders, filepath.Join(windows, "Fonts"))
	}
	if local := os.Getenv("LOCALAPPDATA"); local != "" {
		folders = append(folders, filepath.Join(local, "Microsoft", "Windows", "Fonts"))
	}
	return NewFonts(folders...)
})

// builtIn are the fonts every document has.
var builtIn = sync.OnceValues(func() (regular, bold *source) {
	return mustSource(resources.NotoSans), mustSource(resources.NotoSansBold)
})

// plain are the faces of the built-in fonts for the letters of Western Europe.
var plain = sync.OnceValues(func() (regular, bold *face) {
	r, b := builtIn()
	return mustPlain(r), mustPlain(b)
})

func mustSource(data []byte) *source {
	s, err := newSource(data)
	if err != nil {
		panic("pdf: a built-in font is damaged: " + err.Error())
	}
	return s
}

func mustPlain(s *source) *face {
	f, err := s.plain()
	if err != nil {
		panic("pdf: a built-in font is damaged: " + err.Error())
	}
	return f
}

// faceFor returns a font that has the character, nil when there is none.
func (f *Fonts) faceFor(r rune) *face {
	f.mu.Lock()
	defer f.mu.Unlock()
	if found, known := f.choice[r]; known {
		return found
	}
	found := f.search(r)
	f.choice[r] = found
	return found
}

// search takes the first font in order of preference that has the character,
// whatever was printed before: the same text always looks the same.
func (f *Fonts) search(r rune) *face {
	if r >= 0xFFFF {
		return nil // the PDF library embeds no characters beyond
	}
	for s := range f.having(string(r)) {
		if found := s.block(r); found != nil {
			return found
		}
	}
	return nil
}

// having yields the fonts that have all characters of a text, by preference.
func (f *Fonts) having(text string) iter.Seq[*source] {
	return func(yield func(*source) bool) {
		if f.files == nil {
			f.files = f.list()
		}
		for _, path := range f.files {
			known, opened := f.faces[path]
			if !opened {
				known = probe(path)
				f.faces[path] = known
			}
			if known == nil || !known.has(text) {
				continue
			}
			if s := f.source(path); s != nil && !yield(s) {
				return
			}
		}
	}
}

// source opens a font file once; a damaged one gives nil.
func (f *Fonts) source(path string) *source {
	s, known := f.sources[path]
	if !known {
		s = load(path)
		f.sources[path] = s
	}
	return s
}

func load(path string) (s *source) {
	defer func() {
		if recover() != nil {
			s = nil
		}
	}()
	data, err := os.ReadFile(path)
	if err != nil {
		return nil
	}
	if s, err = newSource(data); err != nil {
		return nil
	}
	return s
}

// list returns the font files by preference, always in the same order.
func (f *Fonts) list() []string {
	files := []string{}
	for _, folder := range f.folders {
		_ = filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			ext := strings.ToLower(filepath.Ext(path))
			if err == nil && !d.IsDir() && (ext == ".ttf" || ext == ".ttc" || ext == ".otf") {
				files = append(files, path)
			}
			return nil // a folder that cannot be read has no fonts for us
		})
	}
	slices.SortFunc(files, func(a, b string) int {
		if d := preference(a) - preference(b); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	return files
}

// preference puts upright sans-serif fonts of normal weight first, as they go
// with the built-in ones.
func preference(path string) int {
	name := strings.ToLower(filepath.Base(path))
	n := 10
	for _, good := range []string{"sans", "arial", "msyh", "malgun", "yugoth", "simhei", "gothic", "tahoma"} {
		if strings.Contains(name, good) {
			n -= 4
			break
		}
	}
	if strings.Contains(name, "noto") || strings.Contains(name, "fallback") {
		n -= 2
	}
	for _, bad := range []string{"bold", "italic", "oblique", "light", "thin", "black", "condensed", "serif", "mono", "display", "medium", "symbol", "music"} {
		if strings.Contains(name, bad) {
			n += 5
		}
	}
	return n
}

// probe reads no more of a font than which characters it has; nil when it
// cannot be used at all.
func probe(path string) *face {
	file, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer func() { _ = file.Close() }()
	tables, err := directory(file)
	if err != nil {
		return nil
	}
	f := &face{}
	if f.readCharacters(file, tables["cmap"]) != nil {
		return nil
	}
	return f
}
