# One target a stage, in the order of the flow. Nothing has to be run first: each target sets up what it needs.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help ingest dashboard export test golden crash-matrix lint types notebooks snapshot bench dictionary lock clean

PYTHON ?= python3
ARGS ?=
RUN := .venv/bin/python -m
ATLAS := $(RUN) pipeline
# Makes the tables where none have been made yet, without the network.
BUILT = test -e "$${ATLAS_DATA_DIR:-data}/current" || $(ATLAS) build
PIP := $(RUN) pip --disable-pip-version-check install -qq --no-input --no-compile
# pip compiles on one core; this uses all. A file that does not compile (a template, say) is never imported.
COMPILE := $(RUN) compileall -qq -j 0 .venv/lib || true

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo '  Options go in ARGS: make ingest ARGS="--offline"'

ingest: .venv/.runtime ## gather what is new and build every table; works without a network too
	@$(ATLAS) ingest $(ARGS)

dashboard: .venv/.runtime ## serve the dashboard on http://127.0.0.1:8050
	@$(BUILT)
	@$(ATLAS) dashboard $(ARGS)

export: .venv/.runtime ## write the topic trends and every other table to data/exports
	@$(BUILT)
	@$(ATLAS) export $(ARGS)

test: .venv/.dev ## run the tests
	@$(RUN) pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

golden: .venv/.dev ## write the records expected of each source's cases anew; look at what changed, then run the tests
	@$(RUN) pytest tests/sources/test_source_cases.py --write-golden $(ARGS)

crash-matrix: .venv/.dev ## kill whole runs in every way, and compare what the next run makes; ARGS="--random 10 ..." for fewer
	@$(RUN) tests.crash.matrix $(ARGS)

lint: .venv/.dev ## check style, format and the one-way order of imports
	@$(RUN) ruff check .
	@$(RUN) ruff format --check .
	@.venv/bin/python .venv/bin/lint-imports --no-logo

types: .venv/.dev ## check types
	@$(RUN) mypy

notebooks: .venv/.dev ## run every notebook on data/exports; results in data/notebooks
	@$(BUILT)
	@$(RUN) notebooks $(ARGS)

snapshot: .venv/.runtime ## renew data/snapshot from the archive
	@$(ATLAS) snapshot $(ARGS)

bench: .venv/.dev ## race the pipeline against plain ways to do the same; ARGS="--data DIR" takes real dumps
	@$(RUN) bench $(ARGS)

dictionary: .venv/.runtime ## rewrite data/README.md and data/datapackage.json from the schema
	@$(ATLAS) dictionary $(ARGS)

lock: .venv/.dev ## pin the newest versions that requirements*.in allow, with hashes
	@for name in requirements requirements-dev; do \
	    $(RUN) uv --quiet pip compile $$name.in --output-file $$name.lock --upgrade --universal --python-version 3.11 \
	        --fork-strategy fewest --generate-hashes --no-emit-index-url --no-header; \
	done

clean: ## remove generated tables and caches; the archive, the snapshot and .venv stay
	rm -rf data/builds data/current data/exports data/local data/notebooks
	rm -rf build *.egg-info .pytest_cache .ruff_cache .mypy_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

# The environment. A stamp is younger than what it was made from; pip checks every file against its hash.

.venv/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "make: $(PYTHON) is missing or older than 3.11; install it or say make PYTHON=/path/to/python3" >&2; exit 2; }
	@$(PYTHON) -m venv .venv || \
	    { echo "make: cannot create .venv; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 2; }

.venv/.runtime: requirements.lock pyproject.toml | .venv/bin/pip
	@echo "Installing what the tool runs with: about 800 MB, one or two minutes, once ..."
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-index --no-deps --no-build-isolation --editable .
	@$(COMPILE)
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.runtime
	@echo "Installing what the checks need: about 500 MB ..."
	@$(PIP) --require-hashes -r requirements-dev.lock
	@$(COMPILE)
	@touch $@
