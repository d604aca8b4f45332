package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/alecthomas/kong"
	"golang.org/x/term"

	"github.com/dropledger/dropledger/gui"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/model/calc"
	"github.com/dropledger/dropledger/reports/render"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/store"
)

// commands is the command line: one field a command, kong does the parsing.
// Every command is a thin call of a service; what it prints is the service's
// own result.
type commands struct {
	Book string `help:"The book to work on; the last used one by default." placeholder:"PATH"`
	JSON bool   `name:"json" help:"Print one JSON document on standard output."`

	Open       openCommand       `cmd:"" help:"Open the window on a book, the last used one by default; also what the program does without a command."`
	Shots      shotsCommand      `cmd:"" help:"Draw every screen of the book to PNG files, without a display."`
	New        newCommand        `cmd:"" help:"Make an empty book."`
	Demo       demoCommand       `cmd:"" help:"Make a sample business, the same for the same seed."`
	Import     importCommand     `cmd:"" help:"Recognise files and merge them into the book."`
	Undo       undoCommand       `cmd:"" help:"Take an import batch back, or say what depends on it."`
	Put        putCommand        `cmd:"" help:"Create or change records from JSON on standard input."`
	Archive    archiveCommand    `cmd:"" help:"Put a supplier, shop or product away, or bring it back."`
	Settings   settingsCommand   `cmd:"" help:"List, read or set the book's settings."`
	Suppliers  suppliersCommand  `cmd:"" help:"List the suppliers."`
	Products   productsCommand   `cmd:"" help:"List the products."`
	Offers     offersCommand     `cmd:"" help:"List what suppliers ask and have."`
	Shops      shopsCommand      `cmd:"" help:"List the shops."`
	Fees       feesCommand       `cmd:"" help:"List the fee rules."`
	Rates      ratesCommand      `cmd:"" help:"List the exchange rates."`
	Orders     ordersCommand     `cmd:"" help:"List the sales orders."`
	Purchases  purchasesCommand  `cmd:"" help:"List the purchase orders."`
	Amendments amendmentsCommand `cmd:"" help:"Changes and cancellations of purchase orders that have left."`
	Reply      replyCommand      `cmd:"" help:"Read a supplier's reply on standard input; says what it understood and saves nothing."`
	Parcels    parcelsCommand    `cmd:"" help:"List the parcels."`
	Stock      stockCommand      `cmd:"" help:"List own stock at 3PLs, its moves, and what 3PLs charge."`
	Cases      casesCommand      `cmd:"" help:"List what went wrong with orders."`
	Claims     claimsCommand     `cmd:"" help:"List what is claimed for it."`
	Score      scoreCommand      `cmd:"" help:"The scorecards of the suppliers, and what they rest on."`
	Vetting    vettingCommand    `cmd:"" help:"How suppliers are vetted: sheets, stages, papers, test orders, and what falls due."`
	Outbox     outboxCommand     `cmd:"" help:"What was forwarded, sending what is queued, and settling what is unknown."`
	ByHand     byHandCommand     `cmd:"" name:"byhand" help:"What a person orders on marketplaces; put placed types back what came of it."`
	Route      routeCommand      `cmd:"" help:"Choose suppliers for the lines that wait."`
	Rules      rulesCommand      `cmd:"" help:"The rules of routing; try them on an order and on past orders."`
	Rulebook   rulebookCommand   `cmd:"" help:"List the dated rows of law and calendars, with their sources."`
	Taxes      taxesCommand      `cmd:"" help:"List the dated rules of tax and duty."`
	Stocking   stockingCommand   `cmd:"" help:"Which products are worth keeping in stock at a 3PL, and how long the stock lasts."`
	Forward    forwardCommand    `cmd:"" help:"Make purchase orders and forward them into a folder or by e-mail, each once."`
	Report     reportCommand     `cmd:"" help:"One report, on screen or as a file."`
	Export     exportCommand     `cmd:"" help:"The accountant's workbook, or the journal for another program."`
	Calc       calcCommand       `cmd:"" help:"One calculation: JSON in on standard input, JSON out."`
	Check      checkCommand      `cmd:"" help:"Prove that the book is sound and the books agree."`
	Backup     backupCommand     `cmd:"" help:"Write a verified copy of the book."`
	Restore    restoreCommand    `cmd:"" help:"Put a verified backup in the book's place."`
	Migrate    migrateCommand    `cmd:"" help:"Bring the book to this program's schema."`
	Version    versionCommand    `cmd:"" help:"The program's version and what it is built on."`
}

