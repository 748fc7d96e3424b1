# What can be done here. `make` alone lists it. Everything makes its own environment in .venv first.

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PORT ?= 8501
# Processes that test at the same time; a file of tests stays in one.
WORKERS ?= 2
LIEFERKETTE_SHARED ?= ../shared
# Compiled loops are kept here, so that nobody waits for a compiler twice.
export LIEFERKETTE_CACHE ?= $(CURDIR)/var/kernels
CODE := schemas ingest lieferkette dashboards tests

.DEFAULT_GOAL := help
.PHONY: help run demo dashboard test check format dictionary attack bench bench-matching chaos corpus acceptance environment clean

help:  ## List what can be done
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: demo dashboard  ## The example region in the browser

demo: $(READY)  ## Make the example region, take in its lists, say where everything lies
	@$(BIN)/lieferkette demo

dashboard: $(READY)  ## The dashboards in the browser
	@$(BIN)/lieferkette dashboard --port $(PORT)

test: $(READY)  ## Every test
	@$(BIN)/python -m tests.tools.warm
	@$(BIN)/pytest -n $(WORKERS) --dist loadfile $(TESTS)

check: $(READY)  ## Form, types, imports, dictionary and every test
	@$(BIN)/ruff format --check $(CODE)
	@$(BIN)/ruff check $(CODE)
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python -m schemas.dictionary --check
	@$(MAKE) --no-print-directory test

format: $(READY)  ## Bring the code into form
	@$(BIN)/ruff check --fix --quiet $(CODE) || true
	@$(BIN)/ruff format $(CODE)

dictionary: $(READY)  ## Write schemas/DATA_DICTIONARY.md anew
	@$(BIN)/python -m schemas.dictionary

# What bench compares with is no part of the product, so it comes only when asked for.
$(VENV)/.bench: $(READY)
	@sh tests/tools/environment.sh $(VENV) dev,bench
	@touch $@

bench-matching: $(VENV)/.bench  ## Rows to companies: made lists, the example region, labelled pairs, beside other engines
	@LIEFERKETTE_SHARED='$(LIEFERKETTE_SHARED)' $(BIN)/python -m tests.bench.matching.run

bench: $(VENV)/.bench  ## 100,000 companies and 600,000 relations, 100,000 rows to a register of 1,000,000: timed beside other engines
	@$(BIN)/python -m tests.bench.region
	@$(BIN)/python -m tests.bench.chains
	@$(BIN)/python -m tests.bench.actors
	@$(BIN)/python -m tests.bench.resilience
	@$(BIN)/python -m tests.bench.complexity
	@$(BIN)/python -m tests.bench.markets
	@$(BIN)/python -m tests.bench.matching.speed --splink

attack: $(READY)  ## Releases, views and pseudonyms attacked by insiders and coalitions
	@$(BIN)/python -m tests.attack.run --tables 200 --seed 1
	@$(BIN)/python -m tests.attack.run_matrix
	@$(BIN)/python -m tests.attack.run_toggles
	@$(BIN)/python -m tests.attack.pseudonyms

chaos: $(READY)  ## 300 kills spread over every stage of taking lists in
	@$(BIN)/python -m tests.chaos.run --kills 300 --seed 1
	@$(BIN)/python -m tests.chaos.damage --cases 120 --seed 1

corpus: $(READY)  ## 1,050 bad files in 21 kinds: no crash, no hang, no row unaccounted
	@$(BIN)/python -m tests.tools.warm
	@$(BIN)/python -m tests.corpus.run --files 1050 --seed 1

acceptance: $(READY)  ## Real lists from ../shared (LIEFERKETTE_SHARED); fails without them
	@LIEFERKETTE_SHARED='$(LIEFERKETTE_SHARED)' $(BIN)/pytest -q -s --timeout=0 tests/acceptance

environment: $(READY)  ## Only the environment

$(READY): pyproject.toml constraints.txt
	@sh tests/tools/environment.sh $(VENV)
	@touch $@

clean:  ## Remove what was made here: environment, caches, the example region
	rm -rf $(VENV) var .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find $(CODE) -name __pycache__ -type d -prune -exec rm -rf {} +
