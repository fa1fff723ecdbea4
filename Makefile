# jianbao: one target a stage; `make` runs them all on raw/.
PYTHON ?= python3
RAW ?= raw
OUT ?= extracted
WORKERS ?=
EVERY ?= 10
VENV := .venv
RUN := $(VENV)/bin/python
FOLDERS := --raw "$(RAW)" --out "$(OUT)" $(if $(WORKERS),--workers $(WORKERS))
STAGES := ingest structure segment extract link check tables search trends

.DEFAULT_GOAL := all
.PHONY: all help setup setup-dev test lint format evaluate bench coverage fuzz mutants verify audit lock clean serve site browser $(STAGES)

all: setup ## run every stage on RAW and sum up
	@$(RUN) -m pipeline run $(FOLDERS)

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z$$()A-Z -]+:.*## / {printf "  %-12s %s\n", $$1, $$2}' Makefile
	@echo "  stages       $(STAGES)"
	@echo "  RAW=folder and OUT=folder choose where to read and write"

setup: $(VENV)/.runtime ## set up .venv from the pinned versions

setup-dev: $(VENV)/.development ## the same with what the tests need

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed" if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv $(VENV) || { echo "python3-venv is needed: apt-get install python3-venv"; exit 1; }

$(VENV)/.runtime: requirements.txt pyproject.toml | $(VENV)/bin/python
	@$(RUN) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@$(RUN) -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(VENV)/.development: requirements-dev.txt $(VENV)/.runtime
	@$(RUN) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

$(STAGES): setup ## (each stage has a target of its name)
	@$(RUN) -m pipeline $@ $(FOLDERS)

test: setup-dev ## run the tests
	@$(RUN) -m pytest -n auto

coverage: setup-dev ## the tests again, with the share of lines and branches that they reach (at least 95 %)
	@$(RUN) -m pytest -n auto --cov --cov-branch --cov-fail-under=95 --cov-report=term-missing:skip-covered

lint: setup-dev ## ruff and mypy --strict
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@$(RUN) -m mypy

format: setup-dev ## let ruff format the code
	@$(RUN) -m ruff check --fix . ; $(RUN) -m ruff format .

evaluate: setup-dev ## precision, recall and F1 over all gold
	@$(RUN) -m pipeline evaluate --out "$(OUT)"

bench: setup-dev ## run the benchmarks, write bench/results
	@for bench in bench/*.py; do echo "== $$bench"; $(RUN) $$bench || exit 1; done

serve: setup ## show the archive at http://127.0.0.1:8001
	@$(RUN) -m pipeline serve --raw "$(RAW)" --out "$(OUT)"

site: setup ## write the site as files to OUT/site
	@$(RUN) -m pipeline site --raw "$(RAW)" --out "$(OUT)"

browser: setup-dev ## install chromium and axe-core for the browser tests (Debian, Ubuntu; needs root and npm)
	@command -v chromium >/dev/null || apt-get install -y -qq chromium fonts-noto-cjk
	@mkdir -p artefacts && cd artefacts && npm install --no-save --silent axe-core

fuzz: setup-dev ## kill 200 runs, try 20,000 cases a grammar (SEED=n for others), then fuzz led by coverage
	@KILLS=200 FUZZ=20000 $(RUN) -m pytest -s tests/robust --hypothesis-seed=$${SEED:-9}
	@$(RUN) -m pip install --quiet --disable-pip-version-check --no-deps atheris==3.0.0
	@for target in decoding structure numerals mentions query; do \
		$(RUN) -m tests.robust.guided $$target -runs=20000 -max_len=2000 -seed=$${SEED:-9} || exit 1; done

MUTMUT := artefacts/mutmut/bin
$(MUTMUT)/mutmut: $(VENV)/.development
	@$(RUN) -m venv artefacts/mutmut
	@$(RUN) -c 'import sysconfig; print(sysconfig.get_path("purelib"))' > $$(echo artefacts/mutmut/lib/python3*/site-packages)/jianbao.pth
	@$(MUTMUT)/pip install --quiet --disable-pip-version-check mutmut==3.8.1

mutants: setup-dev $(MUTMUT)/mutmut ## change the code in small ways that the tests should notice: every EVERYth change
	@$(RUN) -m pipeline run --raw raw --out artefacts/archive
	@for group in numerals figures indicators store verify; do \
		ARCHIVE=artefacts/archive $(MUTMUT)/python -m tests.mutation $$group --every $(EVERY) || exit 1; done

verify: setup ## check that the outputs in OUT keep their promises
	@$(RUN) -m pipeline verify --raw "$(RAW)" --out "$(OUT)"

audit: setup-dev ## renew the lists of licences, packages and messages; look for withdrawn releases and unsafe code
	@$(RUN) -m supply.inventory
	@$(RUN) -m supply.messages
	@$(RUN) -m supply.yanked
	@$(RUN) -m bandit -q -r pipeline --severity-level medium --confidence-level medium

lock: setup-dev ## renew the lock files from pyproject.toml
	@$(RUN) -m piptools compile --quiet --strip-extras --no-emit-index-url --no-emit-find-links --no-annotate --no-header -o requirements.txt pyproject.toml
	@$(RUN) -m piptools compile --quiet --strip-extras --no-emit-index-url --no-emit-find-links --no-annotate --no-header --all-extras -c requirements.txt -o requirements-dev.txt pyproject.toml

clean: ## remove the outputs (never raw/)
	@find "$(OUT)" -mindepth 1 -maxdepth 1 ! -name README.md -exec rm -rf {} + 2>/dev/null || true