// The exit codes of contract.
const (
	exitDone     = 0
	exitFailed   = 1
	exitUsage    = 2
	exitRefusals = 3
)

// errRefusals ends a run that is done but for some refused rows.
var errRefusals = errors.New("rows were refused")

// helpShown stops parsing once help was printed.
type helpShown struct{}

// run is the whole program but for the process around it.
func run(ctx context.Context, args []string, s surroundings) (code int) {
	a, err := newApp(ctx, s)
	if err != nil {
		return (&app{surroundings: s, json: asked(args, "--json")}).fail(err, exitUsage)
	}
	var c commands
	defer func() {
		if r := recover(); r != nil {
			if _, help := r.(helpShown); !help {
				panic(r)
			}
			code = exitDone
		}
	}()
	parser := kong.Must(&c, kong.Name("dropledger"), kong.Writers(s.out, s.err), kong.Exit(func(int) { panic(helpShown{}) }),
		kong.Description("The back office of a small dropshipping merchant. Works without internet; one file holds the whole business."),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true}), kong.Bind(a))
	if opens(args) {
		args = append([]string{"open"}, args...)
	}
	k, err := parser.Parse(args)
	a.json, a.book = c.JSON || asked(args, "--json"), c.Book
	if err != nil {
		return a.fail(misheard(err), exitUsage)
	}
	defer a.watch()()
	err = errors.Join(k.Run(), a.close())
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errRefusals):
		return exitRefusals
	case errors.As(err, &misspoken{}):
		return a.fail(err, exitUsage)
	}
	return a.fail(err, exitFailed)
}

// opens tells whether a call names no command: then it opens the window, of the
// book that it names, if any.
func opens(args []string) bool {
	switch len(args) {
	case 0:
		return true
	case 1:
		return filepath.Ext(args[0]) == bookEnding
	}
	return len(args) == 2 && args[0] == "--book"
}

// misspoken is the refusal of a word of the call, found before anything was done.
type misspoken struct{ error }

// Unwrap is the refusal itself.
func (m misspoken) Unwrap() error { return m.error }

// words marks a refusal as one of the call's words.
func words(err error) error {
	if err == nil {
		return nil
	}
	return misspoken{err}
}

// word is words for a refusal of what the call asks for, and any other failure as
// it is: where nothing but flags can be wrong.
func word(err error) error {
	if model.CodeOf(err) == model.Invalid {
		return words(err)
	}
	return err
}

// misheard says in a sentence which word of the call is wrong.
func misheard(err error) error {
	said := strings.TrimRight(err.Error(), ".")
	word, unknown := strings.CutPrefix(said, "unexpected argument ")
	if !unknown {
		said = strings.TrimSuffix(said, "?")
		if r := []rune(said); len(r) > mostSaid {
			said = string(r[:mostSaid]) + "…"
		}
		return model.Errorf(model.Invalid, "%s. Nothing was changed. See \"dropledger --help\".", said)
	}
	word, like, _ := strings.Cut(word, ", did you mean")
	if like != "" {
		like = " Did you mean" + like
	}
	return model.Errorf(model.Invalid, "There is no command or word %q here.%s Nothing was changed. See \"dropledger --help\".", word, like)
}

// mostSaid is how many characters of a call a sentence repeats.
const mostSaid = 300

func asked(args []string, flag string) bool {
	for _, arg := range args {
		if arg == flag {
			return true
		}
	}
	return false
}

type openCommand struct {
	Path string `arg:"" optional:"" name:"book" help:"The book; the last used one by default."`
}

