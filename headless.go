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
	"strings"
	"time"

	"github.com/alecthomas/kong"
	"golang.org/x/term"

	"github.com/dropledger/dropledger/gui"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/model/calc"
	"github.com/dropledger/dropledger/reports"
	"github.com/dropledger/dropledger/reports/render"
	"github.com/dropledger/dropledger/services/demo"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/fee"
	"github.com/dropledger/dropledger/services/file"
	"github.com/dropledger/dropledger/services/importer"
	"github.com/dropledger/dropledger/services/importer/sheet"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/product"
	"github.com/dropledger/dropledger/services/proof"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/put"
	"github.com/dropledger/dropledger/services/rate"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/routing"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/shop"
	"github.com/dropledger/dropledger/services/sourcing"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/supplier"
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
	if len(args) == 0 || len(args) == 1 && filepath.Ext(args[0]) == bookEnding {
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
		return err
	}
	return a.print(map[string]any{"shots": shots}, strings.Join(shots, "\n"))
}

type newCommand struct {
	Name     string `required:"" help:"The name of the business."`
	Currency string `required:"" help:"The home currency, such as EUR."`
	Country  string `required:"" help:"The country of the business, such as DE."`
}

// Run makes an empty book.
func (c *newCommand) Run(a *app) error {
	path, err := a.newBookPath(c.Name)
	if err != nil {
		return err
	}
	if a.db, err = store.Create(a.ctx, a.config(path)); err != nil {
		return err
	}
	pairs := []setting.Pair{{Key: string(setting.BookName), Value: c.Name}, {Key: string(setting.BookCurrency), Value: c.Currency}, {Key: string(setting.BookCountry), Value: c.Country}}
	if err := setting.New(a.db, &a.bus).SetAll(a.ctx, pairs); err != nil {
		return errors.Join(err, a.discard(path))
	}
	return errors.Join(a.remember(path), a.print(map[string]any{"book": path}, "Made the book "+path))
}

type demoCommand struct {
	Orders int   `default:"400" help:"How many orders."`
	Seed   int64 `default:"1" help:"The same seed makes the same business."`
}

// Run makes a sample business in a new book.
func (c *demoCommand) Run(a *app) error {
	path, err := a.newBookPath("Sample business")
	if err != nil {
		return err
	}
	if a.db, err = store.Create(a.ctx, a.config(path)); err != nil {
		return err
	}
	n, err := demo.New(a.db, &a.bus, &a.jobs).Make(a.ctx, demo.Options{Orders: c.Orders, Seed: c.Seed})
	if err != nil {
		return errors.Join(err, a.discard(path))
	}
	return errors.Join(a.remember(path), a.print(map[string]any{"book": path, "orders": n}, fmt.Sprintf("Made a sample business of %d orders in %s", n, path)))
}

type importCommand struct {
	Files    []string          `arg:"" help:"The files; each is one transaction."`
	As       string            `help:"Force a format: shopify-orders, shopify-products, price-list, tracking or acknowledgements." placeholder:"FORMAT"`
	Shop     string            `help:"The shop the orders or products are of; made when new." placeholder:"NAME"`
	Supplier string            `help:"Whose price list it is." placeholder:"NAME"`
	Map      map[string]string `help:"The column that holds a field, such as cost=\"Net price\"; remembered." placeholder:"FIELD=COLUMN"`
	Encoding string            `help:"How text is written where its content does not tell, such as windows-1251." placeholder:"NAME"`
	Sheet    string            `help:"The sheet of a workbook; the first that fits by default." placeholder:"NAME"`
	DryRun   bool              `help:"Show what would happen; change nothing."`
}

// Run imports files.
func (c *importCommand) Run(a *app) error {
	if _, err := importer.Format(c.As); err != nil {
		return words(err)
	}
	db, err := a.change()
	if err != nil {
		return err
	}
	s := importer.New(db, &a.bus, &a.jobs)
	s.Committed = func(batch int64) { fmt.Fprintln(a.err, "ack", batch) }
	res, err := s.Import(a.ctx, c.Files, importer.Options{
		As: c.As, Shop: c.Shop, Supplier: c.Supplier, Mapping: c.Map, DryRun: c.DryRun, Reading: sheet.Reading{Encoding: c.Encoding, Sheet: c.Sheet},
	})
	if err != nil {
		return err
	}
	if err := a.print(res, res.Text(c.DryRun)); err != nil {
		return err
	}
	return a.imported(res)
}

