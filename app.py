"""The teacher's app: `mcqgen app`, or `streamlit run app.py`; how it is served and guarded is in `mcqgen.ui.server`."""

import streamlit as st

from mcqgen.ui import front, server

app = st.App(server.SCRIPT, middleware=server.middleware(), routes=front.routes())
