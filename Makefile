# One command each; every target sets up what it needs in .venv, which takes minutes the first time and none after that.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable
# pip compiles what it installs, but not a checkout that it links to.
COMPILE := $(BIN)/python -m compileall -q factcheck
STORIES ?= ../shared/stories
NLI_DATA ?= ../shared/data/nli/dev
ALIGNMENT_DATA ?= ../shared/data/bench_dev
SPEED_DATA ?= $(NLI_DATA)/vitaminc_real_dev_pages.jsonl.gz

# Models come with the packages: no run below needs a network.
export HF_HUB_OFFLINE ?= 1
export TOKENIZERS_PARALLELISM ?= false

.DEFAULT_GOAL := help
.PHONY: help demo test screenshots check format gate bench wheel pins clean

help: ## what the targets are
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

# Stamps, so that a second run installs nothing: .use has what a user needs, .dev the tools of a developer as well.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "factcheck needs Python 3.11 or later, found: $$($(PYTHON) --version). Name one: make PYTHON=/path/to/python3.11"; exit 1; }
	@echo "Setting up $(VENV); the packages take some minutes the first time."
	$(PYTHON) -m venv $(VENV)

$(VENV)/.use: pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) .
	@$(COMPILE)
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) '.[dev]'
	@$(COMPILE)
	@touch $@ $(VENV)/.use

demo: $(VENV)/.use ## compare the five reports in seeds/ and say where the results are
	@echo "Comparing the five reports in seeds/ (a minute or so, several on an old processor) ..."
	@$(BIN)/factcheck report seeds/ || test $$? -eq 1 # 1 says that there are findings, as there should be

test: $(VENV)/.dev ## run the tests, those of the page in Chromium, which is set up where it is missing
	@tests/browser/setup.sh
	$(BIN)/python -m pytest

screenshots: $(VENV)/.dev ## pictures of the page on seeds/, in reports/
	@tests/browser/setup.sh
	@$(BIN)/factcheck report seeds/ --quiet || test $$? -eq 1
	$(BIN)/python -m tests.browser.screenshots reports/seeds.html

check: $(VENV)/.dev ## formatting, lint, types, layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/test_layers.py

format: $(VENV)/.dev ## put the code into its format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

gate: $(VENV)/.dev ## fail if quality on the stories, of candidates or of the NLI model is below benchmarks/floors.toml
	$(BIN)/python -m benchmarks.stories --stories $(STORIES) --floors benchmarks/floors.toml
	$(BIN)/python -m benchmarks.alignment --data $(ALIGNMENT_DATA) --only superpal --floors benchmarks/floors.toml
	$(BIN)/python -m benchmarks.calibration --data $(NLI_DATA) --floors benchmarks/floors.toml

bench: $(VENV)/.dev ## speed of the NLI model against its peers, then its quality and that on the stories
	$(BIN)/python -m benchmarks.speed --data $(SPEED_DATA) --floors benchmarks/floors.toml --out reports/speed.json
	$(BIN)/python -m benchmarks.calibration --data $(NLI_DATA) --out reports/nli.json
	$(BIN)/python -m benchmarks.stories --stories $(STORIES)

wheel: $(VENV)/.dev ## build dist/factcheck-*.whl, the weights in it
	$(BIN)/python -m build --wheel --no-isolation

pins: $(BIN)/python ## write the newest versions to constraints.txt; run it in a fresh .venv
	$(BIN)/python -m pip install --quiet --editable '.[dev,train]'
	@{ sed -n '/^#/p' constraints.txt; $(BIN)/python -m pip freeze --exclude-editable | sed -E 's/\+cpu$$//'; } > constraints.new
	@mv constraints.new constraints.txt

clean: ## remove .venv and everything that was built
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .factcheck-cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
