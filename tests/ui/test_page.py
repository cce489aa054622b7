"""The page without a browser: Streamlit's own test client, the real reader and writer."""

import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pypdf
import pytest

from mcqgen.ui import strings

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest
    from streamlit.testing.v1.element_tree import Button

NOTES = b"# Notes\n\nThe bell rings at eight. The doors close at nine.\n"


def shown(page: "AppTest") -> str:
    return "\n".join(element.proto.body for element in page.get("html"))


def until(page: "AppTest", condition: Callable[[], bool]) -> None:
    """Draw the page anew until it shows what a thread has to do first."""
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, shown(page)
        time.sleep(0.1)
        page.run()
        assert not page.exception


@pytest.fixture
def page(checkout: Path) -> "AppTest":
    testing = pytest.importorskip("streamlit.testing.v1", reason="streamlit is not installed")
    page: AppTest = testing.AppTest.from_file(
        str(checkout / "mcqgen" / "ui" / "entry" / "script.py"), default_timeout=120
    ).run()
    assert not page.exception
    return page


def make_button(page: "AppTest") -> "Button":
    return next(button for button in page.button if button.label == strings.MAKE)


def test_an_empty_page_says_what_it_is_for(page: "AppTest") -> None:
    assert page.title[0].value == strings.TITLE
    assert strings.WRITER in shown(page)
    assert make_button(page).disabled


def test_from_a_file_to_an_honest_end(page: "AppTest") -> None:
    page.file_uploader[0].upload("notes.md", NOTES, "text/markdown").run()
    until(page, lambda: strings.LITTLE_TEXT in shown(page))
    page.number_input(key="count").set_value(2).run()
    assert "1 medium" in shown(page)
    make_button(page).click().run()
    until(page, lambda: strings.NONE_MADE in shown(page))
    assert "The text gives no more" in shown(page)
    assert not any(button.label == strings.STOP for button in page.button)


def test_a_file_that_cannot_be_read_leaves_the_rest_working(page: "AppTest") -> None:
    page.file_uploader[0].upload("broken.pdf", b"%PDF-1.7 nothing", "application/pdf").run()
    until(page, lambda: strings.NOTHING_USABLE in shown(page))
    assert "broken.pdf" in shown(page)
    assert make_button(page).disabled


def locked(checkout: Path) -> bytes:
    with pypdf.PdfWriter() as writer, BytesIO() as data:
        writer.append(checkout / "sample_docs" / "us-history-colonies.pdf", pages=(1, 2))
        writer.encrypt("secret", algorithm="AES-256")
        writer.write(data)
        return data.getvalue()


def test_a_locked_file_asks_for_its_password_until_it_opens(page: "AppTest", checkout: Path) -> None:
    page.file_uploader[0].upload("exam.pdf", locked(checkout), "application/pdf").run()
    until(page, lambda: strings.PASSWORD.format(name="exam.pdf") in [field.label for field in page.text_input])

    def guess(password: str) -> None:
        next(field for field in page.text_input if "exam.pdf" in field.label).set_value(password).run()

    guess("guess")
    until(page, lambda: strings.PASSWORD_WRONG.format(name="exam.pdf") in [field.label for field in page.text_input])
    guess("secret")
    until(page, lambda: "1 page, English" in shown(page))
    assert not make_button(page).disabled


def test_an_address_of_a_run_that_is_gone_says_so(page: "AppTest") -> None:
    page.query_params["run"] = "gone"
    assert strings.GONE in shown(page.run())
