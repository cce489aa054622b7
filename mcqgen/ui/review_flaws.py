"""What the checks say of a question, each fault on a line, with a button where it can be mended safely."""

from collections.abc import Callable, Sequence

import streamlit as st

from mcqgen.bank import BankError, Kept
from mcqgen.domain.flaw import Flaw
from mcqgen.ui import markup, state
from mcqgen.ui.flaws import Finding, mended, renewed
from mcqgen.ui.review_told import say
from mcqgen.ui.strings import review as words


def draw_findings(found: Sequence[Finding], question: str, mend: Callable[..., None], *given: object) -> None:
    """Draw the faults; `mend` is called with the flaw and `given`."""
    with st.container(key="review_flaws", gap="small"):
        if not found:
            st.html(markup.line("verified", words.NO_FLAWS, kind="good"))
        for number, finding in enumerate(found):
            line = markup.line(
                "warning" if finding.grave else "info", finding.text, kind="warn" if finding.grave else "plain"
            )
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.html(line)
                if finding.mendable:
                    st.button(
                        words.MEND, icon=":material/build:", help=words.MEND_HELP, on_click=mend,
                        args=(finding.flaw, *given), key=f"review_mend_{question}_{number}",
                    )  # fmt: skip


def mend_now(flaw: Flaw, kept: Kept, language: str) -> None:
    """Mend a flaw of a question in the bank."""
    new = renewed(mended(kept.item, flaw, language), language)
    try:
        version = state.shelf().revise(kept.id, new, "mended", based_on=kept.version).version
    except BankError as error:
        say(str(error), "warn")
        return
    say(words.MENDED.format(version=version))
