"""HTML pages: their main text, by Beautiful Soup."""

import re
import warnings
from typing import TYPE_CHECKING

from mcqgen.documents.blocks import BlockText, too_long
from mcqgen.documents.encoding import decode
from mcqgen.documents.hidden import hidden_warning
from mcqgen.documents.job import Job, Loaded
from mcqgen.documents.ranges import whole_only
from mcqgen.domain.document import Role

if TYPE_CHECKING:
    from bs4 import Tag

_DROPPED = (
    "script", "style", "noscript", "template", "nav", "header", "footer", "aside", "form", "button", "select", "iframe",
    "svg", "math", "object", "canvas", "sup", "head", "dialog", "menu", "video", "audio", "textarea",
)  # fmt: skip
_BLOCKS = frozenset(
    (
        *(
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "p",
            "li",
            "dd",
            "dt",
            "pre",
            "td",
            "th",
            "tr",
            "blockquote",
            "figcaption",
        ),
        *(
            "caption",
            "div",
            "section",
            "article",
            "main",
            "body",
            "table",
            "ul",
            "ol",
            "dl",
            "figure",
            "tbody",
            "thead",
        ),
        *("address", "hr"),
    )
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|opacity\s*:\s*0(?![.\d])")
_UNSEEN = re.compile(
    r"font-size\s*:\s*[12](?:px|pt)|(?<!-)color\s*:\s*(?:#fff(?:fff)?\b|white\b|rgb\(\s*255\s*,\s*255\s*,\s*255\s*\))",
    re.IGNORECASE,
)
_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?([\w-]+)", re.IGNORECASE)
_ROLES = {"li": Role.LIST, "pre": Role.CODE, "figcaption": Role.CAPTION, "caption": Role.CAPTION}
_BREAK = "\x1e"


def read(job: Job) -> Loaded:
    """Read what a visitor reads: without navigation, asides, scripts and hidden text."""
    from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning

    whole_only(job.pages, job.path.name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        soup = BeautifulSoup(_text(job.path.read_bytes(), job.path.name), "lxml")
    title = " ".join(soup.title.get_text().split()) if soup.title else ""
    hidden = _strip(soup)
    blocks = BlockText(room=job.max_chars)
    root = soup.find("main") or soup.find("article") or soup.body or soup
    _walk(root, blocks)
    return Loaded(
        title=title,
        pages=(blocks.page(),),
        headings=tuple(blocks.headings),
        warnings=(*((too_long(job),) if blocks.cut else ()), *hidden_warning(hidden)),
    )


def _text(data: bytes, name: str) -> str:
    """Decode by the page's own declaration where it is an old encoding."""
    declared = _CHARSET.search(data[:2048])
    if declared and declared[1].lower() not in (b"utf-8", b"utf8"):
        try:
            return data.decode(declared[1].decode())
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data, name)


def _strip(soup: "Tag") -> list[str]:
    """Take out what is not running text: navigation, scripts, and everything that is hidden.

    Returns the texts that the page itself hides by a style; what a program shows on demand is no such text.
    """
    from bs4 import Comment

    for line_break in soup.find_all("br"):
        line_break.replace_with("\n")
    for comment in soup.find_all(string=lambda string: isinstance(string, Comment)):
        comment.extract()
    unseen: list[str] = []
    for tag in soup.find_all(True):
        style, role = str(tag.get("style", "")), str(tag.get("role", ""))
        styled = _HIDDEN.search(style) or (_UNSEEN.search(style) and "background" not in style)
        hidden = tag.has_attr("hidden") or tag.get("aria-hidden") == "true" or styled
        if (
            (tag.name in _DROPPED and not _is_article_header(tag))
            or hidden
            or role in ("navigation", "banner", "search")
        ):
            tag.extract()
            if styled and tag.name not in _DROPPED:
                unseen.append(tag.get_text())
    return unseen


def _is_article_header(tag: "Tag") -> bool:
    """The header of an article holds its title."""
    return tag.name == "header" and tag.find_parent(("article", "main")) is not None and tag.find("h1") is not None


def _walk(tag: "Tag", blocks: BlockText) -> None:
    """Add the blocks under a tag in reading order, without recursion: pages may be nested deeply."""
    from bs4.element import PageElement, Tag

    stack: list[PageElement | str] = [tag]
    run: list[str] = []

    def flush() -> None:
        blocks.add(_words("".join(run)))
        run.clear()

    while stack:
        node = stack.pop()
        if isinstance(node, Tag):
            if node.name not in _BLOCKS:
                stack.extend(reversed([*node.children]))
                continue
            flush()
            if _add(node, blocks):
                continue
            stack.append(_BREAK)
            stack.extend(reversed([*node.children]))
        elif node == _BREAK:
            flush()
        else:
            run.append(str(node))
    flush()


def _add(tag: "Tag", blocks: BlockText) -> bool:
    """Add a tag as one block if it is one; False where its children are to be looked at."""
    name = tag.name
    if name[0] == "h" and name[1:].isdigit():
        blocks.add(_words(tag.get_text()), Role.HEADING, int(name[1]))
        return True
    if name == "tr":
        cells = [_words(cell.get_text(" ")) for cell in tag.find_all(("td", "th"), recursive=False)]
        blocks.add(" | ".join(filter(None, cells)), Role.TABLE)
        return True
    if name == "dt":
        meaning = tag.find_next_sibling(("dd", "dt"))
        if meaning is not None and meaning.name == "dd":
            blocks.add(f"{_words(tag.get_text()).rstrip(':')}: {_words(meaning.get_text())}")
        return True
    if name == "dd":
        before = tag.find_previous_sibling(("dd", "dt"))
        return before is not None and before.name == "dt"
    if name in ("p", "pre", "figcaption", "caption") or (name == "li" and not tag.find(_BLOCKS)):
        text = tag.get_text()
        blocks.add(text if name == "pre" else _words(text), _ROLES.get(name, _surrounding(tag)))
        return True
    return False


def _surrounding(tag: "Tag") -> Role:
    parent = tag.find_parent(("li", "figure", "td"))
    return {"li": Role.LIST, "figure": Role.CAPTION, "td": Role.TABLE}[parent.name] if parent else Role.TEXT


def _words(text: str) -> str:
    return " ".join(text.split())
