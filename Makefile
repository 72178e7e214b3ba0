# make crawl   the main job: a crawl into output/ (of a small sample site on this machine; URL=… or SITE=… for a real one)
# make test    lint, types, layers, tests
# make scrapyd an environment for scrapyd, which needs an older setuptools (its test uses it)
# make render  what sites that need JavaScript need (and a browser: apt-get install chromium)
# make bench-quality DATA=…  story, title, authors, dates, ours and the peers', on labelled pages (DATA: their folder)
# make bench-speed DATA=…   CPU time a page, ours and the peers', on labelled pages (DATA: their folder)
# make bench-crawl DATA=…   pages a second, memory and delays of the event loop of a whole crawl, ours and plain Scrapy spiders
# make bench-layouts [DATA=…]  pages read by layouts that were learned from the pages before, and whether their text is the same
# make bench-growth   a page's cost in a ledger of 10,000 to 10,000,000 URLs, a line's among 1,000 to 1,000,000 (8 GB of disk, 45 minutes)

PYTHON ?= python3
BIN := .venv/bin
OUTPUT ?= output

.PHONY: crawl test render scrapyd lock help bench-quality bench-speed bench-crawl bench-layouts bench-growth

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

.venv/.installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

render: .venv/.render

# apart, because the driver brings a Node.js of 160 MB
.venv/.render: requirements-render.lock .venv/.installed
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-render.lock
	@touch $@

scrapyd: .venv-scrapyd/.installed

# all but scrapyd itself is that of .venv
.venv-scrapyd/.installed: requirements-scrapyd.lock .venv/.installed
	$(PYTHON) -m venv .venv-scrapyd
	.venv-scrapyd/bin/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-scrapyd.lock
	$(BIN)/python -c "import sysconfig; print('import site; site.addsitedir(' + repr(sysconfig.get_path('purelib')) + ')')" \
		> "$$(.venv-scrapyd/bin/python -c "import sysconfig; print(sysconfig.get_path('purelib'))")/newscrawl.pth"
	@touch $@

crawl: .venv/.installed
ifdef URL
	$(BIN)/scrapy crawl articles -a url="$(URL)" --show -s NEWSCRAWL_OUTPUT_DIR=$(OUTPUT)
else ifdef SITE
	$(BIN)/scrapy crawl site -a site="$(SITE)" --show -s NEWSCRAWL_OUTPUT_DIR=$(OUTPUT)
else
	$(BIN)/python -m tests.newssite.demo --output $(OUTPUT)
endif

test: .venv/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n auto --dist worksteal

lock: .venv/.installed
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --quiet --output-file requirements.lock
	printf 'scrapy-playwright>=0.0.48\nplaywright\ngreenlet\n' | uv pip compile - --no-deps --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header --quiet --output-file requirements-render.lock
	printf 'scrapyd>=1.6\nsetuptools<81\n' | uv pip compile - --no-deps --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header --quiet --output-file requirements-scrapyd.lock

RESULTS ?= benchmarks/results

bench-quality: .venv/.installed
	$(BIN)/python benchmarks/quality.py --data $(DATA) --out $(RESULTS) --check

bench-speed: .venv/.installed
	$(BIN)/python benchmarks/speed.py --data $(DATA) --out $(RESULTS)

bench-crawl: .venv/.installed
	$(BIN)/python benchmarks/crawl.py --data $(DATA) --rounds 3 --out $(RESULTS)

bench-layouts: .venv/.installed
	$(BIN)/python -m benchmarks.layouts $(if $(DATA),--data $(DATA))

bench-growth: .venv/.installed
	$(BIN)/python -m benchmarks.growth --out $(RESULTS)
	$(BIN)/python -m benchmarks.growth_output --out $(RESULTS)
