package reply_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/dropledger/dropledger/services/reply"
)

// mails are replies as programs send them: with greetings, signatures and what
// we had written below.
var mails = []struct{ name, text, want string }{
	{"English, Gmail", `Hi Anna,

thanks for your order. We confirm PO-000012, our order no. SO-4471.
It will ship on Nov 30, 2026.

Best regards,
Li Wei
Acme Ltd. | Tel +86 755 1234 5678

On Mon, Nov 23, 2026 at 10:12 AM Shop <orders@shop.example> wrote:
> LAMP-01: 5 pcs at USD 10.00
> VASE: 2 pcs out of stock
`, "PO-000012 ref SO-4471 yes; LAMP-01 on 2026-11-30; VASE on 2026-11-30"},
	{"English, line by line", `Dear Sirs,
PO-000012 is accepted.
LAMP-01: 3 of 5 pcs at USD 10.50 instead of USD 10.00, 2 pcs on back order
Vase - sorry, no longer available.
`, "PO-000012 yes; LAMP-01 3 at 10.50; VASE 0"},
	{"German, Outlook", `Sehr geehrte Damen und Herren,

vielen Dank für Ihre Bestellung PO-000012 vom 23.11.2026, die wir hiermit bestätigen.
Unsere Auftragsnummer lautet AB-99812.
LAMP-01: 5 Stück zu je 10,50 EUR, gesamt 52,50 EUR
LAMP-01 wird am 1. Dezember 2026 versandt.
Die Vase ist leider vergriffen.

Mit freundlichen Grüßen
i. A. Jürgen Groß
Telefon 030 1234567

Von: Shop <orders@shop.example>
Gesendet: Montag, 23. November 2026 10:12
An: Vertrieb
Betreff: Bestellung PO-000012

LAMP-01 1 Stück
Bitte bestätigen Sie.
`, "PO-000012 ref AB-99812 yes; LAMP-01 5 on 2026-12-01; VASE 0"},
	{"German, refused", "Guten Tag,\nleider können wir Ihre Bestellung PO-000012 nicht annehmen: der Artikel ist vergriffen.\nViele Grüße\nKarl", "PO-000012 no: leider können wir Ihre Bestellung PO-000012 nicht annehmen: der Artikel ist vergriffen."},
	{"German, backorder", "PO-000012 ist bestätigt.\nLAMP-01: 3 Stk., 2 Stück werden nachgeliefert\n", "PO-000012 yes; LAMP-01 3"},
	{"French, Outlook", `Bonjour,

Nous confirmons votre commande PO-000123.
Notre référence : CMD-2026-881
CUP : 3 pièces, prix unitaire 2,10 €
Expédition le 1er décembre 2026.

Cordialement,
Élodie Martin

De : Shop <orders@shop.example>
Envoyé : lundi 23 novembre 2026 10:12
À : ventes
Objet : Bon de commande PO-000123

CUP 1 pièce, épuisé
`, "PO-000123 ref CMD-2026-881 yes; CUP 3 at 2.10 on 2026-12-01"},
	{"French, refused, Gmail", "Bonjour,\nla commande PO-000123 ne peut être servie : le produit est en rupture de stock.\n\nLe lun. 23 nov. 2026 à 10:12, Shop <orders@shop.example>\na écrit :\n\n> Nous confirmons\n", "PO-000123 no: la commande PO-000123 ne peut être servie : le produit est en rupture de stock."},
	{"French, its own order of days", "Bonjour, nous acceptons la commande PO-000123. Elle partira le 04/05/2027.\nMerci", "PO-000123 yes; CUP on 2027-05-04"},
	{"French, part now", "PO-000012 : commande validée\nLAMP-01 : 3 sur 5 pièces, 2 pièces en reliquat\nVASE : nous ne pouvons pas vous livrer cet article\n", "PO-000012 yes; LAMP-01 3; VASE 0"},
	{"Spanish", `Estimada Ana:

Confirmamos su pedido PO-000012. Nuestro número: PV-3320
LAMP-01: 4 unidades a 1.010,50 USD cada una
El jarrón (VASE) está agotado.
Saldrá el 30 de noviembre de 2026.

Saludos cordiales,
José

El lun, 23 nov 2026 a las 10:12, Shop (<orders@shop.example>) escribió:
> LAMP-01 5 uds
`, "PO-000012 ref PV-3320 yes; LAMP-01 4 at 1010.50 on 2026-11-30; VASE 0 on 2026-11-30"},
	{"Spanish, refused", "Hola: lamentamos decirle que no podemos enviar el pedido PO-000012.", "PO-000012 no: Hola: lamentamos decirle que no podemos enviar el pedido PO-000012."},
	{"Spanish, pending", "PO-000012 aceptado.\nLAMP-01: quedan pendientes 2 unidades\n", "PO-000012 yes; LAMP-01 3"},
	{"Italian", `Buongiorno,
confermiamo il vostro ordine PO-000012. Ns. rif.: OV-1207
LAMP-01: 5 pezzi, prezzo 10,20 USD
VASE: esaurito
La merce verrà spedita il 2 dicembre 2026.
Cordiali saluti
Giulia

Il giorno lun 23 nov 2026 alle ore 10:12 Shop <orders@shop.example> ha scritto:
VASE 2 pezzi
`, "PO-000012 ref OV-1207 yes; LAMP-01 5 at 10.20 on 2026-12-02; VASE 0 on 2026-12-02"},
	{"Italian, refused", "Ci dispiace, l'ordine PO-000012 non è più disponibile.", "PO-000012 no: Ci dispiace, l'ordine PO-000012 non è più disponibile."},
	{"Dutch", `Beste Anna,

Hierbij bevestigen wij uw bestelling PO-000012. Ons ordernummer is VO-77812.
LAMP-01: 3 stuks à € 10,00, 2 stuks in backorder
VASE: niet meer leverbaar
Verzending op 30-11-2026.

Met vriendelijke groet,
Sanne

Op ma 23 nov 2026 om 10:12 schreef Shop <orders@shop.example>:
> Gelieve te bevestigen
`, "PO-000012 ref VO-77812 yes; LAMP-01 3 on 2026-11-30; VASE 0 on 2026-11-30"},
	{"Dutch, day and month below 13", "Hallo, wij bevestigen PO-000123. Verzending op 04-05-2027.", "PO-000123 yes; CUP on 2027-05-04"},
	{"Polish", `Dzień dobry,
potwierdzamy zamówienie PO-000012 z dnia 23.11.2026. Nasz numer: ZK/1120/2026
LAMP-01: 5 szt. po 10,50 USD
VASE – brak w magazynie
Wysyłka 3 grudnia 2026 r.

Pozdrawiam
Łukasz

pon., 23 lis 2026 o 10:12 Shop <orders@shop.example> napisał(a):
> LAMP-01 1 szt.
`, "PO-000012 ref ZK/1120/2026 yes; LAMP-01 5 at 10.50 on 2026-12-03; VASE 0 on 2026-12-03"},
	{"Polish, refused", "Niestety nie możemy przyjąć zamówienia PO-000123.", "PO-000123 no: Niestety nie możemy przyjąć zamówienia PO-000123."},
	{"Chinese, a number of full width", "订单ＰＯ－０００１２３确认无误。数量：３", "PO-000123 yes; CUP 3"},
	{"Chinese, full-width digits", `您好！
订单 PO-000012 已确认。我方订单号：ＳＯ８８１２
LAMP-01 数量：４，单价：１０．８０美元，合计：４３．２０美元
VASE 缺货。
２０２６年１２月１日发货。

谢谢！

发件人: Shop <orders@shop.example>
发送时间: 2026年11月23日 10:12
收件人: 王伟
主题: PO-000012

LAMP-01 5件
`, "PO-000012 ref SO8812 yes; LAMP-01 4 at 10.80 on 2026-12-01; VASE 0 on 2026-12-01"},
	{"Chinese and English mixed", `Dear Anna,
PO-000012 确认，OK.
LAMP-01: 5 pcs，单价 USD 10.00，VASE
Ship date 2026/12/01，快递单号 SF123456789
Best regards
王

Shop <orders@shop.example> 于2026年11月23日周一 10:12写道：
> VASE 停产`, "PO-000012 yes; LAMP-01 on 2026-12-01; VASE on 2026-12-01"},
	{"Chinese, partly later", "PO-000012 接单。\nLAMP-01 先发3件，欠货2件\n", "PO-000012 yes; LAMP-01 3"},
	{"the head of the mail above it", "Von: Vertrieb <v@acme.example>\nGesendet: 23.11.2026\nBetreff: AW: Bestellung PO-000123\n\nWir bestätigen. Versand am 30.11.2026.\n", "PO-000123 yes; CUP on 2026-11-30"},
}