// imported turns the result into the exit code: nothing came in is a failure,
// something refused is told apart from all well.
func (a *app) imported(res importer.Result) error {
	failed, refused := 0, 0
	for _, f := range res.Files {
		if f.Err() != nil {
			failed++
			said := f.Failed()
			if name := filepath.Base(f.Path); !strings.Contains(said, name) {
				said = name + ": " + said
			}
			fmt.Fprintln(a.err, said)
		}
		refused += f.Refused
	}
	switch {
	case failed == len(res.Files):
		return errSaid
	case failed+refused > 0:
		return errRefusals
	}
	return nil
}

// change opens the book for work that changes it and makes the backup of the
// day first. A backup that cannot be made is told and does not stop the work.
func (a *app) change() (*store.DB, error) {
	db, err := a.open()
	if err != nil {
		return nil, err
	}
	if _, err := store.DailyBackup(a.ctx, db); err != nil {
		fmt.Fprintf(a.err, "Today's backup could not be made: %s\n", err)
	}
	return db, nil
}

type undoCommand struct {
	Batch int64 `arg:"" help:"The number of the import batch."`
}

// Run takes an import batch back.
func (c *undoCommand) Run(a *app) error {
	db, err := a.change()
	if err != nil {
		return err
	}
	u, err := importer.New(db, &a.bus, &a.jobs).Undo(a.ctx, c.Batch)
	if err != nil {
		return err
	}
	return a.print(u, fmt.Sprintf("Took import %d back: %d records.", u.Batch, u.Removed))
}

type putCommand struct {
	Kind   string `arg:"" help:"The kind of record, one of those below."`
	Schema bool   `help:"Print the fields of the kind instead."`
}

// Help lists the kinds of records.
func (c *putCommand) Help() string {
	return "The kinds are " + strings.Join(put.New(nil, new(event.Bus)).Kinds(), ", ") + "."
}

// Run creates or changes records.
func (c *putCommand) Run(a *app) error {
	schema, err := put.New(nil, &a.bus).Schema(c.Kind)
	if err != nil {
		return words(err)
	}
	if c.Schema {
		return a.print(schema, schema.Text())
	}
	db, err := a.change()
	if err != nil {
		return err
	}
	text, err := io.ReadAll(io.LimitReader(a.in, 1<<30))
	if err != nil {
		return err
	}
	r, err := put.New(db, &a.bus).Put(a.ctx, c.Kind, text)
	if err != nil {
		return untouched(err)
	}
	return a.print(r, fmt.Sprintf("%d created, %d updated, %d unchanged", r.Created, r.Updated, r.Unchanged))
}

type archiveCommand struct {
	Kind string `arg:"" enum:"supplier,shop,product" help:"supplier, shop or product"`
	Key  string `arg:"" help:"The name or SKU."`
	Back bool   `help:"Bring it back."`
}

// Run puts a record away or brings it back.
func (c *archiveCommand) Run(a *app) error {
	db, err := a.change()
	if err != nil {
		return err
	}
	if err := put.New(db, &a.bus).Archive(a.ctx, c.Kind, c.Key, !c.Back); err != nil {
		return err
	}
	return a.print(map[string]any{"kind": c.Kind, "key": c.Key, "archived": !c.Back}, "Done.")
}

type settingsCommand struct {
	Settings []string `arg:"" optional:"" help:"KEY reads, KEY=VALUE sets; without any, all are listed."`
}

