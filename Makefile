# Harbour's habits. `make` alone lists them. On a machine without make, `python3 run.py help` says the same.

PYTHON ?= python3
PY := .venv/bin/python
COOL_DOWN ?= 14 days
LOCK := .venv/bin/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	--exclude-newer "$(COOL_DOWN)" --custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help run demo test both quick check static types contracts fix lock audit bill migration routes sabotage scan bench prepare

help: ## list what can be done
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | awk -F'\t' '{printf "make %-10s %s\n", $$1, $$2}'

run: ## set up what is missing and start Harbour (PORT=8001 for another port)
	@$(PYTHON) run.py

demo: ## fill an empty installation with a made-up practice
	@$(PYTHON) run.py demo

test: ## the tests of the gate: SQLite, below the pages PostgreSQL too, every screen in a browser; with coverage
	@$(PYTHON) run.py test

both: ## all tests of all folders on both databases, with pictures of the screens (an hour)
	@$(PYTHON) run.py test -q -n 3 --dist worksteal --engine sqlite --engine postgresql

quick: ## the fast loop: SQLite, no slow tests, no coverage
	@$(PYTHON) run.py test -q -n 2 --engine sqlite -m "not slow"

check: static test ## the gate: format, lint, types, contracts, all tests with coverage

static: prepare
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	@$(MAKE) --no-print-directory --jobs 2 types contracts

types:
	$(PY) -m mypy

contracts:
	.venv/bin/lint-imports

fix: prepare ## format, and mend what can be mended without thinking
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

lock: prepare ## choose and pin all packages anew, none younger than COOL_DOWN
	$(LOCK) requirements.in -o requirements.txt
	$(LOCK) requirements-dev.in -o requirements-dev.txt
	$(LOCK) tests/scanner/requirements.in -o tests/scanner/requirements.txt
	$(LOCK) tests/audit/requirements.in -o tests/audit/requirements.txt

audit: .venv-audit ## ask the package index whether a locked package has a known weakness; without network it fails
	.venv-audit/bin/pip-audit --strict --require-hashes --disable-pip -r requirements.txt
	.venv-audit/bin/pip-audit --strict --require-hashes --disable-pip -r requirements-dev.txt

bill: .venv-audit ## the bill of materials of an installation (CycloneDX): build/bill.json; needs no network
	@mkdir -p build
	.venv-audit/bin/cyclonedx-py requirements --output-reproducible --of JSON -o build/bill.json requirements.txt

.venv-audit: tests/audit/requirements.txt | prepare
	@.venv/bin/uv venv -q --clear $@
	@.venv/bin/uv pip install -q --python $@/bin/python --require-hashes -r $<
	@touch $@

migration: prepare ## write a migration from the models: make migration m="what it does"
	@$(PYTHON) run.py migrate
	@number=$$(printf %04d $$(($$(ls migrations/versions/*.py | wc -l) + 1))) && \
	$(PY) -m flask --app "wsgi:build()" db revision --autogenerate -m "$(m)" --rev-id $$number && \
	echo $$number > migrations/.head

routes: prepare ## every address and the view behind it
	@$(PYTHON) run.py migrate
	@$(PY) -m flask --app "wsgi:build()" routes --sort rule

sabotage: prepare ## plant faults one by one; the tests must notice each
	@$(PY) -m tests.sabotage $(only)

scan: prepare ## let a scanner loose on a whole installation, as a client and as a therapist (an hour)
	@test -x .venv-scan/bin/wapiti || (.venv/bin/uv venv -q .venv-scan && \
	.venv/bin/uv pip install -q --python .venv-scan/bin/python --require-hashes -r tests/scanner/requirements.txt)
	@$(PY) -m tests.scanner $(who)

bench: prepare ## measure speed and size
	@$(PY) -m portal.bench

prepare:
	@$(PYTHON) run.py prepare
