package forwarding_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/forwarding"
	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/mail/mailtest"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/store"
)

// mailDesk is a sample book whose suppliers all take e-mail, and a mail server.
func mailDesk(t *testing.T, fate func(int) mailtest.Fate) (*page.Book, *mailtest.Server) {
	t.Helper()
	server := mailtest.Start(t, mailtest.Options{}, fate)
	b, _, _ := desk(t)
	err := setting.New(b.DB, b.Bus).SetAll(t.Context(), []setting.Pair{
		{Key: "smtp.host", Value: "127.0.0.1"},
		{Key: "smtp.port", Value: strconv.Itoa(server.Port)},
		{Key: "smtp.security", Value: "none"},
		{Key: "smtp.from", Value: "orders@blue.example"},
		{Key: "forward.folder", Value: ""},
	})
	if err == nil {
		err = b.DB.Write(t.Context(), func(tx *store.Tx) error {
			return tx.Exec(`UPDATE supplier SET channel = 'email', email = 'sales@supplier.example', batching = 'order'`).Error
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	return b, server
}

func outbox(t *testing.T, b *page.Book, state string) []forward.Row {
	t.Helper()
	rows, err := forward.Outbox(t.Context(), b.DB, forward.Filter{State: state})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestForwarding_SendsByMailWithoutAskingForAFolder(t *testing.T) {
	b, server := mailDesk(t, nil)
	h := open(t, b)
	h.Key(action.Ctrl(fyne.KeyReturn))
	rows := outbox(t, b, "")
	if len(rows) == 0 || len(server.Accepted()) != len(rows) {
		t.Fatalf("%d noted, %d accepted; reports %v, asked %v", len(rows), len(server.Accepted()), h.Reports, h.Asked)
	}
	for _, r := range rows {
		if r.State != forward.StateSent || r.Channel != "email" {
			t.Errorf("%s is %s by %s", r.Number, r.State, r.Channel)
		}
	}
}

func TestForwarding_WithoutAMailServerTheFolderIsAskedFor(t *testing.T) {
	b, _ := mailDesk(t, nil)
	if err := setting.New(b.DB, b.Bus).Set(t.Context(), "smtp.host", ""); err != nil {
		t.Fatal(err)
	}
	h := open(t, b)
	h.Key(action.Ctrl(fyne.KeyReturn))
	if len(outbox(t, b, "")) != 0 && len(h.Asked) == 0 {
		t.Errorf("something left without a folder; asked %v", h.Asked)
	}
}

// fates is what happens to the first messages; all later ones are put off.
func fates(n int) mailtest.Fate {
	all := []mailtest.Fate{mailtest.TakeAndDrop, mailtest.RefuseRcpt}
	if n < len(all) {
		return all[n]
	}
	return mailtest.LaterAtData
}

func TestOutbox_ShowsEachStateOfAnEmailAndWhatAPersonCanDo(t *testing.T) {
	b, _ := mailDesk(t, fates)
	open(t, b).Key(action.Ctrl(fyne.KeyReturn))
	h := guitest.New(t, b)
	h.Open(forwarding.NewOutbox, page.Route{Screen: page.Outbox, Params: map[string]string{page.ByState: forward.StateUnknown}})
	h.See("Unknown", "Queued", "Did not arrive", "sales@supplier.example", "It arrived", "It did not arrive")
	shots(t, h, "outbox-mail-unknown")
	h.Tap("It arrived")
	if rows := outbox(t, b, forward.StateUnknown); len(rows) != 0 {
		t.Errorf("%d are unknown still", len(rows))
	}
	h = guitest.New(t, b)
	h.Open(forwarding.NewOutbox, page.Route{Screen: page.Outbox, Params: map[string]string{page.ByState: forward.StateFailed}})
	h.See("550")
	shots(t, h, "outbox-mail-failed")
	h = guitest.New(t, b)
	h.Open(forwarding.NewOutbox, page.Route{Screen: page.Outbox, Params: map[string]string{page.ByState: forward.StateQueued}})
	h.See("451", "Send now", "Withdraw")
	shots(t, h, "outbox-mail-queued")
	queued := len(outbox(t, b, forward.StateQueued))
	h.Tap("Withdraw")
	if now := len(outbox(t, b, forward.StateQueued)); now != queued-1 {
		t.Errorf("%d were queued, %d are", queued, now)
	}
}

func TestOutbox_SendsWhatIsQueuedNowAndOpensTheMessage(t *testing.T) {
	b, server := mailDesk(t, func(n int) mailtest.Fate {
		if n == 0 {
			return mailtest.LaterAtData
		}
		return mailtest.Take
	})
	open(t, b).Key(action.Ctrl(fyne.KeyReturn))
	if len(outbox(t, b, forward.StateQueued)) == 0 {
		t.Fatal("nothing is queued")
	}
	h := guitest.New(t, b)
	h.Open(forwarding.NewOutbox, page.Route{Screen: page.Outbox, Params: map[string]string{page.ByState: forward.StateQueued}})
	h.Tap("Send now")
	if rows := outbox(t, b, forward.StateQueued); len(rows) != 0 || len(server.Accepted()) != len(outbox(t, b, "")) {
		t.Errorf("%d are queued, %d accepted; reports %v", len(rows), len(server.Accepted()), h.Reports)
	}
	h.Tap("Open the message")
	if len(h.Opened) != 1 || filepath.Ext(h.Opened[0]) != ".eml" {
		t.Fatalf("opened %v, reports %v", h.Opened, h.Reports)
	}
	text, err := os.ReadFile(h.Opened[0])
	if err != nil || !strings.Contains(string(text), "Message-ID: <") || !strings.Contains(string(text), "sales@supplier.example") {
		t.Errorf("%v, %.200s", err, text)
	}
}

// shots draws the window, where pictures are wanted.
func shots(t *testing.T, h *guitest.Host, name string) {
	t.Helper()
	if os.Getenv("PICTURES") == "" {
		return
	}
	for l, end := range map[theme.Look]string{theme.Light: "-light", theme.Dark: "-dark"} {
		h.Look(l)
		h.Shot(name + end)
	}
	h.Look(theme.Light)
}
