package reply

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/dropledger/dropledger/model"
)

// phrases are words of several languages that mean the same.
type phrases = *regexp.Regexp

// The words of replies in English, German and Chinese.
var (
	refusals = regexp.MustCompile(`(?i)out of stock|sold out|not available|unavailable|discontinued|no longer available|cannot (?:supply|deliver|ship|fulfil\w*|accept)|` +
		`can ?not (?:supply|deliver|ship|fulfil\w*|accept)|can't (?:supply|deliver|ship|fulfil\w*|accept)|unable to (?:supply|deliver|ship|fulfil\w*|accept)|` +
		`(?:we|must|have to) (?:refuse|reject|decline)|ausverkauft|nicht (?:mehr )?(?:lieferbar|verfügbar|vorrätig|auf lager|möglich)|nicht liefern|ablehnen|vergriffen|` +
		`缺货|无货|没货|没有货|断货|售罄|停产|无法(?:供货|发货|接单)|不能(?:供货|发货|接单)`)
	consents = regexp.MustCompile(`(?i)\bconfirm(?:ed|s|ing)?\b|\baccept(?:ed)?\b|\backnowledged?\b|order received|in order|bestätig(?:t|en|ung|e)\b|angenommen|nehmen wir an|` +
		`确认|已收到|收到订单|接受|可以发货`)
	denial      = regexp.MustCompile(`(?i)(?:\bnot|n't|\bno|\bnever|\bcannot|\bnicht|\bkein\w*|\bnie|不|没有?|未)\s*(?:\w+\s+)?$`)
	shipping    = regexp.MustCompile(`(?i)ship|dispatch|despatch|send|leave|deliver|versand|versend|liefer|abgeh|ausgeliefert|发货|出货|发出|寄出|交货`)
	original    = regexp.MustCompile(`(?i)^-+\s*(?:original message|ursprüngliche nachricht|原始邮件)|^(?:on|am) .{5,120}(?:wrote|schrieb[^:]*):$|^(?:发件人|from|von)\s*[:：].*@|^在.*写道[:：]?$`)
	reference   = regexp.MustCompile(`(?i)(?:our (?:order|ref(?:erence)?|number)|order (?:no|number|id)|sales order|order confirmation|unsere (?:nummer|auftragsnummer|referenz)|auftrags(?:nummer|nr|bestätigung)|auftrag|订单(?:编)?号|单号)\.?\s*(?:no|nr|number|is|ist|lautet|为|是)?\.?\s*[:：#]?\s*#?([A-Za-z0-9][A-Za-z0-9/_-]*[0-9][A-Za-z0-9/_-]*)`)
	ending      = regexp.MustCompile(`^-a\d+(?:[^0-9a-z-]|$)`)
	unit        = `(?:pcs?\b|pieces?\b|units?\b|ea\b|stk\b|stück\b|x\b|×|件|个|台|套|只|双)`
	pieces      = regexp.MustCompile(`(?i)\b(\d{1,6})(?:\s*(?:of|von|/)\s*\d{1,6})?\s*` + unit + `|(?:qty|quantity|menge|anzahl|stückzahl|数量)\s*[:：=]?\s*(\d{1,6})\b|\b(\d{1,6})\s+(?:of|von)\s+\d{1,6}\b|(?:^|\s)[x×]\s?(\d{1,6})\b`)
	ofAll       = regexp.MustCompile(`(?i)^\d{1,6}\s*(?:of|von|/)\s*(\d{1,6})\b`)
	laterPieces = regexp.MustCompile(`(?i)\b(\d{1,6})\s*` + unit + `?\s*(?:are |is |on |in |auf |im |werden )?(?:back ?-?order(?:ed)?|rückstand|nachgeliefert|später|later|欠货|后补|补发)|` +
		`(?:back ?-?order(?:ed)?|rückstand|nachlieferung|欠货|后补|补发)\s*[:：=]?\s*(\d{1,6})\b`)
	figure   = `\d{1,3}(?:[.,' ]\d{3})*(?:[.,]\d{1,4})?|\d+(?:[.,]\d{1,4})?`
	currency = `(?:USD|EUR|GBP|CNY|RMB|CHF|JPY|PLN|US\$|\$|€|£|¥|元)`
	prices   = regexp.MustCompile(`(?i)` + currency + `\s*(` + figure + `)\b|\b(` + figure + `)\s*` + currency + `|(?:unit price|price|preis|stückpreis|单价|价格)\s*(?:is|ist|now|jetzt|neu|[:：=])?\s*(` + figure + `)\b`)
	money1   = regexp.MustCompile(`(?i)` + currency)
	bare     = regexp.MustCompile(`\d+`)
)

var signs = map[string]model.Currency{"US$": "USD", "€": "EUR", "£": "GBP", "RMB": "CNY", "元": "CNY"}

