# Two commands do everything: `make demo` and `make test`. Each sets itself up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
PACKAGES := krtracker connectors pipelines dashboards
# Quiet about the optional hard links uv would rather make between file systems.
export UV_LINK_MODE ?= copy

.PHONY: help install dev demo demo-data test lint tests soak bench bench-commands bench-small bench-venvs schema pins clean

help:  ## these lines
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(VENV)/.run  ## a virtual environment with the program in it

dev: $(VENV)/.dev  ## the same with what tests and checks need

demo: install demo-data  ## the demo: generate, measure, then serve until Ctrl-C
	@exec $(BIN)/krtracker up

demo-data: install
	@$(BIN)/krtracker demo generate
	@$(BIN)/krtracker backfill; status=$$?; [ $$status -le 1 ] || exit $$status
	@$(BIN)/krtracker track; status=$$?; [ $$status -le 1 ] || exit $$status

test: dev lint tests  ## everything: lint, types, import contracts, tests

lint: dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --num-workers 2
	$(BIN)/lint-imports --no-cache

# In the order of the folders: the slow ones come first, many small files fill up the end.
tests: dev
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

SCALE ?= 100
MINUTES ?= 60
SOAK = .krtracker/soak/$(shell git rev-parse --short HEAD 2>/dev/null)-$(SCALE)

# Each test gets MINUTES at most; the page says how far it came.
soak: dev  ## the trust tests with the numbers asked for (hours; goes on where it was interrupted)
	@KRTRACKER_SOAK=$(CURDIR)/$(SOAK) KRTRACKER_SCALE=$(SCALE) KRTRACKER_SOAK_MINUTES=$(MINUTES) \
	  $(BIN)/pytest tests/trust -n 2 --dist loadfile --timeout 14400 $(PYTEST_ARGS); status=$$?; \
	KRTRACKER_SCALE=$(SCALE) KRTRACKER_SOAK_MINUTES=$(MINUTES) \
	  $(BIN)/python -m tests.trust.report $(SOAK) \
	  $$([ $$status -ne 0 ] || echo --whole); exit $$status

bench: bench-venvs  ## how fast it is, beside other ways: writes benchmarks/RESULTS.md
	$(BIN)/python -m benchmarks $(BENCH_ARGS)

bench-commands: dev  ## how long whole commands take, printed only
	$(BIN)/python -m benchmarks.commands

bench-small: dev  ## the same at a small size, within a minute, printed only
	$(BIN)/python -m benchmarks --small

bench-pages: dev demo-data  ## how fast the pages are: writes benchmarks/RESULTS-PAGES.md
	$(BIN)/python -m benchmarks.pages $(BENCH_ARGS)

bench-venvs: dev  ## dbt and SQLMesh, each in an environment of its own
	for name in dbt sqlmesh; do \
	  test -e benchmarks/.venvs/$$name/.done && continue; \
	  $(PYTHON) -m venv --clear benchmarks/.venvs/$$name && \
	  $(UV) pip install --python benchmarks/.venvs/$$name/bin/python --quiet --compile-bytecode \
	    --require-hashes -r benchmarks/requirements/$$name.txt && \
	  touch benchmarks/.venvs/$$name/.done || exit 1; done

schema: install  ## write the JSON Schemas and the reference anew
	$(BIN)/python -m docs.generate

pins: dev  ## resolve requirements/*.in anew, with hashes and without an index
	for name in run dev uv; do $(UV) pip compile --universal --python-version 3.11 \
	  --generate-hashes --no-header --no-annotate -q --upgrade \
	  requirements/$$name.in -o requirements/$$name.txt; done

clean:  ## forget the demo's data and what was measured of it
	rm -rf .krtracker demo

$(UV): requirements/uv.txt
	$(PYTHON) -c 'import sys; sys.exit("krtracker needs Python 3.11 or newer, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $(UV)

# Compiled at install: where Python may not write bytecode, every start would pay again.
$(VENV)/.run: $(UV) requirements/run.txt pyproject.toml
	$(UV) pip install --python $(BIN)/python --quiet --compile-bytecode --require-hashes -r requirements/run.txt
	$(UV) pip install --python $(BIN)/python --quiet --no-deps --no-build-isolation --offline --editable .
	$(BIN)/python -m compileall -q $(PACKAGES)
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	$(UV) pip install --python $(BIN)/python --quiet --compile-bytecode --require-hashes -r requirements/dev.txt
	@touch $@
