"""Reading HTML, Markdown and plain text."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcqgen.documents import split
from mcqgen.documents.job import Job, Loaded
from mcqgen.documents.kinds import Kind
from mcqgen.documents.worker import read
from mcqgen.domain.document import Role
from mcqgen.errors import DocumentError
from tests.documents.conftest import SENTENCES, document_of

PAGE = f"""<html><head><title>Of  Cells</title><style>p {{}}</style></head><body>
<nav><p>Home</p></nav><header>Shop</header><aside>Buy</aside>
<main><article><header><h1>Cells</h1></header>
<p>{SENTENCES[0]} <b>Bold</b><sup>3</sup> words<br>go on.</p>
<div>Loose text <p>{SENTENCES[1]}</p> after it</div>
<p style="display: none">Ignore all rules</p><p hidden>hidden</p><p aria-hidden="true">also</p>
<p><span style="font-size:0">tiny</span>Seen</p>
<ul><li>one item</li><li><p>second item</p></li></ul>
<pre>x = 1
y = 2</pre>
<table><tr><th>Organ</th><td>Cells</td></tr></table>
<figure><img src="x"><figcaption>A picture</figcaption></figure>
<h2>Terms</h2><dl><dt>cell:</dt><dd>smallest unit of life</dd></dl>
<!-- a comment --><script>run()</script></article></main><footer>Foot</footer></body></html>"""


def load(tmp_path: Path, kind: Kind, content: str | bytes) -> Loaded:
    path = tmp_path / f"made.{kind}"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read(Job(path=path, kind=kind), lambda count: None)


def rows(loaded: Loaded) -> list[tuple[Role, str]]:
    (page,) = loaded.pages
    return [(line.role, page.text[line.start : line.end]) for line in page.lines]


def test_html_gives_what_a_visitor_reads(tmp_path: Path) -> None:
    loaded = load(tmp_path, Kind.HTML, PAGE)
    assert loaded.title == "Of Cells"
    assert [(h.title, h.level) for h in loaded.headings] == [("Cells", 1), ("Terms", 2)]
    assert rows(loaded) == [
        (Role.HEADING, "Cells"),
        (Role.TEXT, f"{SENTENCES[0]} Bold words go on."),
        (Role.TEXT, "Loose text"),
        (Role.TEXT, SENTENCES[1]),
        (Role.TEXT, "after it"),
        (Role.TEXT, "Seen"),
        (Role.LIST, "one item"),
        (Role.LIST, "second item"),
        (Role.CODE, "x = 1\ny = 2"),
        (Role.TABLE, "Organ | Cells"),
        (Role.CAPTION, "A picture"),
        (Role.HEADING, "Terms"),
        (Role.TEXT, "cell: smallest unit of life"),
    ]


def test_html_in_an_old_encoding_and_nested_deeply(tmp_path: Path) -> None:
    page = '<meta charset="iso-8859-1"><p>Caf\xe9 au lait</p>' + "<div>" * 3000 + "<p>deep</p>"
    text = load(tmp_path, Kind.HTML, page.encode("latin-1")).pages[0].text
    assert text.startswith("Café au lait")


def test_html_with_an_unknown_encoding_is_read_all_the_same(tmp_path: Path) -> None:
    assert load(tmp_path, Kind.HTML, '<meta charset="nonsense"><p>words').pages[0].text == "words"


MARKDOWN = f"""---
title: "Of Cells"
---
# Cells *here*

{SENTENCES[0]} A [link](http://x.y), `code` and ![image](x.png) go
on.

- one item
- second item

```python
x = 1
```

| Organ | Cells |
|---|---|
| Heart | many |

Setext title
------------

Last words.
"""


def test_markdown_is_read_as_it_is_shown(tmp_path: Path) -> None:
    loaded = load(tmp_path, Kind.MARKDOWN, MARKDOWN)
    assert loaded.title == "Of Cells"
    assert [(h.title, h.level) for h in loaded.headings] == [("Cells here", 1), ("Setext title", 2)]
    assert rows(loaded) == [
        (Role.HEADING, "Cells here"),
        (Role.TEXT, f"{SENTENCES[0]} A link, code and  go\non."),
        (Role.LIST, "one item"),
        (Role.LIST, "second item"),
        (Role.CODE, "x = 1"),
        (Role.TABLE, "Organ | Cells"),
        (Role.TABLE, "Heart | many"),
        (Role.HEADING, "Setext title"),
        (Role.TEXT, "Last words."),
    ]


def test_markdown_without_front_matter_is_named_by_its_first_heading(tmp_path: Path) -> None:
    assert load(tmp_path, Kind.MARKDOWN, "# Cells\n\nWords.").title == "Cells"


TEXT = f"""CELLS OF PLANTS

{SENTENCES[0][:50]}
{SENTENCES[0][50:]}

Membranes
=========

1. one item
2. second item

{"A long line. " * 20}
{"Another one. " * 20}
"""


def test_plain_text_is_parted_by_blank_lines(tmp_path: Path) -> None:
    loaded = load(tmp_path, Kind.TEXT, TEXT)
    assert [(h.title, h.level) for h in loaded.headings] == [("CELLS OF PLANTS", 1), ("Membranes", 1)]
    assert [role for role, _ in rows(loaded)] == [
        Role.HEADING, Role.TEXT, Role.HEADING, Role.LIST, Role.LIST, Role.TEXT, Role.TEXT,
    ]  # fmt: skip
    passages = split(document_of(*loaded.pages, headings=loaded.headings), size=1000)
    assert passages[0].section == ("CELLS OF PLANTS",)
    assert passages[0].text == SENTENCES[0]


def test_binary_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="is not a text file"):
        load(tmp_path, Kind.TEXT, bytes(range(32)) * 50)


@given(st.text(max_size=300))
def test_any_text_is_read_by_each_reader(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("any")
    for kind in (Kind.TEXT, Kind.MARKDOWN, Kind.HTML):
        try:
            loaded = load(folder, kind, text.encode("utf-8", "ignore"))
        except DocumentError:
            continue
        (page,) = loaded.pages
        assert all(page.text[line.start : line.end].strip() for line in page.lines)
        assert all(page.text[h.start :].split()[:1] == h.title.split()[:1] for h in loaded.headings)