func TestRead_UnderstandsMailsInEightLanguages(t *testing.T) {
	for _, tt := range mails {
		t.Run(tt.name, func(t *testing.T) {
			r := reply.Read(tt.text, open)
			if got := told(&r); got != tt.want {
				t.Errorf("got  %s\nwant %s\nunsure %s", got, tt.want, strings.Join(r.Unsure, "\n       "))
			}
		})
	}
}

func TestRead_LeavesOutWhatBindsNobodyInEightLanguages(t *testing.T) {
	for _, text := range []string{
		"Please confirm PO-000012.", "Can you confirm PO-000012?", "We will confirm PO-000012 tomorrow.", "We do not confirm PO-000012.", "If you pay, PO-000012 is accepted.",
		"PO-000012 was partially accepted.", "We cannot ship PO-000012 before 2026-12-01.", "PO-000012: one of the articles is out of stock.", "PO-000012: not out of stock.",
		"PO-000012: LAMP-01 is out of stock until 2026-12-15.", "PO-000012: would you take LAMP-01, 3 pcs?", "PO-000012: we cannot ship LAMP-01 today.",
		"Bitte bestätigen Sie PO-000012.", "Wir bestätigen PO-000012 leider noch nicht.", "Sobald Sie zahlen, bestätigen wir PO-000012.", "PO-000012: die Auftragsbestätigung folgt.",
		"PO-000012 ist teilweise bestätigt.", "Einige Artikel von PO-000012 sind ausverkauft.", "Wir können PO-000012 nicht vor dem 01.12.2026 liefern.", "PO-000012: LAMP-01 ist nicht ausverkauft.",
		"Nous ne confirmons pas PO-000012.", "Veuillez nous dire si le prix de PO-000012 est confirmé.", "Nous confirmerons PO-000012 demain.", "Certains articles de PO-000012 sont épuisés.",
		"PO-000012 : est-ce confirmé ?", "PO-000012 : LAMP-01 n'est pas en rupture de stock.",
		"No confirmamos PO-000012.", "¿Está confirmado PO-000012?", "Confirmaremos PO-000012 mañana.", "Algunos artículos de PO-000012 están agotados.", "Rogamos nos digan si el PO-000012 está confirmado.",
		"Non confermiamo PO-000012.", "PO-000012 sarà confermato domani.", "Alcuni articoli di PO-000012 sono esauriti.", "Si prega di dire quando PO-000012 va bene.",
		"Wij bevestigen PO-000012 niet.", "Graag bevestigen: PO-000012.", "Sommige artikelen van PO-000012 zijn uitverkocht.", "PO-000012 wordt nog bevestigd.", "Zodra u betaalt bevestigen wij PO-000012.",
		"Nie potwierdzamy PO-000012.", "Prosimy o odpowiedź, czy PO-000012 jest potwierdzone.", "PO-000012 zostanie potwierdzone jutro.", "Niektóre artykuły z PO-000012 są niedostępne.",
		"请确认 PO-000012。", "PO-000012 还没有确认", "PO-000012 是否接受？", "PO-000012 部分接受", "PO-000012 暂时缺货", "PO-000012 不缺货",
		"PO-000012: 3 pcs are available, 2 pcs are out of stock.", "PO-000012: 数量 3 件，缺货 2 件", "PO-000012: LAMP-01 prix 1 050,00 USD", "PO-000012: LAMP-01 1 010,00 USD",
		"PO-000012: LAMP-01 5 pcs 50.00 USD", "PO-000012: LAMP-01 3 pcs 04/05/2027", "PO-000012: LAMP-01 leaves 04-05-2027, wir bestätigen das nicht",
	} {
		r := reply.Read(text, open)
		if got := told(&r); len(r.Unsure) == 0 || got != "PO-000012" && got != "PO-000012; LAMP-01 3" && got != "PO-000012; LAMP-01 5" {
			t.Errorf("%q: got %s, unsure %q", text, got, r.Unsure)
		}
	}
}

