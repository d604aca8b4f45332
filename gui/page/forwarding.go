package page

// ByRouting is a param of the approval screen: with any value it chooses suppliers
// for the orders that wait for one as soon as it opens.
const ByRouting = "route"

// RoutingRoute is the approval screen that begins with choosing suppliers for all
// orders that wait for one.
func RoutingRoute() Route {
	return Route{Screen: Forwarding, Params: map[string]string{ByRouting: "all"}}
}
