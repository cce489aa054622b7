"""HTML: one page that marks itself in any browser, without a connection; for practice, since it holds the answers."""

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, ClassVar

from mcqgen.domain.item import Item, Option
from mcqgen.domain.run import ItemSet
from mcqgen.formats import content
from mcqgen.formats.contract import ON_SCREEN, ExportOptions, Feature, Format
from mcqgen.formats.markup import fill
from mcqgen.formats.qti.mathml import put_mathml

if TYPE_CHECKING:
    from lxml.etree import _Element

_WITHOUT_SCRIPT = "This quiz marks itself with a script, which is switched off here: allow scripts for this page."


class Html(Format):
    """Web page."""

    name: ClassVar[str] = "html"
    label: ClassVar[str] = "Web page that marks itself"
    extension: ClassVar[str] = "html"
    media_type: ClassVar[str] = "text/html"
    supports: ClassVar[frozenset[Feature]] = ON_SCREEN - {Feature.CATEGORY}

    def write(self, items: ItemSet, options: ExportOptions) -> bytes:
        """Write the page."""
        from lxml import etree

        languages = {document.language for document in items.documents}
        page = etree.Element("html", lang=languages.pop() if len(languages) == 1 else "")
        title, titles = options.title_of(items), content.document_titles(items)
        _put_head(etree.SubElement(page, "head"), title)
        main = etree.SubElement(etree.SubElement(page, "body"), "main")
        _put(main, "h1", title, dir="auto")
        form = etree.SubElement(main, "form", id="quiz", novalidate="", autocomplete="off")
        form.set("data-points", f"{options.points:g}")
        form.set("data-shuffle", "yes" if options.shuffle else "no")
        _put(form, "p", _instruction(items, options))
        _put(etree.SubElement(form, "noscript"), "p", _WITHOUT_SCRIPT)
        for number, item in enumerate(items.items, 1):
            _put_question(form, number, item, titles)
        _put_end(form)
        _put(page[1], "script", _asset("page.js"))
        written: bytes = etree.tostring(page, encoding="utf-8", method="html", doctype="<!DOCTYPE html>")
        return written


def _instruction(items: ItemSet, options: ExportOptions) -> str:
    count = len(items.items)
    worth = f"{options.points:g} point{'' if options.points == 1 else 's'}"
    return f"{count} question{'' if count == 1 else 's'}, {worth} each. Answer them, then choose “Mark my answers”."


def _put_head(head: "_Element", title: str) -> None:
    from lxml import etree

    etree.SubElement(head, "meta", charset="utf-8")
    etree.SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    policy = (
        f"default-src 'none'; base-uri 'none'; form-action 'none'; "
        f"style-src '{_digest('page.css')}'; script-src '{_digest('page.js')}'"
    )
    etree.SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": policy})
    _put(head, "title", title)
    _put(head, "style", _asset("page.css"))


def _put_question(form: "_Element", number: int, item: Item, titles: Mapping[str, str]) -> None:
    from lxml import etree

    rtl = content.is_rtl(content.plain(item.stem))
    question = etree.SubElement(form, "fieldset", id=f"question-{number}", dir="rtl" if rtl else "ltr")
    legend = etree.SubElement(question, "legend")
    _put(legend, "span", f"{number}.", **{"class": "number"}).tail = " "
    stem = etree.SubElement(legend, "span", {"class": "stem"})
    _fill(stem, item.stem)
    several = sum(option.is_key for option in item.options) > 1
    if several:
        _put(question, "p", "Several answers are right: choose them all.", **{"class": "hint"})
    choices = etree.SubElement(question, "ul", {"class": "options"})
    for place, option in enumerate(item.options):
        _put_option(choices, f"q{number}", place, option, several)
    result = etree.SubElement(question, "div", {"class": "result", "hidden": ""})
    _put(result, "p", "", **{"class": "verdict", "dir": "auto"})
    for text in (item.rationale, content.sources(item, titles)):
        if content.plain(text):
            _fill(etree.SubElement(result, "div", {"class": "why", "dir": "auto"}), text)
    about = " · ".join(filter(None, (content.one_line(item.topic), item.difficulty, item.bloom)))
    _put(result, "p", about, **{"class": "about", "dir": "auto"})


def _put_option(choices: "_Element", name: str, place: int, option: Option, several: bool) -> None:
    from lxml import etree

    entry = etree.SubElement(choices, "li")
    label = etree.SubElement(entry, "label")
    kind = "checkbox" if several else "radio"
    chosen = etree.SubElement(label, "input", type=kind, name=name, value=str(place))
    if option.is_key:
        chosen.set("data-key", "")
    text = etree.SubElement(label, "span", {"class": "text", "dir": "auto"})
    _fill(text, option.text)
    etree.SubElement(label, "span", {"class": "mark", "dir": "auto", "hidden": ""})
    if content.plain(option.rationale):
        _fill(etree.SubElement(entry, "div", {"class": "feedback", "dir": "auto", "hidden": ""}), option.rationale)


def _put_end(form: "_Element") -> None:
    from lxml import etree

    end = etree.SubElement(form, "div", {"class": "end"})
    _put(end, "p", "", id="score", role="status", tabindex="-1")
    _put(end, "button", "Mark my answers", id="check", type="submit")
    _put(end, "button", "Try again", id="again", type="reset", hidden="")


def _fill(parent: "_Element", text: str) -> None:
    """Append item text; within a label or a legend paragraphs are spans, which HTML admits there."""
    fill(parent, text, put_mathml)
    if parent.tag == "span":
        for block in parent.iterdescendants("p", "pre"):
            block.set("class", "block" if block.tag == "p" else "block code")
            block.tag = "span"


def _put(parent: "_Element", tag: str, text: str, **attributes: str) -> "_Element":
    from lxml import etree

    child = etree.SubElement(parent, tag, attributes)
    child.text = content.clean(text)
    return child


@cache
def _asset(name: str) -> str:
    return (files("mcqgen.formats.quiz") / name).read_text("utf-8")


@cache
def _digest(name: str) -> str:
    """What lets a style or a script run here, and no other (Content Security Policy, level 3)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(_asset(name).encode()).digest()).decode()
