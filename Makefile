# Each target sets up what it needs in .venv: with uv where it is installed, else with venv and pip.
PYTHON ?= python3
BIN := .venv/bin
SAMPLES := $(wildcard data/samples/survey-*.csv)

.PHONY: demo test lint check coverage mutation bench audit samples catalogue cases docs golden reports clean

demo: .venv/run
	$(BIN)/scp score $(SAMPLES)

# over the cores; bytecode is kept whatever the environment says, or each of the processes compiles the program anew
test: .venv/ready
	env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest -n auto --dist worksteal

lint: .venv/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

check: lint test
	$(BIN)/python tools/house.py

# branches that the tests reach; processes that tests start are counted too
coverage: .venv/ready
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

# beside other tools, which live in an environment of their own; takes about half an hour. Without them, and in a few
# minutes: .venv/bin/python benchmarks/bench.py --quick
bench: .venv/ready benchmarks/.peers/ready
	$(BIN)/python benchmarks/bench.py

benchmarks/.peers/ready: benchmarks/peers.txt
	$(PYTHON) -m venv benchmarks/.peers
	benchmarks/.peers/bin/python -m pip install --quiet --disable-pip-version-check -r benchmarks/peers.txt
	touch $@

# known vulnerabilities of the pinned dependencies; names what could not be asked, and fails then too
audit: benchmarks/.audit/ready
	$(PYTHON) tools/audit.py benchmarks/.audit/bin/pip-audit

benchmarks/.audit/ready:
	$(PYTHON) -m venv benchmarks/.audit
	benchmarks/.audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit
	touch $@

# changes single operators of the modules in tools/mutation.toml and runs their tests; takes about half an hour
mutation: .venv/ready benchmarks/.mutation/ready
	benchmarks/.mutation/bin/python tools/mutation.py $(BIN)/python

benchmarks/.mutation/ready:
	$(PYTHON) -m venv benchmarks/.mutation
	benchmarks/.mutation/bin/python -m pip install --quiet --disable-pip-version-check cosmic-ray==8.7.0
	touch $@

samples: .venv/ready
	$(BIN)/python data/samples/make_samples.py

cases: .venv/ready
	$(BIN)/python tools/make_cases.py

docs: .venv/ready
	$(BIN)/python tools/make_docs.py

# what users see of every command, anew; look at `git diff` afterwards
golden: .venv/ready
	$(BIN)/python tools/golden.py

# the annual report of the samples, in both languages
reports: .venv/ready
	mkdir -p docs/examples
	$(BIN)/scp report $(SAMPLES) --lang vi --date 2026-01-15 --note "Số liệu giả định" -o docs/examples/review.html
	$(BIN)/scp report $(SAMPLES) --lang en --date 2026-01-15 --note "Invented figures" -o docs/examples/review.en.html
	$(BIN)/scp report $(SAMPLES) --lang vi --date 2026-01-15 --note "Số liệu giả định" -o docs/examples/review.docx
	$(BIN)/scp report $(SAMPLES) --lang vi --date 2026-01-15 --note "Số liệu giả định" -o docs/examples/review.xlsx
	$(BIN)/scp report $(SAMPLES) --lang vi --date 2026-01-15 --note "Số liệu giả định" -o docs/examples/review.md
	$(BIN)/python tools/make_pictures.py

catalogue: .venv/ready
	$(BIN)/python tools/catalogue.py

# what it takes to run, and no more
.venv/run: pyproject.toml
	if command -v uv >/dev/null 2>&1; then \
	  uv venv --quiet --allow-existing --seed --python $(PYTHON) .venv && \
	  uv pip install --quiet --python $(BIN)/python --editable .; \
	else \
	  $(PYTHON) -m venv .venv && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .; \
	fi
	touch $@

.venv/ready: requirements-dev.txt pyproject.toml
	if command -v uv >/dev/null 2>&1; then \
	  uv venv --quiet --allow-existing --seed --python $(PYTHON) .venv && \
	  uv pip install --quiet --python $(BIN)/python -r requirements-dev.txt && \
	  uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .; \
	else \
	  $(PYTHON) -m venv .venv && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .; \
	fi
	touch .venv/run $@

clean:
	rm -rf .venv dist benchmarks/.peers benchmarks/.audit benchmarks/.mutation .mypy_cache .ruff_cache .pytest_cache benchmarks/data
