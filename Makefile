# SPDX-License-Identifier: Apache-2.0
# `make help` lists the targets. Only what is missing is done: .state/ remembers what was.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
STEP := tools/step
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
SOURCES := $(wildcard src tests tools bench)
FAST_TESTS := $(wildcard tests/kernel tests/platform tests/domains) --ignore=tests/platform/test_embedded.py

export PIP_ROOT_USER_ACTION := ignore
# Where the environment forbids to keep compiled modules, each of the many processes here would compile them all again.
export PYTHONDONTWRITEBYTECODE :=
export LOCKSTEP_CHROMIUM ?= /usr/bin/chromium

# A clone that was moved or copied, or a Python that was replaced, leaves an environment that only looks whole.
$(shell $(BIN)/python -c '' 2>/dev/null && grep -qF '$(CURDIR)/$(VENV)' $(VENV)/pyvenv.cfg || rm -f .state/venv)

.PHONY: help
help: ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## */\1\t/' | expand -t 10

# ---- installing -------------------------------------------------------------------------------------------

.PHONY: install
install: .state/package web ## environment, packages, the product, its front end

.state/venv:
	@mkdir -p .state
	@$(STEP) "Python environment" tools/make_venv $(VENV)
	@touch $@

.state/requirements: requirements.lock .state/venv
	@$(STEP) "packages" $(PIP) install --require-hashes -r requirements.lock
	@touch $@

.state/package: pyproject.toml .state/requirements
	@$(STEP) "product" $(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.PHONY: web
web: .state/requirements
	@$(BIN)/python tools/build_web.py

.state/test-requirements: requirements-test.lock .state/requirements
	@$(STEP) "test packages" $(PIP) install --require-hashes -r requirements-test.lock
	@touch $@

# ---- running ----------------------------------------------------------------------------------------------

.PHONY: demo
demo: install ## a plant with a past, log-ins printed, in the foreground (Ctrl-C stops it); LIVE=1: it goes on working
	@exec $(BIN)/lockstep demo $(if $(LIVE),--live)

# ---- checking ---------------------------------------------------------------------------------------------

.PHONY: test
test: install .state/test-requirements ## everything
	@$(STEP) "system packages" tools/system_packages
	@$(MAKE) --jobs=2 --output-sync=target --keep-going check-style check-types check-rules check-contracts check-web
	@printf '\n== back end\n' && $(BIN)/pytest --numprocesses=2 --dist=worksteal --ignore=tests/e2e --ignore=tests/architecture
	@printf '\n== browser\n' && $(BIN)/pytest --numprocesses=2 --dist=loadfile tests/e2e
	@$(STEP) "screens: every one, in each state" $(BIN)/python -m tools.shots --check

.PHONY: quick
quick: install .state/test-requirements ## style, types, rules and the fast tests, within 90 s
	@$(MAKE) --jobs=2 --output-sync=target --keep-going quick-tests check-types check-style check-rules check-web

.PHONY: check-style check-types check-rules check-contracts check-web quick-tests
check-style:
	@$(STEP) "style" $(BIN)/ruff check $(SOURCES)
	@$(STEP) "format" $(BIN)/ruff format --check $(SOURCES)

check-types:
	@$(STEP) "types" $(BIN)/mypy --package lockstep --package tools

check-rules:
	@$(STEP) "architecture: imports, sizes, licences" $(BIN)/pytest tests/architecture

check-contracts:
	@$(STEP) "migrations match the models" $(BIN)/python -m tools.check_migrations
	@$(STEP) "OpenAPI and generated client" $(BIN)/python -m tools.check_openapi

check-web:
	@$(STEP) "front end: types, translations" $(BIN)/python tools/build_web.py run lint
	@$(STEP) "front end: tests" $(BIN)/python tools/build_web.py run test

quick-tests:
	@$(STEP) "fast tests" $(BIN)/pytest --numprocesses=2 --dist=worksteal $(FAST_TESTS)

# ---- looking and measuring --------------------------------------------------------------------------------

.PHONY: shots
shots: install .state/test-requirements ## pictures of every screen into shots/
	@$(STEP) "system packages" tools/system_packages
	@$(BIN)/python -m tools.shots

.PHONY: pictures
pictures: install .state/test-requirements ## the pictures of README and guide, drawn anew
	@$(STEP) "system packages" tools/system_packages
	@$(BIN)/python -m tools.shots --guide

.PHONY: bench
bench: install .state/test-requirements ## reproducible measurements beside their budgets
	@$(STEP) "system packages" tools/system_packages
	@for name in report board page station live lists office; do $(STEP) "bench/$$name" $(BIN)/python -m bench.$$name; done

# ---- keeping ----------------------------------------------------------------------------------------------

.PHONY: client
client: install .state/test-requirements ## OpenAPI and the front end's types, generated anew
	@$(BIN)/python -m tools.check_openapi --write

.PHONY: lock
lock: .state/venv ## lock files, made anew from pyproject.toml and package.json
	@$(PIP) install uv
	@$(STEP) "requirements.lock" $(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes \
	  --python-version 3.11 --group build pyproject.toml -o requirements.lock
	@$(STEP) "requirements-test.lock" $(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes \
	  --python-version 3.11 -c requirements.lock --group build --group test pyproject.toml -o requirements-test.lock
	@$(STEP) "package-lock.json" $(BIN)/python tools/build_web.py lock

.PHONY: clean
clean: ## removes what was built; data in .lockstep/ stays
	rm -rf .state $(VENV) web/node_modules src/lockstep/webdist shots dist .mypy_cache .ruff_cache .pytest_cache \
	  .hypothesis .import_linter_cache
