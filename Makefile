.PHONY: help try test check docs constraints ci clean
.DEFAULT_GOAL := help

help: ## what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

try: ## install, and make ten items of a sample document (the README's first command)
	python3 -m venv --upgrade-deps .venv && .venv/bin/pip install -c constraints.txt -e . && .venv/bin/mcqgen generate sample_docs/psychology-memory.pdf -n 10 --out items.json

test: ## install what the tests need, and run them (the README's second command)
	.venv/bin/pip install -c constraints.txt -e ".[dev]" && .venv/bin/pytest --cov -n auto --dist loadfile

check: ## style, format, types and layers
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports

docs: ## write the generated pages anew
	.venv/bin/python scripts/build_settings_docs.py
	.venv/bin/python scripts/build_checks_docs.py
	.venv/bin/python scripts/build_formats_docs.py
	.venv/bin/mcqgen schema > docs/items.schema.json

constraints: ## resolve the exact versions anew (needs uv)
	uv pip compile --upgrade --all-extras --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links --no-annotate --no-header pyproject.toml -o constraints.txt

ci: ## all that must be green, from a clean clone
	.ci/run

clean: ## throw away what can be made again
	rm -rf build dist .coverage* .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
