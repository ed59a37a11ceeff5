# Everything a newcomer or a CI job calls. `make demo` and `make test` set up what they need.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin

.PHONY: setup debian node demo test test-slow lint quality docs serve bench bench-load clean

setup: $(VENV)/.ready

$(VENV)/.ready: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable ".[all]" --group dev
	touch $@

demo: setup
	@$(BIN)/promisecheck check examples/dar-naranj --specs service_specs/dar-naranj --date 2026-11-25 --fail-on never \
	    --output-format text --output-format html=promisecheck-report.html
	@echo
	@echo "The same as a page:   $(CURDIR)/promisecheck-report.html"
	@echo "Now decide yourself:  make serve"
	@echo "                      opens the review app at http://127.0.0.1:8000 with people and a queue; no password needed"

serve: setup
	@$(BIN)/promisecheck serve --demo $(SERVE_ARGS)

debian: setup
	@scripts/debian-packages

node: debian
	@scripts/node-packages

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

test: setup debian lint
	$(BIN)/pytest -n 2 -m "not slow"

test-slow: setup debian node
	$(BIN)/pytest -n 2 -m slow

quality: setup
	$(BIN)/python tests/quality/run.py $(QUALITY_ARGS)

bench: setup
	$(BIN)/python benchmarks/pages/run.py --quantulum
	$(BIN)/python benchmarks/pages/scale.py

bench-load: setup
	$(BIN)/python -m pip install --quiet --group load
	$(BIN)/python benchmarks/load/run.py $(LOAD_ARGS)

docs: setup
	$(BIN)/python docs/generate.py

clean:
	rm -rf $(VENV) dist build promisecheck-report.html .pytest_cache .mypy_cache .ruff_cache
