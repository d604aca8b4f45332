# What there is to do with the sources. "make help" lists it.
.DEFAULT_GOAL := help
.PHONY: help build run test bench lint fmt clean

GOFUMPT      := mvdan.cc/gofumpt@v0.9.2
STATICCHECK  := honnef.co/go/tools/cmd/staticcheck@v0.8.2
GOLANGCI     := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
TOOLS        := .tools
PROGRAM      := build/dropledger$(shell go env GOEXE 2>/dev/null)

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' Makefile

build: ## the program, as build/dropledger
	@.ci/packages run
	go build -o $(PROGRAM) .

run: build ## the program; without a display its main job on a sample business
	@.ci/open $(PROGRAM)

test: ## everything that must hold: format, vet, all tests with the race detector
	@.ci/packages test
	@.ci/format
	go vet -race ./...
	GORACE=atexit_sleep_ms=50 go test -race -vet=off -ldflags=-w -timeout 15m ./...

bench: ## how fast it is, alone and beside the sqlite3 program
	@.ci/packages test
	@.ci/bench

lint: $(TOOLS)/gofumpt $(TOOLS)/staticcheck $(TOOLS)/golangci-lint ## the linters, built into .tools the first time
	@test -z "$$($(TOOLS)/gofumpt -l .)" || { $(TOOLS)/gofumpt -l .; echo "Not formatted; run: make fmt"; exit 1; }
	$(TOOLS)/staticcheck ./...
	$(TOOLS)/golangci-lint run ./...

fmt: $(TOOLS)/gofumpt $(TOOLS)/golangci-lint ## format the sources
	$(TOOLS)/golangci-lint fmt ./...

clean: ## take away what was built, the sample business included
	rm -rf build

# The tools are built anew when their versions above change.
$(TOOLS)/gofumpt: Makefile
	GOBIN=$(CURDIR)/$(TOOLS) go install $(GOFUMPT)
	@touch $@
$(TOOLS)/staticcheck: Makefile
	GOBIN=$(CURDIR)/$(TOOLS) go install $(STATICCHECK)
	@touch $@
$(TOOLS)/golangci-lint: Makefile
	GOBIN=$(CURDIR)/$(TOOLS) go install $(GOLANGCI)
	@touch $@
