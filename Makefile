# Two commands: `make book` and `make test`. Both set up what they need first; a second run installs nothing again.

PYTHON ?= python3
BIN := .venv/bin

.PHONY: book html pdf epub test check benchmarks lock clean

book: .venv/installed          ## execute everything; write _build/html and, where TeX is to be had, _build/pdf
	$(BIN)/bindery build

html pdf epub: .venv/installed ## one format by name; `make pdf` fails where there is no TeX
	$(BIN)/bindery build $@

test: .venv/installed          ## every test: packages, book, stored notebooks, pages in a browser
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/bindery check
	test -d _build/html || $(BIN)/bindery build html
	$(BIN)/bindery record
	$(BIN)/pytest
	$(BIN)/pytest --nbval -p no:cacheprovider notebooks

check: .venv/installed         ## what a reader would mind in the text
	$(BIN)/bindery check

benchmarks: .venv/installed    ## what it costs, beside what one would pick instead; minutes
	$(BIN)/python benchmarks/measures.py
	$(BIN)/python benchmarks/model.py

# The lock is installed with its hashes, then the project itself from this folder.
.venv/installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

lock: .venv/installed          ## write requirements.lock anew from pyproject.toml
	$(BIN)/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes --no-header --upgrade --quiet --output-file requirements.lock

clean:                         ## remove what was built, keep the environment
	rm -rf _build
