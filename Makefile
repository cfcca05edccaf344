# Everything this project can do. The targets set up what they need (a virtual environment in .venv, npm packages in
# node_modules, a browser for the tests), each once: a stamp file remembers it until its list of versions changes.
#   make PYTHON=/path/to/python3.12 …   names the Python that .venv is made with (3.11 or newer)
#   make JOBS=4 test                    runs the tests on four cores

JOBS ?= 2
PORT ?= 8000
VENV := .venv
PY := $(VENV)/bin/python

# Two builds of one commit give the same bytes: no clock but the commit's, no order but a fixed one.
ifndef SOURCE_DATE_EPOCH
SOURCE_DATE_EPOCH := $(shell git log -1 --format=%ct 2>/dev/null || echo 1735689600)
endif
export SOURCE_DATE_EPOCH
export PYTHONHASHSEED := 0
export PYTHONUTF8 := 1
# Material's notice about its successor, at every build; the README says what we make of it.
export NO_MKDOCS_2_WARNING := 1
# npm's own scripts look for `node` here: the one that pip brings.
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

.PHONY: site
site: $(VENV)/.installed node_modules/.site ## build the handbook into site/ (then open site/index.html)
	@echo "building site/ …"
	@$(PY) -m mkdocs build --strict
	@echo "done: open site/index.html"

.PHONY: serve
serve: $(VENV)/.installed node_modules/.site ## show the handbook at http://127.0.0.1:8000/, again at every edit
	@$(PY) -m mkdocs serve --livereload --dev-addr 127.0.0.1:$(PORT)

.PHONY: test
test: $(VENV)/.installed node_modules/.installed $(VENV)/.browser site ## build the site and run every test
	@echo "running the tests on $(JOBS) cores …"
	@HANDBOOK_SITE=site $(PY) -m pytest -n $(JOBS) --dist worksteal

.PHONY: check
check: $(VENV)/.installed ## check all of data/, every problem in one run (seconds)
	@$(PY) -m generator check $(if $(FILE),--file $(FILE))

.PHONY: coverage
coverage: $(VENV)/.installed ## account for every character of the sources
	@$(PY) -m generator coverage

.PHONY: extract
extract: $(VENV)/.installed ## read data/sources into data/documents/*.yml again
	@$(PY) -m generator extract

.PHONY: register
register: $(VENV)/.installed ## remember new addresses and texts in data/registry.yml
	@$(PY) -m generator register

.PHONY: release
release: $(VENV)/.installed ## freeze an edition and write what it changed: make release DATE=2026-11-21
	@$(PY) -m generator release $(or $(DATE),$(error say the day of the edition: make release DATE=YYYY-MM-DD))

.PHONY: links
links: site ## build the site and check every internal link and anchor of it
	@echo "anchors and files, by look-up …"
	@$(PY) -m generator links site
	@echo "links, by linkchecker …"
	@$(PY) tools/check_links.py site/index.html

.PHONY: offline
offline: site pdf epub ## pack the built site into one zip -> build/; offer it, the PDFs and the EPUB on the page 离线版
	@$(PY) -m generator offline site --out build

.PHONY: pdf
pdf: $(VENV)/.installed node_modules/.installed ## typeset the handbook and each document as PDF -> build/
	@echo "typesetting …"
	@$(PY) -m generator pdf --out build

.PHONY: epub
epub: $(VENV)/.installed ## make the handbook as EPUB -> build/
	@$(PY) -m generator epub --out build

.PHONY: engines
engines: site ## open the offline edition in Firefox and WebKitGTK too (installs them by apt where it may)
	@$(PY) tests/engines.py site

.PHONY: bench
bench: site ## measure the build beside a plain MkDocs site of the same texts -> bench/results.md
	@$(PY) bench/run.py
	@$(PY) bench/search.py --site site

.PHONY: lock
lock: ## write requirements.txt and package-lock.json anew from requirements.in and package.json
	@tools/lock.sh

.PHONY: clean
clean: ## remove what was built (not what was installed)
	rm -rf site build .pytest_cache .hypothesis
	find generator tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.installed: requirements.txt
	@tools/venv.sh $(VENV)
	@touch $@

# What the pages carry (docx, qrcode-generator) and what makes them small (esbuild); what only paper and tests need (fonts, axe) is larger.
node_modules/.site: package-lock.json $(VENV)/.installed
	@echo "installing the npm packages that the pages need …"
	@$(VENV)/bin/npm ci --omit=dev --ignore-scripts --no-progress --loglevel=error
	@touch $@

node_modules/.installed: package-lock.json $(VENV)/.installed
	@echo "installing the npm packages …"
	@$(VENV)/bin/npm ci --ignore-scripts --no-progress --loglevel=error
	@touch node_modules/.site $@

$(VENV)/.browser: tests/browser.py $(VENV)/.installed
	@$(PY) tests/browser.py
	@touch $@
