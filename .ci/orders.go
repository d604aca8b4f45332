// Command orders writes a Shopify orders export of N invented orders:
//
//	go run .ci/orders.go N > orders.csv
package main

import (
	"fmt"
	"os"
	"strconv"

	"github.com/dropledger/dropledger/services/importer/shopify/shopifytest"
)

func main() {
	n, err := strconv.Atoi(os.Args[len(os.Args)-1])
	if err == nil {
		err = shopifytest.Write(os.Stdout, n)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "usage: go run .ci/orders.go N:", err)
		os.Exit(1)
	}
}
