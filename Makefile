# What a person wants done with this checkout, one word each. `make help` lists them.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup setup-dev setup-bench setup-tryton demo test torture check format messages bench lock

BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --no-input --disable-pip-version-check
LOCKS := requirements/run.txt requirements/dev.txt requirements/bench.txt requirements/tryton.txt requirements/lock.txt
SOURCES := $(wildcard comaker tests bench)

# The first Python that is new enough and can make a .venv; empty when there is none.
FIND_PYTHON = for python in python3.11 python3 python3.12 python3.13 python3.14 python; do \
	"$$python" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo "$$python" && break; done
NO_PYTHON = Comaker needs Python 3.11 or newer, with venv and pip, and found none on this machine. \
	On Debian or Ubuntu: apt-get install python3-venv

help: ## Say what make can do here.
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | while IFS='|' read -r word what; do \
		printf '%-20s%s\n' "$$word" "  $$what"; done

setup: .venv/run.stamp ## Make .venv with what Comaker needs to run.
	@echo "Ready. Next: make demo"

setup-dev: .venv/dev.stamp ## The same, with what testing and checking need.
	@echo "Ready. Next: make test"

setup-bench: .venv/bench.stamp ## The same, with what measuring needs.
	@echo "Ready. Next: make bench"

setup-tryton: .cache/tryton/made.stamp ## Make .cache/tryton with the ERP that bench/flow.py compares with.
	@echo "Ready. Next: $(BIN)/python bench/flow.py"

demo: .venv/run.stamp ## Match a small real chain, then open a small world to try the pages with (SERVE=0: the chain alone).
	$(BIN)/comaker demo $(if $(filter 0,$(SERVE)),--no-serve)

test: .venv/dev.stamp ## Run all tests (ARGS="-k word" for some of them).
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist worksteal $(ARGS)

torture: .venv/dev.stamp ## Kill who posts, and PostgreSQL, many times over (COMAKER_KILLS=500 of each).
	COMAKER_KILLS=$(or $(COMAKER_KILLS),500) $(BIN)/python -m pytest -n auto --maxprocesses 4 --dist worksteal \
		tests/record/test_kill.py $(ARGS)

# Every check runs, so that one run tells all.
check: .venv/dev.stamp ## Check form, types and who imports whom.
	@status=0; \
	for check in "ruff format --check ." "ruff check ." "mypy $(SOURCES)" "lint-imports --no-logo"; do \
		echo "$(BIN)/$$check"; $(BIN)/$$check || status=1; \
	done; exit $$status

format: .venv/dev.stamp ## Bring everything into form.
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

messages: .venv/dev.stamp ## Gather what people read, to be translated, and compile it (needs gettext).
	$(BIN)/python -m comaker.main.messages

# Beside the benches lies places.py, which they share.
bench: .venv/bench.stamp ## Measure: run each bench in bench/.
	@found=0; for bench in $(filter-out bench/places.py,$(wildcard bench/*.py)); do \
		[ -e "$$bench" ] || continue; found=1; \
		echo "$(BIN)/python $$bench"; $(BIN)/python "$$bench" || exit 1; \
	done; [ $$found = 1 ] || echo "There is nothing in bench/ to measure."

lock: ## Choose the exact versions anew within pyproject.toml (UPGRADE=1 takes the newest).
	@set -e; python=$$($(FIND_PYTHON)); [ -n "$$python" ] || { echo "$(NO_PYTHON)"; exit 1; }; \
	venv=$$(mktemp -d); trap 'rm -rf "$$venv"' EXIT; \
	"$$python" -m venv "$$venv"; \
	"$$venv/bin/python" -m pip install --quiet --require-hashes --requirement requirements/lock.txt; \
	compile() { "$$venv/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-header --no-emit-index-url --no-emit-find-links $(if $(UPGRADE),--upgrade) "$$@" >/dev/null; }; \
	compile pyproject.toml --group build --output-file requirements/run.txt; \
	compile pyproject.toml --group dev --extra bulk --extra postgres --constraint requirements/run.txt \
		--output-file requirements/dev.txt; \
	compile --group bench --constraint requirements/dev.txt --output-file requirements/bench.txt; \
	compile --group tryton --constraint requirements/dev.txt --output-file requirements/tryton.txt; \
	compile --group lock --output-file requirements/lock.txt; \
	ls $(LOCKS)

.venv/made.stamp:
	@python=$$($(FIND_PYTHON)); [ -n "$$python" ] || { echo "$(NO_PYTHON)"; exit 1; }; \
	echo "Making .venv with $$("$$python" --version)."; "$$python" -m venv .venv
	@touch $@

.venv/run.stamp: .venv/made.stamp requirements/run.txt pyproject.toml
	$(PIP) --require-hashes --requirement requirements/run.txt
	$(PIP) --no-build-isolation --no-deps --editable .
	@touch $@

.venv/dev.stamp: .venv/run.stamp requirements/dev.txt
	$(PIP) --require-hashes --requirement requirements/dev.txt
	@touch $@

.venv/bench.stamp: .venv/dev.stamp requirements/bench.txt
	$(PIP) --require-hashes --requirement requirements/bench.txt
	@touch $@

# In a place of its own: it brings some twenty packages that Comaker has nothing to do with.
.cache/tryton/made.stamp: requirements/tryton.txt
	@python=$$($(FIND_PYTHON)); [ -n "$$python" ] || { echo "$(NO_PYTHON)"; exit 1; }; "$$python" -m venv .cache/tryton
	.cache/tryton/bin/python -m pip install --quiet --no-input --disable-pip-version-check --require-hashes \
		--requirement requirements/tryton.txt
	@touch $@