// Run shows the window until it is closed.
func (c *openCommand) Run(a *app) error {
	if c.Path != "" {
		a.book = c.Path
	}
	path, err := a.bookPath()
	if model.CodeOf(err) == model.Invalid { // no book was used yet: the window asks
		path, err = "", nil
	}
	if err != nil {
		return err
	}
	patience.Store(windowGCPercent)
	debug.SetGCPercent(windowGCPercent)
	w := a.window()
	w.Book = path
	if a.getenv("DROPLEDGER_TRACE") != "" {
		w.Trace = func(what string) { fmt.Fprintln(a.err, what, time.Since(started).Milliseconds(), "ms") }
	}
	return gui.Run(w)
}

// window is what the window works on.
func (a *app) window() gui.Config {
	about := fmt.Sprintf("schema %d, SQLite %s, Fyne %s, %s", store.SchemaVersion(), store.SQLiteVersion(), moduleVersion("fyne.io/fyne/v2"), runtime.Version())
	return gui.Config{
		Context: a.ctx, Data: a.data, Program: program + " " + programVersion, Version: programVersion, About: about,
		Clock: a.clock, Opened: a.remember,
	}
}

type shotsCommand struct {
	Out   string `required:"" help:"The folder for the pictures." placeholder:"DIR"`
	Theme string `enum:"light,dark," default:"" help:"light or dark; both by default."`
	Size  string `default:"1366x768" help:"Width and height of the window."`
	Scale int    `default:"100" help:"Percent, 100 to 200: how much larger than the size the pictures are."`
	Only  string `help:"Draw only the pictures whose name fits this regular expression." placeholder:"PATTERN"`
}

// Run draws the screens.
func (c *shotsCommand) Run(a *app) error {
	path, err := a.bookPath()
	if err != nil && model.CodeOf(err) != model.Invalid { // without a book a sample business is drawn
		return err
	}
	w := a.window()
	w.Book = path
	shots, err := gui.Shots(w, gui.ShotOptions{Out: c.Out, Theme: c.Theme, Size: c.Size, Scale: c.Scale, Only: c.Only})
	if err != nil {
		return word(err)
	}
	return a.print(map[string]any{"shots": shots}, strings.Join(shots, "\n"))
}

type calcCommand struct {
	Name string `arg:"" optional:"" help:"The calculation; without one, all are listed."`
}

// Help lists the fields of every calculation.
func (c *calcCommand) Help() string {
	var b strings.Builder
	for _, n := range calc.Names() {
		b.WriteString(calc.Describe(n) + "\n\n")
	}
	return b.String()
}

// Run calculates.
func (c *calcCommand) Run(a *app) error {
	if c.Name == "" {
		return a.print(map[string]any{"calculations": calc.Names()}, strings.Join(calc.Names(), "\n"))
	}
	in, err := io.ReadAll(io.LimitReader(a.in, 64<<20))
	if err != nil {
		return err
	}
	out, err := calc.Run(c.Name, in)
	if err != nil {
		if !slices.Contains(calc.Names(), c.Name) {
			return words(err)
		}
		return err
	}
	a.json = true // there is no other form
	return a.print(out, "")
}

// watch shows the progress of long work on a terminal; elsewhere it is silent.
func (a *app) watch() (stop func()) {
	f, ok := a.err.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return func() {}
	}
	return a.bus.JobProgress.Subscribe(func(j event.Job) { fmt.Fprint(f, render.Progress(j)) })
}

type versionCommand struct{}

// Run prints versions.
func (c *versionCommand) Run(a *app) error {
	v := map[string]any{
		"version": programVersion, "schema": store.SchemaVersion(), "sqlite": store.SQLiteVersion(),
		"go": runtime.Version(), "fyne": moduleVersion("fyne.io/fyne/v2"),
	}
	return a.print(v, program+" "+programVersion)
}

// moduleVersion is the version of a module this program is built with, "" when
// it is not part of it.
func moduleVersion(path string) string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, m := range info.Deps {
		if m.Path == path {
			return m.Version
		}
	}
	return ""
}
