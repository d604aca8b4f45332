package score

import (
	"github.com/shopspring/decimal"
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/model/calc"
	"github.com/dropledger/dropledger/services/scorerule"
	"github.com/dropledger/dropledger/services/setting"
)

// The metrics that make the score, by their place in a book's cells.
const (
	dispatch = iota
	otd
	otif
	odr
	cancelled
	acknowledged
	price
	stock
	claims
	metrics // how many there are
)

// about is what a metric is called. A bad one is told as the share that went wrong.
type about struct {
	key, label string
	bad        bool
}

var abouts = [metrics]about{
	dispatch:     {"dispatch", "Dispatched on time", false},
	otd:          {"otd", "Delivered on time", false},
	otif:         {"otif", "On time and in full", false},
	odr:          {"odr", "Orders with a defect", true},
	cancelled:    {"cancel", "Cancelled or out of stock", true},
	acknowledged: {"acknowledgement", "Answered in time", false},
	price:        {"price_stability", "Prices kept", false},
	stock:        {"stock_accuracy", "Stock counts that held", false},
	claims:       {"claim_recovery", "Claims recovered", false},
}

// Metrics lists the keys of the metrics in the order of a card.
func Metrics() []string {
	keys := make([]string, metrics)
	for i := range abouts {
		keys[i] = abouts[i].key
	}
	return keys
}

// ruleKey is what the reading of the facts depends on beside the facts.
type ruleKey struct {
	answer int    // days to an answer
	due    [2]int // days until it leaves and from there to the door, where no offer says them
	step   string
}

// rules are those by which a score is made, of one day.
type rules struct {
	ruleKey
	half, open, today    int
	prior                decimal.Decimal // points of a supplier nobody vetted
	priorOrders          decimal.Decimal // orders that weigh as much as vetting
	worstRate, worstGood decimal.Decimal // rates that earn nothing, 0 to 1; the latter of defects
	priceStep            decimal.Decimal
	cuts                 [3]decimal.Decimal // of A, B and C
	weights              [metrics]decimal.Decimal
	all                  decimal.Decimal // of the weights
	fade                 []int64         // weight by age within a half-life, of scale
}

// loadRules reads the rules that hold on a day.
func loadRules(q *gorm.DB, day model.Date) (*rules, error) {
	rule, err := scorerule.On(q, day)
	if err != nil {
		return nil, err
	}
	r := &rules{half: rule.HalfLifeDays, open: rule.OpenDays, today: ordinal(day), priorOrders: decimal.NewFromInt(int64(rule.PriorOrders))}
	handling, slow, buffer := 0, 0, 0
	for key, to := range map[setting.Key]*int{
		setting.AnswerDays: &r.answer, setting.PromiseHandling: &handling, setting.PromiseSlow: &slow, setting.PromiseBuffer: &buffer,
	} {
		if *to, err = setting.Days(q, key); err != nil {
			return nil, err
		}
	}
	r.due = [2]int{handling, slow + buffer}
	r.prior, r.worstRate, r.worstGood, r.priceStep = rule.Prior, rule.WorstRate, rule.WorstDefects, rule.PriceStep
	r.cuts = [3]decimal.Decimal{rule.ClassA, rule.ClassB, rule.ClassC}
	r.weights = [metrics]decimal.Decimal{
		dispatch: rule.WeightDispatch, otd: rule.WeightOTD, otif: rule.WeightOTIF, odr: rule.WeightODR, cancelled: rule.WeightCancel,
		acknowledged: rule.WeightAcknowledgement, price: rule.WeightPrice, stock: rule.WeightStock, claims: rule.WeightClaims,
	}
	r.settle()
	return r, nil
}

// reader reads the facts of one supplier.
func (r *rules) reader(q *gorm.DB, supplier int64) *reader {
	return &reader{q: q, r: r, today: r.today, days: days{}, only: []int64{supplier}, books: map[int64]*book{}}
}

// settle works out what follows from the settings.
func (r *rules) settle() {
	r.step = r.priceStep.String()
	r.worstRate, r.worstGood = r.worstRate.Shift(-2), one.Sub(r.worstGood.Shift(-2))
	r.all = decimal.Zero
	for _, w := range r.weights {
		r.all = r.all.Add(w)
	}
	r.fade = make([]int64, r.half)
	for i := range r.fade {
		r.fade[i] = calc.Decay(i, r.half).Shift(scaleDigits).Round(0).IntPart()
	}
}

var (
	one     = decimal.NewFromInt(1)
	hundred = decimal.NewFromInt(100)
	z       = decimal.New(196, -2) // Wilson's, two-sided 95 %
)

// Weights of single observations are whole numbers of scale.
const (
	scaleDigits = 9
	scale       = 1_000_000_000
	whole       = 1_000_000 // a good observation; part of one is less
)

// weight is what an observation of that age counts.
func (r *rules) weight(age int) int64 {
	if n := age / r.half; n < 62 {
		return r.fade[age%r.half] >> n
	}
	return 0
}

// worst is the share of good observations at which the metric earns nothing.
func (r *rules) worst(metric int) decimal.Decimal {
	if abouts[metric].bad {
		return r.worstGood
	}
	return r.worstRate
}

// class is the class of a score: half-open bands, of which A includes 100.
// Source: oracle SC-06.
func (r *rules) class(score decimal.NullDecimal) string {
	if !score.Valid {
		return ""
	}
	for i, cut := range r.cuts {
		if score.Decimal.GreaterThanOrEqual(cut) {
			return string(rune('A' + i))
		}
	}
	return "D"
}

// Label is what a metric is called, "" for one that is not there.
func Label(key string) string {
	for i := range abouts {
		if abouts[i].key == key {
			return abouts[i].label
		}
	}
	return ""
}
