package pricelist

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// synonyms are header words by field in English, German, French, Spanish,
// Italian, Dutch and Polish, without accents. Those after "~" are weaker: they
// count where no better column is found.
var synonyms = map[Field]string{
	SupplierSKU: `supplier sku,supplier part number,supplier code,supplier item,vendor sku,part no,part number,part num,part,partno,item no,
		item number,item code,item,article,article no,article number,article code,product code,product no,product number,stock code,catalogue no,
		artikelnummer,artikel nr,artikelnr,artikel,art nr,art no,artnr,bestellnummer,bestell nr,lieferantenartikelnummer,teilenummer,
		reference,ref,reference fournisseur,code article,code produit,referencia,codigo,codigo proveedor,codigo articulo,
		codice,codice articolo,codice fornitore,cod articolo,id prod,cod art,artikelcode,leverancierscode,bestelnummer,
		indeks,kod,kod produktu,kod towaru,symbol,kod dostawcy,numer katalogowy,
		~mpn,~model,~style,~product id,~id,~cod ven,~manufacturer part number`,
	SKU: `sku,your sku,our sku,own sku,customer sku,merchant sku,variant sku,customer part number,your item number,your article number,
		ihre artikelnummer,kundenartikelnummer,votre reference,su referencia,vostro codice,uw artikelnummer,twoj kod`,
	Name: `name,product name,product title,title,item name,product,bezeichnung,artikelbezeichnung,produktname,produkt,artikelname,designation,libelle,nom,
		nom du produit,produit,nombre,producto,nombre del producto,articulo,titolo,nome,prodotto,nome prodotto,naam,productnaam,
		nazwa,nazwa produktu,towar,~description,~item description,~product description,~beschreibung,~descripcion,~descrizione,~omschrijving,~opis`,
	EAN: `ean,ean 13,ean code,ean nr,gtin,upc,upc code,barcode,bar code,barcodes,isbn,code barres,code barre,codigo de barras,codice a barre,
		streepjescode,kod kreskowy,kod ean,~gtin 13`,
	Cost: `cost,cost price,unit cost,cost per item,wholesale price,dealer price,net price,trade price,buy price,purchase price,your price,
		ek,ek preis,einkaufspreis,nettopreis,handlerpreis,prix d achat,prix achat,prix net,precio coste,precio de coste,coste,precio neto,
		precio mayorista,costo,prezzo netto,prezzo acquisto,prezzo d acquisto,inkoopprijs,nettoprijs,cena zakupu,cena netto,cena hurtowa,
		~price,~unit price,~preis,~stuckpreis,~einzelpreis,~prix,~prix unitaire,~precio,~precio unitario,~prezzo,~prezzo unitario,~prijs,~cena`,
	Currency: `currency,currency code,cur,curr,ccy,wahrung,devise,monnaie,moneda,divisa,valuta,waluta`,
	Stock: `stock,stock qty,stock quantity,stock level,stock balance,free stock,free stk,avail stock,available stock,available,available qty,
		qty available,quantity available,availability,on hand,in stock,inventory,soh,bestand,lagerbestand,verfugbar,verfugbarkeit,
		verfugbare menge,lager,stock disponible,disponibilite,dispo,quantite disponible,existencias,disponible,disponibilidad,
		disponibilita,giacenza,esistenza,voorraad,beschikbaar,stan,stan magazynowy,dostepnosc,
		~qty,~quantity,~menge,~quantite,~cantidad,~quantita,~aantal,~ilosc`,
	MOQ: `moq,min order qty,minimum order quantity,minimum order qty,min qty,minimum qty,minimum order,min order,mindestbestellmenge,mindestmenge,mbm,
		quantite minimum,quantite minimale,minimum de commande,cantidad minima,pedido minimo,quantita minima,ordine minimo,minimo ordine,
		minimale afname,minimum afname,minimalne zamowienie,minimalna ilosc`,
	Multiple: `multiple,order multiple,pack size,pack qty,pack quantity,case qty,case pack,carton qty,vpe,verpackungseinheit,conditionnement,
		colisage,multiplo,unidades por caja,confezione,pezzi per confezione,verpakkingseenheid,opakowanie,ilosc w opakowaniu,~pack`,
	ValidFrom: `valid from,effective date,effective from,price from,start date,gultig ab,gultig von,valable a partir du,valable du,valido desde,
		valido dal,data inizio,geldig vanaf,geldig van,wazne od`,
	ValidTo: `valid to,valid until,valid till,end date,expiry,expiry date,gultig bis,valable jusqu au,valable au,valido hasta,valido al,valido fino al,
		data fine,geldig tot,wazne do`,
	NoDrop:   `no drop,nodrop,no dropship,no dropshipping,dropship ban,kein dropshipping,not for dropshipping`,
	Supplier: `supplier,supplier name,lieferant,fournisseur,proveedor,fornitore,leverancier,dostawca`,
}

// term is one synonym with its weight.
type term struct {
	words, padded string
	runes         int
	weight        float64 // a share of certainty, not money
}

const weakTerm = 0.85

var terms = func() map[Field][]term {
	all := make(map[Field][]term, len(synonyms))
	for field, list := range synonyms {
		for _, word := range strings.Split(list, ",") {
			word = strings.TrimSpace(word)
			weight := 1.0
			if weak, ok := strings.CutPrefix(word, "~"); ok {
				word, weight = weak, weakTerm
			}
			all[field] = append(all[field], term{word, " " + word + " ", utf8.RuneCountInString(word), weight})
		}
	}
	return all
}()

// longestTerm is the length of the longest synonym, in bytes.
var longestTerm = func() int {
	longest := 0
	for _, list := range terms {
		for _, t := range list {
			longest = max(longest, len(t.words))
		}
	}
	return longest
}()

var unaccented = strings.NewReplacer("ł", "l", "ß", "ss", "ø", "o", "æ", "ae", "đ", "d")

// words brings a header into the form of the synonyms: lower case without
// accents, "IdProd", "id_prod" and "Id-Prod." all as "id prod".
func words(header string) string {
	var b strings.Builder
	prev := rune(0)
	for _, r := range norm.NFD.String(header) {
		switch {
		case unicode.Is(unicode.Mn, r):
			continue
		case unicode.IsUpper(r) && unicode.IsLower(prev):
			b.WriteByte(' ')
			b.WriteRune(unicode.ToLower(r))
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(r))
		default:
			b.WriteByte(' ')
		}
		prev = r
	}
	return strings.Join(strings.Fields(unaccented.Replace(b.String())), " ")
}
