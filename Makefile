# Every target sets itself up: `make demo` and `make test` work on a fresh clone with Python 3.11 and make.
PYTHON ?= python3.11
ifeq (, $(shell command -v $(PYTHON) 2>/dev/null))
PYTHON = python3
endif
BIN = .venv/bin

.PHONY: help setup setup-browser demo serve test screenshots coverage mutation lint bench soak docs messages lock clean
.DEFAULT_GOAL := help

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

.venv/installed: requirements.lock pyproject.toml
	@echo "setting up .venv from requirements.lock"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Corridor needs Python 3.11 or newer, found " + sys.version.split()[0])'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

setup: .venv/installed ## install into .venv and compile the kernels
	@$(BIN)/corridor setup

setup-browser: ## Debian's Chromium, for the tests in a browser
	@command -v chromium >/dev/null || { \
		ASROOT=$$(test "$$(id -u)" = 0 || echo sudo); \
		$$ASROOT apt-get update -qq && $$ASROOT apt-get install -y -qq --no-install-recommends chromium >/dev/null; }
	@chromium --version 2>/dev/null

demo: setup ## the main job on the demo employer
	@$(BIN)/corridor demo

serve: setup ## the pages, at http://127.0.0.1:8000/
	@$(BIN)/corridor serve

test: setup $(if $(CORRIDOR_NO_BROWSER),,setup-browser) ## all tests
	@$(BIN)/python -m pytest -n 2 -m "not soak"

soak: setup ## the long runs
	@$(BIN)/python -m pytest -m soak

screenshots: setup setup-browser ## the pictures under docs/screenshots, of the whole demo
	@CORRIDOR_SCREENSHOTS=docs/screenshots $(BIN)/python -m pytest -q tests/app/browser/test_walk.py

coverage: setup ## which lines the tests reach, with the compiler off
	@NUMBA_DISABLE_JIT=1 $(BIN)/coverage run -m pytest -q -m "not soak and not slow" tests
	@$(BIN)/coverage report

mutation: setup ## which single changes of the rules no test notices (a few minutes)
	@$(BIN)/python -m tests.mutation

lint: setup ## ruff, mypy, import directions
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: setup ## every measurement, into one table
	@$(BIN)/python -m bench all

docs: setup ## write the reference pages that come from the code
	@$(BIN)/python -m docs.build

messages: setup ## gather the pages' texts, and compile their Turkish
	@$(BIN)/python -m translations

lock: ## resolve the dependencies anew (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header \
		--extra dev pyproject.toml --output-file requirements.lock

clean: ## remove what setup made
	rm -rf .venv
