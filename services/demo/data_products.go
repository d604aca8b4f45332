package demo

// article is a product: its prices in cents, with tax in EUR and without in USD,
// what it costs in cents of EUR before a supplier's own terms, how often it is
// bought, and the keys of those who sell it.
type article struct {
	sku, name, brand string
	hs, origin       string
	grams            int64
	eur, usd, cost   int64
	pull             int
	from             string
}

// soldOutSKU is the article of which nobody has any left.
const soldOutSKU = "NL-CLK-220"

// sixPack is the article of which the wholesaler sells at least two.
const sixPack = "000815"

var articles = []article{
	{"NL-LMP-101", "Table lamp Halden, oak and linen", "Northlight", "94052190", "CN", 1450, 6_990, 7_900, 2_150, 9, "HYB"},
	{"NL-LMP-102", "Floor lamp Halden, oak and linen", "Northlight", "94052190", "CN", 4200, 14_900, 16_900, 5_200, 4, "HYG"},
	{"NL-LMP-118", "Pendant lamp Skaal, matt black", "Northlight", "94051140", "CN", 1900, 8_990, 9_900, 2_780, 6, "HYR"},
	{"NL-LMP-131", "Rechargeable lamp Glim, sand", "Northlight", "94052190", "CN", 620, 4_990, 5_500, 1_480, 12, "YRGBL"},
	{"004711", "Scented candle Cedar and smoke, 220 g", "Fjordwick", "34060000", "PL", 480, 2_490, 2_900, 690, 12, "HRG"},
	{"004712", "Scented candle Fig leaf, 220 g", "Fjordwick", "34060000", "PL", 480, 2_490, 2_900, 690, 10, "HRG"},
	{"004729", "Set of 4 pillar candles, ivory", "Fjordwick", "34060000", "PL", 1250, 1_990, 2_400, 610, 8, "HR"},
	{"1E5-002", "Reed diffuser Salt and pine, 100 ml", "Fjordwick", "33074900", "DE", 390, 2_990, 3_400, 890, 7, "HYR"},
	{"NL-TXT-300", "Throw Aske, recycled wool, grey", "Northlight", "63012090", "PT", 1100, 7_900, 8_900, 2_690, 8, "HCG"},
	{"NL-TXT-301", "Throw Aske, recycled wool, rust", "Northlight", "63012090", "PT", 1100, 7_900, 8_900, 2_690, 5, "HC"},
	{"NL-TXT-312", "Cushion cover Lien, linen, 50 x 50", "Northlight", "63049300", "IN", 210, 2_790, 3_200, 720, 11, "HYBPL"},
	{"NL-TXT-318", "Cushion filling, feather, 50 x 50", "Northlight", "94049010", "PL", 780, 1_590, 1_900, 520, 6, "HR"},
	{"NL-TXT-340", "Hand towels Var, waffle, set of 3", "Northlight", "63026000", "PT", 640, 2_990, 3_400, 940, 8, "HRC"},
	{"NL-TXT-345", "Bath towel Var, waffle, 70 x 140", "Northlight", "63026000", "PT", 520, 3_290, 3_700, 1_040, 7, "HRG"},
	{"000815", "Napkins Lien, linen, set of 6", "Northlight", "63025300", "LT", 360, 3_490, 3_900, 1_090, 5, "HY"},
	{"0042017", "Tea towels Market, set of 3", "Mill & Moor", "63026000", "GB", 280, 1_990, 2_300, 560, 7, "PYR"},
	{"MM-APR-07", "Apron Market, waxed cotton", "Mill & Moor", "62114290", "GB", 450, 4_490, 4_900, 1_520, 4, "PYG"},
	{"NL-CER-401", "Mug Tide, stoneware, 350 ml", "Northlight", "69120025", "PT", 380, 1_690, 1_900, 430, 12, "HRC"},
	{"NL-CER-402", "Bowl Tide, stoneware, 16 cm", "Northlight", "69120023", "PT", 520, 1_890, 2_200, 510, 9, "HRCY"},
	{"NL-CER-403", "Plate Tide, stoneware, 26 cm", "Northlight", "69120023", "PT", 880, 2_290, 2_600, 640, 9, "HRCG"},
	{"NL-CER-420", "Vase Dune, ceramic, 24 cm", "Northlight", "69139098", "CN", 1150, 3_690, 3_900, 980, 8, "HYM"},
	{"NL-CER-421", "Vase Dune, ceramic, 12 cm", "Northlight", "69139098", "CN", 420, 1_990, 2_400, 480, 9, "YMBL"},
	{"GL-2200", "Carafe Vand with glass, 1 l", "Klarholt", "70134910", "CZ", 940, 3_490, 3_900, 1_060, 5, "HY"},
	{"GL-2214", "Water glasses Vand, set of 4", "Klarholt", "70133799", "CZ", 1300, 2_690, 3_200, 830, 6, "HG"},
	{"GL-2231", "Tea light holders Frost, set of 3", "Klarholt", "70139900", "CN", 690, 1_890, 2_200, 470, 8, "HYMBL"},
	{"KN-0101", "Chopping board, end grain acacia", "Holmgaard & Sons", "44191200", "VN", 2100, 5_490, 5_900, 1_690, 6, "HYG"},
	{"KN-0117", "Serving board, olive wood, 38 cm", "Holmgaard & Sons", "44199000", "IT", 950, 3_990, 4_500, 1_280, 5, "HR"},
	{"KN-0203", "Salad servers, acacia", "Holmgaard & Sons", "44199000", "VN", 180, 1_690, 1_900, 390, 7, "HYBL"},
	{"KN-0310", "Cook's knife Tern, 20 cm", "Holmgaard & Sons", "82119200", "CN", 340, 6_490, 6_900, 1_890, 4, "HYRG"},
	{"KN-0355", "Pepper mill Tern, walnut", "Holmgaard & Sons", "82100000", "CN", 410, 3_890, 4_200, 1_090, 5, "HYM"},
	{"ST-900", "Storage basket Rush, seagrass, 30 cm", "Casa Brisa", "46021910", "VN", 740, 2_990, 3_400, 790, 8, "HY"},
	{"ST-901", "Storage basket Rush, seagrass, 40 cm", "Casa Brisa", "46021910", "VN", 1150, 3_990, 4_500, 1_090, 6, "HYG"},
	{"ST-930", "Felt box Stow, set of 2", "Casa Brisa", "63079098", "PL", 560, 2_490, 2_900, 690, 6, "RYP"},
	{"ST-955", "Wall hooks Perch, oak, set of 5", "Casa Brisa", "44209091", "PL", 330, 2_290, 2_500, 590, 7, "HYR"},
	{"NL-MIR-210", "Wall mirror Lune, round, 50 cm", "Northlight", "70099200", "CN", 3900, 8_990, 9_900, 3_150, 4, "HG"},
	{"NL-CLK-220", "Table clock Meridian, brass", "Northlight", "91051900", "CN", 520, 4_990, 5_400, 1_420, 3, "H"},
	{"NL-FRM-230", "Picture frame Nord, oak, 30 x 40", "Northlight", "44149000", "PL", 980, 2_890, 3_300, 860, 7, "HR"},
	{"NL-RUG-250", "Rug Tarn, jute, 80 x 150", "Northlight", "57029900", "IN", 2600, 8_490, 9_500, 2_900, 4, "HY"},
	{"PL-0019", "Artificial eucalyptus branch, 80 cm", "Casa Brisa", "67021000", "CN", 140, 1_290, 1_500, 260, 9, "YMBL"},
	{"PL-0045", "Plant pot Terra with saucer, 14 cm", "Casa Brisa", "69149000", "PT", 1050, 2_190, 2_500, 620, 8, "HCY"},
}
