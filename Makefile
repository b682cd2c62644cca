# Two commands matter: `make run` and `make test`. The others are for developers; CONTRIBUTING.md explains them.
.PHONY: .venv dev run test lint sweep bench docs lock vendor clean
SHELL := /bin/sh
PYTHON ?= python3
V := .venv
# compiled modules are kept, or every start would compile three thousand of them anew
export PYTHONDONTWRITEBYTECODE :=
PY := $(V)/bin/python

# $(call install,LOCK): put a lock into .venv. uv does it in seconds and does not know pip's configuration, so it is
# told the index that pip uses; where uv itself cannot reach the index, pip does the same work more slowly.
define install
	@index=$${UV_DEFAULT_INDEX:-$${PIP_INDEX_URL:-$$($(PY) -m pip config get global.index-url 2>/dev/null)}}; \
	if [ -n "$$index" ]; then UV_DEFAULT_INDEX="$$index"; export UV_DEFAULT_INDEX; fi; \
	echo "Installing $(1) ..."; \
	$(V)/bin/uv pip install -q --compile-bytecode --python $(PY) --require-hashes -r $(1) || \
	$(PY) -m pip install -q --disable-pip-version-check --no-deps --require-hashes -r $(1)
endef

.venv: $(V)/.run-ok
dev: $(V)/.dev-ok

$(V)/.uv-ok: requirements-uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "需要 Python 3.11 或更新版本：make PYTHON=/path/to/python3.11 …  / Python 3.11 or newer is needed." >&2; exit 1; }
	@test -x $(PY) || $(PYTHON) -m venv $(V) || \
		{ echo "无法建立 .venv：请安装 python3-venv 后再试。/ Cannot make .venv: install python3-venv and try again." >&2; exit 1; }
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements-uv.lock
	@touch $@

$(V)/.run-ok: requirements.lock $(V)/.uv-ok
	$(call install,requirements.lock)
	@touch $@

$(V)/.dev-ok: requirements-dev.lock $(V)/.run-ok
	$(call install,requirements-dev.lock)
	@touch $@

run: $(V)/.run-ok
	@exec $(PY) -m web.serve

test: $(V)/.dev-ok
	@$(PY) -m tests.support.fetch
	$(PY) -m pytest -n 2 --dist loadfile $(ARGS)

# every page of every register in a browser, in both languages: long; `make sweep ARGS="-k hr"` for one module
sweep: $(V)/.dev-ok
	@$(PY) -m tests.support.fetch
	$(PY) -m pytest -m sweep -n 2 --dist load $(ARGS)

lint: $(V)/.dev-ok
	$(V)/bin/ruff check
	$(V)/bin/ruff format --check
	$(V)/bin/mypy
	$(V)/bin/lint-imports
	.ci/module-lengths

# the generated reference: data dictionary, states, steps, role matrix
docs: $(V)/.dev-ok
	$(PY) -m scripts.reference

bench: $(V)/.dev-ok
	$(PY) -m bench $(ARGS)

# resolve anew what pyproject.toml allows; `make lock ARGS=--upgrade` moves to newest versions
COMPILE = $(V)/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header $(ARGS)
lock: $(V)/.uv-ok
	$(COMPILE) --group installer -o requirements-uv.lock
	$(COMPILE) pyproject.toml -o requirements.lock
	$(COMPILE) pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock
	@! grep -nE '://|--(extra-)?index-url|--find-links' requirements*.lock || \
		{ echo "A lock names a host; see docs/decisions/0001-locks-without-hosts.md" >&2; exit 1; }

# copy the front-end libraries and icons anew from their npm packages
vendor:
	$(PYTHON) scripts/vendor.py

# what tools left; data under instance/ stays
clean:
	rm -rf $(V) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
