package demo

import "strings"

// country is how an address looks there, and what a shop in the European Union
// charges on a sale there: a rate in thousandths of a percent, 0 for exports.
type country struct {
	code    string
	taxName string
	rate    int64
	people  []people
	house   string // of street and number
	most    int    // highest house number
	phone   string // "*" a digit; from ranges kept for fiction, "" none given
	streets []string
	places  []place
}

// place is a town. In its postal code "#" is a digit from 1 to 9 and "@" a letter.
type place struct{ zip, city, province string }

// towns reads places that stand in one text, each as zip/city/province.
func towns(text string) []place {
	var all []place
	for _, t := range list(text) {
		p := place{}
		p.zip, p.city, _ = strings.Cut(t, "/")
		p.city, p.province, _ = strings.Cut(p.city, "/")
		all = append(all, p)
	}
	return all
}

const (
	numberLast  = "%[1]s %[2]d"
	numberFirst = "%[2]d %[1]s"
	numberComma = "%[1]s, %[2]d"
)

var countries = []country{
	{
		code: "DE", taxName: "DE MwSt", rate: 19_000, people: []people{german}, house: numberLast, most: 148, phone: "+49 30 23125 ***",
		streets: list("Lindenweg, Gartenstraße, Am Mühlbach, Bahnhofstraße, Ulmenallee, Fliederweg, Kirchgasse, Schillerstraße, Rosenstraße, Am Sonnenhang, Ahornring, Hafenstraße, Tulpenweg, Feldstraße"),
		places:  towns("1043#/Berlin, 2076#/Hamburg, 8079#/München, 5067#/Köln, 6031#/Frankfurt am Main, 7018#/Stuttgart, 4021#/Düsseldorf, 0410#/Leipzig, 0106#/Dresden, 2819#/Bremen, 3015#/Hannover, 9040#/Nürnberg, 2410#/Kiel, 7909#/Freiburg im Breisgau, 4814#/Münster, 1805#/Rostock, 3703#/Göttingen, 9704#/Würzburg"),
	},
	{
		code: "AT", taxName: "AT USt", rate: 20_000, people: []people{austrian, german}, house: numberLast, most: 90,
		streets: list("Lerchengasse, Hauptplatz, Bachweg, Mariengasse, Schulstraße, Weinbergweg, Kirchenplatz, Birkengasse"),
		places:  towns("10#0/Wien, 11#0/Wien, 801#/Graz, 402#/Linz, 502#/Salzburg, 602#/Innsbruck, 9020/Klagenfurt am Wörthersee"),
	},
	{
		code: "CH", people: []people{swiss, german}, house: numberLast, most: 80,
		streets: list("Seestrasse, Bergstrasse, Dorfweg, Rosengasse, Oberdorfstrasse, Rebenweg, Mattenweg, Quellenstrasse"),
		places:  towns("800#/Zürich/ZH, 301#/Bern/BE, 405#/Basel/BS, 600#/Luzern/LU, 9000/St. Gallen/SG, 100#/Lausanne/VD, 7000/Chur/GR"),
	},
	{
		code: "NL", taxName: "NL btw", rate: 21_000, people: []people{dutch}, house: numberLast, most: 220,
		streets: list("Dorpsstraat, Molenweg, Kastanjelaan, Prinsengaarde, Havenkade, Lindelaan, Schoolstraat, Oude Vest"),
		places:  towns("10#3 @@/Amsterdam, 30#2 @@/Rotterdam, 35#1 @@/Utrecht, 261# @@/Delft, 971# @@/Groningen, 621# @@/Maastricht, 231# @@/Leiden"),
	},
	{
		code: "BE", taxName: "BE TVA", rate: 21_000, people: []people{dutch, french}, house: numberLast, most: 180,
		streets: list("Kerkstraat, Rue des Tilleuls, Stationsstraat, Rue du Moulin, Nieuwstraat, Avenue des Chênes"),
		places:  towns("10#0/Bruxelles, 20#0/Antwerpen, 9000/Gent, 4000/Liège, 3000/Leuven, 8000/Brugge"),
	},
	{
		code: "FR", taxName: "FR TVA", rate: 20_000, people: []people{french}, house: numberFirst, most: 120, phone: "+33 1 99 00 ** **",
		streets: list("rue des Lilas, rue de la Fontaine, avenue des Tilleuls, rue du Moulin, place de l'Église, rue des Écoles, chemin des Vignes, quai des Pêcheurs"),
		places:  towns("7501#/Paris, 6900#/Lyon, 1300#/Marseille, 31000/Toulouse, 44000/Nantes, 33000/Bordeaux, 67000/Strasbourg, 59000/Lille, 35000/Rennes"),
	},
	{
		code: "IT", taxName: "IT IVA", rate: 22_000, people: []people{italian}, house: numberComma, most: 130,
		streets: list("Via delle Rose, Via Garofani, Viale dei Platani, Via San Rocco, Piazza della Fontana, Via dei Mulini, Corso Vecchio, Via degli Ulivi"),
		places:  towns("2012#/Milano/MI, 0015#/Roma/RM, 1012#/Torino/TO, 4012#/Bologna/BO, 5012#/Firenze/FI, 8012#/Napoli/NA, 3710#/Verona/VR, 9010#/Palermo/PA, 33100/Udine/UD"),
	},
	{
		code: "ES", taxName: "ES IVA", rate: 21_000, people: []people{spanish}, house: numberComma, most: 110,
		streets: list("Calle del Olivo, Calle Mayor, Avenida del Puerto, Calle de la Luna, Plaza del Mercado, Calle Nueva"),
		places:  towns("2801#/Madrid/M, 0801#/Barcelona/B, 4600#/Valencia/V, 4100#/Sevilla/SE, 4800#/Bilbao/BI"),
	},
	{
		code: "DK", taxName: "DK moms", rate: 25_000, people: []people{nordic}, house: numberLast, most: 140,
		streets: list("Bøgevej, Havnegade, Kirkestræde, Skovvænget, Strandvejen, Møllevej"),
		places:  towns("2100/København Ø, 2200/København N, 8000/Aarhus C, 5000/Odense C, 9000/Aalborg"),
	},
	{
		code: "PL", taxName: "PL VAT", rate: 23_000, people: []people{polish}, house: numberLast, most: 90,
		streets: list("ul. Lipowa, ul. Ogrodowa, ul. Młyńska, ul. Słoneczna, ul. Klonowa, ul. Kwiatowa"),
		places:  towns("00-02#/Warszawa, 31-01#/Kraków, 50-10#/Wrocław, 80-83#/Gdańsk, 61-77#/Poznań"),
	},
	{
		code: "GB", people: []people{british}, house: numberFirst, most: 96, phone: "+44 20 7946 0***",
		streets: list("Mill Lane, Church Road, Orchard Close, Station Road, Beech Avenue, Victoria Terrace, Harbour View, Meadow Way"),
		places:  towns("LS1# #@@/Leeds, M2# #@@/Manchester, BS# #@@/Bristol, EH# #@@/Edinburgh, YO1# #@@/York, BN# #@@/Brighton, SE1# #@@/London, CF1# #@@/Cardiff"),
	},
	{
		code: "US", people: []people{american}, house: numberFirst, most: 4_800, phone: "+1 212 555 01**",
		streets: list("Maple Street, Oak Avenue, Cedar Lane, Lakeview Drive, Elm Street, Sunset Boulevard, Birch Road, Highland Avenue, Willow Court, Chestnut Street"),
		places:  towns("1120#/Brooklyn/NY, 1420#/Buffalo/NY, 9411#/San Francisco/CA, 9002#/Los Angeles/CA, 7870#/Austin/TX, 7700#/Houston/TX, 3313#/Miami/FL, 6061#/Chicago/IL, 9810#/Seattle/WA, 9720#/Portland/OR, 8020#/Denver/CO, 0211#/Boston/MA, 1910#/Philadelphia/PA, 0310#/Manchester/NH"),
	},
	{
		code: "CA", people: []people{american, french}, house: numberFirst, most: 2_400,
		streets: list("Lakeshore Road, King Street, Maple Crescent, Rue Saint-Alban, Pine Street, Harbour Drive"),
		places:  towns("M5V #@#/Toronto/ON, V6B #@#/Vancouver/BC, H2X #@#/Montréal/QC, B3H #@#/Halifax/NS"),
	},
	{
		code: "IS", people: []people{nordic}, house: numberLast, most: 60,
		streets: list("Birkimelur, Sólvallagata, Hafnarbraut, Lækjargata"),
		places:  towns("10#/Reykjavík, 600/Akureyri"),
	},
}

// salesTax is what a state of the USA takes on a sale: thousandths of a percent,
// on the shipping too or not.
type salesTax struct {
	state    string
	rate     int64
	shipping bool
}

var salesTaxes = []salesTax{
	{"NY", 8_875, true},
	{"CA", 8_625, false},
	{"TX", 8_250, true},
	{"FL", 7_000, false},
	{"IL", 10_250, false},
	{"WA", 10_350, true},
	{"CO", 8_810, false},
	{"MA", 6_250, false},
	{"PA", 6_000, true},
}
