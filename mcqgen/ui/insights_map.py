"""The map of what is covered, on the page Insights: a picture, and links to make what is missing."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

import streamlit as st

from mcqgen.bank import Insights, RunRecord
from mcqgen.domain.coverage import Coverage
from mcqgen.ui import markup, state
from mcqgen.ui.bars import bars
from mcqgen.ui.covering import Covered, Map, map_file, map_run
from mcqgen.ui.strings import insights as words

_LINKS: Final = 12
"""Sections that are offered at once; a book has hundreds."""


def draw_files(counts: Insights, titles: Mapping[str, str]) -> None:
    """Questions by file, where no file is chosen."""
    st.subheader(words.COVERAGE, anchor=False)
    rows = [(titles.get(document, words.NO_FILE), number) for document, number in counts.documents]
    st.html(bars(words.COVERAGE_FILES, (words.FILE, words.QUESTIONS), rows))
    st.html(markup.line("info", words.COVERAGE_ALL))


def draw_map(runs: Sequence[RunRecord], run: RunRecord | None, document: str, counts: Insights) -> None:
    """The map of a run, or of a file."""
    st.subheader(words.COVERAGE, anchor=False)
    found = map_run(run, counts.spread) if run else map_file(document, runs, counts.spread)
    if found is None:
        st.html(markup.line("info", words.NO_SECTIONS))
        return
    st.html(table_of(found))
    if found.coverage:
        told = words.PAGES.format(touched=found.coverage.pages_touched, pages=found.coverage.pages)
        _offer(found.coverage, told)
    names = run.documents if run else (document,)
    _link_bare(found, names[0] if len(names) == 1 else "")


def _offer(coverage: Coverage, told: str) -> None:
    from mcqgen.planning import draw_coverage

    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f"<p>{escape(told)}</p>", width="content")
        st.download_button(
            words.SAVE_MAP, draw_coverage(coverage), words.MAP_NAME, "image/svg+xml", icon=":material/image:",
            on_click="ignore",
        )  # fmt: skip


def _link_bare(found: Map, document: str) -> None:
    """A link to Create for each section without a question."""
    bare = found.bare
    if not bare:
        done = words.ALL_SERVED if found.by_objective else words.ALL_COVERED
        st.html(markup.line("check_circle", done, kind="good"))
        return
    one, many = words.SECTIONS
    st.html(
        markup.line(
            "add_circle", words.NOT_COVERED.format(sections=one if len(bare) == 1 else many.format(n=len(bare)))
        )
    )
    _links(bare[:_LINKS], document)
    if len(bare) > _LINKS:
        with st.expander(words.MORE_SECTIONS.format(n=len(bare) - _LINKS), type="compact"):
            _links(bare[_LINKS:], document)


def _links(names: Sequence[str], document: str) -> None:
    with st.container(horizontal=True, gap="xsmall"):
        for name in names:
            state.link("create", name, ":material/add:", document=document, topic=name)


def table_of(found: Map) -> str:
    """The map as a table: a row for each section, a column for each level; the deeper the colour, the more."""
    most = max((number for row in (*found.rows, *found.others) for number in row.counts.values()), default=0) or 1
    head = words.OBJECTIVE if found.by_objective else words.SECTION
    columns = "".join(f'<th scope="col">{escape(words.LEVELS[level])}</th>' for level in found.columns)
    body = "".join(_row(row, found, most) for row in found.rows)
    if found.others:
        span = len(found.columns) + 1
        body += f'<tr class="mcq-map-part"><th scope="rowgroup" colspan="{span}">{escape(words.ELSEWHERE)}</th></tr>'
        body += "".join(_row(row, found, most) for row in found.others)
    return (
        f'<div class="mcq-scroll"><table class="mcq-map" aria-label="{escape(words.COVERAGE)}"><thead><tr>'
        f'<th scope="col">{escape(head)}</th>{columns}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _row(row: Covered, found: Map, most: int) -> str:
    cells = []
    for level in found.columns:
        number = row.counts.get(level, 0)
        depth = f' style="--depth:{20 + 80 * number / most:.0f}%"' if number else ""
        cells.append(f"<td{depth}>{f'<span>{number:,}</span>' if number else '–'}</td>")
    bare = "" if row.questions else ' class="mcq-bare"'
    return f'<tr{bare}><th scope="row">{escape(row.name or words.UNNAMED)}</th>{"".join(cells)}</tr>'
