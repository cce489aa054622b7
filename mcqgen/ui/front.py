"""The page that every visit begins with: Streamlit's own, told where its server is and what the app is called.

Streamlit's script does not know below which address it is served: on `/review` it asks `/review/_stcore/health` first,
which fails, and browsers note that as an error. Saying so saves the question, and the time that it takes.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from mcqgen.ui import strings

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

_HEAD: Final = "<head>"
_TITLE: Final = "<title>Streamlit</title>"


def routes() -> "list[BaseRoute]":
    """The addresses of all pages."""
    from starlette.routing import Route

    base = _base()
    return [Route(f"{base}/{name}", _answer) for name in ("", *strings.PAGES)]


async def _answer(_request: "Request") -> "Response":
    from starlette.responses import HTMLResponse

    return HTMLResponse(page(_base()), headers={"Cache-Control": "no-cache"})


def _base() -> str:
    """The path below which the app is served, such as "/quiz"; empty: none."""
    return f"/{str(st.get_option('server.baseUrlPath') or '').strip('/')}".rstrip("/")


@cache
def page(base: str) -> str:
    """Streamlit's first page for an app below `base`."""
    from streamlit.file_util import get_static_dir

    text = Path(get_static_dir(), "index.html").read_text(encoding="utf-8")
    where = f'window.__streamlit = {{ BACKEND_BASE_URL: new URL("{base}/", location.href).href }}'
    told = text.replace(_HEAD, f"{_HEAD}\n    <script>{where}</script>", 1)
    return told.replace(_TITLE, f"<title>{strings.APP}</title>", 1)
