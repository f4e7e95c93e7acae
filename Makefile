# make demo    set up from pinned versions, then assess a matter, explain the answer and review a case file
# make test    set up everything the tests need, then run them all
# make test-all  the same, with every sweep run whole instead of sampled
# make serve   set up from pinned versions, then run the service on http://127.0.0.1:8000
# make lint    style, types, and the graph's own checks
# make fuzz    the service served, and schemathesis on its OpenAPI description (some minutes)
# make bench   the measurements in benchmarks/
# make soak    the service under load for MINUTES (30), while its workers are killed
# make kills   a writable service whose server and workers are killed ROUNDS (50) times at random moments
# make build   wheel and source archive in dist/

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
MATTER := data/examples/matter.json
CASE := data/examples/casefiles/penalty-preserved-8th-day.json

.PHONY: demo serve test test-all lint fuzz bench soak kills build clean

demo: $(VENV)/run.stamp
	@echo "== kgq assess $(MATTER)"
	@$(BIN)/kgq assess $(MATTER)
	@echo
	@echo "== kgq explain $(MATTER) --regulation nanmu"
	@$(BIN)/kgq explain $(MATTER) --regulation nanmu
	@echo
	@echo "== kgq review $(CASE)"
	@$(BIN)/kgq review $(CASE)

serve: $(VENV)/run.stamp
	@exec $(BIN)/kgq serve

# Bytecode is kept, whatever the environment says: without it each of the hundreds of processes that the tests start
# compiles the package anew.
test: export PYTHONDONTWRITEBYTECODE =
test: $(VENV)/test.stamp java fonts virtuoso browser
	@$(BIN)/python -m compileall -q -j 2 kg_query
	$(BIN)/python -m pytest -n 2 --dist worksteal

test-all: export KGQ_TEST_ALL = 1
test-all: test

lint: $(VENV)/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/kgq lint

FUZZ_PORT := 8899
fuzz: $(VENV)/test.stamp
	@$(BIN)/kgq serve --port $(FUZZ_PORT) --rate 0 & server=$$!; trap "kill $$server" EXIT; \
	for i in $$(seq 120); do curl -sf http://127.0.0.1:$(FUZZ_PORT)/ready >/dev/null && break; sleep 1; done; \
	$(BIN)/schemathesis run http://127.0.0.1:$(FUZZ_PORT)/openapi.json --checks all --max-examples 30 --seed 1

bench: $(VENV)/test.stamp
	for one in $(filter-out benchmarks/soak.py,$(wildcard benchmarks/*.py)); do echo "== $$one"; $(BIN)/python "$$one" || exit 1; done

MINUTES ?= 30
soak: $(VENV)/test.stamp
	$(BIN)/python benchmarks/soak.py --minutes $(MINUTES)

ROUNDS ?= 50
kills: $(VENV)/test.stamp
	$(BIN)/python tests/service_kills.py $(ROUNDS)

build: $(VENV)/test.stamp
	$(BIN)/python -m build --no-isolation --outdir dist .

clean:
	rm -rf $(VENV) build dist kg_query/corpus.jsonl

# --- the environment ------------------------------------------------------------------------

$(VENV)/venv.stamp: constraints.txt
	$(PYTHON) -c 'import sys; sys.exit("kg-query needs Python 3.11 or later; set PYTHON=…" if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install -c constraints.txt hatchling pyoxigraph
	@touch $@

$(VENV)/run.stamp: $(VENV)/venv.stamp pyproject.toml hatch_build.py
	$(PIP) install -c constraints.txt --no-build-isolation --editable .
	@touch $@

$(VENV)/test.stamp: $(VENV)/venv.stamp pyproject.toml hatch_build.py
	$(PIP) install -c constraints.txt --no-build-isolation --editable '.[test]'
	@touch $@ $(VENV)/run.stamp

# Java carries the OWL DL reasoner of one test, which says loudly that it is skipped without it.
.PHONY: java
java:
	@command -v java >/dev/null && exit 0; \
	if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	  echo "installing a Java runtime for the OWL DL reasoner"; \
	  (apt-get update -qq && apt-get install -y -qq --no-install-recommends default-jre-headless) >/dev/null 2>&1 \
	    || echo "NOTE: no Java could be installed; the OWL DL consistency test will be skipped"; \
	else \
	  echo "NOTE: no Java here and no right to install it; the OWL DL consistency test will be skipped"; \
	fi

# Chinese fonts for the PDF of the review form, and poppler, with which tests read a PDF back.
.PHONY: fonts
fonts:
	@command -v pdftotext >/dev/null && fc-list :lang=zh 2>/dev/null | grep -q . && exit 0; \
	if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	  echo "installing Chinese fonts and poppler for the tests of the PDF"; \
	  (apt-get update -qq && apt-get install -y -qq --no-install-recommends fontconfig fonts-noto-cjk poppler-utils) \
	    >/dev/null 2>&1 || echo "NOTE: no Chinese font could be installed; tests of the PDF will be skipped"; \
	else \
	  echo "NOTE: no Chinese font or no pdftotext here and no right to install them; tests of the PDF will be skipped"; \
	fi

# A Virtuoso, which the tests of a remote store start and stop themselves.
.PHONY: virtuoso
virtuoso:
	@command -v virtuoso-t >/dev/null && command -v isql-vt >/dev/null && exit 0; \
	if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	  echo "installing Virtuoso for the tests of a remote store"; \
	  (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	    virtuoso-opensource-7-bin) >/dev/null 2>&1 \
	    || echo "NOTE: Virtuoso could not be installed; the tests against it will be skipped"; \
	else \
	  echo "NOTE: no Virtuoso here and no right to install it; the tests against it will be skipped"; \
	fi

# Chromium, which drives the pages as a user would; its tests say loudly that they are skipped without it.
.PHONY: browser
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
	  && exit 0; \
	if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	  echo "installing Chromium for the tests of the pages"; \
	  (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	    chromium) >/dev/null 2>&1 \
	    || echo "NOTE: Chromium could not be installed; the tests that drive the pages will be skipped"; \
	else \
	  echo "NOTE: no Chromium here and no right to install it; the tests that drive the pages will be skipped"; \
	fi
