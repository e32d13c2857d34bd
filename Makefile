# `make` lists the targets. Nothing here asks for a password; the second run of a target skips the set-up.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
CORE := $(VENV)/.core
WEB := $(VENV)/.web
TEST := $(VENV)/.test
PIP_INSTALL = $(BIN)/python -m pip install -qq --no-input --disable-pip-version-check
DATA := src/cartograph/_data

MAKEFLAGS += --no-builtin-rules --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help run serve test check system lint format generate findings agreement hierarchy wheel bench clean

# The Debian packages that tests need, each after the command or file that it brings.
DEBIAN := java=default-jre-headless chromium=chromium roqet=rasqal-utils node=nodejs npm=npm curl=curl \
  /usr/lib/R/site-library/SPARQL=r-cran-sparql
NODE := tests/node/node_modules/.done

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

run: $(CORE) ## set up .venv, build the graph, answer the flagship question, count what is there
	$(BIN)/cartograph build
	$(BIN)/cartograph ask products-by-response --costimulation 4-1BB --vector lentiviral --above 50
	$(BIN)/cartograph coverage --summary

# Two processes test: what is independent shares both cores; the servers, browsers and Java have them to themselves.
test: system $(TEST) $(NODE) lint ## check everything: style, types, layers, behaviour
	@$(BIN)/pytest -n 2 --dist loadscope -m "not outside"
	@$(BIN)/pytest -m outside

check: $(TEST) lint ## check style, types, layers and all behaviour that needs no server, browser, Java or foreign client
	@$(BIN)/pytest -q -n 2 --dist worksteal -m "not outside and not minutes"

lint: $(TEST) ## check style, types and layers only
	@$(BIN)/ruff check --quiet --output-format concise
	@$(BIN)/ruff format --check --quiet || { echo "some files are not formatted: make format"; exit 1; }
	@$(BIN)/mypy --no-error-summary
	@layers=$$($(BIN)/lint-imports --no-logo 2>&1) || { echo "$$layers"; exit 1; }
	@echo "style, types and layers: no finding"

system: ## install Debian packages that tests need: Java, Chromium, SPARQL clients in C, R and JavaScript
	@missing=; for pair in $(DEBIAN); do \
	  command -v "$${pair%%=*}" >/dev/null || [ -e "$${pair%%=*}" ] || missing="$$missing $${pair#*=}"; \
	done; [ -z "$$missing" ] || PACKAGES="$${missing# }" tests/system.sh

format: $(TEST) ## format the Python files
	@$(BIN)/ruff format --quiet
	@$(BIN)/ruff check --fix

generate: $(CORE) ## write the generated files again (docs, JSON Schema)
	@$(BIN)/python -m cartograph.curation.generate

findings: $(CORE) ## write the pages of findings and conflicts again, from the records
	@$(BIN)/python -m cartograph.curation.findings

agreement: $(CORE) ## compare the records with the second curation, and write the page of agreement again
	@$(BIN)/python -m cartograph.curation.agreement

hierarchy: $(TEST) ## write again what modules of the ontology declare and entail (needs Java)
	@$(BIN)/python tests/declared.py
	@$(BIN)/python -m cartograph.curation.generate
	@$(BIN)/python tests/hierarchy.py

wheel: $(TEST) ## build the release and a wheel that carries it, into dist/
	@$(BIN)/python -m cartograph build
	@rm -rf $(DATA) && mkdir -p $(DATA)/release
	@cp -R ontology shapes records rules queries $(DATA)/
	@cp build/$$(cat build/current)/graph.nq build/$$(cat build/current)/manifest.json $(DATA)/release/
	@$(BIN)/python -m hatchling build --target wheel --directory dist

bench: $(TEST) ## measure the build, a cold question and the reasoners, and the server beside its peers
	@$(BIN)/python benchmarks/run.py
	@$(BIN)/python benchmarks/serve.py

serve: $(WEB) ## serve pages, linked data and SPARQL at http://127.0.0.1:8000
	@[ -e build/current ] || $(BIN)/cartograph build
	@$(BIN)/cartograph serve

clean: ## remove everything that is made, except .venv
	@rm -rf build dist $(DATA) .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "CARTograph needs Python 3.11 or newer, found %d.%d: make PYTHON=python3.11" % sys.version_info[:2])'
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(CORE): pyproject.toml | $(BIN)/python
	@echo "Setting up $(VENV), once ..." >&2
	@$(PIP_INSTALL) --editable '.[build]'
	@touch $@

$(WEB): pyproject.toml $(CORE)
	@$(PIP_INSTALL) --editable '.[web]'
	@touch $@

$(TEST): pyproject.toml tests/judges.txt $(CORE)
	@echo "Adding the tools of the tests to $(VENV), once ..." >&2
	@$(PIP_INSTALL) --editable '.[build,test,web]'
	@$(PIP_INSTALL) --no-deps -r tests/judges.txt
	@touch $@

$(NODE): tests/node/package-lock.json
	@if command -v npm >/dev/null; then \
	  npm ci --prefix tests/node --ignore-scripts --no-audit --no-fund --loglevel error >/dev/null && touch $@; \
	else \
	  echo "npm is missing: the test with a client in JavaScript will be skipped" >&2; [ "$$CI" != true ]; \
	fi