// Run lists, reads or sets settings.
func (c *settingsCommand) Run(a *app) error {
	open := a.look
	if strings.Contains(strings.Join(c.Settings, ""), "=") {
		open = a.open
	}
	db, err := open()
	if err != nil {
		return err
	}
	s := setting.New(db, &a.bus)
	var pairs []setting.Pair
	var keys []string
	for _, text := range c.Settings {
		key, value, set := strings.Cut(text, "=")
		keys = append(keys, key)
		if set {
			pairs = append(pairs, setting.Pair{Key: key, Value: value})
		}
	}
	if len(pairs) > 0 {
		if err := s.SetAll(a.ctx, pairs); err != nil {
			return untouched(err)
		}
	}
	shown, err := s.Show(a.ctx, keys)
	if err != nil {
		return err
	}
	return a.print(map[string]any{"settings": shown}, shown.Text())
}

// listFile says in what form a list is wanted.
type listFile struct {
	Format string `enum:"json,csv,xlsx,text" default:"text" help:"json, csv, xlsx or text."`
	Out    string `help:"The file to write; standard output by default." placeholder:"F"`
}

type listFlags struct {
	listFile
	State    string `help:"Only this state."`
	Limit    int    `help:"At most so many rows; 0 is all."`
	Archived bool   `help:"Those put away as well."`
}

func (l listFlags) filter() record.Filter {
	return record.Filter{State: l.State, Limit: l.Limit, Archived: l.Archived}
}

type suppliersCommand struct{ listFlags }

// Run lists the suppliers.
func (c *suppliersCommand) Run(a *app) error {
	return list(a, listing{c.listFile, "Suppliers", []string{"name", "type", "stage", "country", "currency", "state"}}, func(db *store.DB) ([]supplier.Row, error) {
		return supplier.New(db, &a.bus).List(a.ctx, c.filter())
	})
}

type productsCommand struct{ listFlags }

// Run lists the products.
func (c *productsCommand) Run(a *app) error {
	return list(a, listing{c.listFile, "Products", []string{"sku:id", "name", "brand", "state"}}, func(db *store.DB) ([]product.Row, error) {
		return product.New(db, &a.bus).List(a.ctx, c.filter())
	})
}

type offersCommand struct{ listFlags }

// Run lists the offers.
func (c *offersCommand) Run(a *app) error {
	columns := []string{"supplier", "sku:id", "supplier_sku:id", "cost:amount", "currency", "valid_from:date", "valid_to:date", "stock:count", "counted_on:date", "state"}
	return list(a, listing{c.listFile, "Offers", columns}, func(db *store.DB) ([]sourcing.Row, error) {
		return sourcing.New(db, &a.bus).List(a.ctx, c.filter())
	})
}

type shopsCommand struct{ listFlags }

// Run lists the shops.
func (c *shopsCommand) Run(a *app) error {
	columns := []string{"name", "platform", "currency", "time_zone", "cash_on_delivery", "state"}
	return list(a, listing{c.listFile, "Shops", columns}, func(db *store.DB) ([]shop.Row, error) {
		return shop.New(db, &a.bus).List(a.ctx, c.filter())
	})
}

type feesCommand struct{ listFile }

// Run lists the fee rules.
func (c *feesCommand) Run(a *app) error {
	columns := []string{"name", "kind", "shop", "base", "percent", "fixed", "currency", "valid_from:date", "valid_to:date"}
	return list(a, listing{c.listFile, "Fees", columns}, func(db *store.DB) ([]fee.Row, error) {
		return fee.New(db, &a.bus).List(a.ctx)
	})
}

type ratesCommand struct {
	listFile
	Limit int `help:"At most so many rows; 0 is all."`
}

// Run lists the exchange rates.
func (c *ratesCommand) Run(a *app) error {
	return list(a, listing{c.listFile, "Rates", []string{"date:date", "from", "to", "rate", "source"}}, func(db *store.DB) ([]rate.Row, error) {
		return rate.New(db, &a.bus).List(a.ctx, c.Limit)
	})
}

type ordersCommand struct {
	listFlags
	Shop  string `help:"Only this shop."`
	Lines bool   `help:"With the lines of each order."`
}

// Run lists the orders.
func (c *ordersCommand) Run(a *app) error {
	return list(a, listing{c.listFile, "Orders", []string{"number:id", "shop", "placed_on:date", "total:amount", "currency", "country", "payment", "state"}}, func(db *store.DB) ([]order.Row, error) {
		return order.New(db, &a.bus).List(a.ctx, order.Filter{State: c.State, Shop: c.Shop, Limit: c.Limit, Archived: c.Archived, Lines: c.Lines})
	})
}

