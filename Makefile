# Every target prints the plain command that it runs, for those without make.
BIN := .venv/bin
# Pythons that are named but do not start, as a version manager's stand-ins may, are passed over.
PYTHON ?= $(shell for name in python3.11 python3; do if $$name -c '' 2>/dev/null; then echo $$name; break; fi; done)
# A developer's installation holds all that a student needs.
INSTALLED := $(firstword $(wildcard .venv/installed-dev) .venv/installed)
UNITS ?=

.DEFAULT_GOAL := help
.PHONY: help install demo student lab release test test-slow bench check

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1|\2/p' Makefile | awk -F '|' '{ printf "%-16s %s\n", $$1, $$2 }'

install: .venv/installed-dev ## everything an instructor or developer needs, into .venv

demo: .venv/installed-dev ## grade a small class of real submissions in build/demo/ and show why points were lost
	$(BIN)/genai-lab demo

student: $(INSTALLED) ## a student's JupyterLab, in work/
	$(BIN)/genai-lab start --all
	. $(BIN)/activate && jupyter lab --ServerApp.root_dir="$(CURDIR)/work"

lab: .venv/installed-dev ## the instructor's JupyterLab, with Formgrader and Create Assignment
	. $(BIN)/activate && jupyter lab --ServerApp.root_dir="$(CURDIR)"

release: .venv/installed-dev ## make course/ from solutions/ (UNITS="01_first_models" for some only)
	$(BIN)/genai-lab release $(UNITS)

test: .venv/installed-dev ## the whole suite, two tests at a time; the notebooks, which hold their budgets on a core each, go first
	$(BIN)/python -m pytest -n 2 --dist loadfile solutions tests/notebooks/test_solved.py
	$(BIN)/python -m pytest -n 2 --dist loadfile tests genai_lab --ignore=tests/notebooks/test_solved.py

test-slow: .venv/installed-dev ## what takes too long for every day
	$(BIN)/python -m pytest -m slow

bench: .venv/installed-dev ## every benchmark, ours beside the peer's: hours; or run one of benchmarks/
	for script in benchmarks/[a-z]*.py; do echo "$(BIN)/python $$script"; $(BIN)/python "$$script" || exit 1; done

check: .venv/installed-dev ## lint, format (notebooks included) and types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

.venv/bin/python:
	$(if $(PYTHON),,$(error genai_lab needs Python 3.11 or newer, and no python3 was found; name one with PYTHON=...))
	$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("genai_lab needs Python 3.11 or newer; $(PYTHON) is " + sys.version.split()[0] + ": name another with PYTHON=...")'
	$(PYTHON) -m venv .venv

.venv/installed-dev: pyproject.toml constraints.txt | .venv/bin/python
	$(BIN)/python -m pip install -c constraints.txt -e ".[dev]"
	touch $@

.venv/installed: pyproject.toml constraints.txt | .venv/bin/python
	$(BIN)/python -m pip install -c constraints.txt -e .
	touch $@