// currencyIn is the currency that a price is said in, "" when in none. A dollar
// sign may be anyone's, and a yen sign two countries'.
func currencyIn(s string) model.Currency {
	c := strings.ToUpper(money1.FindString(s))
	if known, ok := signs[c]; ok {
		return known
	}
	return model.Currency(c)
}

// money reads a price. A single separator before three digits can be either, so
// it is not read.
func money(s string) (model.Amount, bool) {
	s = strings.NewReplacer(" ", "", "'", "").Replace(s)
	dot, comma := strings.LastIndexByte(s, '.'), strings.LastIndexByte(s, ',')
	last := max(dot, comma)
	switch {
	case last < 0:
	case dot >= 0 && comma >= 0:
		s = strings.NewReplacer(".", "", ",", "").Replace(s[:last]) + "." + s[last+1:]
	case strings.Count(s, s[last:last+1]) > 1:
		s = strings.ReplaceAll(s, s[last:last+1], "")
	case len(s)-last-1 == 3:
		return 0, false
	default:
		s = s[:last] + "." + s[last+1:]
	}
	v, err := model.ParseAmount(s)
	return v, err == nil
}

var months = map[string]time.Month{
	"jan": 1, "feb": 2, "mar": 3, "mär": 3, "apr": 4, "may": 5, "mai": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "okt": 10, "nov": 11, "dec": 12, "dez": 12,
}

const monthName = `(jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)[a-zä]*\.?`

var (
	isoDay     = regexp.MustCompile(`\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\b`)
	chineseDay = regexp.MustCompile(`(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]`)
	germanDay  = regexp.MustCompile(`\b(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\b`)
	namedDay   = regexp.MustCompile(`(?i)\b(\d{1,2})(?:st|nd|rd|th|\.)?\s+(?:of )?` + monthName + `,?\s+(\d{4})\b`)
	americaDay = regexp.MustCompile(`(?i)\b` + monthName + `\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b`)
	slashDay   = regexp.MustCompile(`\b(\d{1,2})/(\d{1,2})/(\d{4})\b`)
	yearless   = regexp.MustCompile(`(?i)\b\d{1,2}\.\d{1,2}\.(?:\s|$)|\b\d{1,2}/\d{1,2}\b|\d{1,2}月\d{1,2}[日号]|\b\d{1,2}(?:st|nd|rd|th|\.)?\s+` + monthName + `|\b` + monthName + `\s+\d{1,2}\b`)
)

// date reads the day of a line; one that can be two days, or has no year, is
// told and left out.
func (p *parser) date(w row) model.Date {
	for _, way := range []struct {
		form    *regexp.Regexp
		y, m, d int // groups
	}{{isoDay, 1, 2, 3}, {chineseDay, 1, 2, 3}, {germanDay, 3, 2, 1}, {namedDay, 3, 2, 1}, {americaDay, 3, 1, 2}} {
		m := way.form.FindStringSubmatchIndex(w.text)
		if m == nil || !p.free(w.from+m[0], w.from+m[1]) {
			continue
		}
		part := func(g int) string { return w.text[m[2*g]:m[2*g+1]] }
		if day, ok := civil(part(way.y), part(way.m), part(way.d)); ok && p.take(w.from+m[0], w.from+m[1], IsDate) {
			return day
		}
	}
	if m := slashDay.FindStringSubmatchIndex(w.text); m != nil && p.free(w.from+m[0], w.from+m[1]) {
		return p.slashed(w, m)
	}
	if m := yearless.FindStringIndex(w.text); m != nil && p.free(w.from+m[0], w.from+m[1]) {
		p.spend(w.from+m[0], w.from+m[1])
		p.r.unsure(fmt.Sprintf("The day in %q has no year: it was left out.", brief(w.text)))
	}
	return ""
}

// slashed reads a day with slashes when only one order of its parts is possible.
func (p *parser) slashed(w row, m []int) model.Date {
	a, b, y := w.text[m[2]:m[3]], w.text[m[4]:m[5]], w.text[m[6]:m[7]]
	one, first := civil(y, a, b)
	two, second := civil(y, b, a)
	from, to := w.from+m[0], w.from+m[1]
	switch {
	case first && second && one != two:
		p.spend(from, to)
		p.r.unsure(fmt.Sprintf("The day in %q can be read in two ways: it was left out.", brief(w.text)))
		return ""
	case first && p.take(from, to, IsDate):
		return one
	case second && p.take(from, to, IsDate):
		return two
	}
	return ""
}

// civil puts a day together; months may be names.
func civil(year, month, day string) (model.Date, bool) {
	y, err := strconv.Atoi(year)
	if err != nil {
		return "", false
	}
	m, err := strconv.Atoi(month)
	if err != nil {
		runes := []rune(strings.ToLower(month))
		if len(runes) < 3 {
			return "", false
		}
		m = int(months[string(runes[:3])])
	}
	d, err := strconv.Atoi(day)
	if err != nil || m < 1 || m > 12 || d < 1 {
		return "", false
	}
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	return model.DateOf(t), t.Day() == d && int(t.Month()) == m
}
