package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestParcels_WriteTheFileOfAShop(t *testing.T) {
	d := newDesk(t)
	d.do("", "new", "--name", "Bare", "--currency", "EUR", "--country", "DE")
	d.do(`{"name":"W","platform":"woocommerce"}`, "put", "shop")
	d.do(`{"name":"Other"}`, "put", "shop")
	for _, shop := range []string{"W", "Other"} {
		d.do(`{"shop":"`+shop+`","number":"#1","placed":"2026-03-20","currency":"EUR","lines":[{"sku":"S","name":"Lamp","quantity":1,"price":"5"}],"paid":true}`, "put", "order")
		d.do(`{"tracking":"RR12345678`+map[string]string{"W": "5", "Other": "6"}[shop]+`CN","carrier":"China Post","shipped":"2026-03-21","lines":[{"shop":"`+shop+`","order":"#1","sku":"S","quantity":1}]}`, "put", "parcel")
	}
	out := filepath.Join(t.TempDir(), "w.csv")
	r := d.do("", "parcels", "--for-shop", "w", "--since", "2026-03-01", "--out", out)
	file, err := os.ReadFile(out)
	if want := "order_id,tracking_provider,tracking_number,date_shipped,status_shipped\n1,China Post,RR123456785CN,21-03-2026,1\n"; err != nil || string(file) != want {
		t.Errorf("%v, %q, want %q", err, file, want)
	}
	if n := r["rows"].(interface{ String() string }).String(); n != "1" || r["out"] != out || len(r["withheld"].([]any)) != 0 {
		t.Errorf("%v", r)
	}
	for _, c := range []struct {
		words []string
		code  int
		want  string
	}{
		{[]string{"parcels", "--for-shop", "W"}, 2, "--out"},
		{[]string{"parcels", "--for-shop", "X", "--out", out}, 1, "There is no shop called"},
		{[]string{"parcels", "--for-shop", "W", "--out", out, "--since", "yesterday"}, 2, "yesterday"},
	} {
		if code, said := d.try("", append(c.words, "--json")...); code != c.code || !strings.Contains(said, c.want) {
			t.Errorf("%v: %d, %s", c.words, code, said)
		}
	}
	if again, err := os.ReadFile(out); err != nil || string(again) != string(file) {
		t.Errorf("a call that failed left %q, %v", again, err)
	}
}
