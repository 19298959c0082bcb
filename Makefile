.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/bash

PYTHON ?= python3
PYTEST_ARGS ?=
export PYTHON

bin := .venv/bin
packages := tools/system-packages/install.sh
compile := $(bin)/uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --no-annotate --custom-compile-command 'make lock'

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: demo
demo: demo-packages deps ## make every sample and a signed pack over HTTP, in out/demo
	@$(bin)/python -m tools.demo

.PHONY: test
# Else each of the processes that the tests start would compile every module anew.
test golden: export PYTHONDONTWRITEBYTECODE :=
test: test-packages node-packages deps ## run the tests (PYTEST_ARGS='-k plan' for some of them)
	$(bin)/pytest -n 2 --dist worksteal $(PYTEST_ARGS)

.PHONY: check
check: runtime-packages deps ## lint, types, and whether generated files are current
	$(bin)/ruff check
	$(bin)/ruff format --check
	$(bin)/mypy
	$(bin)/formsvc generate --check
	$(bin)/formsvc lint
	$(bin)/formsvc templates sync --check
	$(bin)/python tools/licences.py --check

.PHONY: serve
serve: runtime-packages deps ## the service in the foreground on 127.0.0.1:8000
	@exec $(bin)/formsvc serve --host 127.0.0.1 --port 8000

.PHONY: deps
deps: .venv/installed ## make .venv from requirements.lock

.PHONY: lock
lock: deps ## resolve pyproject.toml anew into requirements.lock, and of these what an image needs
	$(compile) pyproject.toml --extra dev --output-file requirements.lock --upgrade
	$(compile) pyproject.toml --extra otel --constraint requirements.lock --output-file deploy/requirements.lock
	$(compile) deploy/build.in --constraint requirements.lock --output-file deploy/build.lock

.PHONY: golden
golden: test-packages node-packages deps ## write the golden files of the tests anew (look at the diff)
	$(bin)/pytest -n 2 --dist worksteal --golden $(PYTEST_ARGS)

.PHONY: bench-pages
bench-pages: test-packages deps ## how soon a clerk can type and sees it on the paper, in Chromium
	@$(bin)/python -m bench.pages

.PHONY: bench-pdf
bench-pdf: test-packages deps ## PDF engines beside plain WeasyPrint and Typst, on a quiet machine
	@$(bin)/python -m bench.pdf

.PHONY: bench
bench: test-packages peer-packages bench-packages deps ## measure beside other programs: bench/results.json, docs/performance.md
	$(bin)/python -m bench
	$(bin)/python -m bench.pdf
	$(bin)/python -m tools.bench_pack

.PHONY: bench-quick
bench-quick: test-packages deps ## the same without the programs of node, under 3 minutes
	$(bin)/python -m bench --quick

.PHONY: pictures
pictures: test-packages deps ## make the pictures of README and of the guide for clerks anew
	$(bin)/python -m tools.pictures

.PHONY: words
words: deps ## bring the catalogues of the pages' words up to date, then translate what is new
	$(bin)/python -m tools.words

.PHONY: fmt
fmt: deps ## format the code
	$(bin)/ruff check --fix
	$(bin)/ruff format

.PHONY: soak
soak: test-packages deps ## twice the bearable load for two minutes, then atheris on the upload readers
	$(bin)/python -m tools.soak
	$(bin)/python -m venv .cache/fuzz
	@echo "$(CURDIR)/.venv/lib/$$(ls .venv/lib)/site-packages" > .cache/fuzz/lib/$$(ls .venv/lib)/site-packages/deps.pth
	.cache/fuzz/bin/pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r tools/fuzz.lock
	.cache/fuzz/bin/python tools/fuzz.py extract 60
	.cache/fuzz/bin/python tools/fuzz.py json 30
	.cache/fuzz/bin/python tools/fuzz.py pdf 60
	.cache/fuzz/bin/python tools/fuzz.py verify 60

.PHONY: sbom
sbom: deps ## the bill of materials (CycloneDX) in out/sbom.json
	$(bin)/python -m tools.sbom

.PHONY: licences
licences: deps ## list the licences of all libraries in docs/licences.md
	$(bin)/python tools/licences.py

.PHONY: clean
clean: ## remove everything that can be made again
	rm -rf .venv tests/node/node_modules bench/node/node_modules out build dist .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: node-packages
node-packages: tests/node/node_modules/.installed ## make tests/node/node_modules from its lock file

.PHONY: bench-packages
bench-packages: bench/node/node_modules/.installed ## make bench/node/node_modules from its lock file

.PHONY: bench-pack
bench-pack: runtime-packages deps ## how fast packs are bound and signed
	@$(bin)/python -m tools.bench_pack

.PHONY: runtime-packages demo-packages test-packages peer-packages
runtime-packages:
	@$(packages) base runtime
demo-packages:
	@$(packages) base runtime demo
test-packages:
	@$(packages) base runtime test
peer-packages: # a machine that cannot have them goes without: the results say what was absent
	-@$(packages) bench

# Made from nothing whenever the lock changes, so that nothing unlocked stays behind.
.venv/locked: requirements.lock
	@$(packages) base
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "formsvc needs Python 3.11 or later: make PYTHON=python3.11 …")'
	$(PYTHON) -m venv --clear .venv
	$(bin)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

.venv/installed: .venv/locked pyproject.toml
	$(bin)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

bench/node/node_modules/.installed: bench/node/package-lock.json bench/node/.npmrc
	@$(packages) test
	-cd bench/node && npm ci --silent && touch node_modules/.installed

tests/node/node_modules/.installed: tests/node/package-lock.json tests/node/.npmrc
	@$(packages) test
	cd tests/node && npm ci --silent
	@touch $@
