"""Take the pictures of the app in docs/screenshots anew: every page, at the width of a desk and of a phone.

Usage: python scripts/build_screenshots.py [PAGE ...]

The app runs over a bank that is made for it; nothing but this machine is asked. Needs the extra `dev` and Chromium.
"""

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent.parent
sys.path.insert(0, str(HERE / "tests" / "support"))

from app_server import serving  # noqa: E402
from seeded import seed  # noqa: E402

from mcqgen.bank import Status, open_bank  # noqa: E402
from mcqgen.settings import Settings  # noqa: E402
from mcqgen.ui import strings  # noqa: E402

SIZES = {"desktop": (1280, 860), "phone": (390, 844)}
CHAPTER = HERE / "sample_docs" / "psychology-memory.pdf"
OUT = HERE / "docs" / "screenshots"
COLOURS = 128
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]


def shoot(page: Any, name: str, size: str) -> None:
    """Save what the page shows, once nothing moves any more, as a small picture."""
    page.get_by_role("heading", level=1).first.wait_for()
    page.wait_for_timeout(1500)
    page.wait_for_function("!document.querySelector('[data-testid=stSkeleton]')", timeout=120_000)
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for(timeout=120_000)
    page.wait_for_timeout(1500)
    target = OUT / f"{name}-{size}.png"
    page.screenshot(path=target)
    with Image.open(target) as picture:
        picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    sys.stdout.write(f"{target.name}: {target.stat().st_size // 1024} KB, {max(0, wide)} px too wide\n")


def main(wanted: list[str]) -> None:
    """Take them."""
    OUT.mkdir(exist_ok=True)
    home = Path(tempfile.mkdtemp(prefix="mcqgen-pictures-"))
    settings = Settings(home=home)
    with open_bank(settings) as bank:
        run, questions = seed(bank.shelf(""), CHAPTER, settings)
        bank.shelf("").decide(questions[1:6], Status.APPROVED)
    addresses = {
        "create": "",
        "review": f"review?run={run}&item={questions[0]}",
        "bank": "bank",
        "export": f"export?run={run}",
        "insights": f"insights?run={run}",
    }
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with serving(home) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for name, address in addresses.items():
            for size, (width, height) in SIZES.items():
                if wanted and name not in wanted:
                    continue
                context = browser.new_context(viewport={"width": width, "height": height})
                page = context.new_page()
                page.goto(f"{server.address}/{address}")
                if name == "create":
                    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(str(CHAPTER))
                    page.get_by_text("25 pages, English").wait_for()
                    page.get_by_role("button", name=strings.MAKE).and_(page.locator(":enabled")).wait_for()
                shoot(page, name, size)
                context.close()
        browser.close()
    shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1:])