type purchasesCommand struct {
	listFile
	State    string `help:"Only this state."`
	Supplier string `help:"Only this supplier."`
	Limit    int    `help:"At most so many rows; 0 is all."`
}

// Run lists the purchase orders.
func (c *purchasesCommand) Run(a *app) error {
	return list(a, listing{c.listFile, "Purchases", []string{"number:id", "supplier", "state", "orders:count", "lines:count", "total:amount", "currency", "sent:instant"}}, func(db *store.DB) ([]purchase.Row, error) {
		return purchase.List(a.ctx, db, purchase.Filter{State: c.State, Supplier: c.Supplier, Limit: c.Limit})
	})
}

type routeCommand struct {
	DryRun bool `help:"Show what would be chosen; change nothing."`
}

// Run routes what waits.
func (c *routeCommand) Run(a *app) error {
	db, err := a.change()
	if err != nil {
		return err
	}
	res, err := routing.New(db, &a.bus, &a.jobs).Route(a.ctx, routing.Options{DryRun: c.DryRun})
	if err != nil {
		return err
	}
	return a.print(res, res.Text())
}

// reporting opens the book and is what reports are built from.
func (a *app) reporting() (reports.Deps, error) {
	db, err := a.look()
	if err != nil {
		return reports.Deps{}, err
	}
	shown, err := setting.New(db, &a.bus).Show(a.ctx, []string{string(setting.BookCurrency), string(setting.BookName)})
	return reports.Deps{
		DB: db, Currency: model.Currency(shown[string(setting.BookCurrency)]), Business: shown[string(setting.BookName)],
		Program: program + " " + programVersion,
	}, err
}

type reportCommand struct {
	Name    string `arg:"" optional:"" help:"The report; --list names them."`
	List    bool   `help:"List the reports."`
	From    string `help:"First day." placeholder:"D"`
	To      string `help:"Last day." placeholder:"D"`
	By      string `help:"Split by day, week, month, quarter or year." placeholder:"DIM"`
	Basis   string `help:"What dates the figures." placeholder:"B"`
	AsKnown string `help:"Only what was known on that day." placeholder:"D"`
	Format  string `enum:"json,csv,xlsx,text" default:"text" help:"json, csv, xlsx or text."`
	Out     string `help:"The file to write; standard output by default." placeholder:"F"`
}

// Run builds one report.
func (c *reportCommand) Run(a *app) error {
	if c.List || c.Name == "" {
		return a.print(map[string]any{"reports": reports.Listing()}, reports.ListText())
	}
	filter, err := reports.ParseFilter(reports.FilterText{From: c.From, To: c.To, By: c.By, Basis: c.Basis, AsKnown: c.AsKnown})
	if err != nil {
		return words(err)
	}
	if _, err := reports.Describe(c.Name); err != nil {
		return words(err)
	}
	deps, err := a.reporting()
	if err != nil {
		return err
	}
	t, err := reports.Build(a.ctx, deps, c.Name, filter)
	if model.CodeOf(err) == model.Invalid { // a flag that this report does not know
		return words(err)
	}
	if err != nil {
		return err
	}
	format := c.Format
	if a.json && format == "text" {
		format = "json"
	}
	if c.Out == "" {
		return render.Table(a.out, t, format)
	}
	if err := file.WriteAtomic(c.Out, 0o644, func(w io.Writer) error { return render.Table(w, t, format) }); err != nil {
		return err
	}
	return a.print(map[string]any{"out": c.Out, "title": t.Title, "rows": t.Len()}, "Wrote "+c.Out)
}

type exportCommand struct {
	Pack    packCommand    `cmd:"" help:"The accountant's workbook of a period."`
	Journal journalCommand `cmd:"" help:"The journal for another program."`
}

type packCommand struct {
	Period string `required:"" help:"2026-10, 2026-Q3 or 2026." placeholder:"P"`
	Out    string `required:"" help:"The workbook to write." placeholder:"F.xlsx"`
}

