package vetting

import "github.com/dropledger/dropledger/gui/page"

// Shots are the pictures of the page of one supplier.
func Shots() []page.Shot {
	of := func(supplier, tab string) page.Route {
		return page.Route{Screen: page.Scorecard, Key: supplier, Params: map[string]string{tabParam: tab}}
	}
	const stored, sells, makes, shaky = "Maasdok Fulfilment", "Hansekontor Großhandel", "Pennine Makers", "Lakeshore Home Supply"
	some := of(stored, tabScorecard)
	return []page.Shot{
		{Name: "scorecard", Route: some},
		{Name: "scorecard-d", Route: of(shaky, tabScorecard)},
		{Name: "scorecard-new", Route: of("Olaria do Vale", tabScorecard)},
		{Name: "scorecard-events", Route: some, Prepare: page.On(func(d *Document) { d.scorecard().events("otd") })},
		{Name: "scorecard-month", Route: some, Prepare: page.On(func(d *Document) { d.scorecard().monthEvents(d.h.Book().Today().AddDays(-30).Month()) })},
		{Name: "scorecard-stage", Route: some, Prepare: page.On(func(d *Document) { d.changeStage() })},
		{Name: "scorecard-failed", Route: some, State: page.NotLoaded},
		{Name: "supplier-assessments", Route: of(sells, tabAssessments)},
		{Name: "supplier-tests", Route: of(makes, tabTests)},
		{Name: "supplier-tests-new", Route: of(makes, tabTests), Prepare: page.On(page.Creator.Create)},
		{Name: "supplier-terms", Route: of(sells, tabTerms)},
		{Name: "supplier-terms-edit", Route: of(sells, tabTerms), Prepare: page.On(func(d *Document) { press(d, "vetting.edit") })},
		{Name: "supplier-talks", Route: of(shaky, tabTalks)},
		{Name: "supplier-talks-new", Route: of(shaky, tabTalks), Prepare: page.On(page.Creator.Create)},
		{Name: "supplier-papers", Route: of(sells, tabPapers)},
		{Name: "supplier-people", Route: of(sells, tabParty)},
		{Name: "supplier-actions", Route: of(shaky, tabActions)},
		{Name: "supplier-history", Route: of(shaky, tabHistory)},
		{Name: "supplier-terms-empty", Route: of("Golden Reed Store", tabTerms)},
	}
}

// press does an action of the page by its id.
func press(d *Document, id string) {
	for _, a := range d.Actions() {
		if a.ID == id {
			a.Do()
		}
	}
}

// scorecard is the first tab.
func (d *Document) scorecard() *card {
	c, _ := d.all[0].(*card)
	return c
}
