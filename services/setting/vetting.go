package setting

// The settings of vetting.
const (
	TrialOrders   Key = "vetting.trial_orders"
	ScoreLimit    Key = "vetting.score_limit"
	WarnDays      Key = "vetting.warn_days"
	RequalifyDays Key = "vetting.requalify_days"
)

var vettingDefinitions = []Definition{
	{
		Key: TrialOrders, Label: "Open orders on trial", Kind: Number, Default: "5", low: 0, high: 10_000, needed: true,
		Help: "A supplier on trial gets no more orders while so many of its orders are not finished.",
	},
	{
		Key: ScoreLimit, Label: "Score for probation", Kind: Number, Default: "50", low: 0, high: 100, needed: true,
		Help: "Of 100 points. A supplier whose vetting scores less is proposed for probation; a person decides.",
	},
	{
		Key: WarnDays, Label: "Tell of an expiry before", Kind: Number, Default: "30", low: 0, high: 365, needed: true,
		Help: "In days. Papers and proofs of suppliers that end, and vettings that fall due, come up so long before.",
	},
	{
		Key: RequalifyDays, Label: "Vet again after", Kind: Number, Default: "365", low: 1, high: 3650, needed: true,
		Help: "In days after a supplier was approved. A day set for a supplier itself goes before.",
	},
}