func TestRead_UnderstandsShortAnswers(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"Sí, confirmamos el pedido PO-000123. Envío previsto: 30/11/2026.", "PO-000123 yes; CUP on 2026-11-30"},
		{"Si conferma l'ordine PO-000123. Spedizione prevista per il 30/11/2026", "PO-000123 yes; CUP on 2026-11-30"},
		{"PO-000012 confirmed, no problem. LAMP-01 3x, price now USD 11", "PO-000012 yes; LAMP-01 3 at 11.00"},
		{"PO-000012 confirmed. LAMP-01 5pcs @ 10.50usd", "PO-000012 yes; LAMP-01 5 at 10.50"},
		{"PO-000123 angenommen. CUP: Preis 2,50€/Stück", "PO-000123 yes; CUP at 2.50"},
		{"PO-000123 angenommen. CUP: Preis 1\u00a0002,50 €", "PO-000123 yes; CUP at 1002.50"},
		{"PO-000123: order confirmation AB-1 attached. Total EUR 6.00. CUP price EUR 2.00", "PO-000123 ref AB-1; CUP at 2.00"},
		{"PO-000123 is confirmed, your order number 1001", "PO-000123 yes"},
		{"PO-000123 zaakceptowane. CUP: cena jednostkowa 8,50 zł", "PO-000123 yes"},
		{"Nous avons bien reçu votre commande PO-000123. Elle sera expédiée le 30 novembre 2026.", "PO-000123 yes; CUP on 2026-11-30"},
		{"Uw bestelling PO-000123 is akkoord, wij leveren op 30 november 2026", "PO-000123 yes; CUP on 2026-11-30"},
		{"PO-000123 已收到，预计2026年11月30日发货，单号：KD99213", "PO-000123 ref KD99213 yes; CUP on 2026-11-30"},
		{"PO-000123 已收到，快递单号：KD99213", "PO-000123 yes"},
		{"PO-000123: Wir können CUP nur noch 2 Stück liefern, 1 Stück im Rückstand", "PO-000123; CUP 2"},
		{"PO-000123: solo disponemos de 2 uds de CUP", "PO-000123; CUP 2"},
		{"PO-000123 接受，CUP 单价改为 2.50 欧元，原价 2.00 欧元", "PO-000123; CUP at 2.50"},
	} {
		r := reply.Read(tt.text, open)
		if got := told(&r); got != tt.want {
			t.Errorf("%q\ngot  %s\nwant %s\nunsure %q", tt.text, got, tt.want, r.Unsure)
		}
	}
}

