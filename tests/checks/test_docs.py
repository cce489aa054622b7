"""The page about the checks is made from them."""

import runpy
from pathlib import Path


def test_the_page_of_checks_is_up_to_date(checkout: Path) -> None:
    page = runpy.run_path(str(checkout / "scripts" / "build_checks_docs.py"))["checks_page"]()
    assert (checkout / "docs" / "checks.md").read_text("utf-8") == page, "run: python scripts/build_checks_docs.py"
