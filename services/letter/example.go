package letter

import "strconv"

// values are what stands in a preview for the places of a letter.
type values map[string]string

// example are the values of an invented letter.
func example(language string) values {
	v := values{
		"number": "PO-000123", "purchase": "PO-000123", "date": "2026-11-22", "supplier": "Acme", "orders": "2", "pieces": "5", "total": "128.40 EUR",
		"order": "#1001", "customer": "Zoë Martin", "period": "2026-Q3", "reason": "", "since": "2026-11-12", "tracking": "LX123456789CN", "promised": "2026-11-20",
		"sent": "2026-11-10",
	}
	v["change"] = Say(language, "change.cancel", map[string]string{"order": v["order"], "article": "LAMP-01", "before": "2"})
	v["matter"] = Say(language, "supplier.no_movement", v)
	v["hello"] = Say(language, "hello.customer", v)
	v["tracking"] = Say(language, "tracking", v)
	return v
}

func (v values) take(number, supplier, total string) {
	v["number"], v["purchase"], v["supplier"], v["total"] = number, number, supplier, total
}

func decimals(n int64) string { return strconv.FormatInt(n, 10) }