// quoted are the ways in which programs put our message below an answer.
var quoted = []string{
	"\n> %", "\n-----Original Message-----\n%", "\n-----Ursprüngliche Nachricht-----\n%", "\n-----Message d'origine-----\n%", "\n-----Mensaje original-----\n%",
	"\n-----Messaggio originale-----\n%", "\n-----Oorspronkelijk bericht-----\n%", "\n-----Wiadomość oryginalna-----\n%", "\n------------------ 原始邮件 ------------------\n%",
	"\n________________________________\nFrom: Shop\n%", "\nOn Mon, Nov 23, 2026 at 10:12 AM Shop <o@shop.example> wrote:\n%", "\nAm Mo., 23. Nov. 2026 um 10:12 Uhr schrieb Shop <o@shop.example>:\n%",
	"\nLe lun. 23 nov. 2026 à 10:12, Shop <o@shop.example> a écrit :\n%", "\nEl lun, 23 nov 2026 a las 10:12, Shop (<o@shop.example>)\nescribió:\n%",
	"\nIl giorno lun 23 nov 2026 alle ore 10:12 Shop <o@shop.example>\nha scritto:\n%", "\nOp ma 23 nov 2026 om 10:12 schreef Shop <o@shop.example>:\n%",
	"\npon., 23 lis 2026 o 10:12 Shop <o@shop.example> napisał(a):\n%", "\n在 2026年11月23日，10:12，Shop <o@shop.example> 写道：\n%", "\nShop <o@shop.example> 于2026年11月23日周一 10:12写道：\n%",
	"\nFrom: Shop\nSent: Monday, 23 November 2026\n%", "\nVon: Shop\nGesendet: Montag\n%", "\nDe : Shop\nEnvoyé : lundi\n%", "\nDe: Shop\nEnviado el: lunes\n%", "\nDa: Shop\nInviato: lunedì\n%",
	"\nVan: Shop\nVerzonden: maandag\n%", "\nOd: Shop\nWysłano: poniedziałek\n%", "\n发件人：Shop\n发送时间：2026年11月23日\n%",
}