// Run writes the accountant's workbook.
func (c *packCommand) Run(a *app) error {
	period, err := model.ParsePeriod(c.Period)
	if err != nil {
		return words(err)
	}
	deps, err := a.reporting()
	if err != nil {
		return err
	}
	p, err := render.Pack(a.ctx, deps, period, c.Out)
	if err != nil {
		return err
	}
	return a.print(p, fmt.Sprintf("Wrote %s with %d sheets.", c.Out, len(p.Sheets)))
}

type journalCommand struct {
	Period string `required:"" help:"2026-10, 2026-Q3 or 2026." placeholder:"P"`
	Format string `enum:"hledger,beancount,csv" default:"hledger" help:"hledger, beancount or csv."`
	Out    string `required:"" help:"The file to write." placeholder:"F"`
}

// Run writes the journal for another program.
func (c *journalCommand) Run(a *app) error {
	period, err := model.ParsePeriod(c.Period)
	if err != nil {
		return words(err)
	}
	deps, err := a.reporting()
	if err != nil {
		return err
	}
	res, err := render.Journal(a.ctx, deps, render.JournalFile{Period: period, Format: c.Format, Out: c.Out})
	if err != nil {
		return err
	}
	return a.print(res, fmt.Sprintf("Wrote %d entries to %s.", res.Entries, c.Out))
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
		return err
	}
	a.json = true // there is no other form
	return a.print(out, "")
}

type checkCommand struct {
	Full bool `help:"Also read every page of the file."`
}

// Run proves the book.
func (c *checkCommand) Run(a *app) error {
	db, err := a.look()
	if err != nil {
		return err
	}
	res, err := proof.Check(a.ctx, db, c.Full)
	if err != nil {
		return err
	}
	if err := a.print(res, res.Text()); err != nil || res.OK {
		return err
	}
	return errSaid
}

type backupCommand struct {
	Out string `required:"" help:"The file to write." placeholder:"FILE"`
}

// Run writes a verified copy.
func (c *backupCommand) Run(a *app) error {
	db, err := a.look()
	if err != nil {
		return err
	}
	b, err := store.Backup(a.ctx, db, c.Out)
	if err != nil {
		return err
	}
	return a.print(map[string]any{"out": b.Out, "sha256": b.SHA256}, "Backed up to "+b.Out)
}

type restoreCommand struct {
	From string `required:"" help:"The backup." placeholder:"FILE"`
}

// Run puts a backup in the book's place.
func (c *restoreCommand) Run(a *app) error {
	path, err := a.bookPath()
	if err != nil {
		return err
	}
	if err := store.Restore(a.ctx, a.config(path), c.From); err != nil {
		return err
	}
	sum, err := store.Fingerprint(path)
	if err != nil {
		return err
	}
	return errors.Join(a.remember(path), a.print(map[string]any{"book": path, "out": path, "sha256": sum, "from": c.From}, "Restored "+path))
}

type migrateCommand struct{}

// Run brings the book to this program's schema.
func (c *migrateCommand) Run(a *app) error {
	path, err := a.bookPath()
	if err != nil {
		return err
	}
	m, err := store.Migrate(a.ctx, a.config(path))
	if err != nil {
		return err
	}
	sum, err := store.Fingerprint(path)
	if err != nil {
		return err
	}
	return a.print(map[string]any{"out": path, "sha256": sum, "from": m.From, "to": m.To, "backup": m.Backup}, fmt.Sprintf("Schema %d, was %d.", m.To, m.From))
}

// newBookPath is where a new book goes: where --book says, else a file of that
// name in the data folder.
func (a *app) newBookPath(name string) (string, error) {
	if a.book != "" {
		return a.book, nil
	}
	folder := filepath.Join(a.data, "books")
	return filepath.Join(folder, bookFile(name)), os.MkdirAll(folder, 0o700)
}

const bookEnding = ".dropledger"

func bookFile(name string) string { return file.SafeName(name) + bookEnding }

// discard removes a book that was being made when something failed, so that
// the same command can be given again.
func (a *app) discard(path string) error {
	err := a.close()
	a.db = nil
	return errors.Join(err, os.Remove(path))
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
