package model

// countryTable lists ISO 3166-1 as "alpha-2 alpha-3 English short name", one
// country a line, followed by the codes that trade and tax use beside it.
const countryTable = `AD AND Andorra
AE ARE United Arab Emirates
AF AFG Afghanistan
AG ATG Antigua and Barbuda
AI AIA Anguilla
AL ALB Albania
AM ARM Armenia
AO AGO Angola
AQ ATA Antarctica
AR ARG Argentina
AS ASM American Samoa
AT AUT Austria
AU AUS Australia
AW ABW Aruba
AX ALA Åland Islands
AZ AZE Azerbaijan
BA BIH Bosnia and Herzegovina
BB BRB Barbados
BD BGD Bangladesh
BE BEL Belgium
BF BFA Burkina Faso
BG BGR Bulgaria
BH BHR Bahrain
BI BDI Burundi
BJ BEN Benin
BL BLM Saint Barthélemy
BM BMU Bermuda
BN BRN Brunei Darussalam
BO BOL Bolivia
BQ BES Bonaire, Sint Eustatius and Saba
BR BRA Brazil
BS BHS Bahamas
BT BTN Bhutan
BV BVT Bouvet Island
BW BWA Botswana
BY BLR Belarus
BZ BLZ Belize
CA CAN Canada
CC CCK Cocos (Keeling) Islands
CD COD Congo, Democratic Republic of the
CF CAF Central African Republic
CG COG Congo
CH CHE Switzerland
CI CIV Côte d'Ivoire
CK COK Cook Islands
CL CHL Chile
CM CMR Cameroon
CN CHN China
CO COL Colombia
CR CRI Costa Rica
CU CUB Cuba
CV CPV Cabo Verde
CW CUW Curaçao
CX CXR Christmas Island
CY CYP Cyprus
CZ CZE Czechia
DE DEU Germany
DJ DJI Djibouti
DK DNK Denmark
DM DMA Dominica
DO DOM Dominican Republic
DZ DZA Algeria
EC ECU Ecuador
EE EST Estonia
EG EGY Egypt
EH ESH Western Sahara
ER ERI Eritrea
ES ESP Spain
ET ETH Ethiopia
FI FIN Finland
FJ FJI Fiji
FK FLK Falkland Islands
FM FSM Micronesia
FO FRO Faroe Islands
FR FRA France
GA GAB Gabon
GB GBR United Kingdom
GD GRD Grenada
GE GEO Georgia
GF GUF French Guiana
GG GGY Guernsey
GH GHA Ghana
GI GIB Gibraltar
GL GRL Greenland
GM GMB Gambia
GN GIN Guinea
GP GLP Guadeloupe
GQ GNQ Equatorial Guinea
GR GRC Greece
GS SGS South Georgia and the South Sandwich Islands
GT GTM Guatemala
GU GUM Guam
GW GNB Guinea-Bissau
GY GUY Guyana
HK HKG Hong Kong
HM HMD Heard Island and McDonald Islands
HN HND Honduras
HR HRV Croatia
HT HTI Haiti
HU HUN Hungary
ID IDN Indonesia
IE IRL Ireland
IL ISR Israel
IM IMN Isle of Man
IN IND India
IO IOT British Indian Ocean Territory
IQ IRQ Iraq
IR IRN Iran
IS ISL Iceland
IT ITA Italy
JE JEY Jersey
JM JAM Jamaica
JO JOR Jordan
JP JPN Japan
KE KEN Kenya
KG KGZ Kyrgyzstan
KH KHM Cambodia
KI KIR Kiribati
KM COM Comoros
KN KNA Saint Kitts and Nevis
KP PRK North Korea
KR KOR South Korea
KW KWT Kuwait
KY CYM Cayman Islands
KZ KAZ Kazakhstan
LA LAO Laos
LB LBN Lebanon
LC LCA Saint Lucia
LI LIE Liechtenstein
LK LKA Sri Lanka
LR LBR Liberia
LS LSO Lesotho
LT LTU Lithuania
LU LUX Luxembourg
LV LVA Latvia
LY LBY Libya
MA MAR Morocco
MC MCO Monaco
MD MDA Moldova
ME MNE Montenegro
MF MAF Saint Martin (French part)
MG MDG Madagascar
MH MHL Marshall Islands
MK MKD North Macedonia
ML MLI Mali
MM MMR Myanmar
MN MNG Mongolia
MO MAC Macao
MP MNP Northern Mariana Islands
MQ MTQ Martinique
MR MRT Mauritania
MS MSR Montserrat
MT MLT Malta
MU MUS Mauritius
MV MDV Maldives
MW MWI Malawi
MX MEX Mexico
MY MYS Malaysia
MZ MOZ Mozambique
NA NAM Namibia
NC NCL New Caledonia
NE NER Niger
NF NFK Norfolk Island
NG NGA Nigeria
NI NIC Nicaragua
NL NLD Netherlands
NO NOR Norway
NP NPL Nepal
NR NRU Nauru
NU NIU Niue
NZ NZL New Zealand
OM OMN Oman
PA PAN Panama
PE PER Peru
PF PYF French Polynesia
PG PNG Papua New Guinea
PH PHL Philippines
PK PAK Pakistan
PL POL Poland
PM SPM Saint Pierre and Miquelon
PN PCN Pitcairn
PR PRI Puerto Rico
PS PSE Palestine
PT PRT Portugal
PW PLW Palau
PY PRY Paraguay
QA QAT Qatar
RE REU Réunion
RO ROU Romania
RS SRB Serbia
RU RUS Russian Federation
RW RWA Rwanda
SA SAU Saudi Arabia
SB SLB Solomon Islands
SC SYC Seychelles
SD SDN Sudan
SE SWE Sweden
SG SGP Singapore
SH SHN Saint Helena, Ascension and Tristan da Cunha
SI SVN Slovenia
SJ SJM Svalbard and Jan Mayen
SK SVK Slovakia
SL SLE Sierra Leone
SM SMR San Marino
SN SEN Senegal
SO SOM Somalia
SR SUR Suriname
SS SSD South Sudan
ST STP Sao Tome and Principe
SV SLV El Salvador
SX SXM Sint Maarten (Dutch part)
SY SYR Syria
SZ SWZ Eswatini
TC TCA Turks and Caicos Islands
TD TCD Chad
TF ATF French Southern Territories
TG TGO Togo
TH THA Thailand
TJ TJK Tajikistan
TK TKL Tokelau
TL TLS Timor-Leste
TM TKM Turkmenistan
TN TUN Tunisia
TO TON Tonga
TR TUR Türkiye
TT TTO Trinidad and Tobago
TV TUV Tuvalu
TW TWN Taiwan
TZ TZA Tanzania
UA UKR Ukraine
UG UGA Uganda
UM UMI United States Minor Outlying Islands
US USA United States
UY URY Uruguay
UZ UZB Uzbekistan
VA VAT Holy See
VC VCT Saint Vincent and the Grenadines
VE VEN Venezuela
VG VGB British Virgin Islands
VI VIR United States Virgin Islands
VN VNM Viet Nam
VU VUT Vanuatu
WF WLF Wallis and Futuna
WS WSM Samoa
YE YEM Yemen
YT MYT Mayotte
ZA ZAF South Africa
ZM ZMB Zambia
ZW ZWE Zimbabwe
XK XKX Kosovo
XI - Northern Ireland
IC - Canary Islands
EA - Ceuta and Melilla`

