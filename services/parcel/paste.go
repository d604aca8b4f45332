package parcel

import (
	"context"
	"errors"
	"regexp"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/store"
)

// Pasted is a line of a pasted text, what it was understood as and what it would
// do. Err says what is wrong with it.
type Pasted struct {
	Line int // from 1, blank lines included
	Text string
	Told Told
	Brought
	Err error
}

// ReadPasted reads lines such as "PO-000001 1Z999AA10123456784 UPS": the number of
// an order or a purchase order, the tracking number and the carrier, parted by
// tabs or semicolons, else by blanks. A line of headings is passed over.
func ReadPasted(text string) []Pasted {
	var all []Pasted
	lines := strings.Split(strings.TrimRight(strings.ReplaceAll(text, "\r\n", "\n"), "\n \t"), "\n")
	for i, line := range lines {
		line = strings.TrimSpace(line)
		cells := cells(line)
		if line == "" || len(all) == 0 && i+1 < len(lines) && heading(line, cells) {
			continue
		}
		p := Pasted{Line: i + 1, Text: line}
		if len(cells) < 2 || cells[0] == "" || cells[1] == "" {
			p.Err = model.Errorf(model.Invalid, "Write the order or purchase order, the tracking number and the carrier, such as PO-000001 1Z999AA10123456784 UPS")
		} else {
			p.Told = Told{Tracking: cells[1], Carrier: strings.Join(cells[2:], " "), Pieces: []Piece{{Order: cells[0]}}}
		}
		all = append(all, p)
	}
	return all
}

func cells(line string) []string {
	for _, mark := range []string{"\t", ";", ","} {
		if strings.Contains(line, mark) {
			parts := strings.Split(line, mark)
			for i := range parts {
				parts[i] = strings.TrimSpace(parts[i])
			}
			return parts
		}
	}
	parts := strings.Fields(line)
	if len(parts) < 3 {
		return parts
	}
	rest := strings.Join(parts[1:], " ")
	if n := grouped(rest); n > 0 {
		return append([]string{parts[0], rest[:n]}, strings.Fields(rest[n:])...)
	}
	return parts
}

// heading tells whether a first line names columns, in whatever language: where
// the number should stand there is no digit, or the line says tracking.
func heading(line string, cells []string) bool {
	return strings.Contains(strings.ToLower(line), "tracking") || len(cells) > 1 && cells[1] != "" && !strings.ContainsAny(line, "0123456789")
}

// groups are the forms of numbers that people and carriers write in groups.
var groups = []*regexp.Regexp{
	regexp.MustCompile(`^(?i:[A-Z]{2}(?: ?\d){9} ?[A-Z]{2})(?: |$)`),
	regexp.MustCompile(`^(?i:1Z(?: ?[A-Z0-9]){15} ?\d)(?: |$)`),
	regexp.MustCompile(`^\d{2,6}(?: \d{2,6})+(?: |$)`),
}

// grouped is how long the number is that a text begins with, when it is one with
// blanks inside; 0 when it is not. One of UPS must fit its check digit: else the
// words behind a shorter number could be taken for a part of it.
func grouped(text string) int {
	for i, form := range groups {
		number := strings.TrimSuffix(form.FindString(text), " ")
		if !strings.Contains(number, " ") {
			continue
		}
		fits, known := checked("", trackingKey(number))
		switch {
		case i == 0, known && fits, i == len(groups)-1 && len(trackingKey(number)) >= 10:
			return len(number)
		}
	}
	return 0
}

// errLook takes back what was only looked at.
var errLook = errors.New("only looked at")

// LookPasted tells what entering pasted lines would do, and changes nothing.
func (s *Service) LookPasted(ctx context.Context, text string) ([]Pasted, error) {
	all := ReadPasted(text)
	err := s.db.Write(ctx, func(tx *store.Tx) error {
		if err := pasted(tx, all); err != nil {
			return err
		}
		return errLook
	})
	if errors.Is(err, errLook) {
		err = nil
	}
	return all, err
}

// PutPasted enters pasted lines, all or none.
func (s *Service) PutPasted(ctx context.Context, text string) ([]Pasted, error) {
	all := ReadPasted(text)
	if len(all) == 0 {
		return nil, model.Errorf(model.Invalid, "No line was pasted: write at least one.")
	}
	return all, s.db.Write(ctx, func(tx *store.Tx) error {
		b := Begin(tx, "")
		for i := range all {
			p := &all[i]
			if p.Err == nil {
				p.Brought, p.Err = b.Bring(p.Line, &p.Told)
			}
			if p.Err != nil {
				return model.Errorf(model.CodeOf(p.Err), "Line %d: %s", p.Line, p.Err.Error()).Because(p.Err)
			}
		}
		orders, err := b.Finish()
		if err != nil {
			return err
		}
		tx.After(func() { s.Brought(orders) })
		return nil
	})
}

// pasted brings the lines one after the other, each as far as it can be.
func pasted(tx *store.Tx, all []Pasted) error {
	b := Begin(tx, "")
	for i := range all {
		p := &all[i]
		if p.Err != nil {
			continue
		}
		if p.Brought, p.Err = b.Bring(p.Line, &p.Told); p.Err != nil && model.CodeOf(p.Err) == model.Internal {
			return p.Err
		}
	}
	return nil
}

// Brought tells the screens that parcels of these orders were entered.
func (s *Service) Brought(orders []int64) {
	s.bus.PurchasesChanged.Publish(nil)
	s.bus.OrdersChanged.Publish(orders)
}
