# Set-up, reports and checks. Needs nothing but `python3` (3.11 or newer, with venv) and `make`.

PYTHON ?= python3
SOURCE ?=
SIZES ?=
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet --no-input

.PHONY: help report test test-all fuzz lint format lab bench clean
.DEFAULT_GOAL := help

help:  ## Show the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "  make report SOURCE=folder writes the reports of your own articles to reports/<folder>/"

report: .venv/run.stamp  ## Write the reports of the sample (or of SOURCE=folder) to reports/
	@$(BIN)/analysis report $(if $(SOURCE),"$(SOURCE)")

test: .venv/dev.stamp  ## Run the tests, but for the slow ones
	@$(BIN)/python -m pytest -n 2 --dist loadfile -m "not slow"

test-all: .venv/dev.stamp  ## Run all tests, as CI does
	@$(BIN)/python -m pytest -n 2 --dist loadfile

fuzz: .venv/fuzz.stamp  ## Feed mutated input to every reader for ten minutes (FUZZ_SECONDS)
	@$(BIN)/python tests/fuzz.py

lint: .venv/dev.stamp  ## Check style and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: .venv/dev.stamp  ## Put the code into its format
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

lab: .venv/run.stamp  ## Open JupyterLab on the notebook to explore with
	@$(BIN)/jupyter lab notebooks/explore.ipynb

bench: .venv/bench.stamp  ## Measure accuracy, speed and growth beside other tools (SIZES="1000 5000" articles)
	@PYTHONPATH=tests $(BIN)/python -m bench.run $(if $(SIZES),--sizes $(SIZES))

clean:  ## Remove the environment, caches and written reports
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .fuzz
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find reports -mindepth 1 -not -name README.md -delete

# A new environment whenever it is missing or older than what it is made from.
.venv/venv.stamp: pyproject.toml constraints.txt
	@command -v $(PYTHON) >/dev/null || { echo "make: $(PYTHON) is missing; install Python 3.11 or newer" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "make: $(PYTHON) is older than 3.11; set PYTHON=python3.11 or newer" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "make: the venv module is missing; install it (Debian, Ubuntu: apt install python3-venv)" >&2; exit 1; }
	@$(PYTHON) -m venv --clear .venv
	@touch $@

.venv/run.stamp: .venv/venv.stamp
	@echo "Installing into .venv (about two minutes, once) ..."
	@$(PIP) install --constraint constraints.txt --editable .
	@touch $@

.venv/dev.stamp: .venv/run.stamp
	@echo "Installing the tools for tests ..."
	@$(PIP) install --constraint constraints.txt --editable '.[dev]'
	@touch $@

.venv/bench.stamp: .venv/dev.stamp
	@$(PIP) install --constraint constraints.txt --editable '.[bench]'
	@touch $@

.venv/fuzz.stamp: .venv/dev.stamp
	@$(PIP) install --constraint constraints.txt --editable '.[fuzz]'
	@touch $@