func TestRead_TakesNothingFromWhatIsQuoted(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		own := rapid.SampledFrom([]string{
			"PO-000012: thank you.\n", "PO-000012 confirmed.\n", "PO-000012: LAMP-01 3 pcs\n", "PO-000012 bestätigt. Versand am 30.11.2026.\n", "PO-000012 缺货\n",
			"PO-000012: LAMP-01 2 szt.\n",
		}).Draw(r, "own")
		below := rapid.SampledFrom(mails).Draw(r, "below").text
		way := rapid.SampledFrom(quoted).Draw(r, "way")
		if strings.HasPrefix(way, "\n>") {
			below = strings.ReplaceAll(below, "\n", "\n> ")
		}
		alone, both := reply.Read(own, open), reply.Read(own+strings.Replace(way, "%", below, 1), open)
		if told(&alone) != told(&both) {
			r.Fatalf("%q below %q: got %s, want %s", way, own, told(&both), told(&alone))
		}
		for _, m := range both.Marks {
			if m.To > len(own) {
				r.Fatalf("%q: mark %+v lies in what is quoted", way, m)
			}
		}
	})
}

// Words that say neither yes nor no, in all languages, with numbers between them.
var idle = strings.Fields(`the we your order parcel today 12 3 2026 7,50 Bestellung Paket Grüße heute wir Ihre Kunde 5 commande colis merci bonjour votre pedido cliente gracias
	hola ordine grazie cliente bestelling klant bedankt zamówienie dziękuję klient 订单 谢谢 您好 客户 LAMP-01 VASE 1.234 # / - 15:30 +49 30 1234 99 % and und et y e en i`)

func TestRead_TakesNoAnswerFromIdleWords(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		text := "PO-000012 " + strings.Join(rapid.SliceOfN(rapid.SampledFrom(append(idle, "\n", ".", ",")), 0, 40).Draw(r, "words"), " ")
		if got := reply.Read(text, open); got.Answers() {
			r.Fatalf("%q is taken for %s", text, told(&got))
		}
		text = "PO-000012 " + rapid.String().Draw(r, "text")
		if got := reply.Read(text, open); got.Answers() {
			r.Fatalf("%q is taken for %s", text, told(&got))
		}
	})
}

// Half of a mail, or mails cut and put together anew, never say what no mail said:
// quantities stay within what was ordered, and marks within the text.
func TestRead_StaysWithinTheTextHoweverItIsCut(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var b strings.Builder
		for range rapid.IntRange(1, 4).Draw(r, "parts") {
			m := rapid.SampledFrom(mails).Draw(r, "mail").text
			from := rapid.IntRange(0, len(m)).Draw(r, "from")
			b.WriteString(m[from:rapid.IntRange(from, len(m)).Draw(r, "to")])
		}
		got := reply.Read(b.String(), open)
		for _, m := range got.Marks {
			if m.From < 0 || m.To > b.Len() || m.From >= m.To {
				r.Fatalf("%q: mark %+v", b.String(), m)
			}
		}
		for _, l := range got.Lines {
			if l.Quantity != nil && (*l.Quantity < 0 || *l.Quantity > l.Ordered) {
				r.Fatalf("%q: %d of %d", b.String(), *l.Quantity, l.Ordered)
			}
		}
	})
}
