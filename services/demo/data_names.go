package demo

import "strings"

// list splits words that stand in one text, by ", ".
func list(text string) []string { return strings.Split(text, ", ") }

// people are names as they are usual in a part of the world. Whom they make up
// when they are drawn is nobody in particular.
type people struct{ given, family []string }

var (
	german = people{
		list("Anna, Ben, Carla, David, Emma, Felix, Greta, Hannah, Jonas, Judith, Kai, Katharina, Lars, Lena, Lukas, Marie, Max, Mia, Moritz, Nele, Oskar, Paula, Sophie, Theo, Ulrike, Jörg, Käthe, Björn"),
		list("Albers, Böttcher, Brandt, Dietrich, Ebert, Fuhrmann, Gerlach, Hartwig, Jäger, Kessler, Köhn, Lindner, Lüders, Mertens, Nagel, Oehler, Petersen, Reuter, Sander, Schröter, Seidel, Thiele, Ullmann, Vogt, Weiß, Winkelmann, Zander"),
	}
	austrian = people{
		list("Anna, Clemens, Elisabeth, Florian, Johanna, Jakob, Katharina, Laurenz, Magdalena, Martin, Resi, Severin, Theresa, Valentin"),
		list("Aigner, Brandstätter, Ebner, Fürst, Gruber, Haslinger, Hofer, Kirchmayr, Leitner, Moser, Pichler, Reisinger, Steiner, Wallner"),
	}
	swiss = people{
		list("Andrin, Beat, Céline, Corina, Fabienne, Flurin, Gian, Luca, Nadja, Reto, Sandra, Ursina, Yves"),
		list("Aebischer, Ammann, Bürgi, Caduff, Favre, Gasser, Hürlimann, Küng, Lüthi, Rochat, Schürch, Stalder, Zürcher"),
	}
	dutch = people{
		list("Anouk, Bram, Daan, Eva, Femke, Gijs, Hugo, Iris, Jasper, Lieke, Maarten, Noor, Pieter, Sanne, Thijs, Willemijn"),
		list("van den Berg, Bakker, de Boer, van Dijk, Dekker, Hendriks, Jansen, Kuiper, Mulder, Peeters, Postma, Smit, Verhoeven, de Wit"),
	}
	french = people{
		list("Adèle, Antoine, Camille, Chloé, Clément, Élise, Gaspard, Hélène, Jules, Léa, Louis, Margaux, Mathilde, Rémi, Théo, Zoé"),
		list("Aubert, Besson, Carpentier, Delmas, Fabre, Garnier, Guérin, Lacroix, Lefèvre, Marchand, Noël, Perrin, Renaud, Tessier, Vidal"),
	}
	italian = people{
		list("Alessia, Andrea, Beatrice, Chiara, Davide, Elena, Fabio, Giorgia, Giulio, Ilaria, Lorenzo, Marta, Nicolò, Paola, Riccardo, Silvia, Tommaso, Valeria"),
		list("Amato, Barbieri, Bellini, Caruso, Colombo, De Santis, Fontana, Galli, Greco, Lombardi, Marchetti, Moretti, Parisi, Rinaldi, Sala, Serra, Testa, Vitale"),
	}
	spanish = people{
		list("Alba, Álvaro, Carmen, Diego, Inés, Íñigo, Jimena, Lucía, Marcos, Marina, Nuria, Pablo, Rocío, Sergio"),
		list("Aguilar, Blanco, Cano, Crespo, Domínguez, Fuentes, Herrero, Iglesias, Lozano, Méndez, Núñez, Prieto, Vega"),
	}
	nordic = people{
		list("Astrid, Emil, Freja, Gunnar, Ida, Jón, Karen, Lærke, Mads, Nanna, Rasmus, Sigrid, Sofie, Søren"),
		list("Andersen, Bach, Dahl, Friis, Holm, Kjær, Lund, Møller, Nørgaard, Skov, Thorsen, Winther"),
	}
	polish = people{
		list("Agnieszka, Bartosz, Ewa, Jakub, Kasia, Łukasz, Magda, Michał, Ola, Paweł, Piotr, Zofia"),
		list("Borowska, Czarnecka, Dąbek, Górska, Jaworska, Krawczyk, Lis, Nowicka, Pawlak, Sobczak, Wójcik, Zając"),
	}
	british = people{
		list("Alice, Callum, Charlotte, Edward, Eleanor, Fiona, Freya, George, Harriet, Isla, Jack, Megan, Oliver, Poppy, Rhys, Rosie, Thomas"),
		list("Ashworth, Baxter, Carmichael, Dawson, Ellis, Fairclough, Gallagher, Hartley, Kershaw, Lloyd, Marsden, Norris, Pryce, Radcliffe, Sutton, Whitlock"),
	}
	american = people{
		list("Abigail, Brandon, Chloe, Derek, Emily, Ethan, Grace, Hannah, Isaac, Jasmine, Kevin, Laura, Marcus, Natalie, Owen, Priya, Rachel, Sofia, Tyler, Victor, Zoe"),
		list("Alvarez, Bennett, Chang, Coleman, Diaz, Foster, Grant, Hughes, Kim, Lawson, Mitchell, Novak, Ortiz, Patel, Porter, Reyes, Sullivan, Tran, Walsh, Young"),
	}
)

// mailboxes are the domains that belong to nobody (RFC 2606).
var mailboxes = []string{"example.com", "example.net", "example.org"}

// plain turns letters into those of an e-mail address.
var plain = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "à", "a", "á", "a", "â", "a", "ã", "a", "ç", "c", "è", "e", "é", "e",
	"ê", "e", "ë", "e", "í", "i", "ï", "i", "ñ", "n", "ó", "o", "ò", "o", "ô", "o", "ú", "u", "æ", "ae", "ø", "oe", "å", "aa",
	"ą", "a", "ć", "c", "ę", "e", "ł", "l", "ń", "n", "ś", "s", "ź", "z", "ż", "z", " ", "", "'", "")
