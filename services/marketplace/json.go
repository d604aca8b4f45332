package marketplace

import "encoding/json"

// written is an item as programs read it: amounts are decimal strings.
type written struct {
	plainItem
	Goods    string `json:"goods"`
	Shipping string `json:"shipping"`
	Total    string `json:"total"`
}

type plainItem Item

func (i *Item) written() written {
	return written{plainItem(*i), i.Goods.Text(i.Currency), i.Shipping.Text(i.Currency), i.Total().Text(i.Currency)}
}

// MarshalJSON writes amounts as decimal strings.
func (i Item) MarshalJSON() ([]byte, error) { return json.Marshal(i.written()) }

// MarshalJSON writes amounts as decimal strings.
func (t Sheet) MarshalJSON() ([]byte, error) {
	type piece struct {
		Piece
		UnitCost string `json:"unit_cost"`
		Goods    string `json:"goods"`
		Shipping string `json:"shipping"`
	}
	pieces := make([]piece, len(t.Pieces))
	for n, p := range t.Pieces {
		pieces[n] = piece{p, p.UnitCost.String(), p.Goods.Text(t.Currency), p.Shipping.Text(t.Currency)}
	}
	return json.Marshal(struct {
		written
		Site     string   `json:"site"`
		Form     []Field  `json:"form"`
		Pieces   []piece  `json:"pieces"`
		Note     string   `json:"note"`
		Page     string   `json:"page"`
		Stops    []string `json:"stops"`
		Warnings []string `json:"warnings"`
	}{t.written(), t.Site.Name, t.Form, pieces, t.Note, t.Page, append([]string{}, t.Stops...), append([]string{}, t.Warnings...)})
}
