"""The page on formats is made from the formats."""

import runpy
from pathlib import Path


def test_the_page_is_up_to_date(checkout: Path) -> None:
    page = runpy.run_path(str(checkout / "scripts" / "build_formats_docs.py"))["formats_page"]()
    assert (checkout / "docs" / "formats.md").read_text("utf-8") == page, "run: python scripts/build_formats_docs.py"
