// Package forward brings purchase orders to suppliers, each exactly once,
// whatever happens on the way: into a folder that the supplier reads, or by
// e-mail. Amendments to purchase orders leave the same way.
//
// Into a folder a purchase order leaves in four steps. Its documents are written into a
// hidden staging folder and brought to the disk; a transaction notes that they
// are about to appear, where, and what is in them; the folder gets its final
// name, which makes all of them appear at once; a transaction notes that they
// did. Several take each step together, which spares waiting for the disk, but
// each has its own folder and its own note. A crash between any two of the steps is
// recognised by what the note and the folders say, and finished by the next run.
// Where they say nothing, the state is unknown: it is never sent again by itself,
// and a person settles it.
//
// By e-mail, a transaction keeps the very bytes of the message and queues it. At
// the last moment at which the mail server has certainly not taken it, a second
// one notes it as sending; then the server's reply decides. Without a reply, or
// after a crash, it is unknown.
//
// It must not know what the documents look like.
package forward

import (
	"context"
	"path/filepath"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/job"
	letters "github.com/dropledger/dropledger/services/letter"
	"github.com/dropledger/dropledger/services/mail"
	"github.com/dropledger/dropledger/services/store"
)

// File is one document, complete.
type File struct {
	Name     string
	Content  []byte
	Warnings []string // sentences about what could not be written as it is
}

// Documents makes the documents of a purchase order. The names of one purchase
// order differ, and every system takes them as file names. Several are rendered
// at once.
type Documents interface {
	Render(d Dispatch) ([]File, error)
}

// Gatherer is what Documents also are when they ask the book for more than a
// dispatch says: Gather asks it once for all that leave together.
type Gatherer interface {
	Gather(ctx context.Context, all []Dispatch) Documents
}

// Proofreader is what Documents also are when they know before what they cannot
// print: sentences about characters of the texts, none when all can be printed.
type Proofreader interface {
	Unprintable(texts ...string) []string
}

// Service forwards the purchase orders of one book.
type Service struct {
	db   *store.DB
	bus  *event.Bus
	jobs *job.Runner
	docs Documents

	// Secrets gives the password of the mail server.
	Secrets mail.Secrets
}

// New makes the forwarding service of a book.
func New(db *store.DB, bus *event.Bus, jobs *job.Runner, docs Documents) *Service {
	return &Service{db: db, bus: bus, jobs: jobs, docs: docs}
}

// task is the name of all work that forwards: one runs at a time.
const task = "Forwarding"

// Options say what to forward. Out is the folder in which each supplier has
// one; it is made when it is not there. With Send, suppliers that take e-mail
// get one; the others get a folder in Out, and nothing when Out is empty.
// Supplier limits the run to one, by name, and Purchases to some purchase
// orders, by id. Approve also approves drafts that have no blocking warning.
// With both Send and Out, while no mail server is set, all go into folders, and
// with the documents lies the message as a draft that a person opens and sends.
type Options struct {
	Out       string
	Send      bool
	Supplier  string
	Purchases []int64
	// Amendments are some amendments, by id. With these or with Purchases nothing
	// else leaves; without both, all that is approved does.
	Amendments []int64
	Approve    bool
	// Now sends also what gathers for a supplier that gets one purchase order an
	// hour or a day and is not due yet. What Purchases names does not wait.
	Now bool
}

// Result is what a run did. Orders and Lines count those in the purchase order.
// Failed counts those held that should have left: something went wrong on the way.
type Result struct {
	Sent   []Sent `json:"sent"`
	Held   []Held `json:"held"`
	Failed int    `json:"failed"`
}

// Sent is a purchase order that reached its supplier's folder, or that the mail
// server took for the supplier. Files are paths, or the names of attachments.
type Sent struct {
	Purchase  string   `json:"purchase"`
	Amendment string   `json:"amendment,omitempty"` // its number, when not the purchase order itself left
	Supplier  string   `json:"supplier"`
	Orders    int      `json:"orders"`
	Lines     int      `json:"lines"`
	Files     []string `json:"files"`
	MessageID string   `json:"message_id"`
	To        string   `json:"to,omitempty"` // the address, by e-mail
	Warnings  []string `json:"warnings,omitempty"`
}

// Held is a purchase order that did not leave, and why.
type Held struct {
	Purchase string `json:"purchase"`
	Reason   string `json:"reason"`
}

// Check refuses options that say neither a folder nor e-mail, with code invalid.
func (o Options) Check() error {
	if o.Out == "" && !o.Send {
		return model.FieldErrorf("out", "Say into which folder the purchase orders go, enter it once in the settings as the folder for purchase orders, or send them by e-mail.")
	}
	return nil
}

// Forward finishes what an earlier run left undone, gathers what was routed into
// purchase orders, and sends those that are approved. What cannot leave is held
// with its reason and does not keep the others from leaving. When ctx ends, the
// result tells what had left by then.
func (s *Service) Forward(ctx context.Context, o Options) (Result, error) {
	res := Result{Sent: []Sent{}, Held: []Held{}}
	if err := o.Check(); err != nil {
		return res, err
	}
	if o.Out != "" {
		out, err := filepath.Abs(o.Out)
		if err != nil {
			return res, model.FieldErrorf("out", "%q is not a folder.", o.Out).Because(err)
		}
		o.Out = out
	}
	err := s.jobs.Run(ctx, task, func(ctx context.Context, p *job.Progress) error {
		w := &work{Service: s, ctx: ctx, options: o, result: &res, left: map[string]map[string][]string{}}
		return w.all(p)
	})
	return res, err
}

// work is one forwarding run.
type work struct {
	*Service
	ctx     context.Context
	options Options
	result  *Result
	folders map[int64]string               // of suppliers, by id
	left    map[string]map[string][]string // staging folders found, by supplier's folder and final name
	server  mail.Server
	nomail  error // why nothing can be sent by e-mail
	drafted bool  // without a mail server, a person sends the e-mail: drafts lie with the documents
	texts   map[int64]letters.Wording
	heads   map[int64]head     // those of suppliers that take e-mail
	warned  map[int64][]string // what a person should know, by purchase order
	queued  map[int64]bool     // purchase orders this run wrote a message for
}

func (w *work) all(p *job.Progress) error {
	p.Step(0, 0, "Finishing earlier work")
	if err := w.recover(); err != nil {
		return err
	}
	if err := w.openMail(); err != nil {
		return err
	}
	p.Step(0, 0, "Gathering purchase orders")
	approved, mailed, err := w.prepare()
	if err != nil {
		return err
	}
	if err := w.toFolders(p, approved); err != nil || !w.options.Send {
		return err
	}
	return w.toMail(p, mailed)
}

// toFolders forwards approved purchase orders into folders.
func (w *work) toFolders(p *job.Progress, approved []int64) error {
	return w.inTurn(approved, &stages{p: p, name: "Forwarding", make: w.staged, leave: w.leave})
}

func (w *work) hold(purchase, reason string) {
	w.result.Held = append(w.result.Held, Held{purchase, reason})
}

// fail holds what should have left.
func (w *work) fail(purchase, reason string) {
	w.result.Failed++
	w.hold(purchase, reason)
}

// held takes a failure that concerns one purchase order only as the reason why
// that one waits; any other stops the run.
func (w *work) held(purchase string, err error) error {
	switch model.CodeOf(err) {
	case model.Internal, model.Cancelled, model.Damaged:
		return err
	}
	switch model.CodeOf(err) {
	case model.DiskFull, model.Unwritable:
		w.fail(purchase, err.Error())
	default:
		w.hold(purchase, err.Error())
	}
	return nil
}
