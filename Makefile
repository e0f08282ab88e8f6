# Summitry: every routine task is one word. `make` alone lists them.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
# Recursive on purpose: looked up only when the environment has to be made.
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11 python3.14 python; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo "$$name"; break; }; done)
UV ?= uv
PYTEST_ARGS ?=
DEMO_ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help setup demo test check lint types contracts schema lock audit image readme web clean

help: ## List these tasks
	@sed -n 's/^\([a-z]*\):.*## /\1|/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "make %-10s %s\n", $$1, $$2 }'

setup: $(VENV)/.runtime ## Make .venv and install Summitry and what it needs
	@echo "Ready: $(BIN)/summitry"

demo: $(VENV)/.runtime ## Fill a store from seeds/ and serve it
	@$(BIN)/summitry demo $(DEMO_ARGS) || { code=$$?; \
		test $$code -ne 1 || echo 'Options are passed on like this: make demo DEMO_ARGS="--port 8001"' >&2; exit $$code; }

test: $(VENV)/.development ## Run every test
	@$(BIN)/pytest -n 2 $(PYTEST_ARGS)

check: lint types contracts schema ## Run every linter

lint: $(VENV)/.development
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/.development
	$(BIN)/mypy --strict

contracts: $(VENV)/.development
	$(BIN)/lint-imports

# The migrations must give the tables that the models describe, no more and no less.
schema: $(VENV)/.development
	@scratch=$$(mktemp -d) && trap 'rm -rf "$$scratch"' EXIT && \
	export SUMMITRY_DATABASE_URL="sqlite:///$$scratch/check.db" && \
	$(BIN)/alembic upgrade head && $(BIN)/alembic check

# Needs uv. Pins that are already in the files stay, unless UPGRADE=1.
COMPILE = $(UV) pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	--custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)
lock: ## Renew the lock files from pyproject.toml (UPGRADE=1: newest versions)
	@command -v $(UV) >/dev/null || { echo "make lock needs uv: install it, or name it with UV=/path/to/uv" >&2; exit 1; }
	$(COMPILE) pyproject.toml --extra queue --output-file requirements.lock >/dev/null
	$(COMPILE) --group build --constraint requirements.lock --output-file requirements-build.lock >/dev/null
	$(COMPILE) --group image --constraint requirements.lock --output-file requirements-image.lock >/dev/null
	$(COMPILE) pyproject.toml --group build --group dev --constraint requirements.lock \
		--constraint requirements-build.lock --output-file requirements-dev.lock >/dev/null

audit: $(VENV)/.development ## Look for known vulnerabilities in what the lock names
	@$(BIN)/python -m tests.audit

image: $(VENV)/.development ## Build the image, run it as a container, and check both; needs root
	@$(BIN)/pytest -m container -rs tests/test_container.py tests/test_compose.py

readme: $(VENV)/.development ## Renew the tables and example answers of README.md
	@$(BIN)/python -m tests.readme

web: ## Bundle anew what the pages need of other packages; needs Node
	@command -v npm >/dev/null || { echo "make web needs Node and npm; nothing else does" >&2; exit 1; }
	cd app/web/packages && npm ci --silent && npm run --silent build

clean: ## Remove .venv and the caches; stores are kept
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .schemathesis
	find app migrations tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Summitry needs Python 3.11 or newer and found none." \
		"Install one, or name it: make setup PYTHON=/path/to/python3" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Summitry needs Python 3.11 or newer; $(PYTHON) is not." >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) cannot make virtual environments. On Debian or Ubuntu: apt install python3-venv" >&2; exit 1; }
	@"$(PYTHON)" -m venv --clear $(VENV)

# A stamp is written last, so that an interrupted set-up is taken up again.
$(VENV)/.runtime: requirements.lock requirements-build.lock pyproject.toml | $(BIN)/python
	@echo "Setting up $(VENV) (a minute or two, once)"
	@$(PIP) install --quiet --require-hashes --no-deps -r requirements.lock -r requirements-build.lock
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.development: $(VENV)/.runtime requirements-dev.lock
	@echo "Installing what tests and linters need"
	@$(PIP) install --quiet --require-hashes --no-deps -r requirements-dev.lock
	@touch $@
