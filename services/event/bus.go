package event

// IDs names the changed records of one kind. Empty means "any of them", after
// work that touches too many to list.
type IDs []int64

// Job is the state of one piece of long work, for the status bar and the
// command line's progress bar.
type Job struct {
	Name    string // the kind of work, such as "import"
	Text    string // the step in plain words, such as "Writing orders"
	Done    int64  // finished units
	Total   int64  // all units; 0 when unknown
	Bytes   bool   // the units are bytes
	Running bool   // false in the last event of a job
	Err     error  // how it ended; nil while running and on success
}

// Bus holds the topics of one open book. The zero Bus is ready to use; it must
// not be copied.
type Bus struct {
	OrdersChanged    Topic[IDs] // orders, their lines, allocations, parcels, cases, claims
	SuppliersChanged Topic[IDs] // suppliers, their terms, assessments and scores
	ProductsChanged  Topic[IDs] // products, variants and listings
	OffersChanged    Topic[IDs] // what suppliers ask, and their stock counts
	PricesChanged    Topic[IDs] // exchange rates and fee rules: margins may differ now
	PurchasesChanged Topic[IDs] // purchase orders and the outbox
	SettingsChanged  Topic[IDs] // settings of the book
	BooksChanged     Topic[IDs] // journal entries and periods
	JobProgress      Topic[Job] // long work: started, a step on, ended
}
