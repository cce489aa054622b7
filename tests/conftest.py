"""What all tests share: a clean environment, the test data, and no skipping where all must be proven."""

import os
import shutil
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from measuring import unmeasured

_PATIENCE_MS = 60_000
"""How long a browser waits for what it expects: machines that run tests are busy at times."""
_LONGEST = "test_browser.py"
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)

# Machines that run tests are busy at times: a slow example is no failure, and the same examples come again.
hypothesis.settings.register_profile("mcqgen", deadline=None, derandomize=True, max_examples=25)
# For a long search with new examples: pytest --hypothesis-profile=thorough
hypothesis.settings.register_profile("thorough", deadline=None, max_examples=2000)


def pytest_configure(config: pytest.Config) -> None:
    """Take the user's settings and keys out of the environment, and keep state out of the user's folders."""
    hypothesis.settings.load_profile("mcqgen")
    for name in [name for name in os.environ if name.startswith("MCQGEN_") and not name.startswith("MCQGEN_TEST_")]:
        del os.environ[name]
    for name in ("GOOGLE_API_KEY", "GEMINI_API_KEY", "OPENAI_API_KEY"):
        os.environ.pop(name, None)
    home = tempfile.TemporaryDirectory(prefix="mcqgen-tests-", ignore_cleanup_errors=True)
    config.add_cleanup(home.cleanup)
    os.environ["MCQGEN_HOME"] = home.name
    # Texts of a few sentences give the offline writer little to choose from.
    os.environ["MCQGEN_OFFLINE_BAR"] = "0.1"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the file that takes longest by far, then those of whole runs: no worker is left with one at last."""
    items.sort(key=lambda item: (item.path.name != _LONGEST, item.get_closest_marker("no_cover") is None))


@pytest.fixture(autouse=True)
def _measured(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a test is not measured, neither are the processes that it starts."""
    if request.node.get_closest_marker("no_cover"):
        for name in os.environ.keys() - unmeasured().keys():
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """The folder of real and hostile documents that are too many, or not free enough, to be kept here."""
    folder = os.environ.get("MCQGEN_TEST_DATA")
    if not folder:
        pytest.skip("MCQGEN_TEST_DATA is not set")
    return Path(folder)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium, one for all tests of a process."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("chromium is not installed")
    sync_api.expect.set_options(timeout=_PATIENCE_MS)
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(_QUIET))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The root folder of the project."""
    return Path(__file__).parent.parent


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Count what was skipped as failed where all must be proven.

    That root is above permissions is no gap, and a real model of a gigabyte is more than a test may ask for.
    """
    allowed = any(reason in str(report.longrepr) for reason in ("root may", "MCQGEN_TEST_GGUF"))
    if not report.skipped or hasattr(report, "wasxfail") or allowed:
        return
    if os.environ.get("CI") == "true" and os.environ.get("MCQGEN_TEST_DATA"):
        report.outcome = "failed"
        report.longrepr = f"skipped, though all must be proven here: {report.longrepr}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let no test be skipped where all must be proven."""
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Let no test file be skipped where all must be proven."""
    report = yield
    _refuse_skip(report)
    return report
