package setting

// The settings of the score of suppliers.
const (
	ScoreHalfLife     Key = "score.half_life_days"
	ScoreOpenDays     Key = "score.open_days"
	ScorePriorOrders  Key = "score.prior_orders"
	ScorePrior        Key = "score.prior_percent"
	ScoreWorstRate    Key = "score.worst_rate"
	ScoreWorstDefects Key = "score.worst_defects"
	ScorePriceStep    Key = "score.price_step"
	ScoreClassA       Key = "score.class_a"
	ScoreClassB       Key = "score.class_b"
	ScoreClassC       Key = "score.class_c"

	ScoreWeightDispatch Key = "score.weight_dispatch"
	ScoreWeightOTD      Key = "score.weight_otd"
	ScoreWeightOTIF     Key = "score.weight_otif"
	ScoreWeightODR      Key = "score.weight_odr"
	ScoreWeightCancel   Key = "score.weight_cancel"
	ScoreWeightAck      Key = "score.weight_acknowledgement"
	ScoreWeightPrice    Key = "score.weight_price"
	ScoreWeightStock    Key = "score.weight_stock"
	ScoreWeightClaims   Key = "score.weight_claims"
)

var scoreDefinitions = []Definition{
	{
		Key: ScoreHalfLife, Label: "Score: half-life of an order", Kind: Number, Default: "90", low: 1, high: 3650, needed: true,
		Help: "In days. An order so much older than a supplier's newest one counts half as much in its score.",
	},
	{
		Key: ScoreOpenDays, Label: "Score: months stay open", Kind: Number, Default: "90", low: 0, high: 365, needed: true,
		Help: "In days. The orders of a month are marked as open so long, because complaints about them may still come.",
	},
	{
		Key: ScorePriorOrders, Label: "Score: orders equal to vetting", Kind: Number, Default: "10", low: 1, high: 1000, needed: true,
		Help: "After so many orders vetting and performance count half each; with more of them vetting fades.",
	},
	{
		Key: ScorePrior, Label: "Score of a supplier without vetting", Kind: Percent, Default: "50", needed: true,
		Help: "From 0 to 100: where a supplier starts that nobody vetted, until orders tell.",
	},
	{
		Key: ScoreWorstRate, Label: "Score: worth nothing at", Kind: Percent, Default: "50", needed: true,
		Help: "In percent. An on-time rate, or another rate that should be 100 %, earns no points at this value or below.",
	},
	{
		Key: ScoreWorstDefects, Label: "Score: defects worth nothing at", Kind: Percent, Default: "20", needed: true,
		Help: "In percent. A share of defective or cancelled orders of this value or above earns no points.",
	},
	{
		Key: ScorePriceStep, Label: "Score: price rise that is stable", Kind: Percent, Default: "3", needed: true,
		Help: "In percent. A new price that is higher by more than this counts as not stable.",
	},
	{Key: ScoreClassA, Label: "Class A from", Kind: Percent, Default: "90", needed: true, Help: "The score from which a supplier is in class A, up to and with 100."},
	{Key: ScoreClassB, Label: "Class B from", Kind: Percent, Default: "70", needed: true, Help: "The score from which a supplier is in class B, below class A."},
	{Key: ScoreClassC, Label: "Class C from", Kind: Percent, Default: "50", needed: true, Help: "The score from which a supplier is in class C; below it is D."},
	{Key: ScoreWeightDispatch, Label: "Weight of dispatch on time", Kind: Percent, Default: "10", needed: true, Help: scoreWeight},
	{Key: ScoreWeightOTD, Label: "Weight of delivery on time", Kind: Percent, Default: "20", needed: true, Help: scoreWeight},
	{Key: ScoreWeightOTIF, Label: "Weight of on time in full", Kind: Percent, Default: "15", needed: true, Help: scoreWeight},
	{Key: ScoreWeightODR, Label: "Weight of order defects", Kind: Percent, Default: "25", needed: true, Help: scoreWeight},
	{Key: ScoreWeightCancel, Label: "Weight of cancelled and out of stock", Kind: Percent, Default: "10", needed: true, Help: scoreWeight},
	{Key: ScoreWeightAck, Label: "Weight of acknowledgement", Kind: Percent, Default: "5", needed: true, Help: scoreWeight},
	{Key: ScoreWeightPrice, Label: "Weight of stable prices", Kind: Percent, Default: "5", needed: true, Help: scoreWeight},
	{Key: ScoreWeightStock, Label: "Weight of right stock counts", Kind: Percent, Default: "5", needed: true, Help: scoreWeight},
	{Key: ScoreWeightClaims, Label: "Weight of claims recovered", Kind: Percent, Default: "5", needed: true, Help: scoreWeight},
}

const scoreWeight = "How much it counts in a supplier's score. The weights are taken by their share of all of them, shown as adding up to 100."
