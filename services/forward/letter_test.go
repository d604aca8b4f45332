package forward_test

import (
	"mime"
	netmail "net/mail"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/letter"
	"github.com/dropledger/dropledger/services/mail/mailtest"
)

// A supplier is written to in its language, and in its own words where the
// merchant wrote it a letter of its own.
func TestSend_EachSupplierGetsItsLanguageAndItsOwnLetter(t *testing.T) {
	s := mailtest.Start(t, mailtest.Options{}, nil)
	d := desktest.New(t)
	posting(d, s)
	d.Offer(d.Supplier("Guang", byMail("a@guang.example", "zh-cn")), "A", "5.00")
	d.Offer(d.Supplier("Nord", byMail("b@nord.example", "nl")), "B", "5.00")
	own := "{number}: voor {supplier}"
	if _, err := letter.New(d.DB, d.Bus).Put(t.Context(), []letter.Input{{Kind: letter.Purchase, Language: "nl", Supplier: "Nord", Subject: &own}}); err != nil {
		t.Fatal(err)
	}
	d.Order("#1", desktest.Line("A", 1))
	d.Order("#2", desktest.Line("B", 1))
	route(t, d)
	run(t, service(d), send)
	want := map[string]string{"a@guang.example": "Blue Shop 采购订单 PO-000001", "b@nord.example": "PO-000002: voor Nord"}
	for _, m := range s.Accepted() {
		read, err := netmail.ReadMessage(strings.NewReader(m.Text))
		if err != nil {
			t.Fatal(err)
		}
		subject, err := new(mime.WordDecoder).DecodeHeader(read.Header.Get("Subject"))
		if err != nil || subject != want[m.To] {
			t.Errorf("%s got %q, %v", m.To, subject, err)
		}
		delete(want, m.To)
	}
	if len(want) > 0 {
		t.Errorf("no letter came: %v", want)
	}
}