// countryAliases lists other names in use, "alpha-2 name; name". Accents,
// case, punctuation, "the" and the order around a comma make no difference and
// need no alias of their own.
const countryAliases = `AE UAE; U.A.E.; Emirates; Dubai; Abu Dhabi
AX Aland
BA Bosnia; Bosnia-Herzegovina
BN Brunei
BO Bolivia, Plurinational State of
BQ Caribbean Netherlands; Bonaire
BS Bahamas, Commonwealth of the
BY Byelorussia
CC Cocos Islands; Keeling Islands
CD DR Congo; DRC; Congo-Kinshasa; Democratic Republic of Congo; Congo, Dem. Rep.; Zaire
CG Republic of the Congo; Congo-Brazzaville; Congo, Rep.
CI Ivory Coast; Cote d Ivoire
CN People's Republic of China; PRC; P.R. China; PR China; Mainland China; China Mainland; Chinese Mainland
CV Cape Verde
CZ Czech Republic; Czech Rep.
DE Federal Republic of Germany; Deutschland
EA Ceuta; Melilla
ES España
FK Falkland Islands (Malvinas); Malvinas
FM Federated States of Micronesia
FO Faeroe Islands
GB UK; U.K.; Great Britain; Britain; United Kingdom of Great Britain and Northern Ireland; UK of Great Britain and Northern Ireland; England; Scotland; Wales
GR EL; Hellas; Hellenic Republic
HK Hong Kong SAR; Hong Kong SAR China; Hong Kong, China; China, Hong Kong SAR; Hongkong
IE Republic of Ireland; Eire
IR Iran, Islamic Republic of
IT Italia
KG Kyrgyz Republic
KN St Kitts and Nevis; Saint Christopher and Nevis
KP Korea, Democratic People's Republic of; DPRK
KR Korea, Republic of; Korea; Republic of South Korea; Korea (South); ROK
LA Lao People's Democratic Republic; Lao PDR
LY Libyan Arab Jamahiriya
MD Moldova, Republic of
MF Saint Martin; St Martin
MK Macedonia; FYROM; Macedonia, the former Yugoslav Republic of; Republic of North Macedonia
MM Burma
MO Macau; Macao SAR; Macau SAR; Macao SAR China; Macau SAR China; Macau, China; China, Macao SAR
NL Holland; The Netherlands; Nederland
NZ Aotearoa
PL Polska
PN Pitcairn Islands
PS Palestine, State of; Palestinian Territory; Palestinian Territories; Palestinian Territory, Occupied; Occupied Palestinian Territory; West Bank and Gaza
RE La Réunion; Reunion Island
RU Russia
SH Saint Helena; St Helena
SK Slovak Republic
ST São Tomé and Príncipe
SX Sint Maarten; St Maarten
SY Syrian Arab Republic
SZ Swaziland
TL East Timor
TR Turkey; Republic of Turkey; Republic of Türkiye
TW Taiwan, Province of China; Republic of China; ROC; Chinese Taipei; Taiwan R.O.C.
TZ Tanzania, United Republic of
UM US Minor Outlying Islands
US U.S.A.; U.S.; United States of America; America
VA Vatican; Vatican City; Vatican City State; Holy See (Vatican City State)
VE Venezuela, Bolivarian Republic of
VG Virgin Islands, British
VI US Virgin Islands; U.S. Virgin Islands; Virgin Islands, U.S.; Virgin Islands
VN Vietnam
XI UK (Northern Ireland); United Kingdom (Northern Ireland)
XK Republic of Kosovo
ZA Republic of South Africa; RSA`
