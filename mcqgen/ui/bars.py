"""Charts as tables whose rows hold bars: the same numbers for eyes and for screen readers."""

from collections.abc import Sequence
from html import escape


def bars(name: str, head: tuple[str, str], rows: Sequence[tuple[str, float]], *, shown: str = "{:,.0f}") -> str:
    """A bar chart.

    Args:
        name: Of the chart.
        head: What the names and the numbers are.
        rows: Name and number, not negative.
        shown: How a number is written.
    """
    most = max((number for _, number in rows), default=0) or 1
    body = "".join(
        f'<tr><th scope="row">{escape(label)}</th><td>{escape(shown.format(number))}</td>'
        f'<td class="mcq-bar" aria-hidden="true">{_bar(number / most)}</td></tr>'
        for label, number in rows
    )
    columns = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    return (
        f'<table class="mcq-bars" aria-label="{escape(name)}"><thead><tr>{columns}<td aria-hidden="true"></td></tr>'
        f"</thead><tbody>{body}</tbody></table>"
    )


def _bar(share: float) -> str:
    return f'<span style="width:{100 * share:.1f}%"></span>' if share else ""
