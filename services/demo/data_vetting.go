package demo

import (
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/vetting"
)

// ways are the stages by which suppliers came to the one they are in, and why
// the last step was taken.
var ways = map[model.Stage][]model.Stage{
	model.Vetting: {model.Vetting}, model.Trial: {model.Vetting, model.Trial}, model.Approved: {model.Vetting, model.Trial, model.Approved},
	model.Probation: {model.Vetting, model.Trial, model.Approved, model.Probation}, model.Blocked: {model.Vetting, model.Blocked},
}

var usual = map[model.Stage]string{
	model.Vetting: "First talk held, papers asked for.", model.Trial: "All gates passed; small orders first.", model.Approved: "Test orders in time, terms in writing.",
}

var reasons = map[byte]string{
	'H': "Three test orders in time, terms in writing.",
	'Y': "Names the factories and sends photos of each order.",
	'R': "Trial month without a wrong parcel.",
	'G': "Takes no defects back since the new return terms, and more parcels come late.",
	'P': "All gates passed; small orders until three have arrived.",
	'L': "Test orders in time, answers within hours.",
	'M': "Cheapest offer for the woven baskets.",
	'B': "Declared a parcel as a gift of 3 USD and put its own advertising in.",
}

// vetted are the records of vetting, in the order in which they are entered. @30
// is the day 30 days ago, @+30 the one in 30 days, $H the first article of the
// supplier with the key H.
var vetted = []struct{ kind, json string }{
	{"supplier", `[
		{"name":"Hansekontor Großhandel","tax_number":"DE811334502","website":"https://hansekontor.example.com","languages":["de","en"],"currencies":["EUR"],"requalify_on":"@+18"},
		{"name":"Yiwu Morning Star Sourcing","tax_number":"91330782MA2E8K","languages":["en","zh"],"currencies":["CNY","USD"],"requalify_on":"@+160"},
		{"name":"Maasdok Fulfilment","tax_number":"NL853746333B01","website":"https://maasdok.example.org","languages":["nl","en","de"],"currencies":["EUR"],"requalify_on":"@+240"},
		{"name":"Lakeshore Home Supply","tax_number":"36-4471902","languages":["en"],"currencies":["USD"],"requalify_on":"@5"},
		{"name":"Pennine Makers","tax_number":"GB204519873","website":"https://pennine.example.org","languages":["en"],"currencies":["GBP","EUR"]},
		{"name":"Lantern Lane Store","languages":["en","zh"],"currencies":["USD"],"requalify_on":"@+60"},
		{"name":"Golden Reed Store","languages":["zh","en"],"currencies":["USD"]},
		{"name":"Olaria do Vale","tax_number":"PT509442013","languages":["pt","es"],"currencies":["EUR"]},
		{"name":"Bluewharf Trading","languages":["en"],"currencies":["USD"]}]`},
	{vetting.PlaceKind, `[
		{"supplier":"Hansekontor Großhandel","name":"Hamburg warehouse","country":"DE","city":"Hamburg","address":"Am Sandtorkai 99"},
		{"supplier":"Hansekontor Großhandel","name":"Returns","kind":"returns","country":"DE","city":"Norderstedt"},
		{"supplier":"Yiwu Morning Star Sourcing","name":"Futian office","kind":"office","country":"CN","city":"Yiwu"},
		{"supplier":"Yiwu Morning Star Sourcing","name":"Consolidation hall","country":"CN","city":"Yiwu"},
		{"supplier":"Maasdok Fulfilment","name":"Rotterdam","country":"NL","city":"Rotterdam","address":"Waalhaven 12"},
		{"supplier":"Maasdok Fulfilment","name":"Venlo","country":"NL","city":"Venlo"},
		{"supplier":"Lakeshore Home Supply","name":"Milwaukee","country":"US","city":"Milwaukee"},
		{"supplier":"Pennine Makers","name":"Workshop","kind":"factory","country":"GB","city":"Hebden Bridge"},
		{"supplier":"Olaria do Vale","name":"Kiln","kind":"factory","country":"PT","city":"Barcelos"}]`},
	{vetting.ContactKind, `[
		{"supplier":"Hansekontor Großhandel","name":"Inga Petersen","role":"dropship desk","email":"petersen.hansekontor@example.com","phone":"+49 40 0000 11","language":"de"},
		{"supplier":"Yiwu Morning Star Sourcing","name":"Chen Yuhan","role":"agent","email":"chen.morningstar@example.net","language":"en","note":"Answers until 16:00 Berlin time."},
		{"supplier":"Yiwu Morning Star Sourcing","name":"Wu Jing","role":"stands in during holidays","email":"wu.morningstar@example.net","language":"en"},
		{"supplier":"Maasdok Fulfilment","name":"Sanne de Wit","role":"account","email":"sanne.maasdok@example.org","language":"nl"},
		{"supplier":"Lakeshore Home Supply","name":"Rob Halvorsen","role":"sales","email":"rob.lakeshore@example.com","language":"en"},
		{"supplier":"Pennine Makers","name":"Edie Marsh","role":"owner","email":"edie.pennine@example.org","language":"en"},
		{"supplier":"Olaria do Vale","name":"Tiago Fontes","role":"owner","email":"tiago.olaria@example.com","language":"pt"}]`},
	{vetting.AgreementKind, `[
		{"supplier":"Hansekontor Großhandel","valid_from":"@330","payment_terms_days":14,"moq":1,"claim_days":14,"neutral_packaging":true,"working_days":["mon","tue","wed","thu","fri"],"return_terms":"Defects credited against a photo, the rest within 14 days at our cost"},
		{"supplier":"Hansekontor Großhandel","valid_from":"@60","payment_terms_days":30,"moq":1,"claim_days":30,"neutral_packaging":true,"working_days":["mon","tue","wed","thu","fri"],"return_address":"Retouren, Norderstedt","return_terms":"Defects credited against a photo, the rest within 30 days at our cost","file":"$terms",
			"changes":[{"term":"price","sku":"$H","before":"16.90","after":"15.70"},{"term":"shipping","before":"4.90","after":"4.20","note":"Parcels within Germany"},{"term":"other","note":"30 instead of 14 days to pay"}]},
		{"supplier":"Yiwu Morning Star Sourcing","valid_from":"@190","payment_terms_days":0,"moq":1,"claim_days":15,"neutral_packaging":true,"working_days":["mon","tue","wed","thu","fri","sat"],"currency":"CNY","setup_cost":"800","return_terms":"Credit against photos; nothing goes back",
			"changes":[{"term":"price","sku":"$Y","before":"98","after":"92"}]},
		{"supplier":"Maasdok Fulfilment","valid_from":"@300","payment_terms_days":14,"setup_cost":"350","claim_days":21,"neutral_packaging":true,"working_days":["mon","tue","wed","thu","fri","sat"],"return_address":"Waalhaven 12, Rotterdam","return_terms":"Returns are inspected and put back for 2.10 EUR each"},
		{"supplier":"Lakeshore Home Supply","valid_from":"@90","payment_terms_days":15,"moq":1,"claim_days":30,"neutral_packaging":true,"return_terms":"No returns of opened goods"},
		{"supplier":"Pennine Makers","valid_from":"@96","payment_terms_days":0,"moq":6,"multiple":6,"setup_cost":"420","claim_days":30,"neutral_packaging":true,"working_days":["mon","tue","wed","thu","fri"],"return_terms":"Replaces what breaks on the way"}]`},
	{vetting.CredentialKind, `[
		{"supplier":"Hansekontor Großhandel","name":"VAT certificate","given_by":"merchant","kind":"tax","asked":"@330","handed_over":"@326"},
		{"supplier":"Hansekontor Großhandel","name":"Extract of the trade register","kind":"registration","asked":"@330","handed_over":"@320","expires":"@+12"},
		{"supplier":"Yiwu Morning Star Sourcing","name":"Business licence","kind":"registration","asked":"@210","handed_over":"@204","expires":"@9"},
		{"supplier":"Yiwu Morning Star Sourcing","name":"CE test reports, lamps","kind":"safety","asked":"@180","handed_over":"@170","expires":"@+400"},
		{"supplier":"Maasdok Fulfilment","name":"Insurance of stored goods","kind":"insurance","number":"WV-2201-77","asked":"@300","handed_over":"@298","expires":"@+140"},
		{"supplier":"Lakeshore Home Supply","name":"Resale certificate","given_by":"merchant","kind":"resale","asked":"@310","handed_over":"@300","expires":"@+25"},
		{"supplier":"Pennine Makers","name":"Declaration of conformity","kind":"safety","asked":"@90","handed_over":"@84"},
		{"supplier":"Pennine Makers","name":"Contract on our design","kind":"contract","asked":"@92","handed_over":"@88"},
		{"supplier":"Olaria do Vale","name":"Certidão permanente","kind":"registration","asked":"@12"},
		{"supplier":"Olaria do Vale","name":"VAT certificate","given_by":"merchant","kind":"tax","asked":"@12","handed_over":"@10"}]`},
	{vetting.TalkKind, `[
		{"supplier":"Hansekontor Großhandel","date":"@64","subject":"Terms for the next year","channel":"meeting","contact":"Inga Petersen","said":"30 days to pay and 4.20 EUR a parcel if we stay above 40 orders a month."},
		{"supplier":"Yiwu Morning Star Sourcing","date":"@20","subject":"Who stands in at New Year","channel":"chat","contact":"Chen Yuhan","said":"Wu Jing takes orders until the 5th, then nothing leaves for 12 days. Written confirmation to come.","follow_up":"@3"},
		{"supplier":"Maasdok Fulfilment","date":"@45","subject":"Peak season","channel":"call","contact":"Sanne de Wit","said":"Cut-off stays at 17:00, one more shift from November on.","follow_up":"@40","followed":"@40"},
		{"supplier":"Lakeshore Home Supply","date":"@14","subject":"Return terms","channel":"call","contact":"Rob Halvorsen","said":"Wants to think about taking defects back again.","follow_up":"@1"},
		{"supplier":"Pennine Makers","date":"@30","subject":"Gift boxes","channel":"email","contact":"Edie Marsh","said":"Boxes with our name from 200 pieces on.","follow_up":"@+20"},
		{"supplier":"Golden Reed Store","date":"@9","subject":"500 orders tomorrow?","channel":"chat","said":"Says yes at once, without asking what.","asked_at":"09:15","answered":"@9","answered_at":"09:17"},
		{"supplier":"Golden Reed Store","date":"@5","subject":"Where is the first test order?","channel":"chat","asked_at":"08:30"},
		{"supplier":"Lantern Lane Store","date":"@70","subject":"Parcels without their flyers","channel":"chat","said":"Yes, a remark with each order is enough.","asked_at":"10:05","answered":"@70","answered_at":"13:40"},
		{"supplier":"Lantern Lane Store","date":"@18","subject":"Stock before Christmas","channel":"chat","said":"Lamps until the middle of December, the rest all the time.","asked_at":"16:20","answered":"@17","answered_at":"07:55","follow_up":"@+6"},
		{"supplier":"Yiwu Morning Star Sourcing","date":"@33","subject":"New price of seagrass baskets","channel":"email","contact":"Chen Yuhan","said":"2 CNY less from 100 pieces on.","asked_at":"11:30","answered":"@32","answered_at":"04:10"},
		{"supplier":"Lakeshore Home Supply","date":"@21","subject":"Two parcels without a scan","channel":"email","contact":"Rob Halvorsen","said":"Were still on the dock.","asked_at":"15:00","answered":"@17","answered_at":"20:30"},
		{"supplier":"Olaria do Vale","date":"@12","subject":"First contact at the fair","channel":"fair","contact":"Tiago Fontes","said":"Makes small runs, wants to see our sales figures first.","follow_up":"@2"}]`},
	{vetting.ActionKind, `[
		{"supplier":"Lakeshore Home Supply","title":"Take defects back again","owner":"Merle","due":"@2","metric":"gates passed","before":"7","target":"8","opened":"@14"},
		{"supplier":"Lakeshore Home Supply","title":"Second carrier for the west","owner":"Rob Halvorsen","due":"@+21","metric":"on time in percent","before":"73","target":"95","opened":"@14"},
		{"supplier":"Yiwu Morning Star Sourcing","title":"Photo of each parcel","owner":"Chen Yuhan","due":"@100","metric":"wrong articles in 100 orders","before":"4.2","target":"1","after":"1.4","state":"done","opened":"@150","ended":"@95"}]`},
	{vetting.TestOrderKind, `[
		{"supplier":"Hansekontor Großhandel","ordered":"@340","sku":"$H","country":"DE","promised_handling_days":1,"promised_days":3,"shipped":"@339","first_scan":"@339","delivered":"@337","grades":{"product":5,"packaging":4,"accuracy":5,"photos":4,"cost":4},"cost":"22.40","verdict":"good"},
		{"supplier":"Yiwu Morning Star Sourcing","ordered":"@205","sku":"$Y","country":"DE","promised_handling_days":3,"promised_days":18,"shipped":"@201","first_scan":"@200","delivered":"@188","grades":{"product":4,"packaging":3,"accuracy":4,"branding":4,"photos":3,"cost":5},"cost":"71","verdict":"good","note":"Box soft at one corner."},
		{"supplier":"Yiwu Morning Star Sourcing","ordered":"@198","sku":"$Y","country":"FR","promised_handling_days":3,"promised_days":18,"shipped":"@195","first_scan":"@194","delivered":"@178","grades":{"product":4,"packaging":3,"accuracy":3},"cost":"74","verdict":"good","note":"Two days late, customs in Paris."},
		{"supplier":"Maasdok Fulfilment","ordered":"@295","country":"DE","promised_handling_days":0,"promised_days":3,"shipped":"@295","first_scan":"@295","delivered":"@293","grades":{"packaging":5,"accuracy":5,"branding":5},"cost":"7.80","verdict":"good"},
		{"supplier":"Lakeshore Home Supply","ordered":"@70","country":"US","promised_handling_days":2,"promised_days":6,"shipped":"@66","first_scan":"@65","delivered":"@61","grades":{"product":4,"packaging":2,"accuracy":3,"cost":3},"cost":"31.10","verdict":"doubtful","note":"Left two days late, box taped twice."},
		{"supplier":"Pennine Makers","ordered":"@92","country":"GB","promised_handling_days":2,"promised_days":6,"shipped":"@91","first_scan":"@90","delivered":"@88","grades":{"product":5,"packaging":4,"accuracy":5,"branding":4,"cost":4},"cost":"18.60","verdict":"good"},
		{"supplier":"Pennine Makers","ordered":"@80","country":"DE","promised_handling_days":2,"promised_days":11,"shipped":"@79","first_scan":"@78","delivered":"@71","grades":{"product":5,"packaging":5,"accuracy":4,"branding":4,"cost":3},"cost":"27.90","verdict":"good","note":"Duty paid as agreed.","files":["$photo"]},
		{"supplier":"Lantern Lane Store","ordered":"@98","sku":"$L","country":"DE","promised_handling_days":2,"promised_days":14,"shipped":"@97","first_scan":"@96","delivered":"@86","grades":{"product":4,"packaging":3,"accuracy":5,"photos":4,"cost":5},"cost":"9.40","verdict":"good"},
		{"supplier":"Lantern Lane Store","ordered":"@95","sku":"$L","country":"US","promised_handling_days":2,"promised_days":15,"shipped":"@92","first_scan":"@91","delivered":"@82","grades":{"product":4,"packaging":4,"accuracy":4,"cost":4},"cost":"10.10","verdict":"good"},
		{"supplier":"Pennine Makers","ordered":"@4","country":"NL","promised_handling_days":2,"promised_days":11,"shipped":"@2","cost":"26.40"},
		{"supplier":"Golden Reed Store","ordered":"@32","country":"DE","promised_handling_days":4,"promised_days":27,"shipped":"@27","first_scan":"@24","cost":"14.20","note":"No news for nine days."},
		{"supplier":"Golden Reed Store","ordered":"@8","country":"GB","promised_handling_days":4,"promised_days":27,"cost":"15.10"},
		{"supplier":"Bluewharf Trading","ordered":"@170","country":"DE","promised_handling_days":5,"promised_days":25,"shipped":"@160","first_scan":"@158","delivered":"@133","grades":{"product":2,"packaging":1,"accuracy":2,"branding":1,"photos":2,"cost":2},"cost":"12.80","verdict":"bad","note":"Advertising of another shop in the box, declared as a gift."}]`},
	{vetting.AssessmentKind, `[
		{"supplier":"Hansekontor Großhandel","date":"@335","assessor":"Merle","gates":{"registered":true,"tested":true,"tracking":true,"returns":true,"neutral":true,"answers":true,"safety":true,"own_rights":true},
			"grades":{"product":4,"delivery":5,"stock":3,"handling":5,"price":4,"terms":3,"service":4,"reviews":4,"references":3}},
		{"supplier":"Hansekontor Großhandel","date":"@58","assessor":"Merle","note":"After the new terms.",
			"gates":{"registered":{"passed":true,"evidence":"Extract of the trade register","expires":"@+12"},"tested":{"passed":true,"evidence":"Test order and 200 orders since"},"tracking":true,"returns":{"passed":true,"evidence":"Agreement","expires":""},"neutral":{"passed":true,"evidence":"Photo of a return"},"answers":true,"safety":{"passed":true,"evidence":"Declarations for all lamps"},"own_rights":true},
			"grades":{"product":{"grade":5,"source":"Test order"},"delivery":5,"stock":4,"handling":5,"price":4,"terms":5,"service":5,"reviews":{"grade":4,"source":"4.6 of 5 from 240 reviews","on":"@60"},"references":{"grade":4,"source":"Talk with a shop in Bremen","on":"@59"}}},
		{"supplier":"Yiwu Morning Star Sourcing","date":"@170","assessor":"Merle",
			"gates":{"registered":{"passed":true,"evidence":"Business licence","expires":"@9"},"tested":{"passed":true,"evidence":"Two test orders"},"tracking":true,"returns":{"passed":true,"evidence":"Agreement: credit against photos"},"neutral":{"passed":true,"evidence":"Photos of both test orders"},"honest_customs":{"passed":true,"evidence":"Labels of both test orders"},"own_rights":true,"backup":null,"answers":true},
			"grades":{"product":4,"openness":4,"inspection":3,"delivery":{"grade":4,"source":"Mean of 2 test orders"},"service":4,"accuracy":3,"references":{"grade":3,"source":"No reference given"},"reviews":3}},
		{"supplier":"Maasdok Fulfilment","date":"@280","assessor":"Merle",
			"gates":{"registered":{"passed":true,"evidence":"Kamer van Koophandel"},"insured":{"passed":true,"evidence":"Insurance of stored goods"},"exit":{"passed":true,"evidence":"Contract, 60 days"},"tested":true,"tracking":true,"neutral":true,"answers":true},
			"grades":{"handling":5,"accuracy":5,"stock":5,"packaging":5,"systems":4,"fees":4,"reach":4,"references":{"grade":5,"source":"Two shops in Utrecht, one since 2023","on":"@282"},"reviews":4}},
		{"supplier":"Lakeshore Home Supply","date":"@290","assessor":"Merle","gates":{"registered":true,"tested":true,"tracking":true,"returns":true,"neutral":true,"answers":true,"safety":true,"own_rights":true},
			"grades":{"product":4,"delivery":4,"stock":3,"handling":4,"price":4,"terms":3,"service":4,"reviews":4,"references":3}},
		{"supplier":"Lakeshore Home Supply","date":"@16","assessor":"Merle","note":"After the complaints of the summer.",
			"gates":{"registered":true,"tested":true,"tracking":true,"returns":{"passed":false,"evidence":"New terms: no returns of opened goods"},"neutral":true,"answers":true,"safety":true,"own_rights":true},
			"grades":{"product":4,"delivery":{"grade":2,"source":"Test order, 3 days late"},"stock":2,"handling":2,"price":3,"terms":2,"service":3,"reviews":{"grade":3,"source":"3.9 of 5 from 610 reviews","on":"@17"},"references":3}},
		{"supplier":"Pennine Makers","date":"@66","assessor":"Merle",
			"gates":{"registered":{"passed":true,"evidence":"Companies House"},"sample":{"passed":true,"evidence":"Sealed sample of both sides"},"tested":true,"safety":{"passed":true,"evidence":"Declaration of conformity"},"design":{"passed":true,"evidence":"Contract on our design"},"moq":true,"returns":true,"answers":true},
			"grades":{"product":5,"branding":4,"consistency":5,"packaging":4.5,"delivery":5,"price":3.5,"terms":3,"references":{"grade":4,"source":"Talk with a museum shop","on":"@70"},"reviews":4}},
		{"supplier":"Lantern Lane Store","date":"@80","assessor":"Merle",
			"gates":{"rating":{"passed":true,"evidence":"4.8 of 5 from 8,400 reviews"},"volume":{"passed":true,"evidence":"20,000+ sold"},"processing":true,"reply":true,"success":true,"tested":{"passed":true,"evidence":"Two test orders"},"tracking":true,"returns":true,"neutral":{"passed":true,"evidence":"Photos of both test orders"},"honest_customs":{"passed":true,"evidence":"Labels of both test orders"},"own_rights":true},
			"grades":{"product":4,"delivery":4,"accuracy":5,"packaging":3,"price":5,"service":4,"reviews":{"grade":5,"source":"4.8 of 5 from 8,400 reviews","on":"@81"},"photos":4,"references":3}},
		{"supplier":"Golden Reed Store","date":"@6","assessor":"Merle","finished":false,"note":"Waits for the test orders.",
			"gates":{"rating":{"passed":true,"evidence":"4.7 of 5 from 3,120 reviews"},"volume":{"passed":true,"evidence":"10,000+ sold"},"processing":false,"reply":true,"returns":null},
			"grades":{"service":3,"reviews":{"grade":4,"source":"4.7 of 5 from 3,120 reviews","on":"@6"},"price":5}},
		{"supplier":"Bluewharf Trading","date":"@130","assessor":"Merle",
			"gates":{"rating":false,"volume":true,"processing":false,"reply":false,"success":false,"tested":true,"tracking":true,"returns":false,"neutral":{"passed":false,"evidence":"Photo of the leaflet"},"honest_customs":{"passed":false,"evidence":"Label: gift, 3 USD"},"own_rights":null},
			"grades":{"product":2,"delivery":1,"accuracy":2,"packaging":1,"price":3,"service":1,"reviews":{"grade":2,"source":"3.4 of 5 from 95 reviews","on":"@131"},"photos":2,"references":1}}]`},
}
