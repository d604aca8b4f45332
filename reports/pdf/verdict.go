package pdf

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/reports/plot"
	"github.com/dropledger/dropledger/services/score"
)

// verdict is the head of a scorecard: class, score with how sure it is, and what
// it rests on.
func (p *sheet) verdict() {
	const height, pad = 23.0, 3.0
	d, t, c := p.d, p.t, &p.Card
	d.need(height)
	d.box(side, d.inner(), height, tint)
	p.badge(side+pad, d.y+pad, height-2*pad)
	x := side + height + 2
	third := (d.inner() - height - 2) / 3
	d.draw(x, d.y+pad, label, t.t("score.score"))
	big, of := style{19, true, ink}, t.t("score.of100")
	number := t.t("score.notrated")
	if c.Score.Valid {
		number = p.number(c.Score.Decimal)
	} else {
		big.size, of = 14, ""
	}
	d.draw(x, d.y+pad+2.6, big, number)
	d.draw(x+d.width(big, number)+1.5, d.y+pad+2.6+big.line()-body.line()-1.1, body, of)
	d.drawLines(x, d.y+pad+13, small, d.wrap(small, p.sure(), third-3))
	p.rests(x+third, third-4)
	p.stage(x+2*third, third-pad)
	d.y += height + 4
}

// badge is the class in a square: filled, or an outline without one.
func (p *sheet) badge(x, y, size plot.Unit) {
	d, text, letter := p.d, p.Card.Class, style{30, true, white}
	mode := d.ink(accent, false, 1.5)
	if text == "" {
		text, letter.colour = dash, muted
		mode = d.ink(muted, true, 1.5)
	}
	d.pdf.RoundedRect(x, y, size, size, 2, "1234", mode)
	d.draw(x+(size-d.width(letter, text))/2, y+(size-letter.line())/2, letter, text)
}

// sure says between what bounds the score lies.
func (p *sheet) sure() string {
	f := &p.Card.Performance
	if !f.Low.Valid || !f.High.Valid {
		return ""
	}
	return p.t.t("score.between", p.number(f.Low.Decimal), p.number(f.High.Decimal))
}

// rests shows how much of the score is vetting and how much orders.
func (p *sheet) rests(x, w plot.Unit) {
	d, t, c := p.d, p.t, &p.Card
	const pad = 3.0
	d.draw(x, d.y+pad, label, t.t("score.rests"))
	y := d.y + pad + label.line() + 0.6
	if c.Score.Valid && c.Share.Valid {
		d.plotAt(plot.Share{Parts: []plot.Part{
			{Value: plot.Number(c.Share.Decimal), Role: plot.Series2},
			{Value: plot.Number(hundredPercent.Sub(c.Share.Decimal)), Role: plot.Series1},
		}, Whole: plot.Whole(100)}, x, y, plot.Frame{W: w / mmPerUnit, H: 9, Measure: d.measure})
		y += 3
	}
	d.drawLines(x, y, body, d.wrap(body, p.restsOn(), w))
}

var hundredPercent = decimal.NewFromInt(100)

func (p *sheet) restsOn() string {
	c, t := &p.Card, p.t
	n := fmt.Sprint(c.Performance.N)
	switch {
	case !c.Score.Valid:
		return t.t("score.rests.nothing")
	case c.Performance.N == 0:
		return t.t("score.rests.vetting")
	case !c.Share.Valid:
		return t.t("score.rests.orders", n)
	}
	return t.t("score.rests.both", c.Share.Decimal.StringFixed(0), hundredPercent.Sub(c.Share.Decimal.Round(0)).StringFixed(0), n)
}

func (p *sheet) stage(x, w plot.Unit) {
	d, t, v := p.d, p.t, &p.Sheet
	const pad = 3.0
	d.draw(x, d.y+pad, label, t.t("score.stage"))
	said := t.t("score.stage." + string(v.Stage))
	if v.Since != "" {
		said = t.t("score.since", said, t.date(v.Since))
	}
	y := d.drawLines(x, d.y+pad+label.line()+0.4, body.strong(), d.wrap(body.strong(), said, w))
	d.draw(x, y+0.6, label, t.t("score.trust"))
	d.drawLines(x, y+0.6+label.line()+0.4, body.strong(), d.wrap(body.strong(), p.trust(), w))
}

func (p *sheet) trust() string {
	key := map[string]string{
		score.NotRated: "score.trust.none", score.TestPhase: "score.trust.test", score.Provisional: "score.trust.provisional", score.Rated: "score.trust.rated",
	}[p.Card.Trust]
	if p.Card.Trust == score.NotRated && p.Card.Score.Valid {
		key = "score.trust.vetted"
	}
	return p.t.t(key)
}
