package xlsx

import (
	"archive/zip"
	"bytes"
	"errors"
	"hash/crc32"
	"io"
	"io/fs"
	"sync"
	"sync/atomic"

	"github.com/klauspost/compress/flate"
)

// deflateLevel is four times faster than the standard library at nearly the
// same size.
const deflateLevel = 6

// outPackage is the zip file. It stands in for excelize's own, which holds the
// whole file in memory, and puts the rows into the sheets as they pass.
type outPackage struct {
	zip     *zip.Writer
	sheets  map[string]*layout
	changes []Change
	err     error // the first; excelize forgets errors of single parts
}

func newPackage(w io.Writer) *outPackage {
	z := zip.NewWriter(w)
	z.RegisterCompressor(zip.Deflate, deflate)
	return &outPackage{zip: z, sheets: make(map[string]*layout)}
}

// packers keeps compressors for the next part: making one costs more than a
// small part takes to pack.
var packers sync.Pool

// packer gives its compressor back when its part ends.
type packer struct{ *flate.Writer }

// Close ends the part.
func (p packer) Close() error {
	err := p.Writer.Close()
	packers.Put(p.Writer)
	return err
}

func deflate(out io.Writer) (io.WriteCloser, error) {
	if w, ok := packers.Get().(*flate.Writer); ok {
		w.Reset(out)
		return packer{w}, nil
	}
	w, err := flate.NewWriter(out, deflateLevel)
	return packer{w}, err
}

// Create starts a part. Without a date, so that equal content is equal bytes.
func (p *outPackage) Create(name string) (io.Writer, error) {
	if p.err != nil {
		return nil, p.err
	}
	l := p.sheets[name]
	if l == nil {
		return &part{out: p, name: name}, nil
	}
	w, err := p.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
	if err != nil {
		p.err = err
		return nil, err
	}
	return &part{p, name, w, l}, nil
}

// AddFS is no way to fill a workbook.
func (p *outPackage) AddFS(fs.FS) error { return errors.New("xlsx: a workbook takes no folder") }

// Close finishes the file.
func (p *outPackage) Close() error {
	if p.err == nil {
		p.err = p.zip.Close()
	}
	return p.err
}

// part is one part of the package, of a sheet when it has a layout.
type part struct {
	out  *outPackage
	name string
	w    io.Writer
	l    *layout
}

var (
	dataStart = []byte("<sheetData")
	dataEnd   = []byte("</sheetData>")
	sheetEnd  = []byte("</worksheet>")
)

// Write takes the part's whole content at once, as excelize gives it, and
// replaces the empty data of a sheet by the rows.
func (p *part) Write(b []byte) (int, error) {
	var err error
	if p.l == nil {
		err = p.out.put(p.name, b)
	} else {
		err = p.writeSheet(b)
	}
	if err != nil {
		p.out.err = err
		return 0, err
	}
	return len(b), nil
}

// packed is a part that was compressed before.
type packed struct {
	size  uint64
	sum   uint32
	bytes []byte
}

// Parts such as the theme and the styles are the same in most workbooks: small
// ones are kept compressed, the first of them, by their content.
const (
	keptSize = 1 << 15
	keptMost = 64
)

var (
	keptParts sync.Map // of packed, by content
	keptCount atomic.Int64
)

// put adds a part that does not depend on the rows.
func (p *outPackage) put(name string, content []byte) error {
	k, known := packed{}, false
	if len(content) <= keptSize {
		if v, ok := keptParts.Load(string(content)); ok {
			k, known = v.(packed)
		}
	}
	if !known {
		var out bytes.Buffer
		w, err := deflate(&out)
		if err != nil {
			return err
		}
		if _, err = w.Write(content); err != nil {
			return err
		}
		if err = w.Close(); err != nil {
			return err
		}
		k = packed{uint64(len(content)), crc32.ChecksumIEEE(content), out.Bytes()}
		if len(content) <= keptSize && keptCount.Add(1) <= keptMost {
			keptParts.Store(string(content), k)
		}
	}
	w, err := p.zip.CreateRaw(&zip.FileHeader{
		Name: name, Method: zip.Deflate, CRC32: k.sum, UncompressedSize64: k.size, CompressedSize64: uint64(len(k.bytes)),
	})
	if err == nil {
		_, err = w.Write(k.bytes)
	}
	return err
}

func (p *part) writeSheet(b []byte) error {
	start, end, last := bytes.Index(b, dataStart), bytes.Index(b, dataEnd), bytes.LastIndex(b, sheetEnd)
	if start < 0 || end < start || last < end {
		return errors.New("xlsx: the sheet has no place for its rows")
	}
	// excelize says that a filter hides rows, which is not so in a new sheet.
	head := bytes.Replace(b[:start], []byte(` filterMode="true"`), nil, 1)
	if _, err := p.w.Write(append(head, p.l.widths()...)); err != nil {
		return err
	}
	if err := writeRows(p.w, p.l, p.out); err != nil {
		return err
	}
	if _, err := p.w.Write(b[end+len(dataEnd) : last]); err != nil {
		return err
	}
	_, err := p.w.Write(append(p.l.ignoredErrors(), sheetEnd...))
	return err
}
